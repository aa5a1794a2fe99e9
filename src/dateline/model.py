"""The types that flow through Dateline: what comes in, what is found, and the record that goes out.

All are frozen, slotted, keyword-only dataclasses. A `Span` is `[start, end)` in Unicode characters of
`Document.text`; days are ISO strings (`2021-11-13`), because that is what the record holds. A stage returns a new
value and never edits its input.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Span = tuple[int, int]

PartKind = Literal["headline", "dateline", "byline", "body", "caption", "credit", "boilerplate"]
ActorKind = Literal["person", "state", "organisation", "group", "place", "thing"]
AttributionKind = Literal["direct", "indirect", "mixed"]
Modality = Literal["actual", "future", "hypothetical", "negated", "historical"]
Stance = Literal["asserted", "claimed", "denied", "doubted"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Role = Literal["total", "increment"]
Precision = Literal["point", "city", "admin2", "admin1", "country", "border", "region"]
Measure = Literal[
    "killed", "injured", "missing", "arrested", "abducted", "released", "displaced", "crossed", "present", "troops",
    "money", "distance", "duration", "other",
]  # fmt: skip
Stage = Literal["read", "clean", "annotate", "extract", "resolve", "store"]

SCHEMA = "dateline/1"


# ── What comes in ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReport:
    """A report as it was read, before anything is decided about it.

    Exactly one of `text` and `html` is given. `text` is anchored as it is, character for character.
    `published` is an ISO day given from outside; it wins over any date found in the page.
    """

    id: str
    text: str | None = None
    html: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A marked stretch of the document that is not plain body (or, if any `body` part is given, the body)."""

    span: Span
    kind: PartKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a reader of the record must know, such as `no_publication_date`."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A cleaned report. `published` is an ISO day, `published_at` an ISO instant where the page gives one."""

    id: str
    text: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    published_at: str | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report that could not be coded: which, at what stage, and why."""

    id: str
    stage: Stage
    message: str
    source: str | None = None


# ── What extraction finds: spans and tokens, nothing about the world ─────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that stand for an entity. `tokens` is `[start, end)` in the parse, `head` the index of its head token.

    `form`: `name` (*Putin*), `nominal` (*the bloc*, *Polish officials*) or `pronoun`.
    `label`: an OntoNotes label (PERSON ORG GPE LOC FAC NORP) or GROUP for people in the plural; "" if unknown.
    `use`: `place` where a place name stands for the place (*in Minsk*), else `actor` (*Minsk said*).
    """

    span: Span
    text: str
    tokens: Span
    head: int
    form: Literal["name", "nominal", "pronoun"]
    label: str
    use: Literal["actor", "place"] = "actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Mentions of one entity, in text order. `name` is the fullest name among them, else the fullest nominal."""

    id: int
    mentions: tuple[Mention, ...]
    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A TIMEX3 expression found in the text. `anchor` is the index (in the list of times) of the expression that a
    relative one such as *the previous day* counts from; None means the publication day."""

    span: Span
    text: str
    tokens: Span
    type: TimeType
    anchor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A number in the text with what it counts. Keys mean what they mean in `Quantity`.

    `updates` is the index (in the list of quantities) of the figure that this one replaces;
    `time` and `attribution` are indexes too; `opinions` are (attribution index, stance) of others on the same figure.
    """

    span: Span
    text: str
    tokens: Span
    low: float | None
    high: float | None
    exact: bool
    unit: str | None
    counted: str | None
    counted_span: Span | None
    measure: Measure
    role: Role = "total"
    updates: int | None = None
    time: int | None = None
    place: Mention | None = None
    attribution: int | None = None
    opinions: tuple[tuple[int | None, Stance], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionMention:
    """Who said what, as spans. `source` is a chain id; `parent` an index in the list of attributions."""

    kind: AttributionKind
    source: int | None
    source_span: Span | None
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    parent: int | None = None
    addressee: int | None = None
    via: int | None = None
    medium: str | None = None
    occasion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A predicate that may tell an event, with its arguments, before type and modality are decided.

    `head` is the token that carries the predicate, `trigger_tokens` the tokens `[start, end)` that signal it,
    `span` the clause that is the evidence. Actors and recipients are chain ids, each with the span that names it here.
    `frame` is the lexicon key that matched (such as `accuse.v`); `note` what else the types need to know of it.
    """

    head: int
    trigger: Span
    trigger_tokens: Span
    span: Span
    frame: str
    actors: tuple[int, ...]
    actor_spans: tuple[Span, ...]
    recipients: tuple[int, ...] = ()
    recipient_spans: tuple[Span, ...] = ()
    place: Mention | None = None
    time: int | None = None
    quantities: tuple[int, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A PLOVER type and mode: how sure (`confidence`), how found (`method`), and the probability of every type."""

    type: str
    mode: str | None
    confidence: float
    method: str
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A modality, how sure we are, and the rule that decided."""

    modality: Modality
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One telling of an event. `actors` and `recipients` are chain ids with the span that names each here."""

    type: str
    mode: str | None
    modality: Modality
    span: Span
    trigger: Span
    trigger_tokens: Span
    actors: tuple[int, ...]
    actor_spans: tuple[Span, ...]
    recipients: tuple[int, ...]
    recipient_spans: tuple[Span, ...]
    place: Mention | None
    time: int | None
    quantities: tuple[int, ...]
    attribution: int | None
    stance: Stance
    contexts: tuple[str, ...]
    confidence: float
    method: str
    same_as: int | None = None  # index of the fuller telling of the same event, if this is another telling
    opinions: tuple[tuple[int | None, Stance], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentMention:
    """A weapon or piece of equipment the report names. `attributes`: (name, quantity index or None, text or None)."""

    name: str
    kind: str
    spans: tuple[Span, ...]
    attributes: tuple[tuple[str, int | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was found in one document, tied together by indexes. `annotated` is the parse it was read from."""

    annotated: Any
    chains: tuple[Chain, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()
    attributions: tuple[AttributionMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    equipment: tuple[EquipmentMention, ...] = ()


def chains_by_head(chains: tuple[Chain, ...]) -> dict[int, Chain]:
    """Head token → the chain it belongs to: how a step turns a token of the parse into an entity."""
    return {mention.head: chain for chain in chains for mention in chain.mentions}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a chain turns out to be. Chains whose `key` is equal (and not None) are one entity."""

    key: str | None
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    confidence: float


# ── The record: RECORD.md, key by key ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An entity that acts, is acted upon, or speaks. `country`: ISO alpha-3 or PLOVER's KOS IGO UNO EUR NGO ISM IMG
    MNC; `sectors`: PLOVER sector codes, the most telling first."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    mentions: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as a place. Latitude and longitude in degrees (WGS 84); not resolved: all location keys None."""

    id: str
    name: str
    mentions: tuple[Span, ...]
    geonameid: int | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: Precision | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A TIMEX3 expression with its value; `start` and `end` are inclusive days, None where the text allows none."""

    id: str
    span: Span
    text: str
    type: TimeType
    value: str | None
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who said what: source, cue and content (PolNeAR's terms)."""

    id: str
    kind: AttributionKind
    source: str | None
    source_span: Span | None
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    parent: str | None
    addressee: str | None
    via: str | None
    medium: str | None
    occasion: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How a further source stands to an event or a figure."""

    attribution: str | None
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure: `low`–`high` is the interval that the words allow."""

    id: str
    span: Span
    text: str
    low: float | None
    high: float | None
    exact: bool
    unit: str | None
    counted: str | None
    counted_span: Span | None
    measure: Measure
    role: Role
    updates: str | None
    place: str | None
    time: str | None
    attribution: str | None
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """What the report says of a piece of equipment: a quantity id, or words."""

    name: str
    quantity: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """A weapon or piece of equipment the report names."""

    id: str
    name: str
    kind: str
    mentions: tuple[Span, ...]
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One place in the report where an event is told."""

    span: Span
    trigger: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom: a PLOVER event with its evidence, its modality and its place among the speakers."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    modality: Modality
    span: Span
    trigger: Span
    actors: tuple[str, ...]
    actor_spans: tuple[Span, ...]
    recipients: tuple[str, ...]
    recipient_spans: tuple[Span, ...]
    place: str | None
    time: str | None
    start: str | None
    end: str | None
    quantities: tuple[str, ...]
    attribution: str | None
    stance: Stance
    opinions: tuple[Opinion, ...]
    mentions: tuple[Telling, ...]
    quad: int
    score: float
    confidence: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """What made the record: enough to reproduce it."""

    version: str
    models: Mapping[str, str]
    knowledge: str
    settings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One coded report: the contract of RECORD.md."""

    coder: Coder
    document: Document
    notes: tuple[Note, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    events: tuple[Event, ...] = ()
    schema: str = SCHEMA
