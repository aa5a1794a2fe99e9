"""Golden: the report it began with. Labels and offsets only; the text itself is not ours and stands outside.

Runs where `../shared/reports/border-tensions.txt` is present and unchanged, and is reported as skipped elsewhere.
An anchor is (offset, at most four words there); a row that cannot be reached yet is marked `gap` with its cause.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dateline.model import Record
from dateline.pipeline import process
from dateline.read import read
from dateline.settings import load_settings

REPORT = Path(__file__).parents[2] / "shared/reports/border-tensions.txt"
SHA256 = "7caade9ca3fda28b040f6102dc1d088d82a44f5fa8c6c548162c671f22ac2729"

pytestmark = pytest.mark.skipif(
    not REPORT.exists() or hashlib.sha256(REPORT.read_bytes()).hexdigest() != SHA256,
    reason="the border report is not beside this repository",
)


def gap(*row: Any, cause: str) -> Any:
    """A row that is known to fail, and why."""
    return pytest.param(*row, marks=pytest.mark.xfail(reason=cause, strict=False))


@pytest.fixture(scope="module")
def record() -> Record:
    return _coded(published="2021-11-13")


def _coded(**flags: str) -> Record:
    settings = load_settings(**flags)
    result = process(list(read(str(REPORT), settings)), settings)[0]
    assert isinstance(result, Record)
    return result


PARTS = [
    (0, 54, "headline"),
    (1022, 1101, "caption"),
    (1101, 1105, "credit"),
    (3308, 3319, "boilerplate"),
    (3321, 3337, "boilerplate"),
    (3339, 3357, "boilerplate"),
]


@pytest.mark.parametrize(("start", "end", "kind"), PARTS)
def test_parts(start: int, end: int, kind: str, record: Record) -> None:
    text = record.document.text
    found = [(p.span, p.kind) for p in record.document.parts]
    covering = [k for (s, e), k in found if s <= start and text[s:e].strip() and e >= end - 1]
    assert kind in covering


def test_nothing_from_boilerplate(record: Record) -> None:
    rows = [*record.events, *record.quantities, *record.attributions]
    spans = [getattr(row, "span", None) or row.content_spans[0] for row in rows]
    assert all(end <= 3308 for _, end in spans)


EVENTS = [
    # type, mode, modality, actor countries, recipient countries, anchor, days
    ("REQUEST", "assist", "actual", "BLR", "RUS", (121, "wanted"), None),
    ("ACCUSE", "allege", "actual", "EUR", "BLR", (279, "accused"), None),
    ("SANCTION", None, "future", "EUR", "BLR", (485, "preparing"), None),
    ("THREATEN", "restrict", "actual", "BLR", "EUR", (570, "threatened"), None),
    ("MOBILIZE", "weapons", "actual", "RUS", "", (2189, "sent"), ("2021-11-08", "2021-11-14")),
    ("COOPERATE", None, "actual", "RUS BLR", "", (2300, "carried out joint"), ("2021-11-12", "2021-11-12")),
    ("REJECT|ACCUSE", None, "actual", "RUS", "BLR", (2369, "distanced himself"), None),
    ("AGREE", None, "actual", "RUS", "BLR", (2657, "will talk"), None),
]


@pytest.mark.parametrize(("type_", "mode", "modality", "actors", "recipients", "anchor", "days"), EVENTS)
def test_events(
    type_: str,
    mode: str | None,
    modality: str,
    actors: str,
    recipients: str,
    anchor: tuple[int, str],
    days: tuple[str, str] | None,
    record: Record,
) -> None:
    countries = {a.id: a.country for a in record.actors}
    there = [e for e in record.events if any(_at(m.span, anchor) for m in e.mentions)]
    right = [
        e
        for e in there
        if e.type in type_.split("|")
        and (mode is None or e.mode == mode)
        and e.modality == modality
        and {countries[a] for a in e.actors} == set(actors.split())
        and {countries[a] for a in e.recipients} >= set(recipients.split())
        and (days is None or (e.start >= days[0] and e.end <= days[1]))  # type: ignore[operator]
    ]
    assert right, [(e.type, e.mode, e.modality, e.actors, e.recipients, e.start, e.end) for e in there]


@pytest.mark.parametrize("anchor", [(1842, "accede"), (1986, "deploying"), (2416, "cut off"), (994, "to be deployed")])
def test_never_happened(anchor: tuple[int, str], record: Record) -> None:
    said = [e for e in record.events for m in e.mentions if m.trigger[0] <= anchor[0] < m.trigger[1]]
    assert [e.type for e in said if e.modality == "actual" and e.type not in ("THREATEN", "REQUEST")] == []


def test_the_threat_is_one_event_told_twice(record: Record) -> None:
    threats = [e for e in record.events if e.type == "THREATEN"]
    assert len(threats) == 1
    assert any(_at(m.span, (2405, "threats")) for m in threats[0].mentions)


ATTRIBUTIONS = [
    # source, anchor in the content
    ("Lukashenko", (121, "wanted")),
    ("Lukashenko", (1128, "bothering")),
    ("Lukashenko", (1247, "I need several divisions")),
    ("Lukashenko", (1324, "I say to Putin")),
    ("Lukashenko", (1341, "the main thing")),
    ("Buzhinsky", (1815, "unlikely")),
    ("Buzhinsky", (1852, "It is not in")),
    ("Putin", (2539, "had not mentioned")),
    ("Putin", (2657, "will talk")),
    ("Putin", (2712, "Perhaps")),
    ("Polish officials", (3007, "body")),
    ("Polish officials", (3238, "between")),
    ("E", (300, "regime of orchestrating")),
]


@pytest.mark.parametrize(("source", "anchor"), ATTRIBUTIONS)
def test_attributions(source: str, anchor: tuple[int, str], record: Record) -> None:
    names = {a.id: a.name for a in record.actors}
    said = [s for s in record.attributions if any(_at(c, anchor) for c in s.content_spans)]
    assert any(source in names.get(s.source or "", "") for s in said), [names.get(s.source or "") for s in said]


def test_nested_and_through(record: Record) -> None:
    names = {a.id: a.name for a in record.actors}
    nested = [s for s in record.attributions if any(_at(c, (1341, "the main thing")) for c in s.content_spans)]
    assert any(s.parent for s in nested)
    through = [s for s in record.attributions if any(_at(c, (1815, "unlikely")) for c in s.content_spans)]
    assert any("Interfax" in names.get(s.via or s.addressee or "", "") + (s.medium or "") for s in through)


def test_your_president_is_putin(record: Record) -> None:
    putin = next(a for a in record.actors if "Putin" in a.name)
    assert any(s <= 1138 and e >= 1152 for s, e in putin.mentions)


QUANTITIES = [
    # low, high, unit, measure, counted, claimant, anchor
    (7, 7, "person", "killed", "migrants", "Polish officials", (3185, "seven")),
    (3000, 4000, "person", "present", "migrants", "Polish officials", (3238, "between")),
    (2000, None, "person", None, "migrants", None, (349, "thousands")),
    (2000, None, "person", None, "people", None, (2771, "thousands")),
    (500, 500, "km", "distance", None, None, (934, "500km")),
    (2, 2, "times", None, "patrols", None, (2183, "twice")),
]


@pytest.mark.parametrize(("low", "high", "unit", "measure", "counted", "claimant", "anchor"), QUANTITIES)
def test_quantities(
    low: float,
    high: float | None,
    unit: str,
    measure: str | None,
    counted: str | None,
    claimant: str | None,
    anchor: tuple[int, str],
    record: Record,
) -> None:
    names = {a.id: a.name for a in record.actors}
    sources = {s.id: names.get(s.source or "") for s in record.attributions}
    found = next(q for q in record.quantities if _at(q.span, anchor))
    assert (found.low, found.high, found.unit) == (low, high, unit)
    assert measure in (None, found.measure)
    assert counted is None or counted in (found.counted or "")
    assert claimant is None or claimant in (sources.get(found.attribution or "") or "")


TIMES = [
    ((811, "Saturday"), "2021-11-13", "2021-11-13"),
    ((2256, "Friday"), "2021-11-12", "2021-11-12"),
    ((3049, "the previous day"), "2021-11-12", "2021-11-12"),
    ((672, "earlier this week"), "2021-11-08", "2021-11-12"),
    ((3215, "earlier this week"), "2021-11-08", "2021-11-12"),
]


@pytest.mark.parametrize(("anchor", "start", "end"), TIMES)
def test_times(anchor: tuple[int, str], start: str, end: str, record: Record) -> None:
    found = next(t for t in record.times if _at(t.span, anchor))
    assert (found.start, found.end) == (start, end)


def test_no_publication_date_no_day() -> None:
    record = _coded()
    assert "no_publication_date" in [note.code for note in record.notes]
    assert not [t for t in record.times if t.start or t.end]
    assert not [e for e in record.events if e.start or e.end]


PLACES = [
    # anchor, country, precision
    ((3071, "Wolka Terechowska"), "POL", "city"),
    ((241, "Belarusian-Polish border"), None, "border"),
    ((1079, "Belarus-Poland border"), None, "border"),
    ((2232, "Belarusian airspace"), "BLR", "country"),
    ((2041, "Baltic states"), None, "region"),
    ((2024, "Poland"), "POL", "country"),
]


@pytest.mark.parametrize(("anchor", "country", "precision"), PLACES)
def test_places(anchor: tuple[int, str], country: str | None, precision: str, record: Record) -> None:
    found = next(p for p in record.places if any(_at(m, anchor) for m in p.mentions))
    assert (found.country, found.precision) == (country, precision)
    assert found.lat is not None


def test_equipment(record: Record) -> None:
    iskander = next(w for w in record.equipment if "Iskander" in w.name)
    assert len(iskander.mentions) == 2
    attributes = {a.name: a for a in iskander.attributes}
    ranged = next(q for q in record.quantities if q.id == attributes["range"].quantity)
    assert (ranged.low, ranged.unit) == (500, "km")
    assert "conventional and nuclear" in (attributes["warhead"].text or "")


def _at(span: Iterable[int], anchor: tuple[int, str]) -> bool:
    """The span covers the anchor's first word, or begins inside it."""
    start, end = span
    return start < anchor[0] + len(anchor[1].split()[0]) and anchor[0] < end
