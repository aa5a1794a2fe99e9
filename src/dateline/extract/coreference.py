"""Which mentions stand for the same entity: sieves from the surest to the least sure.

1. names: the same words, a surname, a short form, an acronym, another name of the same country;
2. structure: a noun with a name beside it (*the official, Yevgeny Buzhinsky*), relative and reflexive pronouns;
3. nominals: the same words again, a role with its only holder, a kind of body with the last body of that kind;
4. pronouns: by person, number, gender, and salience.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.annotate import Annotated
from dateline.extract.antecedents import Antecedents
from dateline.extract.clusters import Clusters
from dateline.extract.namesakes import link_names
from dateline.extract.nominal_links import link_nominals, link_structure
from dateline.model import AttributionMention, Chain, Mention, Span
from dateline.tools import Tools

_FIRST = frozenset({"i", "me", "my", "mine", "myself"})
_OURS = frozenset({"we", "us", "our", "ours", "ourselves"})
_SECOND = frozenset({"you", "your", "yours", "yourself", "yourselves"})


def link_mentions(annotated: Annotated, mentions: tuple[Mention, ...], tools: Tools) -> tuple[Chain, ...]:
    """Chains of mentions of one entity, ordered by first mention; `Chain.id` is the position in the tuple."""
    clusters = Clusters(annotated, mentions, tools)
    link_names(clusters)
    link_structure(clusters)
    link_nominals(clusters)
    Antecedents(clusters).link_pronouns()
    return _chains([[mentions[i] for i in members] for members in clusters.groups()])


def _chains(groups: Iterable[list[Mention]]) -> tuple[Chain, ...]:
    ordered = sorted(groups, key=lambda members: (members[0].tokens, members[0].head))
    return tuple(_chain(number, members) for number, members in enumerate(ordered))


def _chain(number: int, members: list[Mention]) -> Chain:
    best = max(members, key=_fullness)
    return Chain(id=number, mentions=tuple(members), name=best.text, label=_label(members, best))


def _fullness(mention: Mention) -> tuple[bool, bool, bool, int, int]:
    """Names before nominals before pronouns; nouns before adjectives; then the longest, then the first."""
    return (
        mention.form == "name",
        mention.form == "nominal",
        mention.label != "NORP",
        len(mention.text) if mention.form == "name" else -mention.span[0],
        -mention.span[0],
    )


def _label(members: list[Mention], best: Mention) -> str:
    return best.label or next((m.label for m in members if m.label), "")


# ── Speakers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def attach_speakers(
    annotated: Annotated, chains: tuple[Chain, ...], attributions: tuple[AttributionMention, ...]
) -> tuple[Chain, ...]:
    """The chains with *I*, *we*, *you* inside quotations given to the speaker, his side and the addressee.

    The position of a chain in the result stays its id; a chain that gave all its mentions away stays, empty of nothing.
    """
    return chains
