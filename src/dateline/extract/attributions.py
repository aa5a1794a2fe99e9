"""Who said what: sources, cues and contents.

`dateline.grammar.speakers` ties quotations to cues. Here each becomes an attribution: its content is bounded, what
stands inside somebody else's words is nested or left out, and its source, addressee, medium and occasion are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.grammar.cues import is_passive, is_said_by_another, load_cues
from dateline.grammar.speakers import COMMAS, MARKS, Draft, Quoted, Reading, link_quotations
from dateline.model import AttributionKind, AttributionMention, Chain, Span
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

_ENDS = ".,?!-–—…:;"
_JOINERS = frozenset({",", "and", "but", "-", "–", "—"})
_EDGES = frozenset({"PUNCT", "SPACE"})
_OWN_VOICE = frozenset({"i", "we", "you", "me", "us", "one"})


def find_attributions(annotated: Annotated, chains: tuple[Chain, ...], tools: Tools) -> tuple[AttributionMention, ...]:
    """Attributions in text order of their cue, nested ones with their parent's index."""
    if not len(annotated.doc):
        return ()
    reading = Reading.of(annotated)
    drafts = link_quotations(reading)
    for draft in drafts:
        _settle(reading, draft)
    _part(reading, drafts)
    kept = _select(reading, [d for d in drafts if d.extent])
    kept.sort(key=lambda d: (d.cue.tokens, min(d.extent)))
    extents = [d.extent for d in kept]
    people = _People.of(chains)
    return tuple(_build(reading, draft, _parent(draft, extents), people) for draft in kept)


# ── What the content is ──────────────────────────────────────────────────────────────────────────────────────────


def _settle(reading: Reading, draft: Draft) -> None:
    """Content as it will be reported: whole quotations alone, else the clause with its quotations."""
    cue = draft.cue
    if any(_is_all(reading, draft, quote) for quote in draft.quotes):
        draft.content.clear()
    else:
        _aside(reading, draft)
        _widen(reading, draft)
    _trim_tail(reading, draft)
    own = set(range(*cue.tokens)) | (set(range(*cue.source_tokens)) if cue.source_tokens else set())
    draft.content -= own


def _is_all(reading: Reading, draft: Draft, quote: Quoted) -> bool:
    """True if this quotation is the content, and what the parse adds to it is not."""
    cue, (start, end) = draft.cue, quote.tokens
    if quote.holds(cue.head) or not _is_whole(reading, quote):
        return False
    within = draft.content & set(range(start, end))
    later = bool(within) and cue.head < min(draft.content) < start - 2
    return not draft.content or (bool(within) and not later)


def _is_whole(reading: Reading, quote: Quoted) -> bool:
    """A quotation that begins and ends as a sentence does, or leads on to its cue."""
    text = reading.annotated.text(quote.quotation.span)
    ends = text.rstrip(MARKS)[-1:] in _ENDS or reading.annotated.text(quote.quotation.outer)[-1:].isalnum()
    return text[0].isupper() and not quote.quotation.scare and ends


def _widen(reading: Reading, draft: Draft) -> None:
    """*Talks failed, he said*: everything before the source, where the parse ends the sentence with the cue."""
    cue = draft.cue
    if not draft.content or draft.quotes or max(draft.content) > cue.head:
        return
    token = reading.word(cue.head)
    if token.dep_ != "ROOT" or cue.source_tokens is None:
        return
    begin = token.sent.start
    draft.content |= set(range(begin, min(cue.source_tokens[0], cue.tokens[0])))


def _aside(reading: Reading, draft: Draft) -> None:
    """*Talks, he said, had failed*: the sentence around a cue set off by commas."""
    cue, doc = draft.cue, reading.annotated.doc
    if draft.content or not cue.quotes or cue.source_tokens is None or is_passive(reading.word(cue.head)):
        return
    if reading.word(cue.source_tokens[0]).tag_ in {"WP", "WDT"}:
        return
    if cue.addressee is None and any(c.dep_ in {"dobj", "xcomp"} for c in reading.word(cue.head).children):
        return
    start, end = min(cue.source_tokens[0], cue.tokens[0]), max(cue.source_tokens[1], cue.tokens[1])
    sentence = reading.word(cue.head).sent
    if doc[start - 1].lower_ == "as":
        start -= 1
    if start <= sentence.start + 1 or doc[start - 1].text not in COMMAS:
        return
    around = [*range(sentence.start, start - 1)]
    if end < sentence.end and doc[end].text in COMMAS and end + 1 < sentence.end and doc[end + 1].tag_ != "VBG":
        around += range(end + 1, sentence.end)
    if any(doc[i].dep_ in {"nsubj", "nsubjpass", "expl"} for i in around):
        draft.content.update(around)


def _trim_tail(reading: Reading, draft: Draft) -> None:
    """Without what the report adds at the end of a clause: *…, which …*."""
    content, doc = draft.content, reading.annotated.doc
    if not content or min(content) < draft.cue.head:
        return
    end = max(content)
    for i in sorted(content)[3:-1]:
        if doc[i].text not in COMMAS or i - 1 not in content or reading.around[i] is not None:
            continue
        more = any(doc[j].text == "," for j in range(i + 1, end))
        if not more and any(_opens_at(word, i + 1, end) for word in (doc[i + 1], *doc[i + 1].ancestors)):
            draft.content = {t for t in content if t < i}
            return


def _opens_at(verb: Token, start: int, end: int) -> bool:
    """True for a relative clause from `start` to the end of the content."""
    whole = verb.dep_ == "relcl" and verb.left_edge.i == start and verb.right_edge.i >= end - 1
    return whole and verb.doc[start].tag_ != "TO"


def _part(reading: Reading, drafts: list[Draft]) -> None:
    """*He said that …, adding that …*: a second saying of the same source ends the first, and so does the source that
    a headline ends with."""
    for later in drafts:
        if reading.word(later.cue.head).is_punct and later.cue.source_tokens is not None:
            credit = set(range(later.cue.head, later.cue.source_tokens[1]))
            for draft in drafts:
                draft.content -= credit if draft is not later else set()
        start, source = later.cue.tokens[0], later.cue.source
        if source is None or start == 0 or reading.word(start - 1).lower_ not in _JOINERS:
            continue
        for draft in drafts:
            if start not in draft.content or draft.cue.head > start:
                continue
            if draft.cue.source == source or _joins(reading.word(later.cue.head), reading.word(draft.cue.head)):
                draft.content = {i for i in draft.content if i < start - 1}
                later.cue = replace(later.cue, source=draft.cue.source, source_tokens=draft.cue.source_tokens)


def _joins(later: Token, first: Token) -> bool:
    """*said he would go and insisted …*, *said it failed, stating …*: joined to the first verb, not to its clause."""
    if later.tag_ == "VBG":
        return "speech" in load_cues().verbs.get(later.lemma_.lower(), ())
    return (
        later.dep_ == "conj"
        and later.tag_ == first.tag_ != later.head.tag_
        and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in later.children)
    )


def _select(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Without the drafts inside another's content, unless somebody else's saying is reported there."""
    extents = [d.extent for d in drafts]
    return [
        draft
        for draft, extent in zip(drafts, extents, strict=True)
        if not (
            reading.quoted(draft.cue.head) or any(draft.cue.head in other and other is not extent for other in extents)
        )
        or _reports(reading, draft, extents)
    ]


def _reports(reading: Reading, draft: Draft, extents: list[set[int]]) -> bool:
    """A nested attribution worth keeping: a quotation in a quotation, or a third person's words."""
    cue = draft.cue
    quoted = reading.quoted(cue.head)
    if draft.quotes and not quoted:
        return True
    if cue.source is None or _is_supposed(reading.word(cue.head)):
        return False
    if any(q.quotation.depth for q in draft.quotes):
        return True
    source = reading.word(cue.source)
    outer = min((e for e in extents if cue.head in e), key=len, default={cue.source})
    named = source.lower_ not in _OWN_VOICE and source.pos_ in {"PROPN", "NOUN"}
    return cue.speech and named and cue.source in outer


def _is_supposed(verb: Token) -> bool:
    """*would say*, *to claim*: nobody has said it."""
    if verb.pos_ not in {"VERB", "AUX"} or is_said_by_another(verb):
        return False
    return verb.tag_ in {"VB", "VBG"} or any(c.tag_ == "MD" for c in verb.children)


def _parent(draft: Draft, extents: list[set[int]]) -> int | None:
    """The index of the innermost attribution whose content holds this cue."""
    own = len(draft.extent)
    outer = [(len(e), i) for i, e in enumerate(extents) if draft.cue.head in e and len(e) > own]
    return min(outer)[1] if outer else None


# ── The attribution ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _People:
    """Chains by their mentions' head tokens and tokens."""

    by_head: dict[int, int]
    by_token: dict[int, int]

    @classmethod
    def of(cls, chains: tuple[Chain, ...]) -> _People:
        mentions = [(m, chain.id) for chain in chains for m in chain.mentions]
        mentions.sort(key=lambda pair: pair[0].tokens[0] - pair[0].tokens[1])
        by_token = {i: chain for m, chain in mentions for i in range(*m.tokens)}
        return cls({m.head: chain for m, chain in mentions}, by_token)

    def at(self, head: int | None, phrase: Span | None) -> int | None:
        """The chain of the mention at this head, else of one over it or in the phrase."""
        if head is None:
            return None
        if head in self.by_head:
            return self.by_head[head]
        if head in self.by_token:
            return self.by_token[head]
        return next((self.by_token[i] for i in range(*phrase) if i in self.by_token), None) if phrase else None


def name_speakers(
    annotated: Annotated, chains: tuple[Chain, ...], attributions: tuple[AttributionMention, ...]
) -> tuple[AttributionMention, ...]:
    """The attributions whose source was an *I* or *we* of unknown speaker, now that these pronouns have chains."""
    people = _People.of(chains)
    named = []
    for said in attributions:
        if said.source is None and said.source_span is not None:
            phrase = annotated.tokens(said.source_span)
            said = replace(said, source=people.at(phrase[0], phrase))
        named.append(said)
    return tuple(named)


def _build(reading: Reading, draft: Draft, parent: int | None, people: _People) -> AttributionMention:
    annotated, cue = reading.annotated, draft.cue
    head = cue.source
    if head is not None and reading.word(head).tag_ in {"WP", "WDT"}:
        head = _antecedent(reading.word(head))
    addressee = people.at(cue.addressee, None)
    told = _medium(reading, reading.word(cue.addressee)) if cue.addressee is not None else None
    verb = reading.word(cue.head)
    medium, occasion = _circumstances(reading, verb, draft.extent)
    if verb.dep_ == "advcl" and not (medium or occasion):
        medium, occasion = _circumstances(reading, verb.head, draft.extent)
    return AttributionMention(
        kind=_kind(draft),
        source=people.at(head, cue.source_tokens),
        source_span=annotated.span(*cue.source_tokens) if cue.source_tokens else None,
        cue_span=annotated.span(*cue.tokens),
        content_spans=_spans(reading, draft),
        parent=parent,
        addressee=None if told else addressee,
        via=addressee if told else None,
        medium=told or medium,
        occasion=occasion,
    )


def _antecedent(pronoun: Token) -> int:
    """What a relative pronoun stands for: the noun that its clause hangs on."""
    verb = pronoun.head
    while verb.dep_ in {"conj", "xcomp", "ccomp"}:
        verb = verb.head
    return verb.head.i if verb.dep_ == "relcl" else pronoun.i


def _kind(draft: Draft) -> AttributionKind:
    if not draft.quotes:
        return "indirect"
    quoted = set().union(*(range(*q.tokens) for q in draft.quotes))
    return "direct" if draft.content <= quoted else "mixed"


def _spans(reading: Reading, draft: Draft) -> tuple[Span, ...]:
    """The content as spans of the text: quotations with their marks, clauses without the punctuation around them."""
    annotated = reading.annotated
    quoted = {i for q in draft.quotes for i in range(*q.tokens)}
    spans = []
    for start, end in _runs(sorted(draft.extent)):
        while start < end and start not in quoted and annotated.doc[start].pos_ in _EDGES:
            start += 1
        while end > start and end - 1 not in quoted and annotated.doc[end - 1].pos_ in _EDGES:
            end -= 1
        if start < end:
            first, last = annotated.span(start, end)
            # a mark of two characters ('') is one token of the parse
            ends = [q.quotation.outer[1] for q in draft.quotes if q.tokens[1] == end]
            spans.append((first, max([last, *ends])))
    return tuple(spans)


def _runs(tokens: list[int]) -> Iterator[Span]:
    """Neighbouring numbers as `[start, end)`."""
    start = None
    for i, following in zip(tokens, [*tokens[1:], None], strict=True):
        start = i if start is None else start
        if following != i + 1:
            yield start, i + 1
            start = None


def _medium(reading: Reading, noun: Token) -> str | None:
    """The words of a noun phrase that carries news rather than listens: *Interfax*, *Russian TV*."""
    phrase = [t for t in noun.subtree if t.i <= noun.i]
    if not any(t.lower_ in load_cues().media for t in phrase):
        return None
    return reading.annotated.text(reading.annotated.span(phrase[0].i, noun.i + 1))


def _circumstances(reading: Reading, verb: Token, content: set[int]) -> tuple[str | None, str | None]:
    """Medium and occasion: *on Russian TV*, *in an interview with …*."""
    medium = occasion = None
    for child in verb.children:
        if child.dep_ != "prep" or child.i in content:
            continue
        nouns = [t for t in child.subtree if t.dep_ == "pobj" and t.i not in content]
        if nouns and nouns[0].head.i == child.i and nouns[0].lemma_.lower() in load_cues().occasions:
            occasion = occasion or reading.annotated.text(reading.annotated.span(child.i, nouns[0].i + 1))
        medium = medium or next((m for t in nouns if (m := _medium(reading, t))), None)
    return medium, occasion
