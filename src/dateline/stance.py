"""How the report stands to what somebody says: the attribution an event stands in, and what others hold of it."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import AttributionMention, Candidate, Span, Stance


def stance_of(
    annotated: Annotated, candidate: Candidate, attributions: tuple[AttributionMention, ...]
) -> tuple[int | None, Stance, tuple[tuple[int | None, Stance], ...]]:
    """The innermost attribution a candidate stands in, the report's stance to it, and others' opinions on it."""
    return None, "asserted", ()
