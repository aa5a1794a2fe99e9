"""Figures that say only a number and take their measure from one told before: *sixteen of them*, *Tehran of 1,300*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.grammar.measures import OF_PERSONS
from dateline.lexicon import load_table

if TYPE_CHECKING:
    from spacy.tokens import Span as Phrase
    from spacy.tokens import Token

    from dateline.model import Measure, QuantityMention

_WORDS = load_table("quantities")
_ECHOES = {name: frozenset(words) for name, words in _WORDS["echoes"].items()}


def echoed(core: Phrase, bare: bool, told: Sequence[QuantityMention]) -> Measure | None:
    """The measure that a number takes from the figures told before it; None if it takes up none of them.

    `bare` says that the number has no noun of its own.
    """
    before = [q for q in told if q.measure in OF_PERSONS and q.tokens[1] <= core.start]
    here = [q for q in before if q.tokens[0] >= core.sent.start]
    if _is_part(core) and here:
        return here[-1].measure
    listed = _listed(core, here)
    if listed is not None:
        return listed.measure
    if bare and here and _is_gapped(core, here[-1]):
        return here[-1].measure
    return before[-1].measure if bare and before and _is_tally(core) else None


def _is_part(core: Phrase) -> bool:
    """*sixteen of them*, *among them five children*, *two seriously*."""
    after, before = core.doc[core.end : core.end + 2], core.doc[max(0, core.start - 2) : core.start]
    of_them = len(after) == 2 and after[0].lower_ == "of" and after[1].lower_ in _ECHOES["them"]
    among = len(before) == 2 and before[0].lower_ == "among" and before[1].lower_ in _ECHOES["them"]
    return of_them or among or _is_graded(core, after)


def _is_graded(core: Phrase, after: Phrase) -> bool:
    """*seven were hurt, two seriously*."""
    if len(after) < 2 or core.start == 0 or core.root.dep_ not in ("npadvmod", "nummod", "appos", "conj", "dep"):
        return False
    closed = after[1].is_punct and core.doc[core.start - 1].lower_ in (",", "and")
    return closed and after[0].tag_ == "RB" and after[0].lower_.endswith("ly")


def _listed(core: Phrase, here: Sequence[QuantityMention]) -> QuantityMention | None:
    """*detained 7,500 people: 6,000 soldiers, 750 judges*: the whole that stands before the colon."""
    colon = next((t for t in reversed(core.doc[core.sent.start : core.start]) if t.text == ":"), None)
    if colon is None or any(t.pos_ in ("VERB", "AUX") for t in core.doc[colon.i : core.sent.end]):
        return None
    return next((q for q in reversed(here) if q.tokens[1] <= colon.i), None)


def _is_gapped(core: Phrase, last: QuantityMention) -> bool:
    """*the party put the dead at 157 and the junta at 57*, *one counted 281, the other 1,400*."""
    between = core.doc[last.tokens[1] : core.start]
    if any(t.pos_ in ("VERB", "AUX") for t in between):
        return False
    word, earlier = _leader(core[0]), _leader(core.doc[last.tokens[0]])
    if word.pos_ == "ADP":
        return word.lower_ == earlier.lower_
    ends = core.end == core.sent.end or core.doc[core.end].is_punct
    return ends and word.pos_ == "PROPN" and "," in {t.text for t in between}


def _leader(number: Token) -> Token:
    """The word before a number and what bends it (*of over 1,300*: of)."""
    token = number
    while token.i > token.sent.start:
        token = token.nbor(-1)
        if token.dep_ not in ("quantmod", "advmod", "amod") or token.pos_ == "PROPN":
            break
    return token


def _is_tally(core: Phrase) -> bool:
    """*doctors later counted 281*, *the official count stands at 84*."""
    root, head = core.root, core.root.head
    if root.dep_ == "dobj":
        return head.lemma_ in _ECHOES["taking"]
    subjects = [c for c in head.head.children if c.dep_ == "nsubj"] if root.dep_ == "pobj" else []
    return any(c.lemma_ in _ECHOES["tallies"] for c in subjects)
