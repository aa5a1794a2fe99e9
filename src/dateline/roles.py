"""Who plays which role in what a predicate tells: head tokens for actors and, slot by slot, recipients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline import arguments
from dateline.frames import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

_INSIDE = frozenset(
    ("poss", "compound", "amod", "nmod", "prep", "pobj", "pcomp", "dobj", "agent", "conj", "appos", "acl")
)


def actors_of(reading: Reading) -> list[Token]:
    """Head tokens of who does it; empty if the sentence does not say."""
    head = reading.head
    if head.pos_ != "NOUN":
        return arguments.agents(head) or (arguments.owners(reading.content) if reading.content is not None else [])
    found = arguments.owners(head)
    if not found and "from" not in reading.slots:
        found = arguments.conjoined(arguments.obliques(head, ("from",)))
    if not found and reading.frame.of == "actor":
        found = arguments.conjoined(arguments.obliques(head, ("of",)))
    return found


def recipients_of(reading: Reading) -> Iterator[tuple[str, list[Token]]]:
    """Slot by slot, the head tokens of who it is done to; the caller takes the first slot that names an entity."""
    head, content = reading.head, reading.content
    bearers = [head]
    for inner in (content, reading.inner.content if reading.inner else None):
        if inner is not None:
            bearers.append(inner)
    for slot in reading.slots:
        if slot == "obj":
            yield slot, arguments.objects(head) if head.pos_ == "VERB" else []
            yield slot, [o for b in bearers[1:] if b.pos_ == "VERB" for o in arguments.objects(b)]
        elif slot == "dative":
            yield slot, arguments.datives(head)
        elif slot == "theirs":
            yield slot, _own_subjects(content)
        elif slot == "content":
            yield from ((slot, [token]) for bearer in bearers[1:] for token in within(bearer))
        elif not (slot == "of" and reading.frame.of == "actor"):
            yield slot, [t for b in bearers for t in arguments.obliques(b, (slot,))]


def _own_subjects(clause: Token | None) -> list[Token]:
    if clause is None or not arguments.is_verbal(clause):
        return []
    own = any(c.dep_ in arguments.SUBJECTS | arguments.PASSIVE_SUBJECTS for c in clause.children)
    return arguments.surface_subjects(clause) if own else []


def within(token: Token, depth: int = 0) -> Iterator[Token]:
    """Nouns inside a phrase or clause, nearest first: *the court's decision on the ban* → *court*, *ban*."""
    layer = [c for c in token.children if c.dep_ in _INSIDE]
    nouns = [c for c in layer if c.pos_ in arguments.NOMINAL or c.pos_ == "ADJ"]
    yield from sorted(nouns, key=lambda c: c.dep_ != "poss")
    if depth < 4:
        for child in layer:
            yield from within(child, depth + 1)
