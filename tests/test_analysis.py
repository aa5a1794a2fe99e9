"""What records say together: the timeline, who said what, and which figures are disputed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.analysis import Day, disputes, statements, timeline
from dateline.model import Event, Opinion, Quantity, Record, Time
from dateline.store import Store
from invented import MONDAY, TEXT, actor, attribution, event, place, quantity, report, span

# ── Timeline ─────────────────────────────────────────────────────────────────────────────────────────────────────


def told(name: str, published: str | None, **event_fields: Any) -> Record:
    """A report with one event: Ruritania accuses Graustark."""
    fields = {"actors": ("a1",), "recipients": ("a2",), "mode": "allege"} | event_fields
    accusation = event("e1", fields.pop("type_", "ACCUSE"), span("Ruritania accused"), span("accused"), **fields)
    places = (place("p1", "Strelsau", span("Strelsau")), place("p2", "Zenda", span("village")))
    base = report(name, published, publisher=f"{name} News")
    # Letters after the end make reports differ, or they would be copies of one another.
    text = TEXT + "".join(f" {name}{number}" for number in range(200))
    return replace(base, document=replace(base.document, text=text), places=places, events=(accusation,))


def outline(days: list[Day]) -> list[tuple[str | None, list[tuple[str, int]]]]:
    return [(day.day, [(happening.type, len(happening.told)) for happening in day.events]) for day in days]


NOV_9, NOV_10, NOV_20 = "2021-11-09", "2021-11-10", "2021-11-20"
ON_MONDAY = {"start": MONDAY, "end": MONDAY}


@pytest.mark.parametrize(
    "records, expected",
    [
        # the same day, told twice
        ([told("r1", NOV_9, **ON_MONDAY), told("r2", NOV_10, **ON_MONDAY)], [(MONDAY, [("ACCUSE", 2)])]),
        # two days
        (
            [told("r1", NOV_9, **ON_MONDAY), told("r2", NOV_10, start=NOV_9, end=NOV_9)],
            [(MONDAY, [("ACCUSE", 1)]), (NOV_9, [("ACCUSE", 1)])],
        ),
        # told without a day soon after, and long after
        ([told("r1", NOV_9, **ON_MONDAY), told("r2", NOV_10)], [(MONDAY, [("ACCUSE", 2)])]),
        ([told("r1", NOV_9), told("r2", NOV_20)], [(NOV_9, [("ACCUSE", 1)]), (NOV_20, [("ACCUSE", 1)])]),
        # another type, other sides, another modality
        ([told("r1", NOV_9), told("r2", NOV_9, type_="REJECT")], [(NOV_9, [("ACCUSE", 1), ("REJECT", 1)])]),
        (
            [told("r1", NOV_9), told("r2", NOV_9, actors=("a2",), recipients=("a1",))],
            [(NOV_9, [("ACCUSE", 1), ("ACCUSE", 1)])],
        ),
        # a person who acts for the country is the same side
        ([told("r1", NOV_9), told("r2", NOV_9, actors=("a3",))], [(NOV_9, [("ACCUSE", 2)])]),
        # two towns, or one and none
        ([told("r1", NOV_9, place="p1"), told("r2", NOV_9, place="p2")], [(NOV_9, [("ACCUSE", 1), ("ACCUSE", 1)])]),
        ([told("r1", NOV_9, place="p1"), told("r2", NOV_9)], [(NOV_9, [("ACCUSE", 2)])]),
        # no day at all
        ([told("r1", None), told("r2", None)], [(None, [("ACCUSE", 1), ("ACCUSE", 1)])]),
        # what was only thought of, or is history, is not of the day
        ([told("r1", NOV_9, modality="hypothetical"), told("r2", NOV_9, modality="historical")], []),
        # what happened comes before what is to come
        (
            [told("r1", NOV_9, modality="future", type_="THREATEN"), told("r2", NOV_9, type_="REJECT")],
            [(NOV_9, [("REJECT", 1), ("THREATEN", 1)])],
        ),
    ],
)
def test_events_told_by_several_reports_are_one(
    store: Store, records: list[Record], expected: list[tuple[str | None, list[tuple[str, int]]]]
) -> None:
    store.add(records)
    assert outline(timeline(store)) == expected


def test_a_happening_says_who_tells_it_and_in_whose_words(store: Store) -> None:
    store.add([told("r1", NOV_9, confidence=0.9, **ON_MONDAY), told("r2", NOV_10, attribution="s1", stance="claimed")])
    (day,) = timeline(store)
    (happening,) = day.events
    assert (happening.actors, happening.recipients, happening.dated) == (("Ruritania",), ("Graustark",), True)
    assert happening.words == "Ruritania accused"
    assert [(t.publisher, t.claimed_by, t.copy_of) for t in happening.told] == [
        ("r1 News", None, None),
        ("r2 News", "Anna Sapt", None),
    ]


def test_a_copy_is_named_as_one(store: Store) -> None:
    store.add([report("r1", NOV_9), report("r2", NOV_9)])
    assert {t.copy_of for day in timeline(store) for e in day.events for t in e.told if t.report == "r2"} == {"r1"}


# ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_statements_name_speaker_words_and_report(store: Store) -> None:
    nested = attribution("s4", None, span("Seven people"), parent="s1", source_span=span("Foreign Minister"))
    unnamed = attribution("s5", None, span("a village"))
    store.add([replace(report("r1"), attributions=(*report().attributions, nested, unnamed))])
    assert [(s.speaker, s.country, s.kind, s.words, s.inside) for s in statements(store)] == [
        ("Anna Sapt", "RUR", "direct", "They fired on us", None),
        ("Anna Sapt", "RUR", "indirect", "Seven people were killed", None),
        ("Graustark", "GRA", "indirect", "it", None),
        ("Foreign Minister", None, "indirect", "Seven people", "Anna Sapt"),
        (None, None, "indirect", "a village", None),
    ]


# ── Figures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def counted(
    name: str, published: str, low: float | None, high: float | None, by: str | None = None, **more: Any
) -> Record:
    """A report with one figure, claimed by a1, a2 or a3, or by nobody but its publisher."""
    base = report(name, published, publisher=f"{name} News")
    said = (attribution("s1", by, span("Seven people were killed")),) if by else ()
    figure = quantity("q1", span("Seven"), low, high, attribution="s1" if by else None, **{"place": "p1"} | more)
    return replace(base, attributions=said, quantities=(figure,), events=())


DOUBTED = Opinion(attribution=None, stance="doubted")  # by the report itself


def statuses(store: Store) -> list[list[str]]:
    return [[claim.status for claim in question.claims] for question in disputes(store)]


@pytest.mark.parametrize(
    "records, expected",
    [
        # one day, one place, two claimants, and both cannot be right
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 3, 3, "a2")], [["disputed", "disputed"]]),
        ([counted("r1", NOV_9, 7, 7), counted("r2", NOV_9, 3, 3)], [["disputed", "disputed"]]),
        # both can be right
        ([counted("r1", NOV_9, 5, None, "a1"), counted("r2", NOV_9, 7, 7, "a2")], [["first", "update"]]),
        (
            [counted("r1", NOV_9, 100, 100, "a1", exact=False), counted("r2", NOV_9, 95, 95, "a2")],
            [["first", "update"]],
        ),
        # one claimant who counts on
        ([counted("r1", NOV_9, 3, 3, "a1"), counted("r2", NOV_9, 7, 7, "a1")], [["first", "update"]]),
        # the toll rose the next day; it cannot fall
        ([counted("r1", NOV_9, 3, 3, "a1"), counted("r2", NOV_10, 7, 7, "a2")], [["first", "update"]]),
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_10, 3, 3, "a2")], [["differs", "differs"]]),
        # those present may be fewer a week later, but not the next day
        (
            [counted("r1", NOV_9, 7, 7, "a1", measure="present"), counted("r2", NOV_20, 3, 3, "a2", measure="present")],
            [["first", "update"]],
        ),
        (
            [counted("r1", NOV_9, 7, 7, "a1", measure="present"), counted("r2", NOV_10, 3, 3, "a2", measure="present")],
            [["disputed", "disputed"]],
        ),
        # where it was is not said
        (
            [counted("r1", NOV_9, 7, 7, "a1", place=None), counted("r2", NOV_9, 3, 3, "a2", place=None)],
            [["differs", "differs"]],
        ),
        # more of them, or one of them, and not a total
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 3, 3, "a2", role="increment")], []),
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 1, 1, "a2", text="A guard")], []),
        (
            [
                counted("r1", NOV_9, 7, 7, "a1"),
                counted("r2", NOV_9, 1, 1, "a2", text="a woman"),
                counted("r3", NOV_10, 9, 9, "a1"),
            ],
            [["first", "increment", "update"]],
        ),
        # other things
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 3, 3, "a2", measure="injured")], []),
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 3, 3, "a2", counted="soldiers")], []),
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 3, 3, "a2", counted="victims")], [["disputed"] * 2]),
        # agreed by all, or not a figure at all
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 7, 7, "a2")], []),
        ([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, None, None, "a2")], []),
        ([counted("r1", NOV_9, 5, 5, measure="distance"), counted("r2", NOV_9, 7, 7, measure="distance")], []),
    ],
)
def test_updates_are_told_from_disputes(store: Store, records: list[Record], expected: list[list[str]]) -> None:
    store.add(records)
    assert statuses(store) == expected


def test_a_denied_figure_is_disputed_though_nobody_gives_another(store: Store) -> None:
    store.add([report("r1")])
    (question,) = disputes(store)
    (claim,) = question.claims
    assert (question.measure, question.counted, question.place, question.disputed) == (
        "killed",
        "people",
        "Strelsau",
        True,
    )
    assert (claim.claimant, claim.low, claim.high, claim.day) == ("Anna Sapt", 7, 7, MONDAY)
    assert (claim.status, claim.denied_by) == ("disputed", ("Graustark",))


def test_nobody_denies_their_own_figure(store: Store) -> None:
    figure = replace(report().quantities[0], opinions=(Opinion(attribution="s1", stance="denied"),))
    store.add([replace(report("r1"), quantities=(figure,))])
    assert disputes(store) == []


def test_figures_of_one_report_are_of_one_place(store: Store) -> None:
    here = quantity("q1", span("Seven"), 7, 7, place="p1")
    unplaced = quantity("q2", span("people"), 3, 3, attribution="s1")
    elsewhere = replace(counted("r2", NOV_10, 50, 50), places=(place("p1", "Zenda", span("village"), country="GRA"),))
    store.add([replace(report("r1"), quantities=(here, unplaced)), elsewhere])
    assert [[claim.low for claim in question.claims] for question in disputes(store)] == [[7, 3]]


def test_a_figure_that_was_replaced_in_its_own_report_is_no_claim(store: Store) -> None:
    old, new = quantity("q1", span("Seven"), 5, 5), quantity("q2", span("people"), 7, 7, updates="q1")
    store.add([replace(report("r1"), quantities=(old, new)), counted("r2", NOV_9, 9, 9, place=None)])
    assert [[claim.low for claim in question.claims] for question in disputes(store)] == [[7, 9]]


def _imagined(modality: str) -> Event:
    return event("e1", "ASSAULT", span("fired"), span("fired"), quantities=("q1",), modality=modality)


@pytest.mark.parametrize("modality, number", [("actual", 1), ("hypothetical", 0), ("future", 0)])
def test_what_could_happen_is_no_claim(store: Store, modality: str, number: int) -> None:
    denied: Quantity = report().quantities[0]
    store.add([replace(report("r1"), quantities=(denied,), events=(_imagined(modality),))])
    assert len(disputes(store)) == number


def test_the_same_claim_in_two_reports_is_one_claim_with_two_reports(store: Store) -> None:
    store.add([counted("r1", NOV_9, 7, 7, "a1"), counted("r2", NOV_9, 7, 7, "a1"), counted("r3", NOV_9, 3, 3, "a2")])
    (question,) = disputes(store)
    assert [(claim.claimant, claim.reports) for claim in question.claims] == [
        ("Ruritania", ("r1", "r2")),
        ("Graustark", ("r3",)),
    ]


def test_a_figure_of_an_event_stands_where_the_event_was(store: Store) -> None:
    figure = quantity("q1", span("Seven"), 7, 7, attribution="s1", opinions=(DOUBTED,))
    shelling = event("e1", "ASSAULT", span("fired"), span("fired"), quantities=("q1",), place="p1")
    store.add([replace(report("r1"), quantities=(figure,), events=(shelling,))])
    assert disputes(store)[0].place == "Strelsau"


def test_an_empty_store_says_nothing(store: Store) -> None:
    assert (timeline(store), statements(store), disputes(store)) == ([], [], [])


def test_times_without_days_leave_the_day_of_the_report(store: Store) -> None:
    vague = Time(id="t1", span=span("Monday"), text="Monday", type="DATE", value=None, start=None, end=None)
    base = counted("r1", NOV_9, 7, 7, "a1", time="t1", opinions=(DOUBTED,))
    store.add([replace(base, times=(vague,), actors=(actor("a1", "X", None),))])
    assert disputes(store)[0].claims[0].day == NOV_9
