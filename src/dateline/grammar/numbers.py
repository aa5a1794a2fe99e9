"""The number grammar of news English: *seven*, *3,000-4,000*, *$1.2bn*, *half a million*, *at least two dozen*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.lexicon import load_table


def either(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in ordered) + ")"


_WORDS = load_table("numbers")
_UNITS, _TEENS, _TENS = _WORDS["units"], _WORDS["teens"], _WORDS["tens"]
_SCALES, _SIGNS, _FRACTIONS = _WORDS["scales"], _WORDS["signs"], _WORDS["fractions"]
ORDINALS: dict[str, int] = _WORDS["ordinals"]

_SMALL = rf"(?:{either(_TENS)}(?:[- ]{either(_UNITS)}\b)?|{either(_TEENS)}|{either(_UNITS)})\b"
_SCALE = rf"{either(_SCALES)}\b"
_GROUP = rf"{_SMALL}(?:[ -]hundred\b(?:(?:[ -]and)?[ -]{_SMALL})?)?"
_LARGE = (
    rf"(?:{_SMALL}|an?\b)[ -](?:and a half[ -])?{_SCALE}(?:[ -]{_SCALE})?(?:(?:[ -]and)?[ -]{_GROUP}(?:[ -]{_SCALE})?)*"
)
_HALF = rf"half[ -](?:an?[ -])?{_SCALE}"
_FRACTION = either(f for f in _FRACTIONS if not f.isalpha())
_NUMERAL = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?:[ -]?{_FRACTION})?"
_SIGNED = rf"{either(_SIGNS)}\b|[ -]{_SCALE}| (?:bn|mn|tn|bln|mln|trn)\b"
_FIGURES = rf"(?<![\w.,/])(?:{_NUMERAL}|\.\d+)(?!\d|(?:st|nd|rd|th)\b)(?:{_SIGNED})?"
NUMBER = rf"(?:\b{_HALF}|\b{_LARGE}|\b{_GROUP}(?: and a half(?:[ -]{_SCALE})?)?|{_FIGURES})"

_BEFORE = {word: kind for kind, words in _WORDS["before"].items() for word in words}
_AFTER = {word: kind for kind, words in _WORDS["after"].items() for word in words}
_SIGN_BEFORE = r"(?:[A-Z]{0,2}[$€£¥₽₴])? ?"
_LARGEST = 1e18  # a longer row of figures is a code, not a number
_RANGE = re.compile(
    rf"(?P<between>between |from )?{_SIGN_BEFORE}(?P<left>{NUMBER})"
    rf"(?P<joint> ?[-–—] ?| to | and | or ){_SIGN_BEFORE}(?P<right>{NUMBER})",
    re.IGNORECASE,
)
_PAIRED, _PAIR = re.compile(r"[-–—/:]\d"), re.compile(r"\d[-–—/:]$")  # scores, votes, dates: 3-1, 218–214
_PLAIN = re.compile(NUMBER, re.IGNORECASE)
_VAGUE = re.compile(rf"\b{either(_WORDS['vague'])}\b", re.IGNORECASE)
_QUALIFIED = re.compile(
    rf"\b(?P<word>{either(_BEFORE)})(?: (?:the|a|an|another|the estimated))? {_SIGN_BEFORE}$", re.IGNORECASE
)
_TRAILED = re.compile(rf"[ -]?(?P<word>\+|{either(_AFTER)}\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: characters `[start, end)` with what bends it, and the interval that the words allow.

    `core` is where the number itself begins and ends, without *at least* and the like.
    """

    start: int
    end: int
    core: tuple[int, int]
    low: float | None
    high: float | None
    exact: bool


def value_of(words: str) -> float | None:
    """The value of a number written in figures, words or both; None if these words are none."""
    total, current, seen = 0.0, 0.0, False
    for word in _pieces(words):
        if word in ("and", "a", "an"):
            continue
        value = _simple(word)
        if value is not None:
            current += value
        elif word in _SCALES or word in _SIGNS:
            scale = _SCALES.get(word) or _SIGNS[word]
            current = (current if current or total else 1.0) * scale
            if scale != 100:
                total, current = _absorb(total, current, scale)
        else:
            return None
        seen = True
    return total + current if seen and total + current < _LARGEST else None


def _absorb(total: float, current: float, scale: int) -> tuple[float, float]:
    """*two dozen thousand*: a scale that follows a smaller one multiplies it; else what was read is added."""
    return (total * scale, 0.0) if total and not current else (total + current, 0.0)


def _pieces(words: str) -> list[str]:
    text = re.sub(r"(?<=\d),(?=\d{3})", "", words.lower())
    text = re.sub(r"(?<=\d)(?=[a-z½¼¾⅓⅔])", " ", text)
    return re.findall(r"\d+/\d+|\d*\.?\d+|[a-z]+|[½¼¾⅓⅔]", text.replace("-", " "))


def _simple(word: str) -> float | None:
    for table in (_UNITS, _TEENS, _TENS, _FRACTIONS):
        if word in table:
            return float(table[word])
    return float(word) if re.fullmatch(r"\d*\.?\d+", word) else None


def find_numbers(text: str) -> Iterator[Number]:
    """Numbers of a text in order, ranges and vague numbers included; they never overlap."""
    done = 0
    counted = (*_ranges(text), *_plain(text)) if _PLAIN.search(text) else ()  # the search for ranges is slow
    for number in sorted((*counted, *_vague(text)), key=lambda n: (n.core[0], -n.core[1])):
        if number.core[0] >= done:
            bent = _bend(text, number)
            yield bent
            done = bent.end


def _ranges(text: str) -> Iterator[Number]:
    for match in _RANGE.finditer(text):
        joint, between = match["joint"].strip(), (match["between"] or "").strip().lower()
        low, high = value_of(match["left"]), value_of(match["right"])
        if joint == "and" and between != "between":
            continue
        if low is None or high is None:
            continue
        scale = _shared_scale(match["left"], match["right"], low, high)
        if low * scale >= high or (joint == "or" and not _is_step(low * scale, high, scale)):
            continue
        start = match.start("between") if between else match.start("left")
        yield Number(start, match.end(), (start, match.end()), low * scale, high, False)


def _is_step(low: float, high: float, scale: float) -> bool:
    """*five or six*, *20 or 30*, *two or three dozen*: the next number at that size, not a choice of two."""
    return high - low == scale or any(high - low == size and low % size == 0 for size in (10, 100, 1000))


def _shared_scale(left: str, right: str, low: float, high: float) -> float:
    """*two to three million*: the scale written after the second number holds for the first as well."""
    sizes = [_SCALES.get(w) or _SIGNS.get(w) or 1 for w in _pieces(right)]
    scale = float(max(sizes, default=1))
    bare = not any(w in _SCALES or w in _SIGNS for w in _pieces(left))
    return scale if scale > 1 and bare and low * scale < high else 1.0


def _vague(text: str) -> Iterator[Number]:
    for match in _VAGUE.finditer(text):
        low, high = (None if edge == "" else float(edge) for edge in _WORDS["vague"][match[0].lower()])
        yield Number(match.start(), match.end(), match.span(), low, high, False)


def _plain(text: str) -> Iterator[Number]:
    for match in _PLAIN.finditer(text):
        value = value_of(match[0])
        paired = _PAIRED.match(text, match.end()) or _PAIR.search(text[max(0, match.start() - 2) : match.start()])
        if value is not None and not paired:
            yield Number(match.start(), match.end(), match.span(), value, value, True)


def _bend(text: str, number: Number) -> Number:
    """The number with what stands before and after it."""
    before = _QUALIFIED.search(text[max(0, number.start - 40) : number.start])
    after = _TRAILED.match(text, number.end)
    kind = _BEFORE[before["word"].lower()] if before else None
    end = number.end
    if after and kind is None:
        kind, end = _AFTER.get(after["word"].lower(), "low"), after.end()
    if kind is None:
        return number
    start = number.start - (len(text[max(0, number.start - 40) : number.start]) - before.start() if before else 0)
    low = None if kind == "high" else number.low
    high = None if kind == "low" else number.high
    return Number(start, end, number.core, low, high, False)
