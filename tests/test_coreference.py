"""Which mentions are one entity."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.extract.coreference import attach_speakers, link_mentions
from dateline.extract.mentions import find_mentions
from dateline.model import AttributionMention, Chain
from dateline.tools import Tools

Read = Callable[..., Annotated]

# text, mentions that are one entity (the n-th occurrence of words as words#n), mentions that are not
LINKED: list[tuple[str, list[str], list[str]]] = [
    ("President Aivar Kask resigned. Kask said he was tired.", ["President Aivar Kask", "Kask#1", "he"], []),
    ("Maria Silva met Joao Silva. Joao Silva left.", ["Joao Silva", "Joao Silva#1"], ["Maria Silva"]),
    ("The European Union met. The EU agreed. The bloc will act.", ["European Union", "EU", "The bloc"], []),
    ("The World Food Programme (WFP) left. WFP had warned.", ["World Food Programme", "WFP#1"], []),
    ("The US and Cuba talked. The United States left.", ["US", "United States"], ["Cuba"]),
    ("A former official, Piotr Lis, spoke. Lis was calm.", ["A former official", "Piotr Lis", "Lis#1"], []),
    ("Turkey's leader Kemal Oz spoke. He smiled.", ["Turkey's leader", "Kemal Oz", "He"], ["Turkey"]),
    ("Anna Berg met Tom Hale. She thanked him.", ["Anna Berg", "She"], ["Tom Hale"]),
    ("Anna Berg met Tom Hale. She thanked him.", ["Tom Hale", "him"], ["Anna Berg"]),
    ("Protesters threw stones. They were dispersed.", ["Protesters", "They"], []),
    ("Hungary said it would not pay.", ["Hungary", "it"], []),
    ("Sanders distanced himself from the plan.", ["Sanders", "himself"], []),
    ("The Kremlin was quiet, and it sent no envoy.", ["Kremlin", "it"], []),
    ("A rebel group attacked. The group fled.", ["A rebel group", "The group"], []),
    ("Two officers died. Three officers survived.", ["Two officers"], ["Three officers"]),
    ("Maduro spoke. Maduro's regime fell, and his regime was hated.", ["Maduro's regime", "his regime"], ["Maduro"]),
    ('"The minister lied," Ivan Petrov said.', ["Ivan Petrov"], ["The minister"]),
    ("The secretary of state Marcy Rowe arrived. Rowe smiled.", ["The secretary", "Marcy Rowe", "Rowe#1"], []),
]


def chains_of(annotated: Annotated, tools: Tools) -> tuple[Chain, ...]:
    return link_mentions(annotated, find_mentions(annotated, tools), tools)


def place(annotated: Annotated, words: str) -> tuple[int, int]:
    words, _, number = words.partition("#")
    start = -1
    for _ in range(int(number or 0) + 1):
        start = annotated.document.text.index(words, start + 1)
    return start, start + len(words)


def chain_at(annotated: Annotated, chains: tuple[Chain, ...], words: str) -> int | None:
    span = place(annotated, words)
    return next((c.id for c in chains for m in c.mentions if m.span == span), None)


@pytest.mark.parametrize(("text", "one", "others"), LINKED)
def test_link_mentions(read_text: Read, tools: Tools, text: str, one: list[str], others: list[str]) -> None:
    annotated = read_text(text)
    chains = chains_of(annotated, tools)
    found = {words: chain_at(annotated, chains, words) for words in (*one, *others)}
    assert None not in found.values()
    assert len({found[words] for words in one}) == 1
    assert not {found[words] for words in one} & {found[words] for words in others}


def test_role_by_the_day_of_the_report(read_text: Read, tools: Tools) -> None:
    annotated = read_text("Alexander Lukashenko spoke. The Belarusian president was angry.", published="2021-11-13")
    (chain,) = [c for c in chains_of(annotated, tools) if c.label == "PERSON"]
    assert [m.text for m in chain.mentions] == ["Alexander Lukashenko", "The Belarusian president"]


def test_name_is_the_fullest(read_text: Read, tools: Tools) -> None:
    chains = chains_of(read_text("Orban left. Viktor Orban had spoken."), tools)
    assert [c.name for c in chains] == ["Viktor Orban"]


QUOTED = 'Ivan Petrov told Anna Berg: "I know you. We will win." I heard it.'


def test_attach_speakers(read_text: Read, tools: Tools) -> None:
    annotated = read_text(QUOTED)
    chains = chains_of(annotated, tools)
    source, addressee = (chain_at(annotated, chains, name) for name in ("Ivan Petrov", "Anna Berg"))
    content = place(annotated, '"I know you. We will win."')
    said = AttributionMention(
        kind="direct", source=source, source_span=None, cue_span=None, content_spans=(content,), addressee=addressee
    )
    after = attach_speakers(annotated, chains, (said,))
    assert [chain_at(annotated, after, words) for words in ("I#1", "you", "We")] == [source, addressee, source]
    assert chain_at(annotated, after, "I#2") not in (source, None)
    assert [c.id for c in after] == list(range(len(after)))
    assert [c.name for c in after[: len(chains)]] == [c.name for c in chains]


def test_we_is_the_speakers_side(read_text: Read, tools: Tools) -> None:
    annotated = read_text('"We will answer," said Latvia\'s president Karl Ozols.')
    chains = chains_of(annotated, tools)
    said = AttributionMention(
        kind="direct",
        source=chain_at(annotated, chains, "Karl Ozols") or chain_at(annotated, chains, "president Karl Ozols"),
        source_span=None,
        cue_span=None,
        content_spans=((0, 17),),
    )
    after = attach_speakers(annotated, chains, (said,))
    assert chain_at(annotated, after, "We") == chain_at(annotated, after, "Latvia")


WORDS = st.sampled_from(
    [
        "Poland", "Minsk", "the", "president", "of", "Lukashenko", "'s", "said", "migrants", ",", ".",
        "and", "Russian", "EU", "it", "they", "I", "we", "he", '"', "who", "himself",
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=30))
def test_chains_are_sound(read_text: Read, tools: Tools, words: list[str]) -> None:
    annotated = read_text(" ".join(words))
    mentions = find_mentions(annotated, tools)
    before = link_mentions(annotated, mentions, tools)
    firsts = [(chain.mentions[0].tokens, chain.mentions[0].head) for chain in before]
    assert firsts == sorted(firsts)
    after = attach_speakers(annotated, before, ())
    assert [chain.id for chain in after] == list(range(len(after)))
    assert sorted(m.head for chain in after for m in chain.mentions) == sorted(m.head for m in mentions)
