"""Weapons and equipment that the report names, with what it says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dateline.annotate import UNCODED, Annotated
from dateline.lexicon import load_table
from dateline.model import EquipmentMention, QuantityMention, Span
from dateline.tools import Tools

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick
    from spacy.tokens import Token

Attribute = tuple[str, int | None, str | None]

CARRYING = frozenset(("carry", "deliver", "fire", "launch", "bear"))
REACHING = frozenset(("reach", "hit", "strike", "fly", "travel", "target"))
CAPABLE = re.compile(
    r"(?:\w+-(?:capable|armed|powered|tipped|equipped|propelled)|(?:long|short|medium|intermediate)-range)$"
)
MEASURED = re.compile(
    r"\d[\d.,]*[\s-]?(mm|millimet\w+|cm|km|kilomet\w+|miles?|lb|pound|kg|ton|tonne)s?(?:-range)?[\s-]*$"
)
_ENDS = re.compile(r"s?(?!\w)")
UNITS = {"mm": "calibre", "mi": "range", "cm": "calibre", "km": "range", "ki": "range"}


class Entry(NamedTuple):
    """A name or a common noun of the lexicon. `kind` None: a phrase that only looks like equipment."""

    name: str
    kind: str | None
    named: bool
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names (as written) and the common nouns (lower case), each in one automaton."""

    names: AhoCorasick
    words: AhoCorasick
    name_entries: tuple[Entry, ...]
    word_entries: tuple[Entry, ...]
    attributes: Mapping[str, str]


class Found(NamedTuple):
    """One mention: its entry, its characters and its head token."""

    entry: Entry
    span: Span
    head: Token


def find_equipment(
    annotated: Annotated, quantities: tuple[QuantityMention, ...], tools: Tools
) -> tuple[EquipmentMention, ...]:
    """Equipment in order of first mention."""
    grouped: dict[tuple[str, str], list[Found]] = {}
    for found in _mentions(annotated):
        grouped.setdefault((found.entry.name, found.entry.kind or ""), []).append(found)
    return tuple(
        EquipmentMention(
            name=name,
            kind=kind,
            spans=tuple(found.span for found in group),
            attributes=tuple(dict.fromkeys(a for f in group for a in _attributes(annotated, f, quantities))),
        )
        for (name, kind), group in grouped.items()
    )


# ── Mentions ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _mentions(annotated: Annotated) -> Iterator[Found]:
    """Mentions in text order: a name with the common noun that follows it is one (*Iskander missile system*)."""
    hits = sorted(_hits(annotated.document.text), key=lambda hit: (hit[1][0], -hit[1][1]))
    done = -1
    for number, (entry, span) in enumerate(hits):
        if span[0] < done:
            continue
        if entry.named:
            noun = _following_noun(annotated.document.text, span, hits[number + 1 :])
            if noun is None and entry.uncertain:
                continue
            span = (span[0], noun[1]) if noun else span
        elif entry.uncertain:
            continue
        found = _placed(annotated, entry, span)
        if found:
            done = span[1]
            yield found


def _hits(text: str) -> Iterator[tuple[Entry, Span]]:
    lexicon = _lexicon()
    lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    for finder, entries, read in (
        (lexicon.names, lexicon.name_entries, text),
        (lexicon.words, lexicon.word_entries, lowered),
    ):
        for number, start, end in finder.find_matches_as_indexes(read):
            if _whole(text, start, end):
                yield entries[number], (start, end)


def _whole(text: str, start: int, end: int) -> bool:
    """Whole words only; a name may carry a plural or a possessive (*F-16s*)."""
    before = start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "-_")
    return before and _ENDS.match(text, end) is not None


def _following_noun(text: str, name: Span, later: list[tuple[Entry, Span]]) -> Span | None:
    """The common noun for equipment right after a name, with at most one word between."""
    for entry, span in later[:3]:
        if entry.kind and not entry.named and re.fullmatch(r"s?[ \u00a0-](?:[\w-]+ )?", text[name[1] : span[0]]):
            return span
    return None


def _placed(annotated: Annotated, entry: Entry, span: Span) -> Found | None:
    """The mention with its head token and the compound adjectives before it; None if it is no noun of coded text."""
    start, end = annotated.tokens(span)
    if entry.kind is None or start == end or annotated.kinds[start] in UNCODED:
        return None
    head = annotated.doc[end - 1]
    if not entry.named and head.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    while start and CAPABLE.match(_word_before(annotated, start)):
        start -= 1
        while start and annotated.ends[start - 1] == annotated.starts[start]:
            start -= 1
    return Found(entry, (min(span[0], annotated.starts[start]), annotated.ends[end - 1]), head)


def _word_before(annotated: Annotated, token: int) -> str:
    """The word before a token, hyphens included."""
    text, end = annotated.document.text, annotated.ends[token - 1]
    if text[end : annotated.starts[token]].strip():
        return ""
    match = re.search(r"[\w-]+$", text[max(0, end - 40) : end])
    return match[0] if match else ""


# ── Attributes ───────────────────────────────────────────────────────────────────────────────────────────────────


def _attributes(annotated: Annotated, found: Found, quantities: tuple[QuantityMention, ...]) -> Iterator[Attribute]:
    """What the clause around a mention says of it."""
    yield from _before(annotated, found, quantities)
    for clause in _clauses(found.head):
        for token in (clause, *clause.subtree):
            name = _lexicon().attributes.get(token.lower_)
            if name == "warhead":
                if token.head.lemma_ in CARRYING or token.dep_ == "conj":
                    yield ("warhead", None, _modifiers(annotated, token))
            elif name:
                yield from _measured(annotated, name, token, quantities)
            elif token.lemma_ in REACHING:
                yield from _reach(annotated, token, quantities)


def _before(annotated: Annotated, found: Found, quantities: tuple[QuantityMention, ...]) -> Iterator[Attribute]:
    """*nuclear-capable bombers*, *155mm howitzers*, *12 tanks*."""
    words = annotated.text(found.span)
    for word in words.split():
        if CAPABLE.match(word):
            yield ("capability", None, word)
    text = annotated.document.text[max(0, found.span[0] - 40) : found.span[0]]
    if match := MEASURED.search(text):
        start = found.span[0] - len(text) + match.start()
        unit = match[1].lower()
        name = "calibre" if unit.startswith("milli") else UNITS.get(unit[:2], "weight")
        number = _quantity_in(quantities, (start, found.span[0]))
        yield (name, number, None) if number is not None else (name, None, match[0].strip(" -"))
        return
    for number, quantity in enumerate(quantities):
        counted = quantity.counted_span
        if counted and counted[0] < found.span[1] and found.span[0] < counted[1]:
            yield ("number", number, None)


def _clauses(head: Token) -> Iterator[Token]:
    """What is said of a noun: its relative clauses and *with …* or *capable of …*, and the clause it is subject of."""
    noun = head
    while noun.dep_ in ("compound", "nmod") and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    for child in noun.children:
        if child.dep_ in ("relcl", "acl", "appos") or (child.dep_ == "prep" and child.lower_ == "with"):
            yield child
        if child.dep_ == "amod" and child.i > noun.i:
            yield child
    yield from (c for c in noun.head.children if c.lower_ == "with" and c.i == noun.i + 1 and c.head.i != noun.i)
    if noun.dep_ == "nsubj" and noun.head.lemma_ in CARRYING | REACHING | {"have", "be"}:
        yield noun.head


def _measured(
    annotated: Annotated, name: str, token: Token, quantities: tuple[QuantityMention, ...]
) -> Iterator[Attribute]:
    """*a range of 500km*: the quantity below the noun, else its words."""
    span = annotated.span(*annotated.phrase(token))
    number = _quantity_in(quantities, span)
    if number is not None:
        yield (name, number, None)
        return
    below = annotated.document.text[annotated.ends[token.i] : span[1]].strip()
    words = re.sub(r"^(?:of|is|at)\s+", "", below)
    if re.match(r"(?:\w+ ){0,3}\d", words):
        yield (name, None, words)


def _reach(annotated: Annotated, verb: Token, quantities: tuple[QuantityMention, ...]) -> Iterator[Attribute]:
    span = annotated.span(verb.i, verb.right_edge.i + 1)
    for number, quantity in enumerate(quantities):
        if quantity.measure == "distance" and span[0] <= quantity.span[0] and quantity.span[1] <= span[1]:
            yield ("range", number, None)
            return


def _modifiers(annotated: Annotated, noun: Token) -> str | None:
    """The words before a noun in its phrase: *conventional and nuclear*."""
    inner = [t.i for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod")]
    if not inner:
        return None
    first = min(noun.doc[i].left_edge.i for i in inner)
    while noun.doc[first].lower_ in ("both", "either", "a", "the"):
        first += 1
    return annotated.text(annotated.span(first, noun.i))


def _quantity_in(quantities: tuple[QuantityMention, ...], span: Span) -> int | None:
    return next((i for i, q in enumerate(quantities) if q.span[0] < span[1] and span[0] < q.span[1]), None)


# ── The lexicon ──────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    from ahocorasick_rs import AhoCorasick, MatchKind

    table = load_table("equipment")
    ambiguous, weak = set(table["ambiguous"]["names"]), set(table["common"]["weak"])
    names: dict[str, Entry] = {}
    words: dict[str, Entry] = {p: Entry(p, None, False, True) for p in table["common"]["excluded"]}
    for kind, rows in table["kinds"].items():
        for name in rows["names"]:
            names |= {v: Entry(name, kind, True, name in ambiguous) for v in _variants(name)}
        for word in rows["words"]:
            words |= {v: Entry(word, kind, False, word in weak) for v in (word, _plural(word))}
    longest = MatchKind.LeftmostLongest
    return Lexicon(
        AhoCorasick(list(names), matchkind=longest),
        AhoCorasick(list(words), matchkind=longest),
        tuple(names.values()),
        tuple(words.values()),
        {noun: name for name, nouns in table["attributes"].items() for noun in nouns},
    )


def _variants(name: str) -> set[str]:
    """*S-400* is also written *S400* and *S 400*, and with other hyphens."""
    if not re.search(r"[A-Za-z]-\d|\d-[A-Za-z]", name):
        return {name}
    return {name, *(re.sub(r"(?<=[A-Za-z])-(?=\d)", joint, name) for joint in ("", " ", "\u2010", "\u2011", "\u2013"))}


def _plural(word: str) -> str:
    if word.endswith("knife"):
        return word[:-2] + "ves"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch")) else "s")
