"""Organisations, armed groups, parties and media, read from the sources and from our own table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from known_persons import edge, read_csv

from dateline.knowledge import fold

SPECIAL = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}


@dataclass
class Body:
    """An organisation. `weak` names are shared by many (short forms of parties) and count for less."""

    key: str
    names: list[str]
    country: str
    sectors: str
    source: str
    confidence: float
    wikidata: str = ""
    since: str = ""
    until: str = ""
    weak: list[str] = field(default_factory=list)


def known_bodies(sources: Path, tables: Path, states: set[str], nations: set[str]) -> list[Body]:
    """All bodies; where two sources name the same one in the same country, the first (our own table) stands."""
    rows: list[Body] = []
    taken: set[tuple[str, str]] = set()
    readers = (
        own(tables / "organisations.csv"),
        media(sources),
        parties(sources / "partyfacts" / "parties_joined.csv", nations),
        armed_groups(sources / "phoenix" / "phoenix_actors.csv", states),
        international(sources / "phoenix" / "phoenix_actors.csv", states),
        terror_groups(sources / "factbook" / "factbook_terror_groups.csv"),
    )
    for reader in readers:
        for body in reader:
            names = {(fold(name), "") for name in body.names}
            if body.source in ("own", "partyfacts") or not names & taken:
                rows.append(body)
                taken |= names
    return rows


def own(path: Path) -> Iterator[Body]:
    for row in read_csv(path):
        names = [row["name"], *filter(None, row["aliases"].split("|"))]
        key = row["wikidata"] or f"{row['country'].lower()}-{fold(row['name']).replace(' ', '-')}"
        since, until = edge(row["since"], "-01-01", "-01"), edge(row["until"], "-12-31", "-28")
        yield Body(key, names, row["country"], row["sectors"], "own", 0.85, row["wikidata"], since, until)


def media(sources: Path) -> Iterator[Body]:
    iso3 = {
        row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"]
        for row in read_csv(sources / "country_codes" / "country-codes.csv")
    }
    iso3["UK"] = "GBR"
    for row in read_csv(sources / "media" / "fundus_publishers.csv"):
        name = re.sub(r"\s*\(.*\)", "", row["name"] or "").strip()
        if len(name) > 4 and "<" not in name and row["iso2"] in iso3:
            country = iso3[row["iso2"]]
            yield Body(f"{country.lower()}-{fold(name).replace(' ', '-')}", [name], country, "JRN", "fundus", 0.7)


def without_nationality(name: str, nations: set[str]) -> str:
    """*Norwegian Labour Party* → *Labour Party*, as it is called at home."""
    first, _, rest = name.partition(" ")
    return rest if fold(first) in nations else ""


def parties(path: Path, nations: set[str]) -> Iterator[Body]:
    """Parties of this century that Wikidata and Wikipedia know; short forms are kept as weak names."""
    for row in read_csv(path):
        if not (row["wikidata"] and row["wiki_name"]) or (row["last"] and row["last"] < "2000"):
            continue
        names = [re.sub(r"\s*\(.*\)", "", row["wiki_name"]), row["name_english"], row["name"]]
        names = [re.sub(r"^The |\s*[\[(/].*", "", name).strip() for name in names]
        names = list(
            dict.fromkeys(n for n in names if len(n) > 5 and " " in n and re.fullmatch(r"[A-Za-zÀ-ž' ,–-]+", n))
        )
        country = {"XKX": "KOS", "KSV": "KOS"}.get(row["iso3"], row["iso3"])
        if names:
            weak = [row["short"]] if row["short"].isupper() and len(row["short"]) >= 3 else []
            weak += [rest for name in names if " " in (rest := without_nationality(name, nations))]
            yield Body(row["wikidata"], names, country, "PTY", "partyfacts", 0.65, row["wikidata"], weak=weak)


def phoenix(path: Path, file: str) -> Iterator[tuple[list[str], str]]:
    """Undated entities of one PETRARCH file: names in ordinary case and their code."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_csv(path):
        if row["file"] == file:
            groups[row["entity"]].append(row)
    for rows in groups.values():
        codes = {row["code"] for row in rows}
        names = list(dict.fromkeys(readable(row["name"]) for row in rows))
        names = [name for name in names if " " in name and len(name) > 8 and re.fullmatch(r"[A-Za-z' .&-]+", name)]
        if len(codes) == 1 and names and not any(row["start"] or row["end"] for row in rows):
            yield names, codes.pop()


def readable(name: str) -> str:
    name = re.sub(r"\([^)]*\)?", "", name).replace("_", " ").strip()
    name = re.sub(r"^THE ", "", name)
    small = {"OF", "AND", "FOR", "THE", "ON", "IN", "TO", "A", "DE", "LA", "AU", "ET", "DU", "DES"}
    return re.sub(r"[A-Z']+", lambda m: m[0].lower() if m.start() and m[0] in small else m[0].capitalize(), name)


def armed_groups(path: Path, states: set[str]) -> Iterator[Body]:
    for names, code in phoenix(path, "Phoenix.MilNonState.actors.txt"):
        if "REB" in code or "UAF" in code or code.startswith("IMG"):
            country = code[:3] if code[:3] in states else ""
            yield Body(f"phoenix-{fold(names[0]).replace(' ', '-')}", names, country, "REB", "phoenix", 0.5)


def international(path: Path, states: set[str]) -> Iterator[Body]:
    """Intergovernmental, non-governmental and multinational bodies; the UN's under UNO, the EU's under EUR."""
    fields = {
        "MED": "JRN",
        "HLH": "MED",
        "EDU": "EDU",
        "REF": "REF",
        "BUS": "BUS",
        "LAB": "LAB",
        "JUD": "JUD",
        "AGR": "AGR",
    }
    for names, code in phoenix(path, "Phoenix.International.actors.txt"):
        parts = re.findall("...", code)
        if not parts or parts[0] not in ("IGO", "NGO", "MNC"):
            continue
        country = parts[1] if parts[0] == "IGO" and parts[1:2] in (["UNO"], ["EUR"]) else parts[0]
        given = next((fields[part] for part in parts[1:] if part in fields), "")
        sectors = given or {"MNC": "BUS", "NGO": "SOC", "IGO": "GOV"}[parts[0]]
        yield Body(f"phoenix-{fold(names[0]).replace(' ', '-')}", names, country, sectors, "phoenix", 0.5)


def terror_groups(path: Path) -> Iterator[Body]:
    """Groups by the country they are listed for; those of several countries are international."""
    homes: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[str]] = {}
    for row in read_csv(path):
        for part in re.split(r";", row["text"]):
            match = re.fullmatch(r"\s*([^()–]{6,60}?)\s*(?:\(([^)]+)\))?\s*(?:–.*)?", part)
            if match and row["iso3"]:
                homes[fold(match[1])].add(row["iso3"])
                names[fold(match[1])] = [match[1].strip()]
    for key, countries in sorted(homes.items()):
        country = countries.copy().pop() if len(countries) == 1 else "IMG"
        yield Body(f"factbook-{key.replace(' ', '-')}", names[key], country, "REB", "factbook", 0.5)
