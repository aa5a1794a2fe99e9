"""Candidates: predicates that may tell a political event, with their actors, recipients, place and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline import arguments, roles
from dateline.annotate import Annotated
from dateline.frames import LIGHT, Reader, Reading, classes_of, lexicon
from dateline.model import Candidate, Chain, EventMention, Mention, QuantityMention, Span, TimeMention
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

# Types that stand for what is said or promised of another act: the act itself is then not told a second time.
_SPEECH = frozenset({"AGREE", "THREATEN", "REJECT", "REQUEST", "SANCTION", "CONCEDE", "RETREAT", "AID"})
# What stands for its owner when it acts: *Polish troops*, *Turkish warplanes*, *a NATO raid killed three*.
_INSTRUMENTS = frozenset({"person", "troops", "police", "diplomat", "craft", "arms", "attack", "aid", "party", "media"})
_WHERE = frozenset({"in", "near", "at", "on", "outside", "along", "inside", "around", "over", "off", "across"})


def find_candidates(
    annotated: Annotated,
    chains: tuple[Chain, ...],
    times: tuple[TimeMention, ...],
    quantities: tuple[QuantityMention, ...],
    tools: Tools,
) -> Iterator[Candidate]:
    """Candidates in text order. No identifiable actor: no candidate."""
    cast = Cast.of(chains)
    setting = Setting(annotated, cast, times, quantities)
    reader = Reader()
    for sentence in annotated.sentences():
        readings = {reading.head.i: reading for reading in reader.predicates(sentence)}
        told_elsewhere = {i for reading in readings.values() for i in _absorbed(reading)}
        for place, reading in sorted(readings.items()):
            if place not in told_elsewhere and (candidate := _candidate(reading, cast, setting)):
                yield candidate


def _absorbed(reading: Reading) -> Iterator[int]:
    """Tokens of predicates that this reading already tells (*talks* of *held talks*, *leave* of *agreed to leave*)."""
    if reading.inner is None or reading.content is None:
        return
    own_subject = any(c.dep_ in ("poss", "agent") for c in reading.content.children)
    if reading.frame.tells == LIGHT or reading.type in _SPEECH or not own_subject:
        yield reading.content.i
        yield from _absorbed(reading.inner)


def _candidate(reading: Reading, cast: Cast, setting: Setting) -> Candidate | None:
    actors = cast.list_of(roles.actors_of(reading))
    if not actors:
        return None
    recipients = _recipients(reading, cast, actors)
    first, last = reading.trigger[0], reading.trigger[-1] + 1
    tokens = (first, last) if last - first <= 8 else (reading.head.i, reading.head.i + 1)
    involved = [reading.head.i, *(m.head for _, m in (*actors, *recipients))]
    clause = setting.clause(reading.head, involved)
    return Candidate(
        head=reading.head.i,
        trigger=setting.annotated.span(*tokens),
        trigger_tokens=tokens,
        span=setting.annotated.span(*clause),
        frame=reading.frame.key,
        actors=tuple(c.id for c, _ in actors),
        actor_spans=tuple(m.span for _, m in actors),
        recipients=tuple(c.id for c, _ in recipients),
        recipient_spans=tuple(m.span for _, m in recipients),
        place=setting.place(reading.head, clause),
        time=setting.time(reading.head, clause),
        quantities=setting.figures(clause),
    )


def _recipients(reading: Reading, cast: Cast, actors: list[Part]) -> list[Part]:
    """The entities of the first slot that names any besides the actors."""
    acting = {chain.id for chain, _ in actors}
    for _, tokens in roles.recipients_of(reading):
        others = [t for t in tokens if not acting & cast.owners_of(t)]
        found = [
            p for p in cast.list_of(others, inside=True, places=True) if p[0].id not in acting and not _is_region(p)
        ]
        if found:
            return found
    return []


def _is_region(part: Part) -> bool:
    return part[1].text.lower().removeprefix("the ") in lexicon().regions


Part = tuple[Chain, Mention]


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of a document, found by the token that heads each mention."""

    by_head: dict[int, Part]

    @classmethod
    def of(cls, chains: tuple[Chain, ...]) -> Cast:
        """The cast of these chains."""
        return cls({mention.head: (chain, mention) for chain in chains for mention in chain.mentions})

    def list_of(self, tokens: Iterable[Token], *, inside: bool = False, places: bool = False) -> list[Part]:
        """The entities these tokens name, each once. `inside`: look into the phrase; `places`: places count too."""
        found: dict[int, Part] = {}
        for token in tokens:
            for part in self._named(token, inside):
                if places or part[1].use == "actor":
                    found.setdefault(part[0].id, part)
        return list(found.values())

    def owners_of(self, token: Token) -> set[int]:
        """The entities that a noun is said to belong to: *its* of *its troops*."""
        return {self.by_head[c.i][0].id for c in token.children if c.dep_ == "poss" and c.i in self.by_head}

    def _named(self, token: Token, inside: bool) -> list[Part]:
        shared = [self.by_head[c.i] for c in _joined_owners(token) if c.i in self.by_head]
        if len(shared) > 1:
            return shared
        part = self.by_head.get(token.i) or self.by_head.get(arguments.held(token).i)
        if part is not None and not (inside and "border" in classes_of(token)):
            return [part]
        if not inside and not classes_of(token) & _INSTRUMENTS:
            return []
        named = roles.within(token) if inside else arguments.owners(token)
        nearest = (self.by_head[t.i] for t in named if t.i in self.by_head)
        return [part] if (part := next(nearest, None)) else []


def _joined_owners(noun: Token) -> list[Token]:
    """*Russian* and *Belarusian* of *Russian and Belarusian paratroopers*: one noun that stands for several sides."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod") and child.ent_type_ in ("NORP", "GPE", "ORG"):
            return arguments.conjoined([child])
    return []


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when: what the clause of a predicate says of place, time and figures."""

    annotated: Annotated
    cast: Cast
    times: tuple[TimeMention, ...]
    quantities: tuple[QuantityMention, ...]

    def clause(self, head: Token, involved: list[int]) -> Span:
        """Tokens `[start, end)` of the clause that holds the predicate and its arguments, else of the sentence."""
        sentence = head.sent
        start, end = self.annotated.phrase(arguments.clause_head(head))
        if all(start <= i < end for i in involved):
            return (start, end)
        return (sentence.start, sentence.end)

    def place(self, head: Token, clause: Span) -> Mention | None:
        """The place attached to the predicate, else the only one of the clause."""
        attached = [t for h in (head, head.head) for t in arguments.obliques(h, _WHERE)]
        for token in attached:
            part = self.cast.by_head.get(token.i)
            if part and part[1].use == "place":
                return part[1]
        near = [m for _, m in self.cast.by_head.values() if m.use == "place" and clause[0] <= m.head < clause[1]]
        return min(near, key=lambda m: abs(m.head - head.i), default=None)

    def time(self, head: Token, clause: Span) -> int | None:
        """The time expression under the predicate, else the nearest of its clause, else the sentence's only one."""
        bounds = range(head.sent.start, head.sent.end)
        dated = [i for i, t in enumerate(self.times) if t.type != "DURATION" and t.tokens[0] in bounds]
        within = [i for i in dated if clause[0] <= self.times[i].tokens[0] < clause[1]]
        direct = [i for i in within if self._hangs_on(self.times[i], head)]
        nearest = sorted(direct or within, key=lambda i: abs(self.times[i].tokens[0] - head.i))
        return nearest[0] if nearest else dated[0] if len(dated) == 1 else None

    def _hangs_on(self, time: TimeMention, head: Token) -> bool:
        verb = arguments.clause_head(head)
        above = self.annotated.doc[time.tokens[1] - 1]
        while not arguments.is_verbal(above) and above.head is not above:
            above = above.head
        return above.i == verb.i

    def figures(self, clause: Span) -> tuple[int, ...]:
        """Indexes of the figures inside the clause."""
        return tuple(i for i, q in enumerate(self.quantities) if clause[0] <= q.tokens[0] < clause[1])


def merge_tellings(annotated: Annotated, told: list[EventMention]) -> tuple[EventMention, ...]:
    """The tellings in text order, each second telling of an event pointing at the fullest one (`same_as`)."""
    ordered = sorted(told, key=lambda event: event.trigger_tokens)
    groups: list[list[int]] = []
    for index, event in enumerate(ordered):
        group = next((g for g in groups if all(_same(ordered[i], event) for i in g)), None)
        if group is None:
            groups.append([index])
        else:
            group.append(index)
    merged = list(ordered)
    for group in groups:
        fullest = max(group, key=lambda i: (_fullness(ordered[i]), -i))
        merged[fullest] = _complete(ordered[fullest], [ordered[i] for i in group])
        for index in group:
            if index != fullest:
                merged[index] = replace(ordered[index], same_as=fullest)
    return tuple(merged)


def _fullness(event: EventMention) -> float:
    known = (event.recipients, event.mode, event.time is not None, event.place, event.quantities)
    return sum(map(bool, known)) + bool(event.recipients) + event.confidence


def _same(left: EventMention, right: EventMention) -> bool:
    """Whether two tellings may be of one event: same type and sides, and nothing said of both that differs."""
    return (
        left.type == right.type
        and left.modality == right.modality
        and bool(set(left.actors) & set(right.actors))
        and (not left.recipients or not right.recipients or bool(set(left.recipients) & set(right.recipients)))
        and _agree(left.mode, right.mode)
        and _agree(left.time, right.time)
        and _agree(left.place and left.place.text, right.place and right.place.text)
    )


def _agree(left: object, right: object) -> bool:
    return left is None or right is None or left == right


def _complete(event: EventMention, tellings: list[EventMention]) -> EventMention:
    """The fullest telling with what only another telling says: recipients, mode, time, place."""
    recipients = next((t for t in (event, *tellings) if t.recipients), event)
    return replace(
        event,
        recipients=recipients.recipients,
        recipient_spans=recipients.recipient_spans,
        mode=next((t.mode for t in (event, *tellings) if t.mode), None),
        time=next((t.time for t in (event, *tellings) if t.time is not None), None),
        place=next((t.place for t in (event, *tellings) if t.place), None),
    )
