"""Where a document quotes: quotation marks found and paired on the text as it came in.

Pairing never crosses a paragraph. A mark that is left open ends with its paragraph (so does each piece of a quotation
that runs over several), or before the next quotation of its kind; a stray closing mark is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dateline.annotate import Annotated, blocks
from dateline.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

Kind = Literal["double", "single"]
Side = Literal["open", "close", "either"]

_MARK = re.compile(r"''|``|[\"“”„‟«»″'‘’‚‛`]")
_DOUBLE = frozenset('"“”„‟«»″') | {"''", "``"}
_OPENERS, _CLOSERS = frozenset("“„‟‘‚‛`") | {"``"}, frozenset("”’")
_BEFORE_OPEN = frozenset("([{—–-/\"“„«‘'`…")
_AFTER_CLOSE = frozenset(")]}—–-/\"”»’'.,;:!?…")
_SENTENCE_ENDS = frozenset(".!?…")
_MARKS = "\"“”„‟«»″'‘’‚‛` "
_CLIPPED = re.compile(r"\d0s\b|(?:em|til|tis|twas|cause|bout|n|round|cos)\b", re.IGNORECASE)
_SCARE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words. `span` is the content, `outer` takes the marks in; `depth` counts the quotations around it.
    `scare`: a few words that are no clause and no paragraph of their own, set apart rather than said."""

    span: Span
    outer: Span
    depth: int
    scare: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    kind: Kind
    side: Side


@dataclass(slots=True)
class _Pairing:
    """The pairs found so far in a paragraph, and the marks still open, outermost first."""

    end: int
    open: list[_Mark] = field(default_factory=list)
    pairs: list[tuple[Span, Span]] = field(default_factory=list)
    abandoned: list[_Mark] = field(default_factory=list)

    def close(self, kind: Kind, closing: Span) -> bool:
        """Pair this mark with the innermost open one of its kind; marks opened inside that one are abandoned."""
        at = next((i for i in reversed(range(len(self.open))) if self.open[i].kind == kind), None)
        if at is None:
            return False
        opening = self.open[at]
        self.abandoned += self.open[at + 1 :]
        del self.open[at:]
        if opening.span[1] < closing[0]:
            self.pairs.append((opening.span, closing))
        return True

    def finish(self) -> list[tuple[Span, Span]]:
        """All pairs in text order; a double mark never closed ends before the next quotation or with the paragraph."""
        for mark in self.open:
            if mark.kind == "double":
                later = [opening[0] for opening, _ in self.pairs if opening[0] >= mark.span[1]]
                stop = min(later, default=self.end)
                self.pairs.append((mark.span, (stop, stop)))
        return sorted(self.pairs)


def find_quotations(annotated: Annotated) -> tuple[Quotation, ...]:
    """Every quotation of the document in text order, an outer one before those inside it."""
    text = annotated.document.text
    parsed = annotated.ends[-1] if len(annotated.ends) else 0
    found: list[Quotation] = []
    for (start, end), _ in blocks(annotated.document, parsed):
        open_ends: list[int] = []
        for opening, closing in _pair(text, (start, end)):
            content = _trim(text, (opening[1], closing[0]))
            if content[0] >= content[1]:
                continue
            outer = (opening[0], closing[1] if closing[1] > closing[0] else content[1])
            open_ends = [stop for stop in open_ends if stop > opening[0]]
            scare = not _stands_alone(text, start, outer) and _is_fragment(annotated, content)
            found.append(Quotation(span=content, outer=outer, depth=len(open_ends), scare=scare))
            open_ends.append(outer[1])
    return tuple(found)


def _pair(text: str, stretch: Span) -> list[tuple[Span, Span]]:
    """(opening mark, closing mark) for each quotation of a paragraph; a missing closing mark is an empty span."""
    marks = list(_marks(text, stretch))
    pairing = _Pairing(stretch[1])
    for number, mark in enumerate(marks):
        is_open = any(m.kind == mark.kind for m in pairing.open)
        if mark.kind == "single" and _is_apostrophe(text, mark, marks[number + 1 :], is_open):
            continue
        if mark.side == "close" or (mark.side == "either" and is_open):
            pairing.close(mark.kind, mark.span)
        else:
            pairing.open.append(mark)
    return pairing.finish()


def _marks(text: str, stretch: Span) -> Iterator[_Mark]:
    """The quotation marks of a paragraph with the side that their form and surroundings allow."""
    for match in _MARK.finditer(text, *stretch):
        before = text[match.start() - 1] if match.start() > stretch[0] else " "
        after = text[match.end()] if match.end() < stretch[1] else " "
        kind: Kind = "double" if match[0] in _DOUBLE else "single"
        if before.isalnum() and after.isalnum() and (kind == "single" or before.isdigit()):
            continue
        if match[0] in {'"', "″", "''", "'"} and before.isdigit() and (after.isdigit() or kind == "single"):
            continue  # feet and inches
        yield _Mark(match.span(), kind, _side(match[0], before, after))


def _side(mark: str, before: str, after: str) -> Side:
    may_open = not after.isspace() and (before.isspace() or before in _BEFORE_OPEN)
    may_close = not before.isspace() and (after.isspace() or after in _AFTER_CLOSE)
    if may_open != may_close:
        return "open" if may_open else "close"
    if mark in _OPENERS:
        return "open"
    return "close" if mark in _CLOSERS else "either"


def _is_apostrophe(text: str, mark: _Mark, later: list[_Mark], is_open: bool) -> bool:
    """True for a single mark that stands for letters left out or follows a plural owner (*the workers' rights*)."""
    start, end = mark.span
    following = next((m.side for m in later if m.kind == "single"), None)
    if mark.side != "close" and not (mark.side == "either" and is_open):
        return bool(_CLIPPED.match(text, end)) or not any(m.kind == "single" and m.side != "open" for m in later)
    if not is_open:
        return True
    owner = text[start - 1 : start].lower() == "s" and text[end : end + 2].strip()[:1].isalpha()
    return owner and following == "close"


def _trim(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    start, end = span
    words = text[start:end]
    return (end - len(words.lstrip()), start + len(words.rstrip())) if words.strip() else (start, start)


def _stands_alone(text: str, start: int, outer: Span) -> bool:
    """True for a quotation that opens its paragraph, or is a sentence between sentences."""
    before = text[start : outer[0]].rstrip()
    words = text[slice(*outer)].strip(_MARKS)
    is_sentence = words[:1].isupper() and words[-1:] in _SENTENCE_ENDS
    return not before or (is_sentence and before.rstrip(_MARKS)[-1:] in _SENTENCE_ENDS | {":"})


def _is_fragment(annotated: Annotated, content: Span) -> bool:
    start, end = annotated.tokens(content)
    words = [t for t in annotated.doc[start:end] if t.is_alpha or t.like_num]
    return len(words) <= _SCARE_WORDS and not any(_is_clause(t, start, end) for t in words)


def _is_clause(token: Token, start: int, end: int) -> bool:
    """A finite verb with its subject, both inside the quotation."""
    return token.pos_ in {"VERB", "AUX"} and any(
        c.dep_ in {"nsubj", "nsubjpass", "expl"} and start <= c.i < end for c in token.children
    )
