"""TIMEX3 values and calendar days: which days `2021-W45`, `2021-Q3` or `199` cover, and which day a holiday is."""

from __future__ import annotations

import re
from datetime import date, timedelta

Days = tuple[date, date]

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_FORMS = {
    "day": re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
    "week": re.compile(r"(\d{4})-W(\d\d)(-WE)?"),
    "quarter": re.compile(r"(\d{4})-([QH])(\d)"),
    "season": re.compile(r"(\d{4})-(SP|SU|FA|WI)"),
    "years": re.compile(r"(\d{1,4})"),
}


def days_of_value(value: str) -> Days | None:
    """First and last day of a TIMEX3 value that names a stretch of the calendar; None for all others."""
    for name, form in _FORMS.items():
        if match := form.fullmatch(value):
            try:
                return _SPANS[name](match)
            except ValueError:
                return None
    return None


def _day(match: re.Match[str]) -> Days:
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return day, day


def _month(match: re.Match[str]) -> Days:
    return months_of(int(match[1]), int(match[2]), 1)


def _week(match: re.Match[str]) -> Days:
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6)


def _quarter(match: re.Match[str]) -> Days:
    length = 3 if match[2] == "Q" else 6
    return months_of(int(match[1]), 1 + length * (int(match[3]) - 1), length)


def _season(match: re.Match[str]) -> Days:
    return months_of(int(match[1]), _SEASON_MONTHS[match[2]], 3)


def _years(match: re.Match[str]) -> Days:
    width = 10 ** (4 - len(match[1]))
    first = int(match[1]) * width
    return date(first, 1, 1), date(first + width - 1, 12, 31)


_SPANS = {"day": _day, "month": _month, "week": _week, "quarter": _quarter, "season": _season, "years": _years}


def months_of(year: int, month: int, count: int) -> Days:
    """First and last day of `count` months from this one."""
    after = year * 12 + month - 1 + count
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def shift_months(day: date, months: int) -> date:
    """The same day that many months on, or the last one of a shorter month."""
    month = day.year * 12 + day.month - 1 + months
    first, last = months_of(month // 12, month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), last)


def week_value(day: date) -> str:
    """The ISO week of a day, such as `2021-W45`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def holiday(rule: str, year: int) -> date:
    """The day of a holiday in a year: `12-25`, `11-4-4` (fourth Thursday), `05-L-1` (last Monday), `easter-2`."""
    if rule.startswith("easter"):
        return _easter(year) + timedelta(days=int(rule.removeprefix("easter")))
    if rule == "election":  # the Tuesday after the first Monday of November (United States)
        return holiday("11-1-1", year) + timedelta(days=1)
    month, *rest = rule.split("-")
    if len(rest) == 1:
        return date(year, int(month), int(rest[0]))
    nth, weekday = rest
    first, last = months_of(year, int(month), 1)
    if nth == "L":
        return last - timedelta(days=(last.isoweekday() - int(weekday)) % 7)
    return first + timedelta(days=(int(weekday) - first.isoweekday()) % 7 + 7 * (int(nth) - 1))


def _easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
