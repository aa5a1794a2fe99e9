"""Which mentions stand for the same entity."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import AttributionMention, Chain, Mention
from dateline.tools import Tools


def link_mentions(annotated: Annotated, mentions: tuple[Mention, ...], tools: Tools) -> tuple[Chain, ...]:
    """Chains of mentions of one entity, ordered by first mention; `Chain.id` is the position in the tuple."""
    return ()


def attach_speakers(
    annotated: Annotated, chains: tuple[Chain, ...], attributions: tuple[AttributionMention, ...]
) -> tuple[Chain, ...]:
    """The chains with *I*, *we*, *you* inside quotations given to the speaker, his side and the addressee."""
    return chains
