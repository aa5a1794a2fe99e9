"""Where the places of a report lie."""

from __future__ import annotations

from dateline.model import Extraction, Place, Span
from dateline.tools import Tools


def resolve_places(found: Extraction, tools: Tools) -> tuple[Place, ...]:
    """The places of a report (mentions whose `use` is `place`), ids `p1`… in text order, one entry per place."""
    return ()


def locate(text: str, mention: Span, tools: Tools) -> Place:
    """The place that the words at `mention` name in this text (`dateline label place`)."""
    return Place(
        id="p1", name=text[slice(*mention)], mentions=(mention,), geonameid=None, country=None, admin1=None,
        lat=None, lon=None, precision=None, confidence=0.0,
    )  # fmt: skip
