"""Candidates: predicates that may tell a political event, with their actors, recipients, place and time."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.annotate import Annotated
from dateline.model import Candidate, Chain, EventMention, QuantityMention, TimeMention
from dateline.tools import Tools


def find_candidates(
    annotated: Annotated,
    chains: tuple[Chain, ...],
    times: tuple[TimeMention, ...],
    quantities: tuple[QuantityMention, ...],
    tools: Tools,
) -> Iterator[Candidate]:
    """Candidates in text order. No identifiable actor: no candidate."""
    return iter(())


def merge_tellings(annotated: Annotated, told: list[EventMention]) -> tuple[EventMention, ...]:
    """The tellings in text order, each second telling of an event pointing at the fullest one (`same_as`)."""
    return tuple(told)
