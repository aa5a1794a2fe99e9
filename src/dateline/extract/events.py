"""Candidates: predicates that may tell a political event, with their actors, recipients, place and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.grammar import arguments, roles
from dateline.grammar.cast import Cast, Part
from dateline.grammar.frames import (
    LIGHT,
    UNLISTED,
    Reader,
    Reading,
    classes_of,
    is_listed_noun,
    kind_of_clause,
    lexicon,
)
from dateline.model import Candidate, Chain, EventMention, Mention, QuantityMention, Span, TimeMention

if TYPE_CHECKING:
    from spacy.tokens import Token

# Types that stand for what is said or promised of another act: the act itself is then not told a second time.
_SPEECH = frozenset({"AGREE", "THREATEN", "REJECT", "REQUEST", "SANCTION", "CONCEDE", "RETREAT", "AID"})
_ANSWERS = frozenset({"retaliate", "retaliation", "reprisal", "respond", "response"})
_LOCATIVE = frozenset({"in", "at", "near", "over", "into", "around", "along"})
# Acts that several actors do with one another: where they did it is then no recipient.
_SHARED = frozenset({"CONSULT", "COOPERATE", "SUPPORT", "AGREE"})
# Acts of speech: a place in what is said is where that would happen, not where it was said.
_WORDS = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
# Fights that have several sides and no victim: *A and B clashed near C*.
_MUTUAL = frozenset({"clash", "fight", "skirmish", "battle"})
_WITHIN = frozenset({"obj", "content", "anywhere"})
_TOLL = frozenset({"kill", "injure", "wound", "maim", "hurt"})
_FOR = frozenset({"for", "of", "on", "over"})
# What only a state does.
_OFFICIAL = frozenset({("COERCE", "arrest"), ("COERCE", "deport"), ("SANCTION", "convict"), ("ACCUSE", "allege")})
# Acts whose object is what is asked for, offered or used, not what they are done to.
_NOT_TO_THINGS = (_SHARED | {"REQUEST", "THREATEN", "AID", "MOBILIZE"}) - {"SUPPORT"}
_DONE_TO = frozenset({"obj", "victims", "on", "against", "at", "of", "to"})  # slots in which things are acted upon
# Things that several share or that an act brings about: nobody they were done to.
_BETWEEN = frozenset({"agreement", "talks", "ceasefire", "relations", "emergency", "visit", "comment", "intention"})
_MEASURED = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_MEANWHILE = frozenset({"as", "when", "while"})
_WHERE = frozenset({"in", "near", "at", "on", "outside", "along", "inside", "around", "over", "off", "across"})


def find_candidates(
    annotated: Annotated,
    chains: tuple[Chain, ...],
    times: tuple[TimeMention, ...],
    quantities: tuple[QuantityMention, ...],
) -> tuple[tuple[Candidate, ...], tuple[Chain, ...]]:
    """Candidates, sentence by sentence (no identifiable actor: no candidate), and the chains with those of the things
    that something was done to after them."""
    cast = Cast.of(annotated, chains)
    found = tuple(_candidates(annotated, cast, Setting(annotated, cast, times, quantities)))
    return found, (*chains, *cast.made)


def _candidates(annotated: Annotated, cast: Cast, setting: Setting) -> Iterator[Candidate]:
    reader = Reader()
    before: list[Candidate] = []
    for sentence in annotated.sentences():
        readings = {reading.head.i: reading for reading in reader.predicates(sentence)}
        drafted = {i: c for i, reading in readings.items() if (c := _candidate(reading, cast, setting))}
        told_elsewhere = {
            j
            for i in drafted
            for j in (*_absorbed(readings[i]), *_topics(readings[i], readings), *_grounds(readings[i], readings))
        }
        for i in sorted(drafted.keys() - told_elsewhere):
            before.append(_answering(readings[i], drafted[i], before))
            yield from _with_prison(readings[i], before[-1])
        for unlisted in filter(None, map(reader.unlisted, (t for t in sentence if t.i not in told_elsewhere))):
            if any(o.i in drafted for o in arguments.objects(unlisted.head)):  # *faced criticism*: the noun tells it
                continue
            candidate = _candidate(unlisted, cast, setting)
            if candidate and (candidate.recipients or len(candidate.actors) > 1):
                yield candidate  # the encoder alone decides, and needs both sides for that


def _with_prison(reading: Reading, candidate: Candidate) -> Iterator[Candidate]:
    """A conviction is a conviction, and with prison two events: the sentence and the arrest (PLOVER)."""
    if reading.mode != "convict":
        yield candidate
        return
    yield replace(candidate, note="SANCTION convict")
    if any(t.lemma_ in ("prison", "jail", "imprisonment", "bar") for t in reading.head.subtree):
        yield replace(candidate, note="COERCE arrest")


def _answering(reading: Reading, candidate: Candidate, before: list[Candidate]) -> Candidate:
    """Retaliation is against whoever did the thing it answers: the last to act against anybody before."""
    answers = reading.content is not None and reading.content.lemma_ in _ANSWERS
    if candidate.recipients or not answers:
        return candidate
    acted = [c for c in before[-3:] if c.recipients and not set(c.actors) & set(candidate.actors)]
    if not acted:
        return candidate
    return replace(candidate, recipients=acted[-1].actors, recipient_spans=acted[-1].actor_spans)


def _topics(reading: Reading, readings: dict[int, Reading]) -> list[int]:
    """What a protest is about is told with it."""
    return [other.head.i for other in readings.values() if roles.is_topic(other, reading)]


def _grounds(reading: Reading, readings: dict[int, Reading]) -> list[int]:
    """What somebody is arrested or convicted for is alleged, and told with it; a protest is seen by all."""
    if (reading.type, reading.mode) not in (("COERCE", "arrest"), ("SANCTION", "convict")):
        return []
    grounds = [t.i for child in reading.head.children if child.lower_ in _FOR for t in child.subtree]
    return [i for i in grounds if i in readings and readings[i].type != "PROTEST"]


def _absorbed(reading: Reading) -> Iterator[int]:
    """Tokens of predicates that this reading already tells (*talks* of *held talks*, *leave* of *agreed to leave*)."""
    if reading.inner is None or reading.content is None or reading.head.lemma_ == "deny":
        return
    own_subject = any(c.dep_ in ("poss", "agent") for c in reading.content.children)
    if reading.frame.tells == LIGHT or reading.type in _SPEECH or not own_subject:
        yield reading.content.i
        yield from _absorbed(reading.inner)


def _candidate(reading: Reading, cast: Cast, setting: Setting) -> Candidate | None:
    agents = [t for t in roles.actors_of(reading) if "natural" not in classes_of(t)]
    actors = cast.list_of(agents) or _unnamed(reading, cast)
    if not actors and reading.type in _WORDS | _SHARED:  # *the management of Eskom agreed*
        actors = cast.list_of(agents, inside=True)
    actors = actors or [cast.crowd(t) for t in agents if t.tag_ == "NNS" and not classes_of(t)]
    if not actors or roles.is_reflexive(reading):
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
        place=setting.place(reading, clause),
        time=setting.time(reading.head),
        quantities=setting.figures(clause),
    )


def _unnamed(reading: Reading, cast: Cast) -> list[Part]:
    """Who must have done it where nobody is named. *Protests in Chad*: the people of the place; *was arrested in
    Colombo*: what only a state does, the state of the place did."""
    verb = reading.head
    if reading.type == "PROTEST" and verb.pos_ == "NOUN":
        there = [t for t in arguments.obliques(verb, _LOCATIVE | {"across"}) if cast.is_land(t)]
        return [cast.by_head[t.i] for t in there[:1]]
    if (reading.type, reading.mode) not in _OFFICIAL or verb.pos_ != "VERB" or not arguments.is_passive(verb):
        return []
    there = [t for t in verb.sent if t.dep_ == "pobj" and t.head.lower_ in _LOCATIVE and cast.is_land(t)]
    nearest = sorted(there, key=lambda t: (t.head.head != verb, abs(t.i - verb.i)))
    if nearest:
        return [cast.by_head[nearest[0].i]]
    held = {t.i for o in arguments.objects(verb) for t in o.subtree}
    nations = [ent for ent in verb.sent.ents if ent.label_ == "NORP" and ent.root.i in held]
    if nations:
        return [cast.state(nations[0])]
    before = [i for i in cast.by_head if i < verb.i and cast.is_land(verb.doc[i])]
    return [cast.by_head[max(before)]] if before else []


def _recipients(reading: Reading, cast: Cast, actors: list[Part]) -> list[Part]:
    """The entities of the first slot that names any besides the actors: named directly, inside a phrase, as a thing, as
    a place; and only then whoever else the clause names."""
    acting = {chain.id for chain, _ in actors}
    theirs = {i for _, m in actors for i in range(*m.tokens)}
    if len(actors) > 1 and roles.is_joint(reading):
        return []
    slots = [
        (
            slot,
            [t for t in tokens if t.i not in theirs and _may_receive(t, reading, slot) and not cast.is_own(t, acting)],
        )
        for slot, tokens in roles.recipients_of(reading)
    ]
    near = [pair for pair in slots if pair[0] != "anywhere"]
    mutual = reading.type in _SHARED
    shared = len(actors) > 1 and (mutual or reading.head.lemma_ in _MUTUAL)
    words = mutual or reading.type in _WORDS

    def named(slots: list[tuple[str, list[Token]]], *, inside: bool, places: bool) -> list[Part]:
        for slot, tokens in slots:
            if slot not in _LOCATIVE or (inside and places):
                found = [p for p in cast.list_of(tokens, inside=inside, places=places) if p[0].id not in acting]
                if found := [p for p in found if not _is_region(p) and (places or p[1].use == "actor")]:
                    return found
        return []

    def things() -> list[Part]:
        return [] if shared or reading.type in _NOT_TO_THINGS else _things(reading, near, cast)

    return (
        named(near, inside=False, places=True)
        or named(near, inside=True, places=False)
        or ([] if words else things())
        or ([] if shared else named(near, inside=True, places=True))
        or named(slots, inside=False, places=True)
        or ([] if shared else named(slots, inside=True, places=True))
        or things()
    )


def _things(reading: Reading, slots: list[tuple[str, list[Token]]], cast: Cast) -> list[Part]:
    """What no actor is but the act was done to: *a gas plant*, *the bill*, *the Iranian tanker*; not what names the act
    itself (*imposed a curfew*)."""
    for slot, tokens in slots:
        for token in tokens:
            names_act = (
                token.i in reading.trigger
                or classes_of(token) & _BETWEEN
                or (reading.frame is UNLISTED and is_listed_noun(token))
            )
            if slot in _DONE_TO and token.pos_ in ("NOUN", "PROPN") and not names_act:
                return [] if token.ent_type_ in _MEASURED else [cast.thing(token)]
    return []


def _may_receive(token: Token, reading: Reading, slot: str) -> bool:
    """Not *its* of the actor's own, no place that only sets the scene (*In Geneva, X condemned Y*), and nothing of
    the weapon that is used (*fired American missiles from Yemen*)."""
    if slot in _WITHIN and reading.head.lemma_ in roles.HURLED and roles.is_of_weapon(token):
        return False
    return token.tag_ != "PRP$" and (slot not in _LOCATIVE or token.i > reading.head.i)


def _is_where(token: Token) -> bool:
    return token.dep_ == "pobj" and token.head.lower_ in _WHERE


def _is_region(part: Part) -> bool:
    return part[1].text.lower().removeprefix("the ") in lexicon().regions


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

    def place(self, reading: Reading, clause: Span) -> Mention | None:
        """The place attached to the predicate; for deeds, else the nearest that the clause says something is *in*."""
        bearers = [t for t in (reading.content, reading.head, reading.head.head) if t is not None]
        attached = [t.i for bearer in bearers for t in arguments.obliques(bearer, _WHERE)]
        within = [] if reading.type in _WORDS else [t.i for t in self.annotated.doc[slice(*clause)] if _is_where(t)]
        for index in (*attached, *sorted(within, key=lambda i: abs(i - reading.head.i))):
            part = self.cast.by_head.get(index)
            if part is not None and part[1].use == "place":
                return part[1]
        return None

    def time(self, head: Token) -> int | None:
        """The time expression of the predicate's own verb, else one above or beside it that dates it too."""
        bounds = range(head.sent.start, head.sent.end)
        verb = arguments.clause_head(head)
        ranked = [
            (rank, abs(time.tokens[0] - head.i), index)
            for index, time in enumerate(self.times)
            if time.type != "DURATION" and time.tokens[0] in bounds and (rank := self._dates(time, verb)) is not None
        ]
        return min(ranked)[2] if ranked else None

    def _dates(self, time: TimeMention, verb: Token) -> int | None:
        """How directly a time expression dates a verb (0 best), or None if it dates something else."""
        dated = arguments.clause_head(self.annotated.doc[time.tokens[1] - 1])
        if dated == verb:
            return 0
        if dated.dep_ == "advcl" and dated.head == verb and any(c.lower_ in _MEANWHILE for c in dated.children):
            return 9
        steps = 1
        for above in (verb, *verb.ancestors):
            if above == dated:
                return steps
            if above.dep_ == "ccomp" and "infinitive" not in kind_of_clause(above.head, above):
                return None  # *On Friday he said that it had sent troops*: the day is that of the saying
            steps += 1
        return None

    def figures(self, clause: Span) -> tuple[int, ...]:
        """Indexes of the figures inside the clause."""
        return tuple(i for i, q in enumerate(self.quantities) if clause[0] <= q.tokens[0] < clause[1])


def merge_tellings(annotated: Annotated, told: list[EventMention]) -> tuple[EventMention, ...]:
    """The tellings in text order, each second telling of an event pointing at the fullest one (`same_as`)."""
    ordered = sorted(told, key=lambda event: event.trigger_tokens)
    groups: list[list[int]] = []
    for index, event in enumerate(ordered):
        group = next((g for g in groups if all(_same(annotated, ordered[i], event) for i in g)), None)
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


def _same(annotated: Annotated, left: EventMention, right: EventMention) -> bool:
    """Whether two tellings may be of one event: same type and sides, and nothing said of both that differs."""
    if (left.type, left.modality) != (right.type, right.modality) or not set(left.actors) & set(right.actors):
        return False
    if not (_agree(left.mode, right.mode) and _agree(left.time, right.time)):
        return False
    shared = not left.recipients or not right.recipients or bool(set(left.recipients) & set(right.recipients))
    return (shared and _agree(_place_name(left), _place_name(right))) or _is_outcome(annotated, left, right)


def _is_outcome(annotated: Annotated, left: EventMention, right: EventMention) -> bool:
    """*a strike on A killed three*, *attacked A, killing two and wounding five*: one act with its toll."""
    heads = [annotated.doc[slice(*event.trigger_tokens)].root for event in (left, right)]
    tolls = [head.lemma_ in _TOLL and head.pos_ == "VERB" for head in heads]
    if left.type != "ASSAULT" or heads[0].sent != heads[1].sent or not any(tolls):
        return False
    toll, other = (heads[0], heads[1]) if tolls[0] else (heads[1], heads[0])
    first = toll
    while first.dep_ == "conj" and first.head.pos_ == "VERB":
        first = first.head
    follows = first.dep_ in ("advcl", "xcomp", "acl") and toll in other.subtree
    return follows or other in first.children or all(tolls)


def _place_name(event: EventMention) -> str | None:
    return event.place.text if event.place and event.place.form == "name" else None


def _agree(left: object, right: object) -> bool:
    return left is None or right is None or left == right


def _complete(event: EventMention, tellings: list[EventMention]) -> EventMention:
    """The fullest telling with what only another telling says: recipients, mode, time, place."""
    told = {who: span for t in (event, *tellings) for who, span in zip(t.recipients, t.recipient_spans, strict=True)}
    return replace(
        event,
        recipients=tuple(told),
        recipient_spans=tuple(told.values()),
        mode=next((t.mode for t in (event, *tellings) if t.mode), None),
        time=next((t.time for t in (event, *tellings) if t.time is not None), None),
        place=next((t.place for t in (event, *tellings) if t.place), None),
    )
