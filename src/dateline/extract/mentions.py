"""Names, nominal groups and pronouns that stand for an actor or a place."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.model import Mention
from dateline.tools import Tools


def find_mentions(annotated: Annotated, tools: Tools) -> tuple[Mention, ...]:
    """Every mention of a person, people, organisation, state or place, in text order, none inside UNCODED parts."""
    return ()
