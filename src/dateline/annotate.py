"""Document → Annotated: sentences, tags, dependencies and names, each token tied to its place in `document.text`.

The parser reads a normalised copy of the text: straight quotation marks, single blanks, no `. . .` inside a sentence,
no editorial brackets. Every character of that copy knows where it stands in the original, so that every span the
program reports is a span of the text that came in.
"""

from __future__ import annotations

import re
import statistics
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from dateline.grammar.mending import mend
from dateline.model import Document, PartKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

    from dateline.tools import Tools

UNCODED: frozenset[str] = frozenset({"byline", "credit", "boilerplate", "dateline"})

_ONE_TO_ONE = {
    **dict.fromkeys(map(ord, "‘’‚‛`´′ʼ"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\t\r\n"), " "),
}
_DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_ELLIPSIS = re.compile(r"\s*\.(?:\s?\.){2,}|\s*…")
_BRACKETED = re.compile(r"\[\s*([^\[\]\n]{1,60})\s*\]")
# What of a stretch is not copied letter by letter.
_ODD = re.compile(rf"^\s|\s\s|[^\S ]|''|{_DROPPED.pattern}")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ENDS_SENTENCE = re.compile(r"[.!?:][\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A parsed document. `doc` is spaCy's parse of the normalised text; `starts[i]`, `ends[i]` are where token i
    begins and ends in `document.text`; `kinds[i]` is the kind of part that token i stands in."""

    document: Document
    doc: Doc
    starts: array[int]
    ends: array[int]
    kinds: tuple[PartKind, ...]

    def span(self, start: int, end: int) -> Span:
        """Characters of `document.text` covered by tokens `[start, end)`."""
        return (self.starts[start], self.ends[end - 1])

    def text(self, span: Span) -> str:
        """The words of the document at this span."""
        return self.document.text[span[0] : span[1]]

    def tokens(self, span: Span) -> Span:
        """Tokens `[start, end)` that overlap these characters; empty (`start == end`) if none does."""
        first = bisect_right(self.ends, span[0])
        return (first, max(first, bisect_left(self.starts, span[1])))

    def phrase(self, token: Token) -> Span:
        """Tokens `[start, end)` of the subtree of this token."""
        return (token.left_edge.i, token.right_edge.i + 1)

    def sentences(self, *, uncoded: bool = False) -> Iterator[Phrase]:
        """Sentences in text order; those of bylines, credits, datelines and boilerplate only if `uncoded`."""
        for sentence in self.doc.sents:
            if uncoded or self.kinds[sentence.start] not in UNCODED:
                yield sentence


def annotate(documents: Iterable[Document], tools: Tools) -> Iterator[Annotated]:
    """Parse documents in batches; one Annotated for each, in order. Text beyond `max_chars` is not parsed."""
    prepared = (_prepare(document, tools) for document in documents)
    stream = tools.nlp.pipe(((p.doc, p) for p in prepared), as_tuples=True, batch_size=tools.settings.batch)
    for doc, p in stream:
        yield Annotated(p.document, mend(doc), p.starts, p.ends, p.kinds)


def _prepare(document: Document, tools: Tools) -> Annotated:
    """Tokens of the normalised text, with sentence starts fixed where a block begins."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    opens: list[bool | int | None] = []
    starts, ends = array("q"), array("q")
    kinds: list[PartKind] = []
    for (start, end), kind in blocks(document, tools.settings.max_chars):
        normal, where = normalise(document.text, start, end)
        tokens = [t for t in tools.nlp.make_doc(normal) if not t.is_space]
        for number, token in enumerate(tokens):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
            opens.append(True if number == 0 else None)
            starts.append(where[token.idx])
            ends.append(where[token.idx + len(token.text) - 1] + 1)
            kinds.append(kind)
        if tokens:
            spaces[-1] = True
    doc = Doc(tools.nlp.vocab, words=words, spaces=spaces, sent_starts=opens)
    return Annotated(document, doc, starts, ends, tuple(kinds))


def blocks(document: Document, limit: int) -> Iterator[tuple[Span, PartKind]]:
    """Stretches of text that no sentence may cross: paragraphs, cut again where a part begins or ends."""
    text = document.text[:limit]
    body_is_marked = any(part.kind == "body" for part in document.parts)
    cuts = {0, len(text)}
    for part in document.parts:
        cuts.update(min(edge, len(text)) for edge in part.span)
    for start, end in _paragraphs(text):
        cuts.update((start, end))
    for start, end in pairwise(sorted(cuts)):
        if text[start:end].strip():
            yield (start, end), _kind(document, start, "boilerplate" if body_is_marked else "body")


def _kind(document: Document, position: int, default: PartKind) -> PartKind:
    return next((p.kind for p in document.parts if p.span[0] <= position < p.span[1]), default)


def _paragraphs(text: str) -> Iterator[Span]:
    """Blank lines always part paragraphs; a single line break does too, unless the text is wrapped by hand."""
    start = 0
    for gap in [*_BLANK_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _lines(text, start, end)
        start = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    lines = []
    for match in re.finditer(r"[^\n]+", text[start:end]):
        lines.append((start + match.start(), start + match.end()))
    wrapped = _wrapped([text[a:b] for a, b in lines])
    opened = None
    for (a, b), following in zip_longest(lines, lines[1:]):
        opened = a if opened is None else opened
        joined = following is not None and (wrapped or text[following[0] : following[1]].lstrip()[:1].islower())
        if not joined or _ENDS_SENTENCE.search(text[a:b]):
            yield (opened, b)
            opened = None


def _wrapped(lines: list[str]) -> bool:
    """Lines cut at a fixed width: most end in the middle of a sentence and are about equally long."""
    inner = [line.rstrip() for line in lines[:-1]]
    if len(inner) < 2:
        return False
    open_ended = sum(not _ENDS_SENTENCE.search(line) for line in inner) / len(inner)
    return open_ended > 0.5 and 40 <= statistics.median(map(len, inner)) <= 110


def normalise(text: str, start: int, end: int) -> tuple[str, array[int]]:
    """The copy of `text[start:end]` that the parser reads, and for each of its characters its place in `text`."""
    skipped: dict[int, str] = {}  # place → what stands there instead ("" = nothing)
    stretch = text[start:end]
    for match in _ELLIPSIS.finditer(stretch):
        follows = stretch[match.end() :].lstrip(" \u00a0\u2009\u202f")[:1]
        if follows.islower():
            instead = " "
        else:
            instead = "" if follows in set(",;:'’\"”") else "…"
        blanks = 0 if instead else stretch.index(follows, match.end()) - match.end()
        for offset in range(match.start(), match.end() + blanks):
            skipped[start + offset] = ""
        skipped[start + match.start()] = instead
    for match in _BRACKETED.finditer(stretch):
        if match[1].strip().lower() == "sic":
            skipped |= {start + offset: "" for offset in range(*match.span())}
        elif any(c.isalpha() for c in match[1]):
            skipped |= {start + match.start(): "", start + match.end() - 1: ""}
    return _copy(text, (start, end), skipped)


def _copy(text: str, stretch: Span, skipped: dict[int, str]) -> tuple[str, array[int]]:
    plain = text[slice(*stretch)].translate(_ONE_TO_ONE)
    if not skipped and not _ODD.search(plain):
        return plain, array("q", range(*stretch))
    out: list[str] = []
    where = array("q")
    for place, straight in enumerate(plain, stretch[0]):
        char = skipped.get(place, straight)
        if not char or _DROPPED.match(char) or (char.isspace() and (not out or out[-1] == " ")):
            continue
        if char in "'" and out and out[-1] == "'" and text[place] in "'`":  # ''quoted'' in plain ASCII
            out[-1] = '"'
            continue
        out.append(" " if char.isspace() else char)
        where.append(place)
    return "".join(out), where
