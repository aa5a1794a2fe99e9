"""Which days the time expressions mean."""

from __future__ import annotations

from dateline.model import EventMention, Extraction, Time
from dateline.tools import Tools


def resolve_times(found: Extraction, tools: Tools) -> tuple[Time, ...]:
    """The times of a report, in the order of `found.times`, ids `t1`…"""
    return tuple(
        Time(id=f"t{n}", span=t.span, text=t.text, type=t.type, value=None, start=None, end=None)
        for n, t in enumerate(found.times, 1)
    )


def days_of(event: EventMention, times: tuple[Time, ...]) -> tuple[str | None, str | None]:
    """Inclusive first and last day of an event, as far as the text says."""
    return (None, None) if event.time is None else (times[event.time].start, times[event.time].end)
