"""The PLOVER contexts of an event, from its paragraph."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import EventMention
from dateline.tools import Tools


def contexts_of(annotated: Annotated, event: EventMention, tools: Tools) -> tuple[str, ...]:
    """Contexts of the event, most telling first."""
    return ()
