"""Numbers: what the words allow, in figures, in words, and in between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.grammar.numbers import find_numbers, value_of

INTERVALS = [
    ("seven", 7, 7, True),
    ("twenty-five", 25, 25, True),
    ("two hundred and five", 205, 205, True),
    ("3,000", 3000, 3000, True),
    ("1.2m", 1.2e6, 1.2e6, True),
    ("1.2 bn", 1.2e9, 1.2e9, True),
    ("half a million", 5e5, 5e5, True),
    ("half a dozen", 6, 6, True),
    ("two dozen", 24, 24, True),
    ("one and a half million", 1.5e6, 1.5e6, True),
    ("2 1/2", 2.5, 2.5, True),
    ("two million five hundred thousand", 2.5e6, 2.5e6, True),
    ("one hundred thousand", 1e5, 1e5, True),
    ("about 500", 500, 500, False),
    ("nearly a hundred", 100, 100, False),
    ("an estimated 40", 40, 40, False),
    ("at least 12", 12, None, False),
    ("more than half a million", 5e5, None, False),
    ("50-plus", 50, None, False),
    ("10,000+", 10_000, None, False),
    ("12 or more", 12, None, False),
    ("up to 30", None, 30, False),
    ("fewer than ten", None, 10, False),
    ("several", 3, None, False),
    ("a few", 3, None, False),
    ("dozens", 24, None, False),
    ("hundreds", 200, None, False),
    ("thousands", 2000, None, False),
    ("tens of thousands", 20_000, None, False),
    ("between 3,000 and 4,000", 3000, 4000, False),
    ("3,000-4,000", 3000, 4000, False),
    ("two to three million", 2e6, 3e6, False),
    ("five or six", 5, 6, False),
    ("20 or 30", 20, 30, False),
    ("two or three dozen", 24, 36, False),
    ("as few as 30", 30, 30, False),
    ("upwards of 2,000", 2000, None, False),
    ("as many as 400", None, 400, False),
    ("perhaps 90", 90, 90, False),
    ("a hundred or so", 100, 100, False),
    ("just shy of 500", 500, 500, False),
    ("a couple of hundred", 200, 200, False),
    ("several dozen", 24, None, False),
    ("at least several hundred", 200, None, False),
]


@pytest.mark.parametrize(("words", "low", "high", "exact"), INTERVALS)
def test_interval(words: str, low: float | None, high: float | None, exact: bool) -> None:
    for text in (words, f"They saw {words} people there."):
        (number,) = find_numbers(text)
        assert text[number.start : number.end] == words
        assert (number.low, number.high, number.exact) == (low, high, exact)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ended 3-1, after a 218–214 vote.", []),
        ("$1.2bn and 40 jets", ["1.2bn", "40"]),
        ("no number here", []),
        ("the 37th country", []),
        ("the B52s and MH17", []),
        ("two, three or five", ["two", "three", "five"]),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert [text[n.start : n.end] for n in find_numbers(text)] == expected


@given(st.integers(min_value=0, max_value=10**12))
def test_figures_are_read_back(number: int) -> None:
    assert value_of(f"{number:,}") == number
    assert value_of(str(number)) == number


@given(st.text(max_size=200))
def test_numbers_stand_in_order_and_apart(text: str) -> None:
    done = 0
    for number in find_numbers(text):
        assert done <= number.core[0] < number.core[1] <= number.end <= len(text)
        assert number.low is None or number.high is None or number.low <= number.high
        done = number.end
