"""Packs what Dateline knows of actors into `src/dateline/knowledge/actors.sqlite`.

Run from the repository's root: `python training/build_knowledge.py --sources ../shared/data/knowledge`.
The same sources and tables give the same rows; SOURCES.md says what each source is and what was taken from it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from known_bodies import Body, known_bodies
from known_persons import Person, known_persons, read_csv, short, surnames

from dateline.knowledge import PACKED, fold

TABLES = PACKED.parent
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT, wikidata TEXT) WITHOUT ROWID;
CREATE TABLE country_word (word TEXT PRIMARY KEY, code TEXT, form TEXT, cased INT) WITHOUT ROWID;
CREATE TABLE region (word TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID;
CREATE TABLE role (word TEXT PRIMARY KEY, sectors TEXT, plural INT, generic INT, kind TEXT) WITHOUT ROWID;
CREATE TABLE modifier (word TEXT PRIMARY KEY, sectors TEXT) WITHOUT ROWID;
CREATE TABLE former (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE turned (word TEXT PRIMARY KEY, sector TEXT, official INT) WITHOUT ROWID;
CREATE TABLE unrecognised (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE relation (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE office (word TEXT PRIMARY KEY, office TEXT) WITHOUT ROWID;
CREATE TABLE entity (
  key TEXT, name TEXT, kind TEXT, country TEXT, sectors TEXT, wikidata TEXT, office TEXT,
  since TEXT, until TEXT, seen TEXT, source TEXT, confidence REAL
);
CREATE INDEX entity_key ON entity (key);
CREATE INDEX entity_office ON entity (country, office);
CREATE TABLE name (word TEXT, key TEXT, weight REAL, cased INT, PRIMARY KEY (word, key)) WITHOUT ROWID;
CREATE TABLE scan (word TEXT PRIMARY KEY, kind TEXT, cased INT) WITHOUT ROWID;
"""
# Dependencies count for the state that controls them (PLOVER); these are told apart all the same.
KEPT_APART = {"HKG", "PSE", "TWN"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=Path("../shared/data/knowledge"))
    parser.add_argument("--out", type=Path, default=PACKED)
    given = parser.parse_args()
    fresh = given.out.with_suffix(".new")  # moved into place at the end: a reader never meets half a file
    fresh.unlink(missing_ok=True)
    db = sqlite3.connect(fresh)
    db.executescript(SCHEMA)
    pack_countries(db, given.sources)
    pack_roles(db, given.sources)
    pack_persons(db, given.sources)
    pack_bodies(db, given.sources)
    pack_scan(db)
    pack_meta(db)
    db.commit()
    db.execute("VACUUM")
    db.close()
    fresh.replace(given.out)


def table(name: str) -> dict:
    return tomllib.loads((TABLES / name).read_text("utf-8"))


# ── Countries ────────────────────────────────────────────────────────────────────────────────────────────────────


def territories(sources: Path) -> list[dict]:
    lines = (sources / "countries_rigour" / "territories.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def code_of(territory: dict, by_code: dict[str, dict]) -> str | None:
    """The state a territory counts for: its own alpha-3 code, or that of its parent."""
    own = (territory.get("alpha3") or "").upper()
    own = {"XKX": "KOS", "GGY": "GBR", "JEY": "GBR", "IMN": "GBR", "ESH": "MAR"}.get(own, own)
    parent = by_code.get(territory.get("parent") or "")
    if own and (territory.get("is_country") or own in KEPT_APART or parent is None):
        return own
    return code_of(parent, by_code) if parent else None


def pack_countries(db: sqlite3.Connection, sources: Path) -> None:
    own = table("countries.toml")
    unrecognised = {fold(word) for listed in own["unrecognised"].values() for word in listed}
    db.executemany("INSERT INTO unrecognised VALUES (?)", sorted((word,) for word in unrecognised))
    every = territories(sources)
    by_code = {row["code"]: row for row in every}
    rows = [row for row in every if fold(row["name"]) not in unrecognised]
    words: dict[str, tuple[str, str, int]] = {}
    for row in rows:  # the usual names first, then what the press calls them
        code = code_of(row, by_code)
        if code and row.get("alpha3") and form_of(row["name"]):
            add_word(words, re.sub(r"\s*\(.*\)| SAR$", "", row["name"]), code, "name")
    for form, section in (("name", "names"), ("demonym", "demonyms"), ("capital", "capitals"), ("metonym", "metonyms")):
        for code, listed in own[section].items():
            for word in plurals(listed) if form == "demonym" else listed:
                add_word(words, word, code, form)
    pack_factbook_words(words, sources, {r["alpha3"].upper(): code_of(r, by_code) for r in every if r.get("alpha3")})
    for row in rows:
        code = code_of(row, by_code)
        if code and row.get("alpha3"):
            for word in [row["name"], row["full_name"], *row["names_strong"]]:
                if form_of(word):
                    add_word(words, re.sub(r"\s*\(.*\)", "", word), code, "name")
    db.executemany("INSERT INTO country_word VALUES (?, ?, ?, ?)", [(w, *v) for w, v in sorted(words.items())])
    names = {
        code: (row["name"], row["qid"])
        for row in rows
        if (code := code_of(row, by_code)) and code == own_code(row) and (row["is_country"] or code in KEPT_APART)
    }
    names |= {"EUR": ("European Union", "Q458"), "UNO": ("United Nations", "Q1065")}
    names = {code: (re.sub(r"\s*\(.*\)| SAR$", "", name), qid) for code, (name, qid) in names.items()}
    db.executemany("INSERT INTO country VALUES (?, ?, ?)", sorted((c, *v) for c, v in names.items() if c))
    pack_regions(db, sources, own["regions"], words)


def own_code(territory: dict[str, Any]) -> str:
    """The alpha-3 code of a territory itself, where `code_of` gives that of the state it is folded into."""
    code = (territory.get("alpha3") or "").upper()
    return "KOS" if code == "XKX" else code


def form_of(word: str) -> bool:
    """A name worth keeping: Latin letters, not a bare code."""
    return bool(re.fullmatch(r"[A-Za-zÀ-ž'’ .,()-]{4,}", word))


def add_word(words: dict[str, tuple[str, str, int]], word: str, code: str, form: str) -> None:
    cased = int(len(word.replace(".", "")) <= 4 and word.isupper())
    words.setdefault(fold(re.sub(r"^[Tt]he ", "", word)), (code, form, cased))


def plurals(listed: Iterable[str]) -> Iterator[str]:
    """Demonyms with their plurals: *Russian*, *Russians*, but *Polish*, *Chinese* as they are."""
    for word in listed:
        yield word
        if not re.search(r"(?:ese|sh|(?<!Cze)ch|s|(?:sh|ch)m[ae]n|wom[ae]n|x)$", word):
            yield f"{word}s"


def pack_factbook_words(words: dict, sources: Path, folded: dict[str, str | None]) -> None:
    """Demonyms, adjectives and capitals; a demonym of two countries (*Korean*) is left out."""
    seen: dict[str, set[str]] = {}
    found: list[tuple[str, str, str]] = []
    for row in read_csv(sources / "factbook" / "factbook_countries.csv"):
        code = folded.get(row["iso3"]) or ("SRB" if row["gec"] == "ri" else None)
        if not code:
            continue
        given = f"{row['nat_noun']}, {row['nat_adj']}".split("note")[0]
        for word in re.split(r",|;| or |/", re.sub(r"\((?!s\))[^)]*\)", "", given)):
            bare = word.replace("(s)", "").strip()
            if len(bare) > 3 and bare[0].isupper() and bare not in ("none", "NA"):
                found.append((bare, code, "demonym"))
                seen.setdefault(fold(bare), set()).add(code)
        capital = re.split(r"[(;,]", row["capital"])[0].strip()
        if 2 < len(capital) < 30 and capital[0].isupper() and " no " not in capital:
            found.append((capital, code, "capital"))
    for word, code, form in found:
        if form == "capital" or len(seen[fold(word)]) == 1:
            for variant in plurals([word]) if form == "demonym" else [word]:
                add_word(words, variant, code, form)


def pack_regions(db: sqlite3.Connection, sources: Path, own: dict[str, list[str]], words: dict) -> None:
    """Regions and cities that say in which country an office or a body lies."""
    regions = {fold(word): code for code, listed in own.items() for word in listed}
    rows = territories(sources)
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        name = re.sub(r"\s*\(.*\)", "", row["name"])
        if row.get("parent") and form_of(name) and (code := code_of(by_code[row["parent"]], by_code)):
            regions.setdefault(fold(name), code)
    alpha3 = {r["code"]: code_of(r, by_code) for r in rows}
    for name, country, _ in sorted(large_cities(sources), key=lambda city: (-city[2], city[0])):
        if code := alpha3.get(country.lower()):
            regions.setdefault(fold(name), code)
    kept = {word: code for word, code in regions.items() if word not in words}
    db.executemany("INSERT INTO region VALUES (?, ?)", sorted(kept.items()))


def large_cities(sources: Path, least: int = 100_000) -> Iterator[tuple[str, str, int]]:
    with (sources / "geonames_cities500" / "cities500_slim.tsv").open(encoding="utf-8") as file:
        for line in file:
            _, name, country, _, _, _, people, *_ = line.rstrip("\n").split("\t")
            if people.isdigit() and int(people) >= least:
                yield name, country, int(people)


# ── Roles ────────────────────────────────────────────────────────────────────────────────────────────────────────

# CAMEO's codes of the role patterns in PLOVER's terms; what is not here has no sector in PLOVER.
PLOVER = {"MED": "JRN", "HLH": "MED"}
PLOVER |= dict.fromkeys(("HRI", "ENV", "DEV", "NGO"), "SOC") | dict.fromkeys(("CHR", "MUS", "JEW", "HIN", "BUD"), "REL")


def pack_roles(db: sqlite3.Connection, sources: Path) -> None:
    own = table("roles.toml")
    irregular: dict[str, str] = own["plurals"]["irregular"]
    heads = set(own["heads"][""])
    kinds = {fold(word): kind for kind, listed in own["kinds"].items() for word in listed}
    kinds |= {fold(plural_of(word, irregular)): kind for word, kind in kinds.items()}
    rows: dict[str, tuple[str, int, int, str]] = {}

    def add(word: str, sectors: str, plural: int, generic: int = 0) -> None:
        kind = kinds.get(fold(word)) or kinds.get(fold(word).split()[-1]) or ("group" if plural else "person")
        rows.setdefault(fold(word), (sectors, plural, generic, kind))

    for sectors, listed in [*own["sectors"].items(), ("", sorted(heads))]:
        for word in listed:
            plural = plural_of(word, irregular)
            add(word, sectors, int(word in own["plurals"]["collective"] or word == plural), int(word in heads))
            add(plural, sectors, 1, int(word in heads))
    for word, sectors in phoenix_roles(sources):
        add(word, sectors, int(word.endswith("s") and not word.endswith("ss")))
        add(plural_of(word, irregular), sectors, 1)
    db.executemany("INSERT INTO role VALUES (?, ?, ?, ?, ?)", [(w, *v) for w, v in sorted(rows.items())])
    related = {fold(form) for word in own["relations"]["words"] for form in (word, plural_of(word, irregular))}
    db.executemany("INSERT INTO relation VALUES (?)", sorted((word,) for word in related))
    db.executemany("INSERT INTO former VALUES (?)", sorted((fold(word),) for word in own["former"]["words"]))
    turned = [
        (fold(w), code, int(kind == "official")) for kind, row in own["turned"].items() for w, code in row.items()
    ]
    db.executemany("INSERT INTO turned VALUES (?, ?, ?)", sorted(turned))
    modifiers = {fold(word): code for code, listed in own["modifiers"].items() for word in listed}
    db.executemany("INSERT INTO modifier VALUES (?, ?)", sorted(modifiers.items()))


def plural_of(word: str, irregular: dict[str, str]) -> str:
    """The plural of a noun phrase, formed on its last word unless listed: *border guard* → *border guards*."""
    for ending, plural in irregular.items():
        if word.endswith(ending) and not (ending == "man" and word in ("human", "roman", "german")):
            return word.removesuffix(ending) + plural
    head, of, rest = word.partition(" of ")
    if of:
        return f"{plural_of(head, irregular)} of {rest}"
    if word.endswith("s") and not word.endswith("ss"):
        return word
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:ch|sh|ss|x|z)$", word) else "s")


def phoenix_roles(sources: Path) -> Iterator[tuple[str, str]]:
    """Role patterns of the PETRARCH2 agents file, as plain words with PLOVER sectors."""
    for row in read_csv(sources / "phoenix" / "phoenix_agents.csv"):
        codes = re.findall("...", row["code"])
        sectors = list(dict.fromkeys(PLOVER.get(code, code) for code in codes))
        if not codes or any(code not in SECTORS for code in sectors):
            continue
        pattern = row["pattern"].strip("_ ").replace("_", " ").lower()
        endings = {"!person!": ["man", "men", "woman", "women"], "!minist!": ["minister", "ministry"]}
        variants = [pattern]
        for mark, words in endings.items():
            variants = [v.replace(mark, w) for v in variants for w in (words if mark in v else [""])]
        for variant in variants:
            word = re.sub(r"\bminist$", "minister", variant)
            if re.fullmatch(r"[a-z' -]{4,}", word):
                yield fold(word), " ".join(sectors)


SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()  # noqa: SIM905 - a list of codes
)


# ── Persons and organisations ────────────────────────────────────────────────────────────────────────────────────


def pack_persons(db: sqlite3.Connection, sources: Path) -> None:
    for person in known_persons(sources, TABLES):
        for held in person.held:
            row = (
                person.key, person.names[0], "person", held.country, held.sectors, person.wikidata or None,
                held.office, held.since or None, held.until or None, held.seen, held.source, held.confidence,
            )  # fmt: skip
            db.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for word, weight in sorted(person_words(person).items()):
            db.execute("INSERT OR IGNORE INTO name VALUES (?, ?, ?, 0)", (word, person.key, weight))
    offices = {fold(word): office for office, listed in table("offices.toml").items() for word in [office, *listed]}
    db.executemany("INSERT INTO office VALUES (?, ?)", sorted(offices.items()))


def person_words(person: Person) -> dict[str, float]:
    words = dict.fromkeys(surnames(person), 0.6)
    for name in person.names:
        tokens = fold(name).split()
        if len(tokens) > 3:
            words[" ".join([tokens[0], *tokens[-2:]])] = 1.0
        words[fold(name)] = words[short(name, person.held[0].country)] = 1.0
    return words


def pack_bodies(db: sqlite3.Connection, sources: Path) -> None:
    states = {row[0] for row in db.execute("SELECT code FROM country")}
    nations = {row[0] for row in db.execute("SELECT word FROM country_word WHERE form = 'demonym'")}
    for body in known_bodies(sources, TABLES, states, nations):
        row = (
            body.key, body.names[0], "organisation", body.country or None, body.sectors, body.wikidata or None,
            None, body.since or None, body.until or None, None, body.source, body.confidence,
        )  # fmt: skip
        db.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", body_words(body))


def body_words(body: Body) -> list[tuple[str, str, float, int]]:
    rows = [(name, 1.0) for name in body.names] + [(name, 0.5) for name in body.weak]
    return [(fold(re.sub(r"^[Tt]he ", "", n)), body.key, weight, is_acronym(n)) for n, weight in rows]


def is_acronym(name: str) -> int:
    letters = [char for char in name if char.isalpha()]
    return int(len(letters) <= 6 and sum(map(str.isupper, letters)) >= len(letters) - 1 and len(letters) > 1)


# ── What is looked for in running text, and what the file is ─────────────────────────────────────────────────────


def pack_scan(db: sqlite3.Connection) -> None:
    """Countries and demonyms; bodies and persons by names of two words or more, our own bodies also by one."""
    kinds = {"name": "country", "capital": "country", "metonym": "country", "demonym": "demonym"}
    words = {
        word: (kinds[form], cased) for word, form, cased in db.execute("SELECT word, form, cased FROM country_word")
    }
    ordinary = {fold(word.removeprefix("The ")) for word in table("ordinary_words.toml")["names"]}
    found = db.execute(
        "SELECT n.word, e.kind, n.cased, MAX(e.source = 'own') FROM name n JOIN entity e USING (key) "
        "WHERE n.weight = 1 GROUP BY n.word ORDER BY n.word"
    )
    for word, kind, cased, ours in found:
        if word not in ordinary and (" " in word or (kind == "organisation" and ours and len(word) > 2)):
            words.setdefault(word, (kind, cased))
    db.executemany("INSERT INTO scan VALUES (?, ?, ?)", sorted((word, *given) for word, given in words.items()))


def pack_meta(db: sqlite3.Connection) -> None:
    digest = hashlib.sha256()
    for path in sorted(TABLES.glob("*.toml")) + sorted(TABLES.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    db.execute("INSERT INTO meta VALUES ('tables', ?)", (digest.hexdigest(),))
    content = hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()
    db.execute("INSERT INTO meta VALUES ('version', ?)", (content[:12],))


if __name__ == "__main__":
    main()
