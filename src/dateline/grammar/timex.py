"""The grammar of time expressions: which words of a text are one, of what TIMEX3 type, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dateline.grammar.numbers import NUMBER, ORDINALS, either
from dateline.lexicon import load_table
from dateline.model import TimeType

_WORDS = load_table("times")
MONTHS: dict[str, int] = _WORDS["months"] | _WORDS["short_months"]
WEEKDAYS: dict[str, int] = _WORDS["weekdays"]
UNITS: dict[str, str] = _WORDS["units"]
SEASONS: dict[str, str] = _WORDS["seasons"]
PARTS_OF_DAY: dict[str, str] = _WORDS["parts_of_day"]
CLOCK_WORDS: dict[str, str] = _WORDS["clock_words"]
HOLIDAYS: dict[str, str] = _WORDS["holidays"]
REFERENCES: dict[str, str] = _WORDS["references"]
SETS: dict[str, str] = _WORDS["sets"]

_SHADED = re.compile(r"(earlier|later|early|late)\b", re.IGNORECASE)
_CAPITALISED = ("month", "weekday", "holiday")
# Cheap test whether a sentence can hold an expression at all: the forms are many and most sentences hold none.
_HINTS = re.compile(
    r"\d|\b(?:"
    + "|".join(
        re.escape(word.rstrip("."))
        for table in (MONTHS, WEEKDAYS, UNITS, SEASONS, PARTS_OF_DAY, CLOCK_WORDS, HOLIDAYS, REFERENCES, SETS)
        for word in table
    )
    + r"|today|tonight|yesterday|tomorrow|nineteen|eighteen|period|\w+ties\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression at characters `[start, end)`: the kind of form it has and its parts, in lower case."""

    start: int
    end: int
    kind: str
    type: TimeType
    parts: Mapping[str, str]


def find_expressions(text: str) -> Iterator[Expression]:
    """Time expressions of a text in order; of those that overlap, the longest."""
    if not _HINTS.search(text):
        return
    found = sorted(_matches(text), key=lambda e: (e.start - e.end, e.start))
    taken: list[Expression] = []
    for expression in found:
        if all(expression.end <= other.start or other.end <= expression.start for other in taken):
            taken.append(expression)
    yield from sorted(taken, key=lambda e: e.start)


def read_expression(text: str) -> Expression | None:
    """These words as one time expression, or None."""
    for kind, type_, form in _forms():
        match = form.fullmatch(text)
        if match and _spelt_right(match):
            return _expression(kind, type_, match)
    return None


def _matches(text: str) -> Iterator[Expression]:
    for kind, type_, form in _forms():
        for match in form.finditer(text):
            if _spelt_right(match):
                yield _expression(kind, type_, match)


def _expression(kind: str, type_: TimeType, match: re.Match[str]) -> Expression:
    parts = {name: value.lower() for name, value in match.groupdict().items() if value}
    if shade := _SHADED.match(match[0]):
        parts["shade"] = shade[1].lower()
    return Expression(match.start(), match.end(), kind, type_, parts)


def _spelt_right(match: re.Match[str]) -> bool:
    """Names of months, weekdays and holidays are capitalised: *may* and *march* are not months."""
    named = match.groupdict()
    return all(named[name][0].isupper() for name in _CAPITALISED if named.get(name) and named[name][0].isalpha())


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, TimeType, re.Pattern[str]], ...]:
    names = _names()
    return tuple(
        (pattern["kind"], pattern["type"], re.compile(r"(?<![\w$€£])" + _fill(form, names), re.IGNORECASE))
        for pattern in _WORDS["patterns"]
        for form in pattern["forms"]
    )


def _fill(form: str, names: Mapping[str, str]) -> str:
    """The pattern with every `{NAME}` replaced, until none is left."""
    while (filled := re.sub(r"\{([A-Z_]+)\}", lambda m: names[m[1]], form)) != form:
        form = filled
    return form


def _names() -> dict[str, str]:
    long = [m for m in MONTHS if m not in _WORDS["short_months"]]
    numbers = load_table("numbers")
    plural = [unit for unit in UNITS if unit.endswith("s") or unit in ("centuries", "millennia")]
    return _WORDS["parts"] | {
        "MONTH": _words(long),
        "ANYMONTH": _words(MONTHS),
        "WEEKDAY": _words(WEEKDAYS),
        "WEEKDAYS": either(f"{day}s" for day in WEEKDAYS if day.endswith("day")),
        "UNIT": rf"{either(UNITS)}\b",
        "UNITS_OF_TIME": rf"{either(plural)}\b",
        "SEASON": either(SEASONS),
        "PART": either(PARTS_OF_DAY),
        "HOLIDAY": either(HOLIDAYS),
        "REFERENCE": either(REFERENCES),
        "SETWORD": either(SETS),
        "VAGUE": either(_WORDS["vague_numbers"]["words"]),
        "ORDINAL": rf"{either(ORDINALS)}\b",
        "NUMBER": NUMBER,
        "TENS": either(numbers["tens"]),
        "TEENS": either(numbers["teens"]),
        "UNITS": either(numbers["units"]),
    }


def _words(table: Any) -> str:
    """Words of a list, whole; those that end in a full stop end there."""
    spelt = [w for w in table if w.endswith(".")]
    return rf"(?:{either(spelt)}|{either(w for w in table if w not in spelt)}\b)"
