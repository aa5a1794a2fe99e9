"""Which words are mentions of whom, and whether a place name stands for the place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.extract.mentions import find_mentions
from dateline.model import Mention
from dateline.tools import Tools

Read = Callable[..., Annotated]

# text, words → label; "!" for words that are no mention of their own
FOUND: list[tuple[str, dict[str, str]]] = [
    ("Belarus warned Latvia on Monday.", {"Belarus": "GPE", "Latvia": "GPE"}),
    ("Foreign Minister Mevlut Aydin met his counterpart.", {"Foreign Minister Mevlut Aydin": "PERSON", "his": ""}),
    ("Lithuania's president Gitanas Nauseda fled.", {"Gitanas Nauseda": "PERSON", "Lithuania's president": "PERSON"}),
    ("Estonian officials closed the crossing.", {"Estonian officials": "GROUP", "Estonian": "!"}),
    ("Thousands of refugees reached the coast.", {"Thousands of refugees": "GROUP"}),
    ("The soldiers found an elderly Kurdish woman.", {"The soldiers": "GROUP", "an elderly Kurdish woman": "PERSON"}),
    ("Chinese and Indian soldiers clashed.", {"Chinese": "NORP", "Indian soldiers": "GROUP"}),
    ("Sudan and Ethiopia signed the accord.", {"Sudan": "GPE", "Ethiopia": "GPE"}),
    ("The Serbs rejected the plan.", {"Serbs": "NORP"}),
    ("Israeli airstrikes killed a farmer.", {"Israeli": "NORP", "a farmer": "PERSON"}),
    ("Troops left the Ukraine-Moldova border.", {"Troops": "GROUP", "Ukraine-Moldova border": "LOC", "Moldova": "!"}),
    ("Jets violated Finnish airspace.", {"Finnish airspace": "LOC", "Finnish": "!"}),
    ("The defence ministry denied it.", {"The defence ministry": "ORG", "it": "!"}),
    ("It is unlikely that talks will resume.", {"It": "!"}),
    ("It rained as the marchers gathered.", {"It": "!"}),
    ("Hungary closed its embassy.", {"its": "", "its embassy": "ORG"}),
    ("The town of Brovary was shelled.", {"Brovary": "GPE"}),
    ("Rescuers were sent to Ivano-Frankivsk.", {"Ivano-Frankivsk": "GPE"}),
    ("Government-backed militias fled.", {"Government": "!", "Government-backed militias": "GROUP"}),
    ("A state of emergency was declared.", {"A state": "!"}),
]

# text, name, use
USES = [
    ("Sanctions on Minsk will follow.", "Minsk", "actor"),
    ("Minsk said it would answer.", "Minsk", "actor"),
    ("The minister told Warsaw to wait.", "Warsaw", "actor"),
    ("Protesters gathered in Minsk.", "Minsk", "place"),
    ("Gas flows through Belarus to Germany.", "Belarus", "place"),
    ("Gas flows through Belarus to Germany.", "Germany", "place"),
    ("Paris condemned Moscow's threats.", "Moscow", "actor"),
    ("The weapons were supplied by Iran.", "Iran", "actor"),
    ("The envoy travelled from Ankara.", "Ankara", "place"),
    ("France sold warships to Egypt.", "Egypt", "actor"),
    ("Migrants walked to Germany.", "Germany", "place"),
    ("Missiles hit Kyiv overnight.", "Kyiv", "place"),
    ("Two men died in Kherson, Ukraine.", "Ukraine", "place"),
    ("Russia invaded Georgia.", "Georgia", "actor"),
    ("Talks between Armenia and Azerbaijan failed.", "Azerbaijan", "actor"),
    ("They crossed the border between Iran and Iraq.", "Iraq", "place"),
    ("The north of Syria is calm.", "Syria", "place"),
    ("Families arrived from countries including Iraq.", "Iraq", "place"),
    ("Rockets were fired at Israel from Gaza.", "Israel", "actor"),
    ("The Kremlin denied the report.", "Kremlin", "actor"),
]


def found(read_text: Read, tools: Tools, text: str) -> dict[str, Mention]:
    return {mention.text: mention for mention in find_mentions(read_text(text), tools)}


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_find_mentions(read_text: Read, tools: Tools, text: str, expected: dict[str, str]) -> None:
    mentions = found(read_text, tools, text)
    assert {words: mentions[words].label if words in mentions else "!" for words in expected} == expected


@pytest.mark.parametrize(("text", "name", "use"), USES)
def test_use(read_text: Read, tools: Tools, text: str, name: str, use: str) -> None:
    assert found(read_text, tools, text)[name].use == use


def test_counted_people_are_the_head(read_text: Read, tools: Tools) -> None:
    annotated = read_text("Hundreds of farmers marched.")
    (mention,) = find_mentions(annotated, tools)
    assert annotated.doc[mention.head].text == "farmers"


def test_brackets_are_read_through(read_text: Read, tools: Tools) -> None:
    mentions = found(read_text, tools, '"Your president [Andrzej Duda] called me," she said.')
    assert "Andrzej Duda" in mentions


def test_nothing_in_uncoded_parts(read_text: Read, tools: Tools) -> None:
    from dateline.model import Part

    text = "Poland protested.\n\nReporting by Anna Kowalska"
    annotated = read_text(text, parts=(Part(span=(19, len(text)), kind="byline"),))
    assert [m.text for m in find_mentions(annotated, tools)] == ["Poland"]


WORDS = st.sampled_from(
    [
        "Poland", "Minsk", "the", "president", "of", "Lukashenko", "'s", "said", "migrants", ",", "and",
        "Russian", "-", "border", "it", "they", "[", "]", '"', "who", "thousands",
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_mentions_are_sound(read_text: Read, tools: Tools, words: list[str]) -> None:
    annotated = read_text(" ".join(words))
    mentions = find_mentions(annotated, tools)
    assert len({m.head for m in mentions}) == len(mentions)
    for mention in mentions:
        assert mention.tokens[0] <= mention.head < mention.tokens[1]
        assert mention.span == annotated.span(*mention.tokens)
        assert mention.text == annotated.text(mention.span)
