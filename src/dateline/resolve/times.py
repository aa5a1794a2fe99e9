"""Which days the time expressions mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.extract.times import find_times
from dateline.grammar.days import Days, days_of_value, shift_months
from dateline.grammar.timevalues import Reference, value_of_expression
from dateline.grammar.timex import Expression, read_expression
from dateline.model import Document, Extraction, Span, Time, TimeMention
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Characters. On open reports of shootings the nearest day within them is the day of the shooting 86 times in 100.
NEARBY = 500

LATEST = date.max.isoformat()
_MEASURED_FROM = re.compile(r"\b(?:than|since|until|before|after)(?: on)?\s*$")
_RUNNING = re.compile(
    r"\b(?:since|toll|total(?:s|led|ling)?|in all|so far|altogether|overall|(?:the|official) number of|known to have|"
    r"(?:have|has) (?:died|lost|been killed|been found)|(?:speaks?|spoken?) of|registered|documented|to date)\b",
    re.IGNORECASE,
)
_AHEAD = frozenset(
    {"will", "'ll", "shall", "wo", "would", "'d", "could", "may", "might", "can", "must", "should", "ca"}
)  # fmt: skip
_PLANS = frozenset(
    {"plan", "schedule", "expect", "due", "set", "intend", "want", "hope", "vow", "promise", "propose", "agree", "need",
     "prepare", "slate", "aim", "decide", "ask", "urge", "invite", "threaten", "pledge", "ready", "likely", "poised",
     "willing", "able", "eager", "postpone", "delay", "call", "go", "be", "order", "tell", "seek", "wait", "time"}
)  # fmt: skip
_PLANNED = frozenset({"plan", "schedule", "postpone", "slate", "due", "expect", "delay", "await", "set", "book"})
_TIMETABLE = frozenset(
    {"meet", "begin", "start", "open", "close", "end", "expire", "resume", "travel", "arrive", "leave",
     "depart", "visit",
     "vote", "go", "return", "fly", "convene",
     "host", "play", "face", "head", "hold", "conclude", "speak", "appear"}
)  # fmt: skip


def resolve_times(found: Extraction, tools: Tools) -> tuple[Time, ...]:
    """The times of a report, in the order of `found.times`, ids `t1`…"""
    resolved: list[Time] = []
    for number, mention in enumerate(found.times, 1):
        anchor = None if mention.anchor is None else resolved[mention.anchor]
        resolved.append(_resolve(f"t{number}", found.annotated, mention, anchor))
    return tuple(resolved)


def time_of_mention(annotated: Annotated, mention: Span, tools: Tools) -> Time:
    """What the words at this span mean: the expression found there, else the words read by themselves."""
    found = Extraction(annotated=annotated, times=find_times(annotated, tools))
    times = resolve_times(found, tools)
    overlapping = [t for t in times if t.span[0] < mention[1] and mention[0] < t.span[1]]
    if overlapping:
        return max(overlapping, key=lambda t: min(t.span[1], mention[1]) - max(t.span[0], mention[0]))
    first, last = annotated.tokens(mention)
    alone = TimeMention(span=mention, text=annotated.text(mention), tokens=(first, last), type="DATE")
    return _resolve("t1", annotated, alone, None)


def days_of(time: Time | None) -> tuple[str | None, str | None]:
    """Inclusive first and last day of what a time dates, as far as the text says."""
    return (time.start, time.end) if time else (None, None)


def is_running_total(annotated: Annotated, tokens: Span) -> bool:
    """Whether a figure counts what came about over a time (*since August*, *in all*), which no single day dates."""
    return bool(_RUNNING.search(annotated.doc[tokens[0]].sent.text))


def nearest_day(span: Span, times: tuple[Time, ...], document: Document) -> Time | None:
    """The nearest expression that means one day, not after publication: what dates violence told without a day.

    Days that something else is measured from (*more than on Sunday*, *since Monday*) do not count.
    """
    last = document.published or LATEST
    single = (t for t in times if t.type in ("DATE", "TIME") and t.start and t.start == t.end and t.start <= last)
    own = (t for t in single if not _MEASURED_FROM.search(document.text, max(0, t.span[0] - 12), t.span[0]))
    past = [(abs(t.span[0] - span[0]), t.span, t) for t in own]
    distance, _, nearest = min(past, default=(NEARBY + 1, span, None))
    return nearest if distance <= NEARBY else None


def _resolve(name: str, annotated: Annotated, mention: TimeMention, anchor: Time | None) -> Time:
    expression = read_expression(annotated.doc[slice(*mention.tokens)].text)
    value, days = None, None
    if expression is not None:
        published = annotated.document.published
        told = annotated.kinds[mention.tokens[0]] in ("headline", "caption")
        reference = _reference(published, anchor, direction(annotated.doc, mention.tokens, headline=told))
        value = value_of_expression(expression, reference)
        days = _days(expression, value, reference)
    return Time(
        id=name,
        span=mention.span,
        text=mention.text,
        type=expression.type if expression else mention.type,
        value=value,
        start=days[0].isoformat() if days else None,
        end=days[1].isoformat() if days else None,
    )


def _reference(published: str | None, anchor: Time | None, direction: int) -> Reference:
    """An anchored expression counts from its anchor or from nothing: an anchor without a day gives none."""
    today = date.fromisoformat(published[:10]) if published else None
    if anchor is None:
        return Reference(day=today, value=None, direction=direction)
    day = date.fromisoformat(anchor.start) if anchor.start else None
    return Reference(day=day, value=anchor.value, direction=direction)


def direction(doc: Doc, tokens: Span, *, headline: bool = False) -> int:
    """Whether the clause of these tokens looks ahead (1), back (-1), or does not say (0).

    Headlines and captions tell the past in the present tense.
    """
    before = [t.lower_ for t in doc[max(0, tokens[0] - 3) : tokens[0]]]
    if before[-1:] in (["until"], ["till"], ["effective"]) or before in (["as", "soon", "as"], ["as", "early", "as"]):
        return 1
    if before[-1:] == ["since"]:
        return -1
    verb = _verb(doc[tokens[0]], tokens)
    if verb is None:
        return 0
    tense = _tense(verb) or (1 if not headline and _is_scheduled(verb) else 0)
    return max(tense, 0) if _is_at_a_distance(doc, tokens, verb, before) else tense


def _is_at_a_distance(doc: Doc, tokens: Span, verb: Token, before: list[str]) -> bool:
    """*extended the offer to Nov. 20*, *gave no reason for the Jan. 14 deadline*: the tense says nothing of the day."""
    above = doc[slice(*tokens)].root.head
    adverbial = above == verb or (above.pos_ == "ADP" and above.head == verb)
    return not adverbial or before[-1:] in (["to"], ["through"], ["by"], ["for"], ["payable"])


def _tense(verb: Token) -> int:
    """What the verb's form says: *will meet*, *plan to meet*, *are meeting* look ahead, *met* looks back."""
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    if helpers & _AHEAD and "have" not in helpers:
        return 1
    if "to" in helpers:
        return 1 if verb.head.lemma_ in _PLANS else 0
    if verb.lemma_ in _PLANNED:
        return 1
    if verb.tag_ in ("VBD", "VBN") or helpers & {"had", "was", "were", "did", "been"}:
        return -1
    return 0


def _is_scheduled(verb: Token) -> bool:
    """*They meet on Monday*, *are meeting on Monday*."""
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    present = verb.tag_ in ("VBP", "VBZ") or (verb.tag_ == "VBG" and helpers & {"is", "are", "'s", "'re"})
    return bool(present) and not helpers & {"have", "has", "to"} and verb.lemma_ in _TIMETABLE


def _verb(token: Token, tokens: Span) -> Token | None:
    """The verb whose clause the expression stands in."""
    for above in token.ancestors:
        if above.pos_ in ("VERB", "AUX") and not tokens[0] <= above.i < tokens[1]:
            return above
    return None


def _days(expression: Expression, value: str | None, reference: Reference) -> Days | None:
    """The days that the value covers, cut by *earlier* and *later*; of a length of time counted from a day, those."""
    if value is None:
        return None
    if expression.type == "DURATION":
        return _window(expression, value, reference.day)
    covered = days_of_value(value) if expression.type in ("DATE", "TIME") else None
    today = reference.day
    if covered is None or today is None or not covered[0] <= today <= covered[1] or covered[0] == covered[1]:
        return covered
    shade = expression.parts.get("shade", "").split(" ")[0]
    if shade == "earlier" and covered[0] < today:
        return covered[0], today - timedelta(days=1)
    if shade == "later" and today < covered[1]:
        return today + timedelta(days=1), covered[1]
    return covered


def _window(expression: Expression, value: str, today: date | None) -> Days | None:
    """*the past three weeks*, *the next two days*: a length of time that ends or begins on the day it is said."""
    window = expression.parts.get("window", "").removeprefix("the ")
    length = re.fullmatch(r"P(\d+)([DWMY])", value)
    if today is None or length is None or window not in ("past", "last", "next", "coming"):
        return None
    sign = -1 if window in ("past", "last") else 1
    try:
        other = _shifted(today, sign * int(length[1]), length[2])
    except (ValueError, OverflowError):  # *the past 3,000 years* begin before the calendar does
        return None
    return (other, today) if sign < 0 else (today, other)


def _shifted(day: date, count: int, unit: str) -> date:
    if unit in "DW":
        return day + timedelta(days=count * (7 if unit == "W" else 1))
    return shift_months(day, count * (12 if unit == "Y" else 1))
