"""Who said what: cues, sources, contents, nesting, addressees."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.extract.attributions import find_attributions
from dateline.model import AttributionMention, Chain, Mention
from dateline.tools import Tools

Reader = Callable[..., Annotated]

# text, then for each attribution: kind, source, cue, contents
SAID = [
    ("“We will not yield,” the minister said.", [("direct", "the minister", "said", ["“We will not yield,”"])]),
    (
        '"We will not yield," said Ana Ruiz, the mayor of Alma. "We never did."',
        [("direct", "Ana Ruiz, the mayor of Alma", "said", ['"We will not yield,"', '"We never did."'])],
    ),
    (
        "The general told reporters: “Our troops are ready.”",
        [("direct", "The general", "told", ["“Our troops are ready.”"])],
    ),
    (
        "Officials said that the bridge had been destroyed.",
        [("indirect", "Officials", "said", ["that the bridge had been destroyed"])],
    ),
    ("The talks have failed, two diplomats said.", [("indirect", "two diplomats", "said", ["The talks have failed"])]),
    (
        "The attack killed nine people, according to the ministry.",
        [("indirect", "the ministry", "according to", ["The attack killed nine people"])],
    ),
    (
        "The union has accused the company of breaking the law.",
        [("indirect", "The union", "has accused", ["the company of breaking the law"])],
    ),
    (
        "The mayor was accused of theft by the opposition.",
        [("indirect", "the opposition", "was accused", ["The mayor", "of theft"])],
    ),
    (
        "The government denied that it had ordered the arrests.",
        [("indirect", "The government", "denied", ["that it had ordered the arrests"])],
    ),
    (
        "The minister said the plan was “a recipe for war” for everyone.",
        [("mixed", "The minister", "said", ["the plan was “a recipe for war” for everyone"])],
    ),
    (
        "The army's claim that the town had fallen was false.",
        [("indirect", "The army's", "claim", ["that the town had fallen"])],
    ),
    (
        "The rebels vowed to fight on.",
        [("indirect", "The rebels", "vowed", ["to fight on"])],
    ),
    (
        "The envoy is confident that the truce will hold.",
        [("indirect", "The envoy", "is confident", ["that the truce will hold"])],
    ),
    ("The so-called “peace plan” was published.", []),
]


def attributions(annotated: Annotated, tools: Tools, chains: tuple[Chain, ...] = ()) -> tuple[AttributionMention, ...]:
    return find_attributions(annotated, chains, tools)


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_attributions(read_text: Reader, tools: Tools, text: str, expected: list[tuple[str, ...]]) -> None:
    annotated = read_text(text)
    found = [
        (a.kind, annotated.text(a.source_span or (0, 0)), annotated.text(a.cue_span or (0, 0)), contents(annotated, a))
        for a in attributions(annotated, tools)
    ]
    assert found == expected


def contents(annotated: Annotated, attribution: AttributionMention) -> list[str]:
    return [annotated.text(span) for span in attribution.content_spans]


def test_quotation_in_quotation_is_nested(read_text: Reader, tools: Tools) -> None:
    annotated = read_text("“I told the general: ‘Stay where you are’, and he stayed,” the president said.")
    inner, outer = attributions(annotated, tools)
    assert (inner.parent, outer.parent) == (1, None)
    assert contents(annotated, inner) == ["‘Stay where you are’"]


def test_quotation_without_cue_continues_the_last_speaker(read_text: Reader, tools: Tools) -> None:
    annotated = read_text("“We will wait,” Haddad said.\n\n“There is no hurry. We have the whole winter.”")
    (said,) = attributions(annotated, tools)
    assert contents(annotated, said)[-1] == "“There is no hurry. We have the whole winter.”"


@pytest.mark.parametrize(
    ("text", "medium", "occasion"),
    [
        ("The minister told Reuters that talks were over.", "Reuters", None),
        ("The minister said in an interview that talks were over.", None, "in an interview"),
        ("The minister said on state television that talks were over.", "state television", None),
    ],
)
def test_circumstances(read_text: Reader, tools: Tools, text: str, medium: str | None, occasion: str | None) -> None:
    (said,) = attributions(read_text(text), tools)
    assert (said.medium, said.occasion) == (medium, occasion)


def test_source_and_addressee_are_chains(read_text: Reader, tools: Tools) -> None:
    annotated = read_text("Ruiz told Haddad that the war was lost.")
    chains = tuple(
        Chain(id=i, mentions=(_mention(annotated, token),), name=annotated.doc[token].text, label="PERSON")
        for i, token in enumerate((0, 2))
    )
    (said,) = attributions(annotated, tools, chains)
    assert (said.source, said.addressee) == (0, 1)


def _mention(annotated: Annotated, token: int) -> Mention:
    word = annotated.doc[token].text
    span = annotated.span(token, token + 1)
    return Mention(span=span, text=word, tokens=(token, token + 1), head=token, form="name", label="PERSON")


WORDS = ["he", "Ruiz", "said", "told", "that", "“", "”", '"', ",", ".", ":", "accused", "the army", "of war", "\n\n"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(lambda words: "A " + " ".join(words) + " end"))
def test_any_text_gives_sound_spans(read_text: Reader, tools: Tools, text: str) -> None:
    found = attributions(read_text(text), tools)
    for number, said in enumerate(found):
        assert said.content_spans == tuple(sorted(said.content_spans))
        assert all(0 <= start < end <= len(text) for start, end in said.content_spans)
        assert said.parent is None or (said.parent != number and 0 <= said.parent < len(found))
