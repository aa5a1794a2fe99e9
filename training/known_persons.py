"""Persons and the offices they held, read from the sources and from our own table and joined into one person each."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz import fuzz

from dateline.knowledge import fold

# The last day for which our own table vouches that an office without an end was held.
OWN_SEEN = "2025-06-30"
# Offices further apart than this (in days) are not one person's, though the name is the same.
LIFETIME = 40 * 365
# Where the family name stands first.
FAMILY_FIRST = {"CHN", "HKG", "TWN", "KOR", "PRK", "VNM", "KHM"}


@dataclass(frozen=True)
class Held:
    """An office held by a person. Days are ISO; an open end is "" and `seen` says until when that is known."""

    country: str
    office: str
    since: str
    until: str
    seen: str
    sectors: str
    source: str
    confidence: float


@dataclass
class Person:
    """One person: the first of `names` is the usual one; a surname finds the person only if `prominent`."""

    key: str
    names: list[str]
    wikidata: str = ""
    prominent: bool = False
    held: list[Held] = field(default_factory=list)

    @property
    def countries(self) -> set[str]:
        return {held.country for held in self.held}


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def known_persons(sources: Path, tables: Path) -> list[Person]:
    """All persons, the same person of several sources joined."""
    people = Register()
    for row in read_csv(tables / "people.csv"):
        people.add_own(row)
    people.add_congress(sources / "us_congress")
    for row in read_csv(sources / "uk_ministers_ifg" / "joined_2000on.csv"):
        held = Held("GBR", uk_office(row), row["start"], row["end"], "2026-06-19", "GOV", "uk_ministers", 0.95)
        people.add(row["name"], held)
    for name, held in factbook(sources / "factbook" / "factbook_leaders.csv"):
        people.add(name, held)
    return people.rows


class Register:
    """Persons by country, found again by name, or by having held the same office at the same time."""

    def __init__(self) -> None:
        self.rows: list[Person] = []
        self._named: dict[tuple[str, str], Person] = {}
        self._in_office: dict[tuple[str, str], list[Person]] = defaultdict(list)

    def add_own(self, row: dict[str, str]) -> None:
        since, until = edge(row["since"], "-01-01", "-01"), edge(row["until"], "-12-31", "-28")
        held = Held(row["country"], row["office"], since, until, OWN_SEEN, row["sectors"], "own", 0.8)
        person = self._enter(row["name"], held, row["wikidata"])
        person.prominent = True
        person.wikidata = person.wikidata or row["wikidata"]
        self._name(person, [row["name"], *filter(None, row["aliases"].split("|"))], held.country)

    def add_congress(self, folder: Path) -> None:
        """Terms in Congress, each person's adjoining terms of one chamber as one; names as the press writes them."""
        offices = {"rep": "representative", "sen": "senator", "prez": "president", "viceprez": "vice president"}
        usual = congress_names(folder / "legislators-current.yaml")
        terms: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
        for row in read_csv(folder / "us_congress.csv"):
            terms[row["wikidata"], row["name"], offices[row["type"]]].append(row)
        for (wikidata, name, office), rows in terms.items():
            sectors = "LEG" if office in ("representative", "senator") else "GOV"
            for since, until in joined(sorted((r["start"], r["end"]) for r in rows)):
                held = Held("USA", office, since, until, "2026-06-15", sectors, "us_congress", 0.95)
                self.add(name, held, wikidata, usual.get(wikidata, []))

    def add(self, name: str, held: Held, wikidata: str = "", also: list[str] | None = None) -> None:
        person = self._enter(name, held, wikidata)
        self._name(person, [name, *(also or [])], held.country)

    def _enter(self, name: str, held: Held, wikidata: str) -> Person:
        person = self._known(name, held, wikidata)
        if person is None:
            slug = fold(name).replace(" ", "-")
            person = Person(wikidata or f"{held.country.lower()}-{slug}", [], wikidata)
            self.rows.append(person)
        same = next((h for h in person.held if h.office == held.office and near(h.since, held.since, 90)), None)
        if same is None:
            person.held.append(held)
            self._in_office[held.country, held.office].append(person)
        elif not same.until and held.source != "own":
            person.held[person.held.index(same)] = replace(same, until=held.until, seen=max(same.seen, held.seen))
        return person

    def _known(self, name: str, held: Held, wikidata: str) -> Person | None:
        if found := self._named.get((short(name, held.country), held.country)):
            other = wikidata and found.wikidata and wikidata != found.wikidata
            return None if other or not any(near(h.since, held.since, LIFETIME) for h in found.held) else found
        for person in self._in_office[held.country, held.office]:
            if any(same_person(person, name, h, held) for h in person.held if h.office == held.office):
                return person
        return None

    def _name(self, person: Person, names: list[str], country: str) -> None:
        for name in names:
            if name not in person.names:
                person.names.append(name)
            self._named.setdefault((short(name, country), country), person)


SINGLE_SEAT = {"president", "prime minister", "king", "queen", "chancellor", "emir", "sultan", "vice president"}


def same_person(person: Person, name: str, known: Held, held: Held) -> bool:
    """The same office since the same time: one person, if the names are at all alike; else nearly equal names."""
    like = max(fuzz.ratio(short(name, held.country), short(n, held.country)) for n in person.names)
    if near(known.since, held.since, 45):
        return like >= (45 if held.office in SINGLE_SEAT else 70)
    return like >= 85


def near(left: str, right: str, days: int) -> bool:
    from datetime import date

    if not left or not right:
        return False
    return abs((date.fromisoformat(left) - date.fromisoformat(right)).days) <= days


def edge(given: str, year_end: str, month_end: str) -> str:
    """An ISO day from a day, a month or a year: the first or the last day of it."""
    return given + {0: "", 4: year_end, 7: month_end, 10: ""}[len(given)]


def short(name: str, country: str) -> str:
    """First and last name only, folded: what two writings of one name have in common."""
    tokens = [t for t in fold(name).split() if t not in TITLES]
    return " ".join(tokens if len(tokens) < 3 or country in FAMILY_FIRST else [tokens[0], tokens[-1]])


TITLES = {"sir", "lord", "baroness", "dr", "gen", "general", "col", "jr", "jr.", "sr", "sr.", "sheikh", "prince", "mr"}


def surnames(person: Person) -> set[str]:
    """The names by which a prominent person is called for short."""
    if not person.prominent:
        return set()
    found = set()
    for name in person.names:
        tokens = fold(re.sub(r",? (?:Jr|Sr)\.?$| [IVX]+$", "", name)).split()
        if len(tokens) < 2:
            continue
        last = tokens[0] if family_first(name, person.countries) else tokens[-1]
        found.add(last)
        if len(tokens) > 2 and tokens[-2] in ("al", "el", "bin", "van", "de", "der", "von", "le", "di", "del", "da"):
            found.add(f"{tokens[-2]} {tokens[-1]}")
    return {name for name in found if len(name) > 1}


def family_first(name: str, countries: set[str]) -> bool:
    """*Xi Jinping*, *Moon Jae-in*, but *Joseph Wu*, who writes his given name the western way."""
    return bool(countries & FAMILY_FIRST) and (
        bool(countries & {"CHN", "PRK", "VNM", "KHM"}) or "-" in name or len(name.split()) > 2
    )


# ── Sources ──────────────────────────────────────────────────────────────────────────────────────────────────────


def uk_office(row: dict[str, str]) -> str:
    """The office as other countries call it, where there is one."""
    post = row["post"]
    for words, office in (
        ("Prime Minister", "prime minister"),
        ("Secretary of State for the Home Department", "interior minister"),
        ("Secretary of State for Defence", "defence minister"),
    ):
        if post == words:
            return office
    foreign = post.startswith("Secretary of State for Foreign")
    return "foreign minister" if foreign else post.lower()


def joined(terms: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Terms that follow one another within a month, as one."""
    open_term = terms[0]
    for since, until in terms[1:]:
        if near(open_term[1], since, 31):
            open_term = (open_term[0], until)
        else:
            yield open_term
            open_term = (since, until)
    yield open_term


def congress_names(path: Path) -> dict[str, list[str]]:
    """Wikidata id → official and everyday names (the file is plain enough to be read line by line)."""
    found: dict[str, list[str]] = {}
    wikidata = last = ""
    for line in path.read_text("utf-8").splitlines():
        key, _, value = line.strip().lstrip("- ").partition(": ")
        value = value.strip("'\"")
        if key == "wikidata":
            wikidata = value
        elif key == "last":
            last = value
        elif key == "nickname" and wikidata:
            found.setdefault(wikidata, []).append(f"{value} {last}")
        elif key == "official_full" and wikidata:
            found.setdefault(wikidata, []).append(re.sub(r" [A-Z]\. ", " ", value))
    return found


OFFICE_WORDS = {"premier": "prime minister", "amir": "emir", "premiers": "prime ministers"}


def factbook(path: Path) -> Iterator[tuple[str, Held]]:
    """Chiefs of state, heads of government and their deputies; ends follow from the next holder."""
    rows = [row for row in read_csv(path) if row["iso3"] and "ambassador" not in row["kind"]]
    rows = [row for row in rows if well_formed(row["name"]) and row["since"] and row["title"]]
    # A monarch or president who is also head of other states and of dependencies is in our own table, once.
    countries = defaultdict(set)
    for row in rows:
        countries[short(row["name"], "")].add(row["iso3"])
    rows = [row for row in rows if len(countries[short(row["name"], "")]) == 1]
    starts = defaultdict(set)
    for row in rows:
        starts[row["iso3"], factbook_office(row["title"])].add(edge(row["since"], "-01-01", "-01"))
    for row in sorted(rows, key=lambda r: (r["iso3"], r["since"], r["last_seen_version_date"])):
        office = factbook_office(row["title"])
        country = {"XKX": "KOS"}.get(row["iso3"], row["iso3"])
        since = edge(row["since"], "-01-01", "-01")
        later = sorted(s for s in starts[row["iso3"], office] if s > since and not near(s, since, 45))
        until = later[0] if later and office in SINGLE_SEAT else ""
        held = Held(country, office, since, until, row["last_seen_version_date"], "GOV", "factbook", 0.85)
        yield usual_case(row["name"]), held


def factbook_office(title: str) -> str:
    words = re.sub(r"^(?:represented by|interim|acting|caretaker|first|second|third)\s+", "", title.lower())
    words = re.sub(r"s$", "", OFFICE_WORDS.get(words, words))
    return OFFICE_WORDS.get(words, words)


def well_formed(name: str) -> bool:
    tokens = name.split()
    surname = tokens[-1].strip(",.") if tokens else ""
    return (
        2 <= len(tokens) <= 6 and bool(re.fullmatch(r"[^\d()\[\];:]+", name)) and surname.isupper() and len(surname) > 1
    )


def usual_case(name: str) -> str:
    """*Vladimir Vladimirovich PUTIN* → *Vladimir Vladimirovich Putin*."""
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0].title() if m[0].isupper() else m[0], name).replace(",", "")
