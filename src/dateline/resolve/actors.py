"""Who the entities of a report are: country, sectors, identity as of the report's day.

Each chain is read from its own words first (its names, its nominals, the titles and appositions around them). What
they leave open is filled from the rest of the report: the same institution named with its country before, then the
state that the report is mostly about. What stays open stays None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING

from dateline.grammar.designation import ABROAD, SPECIAL, Designation, combine, designate
from dateline.knowledge import fold
from dateline.model import ActorKind, Chain, Extraction, Identity, Mention
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.annotate import Annotated
    from dateline.knowledge import Knowledge

# Sectors of a state's own bodies: named without a country, they are those of the country the report is about.
_DOMESTIC = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "OPP", "ELI", "SPY"})
_OFFICIAL = tuple((sector,) for sector in ("GOV", "MIL", "COP", "LEG", "JUD", "SPY"))
# The share of all mentions of countries that makes one the country the report is about.
_FOCUS = 0.5
_LONE_FOCUS = 0.75
_LABEL_KIND: dict[str, ActorKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "GROUP": "group",
    "NORP": "group", "THING": "thing",
}  # fmt: skip
_IN_TITLES = frozenset({"NNP", "HYPH", "POS", "JJ"})
_DIRECTION = re.compile(r"^(?:(?:north|south|east|west)(?:ern)?|central|upper|lower|greater)[ -]", re.IGNORECASE)
_APART = frozenset({"appos", "punct", "cc", "conj"})
_BINDING = frozenset({"of", "for", "from", "in", "at"})
_REACH = 8  # tokens after a noun that may still say whose it is
_TELLING = frozenset({"tell", "inform", "brief"})
# Nouns that stand for an organisation of states named elsewhere in the report.
_EPITHETS = {"bloc": ("EUR", "IGO"), "alliance": ("IGO",), "world body": ("UNO",), "union": ("EUR",)}


def identify(found: Extraction, tools: Tools) -> tuple[Identity, ...]:
    """The identity of each chain, in the order of the chains. Nothing known: country None, no sectors."""
    report = _Report(found, tools.knowledge)
    readings = [report.read(chain) for chain in found.chains]
    report.learn(readings)
    return tuple(report.identity(*pair) for pair in zip(found.chains, readings, strict=True))


def identify_phrase(text: str, published: str | None, tools: Tools) -> Identity:
    """The identity of a free noun phrase such as *former Polish defence minister* (`dateline label actor`)."""
    knowledge = tools.knowledge
    found = designate(text, knowledge, published)
    if found.office and found.country and not found.name:
        found = _held(found, knowledge, published)
    if found.country is None and found.role is None and (country := knowledge.region(text)):
        found = Designation(kind="place", country=country, sectors=("CVL",), confidence=0.5)
    return _identity(found, text.strip(), knowledge)


def _held(found: Designation, knowledge: Knowledge, day: str | None) -> Designation:
    """An office named without its holder (*the Polish president*), with its holder on the day if that is known."""
    if not (found.office and found.country):
        return found
    holders = [e for e in knowledge.holders(found.country, found.office, day) if e.standing(day) == "holds"]
    if len({holder.key for holder in holders}) != 1:
        return found
    return replace(found, holder=holders[0], name=holders[0].name, kind="person")


def _identity(found: Designation, name: str, knowledge: Knowledge) -> Identity:
    """The identity that a reading gives: names and keys of states, bodies and persons as the tables have them."""
    key, wikidata = _key(found)
    if key and found.country and key == f"state:{found.country}":
        name = knowledge.country_name(found.country) or name
        wikidata = knowledge.country_wikidata(found.country)
    elif found.name:
        name = found.name
    return Identity(
        key=key, name=name, kind=found.kind, country=found.country, sectors=found.sectors, wikidata=wikidata,
        confidence=round(found.confidence, 3),
    )  # fmt: skip


def _key(found: Designation) -> tuple[str | None, str | None]:
    if found.holder:
        return found.holder.key, found.holder.wikidata
    if found.kind == "state" and found.country:
        return f"state:{found.country}", None
    if found.country in SPECIAL and found.role is None and found.kind == "organisation" and found.confidence > 0.9:
        return f"state:{found.country}", None
    return None, None


def _plural(found: Designation) -> bool:
    return found.role is not None and found.role.plural


def _governs_noun(preposition: Token) -> bool:
    return any(child.dep_ == "pobj" for child in preposition.children)


@dataclass
class _Report:
    """One report while its chains are identified: what it says of countries and institutions."""

    found: Extraction
    knowledge: Knowledge
    countries: Counter[str] = field(default_factory=Counter)
    institutions: dict[str, str] = field(default_factory=dict)
    bodies: Counter[tuple[str, str]] = field(default_factory=Counter)
    phrases: dict[str, Designation] = field(default_factory=dict)  # a report says the same of one again and again

    def __post_init__(self) -> None:
        self.annotated: Annotated = self.found.annotated
        self.day = self.annotated.document.published
        text = self.annotated.document.text
        for span, kind in self.knowledge.scan(text):
            name = text[slice(*span)]
            if kind in ("country", "demonym") and (word := self.knowledge.country(name)):
                self.countries[word.code] += 1
            elif kind == "person" and (known := self.knowledge.entities(name, self.day)) and known[0].country:
                self.countries[known[0].country] += 1

    # ── Reading a chain from its own words ───────────────────────────────────────────────────────────────────────

    def read(self, chain: Chain) -> Designation:
        """What all the words of a chain say of it."""
        if chain.label == "THING":
            return self._thing(chain)
        readings = [reading for mention in chain.mentions for reading in self._readings(mention, chain)]
        if not readings:
            return Designation(kind=_LABEL_KIND.get(chain.label, "person"))
        return self._as_labelled(reduce(combine, readings), chain)

    def _thing(self, chain: Chain) -> Designation:
        """A thing is of the country that its phrase names (*the Iranian tanker*)."""
        found = self._designate(self._phrase(self.annotated.doc[chain.mentions[0].head]))
        return Designation(kind="thing", country=found.country, confidence=0.5)

    def _readings(self, mention: Mention, chain: Chain) -> Iterator[Designation]:
        if mention.form == "pronoun":
            return
        around = [self._designate(phrase) for phrase in self._words_around(mention)]
        beside = (self._designate(phrase) for phrase in self._appositions(mention))
        around += [found for found in beside if found.kind not in ("state", "place")]
        if mention.form == "name" and (" " in mention.text or " " not in self._full_name(chain)):
            yield from self._named(mention, chain)
        yield from (replace(found, name="") if found.holder is None else found for found in around)

    def _named(self, mention: Mention, chain: Chain) -> Iterator[Designation]:
        """What a name says, read together with the title before it, which may say that the office is over."""
        found = self._name(mention, chain)
        title = self._title(mention)
        if title is None:
            yield found
            return
        titled = self._designate(title)
        if titled.holder is None and (found.holder or found.role is None):
            yield found
        yield titled if titled.holder or chain.label == "PERSON" else replace(titled, name="")

    def _full_name(self, chain: Chain) -> str:
        """The longest name of a person's chain: a surname after it says nothing more."""
        names = [m.text for m in chain.mentions if m.form == "name"]
        return max(names, key=len, default="") if chain.label == "PERSON" else ""

    def _name(self, mention: Mention, chain: Chain) -> Designation:
        """What a name says by itself, and by the way it is used."""
        name = mention.text
        found = self._designate(name)
        word = self.knowledge.country(name)
        if mention.tokens[0] > 0 and self.annotated.doc[mention.tokens[0] - 1].lower_ == "ethnic":
            return Designation(kind="group", sectors=("CVL",), confidence=0.45)
        if word and word.form == "demonym" and self.annotated.doc[mention.head].tag_ in ("JJ", "NNP"):
            return self._adjective(mention, word.code)
        if (
            mention.use == "place"
            and all(m.use == "place" for m in chain.mentions)
            and not (word and word.form in ("name", "metonym"))
        ):
            return self._place(found, name, mention.label)
        if found.country is None and mention.label in ("GPE", "LOC"):
            return self._place(found, name, mention.label)
        if found.holder and chain.label == "PERSON" and found.holder.kind != "person" and " " not in name:
            return Designation(kind="person", name=name)
        if found.holder and found.holder.kind == "person" and len(name.split()) == 1:
            return self._by_surname(found, name)
        if found.holder is None and found.name not in ("", name) and chain.label != "PERSON":
            return Designation(kind="organisation", name=name)
        return found

    def _adjective(self, mention: Mention, code: str) -> Designation:
        """A nationality before a noun (*Russian* warships): the state, in the sector of what it modifies."""
        noun = self.annotated.doc[mention.head].head
        role = self.knowledge.role(noun.text) if noun.pos_ in ("NOUN", "PROPN") else None
        sectors = role.sectors if role and role.sectors else ("GOV",)
        return Designation(kind="state", country=code, sectors=sectors, name=mention.text, confidence=0.8)

    def _place(self, found: Designation, name: str, label: str) -> Designation:
        """A town or region as a place; those who act or suffer there unnamed are its people."""
        plain = _DIRECTION.sub("", name)
        word = self.knowledge.country(plain)
        country = found.country or (word.code if word else self.knowledge.region(plain))
        people = ("CVL",) if country and label == "GPE" else ()
        return Designation(kind="place", country=country, sectors=people, name=name, confidence=0.5)

    def _by_surname(self, found: Designation, name: str) -> Designation:
        """A bare surname is that of a known person only if the report speaks of the person's country."""
        rows = self.knowledge.entities(name, self.day)
        best = max(rows, key=lambda e: (self.countries[e.country or ""] > 0, e.confidence), default=None)
        known = best is not None and self.countries[best.country or ""] > 0
        if best is None or not (known or len({row.key for row in rows}) == 1):
            return Designation(kind="person", name=name)
        again = self._designate(best.name)
        return replace(again, confidence=min(again.confidence, 0.75 if known else 0.5))

    def _as_labelled(self, found: Designation, chain: Chain) -> Designation:
        """The reading, with the kind that the mentions show where the words leave it open."""
        if chain.label in ("LOC", "FAC") and found.holder is None and found.kind not in ("state", "place"):
            return Designation(kind="place", country=found.country, confidence=found.confidence)
        if found.role is None and found.holder is None and found.kind == "person" and chain.label:
            return replace(found, kind=_LABEL_KIND.get(chain.label, "person"))
        if chain.label == "ORG" and found.kind in ("person", "group") and found.holder is None and not _plural(found):
            return replace(found, kind="organisation")
        if chain.label == "PERSON" and found.kind in ("group", "state", "organisation") and found.holder is None:
            return replace(found, kind="person")
        return found

    def _words_around(self, mention: Mention) -> Iterator[str]:
        """The phrase of a nominal, and the nouns that are said of the mention (*X is a former minister*)."""
        doc = self.annotated.doc
        head = doc[mention.head]
        if mention.form == "nominal":
            counted = [i + 1 for i in range(mention.tokens[0], head.i) if doc[i].lower_ == "of"]
            yield self._phrase(head, max([mention.tokens[0], *counted]))
        if head.dep_ == "nsubj" and head.head.lemma_ == "be":
            yield from (self._phrase(c) for c in head.head.children if c.dep_ == "attr" and c.pos_ == "NOUN")

    def _appositions(self, mention: Mention) -> Iterator[str]:
        """The nouns that stand beside a person or body (beside a place stands what it lies in)."""
        if mention.label in ("GPE", "LOC", "FAC"):
            return
        head = self.annotated.doc[mention.head]
        named = mention.form == "name"
        for child in head.children:
            if child.dep_ == "appos" and (child.pos_ == "PROPN" or (named and child.pos_ == "NOUN")):
                yield self._phrase(child)
        if named and head.dep_ == "appos" and head.head.pos_ in ("NOUN", "PROPN"):
            yield self._phrase(head.head)

    def _phrase(self, head: Token, start: int | None = None) -> str:
        """A noun with what stands before it and the prepositional phrases that follow it closely."""
        doc = self.annotated.doc
        if start is None:
            start = min([head.i, *(c.left_edge.i for c in head.lefts if c.dep_ not in _APART)])
        end = head.i + 1
        for child in head.rights:
            if child.dep_ != "prep" or child.lower_ not in _BINDING or child.i > end or not _governs_noun(child):
                break
            end = min(child.right_edge.i + 1, end + _REACH)
        return doc[start:end].text

    def _title(self, mention: Mention) -> str | None:
        """A name with what stands before it in its own phrase: *Russia's defence minister* Sergei Shoigu."""
        doc = self.annotated.doc
        head = doc[mention.head]
        lefts = [c.left_edge.i for c in head.lefts if c.dep_ in ("compound", "amod", "nmod", "poss", "det")]
        start = min([mention.tokens[0], *lefts])
        while start > head.sent.start and (doc[start - 1].tag_ in _IN_TITLES or doc[start].tag_ == "HYPH"):
            start -= 1
        before = doc[max(start - 1, head.sent.start)]
        if before.tag_ == "NN" and before.i < start and self.knowledge.role(before.text):
            start = min(start, before.left_edge.i)
        return doc[start : mention.tokens[1]].text if start < mention.tokens[0] else None

    def _designate(self, phrase: str) -> Designation:
        if phrase not in self.phrases:
            self.phrases[phrase] = designate(phrase, self.knowledge, self.day, self.countries)
        return self.phrases[phrase]

    # ── Filling gaps from the rest of the report ─────────────────────────────────────────────────────────────────

    def learn(self, readings: list[Designation]) -> None:
        """Remember which institutions the report names with their country."""
        for chain, found in zip(self.found.chains, readings, strict=True):
            if found.country and found.role and found.kind == "organisation" and found.sectors[:1] in _OFFICIAL:
                named = {self._institution(mention) for mention in chain.mentions} - {""}
                self.institutions |= {name: found.country for name in named if name not in self.institutions}
            if found.country in SPECIAL and found.kind == "organisation" and (key := _key(found)[0]):
                self.bodies[found.country, key] += len(chain.mentions)

    def _institution(self, mention: Mention) -> str:
        """The institution that a nominal names or speaks for (*defence ministry official* → *defence ministry*)."""
        words = fold(mention.text).split()
        for end in range(len(words), 0, -1):
            for start in range(end):
                role = self.knowledge.listed_role(" ".join(words[start:end]))
                if role and role.kind == "organisation":
                    return " ".join(words[start:end])
        return ""

    def identity(self, chain: Chain, found: Designation) -> Identity:
        """The identity of a chain, gaps filled from the report."""
        found = self._epithet(chain, found)
        if found.country is None and found.sectors:
            found = self._placed(chain, found)
        if found.country is None and not found.sectors:
            found = self._interviewer(chain, found)
        named = any(m.form == "name" for m in chain.mentions)
        if found.office and not named:
            found = _held(found, self.knowledge, self.day)
        identity = _identity(found, chain.name, self.knowledge)
        if identity.key is None and found.country and found.sectors and found.kind in ("group", "organisation"):
            identity = replace(identity, key=self._group_key(chain, found))
        return identity

    def _group_key(self, chain: Chain, found: Designation) -> str | None:
        """Groups of one country named by the same words (*Polish officials*) are one actor."""
        head = self.annotated.doc[chain.mentions[0].head].lemma_.lower()
        return f"{found.country}:{found.sectors[0]}:{head}:{fold(chain.name)}"

    def _placed(self, chain: Chain, found: Designation) -> Designation:
        """The country of an institution or office that the chain's words leave open."""
        for mention in chain.mentions:
            institution = self._institution(mention)
            whole = mention.form == "nominal" or institution == fold(mention.text)
            if whole and (country := self.institutions.get(institution)):
                return replace(found, country=country, confidence=0.7)
        country, share = self._focus()
        words = {word for mention in chain.mentions for word in mention.text.lower().split()}
        if words & ABROAD:
            return found
        domestic = found.sectors[0] in _DOMESTIC
        if found.sectors == ("REF",) or share < (_FOCUS if domestic else _LONE_FOCUS):
            return found
        return replace(found, country=country, confidence=round((0.25 if domestic else 0.1) + 0.4 * share, 2))

    def _focus(self) -> tuple[str | None, float]:
        """The state that the report names most, and its share of all mentions of states."""
        states = Counter({code: n for code, n in self.countries.items() if code not in SPECIAL})
        top = states.most_common(1)
        return (top[0][0], top[0][1] / states.total()) if top else (None, 0.0)

    def _epithet(self, chain: Chain, found: Designation) -> Designation:
        """*The bloc*, *the alliance*: the organisation of that kind that the report names most."""
        if found.holder or found.country:
            return found
        kinds = next(
            (
                _EPITHETS[m.text.lower().removeprefix("the ")]
                for m in chain.mentions
                if m.text.lower().removeprefix("the ") in _EPITHETS
            ),
            (),
        )
        best = max(((n, c, key) for (c, key), n in self.bodies.items() if c in kinds), default=None)
        if best is None:
            return found
        return replace(
            found,
            country=best[1],
            kind="organisation",
            role=None,
            confidence=0.91 if best[2] == f"state:{best[1]}" else 0.7,
        )

    def _interviewer(self, chain: Chain, found: Designation) -> Designation:
        """An unknown organisation that somebody tells something is taken for a news outlet."""
        heads = [self.annotated.doc[m.head] for m in chain.mentions if m.form == "name"]
        told = any(h.dep_ in ("dobj", "dative") and h.head.lemma_ in _TELLING for h in heads)
        if not told or chain.label == "PERSON":
            return found
        outlets = [r.country for r in self._outlets if r.country]
        country = outlets[0] if len(set(outlets)) == 1 else None
        return replace(found, kind="organisation", sectors=("JRN",), country=country, confidence=0.5)

    @cached_property
    def _outlets(self) -> list[Designation]:
        """The unnamed news outlets of the report (*a Russian magazine*)."""
        nominals = [m for c in self.found.chains for m in c.mentions if m.form == "nominal"]
        read = [self._designate(self._phrase(self.annotated.doc[m.head])) for m in nominals]
        return [r for r in read if r.sectors[:1] == ("JRN",) and r.kind == "organisation" and r.holder is None]
