"""Which mentions stand for the same entity: sieves from the surest to the least sure.

1. names: the same words, a surname, a short form, an acronym, another name of the same country;
2. structure: a noun with a name beside it (*the official, Yevgeny Buzhinsky*), relative and reflexive pronouns;
3. nominals: the same words again, a role with its only holder, a kind of body with the last body of that kind;
4. pronouns of the third person: by number, gender, and salience;
5. once it is known who says what: *I*, *we* and *you*, which no chain holds before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.annotate import UNCODED, Annotated
from dateline.grammar.nominals import nominals
from dateline.grammar.quotations import find_quotations
from dateline.grammar.sieves.clusters import OURS, SECOND, SPEAKING, Clusters
from dateline.grammar.sieves.names import link_names
from dateline.grammar.sieves.nominals import link_nominals, link_possessed, link_structure
from dateline.grammar.sieves.pronouns import Antecedents
from dateline.model import AttributionMention, Chain, Mention, chains_by_head
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
    return tuple(_chain(annotated, number, members) for number, members in enumerate(ordered))


def _speaks(mention: Mention) -> bool:
    return mention.form == "pronoun" and mention.text.lower() in SPEAKING


def _chain(annotated: Annotated, number: int, members: list[Mention]) -> Chain:
    """A chain with its fullest name: names before nominals, nouns before adjectives, the longest, the first."""

    def fullness(mention: Mention) -> tuple[bool, bool, bool, int, int]:
        length = len(_untitled(annotated, mention)) if mention.form == "name" else 0
        return (
            mention.form == "name",
            mention.form == "nominal",
            mention.label != "NORP",
            length,
            -mention.span[0],
        )

    best = max(members, key=fullness)
    label = best.label or next((m.label for m in members if m.label), "")
    return Chain(id=number, mentions=tuple(members), name=_untitled(annotated, best), label=label)


def _untitled(annotated: Annotated, mention: Mention) -> str:
    """A mention's words; a person's name without its titles."""
    if mention.form != "name" or mention.label != "PERSON":
        return mention.text
    start, end = mention.tokens
    start += nominals().name_begins(annotated.doc[start:end])
    return annotated.text(annotated.span(start, end))


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
    unknown = (_chain(annotated, len(chains) + number, members) for number, members in enumerate(left.values()))
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
            if mention.form != "pronoun":
                for word in _tied(self.annotated.doc[mention.head]):
                    chain = self.at_head.get(word.i)
                    if chain is not None and chain.id != speaker and chain.label in ("GPE", "ORG"):
                        return chain.id
        return speaker


def _tied(noun: Token) -> Iterator[Token]:
    """What stands before a noun in its phrase, the nearest first, and after *of*, *for*, *at* and *with*."""
    yield from reversed(noun.doc[noun.left_edge.i : noun.i])
    for child in noun.rights:
        if child.lower_ in ("of", "for", "at", "with"):
            yield from (c for c in child.children if c.dep_ == "pobj")
