"""Times: which words speak of time, what TIMEX3 value they have, and which days they mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.extract.times import find_times
from dateline.grammar.days import days_of_value, holiday, shift_months, week_value
from dateline.grammar.timex import _forms, find_expressions
from dateline.model import Extraction, Time
from dateline.resolve.times import resolve_times, time_of_mention
from dateline.tools import Tools

SATURDAY = "2021-11-13"

# text, words found, type, value, first and last day; published on Saturday 13 November 2021
RESOLVED = [
    ("The ministers met on Saturday.", "Saturday", "DATE", "2021-11-13", "2021-11-13", "2021-11-13"),
    ("The ministers met on Friday.", "Friday", "DATE", "2021-11-12", "2021-11-12", "2021-11-12"),
    ("The ministers will meet on Monday.", "Monday", "DATE", "2021-11-15", "2021-11-15", "2021-11-15"),
    ("They postponed the vote until Tuesday.", "Tuesday", "DATE", "2021-11-16", "2021-11-16", "2021-11-16"),
    ("They met last Saturday.", "last Saturday", "DATE", "2021-11-06", "2021-11-06", "2021-11-06"),
    ("Shots were heard on Tuesday night.", "Tuesday night", "TIME", "2021-11-09TNI", "2021-11-09", "2021-11-09"),
    ("He fled yesterday.", "yesterday", "DATE", "2021-11-12", "2021-11-12", "2021-11-12"),
    ("He fled last night.", "last night", "TIME", "2021-11-12TNI", "2021-11-12", "2021-11-12"),
    ("He resigned earlier this week.", "earlier this week", "DATE", "2021-W45", "2021-11-08", "2021-11-12"),
    ("Tension rose this week.", "this week", "DATE", "2021-W45", "2021-11-08", "2021-11-14"),
    ("It rained over the weekend.", "the weekend", "DATE", "2021-W45-WE", "2021-11-13", "2021-11-14"),
    ("Exports fell last month.", "last month", "DATE", "2021-10", "2021-10-01", "2021-10-31"),
    ("Talks begin next year.", "next year", "DATE", "2022", "2022-01-01", "2022-12-31"),
    ("He died two days ago.", "two days ago", "DATE", "2021-11-11", "2021-11-11", "2021-11-11"),
    ("He left a month ago.", "a month ago", "DATE", "2021-10", "2021-10-01", "2021-10-31"),
    ("He came on Nov. 4.", "Nov. 4", "DATE", "2021-11-04", "2021-11-04", "2021-11-04"),
    ("He came on December 28.", "December 28", "DATE", "2020-12-28", "2020-12-28", "2020-12-28"),
    ("He will come on 3 January.", "3 January", "DATE", "2022-01-03", "2022-01-03", "2022-01-03"),
    ("It began on the 9th of August 2020.", "9th of August 2020", "DATE", "2020-08-09", "2020-08-09", "2020-08-09"),
    ("It began in May 2020.", "May 2020", "DATE", "2020-05", "2020-05-01", "2020-05-31"),
    ("It began in 2014.", "2014", "DATE", "2014", "2014-01-01", "2014-12-31"),
    ("It was built in the 1990s.", "the 1990s", "DATE", "199", "1990-01-01", "1999-12-31"),
    ("Trade grew in the 19th century.", "the 19th century", "DATE", "18", "1800-01-01", "1899-12-31"),
    ("Profits fell in the third quarter.", "the third quarter", "DATE", "2021-Q3", "2021-07-01", "2021-09-30"),
    ("They froze last winter.", "last winter", "DATE", "2020-WI", "2020-12-01", "2021-02-28"),
    (
        "It opened at 10:35 a.m. on Friday.",
        "10:35 a.m. on Friday",
        "TIME",
        "2021-11-12T10:35",
        "2021-11-12",
        "2021-11-12",
    ),
    ("It rained for three days.", "three days", "DURATION", "P3D", None, None),
    ("He got eight years and nine months.", "eight years and nine months", "DURATION", "P8Y9M", None, None),
    ("It lasted half an hour.", "half an hour", "DURATION", "PT30M", None, None),
    ("It went on for months.", "months", "DURATION", "PXM", None, None),
    ("It grew in the past three weeks.", "the past three weeks", "DURATION", "P3W", "2021-10-23", "2021-11-13"),
    ("It stood there for the past 3,000 years.", "the past 3,000 years", "DURATION", "P3000Y", None, None),
    ("It will stand for the next 12,000 years.", "the next 12,000 years", "DURATION", "P12000Y", None, None),
    ("They march every Sunday.", "every Sunday", "SET", "XXXX-WXX-7", None, None),
    ("Flights leave daily.", "daily", "SET", "P1D", None, None),
    ("They are now in power.", "now", "DATE", "PRESENT_REF", None, None),
    ("They left on Christmas Eve.", "Christmas Eve", "DATE", "2020-12-24", "2020-12-24", "2020-12-24"),
    ("The murder came ten days before the vote.", "ten days", "DURATION", "P10D", None, None),
]


@pytest.fixture
def times(read_text: Callable[..., Annotated], tools: Tools) -> Callable[..., tuple[Time, ...]]:
    def read(text: str, published: str | None = SATURDAY) -> tuple[Time, ...]:
        annotated = read_text(text, published=published)
        return resolve_times(Extraction(annotated=annotated, times=find_times(annotated, tools)), tools)

    return read


@pytest.mark.parametrize("row", RESOLVED, ids=lambda row: row[0])
def test_resolved(
    row: tuple[str, str, str, str, str | None, str | None], times: Callable[..., tuple[Time, ...]]
) -> None:
    text, *expected = row
    (time,) = times(text)
    assert [time.text, time.type, time.value, time.start, time.end] == expected
    assert text[slice(*time.span)] == time.text


# text, then the day of each expression in it
ANCHORED = [
    ("Officials said on Saturday that a boy was found the previous day.", ["2021-11-13", "2021-11-12"]),
    ("It opened on March 3, 2019. It closed the following day.", ["2019-03-03", "2019-03-04"]),
    ("He was shot on 5 June 2020 and died two days later.", ["2020-06-05", "2020-06-07"]),
    ("She left on Friday. He had called three days earlier.", ["2021-11-12", "2021-11-09"]),
    ("They met on Thursday. That night, both men left.", ["2021-11-11", "2021-11-11"]),
]


@pytest.mark.parametrize(("text", "days"), ANCHORED)
def test_counted_from_another_expression(text: str, days: list[str], times: Callable[..., tuple[Time, ...]]) -> None:
    assert [time.start for time in times(text)] == days


NO_TIME = [
    "They may march on the capital.",
    "A second bomb went off.",
    "The March 23 Movement left.",
    "The fall of the city shocked them.",
    "The 35-year-old man fled.",
    "Some 2,000 people came.",
    "Minister April May resigned.",
]


@pytest.mark.parametrize("text", NO_TIME)
def test_no_time(text: str, times: Callable[..., tuple[Time, ...]]) -> None:
    assert times(text) == ()


RELATIVE = [
    "He left on Saturday.",
    "He left last week.",
    "He left two days ago.",
    "He left on Nov. 4.",
    "He left at 10 p.m.",
]


@pytest.mark.parametrize("text", RELATIVE)
def test_without_publication_day_nothing_is_made_up(text: str, times: Callable[..., tuple[Time, ...]]) -> None:
    (time,) = times(text, published=None)
    assert (time.value, time.start, time.end) == (None, None, None)


def test_absolute_dates_need_no_publication_day(times: Callable[..., tuple[Time, ...]]) -> None:
    (time,) = times("He left on 4 November 2021.", published=None)
    assert (time.value, time.start, time.end) == ("2021-11-04", "2021-11-04", "2021-11-04")


def test_ambiguous_numeric_date_has_no_value(times: Callable[..., tuple[Time, ...]]) -> None:
    assert [t.value for t in times("It was signed on 13/11/2019 and on 11/12/2019.")] == ["2019-11-13", None]


def test_headlines_tell_the_past_in_the_present(read_text: Callable[..., Annotated], tools: Tools) -> None:
    from dateline.annotate import annotate
    from dateline.model import Document, Part

    text = "Minister meets rebels on Monday\n\nHe meets the army on Monday."
    part = Part(span=(0, 31), kind="headline")
    (annotated,) = annotate([Document(id="h", text=text, published=SATURDAY, parts=(part,))], tools)
    found = resolve_times(Extraction(annotated=annotated, times=find_times(annotated, tools)), tools)
    assert [time.value for time in found] == ["2021-11-08", "2021-11-15"]


def test_time_of_mention(read_text: Callable[..., Annotated], tools: Tools) -> None:
    text = "Officials said on Saturday that he was found the previous day."
    annotated = read_text(text, published=SATURDAY)
    start = text.index("previous")
    time = time_of_mention(annotated, (start, start + 12), tools)
    assert (time.type, time.value, time.start) == ("DATE", "2021-11-12", "2021-11-12")


def test_time_of_mention_that_is_no_time(read_text: Callable[..., Annotated], tools: Tools) -> None:
    time = time_of_mention(read_text("The army left.", published=SATURDAY), (4, 8), tools)
    assert (time.value, time.start, time.end) == (None, None, None)


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2021-W45", "2021-11-08", "2021-11-14"),
        ("2021-W45-WE", "2021-11-13", "2021-11-14"),
        ("2021-H2", "2021-07-01", "2021-12-31"),
        ("2021-SU", "2021-06-01", "2021-08-31"),
        ("20", "2000-01-01", "2099-12-31"),
    ],
)
def test_days_of_value(value: str, start: str, end: str) -> None:
    assert days_of_value(value) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("value", ["P3D", "PXM", "PRESENT_REF", "XXXX-WXX-2", "2021-13", "2021-02-30"])
def test_values_without_days(value: str) -> None:
    assert days_of_value(value) is None


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("easter+0", 2021, "2021-04-04"),
        ("11-4-4", 2021, "2021-11-25"),
        ("05-L-1", 2021, "2021-05-31"),
        ("election", 2020, "2020-11-03"),
    ],
)
def test_holiday(rule: str, year: int, day: str) -> None:
    assert holiday(rule, year).isoformat() == day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_lies_in_its_week(day: date) -> None:
    first, last = days_of_value(week_value(day)) or (date.max, date.min)
    assert first <= day <= last
    assert last - first == timedelta(days=6)
    assert shift_months(shift_months(day, 12), -12).month == day.month


@pytest.mark.parametrize("text", [row[0] for row in RESOLVED])
def test_a_form_needs_nothing_that_its_matches_lack(text: str) -> None:
    for _, _, form, needed in _forms():
        for match in form.finditer(text):
            assert all(any(word in match[0].lower() for word in some) for some in needed), (form, needed)


@given(st.text(max_size=120))
def test_expressions_stand_in_order_and_apart(text: str) -> None:
    done = 0
    for expression in find_expressions(text):
        assert done <= expression.start < expression.end <= len(text)
        done = expression.end
