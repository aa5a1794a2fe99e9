"""Did it happen? The modality of a predicate, and how its speaker stands to it."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import AttributionMention, Candidate, Judged, Span, Stance


def judge(annotated: Annotated, trigger: Span, head: int) -> Judged:
    """The modality of the predicate whose tokens are `trigger` and whose head token is `head`."""
    return Judged(modality="actual", confidence=0.5, rule="default")


def stance_of(
    annotated: Annotated, candidate: Candidate, attributions: tuple[AttributionMention, ...]
) -> tuple[int | None, Stance, tuple[tuple[int | None, Stance], ...]]:
    """The innermost attribution a candidate stands in, the report's stance to it, and others' opinions on it."""
    return None, "asserted", ()
