"""Annotated → Extraction: what a report says, as spans tied to one another; nothing yet about the world.

One file per thing found. They are peers: they never import each other, and the order in which they run is here.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.annotate import Annotated
from dateline.extract import (
    attributions,
    contexts,
    coreference,
    equipment,
    events,
    mentions,
    modality,
    quantities,
    times,
    types,
)
from dateline.model import AttributionMention, Candidate, Chain, EventMention, Extraction
from dateline.tools import Tools


def extract(batch: list[Annotated], tools: Tools) -> list[Extraction]:
    """Everything found in each document of the batch, in order."""
    return [_extract(annotated, tools) for annotated in batch]


def _extract(annotated: Annotated, tools: Tools) -> Extraction:
    named = mentions.find_mentions(annotated, tools)
    days = times.find_times(annotated, tools)
    figures = quantities.find_quantities(annotated, named, days, tools)
    chains = coreference.link_mentions(annotated, named, tools)
    said = attributions.find_attributions(annotated, chains, tools)
    chains = coreference.attach_speakers(annotated, chains, said)
    said = attributions.name_speakers(annotated, chains, said)
    figures = quantities.claim_quantities(annotated, figures, said)
    told = [
        event
        for candidate in events.find_candidates(annotated, chains, days, figures, tools)
        if (event := _decide(annotated, candidate, chains, said, tools))
    ]
    return Extraction(
        annotated=annotated,
        chains=chains,
        times=days,
        quantities=figures,
        attributions=said,
        events=events.merge_tellings(annotated, told),
        equipment=equipment.find_equipment(annotated, figures, tools),
    )


def _decide(
    annotated: Annotated,
    candidate: Candidate,
    chains: tuple[Chain, ...],
    said: tuple[AttributionMention, ...],
    tools: Tools,
) -> EventMention | None:
    """Type, modality, speaker, stance and contexts of a candidate; None if it is no political event."""
    typed = types.classify(annotated, candidate, chains, tools)
    if typed is None:
        return None
    happened = modality.judge(annotated, candidate.trigger_tokens, candidate.head)
    typed, happened = types.settle(typed, happened)
    speaker, stance, opinions = modality.stance_of(annotated, candidate, said)
    told = EventMention(
        type=typed.type,
        mode=typed.mode,
        modality=happened.modality,
        span=candidate.span,
        trigger=candidate.trigger,
        trigger_tokens=candidate.trigger_tokens,
        actors=candidate.actors,
        actor_spans=candidate.actor_spans,
        recipients=candidate.recipients,
        recipient_spans=candidate.recipient_spans,
        place=candidate.place,
        time=candidate.time,
        quantities=candidate.quantities,
        attribution=speaker,
        stance=stance,
        opinions=opinions,
        contexts=(),
        confidence=typed.confidence,
        method=typed.method,
    )
    return replace(told, contexts=contexts.contexts_of(annotated, told, tools))
