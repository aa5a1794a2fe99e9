"""Records of an invented crisis on an invented border, made by hand: what the store, the analyses and the screen are
tested on. Spans are found from the words, so that a record always fits its text."""

from __future__ import annotations

from typing import Any

from dateline.model import (
    Actor,
    Attribute,
    Attribution,
    Coder,
    Document,
    Equipment,
    Event,
    Note,
    Opinion,
    Part,
    Place,
    Quantity,
    Record,
    Span,
    Telling,
    Time,
)

MONDAY = "2021-11-08"

CODER = Coder(version="0.1.0", models={"parser": "ab" * 32}, knowledge="1", settings="s")

TEXT = (
    "Ruritania accuses Graustark of shelling a village\n"
    "Ruritania accused Graustark on Monday of shelling Strelsau. "
    "“They fired on us,” Foreign Minister Anna Sapt said. "
    "Seven people were killed, Sapt said; Graustark denied it. "
    "Graustark would move Lancer rockets with a range of 500 km, it said."
)


def span(words: str, text: str = TEXT, nth: int = 1) -> Span:
    """Where these words stand for the nth time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return (start, start + len(words))


def actor(id_: str, name: str, country: str | None, *mentions: Span, **more: Any) -> Actor:
    fields: dict[str, Any] = {"kind": "state", "sectors": ("GOV",), "wikidata": None, "confidence": 0.9}
    return Actor(id=id_, name=name, country=country, mentions=mentions, **fields | more)


def attribution(id_: str, source: str | None, *content: Span, **more: Any) -> Attribution:
    fields: dict[str, Any] = {"kind": "indirect", "source_span": None, "cue_span": None, "parent": None}
    fields |= {"addressee": None, "via": None, "medium": None, "occasion": None}
    return Attribution(id=id_, source=source, content_spans=content, **fields | more)


def quantity(id_: str, at: Span, low: float | None, high: float | None, **more: Any) -> Quantity:
    fields: dict[str, Any] = {"text": "words", "exact": True, "unit": "person", "counted": "people"}
    fields |= {"counted_span": None, "measure": "killed", "role": "total", "updates": None, "place": None}
    fields |= {"time": None, "attribution": None, "opinions": ()}
    return Quantity(id=id_, span=at, low=low, high=high, **fields | more)


def event(id_: str, type_: str, at: Span, trigger: Span, **more: Any) -> Event:
    fields: dict[str, Any] = {"mode": None, "contexts": (), "modality": "actual", "actors": (), "actor_spans": ()}
    fields |= {"recipients": (), "recipient_spans": (), "place": None, "time": None, "start": None, "end": None}
    fields |= {"quantities": (), "attribution": None, "stance": "asserted", "opinions": (), "quad": 3, "score": -4.0}
    fields |= {"mentions": (Telling(span=at, trigger=trigger),), "confidence": 0.8, "method": "by hand"}
    return Event(id=id_, type=type_, span=at, trigger=trigger, **fields | more)


def place(id_: str, name: str, *mentions: Span, **more: Any) -> Place:
    fields: dict[str, Any] = {"geonameid": None, "country": "RUR", "admin1": None, "lat": 50.0, "lon": 15.0}
    fields |= {"precision": "city", "confidence": 0.9}
    return Place(id=id_, name=name, mentions=mentions, **fields | more)


def report(id_: str = "r1", published: str | None = "2021-11-09", **more: Any) -> Record:
    """A report with everything a record can hold."""
    return Record(
        coder=CODER,
        document=Document(
            id=id_,
            text=TEXT,
            publisher=more.pop("publisher", "The Strelsau Post"),
            language="en",
            published=published,
            parts=(Part(span=span("Ruritania accuses Graustark of shelling a village"), kind="headline"),),
        ),
        actors=(
            actor("a1", "Ruritania", "RUR", span("Ruritania", nth=2)),
            actor("a2", "Graustark", "GRA", span("Graustark", nth=2), span("They"), span("Graustark", nth=3)),
            actor("a3", "Anna Sapt", "RUR", span("Anna Sapt"), kind="person", wikidata="Q0"),
        ),
        places=(place("p1", "Strelsau", span("Strelsau")),),
        times=(
            Time(
                id="t1", span=span("Monday"), text="Monday", type="DATE", value=MONDAY, start=MONDAY, end=MONDAY
            ),
        ),
        attributions=(
            attribution(
                "s1", "a3", span("They fired on us"), kind="direct",
                source_span=span("Anna Sapt"), cue_span=span("said"),
            ),
            attribution("s2", "a3", span("Seven people were killed"), source_span=span("Sapt", nth=2)),
            attribution("s3", "a2", span("it", nth=2), source_span=span("Graustark", nth=3)),
        ),
        quantities=(
            quantity(
                "q1", span("Seven"), 7, 7, text="Seven", counted_span=span("people"), place="p1", time="t1",
                attribution="s2", opinions=(Opinion(attribution="s3", stance="denied"),),
            ),
            quantity("q2", span("500 km"), 500, 500, text="500 km", unit="km", counted=None, measure="distance"),
        ),
        equipment=(
            Equipment(
                id="w1", name="Lancer", kind="rocket", mentions=(span("Lancer"),),
                attributes=(Attribute(name="range", quantity="q2"), Attribute(name="warhead", text="unknown")),
            ),
        ),
        events=(
            event(
                "e1", "ACCUSE", span("Ruritania accused Graustark on Monday of shelling Strelsau."), span("accused"),
                mode="allege", actors=("a1",), actor_spans=(span("Ruritania", nth=2),), recipients=("a2",),
                recipient_spans=(span("Graustark", nth=2),), time="t1", start=MONDAY, end=MONDAY,
                contexts=("military",),
            ),
            event(
                "e2", "ASSAULT", span("They fired on us"), span("fired"), mode="heavyweapons", actors=("a2",),
                actor_spans=(span("They"),), recipients=("a1",), recipient_spans=(span("us", nth=2),), place="p1",
                attribution="s1", stance="claimed", opinions=(Opinion(attribution="s3", stance="denied"),),
                quantities=("q1",), quad=4, score=-9.0, confidence=0.4,
            ),
            event(
                "e3", "MOBILIZE", span("Graustark would move Lancer rockets"), span("move"), actors=("a2",),
                actor_spans=(span("Graustark", nth=4),), modality="future", attribution="s3", stance="claimed",
            ),
        ),
        notes=(Note(code="many_unresolved", message="Most places are not in the gazetteer."),),
        **more,
    )  # fmt: skip
