"""Which mentions stand for the same entity: sieves from the surest to the least sure.

1. names: the same words, a surname, a short form, an acronym, another name of the same country;
2. structure: a noun with a name beside it (*the official, Yevgeny Buzhinsky*), relative and reflexive pronouns;
3. nominals: the same words again, a role with its only holder, a kind of body with the last body of that kind;
4. pronouns of the third person: by number, gender, and salience;
5. once it is known who says what: *I*, *we* and *you*, which no chain holds before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.annotate import UNCODED, Annotated
from dateline.model import AttributionMention, Chain, Mention, chains_by_head
from dateline.quotations import find_quotations
from dateline.sieves.clusters import OURS, SECOND, SPEAKING, Clusters
from dateline.sieves.names import link_names
from dateline.sieves.nominals import link_nominals, link_possessed, link_structure
from dateline.sieves.pronouns import Antecedents
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token


def link_mentions(annotated: Annotated, mentions: tuple[Mention, ...], tools: Tools) -> tuple[Chain, ...]:
    """Chains of mentions of one entity, ordered by first mention; `Chain.id` is the position in the tuple.

    *I*, *we* and *you* are held back for `attach_speakers`; every other mention is in exactly one chain.
    """
    clusters = Clusters(annotated, mentions, tools)
    link_names(clusters)
    link_structure(clusters)
    link_nominals(clusters)
    Antecedents(clusters).link_pronouns()
    link_possessed(clusters)
    groups = ([mentions[i] for i in members if not _speaks(mentions[i])] for members in clusters.groups())
    ordered = sorted(filter(None, groups), key=lambda members: (members[0].tokens, members[0].head))
    return tuple(_chain(number, members) for number, members in enumerate(ordered))


def _speaks(mention: Mention) -> bool:
    return mention.form == "pronoun" and mention.text.lower() in SPEAKING


def _chain(number: int, members: list[Mention]) -> Chain:
    best = max(members, key=_fullness)
    label = best.label or next((m.label for m in members if m.label), "")
    return Chain(id=number, mentions=tuple(members), name=best.text, label=label)


def _fullness(mention: Mention) -> tuple[bool, bool, bool, int, int]:
    """Names before nominals before pronouns; nouns before adjectives; the longest name, the first nominal."""
    named = mention.form == "name"
    length = len(mention.text) if named else 0
    return (named, mention.form == "nominal", mention.label != "NORP", length, -mention.span[0])


# ── Speakers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def attach_speakers(
    annotated: Annotated, chains: tuple[Chain, ...], attributions: tuple[AttributionMention, ...]
) -> tuple[Chain, ...]:
    """The chains with *I*, *we*, *you* inside quotations given to the speaker, his side and the addressee.

    Ids stay as they were; pronouns whose speaker is unknown become chains after all others, one for each quotation
    (or for all that stands outside quotations) and person.
    """
    talk = _Talk(annotated, chains, attributions)
    given: dict[int, list[Mention]] = defaultdict(list)
    left: dict[tuple[int, bool], list[Mention]] = defaultdict(list)
    for token in annotated.doc:
        if token.lower_ in SPEAKING and token.tag_ in ("PRP", "PRP$") and annotated.kinds[token.i] not in UNCODED:
            quotation = talk.quotation(token)
            chain = talk.chain(token) if quotation is not None else None
            mention = _mention(annotated, token)
            if chain is not None:
                given[chain].append(mention)
            else:
                left[-1 if quotation is None else quotation, token.lower_ in SECOND].append(mention)
    known = (_with(chain, given[chain.id]) if chain.id in given else chain for chain in chains)
    unknown = (_chain(len(chains) + number, members) for number, members in enumerate(left.values()))
    return (*known, *unknown)


def _mention(annotated: Annotated, token: Token) -> Mention:
    span = annotated.span(token.i, token.i + 1)
    return Mention(
        span=span, text=annotated.text(span), tokens=(token.i, token.i + 1), head=token.i, form="pronoun", label=""
    )


def _with(chain: Chain, more: Iterable[Mention]) -> Chain:
    return replace(chain, mentions=tuple(sorted((*chain.mentions, *more), key=lambda m: (m.tokens, m.head))))


class _Talk:
    """Who speaks to whom in the quotations of a document."""

    def __init__(
        self, annotated: Annotated, chains: tuple[Chain, ...], attributions: tuple[AttributionMention, ...]
    ) -> None:
        self.annotated = annotated
        self.chains = chains
        self.attributions = attributions
        self.quotations = [quotation.outer for quotation in find_quotations(annotated)]
        self.at_head = chains_by_head(chains)

    def quotation(self, token: Token) -> int | None:
        """The number of the innermost quotation that a token stands in."""
        place = self.annotated.starts[token.i]
        around = [(b - a, i) for i, (a, b) in enumerate(self.quotations) if a <= place < b]
        return min(around)[1] if around else None

    def chain(self, token: Token) -> int | None:
        """The chain that a pronoun of the first or second person belongs to, inside a quotation."""
        place = self.annotated.starts[token.i]
        around = [
            (sum(b - a for a, b in said.content_spans), i)
            for i, said in enumerate(self.attributions)
            if said.kind != "indirect" and any(a <= place < b for a, b in said.content_spans)
        ]
        if not around:
            return None
        said = self.attributions[min(around)[1]]
        if token.lower_ in SECOND:
            return said.addressee
        speaker = self._speaker(said)
        return self._side(speaker) if speaker is not None and token.lower_ in OURS else speaker

    def _speaker(self, said: AttributionMention) -> int | None:
        """The source; where that is *I* in a quotation inside a quotation, the source of the outer one."""
        if said.source is None and said.parent is not None:
            return self._speaker(self.attributions[said.parent])
        return said.source

    def _side(self, speaker: int) -> int:
        """Whom a speaker means by *we*: the state or body named beside him, else himself."""
        if self.chains[speaker].label != "PERSON":
            return speaker
        for mention in self.chains[speaker].mentions:
            head = self.annotated.doc[mention.head]
            for word in (head, *head.children, *(c for child in head.children for c in child.children)):
                chain = self.at_head.get(word.i)
                tied = word.dep_ in ("poss", "compound", "nmod", "pobj") and mention.form != "pronoun"
                if tied and chain is not None and chain.id != speaker and chain.label in ("GPE", "ORG"):
                    return chain.id
        return speaker
