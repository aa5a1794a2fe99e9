"""From a time expression to its TIMEX3 value, counted from a day. What the words do not settle has no value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.grammar.days import days_of_value, holiday, months_of, shift_months, week_value
from dateline.grammar.numbers import ORDINALS, value_of
from dateline.grammar.timex import (
    CLOCK_WORDS,
    HOLIDAYS,
    MONTHS,
    PARTS_OF_DAY,
    REFERENCES,
    SEASONS,
    SETS,
    UNITS,
    WEEKDAYS,
    Expression,
)

_BACK = ("last", "past", "previous", "preceding", "prior", "latest", "year-earlier", "year-ago")
_AHEAD = ("next", "coming", "following", "upcoming")
_NEAR_DAYS = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1,
    "last night": -1, "last evening": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2,
}  # fmt: skip
_DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5,
    "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9,
}  # fmt: skip
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """What an expression counts from: a day, the value of the expression it is anchored to, and whether its clause
    looks ahead (1), back (-1) or does not say (0)."""

    day: date | None
    value: str | None
    direction: int


def value_of_expression(expression: Expression, reference: Reference) -> str | None:
    """The TIMEX3 value of an expression, or None where the words and the reference do not settle one."""
    try:
        return _VALUES[expression.kind](expression.parts, reference)
    except (ValueError, OverflowError):  # 30 February, the year 12000
        return None


def _sign(words: str) -> int | None:
    """-1 for *last* and its like, 1 for *next*, 0 for *this*, None if there is no such word."""
    if not words:
        return None
    kept = set(words.split())
    return -1 if kept & set(_BACK) else 1 if kept & set(_AHEAD) else 0


# ── Days ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _date(parts: Parts, reference: Reference) -> str | None:
    day = _dated(parts, reference)
    return day.isoformat() if day else None


def _dated(parts: Parts, reference: Reference) -> date | None:
    """The day of *Nov. 4*, with or without its year."""
    month = MONTHS[parts["month"]]
    number = ORDINALS[parts["dayword"]] if "dayword" in parts else int(re.sub(r"\D", "", parts["day"]))
    if "year" in parts:
        return date(int(parts["year"]), month, number)
    today = reference.day
    if today is None:
        return None
    if "side" in parts and (side := _sign(parts["side"])):
        return _nearest(_this_day(month, number, today), today, side)
    if "rel" in parts:
        return date(today.year + (_sign(parts["rel"]) or 0), month, number)
    days = _this_day(month, number, today)
    if "weekday" in parts:
        fitting = [d for d in days if d.isoweekday() == WEEKDAYS[parts["weekday"]]]
        days = [d for d in fitting if abs((d - today).days) < 370] or days
    return _nearest(days, today, reference.direction)


def _this_day(month: int, number: int, today: date) -> list[date]:
    """The day of this name in the years around; 29 February has few."""
    years = range(today.year - 4, today.year + 5)
    return [date(y, month, number) for y in years if number <= months_of(y, month, 1)[1].day]


def _nearest(days: Iterable[date], today: date, direction: int) -> date:
    """The nearest day on the side the clause looks to; a day a little on the wrong side beats one a year away."""
    slack = {1: (-7, 366), -1: (-366, 7), 0: (-210, 155)}[direction]
    ordered = sorted(days, key=lambda d: abs((d - today).days))
    allowed = [d for d in ordered if slack[0] <= (d - today).days <= slack[1]]
    return (allowed or ordered)[0]


def _numeric(parts: Parts, reference: Reference) -> str | None:
    """*13/11/2021* is settled; *11/12/2021* is not, unless just one reading lies near the day of publication."""
    year = int(parts["year"])
    if "first" not in parts:
        return date(year, int(parts["month"]), int(parts["day"])).isoformat()
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    first, other = int(parts["first"]), int(parts["other"])
    orders = [(first, other), (other, first)] if parts["sep"] != "." else [(other, first)]
    days = {date(year, month, day) for month, day in orders if month <= 12}
    if len(days) > 1 and reference.day is not None:
        today = reference.day
        days = {d for d in days if abs((d - today).days) <= 60}
    return days.pop().isoformat() if len(days) == 1 else None


def _weekday(parts: Parts, reference: Reference) -> str | None:
    day = _day_of_week(parts, reference)
    return day.isoformat() if day else None


def _day_of_week(parts: Parts, reference: Reference) -> date | None:
    """*Saturday*: the last one up to the day of publication, the next one if the clause looks ahead."""
    today = reference.day
    if today is None:
        return None
    wanted = WEEKDAYS[parts["weekday"].removesuffix("s") if parts["weekday"] not in WEEKDAYS else parts["weekday"]]
    if "week" in parts or parts.get("rel", "").startswith("a week"):
        weeks = -1 if parts.get("week") == "last" or "ago" in parts.get("rel", "") else parts.get("week") == "next"
        return today - timedelta(days=today.isoweekday() - wanted) + timedelta(weeks=int(weeks))
    sign = _sign(parts.get("rel", ""))
    back, ahead = (today.isoweekday() - wanted) % 7, (wanted - today.isoweekday()) % 7
    if sign == -1:
        return today - timedelta(days=back or 7)
    if sign == 1:
        return today + timedelta(days=ahead or 7)
    return today + timedelta(days=ahead) if reference.direction > 0 else today - timedelta(days=back)


def _near_day(parts: Parts, reference: Reference) -> str | None:
    if reference.day is None:
        return None
    return (reference.day + timedelta(days=_NEAR_DAYS[parts["near"]])).isoformat()


def _holiday(parts: Parts, reference: Reference) -> str | None:
    rule, today = HOLIDAYS[parts["holiday"]], reference.day
    if "year" in parts:
        return holiday(rule, int(parts["year"])).isoformat()
    if today is None:
        return None
    days = [holiday(rule, today.year + shift) for shift in (-1, 0, 1)]
    sign = _sign(parts.get("rel", ""))
    if sign == 0:
        return days[1].isoformat()
    return _nearest(days, today, sign or reference.direction).isoformat()


# ── Parts of days and the clock ──────────────────────────────────────────────────────────────────────────────────


def _day_part(parts: Parts, reference: Reference) -> str | None:
    """*Tuesday night*, *yesterday morning*, *the next evening*, *the night of June 5*."""
    day = _day_here(parts, reference)
    near = parts.get("near", "")
    part = parts.get("part") or ("night" if near in ("tonight", "last night") else near.split()[-1])
    return f"{day}T{PARTS_OF_DAY[part]}" if day else None


def _day_here(parts: Parts, reference: Reference) -> str | None:
    """The day of an expression that may name one, or count it from another expression."""
    for name, of in (("month", _date), ("weekday", _weekday), ("near", _near_day)):
        if name in parts:
            return of(parts, reference)
    if reference.day is None or (reference.value and days_of_value(reference.value) != (reference.day, reference.day)):
        return None
    return (reference.day + timedelta(days=_sign(parts.get("rel", "")) or 0)).isoformat()


def _clock(parts: Parts, reference: Reference) -> str | None:
    day = _day_here(parts, reference)
    return f"{day}T{_time_of_day(parts)}" if day else None


def _time_of_day(parts: Parts) -> str:
    if "clockword" in parts:
        return CLOCK_WORDS[parts["clockword"]]
    if "military" in parts:
        return f"{parts['military'][:2]}:{parts['military'][2:]}"
    if "hour24" in parts:
        return f"{int(parts['hour24']):02}:{parts['minute24']}"
    hour, minute = int(parts["hour"]), parts.get("minute", "00")
    late = parts.get("half") == "p" or parts.get("spoken") in ("afternoon", "evening", "at night")
    if late and hour < 12:
        hour += 12
    if hour == 12 and parts.get("half") == "a":
        hour = 0
    return f"{hour:02}:{minute}"


# ── Months, quarters, seasons, years ─────────────────────────────────────────────────────────────────────────────


def _month(parts: Parts, reference: Reference) -> str | None:
    month, today = MONTHS[parts["month"]], reference.day
    if "year" in parts:
        return f"{int(parts['year']):04}-{month:02}"
    if today is None:
        return None
    sign = _sign(parts.get("rel", ""))
    if "unit" in parts:
        return f"{today.year + (sign or 0)}-{month:02}"
    if sign == 0:
        return f"{today.year}-{month:02}"
    firsts = [date(today.year + shift, month, 1) for shift in (-1, 0, 1)]
    here = today.replace(day=1)
    if sign is not None:
        beyond = [d for d in firsts if (d - here).days * sign > 0]
        return f"{(max(beyond) if sign < 0 else min(beyond)):%Y-%m}"
    return f"{_nearest_month(firsts, here, reference.direction):%Y-%m}"


def _nearest_month(firsts: list[date], here: date, direction: int) -> date:
    """*in October*: the next one if the clause looks ahead, the last one that has begun if it looks back."""
    ahead = min(d for d in firsts if d >= here)
    begun = max(d for d in firsts if d <= here)
    if direction == 0:
        return ahead if 2 * (ahead - here) < here - begun else begun
    return ahead if direction > 0 else begun


def _year(parts: Parts, reference: Reference) -> str | None:
    if "yearwords" in parts:
        return _spoken_year(parts["yearwords"])
    return parts["year"]


def _spoken_year(words: str) -> str | None:
    """*nineteen ninety-six*, *two thousand and four*."""
    if words.startswith("two thousand"):
        value = value_of(words)
        return None if value is None else f"{int(value)}"
    century, *rest = re.split(r"[ -]", words)
    tail = value_of(" ".join(w for w in rest if w not in ("hundred", "and", "oh"))) if rest else 0.0
    head = value_of(century)
    return None if head is None or tail is None else f"{int(head * 100 + tail)}"


def _decade(parts: Parts, reference: Reference) -> str | None:
    if "decadeword" in parts:
        return f"19{_DECADES[parts['decadeword']]}"
    digits = parts["decade"]
    return digits[:3] if len(digits) == 4 else f"{'20' if digits < '30' else '19'}{digits[0]}"


def _century(parts: Parts, reference: Reference) -> str | None:
    nth = int(parts["nth"]) if "nth" in parts else ORDINALS[parts["nthword"]]
    return f"{nth - 1:02}"


def _quarter(parts: Parts, reference: Reference) -> str | None:
    if "nthhalf" in parts:
        letter, number, length = "H", _QUARTERS[parts["nthhalf"]], 6
    else:
        letter, length = "Q", 3
        number = int(parts["q"]) if "q" in parts else _QUARTERS[parts["nth"]]
    if "year" in parts:
        return f"{parts['year']}-{letter}{number}"
    today = reference.day
    if today is None:
        return None
    sign = _sign(parts.get("rel2") or parts.get("rel", "").partition(" quarter")[0])
    if sign is not None:
        return f"{today.year + sign}-{letter}{number}"
    ahead = reference.direction > 0
    begun = date(today.year, 1 + length * (number - 1), 1) <= today
    return f"{today.year + (0 if begun or ahead else -1)}-{letter}{number}"


def _relative(parts: Parts, reference: Reference) -> str | None:
    """*last week*, *this winter*, *the end of the month*, *year-end*."""
    if "season" in parts:
        return _season(parts, reference)
    if "month" in parts:
        day = _dated(parts, reference)
        return _stretch(parts["unit"], day, 0) if day else None
    unit, today = parts.get("unit"), reference.day
    if unit is None or today is None:
        return None
    if "edge" in parts:
        whole = days_of_value(_stretch(unit, today, -1 if reference.direction < 0 else 0) or "")
        return whole[1].isoformat() if whole else None
    words = parts.get("rel", "")
    if unit in ("quarter", "period") and words in ("the", "the latest", "latest"):
        return _quarter_spoken_of(reference)
    if words == "the" or set(words.split()) & {"that", "same", "final", "first"}:
        return _stretch(unit, today, 0)
    if unit == "weekend" and words in ("this", "this coming") and reference.direction >= 0:
        return week_value(today) + "-WE"
    return _stretch(unit, today, _sign(words) or 0)


def _quarter_spoken_of(reference: Reference) -> str | None:
    """*the quarter* is the one the report spoke of, else the last that was over."""
    if reference.value is not None:
        return reference.value if "-Q" in reference.value else None
    return _stretch("quarter", reference.day, -1) if reference.day else None


def _stretch(unit: str, day: date, shift: int) -> str | None:
    """The day, week, month, quarter or year that is `shift` on from the one this day lies in."""
    if unit == "day":
        return (day + timedelta(days=shift)).isoformat()
    if unit == "week":
        return week_value(day + timedelta(weeks=shift))
    if unit == "weekend":
        return _weekend(day, shift)
    if unit == "month":
        return f"{shift_months(day, shift):%Y-%m}"
    if unit == "quarter":
        moved = shift_months(day, 3 * shift)
        return f"{moved.year}-Q{(moved.month + 2) // 3}"
    width = {"decade": 10, "century": 100, "millennium": 1000}.get(unit, 1)
    return None if unit == "period" else f"{day.year // width + shift:0{5 - len(str(width))}}"


def _weekend(day: date, shift: int) -> str:
    """A weekend spoken of during the week is the one before it."""
    during_week = day.isoweekday() <= 5
    weeks = shift - 1 if during_week and shift == 0 else shift
    return week_value(day + timedelta(weeks=weeks)) + "-WE"


def _season(parts: Parts, reference: Reference) -> str | None:
    season, today = SEASONS[parts["season"]], reference.day
    year = parts.get("year") or (_spoken_year(parts["yearwords"]) if "yearwords" in parts else None)
    if year:
        return f"{year}-{season}"
    if today is None:
        return None
    starts = [days_of_value(f"{today.year + shift}-{season}") for shift in (-2, -1, 0, 1)]
    covered = [s for s in starts if s is not None]
    sign = _sign(parts.get("rel", ""))
    if sign == -1:
        return f"{max(s[0] for s in covered if s[1] < today).year}-{season}"
    if sign == 1 or (sign is None and reference.direction > 0):
        return f"{min(s[0] for s in covered if s[0] > today).year}-{season}"
    near = min(
        covered, key=lambda s: 0 if s[0] <= today <= s[1] else min(abs((s[0] - today).days), abs((s[1] - today).days))
    )
    return f"{near[0].year}-{season}"


def _year_ago(parts: Parts, reference: Reference) -> str | None:
    return _counted(reference, -1, "Y")


def _ago(parts: Parts, reference: Reference) -> str | None:
    """*two days ago*, *a year earlier*, *three weeks later*: as fine as its unit, or as its anchor if that is finer."""
    if (
        "unit" not in parts
        or "vague" in parts
        or ("count" not in parts and parts.get("way") != "before" and "rel" not in parts)
    ):
        return None if "count" not in parts and "vague" not in parts else _vague_ago(parts)
    unit = UNITS[parts["unit"]]
    sign = 1 if parts["way"] in ("later", "after", "afterwards", "hence", "from now", "on", "from", "another") else -1
    if "weekday" in parts:
        day = _day_of_week(parts, reference)
        reference = Reference(day=day, value=None, direction=0)
    if "rel" in parts and "weekday" not in parts:
        return _stretch(parts["unit"], reference.day, 0) if reference.day else None
    count = _count(parts.get("count", "a"))
    return None if count is None else _counted(reference, sign * count, unit)


def _vague_ago(parts: Parts) -> str:
    return "PAST_REF" if parts["way"] in ("ago", "earlier", "before", "previously", "back") else "FUTURE_REF"


def _counted(reference: Reference, count: float, unit: str) -> str | None:
    day = reference.day
    if day is None:
        return None
    if unit in ("D", "W", "2W", "WE"):
        days = count * {"D": 1, "W": 7, "2W": 14, "WE": 7}[unit]
        return (day + timedelta(days=round(days))).isoformat()
    months = count * {"M": 1, "Q": 3, "Y": 12, "10Y": 120, "100Y": 1200, "1000Y": 12000}.get(unit, 0)
    if not months:
        return None
    moved = shift_months(day, round(months))
    if reference.value and re.fullmatch(r"\d{4}-Q\d", reference.value):
        return f"{moved.year}-Q{(moved.month + 2) // 3}"
    fine = unit in ("M", "Q") or (reference.value and re.fullmatch(r"\d{4}-\d\d", reference.value))
    return f"{moved:%Y-%m}" if fine else f"{moved.year:04}"


# ── Lengths of time and what recurs ──────────────────────────────────────────────────────────────────────────────


def _count(words: str) -> float | None:
    """*a* is one, *half an* a half, *a couple of* two."""
    if words in ("a", "an", "another"):
        return 1.0
    if words.startswith("a couple"):
        return 2.0
    if words in ("half a", "half an", "a half", "one-half"):
        return 0.5
    return value_of(words)


def _duration(parts: Parts, reference: Reference) -> str | None:
    if "bare" in parts or "vague" in parts or ("count" not in parts and "unit" in parts):
        return _unmeasured(parts)
    count = _count(parts["count"])
    if count is None:
        return None
    count += 0.5 if "extra" in parts else 0.0
    length = _period(count, UNITS[parts["unit"]])
    rest = _count(parts["count2"]) if "count2" in parts else None
    if rest is None:
        return length
    return length + _period(rest, UNITS[parts["unit2"]]).removeprefix("PT" if "T" in length else "P")


def _unmeasured(parts: Parts) -> str:
    """*weeks*, *several days*: PXW, PXD; *the rest of the year*, *week-long*: one."""
    words = parts.get("bare") or parts["unit"]
    unit = UNITS[words]
    single = words not in ("millennia", "centuries") and not words.endswith("s")
    if single:
        return _period(1.0, unit)
    if parts.get("vague") == "couple of":
        return _period(2.0, unit)
    letter = {"10Y": "DE", "100Y": "CE", "1000Y": "ML", "2W": "W", "WE": "W"}.get(unit, unit)
    return f"PTX{letter[1:]}" if letter.startswith("T") else f"PX{letter}"


def _period(count: float, unit: str) -> str:
    """An ISO 8601 length: P3D, PT2H30M, P2Y6M."""
    whole, smaller = int(count), {"TH": ("M", 60), "Y": ("M", 12), "TM": ("S", 60), "D": ("TH", 24)}
    if match := re.fullmatch(r"(\d+)([YW])", unit):
        return f"P{count * int(match[1]):g}{match[2]}"
    if unit in ("WE", "Q"):
        return f"P{2 * count:g}D" if unit == "WE" else f"P{3 * count:g}M"
    clock, letter = unit.startswith("T"), unit[-1]
    head = "PT" if clock else "P"
    if count == whole or unit not in smaller:
        return f"{head}{count:.10g}{letter}"
    finer, size = smaller[unit]
    rest = f"{round((count - whole) * size)}{finer.removeprefix('T')}"
    if finer == "TH":
        rest = "T" + rest
    return f"{head}{f'{whole}{letter}' if whole else ''}{rest}"


def _set(parts: Parts, reference: Reference) -> str | None:
    if "setword" in parts:
        return SETS[parts["setword"]]
    part = f"T{PARTS_OF_DAY[parts['part']]}" if "part" in parts else ""
    if "weekday" in parts:
        return f"XXXX-WXX-{WEEKDAYS[parts['weekday'].removesuffix('s')]}{part}"
    if "month" in parts:
        return f"XXXX-{MONTHS[parts['month']]:02}"
    if "season" in parts:
        return f"XXXX-{SEASONS[parts['season']]}"
    if part:
        return f"XXXX-XX-XX{part}"
    count = 2.0 if "other" in parts else _count(parts.get("count", "a"))
    return _period(count, UNITS[parts["unit"]]) if count else None


def _reference_word(parts: Parts, reference: Reference) -> str | None:
    return REFERENCES[parts["reference"]]


_VALUES: Mapping[str, Callable[[Parts, Reference], str | None]] = {
    "date": _date, "numeric": _numeric, "month": _month, "year": _year, "decade": _decade, "century": _century,
    "weekday": _weekday, "weekday_part": _day_part, "weekdays": _set, "near_day": _near_day,
    "near_day_part": _day_part, "other_day_part": _day_part, "clock": _clock, "relative": _relative,
    "quarter": _quarter, "year_ago": _year_ago, "ago": _ago, "duration": _duration, "set": _set, "holiday": _holiday,
    "reference": _reference_word,
}  # fmt: skip
