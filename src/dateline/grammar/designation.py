"""What a noun phrase says of whom it names: *former Polish defence minister*, *the Kremlin*, *Syrian refugees*.

Names known to the tables are found in the phrase first (states, bodies, persons); what is left is read as a role;
then the country is taken from where the phrase puts it: before the role, after *of* or *from*, last after *in*.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dateline.knowledge import OFFICIAL, Entity, Knowledge, RoleWord, fold
from dateline.model import ActorKind

FORMER = "ELI"
# Words that put whom they describe outside the country that a report is about.
ABROAD = frozenset({
    "foreign", "international", "global", "western", "eastern", "european", "african", "asian", "arab", "latin",
    "other", "neighbouring", "neighboring", "world", "regional", "overseas", "governments",
})  # fmt: skip
SPECIAL: frozenset[str] = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})

_TOKEN = re.compile(r"[^\W_][\w.’'&/+-]*|,|\(")
_POSSESSIVE = re.compile(r"['’]s?$")
_BEFORE = re.compile(
    r"^(?:(?:the|a|an|this|that|these|those|his|her|their|its|our|your|my|some|several|many|most|more|few|all|both|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|twelve|another|other|at least|up to|around|about|nearly|over|"
    r"than|hundreds|thousands|dozens|scores|tens|millions|number|lot|groups?|crowds?|\d[\d,.]*)\b(?:\s+of\b)?\s+)+",
    re.IGNORECASE,
)
_PREPOSITIONS = frozenset(
    {"of", "for", "from", "in", "at", "to", "with", "on", "by", "near", "against", "between", "over"}
)
_STOPS = frozenset({"who", "which", "that", "whose", "whom", "(", "including"})
# Where a country stands in the phrase, from what says most to what says least of whose the role is.
_BEFORE_ROLE, _BASED, _ORIGIN, _BELONGING, _PLACE, _TARGET = range(6)
_SIDE = {"from": _ORIGIN, "of": _BELONGING, "for": _BELONGING, "in": _PLACE, "at": _PLACE, "near": _PLACE, "on": _PLACE}
_ARMED = (("REB",), ("UAF",), ("PRM",), ("CRM",))
_OFFICES = tuple((sector,) for sector in OFFICIAL)
# What a state is where it is no government first.
_STATES = {"VAT": ("REL",)}
_WEAK = 0.4
_AMERICAS = frozenset({"central", "latin", "north", "south"})
_LED = re.compile(r"^(.+?)-(?:led|run|controlled|owned|funded|based)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """Who a phrase names, as far as its words and the tables tell.

    `holder`: the known person or body; `office`: a single office named without its holder (*the Polish president*);
    `role`: what the role words say; `name`: a proper name in the phrase, "" if there is none.
    """

    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    name: str = ""
    holder: Entity | None = None
    office: str | None = None
    role: RoleWord | None = None
    former: bool = False
    confidence: float = 0.1


@dataclass(frozen=True, slots=True)
class _Known:
    """A stretch of tokens that the tables know."""

    start: int
    end: int
    what: Literal["country", "demonym", "body", "person"]
    code: str | None
    entity: Entity | None = None


def designate(
    phrase: str, knowledge: Knowledge, day: str | None = None, near: Collection[str] = frozenset()
) -> Designation:
    """Read a noun phrase as of a day (ISO; None: as of today's tables).

    `near`: codes of the countries that the report speaks of; they decide between bearers of one name.
    """
    main, *asides = [part for part in _parts(phrase) if part] or [[phrase]]
    found = _Reader(main, knowledge, day, near).read()
    for aside in asides:
        found = combine(found, _Reader(aside, knowledge, day, near).read())
    return found


def combine(first: Designation, second: Designation) -> Designation:
    """What two phrases say of the same one: a known name wins, then what says more; gaps are filled from the other."""
    strong, weak = (first, second) if _telling(first) >= _telling(second) else (second, first)
    name = strong.name if strong.holder else first.name or second.name
    if strong.country and weak.country and strong.country != weak.country:
        return replace(strong, name=name)
    return replace(
        strong,
        name=name,
        country=strong.country or weak.country,
        sectors=strong.sectors or weak.sectors,
        confidence=max(strong.confidence, weak.confidence),
        kind=weak.kind if weak.role and not (strong.role or strong.holder or strong.kind == "state") else strong.kind,
    )


def _telling(found: Designation) -> tuple[bool, float]:
    return (found.holder is not None, found.confidence)


def _parts(phrase: str) -> Iterator[list[str]]:
    """The phrase cut at commas and before relative clauses, as tokens; a possessive *'s* is a token of its own."""
    part: list[str] = []
    for token in _TOKEN.findall(_BEFORE.sub("", phrase.strip(" \t\"“”‘’'"))):
        if token == "," or token in _STOPS:
            yield part
            part = []
            if token in _STOPS:
                return
        elif match := _POSSESSIVE.search(token):
            part += [token[: match.start()], "'s"]
        else:
            part.append(token.rstrip(".") if len(token) > 4 and token.count(".") == 1 else token)
    yield part or [phrase]


class _Reader:
    """The reading of one part of a phrase."""

    def __init__(self, tokens: list[str], knowledge: Knowledge, day: str | None, near: Collection[str]) -> None:
        self.near = near
        self.knowledge = knowledge
        self.day = day
        bare = _BEFORE.sub("", " ".join(tokens)).split()
        self.former = any(knowledge.former(t) or t.lower().startswith("ex-") for t in bare)
        self.tokens = [re.sub(r"^ex-", "", t) for t in bare if not knowledge.former(t)]
        self.known = list(self._spot())

    # ── What the tables know ─────────────────────────────────────────────────────────────────────────────────────

    def _spot(self) -> Iterator[_Known]:
        """Known names from left to right, the longest at each place."""
        start = 0
        while start < len(self.tokens):
            found = next(
                (f for end in range(min(len(self.tokens), start + 8), start, -1) if (f := self._at(start, end))), None
            )
            if found:
                yield found
            start = found.end if found else start + 1

    def _at(self, start: int, end: int) -> _Known | None:
        words = " ".join(self.tokens[start:end]).replace(" 's", "'s")
        if self.tokens[end - 1] == "'s" or not words[0].isalnum() or words.islower():
            return None
        if self._breakaway(words) and (code := self.knowledge.region(words)):
            return _Known(start, end, "country", code)
        if word := self.knowledge.country(words):
            if word.form == "demonym" and self.tokens[start - 1 : start] == ["ethnic"]:
                return None  # a people, not the state of that name
            if start and fold(words).startswith("american") and self.tokens[start - 1].lower() in _AMERICAS:
                return None  # *Central American migrants*
            if word.form == "capital" and end - start == 1 and self._in_longer_name(words):
                return None  # *Santa Rosa de Lima*
            return _Known(start, end, "demonym" if word.form == "demonym" else "country", word.code)
        if led := _LED.match(words):
            word = self.knowledge.country(led[1])
            code = word.code if word else self.knowledge.region(led[1])
            return _Known(start, end, "demonym", code) if code else None
        if entity := self._entity(words, alone=start == 0 and end == len(self.tokens), single=end - start == 1):
            return _Known(start, end, "person" if entity.kind == "person" else "body", entity.country, entity)
        return None

    def _entity(self, words: str, *, alone: bool, single: bool) -> Entity | None:
        """The likeliest known bearer of this name; a bare surname or a word that is a role needs to stand as a name."""
        if single and not alone and self.knowledge.role(words):
            return None
        rows = self.knowledge.entities(words, self.day)
        countries = {k.code for k in self._countries()} | set(self.near)
        rows = tuple(r for r in rows if r.country in countries) or (() if self._homonyms(rows, single) else rows)
        if single and (office := self._office_before(words)):
            rows = tuple(r for r in rows if r.office == office or r.kind != "person")
        if rows and single and not alone and not self._stands_out(words, rows[0]):
            return None
        return rows[0] if rows else None

    def _stands_out(self, word: str, entity: Entity) -> bool:
        """Whether a single word inside a phrase is this name: no part of a longer name, no ordinary word."""
        if entity.kind == "person":
            return not self._in_longer_name(word)
        return self.knowledge.distinctive(word)

    def _homonyms(self, rows: tuple[Entity, ...], single: bool) -> bool:
        """Whether a name that fits none of the countries spoken of is borne by several (*Liberal Party*, *Martin*)."""
        if not rows or (rows[0].kind == "person" and not (single and self.near)):
            return False
        if rows[0].kind != "person" and (rows[0].confidence < _WEAK or (self.near and rows[0].source == "partyfacts")):
            return True  # the short form of a party, or a party of a country that is not spoken of
        return len({row.country for row in rows}) > 1 and (bool(self.near) or rows[0].source != "own")

    def _office_before(self, word: str) -> str | None:
        """The office that stands directly before a name (*King Hassan*): its bearer must have held it."""
        place = self.tokens.index(word)
        for start in range(max(0, place - 3), place):
            office = self.knowledge.office(" ".join(self.tokens[start:place]))
            if self.knowledge.is_office(office):
                return office
        return None

    def _in_longer_name(self, first: str, last: str | None = None) -> bool:
        """Whether a word (or all from `first` to `last`) stands beside another part of a name (*Jane Putin*)."""
        start, end = self.tokens.index(first), self.tokens.index(last or first)
        beside = self.tokens[max(0, start - 1) : start] + self.tokens[end + 1 : end + 2]
        return any(t[0].isupper() and not (self.knowledge.role(t) or self.knowledge.country(t)) for t in beside)

    def _countries(self) -> Iterator[_Known]:
        for start, token in enumerate(self.tokens):
            if word := self.knowledge.country(token):
                yield _Known(start, start + 1, "country", word.code)

    # ── What the phrase says ─────────────────────────────────────────────────────────────────────────────────────

    def read(self) -> Designation:
        whole = next((k for k in self.known if k.start == 0 and k.end == len(self.tokens)), None)
        if whole:
            return self._whole(whole)
        person = next((k for k in self.known if k.what == "person" and not self._owns(k)), None)
        if person and person.entity:
            return self._person(person.entity)
        role, rest = self._role()
        body = next((k for k in self.known if k.what == "body" and self._names_body(k, role)), None)
        if body and body.entity:
            return self._body(body.entity)
        return self._described(role, rest)

    def _whole(self, known: _Known) -> Designation:
        words = " ".join(self.tokens)
        if known.entity:
            return self._person(known.entity) if known.what == "person" else self._body(known.entity)
        if known.what == "demonym":
            return Designation(kind="group", country=known.code, sectors=self._people(known), confidence=0.5)
        if known.code in SPECIAL:
            return Designation(kind="organisation", country=known.code, name=words, confidence=0.95)
        if self._breakaway(words):
            return Designation(kind="organisation", country=known.code, sectors=("PRE",), name=words, confidence=0.7)
        sectors = _STATES.get(known.code or "", ("GOV",))
        return Designation(kind="state", country=known.code, sectors=sectors, name=words, confidence=0.95)

    def _person(self, entity: Entity) -> Designation:
        """A known person, with the standing of the office on the day; what the phrase itself says of it wins."""
        standing = entity.standing(self.day)
        role, _ = self._role()
        former = self.former or (standing == "former" and role is None)
        sectors = () if standing == "future" else entity.sectors
        if role and role.sectors and (standing != "holds" or not sectors):
            sectors = role.sectors
        sectors = (FORMER,) if former and self._ends(sectors) else sectors
        return Designation(
            kind="person", country=entity.country, sectors=sectors, name=entity.name, holder=entity,
            former=former, confidence=min(0.97, entity.confidence + 0.1),
        )  # fmt: skip

    def _body(self, entity: Entity) -> Designation:
        return Designation(
            kind=entity.kind, country=entity.country, sectors=entity.sectors, name=entity.name, holder=entity,
            confidence=min(0.97, entity.confidence + 0.1),
        )  # fmt: skip

    def _ends(self, sectors: tuple[str, ...]) -> bool:
        return not OFFICIAL.isdisjoint(sectors)

    def _described(self, role: RoleWord | None, rest: list[str]) -> Designation:
        owner = self._owner()
        country = owner.code if owner else self._region(rest)
        office = self._office() if role and not role.plural and not self.former else None
        sectors = self._turned(self._sectors_in_office(owner, office, self._sectors(role)))
        if role is None and self.known and self.known[-1].what == "demonym" and self.known[-1].end == len(self.tokens):
            sectors = self._people(self.known[-1])  # *young Algerians*
        if self.former and self._ends(sectors):
            sectors = (FORMER,)
        return Designation(
            kind="organisation" if "PRE" in sectors and role and role.kind == "state" else self._kind(role, country),
            country=country,
            sectors=sectors,
            name=self._proper_name(rest) if role or not self.known else "",
            office=None if "PRE" in sectors else office,
            role=role,
            former=self.former,
            confidence=self._sureness(role, owner, country),
        )

    def _kind(self, role: RoleWord | None, country: str | None) -> ActorKind:
        """A government is a state where the phrase says only whose it is, else a body."""
        if role is None:
            return "group" if any(k.what == "demonym" for k in self.known) else "person"
        if role.kind != "state":
            return role.kind
        whole = country is not None and country not in SPECIAL and not self.former and self._nothing_else(role)
        return "state" if whole else "organisation"

    def _sureness(self, role: RoleWord | None, owner: _Known | None, country: str | None) -> float:
        if role is None:
            return 0.3 if country else 0.1
        if country is None:
            return 0.45 if role.sectors else 0.1
        placed = owner is not None and self._position(owner) in (_PLACE, _TARGET)
        return 0.6 if placed or owner is None else 0.85 if role.sectors else 0.6

    def _sectors(self, role: RoleWord | None) -> tuple[str, ...]:
        """Of the role, unless it is a mere head (*spokesman, official*) of one who has a sector of their own."""
        owner = self._owner()
        whose = owner.entity if owner else None
        if whose and whose.sectors and (role is None or role.generic or not role.sectors):
            return whose.sectors
        if whose and role and whose.sectors[:1] in _ARMED and role.sectors[:1] in (("MIL",), *_ARMED):
            return whose.sectors  # *M23 forces*
        return role.sectors if role else ()

    def _sectors_in_office(self, owner: _Known | None, office: str | None, sectors: tuple[str, ...]) -> tuple[str, ...]:
        """Sectors, or those of an office of state by that name in this country (*Hong Kong's chief executive*)."""
        if owner is None or owner.entity or owner.code is None or office is None or sectors[:1] in _OFFICES:
            return sectors
        return self.knowledge.official(owner.code, office) or sectors

    def _turned(self, sectors: tuple[str, ...]) -> tuple[str, ...]:
        """Sectors turned by a word of the phrase (*shadow*, *striking*) or by an unrecognised state that it names."""
        first = sectors[0] if sectors else ""
        turned = next((code for token in self.tokens if (code := self.knowledge.turned(token, first))), "")
        if not turned and first in OFFICIAL and self.knowledge.unrecognised.search(fold(" ".join(self.tokens))):
            turned = "PRE"
        return (turned, *(s for s in sectors if s != turned)) if turned and sectors else sectors

    def _breakaway(self, words: str) -> bool:
        """Whether this is the name of an unrecognised state that is no body of the tables."""
        return bool(self.knowledge.unrecognised.fullmatch(fold(words))) and not self.knowledge.entities(words)

    def _people(self, known: _Known) -> tuple[str, ...]:
        """The sector of a people: civilians, unless it is a church as well (*Copts*)."""
        role = self.knowledge.listed_role(fold(" ".join(self.tokens[known.start : known.end])))
        return role.sectors if role and role.sectors else ("CVL",)

    def _role(self) -> tuple[RoleWord | None, list[str]]:
        """The role words of the phrase, known names left out; and what stands after them, such as a proper name."""
        tokens = self._left()
        for end in range(len(tokens), 0, -1):
            words = tokens[:end]
            while words and words[-1].lower() in (*_PREPOSITIONS, "the", "a", "and"):
                words = words[:-1]
            listed = self.knowledge.listed_role(fold(" ".join(words)))
            if listed and listed.sectors:
                return listed, tokens[end:]
            bound = not _PREPOSITIONS.isdisjoint(words) and not (words and self.knowledge.role(words[-1]))
            if words and not bound and (role := self.knowledge.role(" ".join(words))):
                return role, tokens[end:]
        return None, tokens

    def _left(self) -> list[str]:
        """The words that are no known names; a possessive stays with its noun (*prosecutor's office*)."""
        taken = {i for k in self.known for i in range(k.start, k.end)}
        words: list[str] = []
        for i, token in enumerate(self.tokens):
            if token == "'s" and i - 1 not in taken and words:
                words[-1] += token
            elif token != "'s" and i not in taken:
                words.append(token)
        return words

    def _owner(self) -> _Known | None:
        """The country, body or person that the role belongs to: the one in the strongest position."""
        related = any(self.knowledge.relation(token) for token in self.tokens)
        owners = [k for k in self.known if k.code and self._position(k) != _TARGET and not (related and self._owns(k))]
        return min(owners, key=lambda k: (self._position(k), k.what == "person", k.start), default=None)

    def _position(self, known: _Known) -> int:
        """Where a known name stands: before the role, or after which preposition (the nearest one before it)."""
        for token in reversed(self.tokens[: known.start]):
            if token.lower() in _PREPOSITIONS:
                return _SIDE.get(token.lower(), _TARGET)
        return _BASED if self.tokens[known.start].endswith("-based") else _BEFORE_ROLE

    def _owns(self, known: _Known) -> bool:
        """Whether one is named as whom somebody or something belongs to (*Putin's spokesman*, *Assad regime*)."""
        possessive = self.tokens[known.end : known.end + 1] == ["'s"]
        if known.what != "person":
            return possessive
        after = self.tokens[known.end : known.end + 1]
        described = bool(after) and after[0].islower() and after[0] not in _PREPOSITIONS  # *Sanders backers*
        return possessive or described or self._position(known) != _BEFORE_ROLE or self._names_regime(known)

    def _names_regime(self, known: _Known) -> bool:
        role = self.knowledge.role(" ".join(self.tokens[known.end :])) if known.end < len(self.tokens) else None
        return role is not None and (role.kind in ("state", "organisation") or role.plural)

    def _region(self, rest: list[str]) -> str | None:
        """The country of a region or large city named in the phrase (*the mayor of Kharkiv*), but not in a name."""
        spots = [(i, i + n) for n in (2, 1) for i in range(len(self.tokens) - n + 1) if self.tokens[i][0].isupper()]
        for start, end in spots:
            led = start > 0 and self.tokens[start - 1].lower() in _PREPOSITIONS
            if (led or self.tokens[start] not in rest) and not self._in_longer_name(
                self.tokens[start], self.tokens[end - 1]
            ):
                code = self.knowledge.region(" ".join(self.tokens[start:end]))
                if code:
                    return code
        return None

    def _names_body(self, body: _Known, role: RoleWord | None) -> bool:
        """Whether all else in the phrase just says what the body is (*Russia's Interfax news agency*)."""
        if self._position(body) != _BEFORE_ROLE or self._owns(body) or body.entity is None:
            return False
        if any(word[0].isupper() and not self.knowledge.role(word) for word in self._left()):
            return False  # *Fox News' Jane Doe*
        alike = role is None or not role.sectors or role.sectors == body.entity.sectors
        return role is None or (alike and role.kind == "organisation" and not role.plural)

    def _nothing_else(self, role: RoleWord) -> bool:
        """Whether the phrase is only a state's government: *Lukashenko's regime*, *the government of Poland*."""
        left = [word for word in self._left() if word.lower() not in ("of", "the", "in")]
        words = [w for w in left if not w[0].isupper() and not w.endswith("ian")]
        return len(words) <= 2 and not role.generic

    def _office(self) -> str | None:
        """The single office that the phrase names and nothing but it (*the Polish president*)."""
        words = self._left()
        while words and words[-1].lower() in ("of", "the"):
            words = words[:-1]
        office = self.knowledge.office(" ".join(words))
        return office if self.knowledge.is_office(office) else None

    def _proper_name(self, rest: list[str]) -> str:
        """What stands after the role, if it is written as a name and is not a place."""
        name = " ".join(rest)
        written = bool(rest) and all(t[0].isupper() for t in rest)
        return name if written and self.knowledge.region(name) is None else ""
