"""Quotation marks: found, paired, nested, and told from apostrophes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.grammar.quotations import find_quotations

Reader = Callable[..., Annotated]

CONTENTS = [
    ("“We will not yield,” she said. “Never.”", ["We will not yield,", "Never."]),
    ('"We will not yield," she said.', ["We will not yield,"]),
    ("``We will not yield,'' she said.", ["We will not yield,"]),
    ("«We will not yield», she said.", ["We will not yield"]),
    ("„We will not yield“, she said.", ["We will not yield"]),
    ("‘We won’t yield,’ she said.", ["We won’t yield,"]),
    ("'We don't yield,' she said.", ["We don't yield,"]),
    ("“I told him: ‘Do not go’, and he went,” she said.", ["I told him: ‘Do not go’, and he went,", "Do not go"]),
    ("The workers' council met the farmers' union.", []),
    ("It was rock 'n' roll in the '90s, o'clock and all.", []),
    ("The 'workers' council' of the city met.", ["workers' council"]),
    ("“The so-called “peace plan” is dead,” he said.", ["The so-called “peace plan” is dead,", "peace plan"]),
    ("“We will wait. “We have time,” he said.", ["We will wait.", "We have time,"]),
    ("“We will wait.\n\n“We have time,” he said.", ["We will wait.", "We have time,"]),
    ("We will wait,” he said.", []),
    ("The gun was 5' 10\" long, they said.", []),
    ("“”", []),
]


@pytest.mark.parametrize(("text", "expected"), CONTENTS)
def test_contents(read_text: Reader, text: str, expected: list[str]) -> None:
    assert [text[slice(*q.span)] for q in find_quotations(read_text(text))] == expected


def test_depth_and_marks(read_text: Reader) -> None:
    text = "“I say: ‘Stay’,” he said."
    outer, inner = find_quotations(read_text(text))
    assert (outer.depth, inner.depth) == (0, 1)
    assert text[slice(*outer.outer)] == "“I say: ‘Stay’,”"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The “limited operation” went on.", [True]),
        ("He said “we are ready” to them.", [False]),
        ("“Never,” he said.", [False]),
    ],
)
def test_scare(read_text: Reader, text: str, expected: list[bool]) -> None:
    assert [q.scare for q in find_quotations(read_text(text))] == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab s,.\n\"“”‘’'«»`(-5", max_size=60).map("a {}".format))
def test_any_marks_give_sound_spans(read_text: Reader, text: str) -> None:
    found = find_quotations(read_text(text))
    for q in found:
        assert 0 <= q.outer[0] <= q.span[0] < q.span[1] <= q.outer[1] <= len(text)
    for a in found:
        for b in found:
            if a.outer[0] < b.outer[0] < a.outer[1]:
                assert b.outer[1] <= a.outer[1] and b.depth > a.depth
