"""Numbers that measure rather than count (money, distances, shares), and numbers that count nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.grammar.measures import is_state
from dateline.lexicon import load_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

    from dateline.model import Measure, Span

_WORDS = load_table("quantities")
_CURRENCIES: dict[str, str] = _WORDS["currencies"]
_UNITS: dict[str, tuple[Measure, str]] = {
    word: (measure, symbol) for measure, words in _WORDS["units"].items() for word, symbol in words.items()
}
_NOT_BEFORE = frozenset(_WORDS["not_counts"]["before"])
_NOT_AFTER = frozenset(_WORDS["not_counts"]["after"])
_NAMES = frozenset({"ORG", "FAC", "PERSON", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
_MODEL = re.compile(r"[A-Za-z-]+\d|\d+[A-Z][a-z]")  # F-16, 3Com


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number: its symbol, what it measures, the tokens `[start, end)` up to it, and what has it
    (*a range of 500 km*: the range)."""

    symbol: str
    measure: Measure
    tokens: Span
    of: Token | None = None


def unit_of(core: Phrase) -> Unit | None:
    """The currency or unit that stands with a number."""
    return _currency(core) or _measure(core)


def _measure(core: Phrase) -> Unit | None:
    doc, at = core.doc, core.end
    at += at < len(doc) and doc[at].lower_ in ("-", "per")
    word = doc[at].lower_ if at < len(doc) else ""
    unit = _UNITS.get("percent" if word == "cent" else word)
    return None if unit is None else Unit(unit[1], unit[0], (core.start, at + 1), _possessor(doc[at]))


def _possessor(unit: Token) -> Token | None:
    if unit.dep_ == "pobj" and unit.head.lower_ == "of" and unit.head.head.pos_ == "NOUN":
        return unit.head.head
    return unit.head if unit.dep_ in ("nmod", "compound") and unit.head.pos_ == "NOUN" else None


def _currency(core: Phrase) -> Unit | None:
    """*$5*, *US$5m*, *5 million euros*."""
    doc, before = core.doc, core.start - 1
    if before >= 0 and doc[before].lower_ in _CURRENCIES and not doc[before].lower_.isalpha():
        two = doc[before - 1].lower_ + doc[before].lower_ if before else ""
        joined = two in _CURRENCIES and not doc[before - 1].whitespace_
        return Unit(_CURRENCIES[two if joined else doc[before].lower_], "money", (before - joined, core.end))
    sign = next((t.text for t in core if t.lower_ in _CURRENCIES and not t.text.isalpha()), core.text[0])
    if sign.lower() in _CURRENCIES:
        return Unit(_CURRENCIES[sign.lower()], "money", (core.start, core.end))
    after = core.end + (core.end < len(doc) and doc[core.end].tag_ in ("JJ", "NNP", "HYPH"))
    if after < len(doc) and doc[after].lower_ in _CURRENCIES:
        return Unit(_CURRENCIES[doc[after].lower_], "money", (core.start, after + 1))
    return None


def counts_nothing(core: Phrase) -> bool:
    """Whether a number is part of a name, an address, a date, an age, a score or a telephone number."""
    return _is_name(core) or _is_beside_stopper(core) or _is_age(core)


def _is_name(core: Phrase) -> bool:
    before = core.doc[core.start - 1] if core.start else None
    if core[0].pos_ == "PROPN" or core.root.ent_type_ in _NAMES or any(_MODEL.match(t.text) for t in core):
        return True
    if before is not None and before.lower_ == "of" and before.i and before.nbor(-1).pos_ == "PROPN":
        return core.text[:1].isupper()  # *the Group of Eight*
    if before is None or before.pos_ != "PROPN" or not core.text[:1].isdigit():
        return False
    after = core.doc[core.end : core.end + 1]
    return core.root.head == before or any(t.tag_ == "NN" for t in after)  # *a Falcon 9 rocket*


def _is_beside_stopper(core: Phrase) -> bool:
    """*Route 66*, *the 2600 block*, *3-1*, *one in five*, *no one*."""
    doc = core.doc
    before = doc[core.start - 1] if core.start else None
    after = doc[core.end] if core.end < len(doc) else None
    if before is not None and core.text[:1].isdigit() and (before.lower_ in _NOT_BEFORE or before.text == "-"):
        return before.pos_ != "VERB"  # *the garrison numbers 900 men*
    if after is not None and (after.lower_ in _NOT_AFTER or re.match(r"-|\d", after.text)):
        return not (_has_unit(doc, core.end) or (after.text == "-" and _has_unit(doc, core.end + 1)))
    if before is not None and before.lower_ in ("in", "of") and before.i and before.nbor(-1).tag_ == "CD":
        return True
    token = core[0]
    pronoun = token.tag_ in ("PRP", "NN") or (token.head.pos_ != "NOUN" and token.head.lower_ == "no")
    return core.text.lower() == "one" and pronoun


def _has_unit(doc: Doc, at: int) -> bool:
    return at < len(doc) and doc[at].lower_ in _UNITS


def _is_age(core: Phrase) -> bool:
    """*a 35-year-old*, *Jane Roe, 35, said*, *John Doe (41)*, *three men, 21, 32 and 49*, *women in their 20's*."""
    doc, token = core.doc, core[0]
    if "old" in [t.lower_ for t in doc[core.end + 1 : core.end + 4]] and re.match(
        r"-|years?|months?", doc[core.end].text
    ):
        return True
    if token.text.endswith("-") or not 2 <= core.start <= core.end < len(doc) or len(core) > 1:
        return token.text.endswith("-")
    before, after = doc[core.start - 1], doc[core.end]
    if not token.text.isdigit() or len(token.text) > 3:
        return False
    if before.lower_ == "both" or after.lower_ in ("'s", "s"):
        return True
    if token.dep_ == "nummod" and token.head.i >= core.end:
        return False
    listed = token.dep_ == "conj" and token.head.text.isdigit() and _is_age(doc[token.head.i : token.head.i + 1])
    aged = any(t.lower_ in ("age", "ages", "aged") for t in (token.head, token.head.head))
    after_name = before.text in (",", "(") and doc[core.start - 2].pos_ in ("PROPN", "NOUN", "PRON", "NUM")
    return listed or aged or (after_name and not is_state(after))
