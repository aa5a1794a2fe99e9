"""Figures by what they count: who claims which, how they grew, and where claimants contradict each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dateline.store import Store

Status = Literal["first", "same", "update", "increment", "differs", "disputed"]

# Totals that can only grow while a crisis lasts; the others go up and down.
GROWING = frozenset({"killed", "injured", "arrested", "abducted", "released", "displaced", "crossed"})
COUNTED = (*sorted(GROWING), "missing", "present", "troops")

# Words that say no more than that people are counted.
PEOPLE = frozenset(
    {"", "people", "person", "individual", "human", "man", "men", "victim", "casualty", "life", "lives"}
    | {"death", "body", "corpse", "fatality", "injury", "other"}
)

_ARTICLE = re.compile(r"an?\b", re.IGNORECASE)

TOWNS = ("point", "city", "admin2")

SLACK = 0.1  # how far from the words a figure that is not exact may lie


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure of one claimant: who vouches for it, or the publisher if nobody is named.

    `day` is the one day that the figure is of, else the day of the report (*since August*).
    `denied_by`: who denies or doubts it.
    `status`: `first`; `same` as the one before; `update`; `increment`; `disputed`: denied, or it cannot be right
    together with another claimant's of that day and place; `differs`: that, but day or place are not known to be one.
    """

    claimant: str
    words: str
    low: float | None
    high: float | None
    exact: bool
    day: str | None
    status: Status
    denied_by: tuple[str, ...]
    reports: tuple[str, ...]
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How many: all claims about one measure of one counted thing at one place, oldest first."""

    measure: str
    counted: str
    place: str | None
    disputed: bool
    claims: tuple[Claim, ...]


# What could happen is no claim; a figure without a place has the place of its event.
_QUERY = """
WITH told AS (
    SELECT document, unnest(quantities) AS quantity, place, modality FROM events
),
doubts AS (
    SELECT o.document, o.id, list(DISTINCT coalesce(p.name, d.publisher, d.id)) AS names
    FROM opinions AS o
    JOIN documents AS d ON d.id = o.document
    LEFT JOIN attributions AS s ON s.document = o.document AND s.id = o.attribution
    LEFT JOIN parties AS p ON p.document = o.document AND p.id = s.source
    WHERE o.kind = 'quantity' AND o.stance IN ('denied', 'doubted')
    GROUP BY ALL
)
SELECT q.document AS report, d.publisher, q.measure, q.unit, q.role, q.text AS words, q.low, q.high, q.exact,
    coalesce(q.counted, '') AS counted,
    coalesce(CASE WHEN t.start = t."end" THEN t.start END, d.published, t."end")::VARCHAR AS day,
    d.published::VARCHAR AS published, w.name AS place, w.country AS place_country,
    w.precision AS place_precision,
    coalesce(p.name, trim(substring(d.text, s.source_span[1] + 1, s.source_span[2] - s.source_span[1])),
        d.publisher, d.id) AS claimant,
    coalesce(p.identity, 'in ' || d.publisher, d.id) AS identity,
    coalesce(doubts.names, []) AS denied_by
FROM quantities AS q
JOIN documents AS d ON d.id = q.document
LEFT JOIN (SELECT document, quantity, any_value(place) AS place, bool_and(modality IN ('hypothetical', 'future'))
           AS imagined FROM told GROUP BY ALL) AS e ON e.document = q.document AND e.quantity = q.id
LEFT JOIN places AS w ON w.document = q.document AND w.id = coalesce(q.place, e.place)
LEFT JOIN times AS t ON t.document = q.document AND t.id = q.time
LEFT JOIN attributions AS s ON s.document = q.document AND s.id = q.attribution
LEFT JOIN parties AS p ON p.document = q.document AND p.id = s.source
LEFT JOIN doubts ON doubts.document = q.document AND doubts.id = q.id
WHERE list_contains($measures, q.measure) AND coalesce(q.unit, '') <> 'times' AND NOT coalesce(e.imagined, false)
    AND coalesce(q.low, q.high) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM quantities AS n WHERE n.document = q.document AND n.updates = q.id)
ORDER BY day NULLS LAST, d.published NULLS LAST, q.document, q.position
"""

Row = dict[str, Any]


def disputes(store: Store) -> list[Question]:
    """Questions with more than one answer, or one that is denied; the disputed ones first. Raises StoreError."""
    rows = [_read(row) for row in store.table(_QUERY, measures=list(COUNTED))]
    questions = [_question(group) for group in _by_question(rows) if _open(group)]
    return sorted(questions, key=lambda q: (not q.disputed, -len(q.claims), COUNTED.index(q.measure), q.counted))


def _read(row: Row) -> Row:
    """A row without denials by the claimant; *a soldier* is one more, not how many there were."""
    one_more = row["high"] == 1 and _ARTICLE.match(row["words"])
    denied_by = [name for name in row["denied_by"] if name != row["claimant"]]
    return row | {"role": "increment" if one_more else row["role"], "denied_by": denied_by}


def _open(rows: list[Row]) -> bool:
    totals = {(row["low"], row["high"]) for row in rows if row["role"] == "total"}
    return len(totals) > 1 or any(row["denied_by"] for row in rows)


def _by_question(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows of one measure, counted thing and place. Those without a place go to the only place there is, if so."""
    for _, topic in groupby(sorted(rows, key=_topic), key=_topic):
        alike = list(topic)
        everywhere = {_place(row) for row in alike} - {None}
        in_report: dict[str, set[str | None]] = defaultdict(set)
        for row in alike:
            in_report[row["report"]] |= {_place(row)} - {None}
        by_place: dict[str | None, list[Row]] = defaultdict(list)
        for row in alike:
            only = next((places for places in (in_report[row["report"]], everywhere) if len(places) == 1), {None})
            by_place[_place(row) or next(iter(only))].append(row)
        yield from (sorted(group, key=_age) for group in by_place.values())


def _place(row: Row) -> str | None:
    """A town by its name; whatever is larger by its country, if it lies in one."""
    name: str | None = row["place"]
    return name if row["place_precision"] in TOWNS else row["place_country"] or name


def _topic(row: Row) -> tuple[str, str]:
    return (row["measure"], _kind_of(row))


def _kind_of(row: Row) -> str:
    """The counted thing without articles and plural: its last word, or `people`."""
    words = row["counted"].lower().split()
    last = words[-1] if words else ""
    singular = last[:-3] + "y" if last.endswith("ies") else last[:-1] if last.endswith("s") else last
    return "people" if {last, singular} & PEOPLE else singular


def _age(row: Row) -> tuple[str, str, str]:
    return (row["day"] or "~", row["published"] or "~", row["report"])


def _question(rows: list[Row]) -> Question:
    claims: list[Claim] = []
    told: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        told[row["identity"], row["low"], row["high"], row["day"]].append(row)
    alike = list(told.values())
    for place, group in enumerate(alike):
        others = [other[0] for other in alike if other is not group]
        claims.append(_claim(group, _status(group, others, [before[0] for before in alike[:place]])))
    named = Counter(row["counted"] for row in rows if row["counted"]) or Counter(["people"])
    places = Counter(row["place"] for row in rows if row["place"])
    return Question(
        measure=rows[0]["measure"],
        counted=named.most_common(1)[0][0],
        place=places.most_common(1)[0][0] if places else None,
        disputed=any(claim.status == "disputed" for claim in claims),
        claims=tuple(claims),
    )


def _claim(told: list[Row], status: Status) -> Claim:
    first = told[0]
    return Claim(
        **{name: first[name] for name in ("claimant", "words", "low", "high", "exact", "day")},
        status=status,
        denied_by=tuple(dict.fromkeys(name for row in told for name in row["denied_by"])),
        reports=tuple(dict.fromkeys(row["report"] for row in told)),
        publishers=tuple(dict.fromkeys(row["publisher"] for row in told if row["publisher"])),
    )


def _status(told: list[Row], others: list[Row], before: list[Row]) -> Status:
    row = told[0]
    against = {_contradiction(row, other) for other in others}
    if "disputed" in against or any(same["denied_by"] for same in told):
        return "disputed"
    if row["role"] == "increment":
        return "increment"
    if "differs" in against:
        return "differs"
    totals = [other for other in before if other["role"] == "total"]
    if not totals:
        return "first"
    return "same" if _bounds(totals[-1]) == _bounds(row) else "update"


def _contradiction(one: Row, other: Row) -> Status | None:
    """How the totals of two claimants stand to each other if both cannot be right, else None."""
    if one["identity"] == other["identity"] or "increment" in (one["role"], other["role"]) or _overlap(one, other):
        return None
    earlier, later = sorted((one, other), key=_age)
    if (
        one["publisher"] == other["publisher"]
        and one["published"] != other["published"]
        and earlier["day"] == later["day"]
    ):
        return None  # an outlet that tells the same day again corrects itself
    apart = _days_between(earlier["day"], later["day"])
    growing = one["measure"] in GROWING
    if apart is None or apart > (0 if growing else 1):
        # A later total that is smaller may be of something else.
        return "differs" if growing and _bounds(later)[1] < _bounds(earlier)[0] else None
    return "disputed" if one["place"] and one["place"] == other["place"] else "differs"


def _overlap(one: Row, other: Row) -> bool:
    (a, b), (c, d) = _bounds(one), _bounds(other)
    return a <= d and c <= b


def _bounds(row: Row) -> tuple[float, float]:
    low = float("-inf") if row["low"] is None else row["low"]
    high = float("inf") if row["high"] is None else row["high"]
    return (low, high) if row["exact"] else (low * (1 - SLACK), high * (1 + SLACK))


def _days_between(one: str | None, other: str | None) -> int | None:
    return abs((date.fromisoformat(other) - date.fromisoformat(one)).days) if one and other else None
