"""The PLOVER type and mode of a candidate."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import Candidate, Chain, Judged, Span, Typed
from dateline.tools import Tools


def classify(annotated: Annotated, candidate: Candidate, chains: tuple[Chain, ...], tools: Tools) -> Typed | None:
    """The type of a candidate, or None if it is no political event."""
    return None


def settle(typed: Typed, happened: Judged) -> tuple[Typed, Judged]:
    """PLOVER's rule: a type that already means type + modality wins (COOPERATE to come is AGREE, actual)."""
    return typed, happened


def classify_pair(annotated: Annotated, actor: Span | None, recipient: Span | None, tools: Tools) -> Typed:
    """The type of the relation between two given spans of the text; never empty (`dateline label type`)."""
    return Typed(type="ACCUSE", mode=None, confidence=1 / 16, method="default", scores={})
