"""TIMEX3 expressions: where the text speaks of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.grammar.timex import Expression, find_expressions
from dateline.model import TimeMention
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Doc

UNREAD = frozenset({"boilerplate", "credit"})
_COUNTED_FROM_CONTEXT = frozenset(
    {"earlier", "before", "later", "after", "afterward", "afterwards", "previously", "on", "from then"}
)
_BACK_IN_TEXT = re.compile(
    r"(?:the |that |this )?(?:very )?(?:previous|following|preceding|prior|that|same|that same|next)"
)
_DEICTIC_NEXT = frozenset({"next", "the next few", "this", "last", "past", "the past", "coming", "the coming"})
_NAMED_BY_DATE = frozenset(
    {"Movement", "Alliance", "Coalition", "Revolution", "Brigade", "Brigades", "Square", "Street", "Avenue", "Bridge",
     "Agreement", "University", "Stadium", "Front", "Committee", "Organization", "Organisation"}
)  # fmt: skip
_SENTENCES_BACK = 3


def find_times(annotated: Annotated, tools: Tools) -> tuple[TimeMention, ...]:
    """Time expressions in text order, prepositions left out."""
    found: list[TimeMention] = []
    kinds: list[Expression] = []
    for expression, first, last in _expressions(annotated):
        span = annotated.span(first, last)
        mention = TimeMention(span=span, text=annotated.text(span), tokens=(first, last), type=expression.type)
        found.append(replace(mention, anchor=_anchor(annotated.doc, expression, first, found, kinds)))
        kinds.append(expression)
    return tuple(found)


def _expressions(annotated: Annotated) -> Iterator[tuple[Expression, int, int]]:
    """Expressions that are no other thing, with their tokens `[start, end)`."""
    doc = annotated.doc
    for sentence in annotated.sentences(uncoded=True):
        if annotated.kinds[sentence.start] in UNREAD:
            continue
        for expression in find_expressions(sentence.text):
            tokens = doc.char_span(
                sentence.start_char + expression.start, sentence.start_char + expression.end, alignment_mode="expand"
            )
            if tokens is not None and _is_time(doc, expression, tokens.start, tokens.end):
                yield expression, tokens.start, tokens.end


def _is_time(doc: Doc, expression: Expression, first: int, last: int) -> bool:
    """Whether these words speak of time here: *may* the verb, *second* the ordinal, *2,000* the number do not."""
    test = _TESTS.get(expression.kind)
    return test is None or test(doc, expression, first, last)


def _is_year(doc: Doc, expression: Expression, first: int, last: int) -> bool:
    """A bare number of four digits is a year unless it counts something."""
    if last - first > 1 or "yearwords" in expression.parts:
        return True
    token, following = doc[first], doc[last] if last < len(doc) else None
    if first and (
        doc[first - 1].lower_ in ("no.", "number", "flight", "route", "#", "-") or doc[first - 1].is_currency
    ):
        return False
    counted = following is not None and following.tag_ in ("NNS", "NNPS") and token.head == following
    return not (counted and token.dep_ == "nummod")


def _is_date(doc: Doc, expression: Expression, first: int, last: int) -> bool:
    """*the March 23 Movement*, *July 14 Square*: names made of a date."""
    return last >= len(doc) or doc[last].text not in _NAMED_BY_DATE


def _is_month(doc: Doc, expression: Expression, first: int, last: int) -> bool:
    """*March* and *May* alone are months where the tagger calls them names, unless they open a person's name."""
    if last - first > 1 or expression.parts["month"] not in ("may", "march", "april", "june", "august"):
        return True
    token = doc[first]
    named = token.ent_type_ in ("PERSON", "ORG", "GPE", "FAC", "LOC")
    return token.tag_ == "NNP" and not named


def _is_season(doc: Doc, expression: Expression, first: int, last: int) -> bool:
    """*Spring* and *fall* are seasons as nouns that are nobody's name."""
    if "season" not in expression.parts or "year" in expression.parts or "rel" in expression.parts:
        return True
    token = doc[last - 1]
    if last < len(doc) and doc[last].lower_ == "of":  # the fall of the city
        return False
    return token.pos_ == "NOUN" and (
        token.lower_ in ("summer", "winter", "autumn") or doc[last - 2].lower_ in ("the", "in")
    )


def _is_reference(doc: Doc, expression: Expression, first: int, last: int) -> bool:
    word = expression.parts["reference"]
    if word in ("current", "recent", "future"):
        return doc[first].pos_ in ("ADJ", "NOUN") and doc[first].ent_type_ != "ORG"
    return word != "the past" or last >= len(doc) or doc[last].pos_ not in ("NOUN", "NUM", "ADJ", "PROPN")


def _is_duration(doc: Doc, expression: Expression, first: int, last: int) -> bool:
    """*35-year-old* is an age; *a second bomb* and *minutes of the meeting* are no lengths of time."""
    following = [t.lower_ for t in doc[last : last + 2]]
    if following[:1] in (["old"], ["olds"]) or following == ["-", "old"] or following == ["-", "olds"]:
        return False
    return not (expression.parts.get("unit") == "second" and expression.parts.get("count") in ("a", "one"))


_TESTS = {
    "date": _is_date,
    "year": _is_year,
    "month": _is_month,
    "relative": _is_season,
    "reference": _is_reference,
    "duration": _is_duration,
}


def _anchor(
    doc: Doc, expression: Expression, first: int, found: list[TimeMention], kinds: list[Expression]
) -> int | None:
    """The last date before this expression, in its sentence or the few before it, if the expression counts from one."""
    start = doc[first].sent.start
    for _ in range(_SENTENCES_BACK):
        start = doc[start - 1].sent.start if start else 0
    near = [i for i, t in enumerate(found) if t.tokens[0] >= start and t.type in ("DATE", "TIME")]
    near = [i for i in near if kinds[i].kind not in ("reference", "year_ago")]
    if _is_of_quarter(expression):
        quarters = [i for i in near if kinds[i].kind == "quarter" or "quarter" in kinds[i].parts.get("unit", "")]
        near = quarters or (near if counts_from_context(expression) else [])
    elif not counts_from_context(expression):
        return None
    return near[-1] if near else None


def _is_of_quarter(expression: Expression) -> bool:
    """*a year ago* and *the quarter* in a company's report look back to the quarter it speaks of."""
    parts = expression.parts
    year_before = parts.get("unit") == "year" and parts.get("count") == "a" and parts.get("way") in ("ago", "earlier")
    this_one = parts.get("unit") in ("quarter", "period") and parts.get("rel") in ("the", "the latest", "latest")
    return expression.kind == "year_ago" or (expression.kind == "ago" and year_before) or this_one


def counts_from_context(expression: Expression) -> bool:
    """Whether an expression counts from another one (*the previous day*), not from the day of publication."""
    parts = expression.parts
    if expression.kind == "ago":
        return parts["way"] in _COUNTED_FROM_CONTEXT and "weekday" not in parts
    if expression.kind == "year_ago" or (expression.kind == "clock" and not {"weekday", "near", "day"} & parts.keys()):
        return True
    if expression.kind == "other_day_part":
        return "day" not in parts and not parts.get("rel", "").startswith(("this", "last"))
    rel = parts.get("rel", "")
    return bool(_BACK_IN_TEXT.fullmatch(rel)) and rel not in _DEICTIC_NEXT
