"""What in a report's text is not body: headline, dateline, byline, caption, credit, boilerplate. Marked, never cut.

The rules go line by line and know the lines around; the words they look for are in lexicon/furniture.toml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.lexicon import load_table
from dateline.model import Part, PartKind, Span
from dateline.page.headline import fold

_STOPS = re.compile(r"[.;,:…][\"'”’)\]]*$")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")
_INNER_STOP = re.compile(r"[a-z]{3}[.] [A-Z]")
_BLANK_AFTER = re.compile(r"[^\S\n]*\n[^\S\n]*(?:\n|\Z)")
_OUTER = " \t\r\u00a0*•·|>»›→-–—_=~.…:!?[]()"
_MAX_HEADLINE = 200
_MAX_HEADLINE_WORDS = 30
_MAX_CAPTION = 600
_MAX_DATELINE = 120
_MAX_LISTED = 120  # characters of a line in a list of other articles
_MAX_OPENING = 400
_FIRST_LINES = 6  # where bylines and datelines stand
_MAX_NOTICE = 1_000  # characters of a page that holds notices instead of an article
_MIN_BESIDE = 8  # words
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_UNWRAPPED = 150  # characters: a longer line was not cut at a fixed width


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of furniture.toml, compiled."""

    lines: re.Pattern[str]
    notices: re.Pattern[str]
    openings: re.Pattern[str]
    lists: re.Pattern[str]
    bylines: re.Pattern[str]
    credits: re.Pattern[str]
    credit_tails: re.Pattern[str]
    dateline: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty: its stripped text, where that stands, and whether a blank line follows."""

    text: str
    span: Span
    blank_after: bool


def parts_of(text: str, title: str | None = None, promoted: Collection[str] = ()) -> tuple[Part, ...]:
    """The parts of a text that are not body, in order, none overlapping.

    `title` is known from outside; `promoted` are folded lines known to point to other articles.
    """
    lines = list(_lines(text))
    if len(lines) == 1:
        return _around_body(lines[0])
    kinds = {n: kind for n, line in enumerate(lines) if (kind := _kind(line, n, promoted))}
    top = next((n for n, line in enumerate(lines[:-1]) if n not in kinds or _is_title(line, title)), None)
    if top is not None and top < _FIRST_LINES and _is_headline(lines[top:], title):
        kinds[top] = "headline"
    kinds |= dict.fromkeys(_listed(lines, kinds), "boilerplate")
    found: list[Part] = []
    for number, line in enumerate(lines):
        if number in kinds:
            found.append(Part(span=line.span, kind=kinds[number]))
        else:
            found.extend(_captioned(line) or (_around_body(line) if number < _FIRST_LINES else ()))
    return tuple(found)


def is_notice(text: str) -> bool:
    """The text is no article, but what a page says to its visitor: subscribe, log in, switch JavaScript on."""
    if len(text) > _MAX_NOTICE:
        return False
    sentences = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    others = [sentence for sentence in sentences if not _words().notices.search(sentence)]
    return len(others) < len(sentences) and sum(len(sentence.split()) for sentence in others) < _MIN_BESIDE


def _lines(text: str) -> Iterator[Line]:
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        inner = match[0].strip()
        start = match.start() + match[0].index(inner)
        blank = _BLANK_AFTER.match(text, match.end()) is not None
        yield Line(inner, (start, start + len(inner)), blank)


def _is_title(line: Line, title: str | None) -> bool:
    return bool(title) and fold(line.text) == fold(title or "")


def _is_headline(lines: list[Line], title: str | None) -> bool:
    """The first line is the title, or is short, without a stop, and set apart from a longer text below."""
    first, following = lines[0], lines[1]
    if _is_title(first, title):
        return True
    words = len(first.text.split())
    if len(first.text) > _MAX_HEADLINE or not 2 <= words <= _MAX_HEADLINE_WORDS:
        return False
    if _STOPS.search(first.text) or _INNER_STOP.search(first.text) or first.text[:1].islower() or _captioned(first):
        return False
    apart = first.blank_after or len(following.text) > max(_UNWRAPPED, 1.5 * len(first.text))
    return apart and any(_SENTENCE_END.search(line.text) and len(line.text) > len(first.text) / 2 for line in lines[1:])


def _kind(line: Line, number: int, promoted: Collection[str]) -> PartKind | None:
    words = _words()
    bare = line.text.strip(_OUTER)
    if fold(line.text) in promoted or words.lines.fullmatch(bare) or words.lists.fullmatch(bare):
        return "boilerplate"
    if words.bylines.fullmatch(line.text) and (number < _FIRST_LINES or not line.text.lower().startswith("by")):
        return "byline"
    if len(line.text) <= _MAX_OPENING and words.openings.match(line.text.lstrip(_OUTER)):
        return "boilerplate"
    return "credit" if words.credits.fullmatch(line.text) else None


def _listed(lines: list[Line], kinds: dict[int, PartKind]) -> Iterator[int]:
    """The short lines below one that heads a list of other articles."""
    inside = False
    for number, line in enumerate(lines):
        if kinds.get(number) == "boilerplate" and _words().lists.fullmatch(line.text.strip(_OUTER)):
            inside = True
        elif inside and len(line.text) <= _MAX_LISTED and not _SENTENCE_END.search(line.text):
            yield number
        elif number not in kinds:
            inside = False


def _captioned(line: Line) -> tuple[Part, ...]:
    """A caption and the credit at its end."""
    match = _words().credit_tails.search(line.text) if len(line.text) <= _MAX_CAPTION else None
    if match is None:
        return ()
    start, end = line.span
    edge = start + match.start()
    credit = Part(span=(edge, end), kind="credit")
    return (Part(span=(start, edge), kind="caption"), credit) if line.text[: match.start()].strip() else (credit,)


def _around_body(line: Line) -> tuple[Part, ...]:
    """The dateline that a paragraph opens with."""
    match = _words().dateline.match(line.text[:_MAX_DATELINE])
    return (Part(span=(line.span[0], line.span[0] + len(match[0].rstrip())), kind="dateline"),) if match else ()


@lru_cache(maxsize=1)
def _words() -> Words:
    data = load_table("furniture")

    def any_of(key: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in data[key]), re.IGNORECASE)

    patterns = {key: any_of(key) for key in data if key != "agencies"}
    return Words(**patterns, dateline=_dateline(data["agencies"]))


def _dateline(names: list[str]) -> re.Pattern[str]:
    """`MINSK, Nov 12 (Reuters) -`, `Minsk (AP) —`, `WARSAW, Poland —`: a place with agency or day, or in capitals."""
    agency = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    capital = "A-ZÀ-ÖØ-ÞĆČĐŁŃŘŚŠŹŻŽ"
    place = rf"[{capital}][\w.'’-]+(?: [{capital}(\[][\w.'’)\]-]+){{0,4}}"
    loud = rf"[{capital}][{capital}.'’-]{{2,}}(?:[ /][{capital}][{capital}.'’-]*){{0,4}}"
    month = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    day = rf"(?:{month} \d{{1,2}}|\d{{1,2}} {month})(?:,? \d{{4}})?"
    more = rf"(?:, {place}){{0,2}}"
    dash = r"(?:\s*(?:--+|[–—_])\s*|\s*[-:](?:\s+|$))"
    ways = (
        rf"{place}{more}(?:,? {day})?,? ?[(/](?:{agency})[)/]{dash}",
        rf"{place}{more},? {day}(?:,? (?:{agency}))?{dash}",
        rf"{loud}{more}(?:\s*(?:--+|[–—_])\s*|\s+-(?:\s+|$))",
        rf"\((?:{agency})\)\s*(?:--+|[-–—_])\s*",
    )
    return re.compile(rf"(?:{'|'.join(ways)})(?=[\"“‘'(\[]?[A-Z0-9]|$)")
