"""Read-only look-up of actors, offices, organisations, countries and role words."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from dateline.errors import ModelError
from dateline.model import ActorKind, Span

ScanKind = Literal["country", "demonym", "organisation", "person"]
Standing = Literal["holds", "unsure", "former", "future"]

# Sectors of a state's own offices and forces.
OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
PACKED = Path(__file__).parent / "knowledge" / "actors.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryWord:
    """What a word says about a country. `form`: its name, its demonym or adjective, its capital, or a metonym for its
    government (*the Kremlin*)."""

    code: str
    form: Literal["name", "demonym", "capital", "metonym"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A known person or organisation; one row per office held, with ISO days (None: open or unknown).

    `seen` is the last day for which the source vouches that the office was held.
    """

    key: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    office: str | None
    since: str | None
    until: str | None
    source: str
    confidence: float
    seen: str | None = None

    def standing(self, day: str | None) -> Standing:
        """Whether the office is held on that day (None: on the last day the source speaks of)."""
        if day is None:
            return "former" if self.until and not self._vouched(self.until) else "holds"
        if self.since and day < self.since:
            return "future"
        if self.until:
            return "holds" if day <= self.until else "former"
        return "holds" if self._vouched(day) else "unsure"

    def _vouched(self, day: str) -> bool:
        return self.seen is None or day <= self.seen


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWord:
    """What a role word (*minister, paratroopers, lawmaker*) says: PLOVER sectors, and whether it is a group.

    `generic`: a head that others give its sector to (*spokesman, leader, official*); `kind`: what it names.
    """

    sectors: tuple[str, ...]
    plural: bool
    generic: bool = False
    kind: ActorKind = "person"


class Knowledge:
    """Look-up over the packaged tables. All look-ups ignore case, accents and a leading *the*."""

    def __init__(self, path: Path = PACKED) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.version: str = self._one("SELECT value FROM meta WHERE key = 'version'") or "0"

    def _one(self, query: str, *given: str) -> str | None:
        row = self._db.execute(query, given).fetchone()
        return row[0] if row else None

    def country(self, words: str) -> CountryWord | None:
        """The country that these words name (*Belarus*, *Belarusian*, *Minsk*, *the Kremlin*)."""
        return self._country(_bare(words))

    @lru_cache(maxsize=4096)  # noqa: B019 - one Knowledge lives as long as the process
    def _country(self, words: str) -> CountryWord | None:
        row = self._db.execute("SELECT code, form, cased FROM country_word WHERE word = ?", (fold(words),)).fetchone()
        if row is None or (row[2] and not _as_acronym(words)):
            return None
        return CountryWord(code=row[0], form=row[1])

    @lru_cache(maxsize=4096)  # noqa: B019 - one Knowledge lives as long as the process
    def region(self, words: str) -> str | None:
        """The country in which a well-known region or large city of this name lies (*Texas*, *Kharkiv*)."""
        return self._one("SELECT code FROM region WHERE word = ?", fold(_bare(words)))

    @lru_cache(maxsize=512)  # noqa: B019 - one Knowledge lives as long as the process
    def country_name(self, code: str) -> str | None:
        """The usual English name of a country or special code (`BLR` → *Belarus*)."""
        return self._one("SELECT name FROM country WHERE code = ?", code)

    @lru_cache(maxsize=512)  # noqa: B019 - one Knowledge lives as long as the process
    def country_wikidata(self, code: str) -> str | None:
        """The Wikidata id of a country or special code."""
        return self._one("SELECT wikidata FROM country WHERE code = ?", code)

    def entities(self, name: str, day: str | None = None) -> tuple[Entity, ...]:
        """Known persons and organisations of this name, the likeliest on that day first.

        `confidence` is of the reading on that day: lower for a bare surname or an office not (surely) held then.
        """
        found = [
            replace(row, confidence=round(row.confidence * weight * _FIT[row.standing(day)], 3))
            for row, weight in self._rows(_bare(name))
        ]
        return tuple(sorted(found, key=lambda e: (-e.confidence, _recency(e, day), e.key)))

    @lru_cache(maxsize=4096)  # noqa: B019 - one Knowledge lives as long as the process
    def _rows(self, name: str) -> tuple[tuple[Entity, float], ...]:
        if fold(name) not in self._names:
            return ()
        query = f"SELECT {_COLUMNS}, n.weight, n.cased FROM name n JOIN entity e ON e.key = n.key WHERE n.word = ?"
        rows = self._db.execute(query, (fold(name),)).fetchall()
        return tuple((_entity(row), row[-2]) for row in rows if not row[-1] or _as_acronym(name))

    def distinctive(self, name: str) -> bool:
        """Whether this name is sought in running text, because it is no ordinary word."""
        return fold(_bare(name)) in self._sought

    @cached_property
    def _sought(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._db.execute("SELECT word FROM scan"))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._db.execute("SELECT DISTINCT word FROM name"))

    def holders(self, country: str, office: str, day: str | None) -> tuple[Entity, ...]:
        """Who held an office (`president`, `prime minister`, `foreign minister`, `defence minister`, …) that day."""
        query = f"SELECT {_COLUMNS} FROM entity e WHERE e.country = ? AND e.office = ?"
        rows = [_entity(row) for row in self._db.execute(query, (country, self.office(office)))]
        held = [row for row in rows if row.standing(day) in ("holds", "unsure")]
        held = [replace(row, confidence=round(row.confidence * _FIT[row.standing(day)], 3)) for row in held]
        return tuple(sorted(held, key=lambda e: (-e.confidence, _recency(e, day), e.key)))

    @lru_cache(maxsize=1024)  # noqa: B019 - one Knowledge lives as long as the process
    def office(self, words: str) -> str:
        """The usual name of an office (*premier* → `prime minister`, *defense secretary* → `defence minister`)."""
        word = fold(_bare(words))
        return self._one("SELECT office FROM office WHERE word = ?", word) or word

    def is_office(self, office: str) -> bool:
        """Whether the table of persons knows holders of an office of this name."""
        return office in self._offices

    @cached_property
    def _offices(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._db.execute("SELECT DISTINCT office FROM entity"))

    def role(self, words: str) -> RoleWord | None:
        """What a role noun says of the sector of the person or group it names.

        The longest known ending counts (*senior border guard official*); a head that says nothing by itself takes
        its sector from the nearest word before it, or from what follows *of* or *for* (*head of the army*).
        """
        return self._role(fold(_bare(words)))

    @lru_cache(maxsize=4096)  # noqa: B019 - one Knowledge lives as long as the process
    def _role(self, words: str) -> RoleWord | None:
        if (whole := self.listed_role(words)) and whole.sectors:
            return whole
        head, _, rest = _OF.sub("\0", words, count=1).partition("\0")
        tokens = head.split()
        for start in range(1, len(tokens)):  # an office that has *of* in its name: *the president's chief of staff*
            if rest and (known := self.listed_role(" ".join(words.split()[start:]))) and known.sectors:
                return self._given(known, tokens[:start], "")
        for start in range(len(tokens)):
            if known := self.listed_role(" ".join(tokens[start:])):
                return self._given(known, tokens[:start], rest)
        return None

    def _given(self, known: RoleWord, before: list[str], rest: str) -> RoleWord:
        """A role with the sector that the words around it give it, if it takes it from them."""
        return replace(known, sectors=self._field(before, rest) or known.sectors) if known.generic else known

    def listed_role(self, words: str) -> RoleWord | None:
        """The role listed under exactly these words (folded)."""
        return self._roles.get(words)

    @cached_property
    def _roles(self) -> dict[str, RoleWord]:
        rows = self._db.execute("SELECT word, sectors, plural, generic, kind FROM role")
        return {
            word: RoleWord(sectors=_codes(sectors), plural=bool(plural), generic=bool(generic), kind=kind)
            for word, sectors, plural, generic, kind in rows
        }

    @cached_property
    def _modifiers(self) -> dict[str, tuple[str, ...]]:
        return {word: _codes(sectors) for word, sectors in self._db.execute("SELECT word, sectors FROM modifier")}

    def _field(self, before: list[str], rest: str) -> tuple[str, ...]:
        """The sector that the words before a head, or after its *of*, give it; the nearest words first."""
        for end in range(len(before), 0, -1):
            for start in range(max(0, end - 4), end):
                if sectors := self._sectors_of(" ".join(before[start:end])):
                    return sectors
        if not rest:
            return ()
        known = self.listed_role(_bare(rest))
        return known.sectors if known else self._field(_bare(rest).split(), "")

    def _sectors_of(self, words: str) -> tuple[str, ...]:
        """Of a word that may stand before a head, or of a listed role of several words (*central bank* chief)."""
        owner = self.listed_role(words.removesuffix("'s")) if words.endswith("'s") else None
        if owner and owner.sectors[:1] and owner.sectors[0] in OFFICIAL:
            return owner.sectors  # the *president's* spokesman
        known = self.listed_role(words) if " " in words else None
        return self._modifiers.get(words) or (known.sectors if known else ())

    @lru_cache(maxsize=4096)  # noqa: B019 - one Knowledge lives as long as the process
    def turned(self, word: str, sector: str) -> str:
        """The sector into which a word before a role turns its own (*shadow* minister → OPP), "" if it does not."""
        row = self._db.execute("SELECT sector, official FROM turned WHERE word = ?", (fold(word),)).fetchone()
        return row[0] if row and (sector in OFFICIAL or not row[1]) else ""

    @cached_property
    def unrecognised(self) -> re.Pattern[str]:
        """What finds the name of an unrecognised state or of its people in folded words."""
        words = [row[0] for row in self._db.execute("SELECT word FROM unrecognised ORDER BY length(word) DESC")]
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")

    def official(self, country: str, office: str) -> tuple[str, ...]:
        """The sectors of an office that the table of persons knows in this country."""
        query = "SELECT sectors FROM entity WHERE country = ? AND office = ? ORDER BY confidence DESC LIMIT 1"
        return _codes(self._one(query, country, office) or "")

    @lru_cache(maxsize=4096)  # noqa: B019 - one Knowledge lives as long as the process
    def former(self, word: str) -> bool:
        """Whether this word says that an office or a role is over (*former*, *ex*)."""
        return self._one("SELECT word FROM former WHERE word = ?", fold(word)) is not None

    @lru_cache(maxsize=4096)  # noqa: B019 - one Knowledge lives as long as the process
    def relation(self, word: str) -> bool:
        """Whether this noun says how one stands to another (*ally, rival, counterpart*), not whose one is."""
        return self._one("SELECT word FROM relation WHERE word = ?", fold(word)) is not None

    def scan(self, text: str) -> list[tuple[Span, ScanKind]]:
        """Known names in a text, longest first at each place, on word boundaries (Aho–Corasick)."""
        folded, where = _fold_with_places(text)
        kinds, finder = self._finder
        found: list[tuple[Span, ScanKind]] = []
        for index, start, end in finder.find_matches_as_indexes(folded):
            if _inside_word(folded, start, end):
                continue
            kind, cased = kinds[index]
            span = (where[start], where[end - 1] + 1)
            words = text[span[0] : span[1]]
            if _as_acronym(words) if cased else words[:1].isupper() or words.startswith("al-"):
                found.append((span, kind))
        return found

    @cached_property
    def _finder(self) -> tuple[list[tuple[ScanKind, bool]], Any]:
        from ahocorasick_rs import AhoCorasick, MatchKind

        rows = self._db.execute("SELECT word, kind, cased FROM scan").fetchall()
        automaton = AhoCorasick([row[0] for row in rows], matchkind=MatchKind.LeftmostLongest)
        return [(row[1], bool(row[2])) for row in rows], automaton


# How far each standing supports the reading that a name means the holder of that office.
_FIT: dict[Standing, float] = {"holds": 1.0, "unsure": 0.8, "former": 0.7, "future": 0.5}
_COLUMNS = (
    "e.key, e.name, e.kind, e.country, e.sectors, e.wikidata, e.office, e.since, e.until, "
    "e.source, e.confidence, e.seen"
)


def _entity(row: tuple[Any, ...]) -> Entity:
    key, name, kind, country, sectors, wikidata, office, since, until, source, confidence, seen = row[:12]
    return Entity(  # in the order of _COLUMNS
        key=key, name=name, kind=kind, country=country, sectors=_codes(sectors), wikidata=wikidata, office=office,
        since=since, until=until, source=source, confidence=confidence, seen=seen,
    )  # fmt: skip


def _codes(sectors: str) -> tuple[str, ...]:
    return tuple(sectors.split())


def _recency(entity: Entity, day: str | None) -> int:
    """Days between an office and the day asked for: of two former offices the later one counts."""
    asked = date.fromisoformat(day).toordinal() if day else date.max.toordinal()
    edge = entity.until or entity.since
    return abs(asked - date.fromisoformat(edge).toordinal()) if edge else 0


# ── Words as they are compared ───────────────────────────────────────────────────────────────────────────────────

_OF = re.compile(r" (?:of|for|in|at|from|with|to) ")
_LETTERS = str.maketrans("łøđðħıĸŋþßæœ’‘ʼ`´‐‑–—", "lodd" + "hikntsao" + "'''''----")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """One character, lower-case and without its accent, a hyphen as a blank; always one character."""
    lower = unicodedata.normalize("NFKD", char).lower()
    plain = unicodedata.normalize("NFKD", lower)[:1].translate(_LETTERS)
    return " " if plain.isspace() or plain == "-" else plain


# What a folded text leaves out: blanks that open it or follow a blank, and (the group) stops after an initial. The
# letter after these stops is read with them: of *U.S.* the second is no initial any more.
_LEFT_OUT = re.compile(r"^ +|(?<= ) +|(?<![^\W_])[^\W\d_](\.+)[^\W_]?")


def _fold_with_places(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where each of its characters stands: no stops after initials, single blanks."""
    plain = "".join(map(_fold_char, text))
    out: list[str] = []
    where: list[int] = []
    at = 0
    for match in _LEFT_OUT.finditer(plain):
        start, end = match.span(match.lastindex or 0)
        out.append(plain[at:start])
        where += range(at, start)
        at = end
    return "".join((*out, plain[at:])), [*where, *range(at, len(plain))]


@lru_cache(maxsize=8192)
def fold(words: str) -> str:
    """Words as the tables hold them: lower-case, no accents, hyphens as blanks, no stops after initials."""
    return _fold_with_places(words)[0].strip(" .,;:\"'()")


@lru_cache(maxsize=8192)
def _bare(words: str) -> str:
    """Words without a leading article and a trailing possessive."""
    words = words.strip(' .,;:"“”()')
    words = re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)
    return re.sub(r"['’]s?$", "", words)


def _as_acronym(words: str) -> bool:
    """Written as an acronym is: short ones in capitals (*US*, never *us*), longer ones at least with one (*Nato*)."""
    letters = [char for char in words if char.isalpha()]
    return all(map(str.isupper, letters)) if len(letters) <= 3 else letters[0].isupper()


def _inside_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """The packaged knowledge. Raises ModelError if it is missing or cannot be read."""
    if not PACKED.is_file():
        raise ModelError(PACKED.name, "the packaged knowledge is missing; reinstall Dateline")
    try:
        return Knowledge()
    except sqlite3.DatabaseError as fault:
        raise ModelError(PACKED.name, "the packaged knowledge is damaged; reinstall Dateline") from fault
