"""The parse: sentences stay inside their blocks, and every token knows its place in the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate import Annotated, annotate, normalise
from dateline.model import Document, Part
from dateline.tools import Tools

Reader = Callable[..., Annotated]

NORMALISED = [
    ("“I need these . . . launchers here . . . ,” he said.", '"I need these launchers here," he said.'),
    ("your president [Vladimir Putin] knows", "your president Vladimir Putin knows"),
    ("they was [sic] there", "they was there"),
    ("the first [1] note", "the first [1] note"),
    ("He didn’t  say\u00a0why", "He didn't say why"),
    ("''Go'' he said", '"Go" he said'),
    ("We wait… Then we go", "We wait… Then we go"),
    ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
]


@pytest.mark.parametrize(("text", "expected"), NORMALISED)
def test_normalise(text: str, expected: str) -> None:
    copy, where = normalise(text, 0, len(text))
    assert copy == expected
    assert list(where) == sorted(where)


SENTENCES = [
    ("Troops move to border\n\nThe army sent troops.", ["Troops move to border", "The army sent troops."]),
    ("A wrapped line ends\nin the middle here.", ["A wrapped line ends\nin the middle here."]),
    ("First line.\nSecond line.", ["First line.", "Second line."]),
    ("A \n\n", ["A"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str], read_text: Reader) -> None:
    parsed = read_text(text)
    assert [parsed.text(parsed.span(s.start, s.end)) for s in parsed.sentences()] == expected


def test_uncoded_parts_are_parsed_but_not_offered(tools: Tools) -> None:
    text = "Rebels took the town.\n\nSubscribe to our newsletter"
    part = Part(span=(23, len(text)), kind="boilerplate")
    parsed = next(annotate([Document(id="d", text=text, parts=(part,))], tools))
    assert [s.text for s in parsed.sentences()] == ["Rebels took the town."]
    assert len(list(parsed.sentences(uncoded=True))) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB.‘’“”[] \n\r\t…—\u00a0\u200b0,"), max_size=80))
def test_tokens_stand_in_the_text(text: str) -> None:
    copy, where = normalise(text, 0, len(text))
    assert len(copy) == len(where)
    assert all(0 <= place < len(text) for place in where)


def test_token_spans_round_trip(read_text: Reader) -> None:
    text = "“We . . . will [all] stay,” said  Ann’s aide."
    parsed = read_text(text)
    for token in parsed.doc:
        start, end = parsed.span(token.i, token.i + 1)
        assert parsed.tokens((start, end)) == (token.i, token.i + 1)
        assert text[start:end]


SECOND_SAYINGS = [
    # text, verb, its governor
    ("He denied that his men had come and accused Rome of lying.", "accused", "denied"),
    ("Guards said a body had been found and urged the army to help.", "urged", "said"),
    ("She said the army shelled the town and burned the school.", "burned", "shelled"),
]


@pytest.mark.parametrize(("text", "verb", "governor"), SECOND_SAYINGS)
def test_second_sayings_hang_on_the_first(text: str, verb: str, governor: str, read_text: Reader) -> None:
    token = next(t for t in read_text(text).doc if t.text == verb)
    assert token.head.text == governor


def test_what_is_threatened_is_no_purpose(read_text: Reader) -> None:
    parsed = read_text("Lukashenko threatened on Thursday to stop the transit of gas if the EU imposes sanctions.")
    assert next(t for t in parsed.doc if t.text == "stop").dep_ == "xcomp"


def test_a_headline_with_nothing_after_its_verb_is_parsed(read_text: Reader) -> None:
    assert len(read_text("Tomorrow the the break votes").doc) == 5
