"""Annotated → Extraction: what a report says, as spans tied to one another; nothing yet about the world.

One file per thing found. They are peers: they never import each other, and the order in which they run is here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.annotate import Annotated
from dateline.encoder import Judgement, Pair
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
from dateline.model import (
    AttributionMention,
    Candidate,
    Chain,
    EventMention,
    Extraction,
    QuantityMention,
    TimeMention,
)
from dateline.tools import Tools


def extract(batch: list[Annotated], tools: Tools) -> list[Extraction]:
    """Everything found in each document of the batch, in order; the encoder reads all their candidates together."""
    drafts = [_draft(annotated, tools) for annotated in batch]
    judged = iter(tools.encoder.judge([pair for draft in drafts for pair in draft.pairs]))
    return [_extraction(draft, [next(judged) for _ in draft.pairs], tools) for draft in drafts]


def candidates_of(annotated: Annotated, tools: Tools) -> tuple[Candidate, ...]:
    """The predicates of a document that may tell a political event, before the encoder has read them."""
    return _draft(annotated, tools).candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What one report says, before its events have a type."""

    annotated: Annotated
    chains: tuple[Chain, ...]
    times: tuple[TimeMention, ...]
    quantities: tuple[QuantityMention, ...]
    said: tuple[AttributionMention, ...]
    candidates: tuple[Candidate, ...]
    pairs: tuple[Pair, ...]


def _draft(annotated: Annotated, tools: Tools) -> _Draft:
    named = mentions.find_mentions(annotated, tools)
    days = times.find_times(annotated, tools)
    figures = quantities.find_quantities(annotated, named, days, tools)
    chains = coreference.link_mentions(annotated, named, tools)
    said = attributions.find_attributions(annotated, chains, tools)
    chains = coreference.attach_speakers(annotated, chains, said)
    said = attributions.name_speakers(annotated, chains, said)
    figures = quantities.claim_quantities(annotated, figures, said)
    found, chains = events.find_candidates(annotated, chains, days, figures)
    return _Draft(
        annotated=annotated,
        chains=chains,
        times=days,
        quantities=figures,
        said=said,
        candidates=found,
        pairs=tuple(types.pair_of(annotated, candidate) for candidate in found),
    )


def _extraction(draft: _Draft, judged: list[Judgement], tools: Tools) -> Extraction:
    decided = (_decide(draft, *row, tools) for row in zip(draft.candidates, judged, strict=True))
    return Extraction(
        annotated=draft.annotated,
        chains=draft.chains,
        times=draft.times,
        quantities=draft.quantities,
        attributions=draft.said,
        events=events.merge_tellings(draft.annotated, [event for event in decided if event]),
        equipment=equipment.find_equipment(draft.annotated, draft.quantities, tools),
    )


def _decide(draft: _Draft, candidate: Candidate, judged: Judgement, tools: Tools) -> EventMention | None:
    """Type, modality, speaker, stance and contexts of a candidate; None if it is no political event."""
    annotated = draft.annotated
    typed = types.classify(annotated, candidate, judged)
    if typed is None:
        return None
    happened = modality.judge(annotated, candidate.trigger_tokens, candidate.head)
    typed, happened = types.settle(typed, happened)
    speaker, stance, opinions = modality.stance_of(annotated, candidate, draft.said)
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
