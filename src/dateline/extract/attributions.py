"""Who said what: sources, cues and contents."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import AttributionMention, Chain
from dateline.tools import Tools


def find_attributions(annotated: Annotated, chains: tuple[Chain, ...], tools: Tools) -> tuple[AttributionMention, ...]:
    """Attributions in text order of their cue, nested ones with their parent's index."""
    return ()
