"""Contexts of an event: from its sentence first, its paragraph a little, the rest of the page not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.annotate import Annotated
from dateline.extract.contexts import _phrases, contexts_of
from dateline.model import EventMention
from dateline.ontology import load_ontology
from dateline.tools import Tools


def contexts(annotated: Annotated, tools: Tools, trigger: str, type_: str = "CONSULT", mode: str | None = None):
    """The contexts of an event whose trigger is this word."""
    start = annotated.document.text.index(trigger)
    span = (start, start + len(trigger))
    tokens = annotated.tokens(span)
    sentence = annotated.doc[tokens[0]].sent
    event = EventMention(
        type=type_, mode=mode, modality="actual", span=annotated.span(sentence.start, sentence.end), trigger=span,
        trigger_tokens=tokens, actors=(), actor_spans=(), recipients=(), recipient_spans=(), place=None, time=None,
        quantities=(), attribution=None, stance="asserted", contexts=(), confidence=1.0, method="test",
    )  # fmt: skip
    return contexts_of(annotated, event, tools)


@pytest.mark.parametrize(
    ("sentence", "trigger", "first"),
    [
        ("Paratroopers from both armies held a military exercise near the coast.", "held", "military"),
        ("The two spy chiefs met to discuss espionage.", "met", "intelligence"),
        ("The president dismissed the cabinet.", "dismissed", "executive"),
        ("Parliament rejected the motion of the lawmakers.", "rejected", "legislative"),
        ("Observers criticised the election and the ballot count.", "criticised", "election"),
        ("The junta condemned the coup against the constitution.", "condemned", "political_institutions"),
        ("Pro-democracy activists marched for democratic reforms.", "marched", "pro_democracy"),
        ("The dictator imposed martial law.", "imposed", "pro_autocracy"),
        ("The ministers signed a free trade agreement and cut tariffs.", "signed", "economic"),
        ("Prosecutors indicted him before the supreme court.", "indicted", "legal"),
        ("Berlin agreed to pay reparations and restitution.", "agreed", "reparations"),
        ("The tribunal heard of war crimes and genocide.", "heard", "human_rights"),
        ("Journalists protested for press freedom and free speech.", "protested", "rights_freedoms"),
        ("Riot police used tear gas and rubber bullets on the crowd.", "used", "repression"),
        ("The agency delivered humanitarian food aid to the famine zone.", "delivered", "human_security"),
        ("Women's rights groups rallied against sexual violence.", "rallied", "gender"),
        ("Police banned the LGBT pride march for same-sex couples.", "banned", "lgbt"),
        ("Muslims and Christians clashed over the mosque.", "clashed", "religion_ethnicity"),
        ("Workers marched against poverty and inequality.", "marched", "inequality"),
        ("The foreign minister met the ambassador for peace talks.", "met", "diplomatic"),
        ("The breakaway region annexed the disputed territory.", "annexed", "territory"),
        ("UN peacekeepers of the monitoring mission withdrew.", "withdrew", "peacekeeping"),
        ("Doctors began a cholera vaccination campaign.", "began", "health"),
        ("He was granted asylum and refugee status.", "granted", "asylum"),
        ("Frontex pushed migrants back at the crossing.", "pushed", "migration"),
        ("Rescuers left the flooded valley after the earthquake.", "left", "disasters"),
        ("Gazprom cut natural gas in the pipeline.", "cut", "natural_resource"),
        ("Delegates discussed climate change and carbon emissions.", "discussed", "environment"),
        ("The firms discussed semiconductors and artificial intelligence.", "discussed", "technology"),
        ("A suicide bomber from Islamic State struck the market.", "struck", "terrorism"),
        ("Inspectors found uranium and a nerve agent.", "found", "cbrn"),
        ("Hackers breached the ministry with ransomware.", "breached", "cyber"),
        ("The channel spread disinformation and fake news.", "spread", "misinformation"),
        ("The gang murdered two men in a robbery.", "murdered", "crime"),
        ("He was fired for bribery and embezzlement.", "fired", "corruption"),
        ("Officers raided the drug cartel and found cocaine.", "raided", "illegal_drugs"),
        ("They were smuggled by human traffickers.", "smuggled", "trafficking"),
        ("The singer met the painter.", "met", None),
    ],
)
def test_first_context(read_text: Callable[..., Annotated], tools: Tools, sentence: str, trigger: str, first) -> None:
    found = contexts(read_text(sentence), tools, trigger)
    assert (found[0] if found else None) == first
    assert len(found) <= 3


@pytest.mark.parametrize(
    ("type_", "mode", "context"),
    [
        ("COERCE", "cyber", "cyber"),
        ("COERCE", "misinformation", "misinformation"),
        ("MOBILIZE", "troops", "military"),
        ("COERCE", "deport", "migration"),
    ],
)
def test_type_implies_context(read_text: Callable[..., Annotated], tools: Tools, type_, mode, context) -> None:
    assert context in contexts(read_text("The regime acted."), tools, "acted", type_, mode)


def test_another_paragraph_says_nothing(read_text: Callable[..., Annotated], tools: Tools) -> None:
    text = "Voters went to the polls in the election.\n\nThe two mayors met."
    assert contexts(read_text(text), tools, "met") == ()


def test_the_sentence_weighs_more_than_its_paragraph(read_text: Callable[..., Annotated], tools: Tools) -> None:
    text = "The ambassador arrived for peace talks. Police arrested a hacker in a cyber attack."
    assert contexts(read_text(text), tools, "arrested")[0] == "cyber"


def test_words_are_whole(read_text: Callable[..., Annotated], tools: Tools) -> None:
    assert contexts(read_text("The mayor courted the despised banker."), tools, "courted") == ()


def test_every_context_has_words() -> None:
    assert {context for context, _, _ in _phrases().entries} == set(load_ontology().contexts)
