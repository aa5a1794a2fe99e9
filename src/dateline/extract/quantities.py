"""Figures: the interval the words allow, what is counted, and who claims it."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import AttributionMention, Mention, QuantityMention, TimeMention
from dateline.tools import Tools


def find_quantities(
    annotated: Annotated, mentions: tuple[Mention, ...], times: tuple[TimeMention, ...], tools: Tools
) -> tuple[QuantityMention, ...]:
    """Figures in text order, without their claimants."""
    return ()


def claim_quantities(
    annotated: Annotated, quantities: tuple[QuantityMention, ...], attributions: tuple[AttributionMention, ...]
) -> tuple[QuantityMention, ...]:
    """The figures with the innermost attribution that each stands in, and the opinions of others on it."""
    return quantities
