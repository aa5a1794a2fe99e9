"""The crisis day by day: who did what to whom, and which reports tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dateline.link import copies

if TYPE_CHECKING:
    from dateline.store import Store

# What happened comes first, then what was announced or refused. What was only thought of, or is history, is not of
# the day.
MODALITIES = ("actual", "negated", "future")

STILL_TOLD = 2  # days for which reports go on telling an event without saying when it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report's telling of an event. `claimed_by`: in whose words it stands, None for the report's own.

    `copy_of`: the report that this one is a copy of, nearly word for word.
    """

    report: str
    copy_of: str | None
    publisher: str | None
    event: str
    words: str
    claimed_by: str | None
    stance: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event as the reports tell it together. `dated` is False where the day is only that of the first report."""

    type: str
    mode: str | None
    modality: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    start: str | None
    end: str | None
    dated: bool
    words: str
    quad: int
    score: float
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The events of one day; `day` is None for those whose day nothing tells."""

    day: str | None
    events: tuple[Happening, ...]


_QUERY = """
WITH sides AS (
    SELECT r.document, r.event, r.role, list(p.name ORDER BY r.position) AS names,
        list_sort(list_distinct(list(p.side))) AS sides
    FROM roles AS r JOIN parties AS p ON p.document = r.document AND p.id = r.actor
    GROUP BY ALL
)
SELECT e.document AS report, d.publisher, e.id AS event, e.type, e.mode, e.modality, e.stance, e.confidence,
    e.quad, e.score,
    substring(d.text, e.span[1] + 1, e.span[2] - e.span[1]) AS words,
    coalesce(a.names, []) AS actors, coalesce(a.sides, []) AS actor_sides,
    coalesce(b.names, []) AS recipients, coalesce(b.sides, []) AS recipient_sides,
    w.name AS place, w.country AS place_country, w.precision AS place_precision,
    e.start::VARCHAR AS start, e."end"::VARCHAR AS "end", d.published::VARCHAR AS published,
    coalesce(p.name,
        substring(d.text, s.source_span[1] + 1, s.source_span[2] - s.source_span[1])) AS claimed_by
FROM events AS e
JOIN documents AS d ON d.id = e.document
LEFT JOIN sides AS a ON a.document = e.document AND a.event = e.id AND a.role = 'actor'
LEFT JOIN sides AS b ON b.document = e.document AND b.event = e.id AND b.role = 'recipient'
LEFT JOIN places AS w ON w.document = e.document AND w.id = e.place
LEFT JOIN attributions AS s ON s.document = e.document AND s.id = e.attribution
LEFT JOIN parties AS p ON p.document = e.document AND p.id = s.source
WHERE list_contains($modalities, e.modality)
ORDER BY d.published NULLS LAST, e.document, e.position
"""

Row = dict[str, Any]


def timeline(store: Store) -> list[Day]:
    """The days of the store in order, each with its events; days that nothing tells come last. Raises StoreError."""
    copied = copies(store.rows("SELECT id, text FROM documents ORDER BY published NULLS LAST, id"))
    days: dict[str | None, list[Happening]] = defaultdict(list)
    for group in _one_a_day(store.table(_QUERY, modalities=list(MODALITIES))):
        happening = _happening([row | {"copy_of": copied.get(row["report"])} for row in group])
        days[happening.start].append(happening)
    ordered = sorted(days, key=lambda day: (day is None, day or ""))
    return [Day(day=day, events=tuple(sorted(days[day], key=_weight))) for day in ordered]


def _one_a_day(rows: Iterable[Row]) -> list[list[Row]]:
    """Tellings of one event: the same type, modality and sides, the same day, and no two towns.

    The field's one-a-day filter: cruder than deciding whether two sentences tell one event, but anyone can check it.
    A telling without a day joins what was told in the days before its report, if both sides are named.
    """
    groups: dict[tuple[Any, ...], list[list[Row]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["start"] or row["published"] or "~", row["start"] is None)):
        same = groups[row["type"], row["modality"], *map(tuple, (row["actor_sides"], row["recipient_sides"]))]
        fitting = next((group for group in same if all(_one_day(row, o) and _one_place(row, o) for o in group)), None)
        if fitting is None:
            same.append([row])
        else:
            fitting.append(row)
    return [group for same in groups.values() for group in same]


def _one_day(row: Row, earlier: Row) -> bool:
    day, before = (one["start"] or one["published"] for one in (row, earlier))
    if day is None or before is None:
        return False
    if row["start"] is not None or not (row["actor_sides"] and row["recipient_sides"]):
        return bool(day == before)
    return (date.fromisoformat(day) - date.fromisoformat(before)).days <= STILL_TOLD


def _one_place(one: Row, other: Row) -> bool:
    """False if the two name different towns or different countries."""
    if one["place"] is None or other["place"] is None or one["place"] == other["place"]:
        return True
    if one["place_country"] and other["place_country"] and one["place_country"] != other["place_country"]:
        return False
    return not {one["place_precision"], other["place_precision"]} <= {"city", "point"}


def _happening(group: list[Row]) -> Happening:
    """The surest telling speaks for all; a place or a mode that it lacks comes from another."""
    best = max(group, key=lambda row: (row["start"] is not None, row["stance"] == "asserted", row["confidence"]))
    return Happening(
        type=best["type"],
        mode=best["mode"] or _first(row["mode"] for row in group),
        modality=best["modality"],
        actors=tuple(best["actors"]),
        recipients=tuple(best["recipients"]),
        place=best["place"] or _first(row["place"] for row in group),
        start=best["start"] or best["published"],
        end=best["end"] or best["published"],
        dated=best["start"] is not None,
        words=best["words"],
        quad=best["quad"],
        score=best["score"],
        told=tuple(Told(**{name: row[name] for name in Told.__slots__}) for row in group),
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _weight(happening: Happening) -> tuple[int, int, bool, float]:
    """What happened first; then what most reports tell of their own, between two sides, with most weight."""
    reports = len({told.report for told in happening.told if told.copy_of is None})
    surest = max(told.confidence for told in happening.told)
    two_sided = bool(happening.actors and happening.recipients)
    return (MODALITIES.index(happening.modality), -reports, not two_sided, -surest * (1 + abs(happening.score)))
