"""Days and instants as people give them, in the forms of ISO 8601 → one form, or None if they are none."""

from __future__ import annotations

import re
from datetime import date, datetime

FIRST_YEAR, LAST_YEAR = 1800, 2100

_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}|\d{4}-W\d\d-\d|\d{4}W\d{3}", re.ASCII)


def iso_day(value: str) -> str | None:
    """The day of a day or instant as YYYY-MM-DD; None if it is neither, or before 1800 or after 2100."""
    moment = iso_moment(value)
    return moment and moment[:10]


def iso_moment(value: str) -> str | None:
    """A day as YYYY-MM-DD, an instant as it was given if it begins so; None under the conditions of `iso_day`."""
    found = _DAY.match(value)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[0])
        instant = None if found.end() == len(value) else datetime.fromisoformat(value).isoformat()
    except ValueError:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if instant is None:
        return day.isoformat()
    return value if value.startswith(instant[:10]) and value.isascii() else instant
