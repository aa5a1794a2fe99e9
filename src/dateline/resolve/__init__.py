"""Extraction → Record: what the things found refer to in the world, each with an id in text order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.model import (
    Actor,
    Attribute,
    Attribution,
    Chain,
    Equipment,
    Event,
    EventMention,
    Extraction,
    Identity,
    Mention,
    Note,
    Opinion,
    Place,
    Quantity,
    Record,
    Span,
    Stance,
    Telling,
    Time,
)
from dateline.resolve import actors, homes, places, times
from dateline.resolve.notes import notes_of
from dateline.tools import Tools


def resolve(extraction: Extraction, tools: Tools) -> Record:
    """The record of one report. Chains that turn out to be the same entity become one actor."""
    named = _Names.of(extraction, tools)
    record = Record(
        coder=tools.coder,
        document=extraction.annotated.document,
        actors=named.actors,
        places=named.places,
        times=named.times,
        attributions=tuple(named.attribution(i) for i in range(len(extraction.attributions))),
        quantities=tuple(named.quantity(i) for i in range(len(extraction.quantities))),
        equipment=tuple(named.equipment(i) for i in range(len(extraction.equipment))),
        events=named.events(tools),
    )
    return _sure(notes_of(record, tools), tools.settings.min_confidence)


def _sure(record: Record, threshold: float) -> Record:
    """The record without the events below a confidence; a note counts them."""
    kept = tuple(event for event in record.events if event.confidence >= threshold)
    refused = len(record.events) - len(kept)
    if not refused:
        return record
    note = Note(code="refused", message=f"{refused} of {len(record.events)} events are less sure than {threshold:g}.")
    return replace(record, events=kept, notes=(*record.notes, note))


@dataclass(frozen=True, slots=True)
class _Names:
    """The ids given to what one report holds, and the building of each row from them."""

    found: Extraction
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    actor_of: dict[int, str]
    place_of: dict[Span, str]

    @classmethod
    def of(cls, found: Extraction, tools: Tools) -> _Names:
        located, lands = places.resolve_places(found, tools)
        named, actor_of = _number_actors(found, homes.settle(found, actors.identify(found, tools), lands))
        place_of = {span: place.id for place in located for span in place.mentions}
        return cls(found, named, located, times.resolve_times(found, tools), actor_of, place_of)

    def place(self, mention: Mention | None) -> str | None:
        return self.place_of.get(mention.span) if mention else None

    def dated(self, index: int | None, span: Span, *, violent: bool) -> Time | None:
        """The time of an event or figure; dead, injured and assaults without one have that of the nearest day."""
        if index is not None:
            return self.times[index]
        return times.nearest_day(span, self.times, self.found.annotated.document) if violent else None

    def actor(self, chain: int | None) -> str | None:
        return None if chain is None else self.actor_of.get(chain)

    def opinions(self, given: tuple[tuple[int | None, Stance], ...]) -> tuple[Opinion, ...]:
        return tuple(Opinion(attribution=_id("s", said), stance=stance) for said, stance in given)

    def attribution(self, index: int) -> Attribution:
        said = self.found.attributions[index]
        return Attribution(
            id=f"s{index + 1}",
            kind=said.kind,
            source=self.actor(said.source),
            source_span=said.source_span,
            cue_span=said.cue_span,
            content_spans=said.content_spans,
            parent=_id("s", said.parent),
            addressee=self.actor(said.addressee),
            via=self.actor(said.via),
            medium=said.medium,
            occasion=said.occasion,
        )

    def quantity(self, index: int) -> Quantity:
        figure = self.found.quantities[index]
        harm = figure.measure in ("killed", "injured")
        violent = harm and not times.is_running_total(self.found.annotated, figure.tokens)
        time = self.dated(figure.time, figure.span, violent=violent)
        return Quantity(
            id=f"q{index + 1}",
            span=figure.span,
            text=figure.text,
            low=figure.low,
            high=figure.high,
            exact=figure.exact,
            unit=figure.unit,
            counted=figure.counted,
            counted_span=figure.counted_span,
            measure=figure.measure,
            role=figure.role,
            updates=_id("q", figure.updates),
            place=self.place(figure.place),
            time=time.id if time else None,
            attribution=_id("s", figure.attribution),
            opinions=self.opinions(figure.opinions),
        )

    def equipment(self, index: int) -> Equipment:
        found = self.found.equipment[index]
        said = tuple(Attribute(name=n, quantity=_id("q", q), text=t) for n, q, t in found.attributes)
        return Equipment(id=f"w{index + 1}", name=found.name, kind=found.kind, mentions=found.spans, attributes=said)

    def events(self, tools: Tools) -> tuple[Event, ...]:
        """One event for each fullest telling; its other tellings are in `mentions`."""
        kept = [i for i, told in enumerate(self.found.events) if told.same_as is None]
        kept.sort(key=lambda i: self.found.events[i].trigger)
        return tuple(self._event(number, i, tools) for number, i in enumerate(kept, 1))

    def _event(self, number: int, index: int, tools: Tools) -> Event:
        told = self.found.events[index]
        tellings = [t for i, t in enumerate(self.found.events) if index in (i, t.same_as)]
        time = self._when(told)
        start, end = times.days_of(time)
        actors = self._sides(told.actors, told.actor_spans)
        recipients = self._sides(told.recipients, told.recipient_spans)
        for actor in actors.keys() & recipients.keys():  # two chains that turned out to be one entity
            del recipients[actor]
        kind = tools.ontology.types[told.type]
        return Event(
            id=f"e{number}",
            type=told.type,
            mode=told.mode,
            contexts=told.contexts,
            modality=told.modality,
            span=(min(told.span[0], told.trigger[0]), max(told.span[1], told.trigger[1])),
            trigger=told.trigger,
            actors=tuple(actors),
            actor_spans=tuple(actors.values()),
            recipients=tuple(recipients),
            recipient_spans=tuple(recipients.values()),
            place=self.place(told.place),
            time=time.id if time else None,
            start=start,
            end=end,
            quantities=tuple(f"q{i + 1}" for i in told.quantities),
            attribution=_id("s", told.attribution),
            stance=told.stance,
            opinions=self.opinions(told.opinions),
            mentions=tuple(Telling(span=t.span, trigger=t.trigger) for t in tellings),
            quad=kind.quad,
            score=tools.ontology.score(told.type, told.mode),
            confidence=round(told.confidence, 3),
            method=told.method,
        )

    def _when(self, told: EventMention) -> Time | None:
        """The time of an event; what has happened did not happen after the report of it."""
        said = None if told.attribution is None else self.found.attributions[told.attribution]
        reported = said is None or said.kind == "indirect"  # what somebody is quoted as saying may be of any day
        violent = reported and told.type == "ASSAULT" and told.modality == "actual"
        time = self.dated(told.time, told.span, violent=violent)
        published = self.found.annotated.document.published
        to_come = time is not None and published is not None and (time.start or "") > published
        return None if told.modality == "actual" and to_come else time

    def _sides(self, chains: tuple[int, ...], spans: tuple[Span, ...]) -> dict[str, Span]:
        """Actor ids with the span that names each here, without repeats."""
        sides: dict[str, Span] = {}
        for chain, span in zip(chains, spans, strict=True):
            sides.setdefault(self.actor_of[chain], span)
        return sides


def _id(letter: str, index: int | None) -> str | None:
    return None if index is None else f"{letter}{index + 1}"


def _number_actors(found: Extraction, known: tuple[Identity, ...]) -> tuple[tuple[Actor, ...], dict[int, str]]:
    """Actors in order of first mention. A chain is an actor if it acts, is acted upon, speaks, or stands as one."""
    in_roles = _chains_in_roles(found)
    joined: dict[str, list[Chain]] = {}
    in_order = sorted(zip(found.chains, known, strict=True), key=lambda pair: pair[0].mentions[0].span)
    for chain, identity in in_order:
        if chain.id in in_roles or any(m.use == "actor" and m.form == "name" for m in chain.mentions):
            joined.setdefault(identity.key or f"#{chain.id}", []).append(chain)
    rows: list[Actor] = []
    actor_of: dict[int, str] = {}
    for number, chains in enumerate(joined.values(), 1):
        best = max((known[c.id] for c in chains), key=lambda identity: identity.confidence)
        rows.append(_actor(f"a{number}", best, [m for c in chains for m in c.mentions], roles=chains[0].id in in_roles))
        actor_of |= {chain.id: f"a{number}" for chain in chains}
    return tuple(rows), actor_of


def _actor(name: str, identity: Identity, mentions: list[Mention], *, roles: bool) -> Actor:
    as_actor = [m for m in mentions if m.use == "actor"] or (mentions if roles else [])
    return Actor(
        id=name,
        name=identity.name,
        kind=identity.kind,
        country=identity.country,
        sectors=identity.sectors,
        wikidata=identity.wikidata,
        mentions=tuple(sorted(m.span for m in as_actor)),
        confidence=round(identity.confidence, 3),
    )


def _chains_in_roles(found: Extraction) -> set[int]:
    said = [c for a in found.attributions for c in (a.source, a.addressee, a.via) if c is not None]
    told: list[EventMention] = list(found.events)
    return {*said, *(c for event in told for c in (*event.actors, *event.recipients))}
