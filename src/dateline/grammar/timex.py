"""The grammar of time expressions: which words of a text are one, of what TIMEX3 type, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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

Needed = tuple[frozenset[str], ...]
# Pieces of a form: classes of characters, references and escapes; its innermost groups; what may be left out.
_NO_WORDS = re.compile(r"\[[^]]*\]|\(\?P=\w+\)|\\.")
_INNERMOST = re.compile(r"\((?P<opening>\?P<\w+>|\?:|\?<?[!=])?(?P<inside>[^()]*)\)(?P<lacking>\??)")
_MAY_LACK = re.compile(r"(?:\{[A-Z_]+\}|.)\?")


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
    for kind, type_, form, _ in _forms():
        match = form.fullmatch(text)
        if match and _spelt_right(match):
            return _expression(kind, type_, match)
    return None


def _matches(text: str) -> Iterator[Expression]:
    words, finder = _telling()
    held = {words[index] for index, _, _ in finder.find_matches_as_indexes(text.lower(), overlapping=True)}
    for kind, type_, form, needed in _forms():
        if any(held.isdisjoint(some) for some in needed):
            continue
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
def _forms() -> tuple[tuple[str, TimeType, re.Pattern[str], Needed], ...]:
    """Every form with its kind and type, and what a text must hold for it."""
    names, told_by = _names(), _told_by()
    return tuple(
        (
            pattern["kind"],
            pattern["type"],
            re.compile(r"(?<![\w$€£])" + _fill(form, names), re.IGNORECASE),
            _needed(form, told_by),
        )
        for pattern in _WORDS["patterns"]
        for form in pattern["forms"]
    )


@lru_cache(maxsize=1)
def _telling() -> tuple[list[str], Any]:
    """All that the forms need, and what finds it in one pass."""
    from ahocorasick_rs import AhoCorasick

    words = sorted({word for *_, needed in _forms() for some in needed for word in some})
    return words, AhoCorasick(words)


def _needed(form: str, told_by: Mapping[str, Iterable[str]]) -> Needed:
    """What a text must hold for this form to match: of each set one, in lower case.

    These are the words and the choices of words that stand in no group which may be left out or only looks around.
    """
    pared = _NO_WORDS.sub(" ", form)
    while (fewer := _INNERMOST.sub(_kept, pared)) != pared:
        pared = fewer
    pared = _MAY_LACK.sub(" ", pared)
    parts = [told_by[name] for name in re.findall(r"\{([A-Z_]+)\}", pared) if name in told_by]
    choices = [choice.split("|") for choice in re.findall("<(.*?)>", pared)]
    plain = [[word] for word in re.findall(r"[a-z]{4,}(?![^<]*>)", pared)]
    return tuple(frozenset(some) for some in (*parts, *choices, *plain))


def _kept(group: re.Match[str]) -> str:
    """What a group is sure to need: nothing if it may be left out; of a choice the words, if it has nothing else."""
    if group["lacking"] or group["opening"] in ("?!", "?=", "?<!"):
        return " "
    if "|" not in group["inside"]:
        return group["inside"]
    return f"<{group['inside']}>" if re.fullmatch("[a-z |-]+", group["inside"]) else " "


def _told_by() -> dict[str, Iterable[str]]:
    """For the parts of the forms, the words of which a text must hold one, in lower case."""
    numbers = load_table("numbers")
    return {
        "DAY": "0123456789",
        "YEAR": "0123456789",
        "CLOCK": (*"0123456789", "noon", "midday", "midnight"),
        "QUARTER": ("quarter",),
        "MONTH": MONTHS,
        "ANYMONTH": MONTHS,
        "WEEKDAY": WEEKDAYS,
        "WEEKDAYS": WEEKDAYS,
        "UNIT": UNITS,
        "UNITS_OF_TIME": UNITS,
        "SEASON": SEASONS,
        "PART": PARTS_OF_DAY,
        "HOLIDAY": HOLIDAYS,
        "REFERENCE": REFERENCES,
        "SETWORD": SETS,
        "VAGUE": _WORDS["vague_numbers"]["words"],
        "ORDINAL": ORDINALS,
        "TENS": numbers["tens"],
    }


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
