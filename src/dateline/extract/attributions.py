"""Who said what: sources, cues and contents.

The parse gives cues with their complements (`dateline.cues`), the marks give quotations (`dateline.quotations`). Here
each quotation finds its cue, quotations without one continue the last speaker's words, and what stands inside
somebody else's words becomes nested or is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.annotate import Annotated, blocks
from dateline.cues import Cue, find_cues, load_cues
from dateline.model import AttributionKind, AttributionMention, Chain, Span
from dateline.quotations import Quotation, find_quotations
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

_STOPS = frozenset({".", "?", "!", ";"})
_LEADS_ON = ",?!-–—…"
_ASIDES = frozenset({"while", "as", "even", "though", "although"})
_JOINERS = frozenset({",", "and", "but", "-", "–", "—"})
_COMMAS = frozenset({",", "-", "–", "—", "--"})
_EDGES = frozenset({"PUNCT", "SPACE"})
_OWN_VOICE = frozenset({"i", "we", "you", "me", "us", "one"})
_MARKS = " \u00a0\"'”’»"
_REACH = 45


@dataclass(slots=True)
class _Draft:
    """An attribution being put together: `content` are tokens, `quotes` the quotations that belong to it."""

    cue: Cue
    content: set[int]
    quotes: list[_Quote] = field(default_factory=list)

    @property
    def extent(self) -> set[int]:
        """All tokens of the content."""
        return self.content.union(*(range(*q.tokens) for q in self.quotes))


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quotation with the tokens `[start, end)` that its marks enclose, marks included."""

    quotation: Quotation
    tokens: Span
    inner: Span


@dataclass(slots=True)
class _Reading:
    """What the steps share about one document. `around[i]` is the outermost quotation over token i, else None."""

    annotated: Annotated
    quotes: list[_Quote]
    around: list[_Quote | None]
    paragraphs: list[int]

    @classmethod
    def of(cls, annotated: Annotated) -> _Reading:
        quotes = [_Quote(q, annotated.tokens(q.outer), annotated.tokens(q.span)) for q in find_quotations(annotated)]
        around: list[_Quote | None] = [None] * len(annotated.doc)
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


def find_attributions(annotated: Annotated, chains: tuple[Chain, ...], tools: Tools) -> tuple[AttributionMention, ...]:
    """Attributions in text order of their cue, nested ones with their parent's index."""
    if not len(annotated.doc):
        return ()
    reading = _Reading.of(annotated)
    drafts = [_Draft(cue, set(cue.content)) for cue in [*find_cues(annotated), *_speakers(reading)]]
    drafts = [*_link(reading, drafts)]
    for draft in drafts:
        _settle(reading, draft)
    _part(reading, drafts)
    kept = _select(reading, [d for d in drafts if d.extent])
    kept.sort(key=lambda d: (d.cue.tokens, min(d.extent)))
    extents = [d.extent for d in kept]
    people = _People.of(annotated, chains)
    return tuple(_build(reading, draft, _parent(draft, extents), people) for draft in kept)


# ── Quotations and their cues ────────────────────────────────────────────────────────────────────────────────────


def _link(reading: _Reading, drafts: list[_Draft]) -> Iterator[_Draft]:
    """The drafts with their quotations, and new ones for quotations that only continue somebody's words."""
    by_head = {draft.cue.head: draft for draft in drafts}
    last: _Draft | None = None
    for quote in reading.quotes:
        found = _cue_of(reading, quote, by_head, drafts)
        if found is None and quote.quotation.depth == 0 and not quote.quotation.scare:
            found = _continued(reading, quote, last)
        if found is not None:
            found.quotes.append(quote)
            if quote.quotation.depth == 0:
                last = found
    yield from drafts


def _cue_of(reading: _Reading, quote: _Quote, by_head: dict[int, _Draft], drafts: list[_Draft]) -> _Draft | None:
    """The cue whose complement holds the quotation, or that stands right after or before it."""
    if quote.quotation.depth > 1:
        return None
    near = _after(reading, quote, by_head) or _before(reading, quote, by_head)
    if near is not None:
        return near
    holding = [d for d in drafts if quote.inner[0] in d.content and not _inside(d.cue.head, quote)]
    holding = [d for d in holding if _level(reading, d, quote)]
    return min(holding, key=lambda d: len(d.content), default=None)


def _inside(token: int, quote: _Quote) -> bool:
    return quote.tokens[0] <= token < quote.tokens[1]


def _level(reading: _Reading, draft: _Draft, quote: _Quote) -> bool:
    """True if cue and quotation stand inside the same quotation (or both in none)."""
    outer = reading.around[draft.cue.head]
    return (outer is None) if quote.quotation.depth == 0 else (outer is not None and _inside(quote.tokens[0], outer))


def _after(reading: _Reading, quote: _Quote, by_head: dict[int, _Draft]) -> _Draft | None:
    """*"…," she said*."""
    end = quote.tokens[1]
    doc = reading.annotated.doc
    if end >= len(doc):
        return None
    text = reading.annotated.text(quote.quotation.span).rstrip(_MARKS)
    if not text or text[-1] not in _LEADS_ON and doc[end].text not in {",", "-", "–", "—"}:
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


def _before(reading: _Reading, quote: _Quote, by_head: dict[int, _Draft]) -> _Draft | None:
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


def _same_level(reading: _Reading, i: int, quote: _Quote) -> bool:
    outer = reading.around[i]
    return outer is None if quote.quotation.depth == 0 else outer is not None and _inside(quote.tokens[0], outer)


def _continued(reading: _Reading, quote: _Quote, last: _Draft | None) -> _Draft | None:
    """The last quoted speaker, if this quotation follows in the same paragraph or opens the next one."""
    if last is None:
        return None
    here, there = reading.paragraphs[quote.tokens[0]], reading.paragraphs[last.quotes[-1].tokens[0]]
    if _interrupted(reading, quote, last):
        return None
    opens = quote.tokens[0] == 0 or reading.paragraphs[quote.tokens[0] - 1] != here
    return last if here == there or (here == there + 1 and opens) else None


def _interrupted(reading: _Reading, quote: _Quote, last: _Draft) -> bool:
    """True if somebody else acts in a sentence between the last quotation and this one."""
    if quote.tokens[0] == 0:
        return False
    before = reading.word(quote.tokens[0] - 1).sent
    if before.start <= last.cue.head or before.start < last.quotes[-1].tokens[1]:
        return False
    actor = next((c for c in before.root.children if c.dep_ == "nsubj"), None)
    same = last.cue.source is not None and actor is not None and actor.text == reading.word(last.cue.source).text
    return actor is not None and actor.pos_ == "PROPN" and not same


def _speakers(reading: _Reading) -> Iterator[Cue]:
    """*Putin: no talks with Kyiv*, *MERKEL: We will see*: a name and a colon at the start of a paragraph."""
    doc, paragraphs = reading.annotated.doc, reading.paragraphs
    for i, token in enumerate(doc):
        if token.text != ":" or i == 0 or i + 3 >= len(doc):
            continue
        start = i
        while start > 0 and paragraphs[start - 1] == paragraphs[i] and i - start <= 9:
            start -= 1
        opens = start == 0 or paragraphs[start - 1] != paragraphs[i]
        if not opens or start == i or not _is_name(doc[start:i]):
            continue
        end = i + 1
        while end < len(doc) and paragraphs[end] == paragraphs[i]:
            end += 1
        if any(t.pos_ in {"VERB", "AUX"} for t in doc[i + 1 : end]):
            yield Cue(
                head=i,
                tokens=(i, i + 1),
                source=i - 1,
                source_tokens=(start, i),
                content=frozenset(range(i + 1, end)),
                quotes=True,
            )


def _is_name(words: Iterable[Token]) -> bool:
    """Words in capitals, the last a proper noun unless there is only one."""
    named = [t for t in words if t.pos_ != "PUNCT"]
    return bool(named) and all(t.text[0].isupper() for t in named) and (named[-1].pos_ == "PROPN" or len(named) == 1)


# ── What the content is ──────────────────────────────────────────────────────────────────────────────────────────


def _settle(reading: _Reading, draft: _Draft) -> None:
    """Content as it will be reported: whole quotations alone, else the clause with its quotations."""
    cue = draft.cue
    whole = [q for q in draft.quotes if not q.quotation.scare and reading.annotated.text(q.quotation.span)[0].isupper()]
    apart = [q for q in whole if not _inside(cue.head, q)]
    if apart:
        draft.content.clear()
    else:
        _aside(reading, draft)
        _widen(reading, draft)
    _trim_tail(reading, draft)
    own = set(range(*cue.tokens)) | (set(range(*cue.source_tokens)) if cue.source_tokens else set())
    draft.content -= own


def _widen(reading: _Reading, draft: _Draft) -> None:
    """*Talks failed, he said*: everything before the source, where the parse ends the sentence with the cue."""
    cue = draft.cue
    if not draft.content or draft.quotes or max(draft.content) > cue.head:
        return
    token = reading.word(cue.head)
    if token.dep_ != "ROOT" or cue.source_tokens is None:
        return
    begin = token.sent.start
    draft.content |= set(range(begin, min(cue.source_tokens[0], cue.tokens[0])))


def _aside(reading: _Reading, draft: _Draft) -> None:
    """*Talks, he said, had failed*: the sentence around a cue set off by commas."""
    cue, doc = draft.cue, reading.annotated.doc
    if draft.content or not cue.quotes or cue.source_tokens is None:
        return
    start, end = min(cue.source_tokens[0], cue.tokens[0]), max(cue.source_tokens[1], cue.tokens[1])
    sentence = reading.word(cue.head).sent
    if start <= sentence.start + 1 or end >= sentence.end or doc[start - 1].text not in _COMMAS:
        return
    draft.content |= set(range(sentence.start, start - 1))
    if doc[end].text in _COMMAS and end + 1 < sentence.end and doc[end + 1].tag_ != "VBG":
        draft.content |= set(range(end + 1, sentence.end))


def _trim_tail(reading: _Reading, draft: _Draft) -> None:
    """Without what the report adds at the end of a clause: *…, which …*, *…, making …*, *…, while …*."""
    content, doc = draft.content, reading.annotated.doc
    if not content or min(content) < draft.cue.head:
        return
    end = max(content)
    for i in sorted(content)[3:-1]:
        if doc[i].text not in _COMMAS or i - 1 not in content or reading.around[i] is not None:
            continue
        if any(_opens_at(word, i + 1, end) for word in (doc[i + 1], *doc[i + 1].ancestors)):
            draft.content = {t for t in content if t < i}
            return


def _opens_at(verb: Token, start: int, end: int) -> bool:
    """True for a subordinate clause from `start` to the end of the content."""
    return (
        verb.dep_ in {"relcl", "advcl"}
        and verb.left_edge.i == start
        and verb.right_edge.i >= end - 1
        and (verb.dep_ == "relcl" or verb.tag_ == "VBG" or verb.doc[start].lower_ in _ASIDES)
    )


def _part(reading: _Reading, drafts: list[_Draft]) -> None:
    """*He said that …, adding that …*: a second saying of the same source ends the first."""
    for later in drafts:
        start, source = later.cue.tokens[0], later.cue.source
        if source is None or start == 0 or reading.word(start - 1).lower_ not in _JOINERS:
            continue
        for draft in drafts:
            if start in draft.content and draft.cue.head < start and draft.cue.source == source:
                draft.content = {i for i in draft.content if i < start - 1}


def _select(reading: _Reading, drafts: list[_Draft]) -> list[_Draft]:
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


def _reports(reading: _Reading, draft: _Draft, extents: list[set[int]]) -> bool:
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
    if verb.pos_ not in {"VERB", "AUX"}:
        return False
    return verb.tag_ in {"VB", "VBG"} or any(c.tag_ == "MD" for c in verb.children)


def _parent(draft: _Draft, extents: list[set[int]]) -> int | None:
    """The index of the innermost attribution whose content holds this cue."""
    outer = [(len(e), i) for i, e in enumerate(extents) if draft.cue.head in e]
    return min(outer)[1] if outer else None


# ── The attribution ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _People:
    """Chains by their mentions' head tokens and tokens."""

    by_head: dict[int, int]
    by_token: dict[int, int]

    @classmethod
    def of(cls, annotated: Annotated, chains: tuple[Chain, ...]) -> _People:
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


def _build(reading: _Reading, draft: _Draft, parent: int | None, people: _People) -> AttributionMention:
    annotated, cue = reading.annotated, draft.cue
    head = cue.source
    if head is not None and reading.word(head).tag_ in {"WP", "WDT"}:
        head = _antecedent(reading.word(head))
    addressee = people.at(cue.addressee, None)
    medium, occasion = _circumstances(reading.word(cue.head), draft.extent)
    told = _medium_told(reading, cue)
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


def _kind(draft: _Draft) -> AttributionKind:
    if not draft.quotes:
        return "indirect"
    quoted = set().union(*(range(*q.tokens) for q in draft.quotes))
    return "direct" if draft.content <= quoted else "mixed"


def _spans(reading: _Reading, draft: _Draft) -> tuple[Span, ...]:
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


def _medium_told(reading: _Reading, cue: Cue) -> str | None:
    """The words of an addressee that carries news rather than listens: *told Interfax*."""
    if cue.addressee is None:
        return None
    return _medium(reading.word(cue.addressee))


def _medium(noun: Token) -> str | None:
    phrase = [t for t in noun.subtree if t.i <= noun.i]
    if not any(t.lower_ in load_cues().media for t in phrase):
        return None
    return noun.doc[phrase[0].i : noun.i + 1].text


def _circumstances(token: Token, content: set[int]) -> tuple[str | None, str | None]:
    """Medium and occasion: *on Russian TV*, *in an interview with …*."""
    medium = occasion = None
    for child in token.children:
        if child.dep_ != "prep" or child.i in content:
            continue
        nouns = [t for t in child.subtree if t.dep_ == "pobj" and t.i not in content]
        if nouns and nouns[0].head.i == child.i and nouns[0].lemma_.lower() in load_cues().occasions:
            occasion = occasion or token.doc[child.i : nouns[0].i + 1].text
        medium = medium or next((m for t in nouns if (m := _medium(t))), None)
    return medium, occasion
