"""Quotations and their cues: which words tell who speaks here.

A cue stands right after its quotation, right before it, or above it in the parse; a quotation without one continues
the words of the last speaker.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.annotate import Annotated, blocks
from dateline.grammar.cues import Cue, find_cues, verb_cue
from dateline.grammar.quotations import Quotation, find_quotations
from dateline.grammar.viewpoints import find_headline_sources, find_viewpoints
from dateline.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

COMMAS = frozenset({",", "-", "–", "—", "--"})
MARKS = " \u00a0\"'”’»"
_STOPS = frozenset({".", "?", "!", ";"})
_LEADS_ON = ",?!-–—…"
_REACH = 45  # tokens between a quotation and its cue


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with the tokens `[start, end)` that its marks enclose, marks included."""

    quotation: Quotation
    tokens: Span
    inner: Span

    def holds(self, token: int) -> bool:
        """True if this token stands between the marks."""
        return self.tokens[0] <= token < self.tokens[1]


@dataclass(slots=True)
class Draft:
    """An attribution being put together: `content` are tokens, `quotes` the quotations that belong to it."""

    cue: Cue
    content: set[int]
    quotes: list[Quoted] = field(default_factory=list)

    @property
    def extent(self) -> set[int]:
        """All tokens of the content."""
        return self.content.union(*(range(*q.tokens) for q in self.quotes))


@dataclass(slots=True)
class Reading:
    """What the steps share about one document. `around[i]` is the outermost quotation over token i, else None."""

    annotated: Annotated
    quotes: list[Quoted]
    around: list[Quoted | None]
    paragraphs: list[int]

    @classmethod
    def of(cls, annotated: Annotated) -> Reading:
        quotes = [Quoted(q, annotated.tokens(q.outer), annotated.tokens(q.span)) for q in find_quotations(annotated)]
        around: list[Quoted | None] = [None] * len(annotated.doc)
        for quote in reversed(quotes):
            for i in range(*quote.tokens):
                around[i] = quote
        limit = annotated.ends[-1] if len(annotated.ends) else 0
        begins = [start for (start, _), _ in blocks(annotated.document, limit)]
        return cls(annotated, quotes, around, [bisect_right(begins, s) for s in annotated.starts])

    def word(self, i: int) -> Token:
        return self.annotated.doc[i]

    def quoted(self, i: int) -> bool:
        """True if token i is somebody's words, not merely in scare quotes."""
        around = self.around[i]
        return around is not None and not around.quotation.scare


def link_quotations(reading: Reading) -> list[Draft]:
    """A draft for every cue, with its quotations, and for every quotation whose cue is no word of the lexicon."""
    annotated = reading.annotated
    cues = [*find_cues(annotated), *find_viewpoints(annotated), *find_headline_sources(annotated, reading.paragraphs)]
    drafts = [Draft(cue, set(cue.content)) for cue in cues]
    by_head = {draft.cue.head: draft for draft in drafts}
    last: Draft | None = None
    for quote in reading.quotes:
        found = _cue_of(reading, quote, by_head, drafts)
        if found is None and quote.quotation.depth == 0 and not quote.quotation.scare:
            found = _continued(reading, quote, last) or _taken_up(reading, quote, drafts)
            if found is None and (cue := _makeshift_cue(reading, quote)) is not None:
                found = by_head.get(cue.head) or Draft(cue, set())
                if cue.head not in by_head:
                    drafts.append(found)
                    by_head[cue.head] = found
        if found is not None:
            found.quotes.append(quote)
            if quote.quotation.depth == 0:
                last = found
    return drafts


def _cue_of(reading: Reading, quote: Quoted, by_head: dict[int, Draft], drafts: list[Draft]) -> Draft | None:
    """The cue whose complement holds the quotation, or that stands right after or before it."""
    if quote.quotation.depth > 1:
        return None
    near = _after(reading, quote, by_head) or _before(reading, quote, by_head)
    if near is not None:
        return near
    holding = [d for d in drafts if quote.inner[0] in d.content and not quote.holds(d.cue.head)]
    holding = [d for d in holding if _same_level(reading, d.cue.head, quote)]
    if holding or quote.quotation.depth:
        return min(holding, key=lambda d: len(d.content), default=None)
    return _embedded(reading, quote, by_head, drafts)


def _embedded(reading: Reading, quote: Quoted, by_head: dict[int, Draft], drafts: list[Draft]) -> Draft | None:
    """A quotation in a *that*-clause makes any verb above it a cue: *reasoning that he "had no choice"*."""
    for token in reading.word(quote.inner[0]).ancestors:
        verb = token.head
        that = token.dep_ == "ccomp" and any(c.lower_ == "that" for c in token.lefts)
        if that and verb.pos_ == "VERB" and verb.i not in by_head and reading.around[verb.i] is None:
            draft = Draft(verb_cue(verb), {t.i for t in token.subtree})
            drafts.append(draft)
            by_head[verb.i] = draft
            return draft
    return None


def _after(reading: Reading, quote: Quoted, by_head: dict[int, Draft]) -> Draft | None:
    """*"…," she said*."""
    end = quote.tokens[1]
    doc = reading.annotated.doc
    if end >= len(doc):
        return None
    text = reading.annotated.text(quote.quotation.span).rstrip(MARKS)
    if not text or (text[-1] not in _LEADS_ON and doc[end].text not in COMMAS):
        return None
    if quote.quotation.scare and not (text[0].isupper() and doc[quote.tokens[0]].is_sent_start):
        return None
    for i in range(end, min(end + _REACH, len(doc))):
        if reading.paragraphs[i] != reading.paragraphs[quote.tokens[0]] or doc[i].text in _STOPS:
            return None
        if not _same_level(reading, i, quote):
            return None
        draft = by_head.get(i)
        if draft is not None and draft.cue.quotes:
            return draft
    return None


def _before(reading: Reading, quote: Quoted, by_head: dict[int, Draft]) -> Draft | None:
    """*She said: "…"*, also with the quotation in the next paragraph."""
    begin = quote.tokens[0]
    doc = reading.annotated.doc
    if begin == 0 or (doc[begin - 1].text not in {",", ":"} and begin - 1 not in by_head):
        return None
    reach = 3 if quote.quotation.scare else _REACH
    for i in range(begin - 1, max(begin - reach, 0) - 1, -1):
        crossed = reading.paragraphs[i] != reading.paragraphs[begin]
        if doc[i].text in _STOPS or not _same_level(reading, i, quote) or (crossed and doc[begin - 1].text != ":"):
            return None
        draft = by_head.get(i)
        if draft is not None and draft.cue.quotes:
            return draft
    return None


def _same_level(reading: Reading, i: int, quote: Quoted) -> bool:
    """True if this token and the quotation stand inside the same quotation (or both in none)."""
    outer = reading.around[i]
    return (outer is None) if quote.quotation.depth == 0 else (outer is not None and outer.holds(quote.tokens[0]))


def _continued(reading: Reading, quote: Quoted, last: Draft | None) -> Draft | None:
    """The last quoted speaker, if this quotation follows in the same paragraph or opens the next one."""
    if last is None:
        return None
    here, there = reading.paragraphs[quote.tokens[0]], reading.paragraphs[last.quotes[-1].tokens[0]]
    if _interrupted(reading, quote, last):
        return None
    starts = reading.word(quote.tokens[0]).is_sent_start or reading.annotated.text(quote.quotation.span)[0].isupper()
    if not starts:
        return None
    opens = quote.tokens[0] == 0 or reading.paragraphs[quote.tokens[0] - 1] != here
    return last if here == there or (here == there + 1 and opens) else None


def _taken_up(reading: Reading, quote: Quoted, drafts: list[Draft]) -> Draft | None:
    """*He denied it. "…"*: a quotation of its own after a sentence that reports what somebody says."""
    begin = quote.tokens[0]
    if begin == 0 or not reading.word(begin).is_sent_start:
        return None
    before = reading.word(begin - 1).sent
    telling = [
        d
        for d in drafts
        if before.start <= d.cue.head < begin and d.cue.quotes and d.cue.source is not None and d.content
    ]
    return max(telling, key=lambda d: d.cue.head, default=None)


def _makeshift_cue(reading: Reading, quote: Quoted) -> Cue | None:
    """Any verb after the quotation (*"…," she laughed*) or before its colon (*He had this to offer: "…"*)."""
    doc, (begin, end) = reading.annotated.doc, quote.tokens
    said = reading.annotated.text(quote.quotation.span).rstrip(MARKS)
    if said.endswith(",") and end < len(doc) and not doc[end].is_sent_start:
        verb = next((t for t in doc[end : end + 12] if t.pos_ == "VERB"), None)
        return verb_cue(verb) if verb is not None and verb.sent == doc[end].sent else None
    if begin and doc[begin - 1].text == ":":
        verb = doc[begin - 1].sent.root
        return verb_cue(verb) if verb.pos_ in {"VERB", "AUX"} and verb.i < begin else None
    return None


def _interrupted(reading: Reading, quote: Quoted, last: Draft) -> bool:
    """True if somebody else acts in a sentence between the last quotation and this one."""
    if quote.tokens[0] == 0:
        return False
    before = reading.word(quote.tokens[0] - 1).sent
    if before.start <= last.cue.head or before.start < last.quotes[-1].tokens[1]:
        return False
    actor = next((c for c in before.root.children if c.dep_ == "nsubj"), None)
    same = last.cue.source is not None and actor is not None and actor.text == reading.word(last.cue.source).text
    return actor is not None and actor.pos_ == "PROPN" and not same
