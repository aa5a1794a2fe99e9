"""Who the entities of a report are, from phrases and from chains in their report."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.grammar.designation import designate
from dateline.knowledge import load_knowledge
from dateline.model import Chain, Extraction, Identity, Mention
from dateline.resolve.actors import identify, identify_phrase
from dateline.tools import Tools

Read = Callable[..., Annotated]
PHRASES = list(csv.DictReader(Path(__file__).with_name("actor_phrases.csv").open(encoding="utf-8")))


def test_phrases_of_all_regions(tools: Tools) -> None:
    right = 0
    for row in PHRASES:
        found = identify_phrase(row["text"], row["published"], tools)
        right += (found.country, found.sectors[:1]) == (row["country"], (row["sector"],))
    assert right / len(PHRASES) >= 0.95


@pytest.mark.parametrize(
    ("phrase", "kind", "country", "sectors"),
    [
        ("Minsk", "state", "BLR", ("GOV",)),
        ("Lukashenko's regime", "state", "BLR", ("GOV",)),
        ("the government of Poland", "state", "POL", ("GOV",)),
        ("the EU", "organisation", "EUR", ()),
        ("Polish officials", "group", "POL", ("GOV",)),
        ("a former defence ministry official", "person", None, ("ELI",)),
        ("Russia's Interfax news agency", "organisation", "RUS", ("JRN",)),
        ("Syrian refugees in Poland", "group", "SYR", ("REF",)),
        ("migrants from Iraq", "group", "IRQ", ("REF",)),
        ("US-backed Syrian rebels", "group", "SYR", ("REB",)),
        ("the US ambassador to Russia", "person", "USA", ("GOV",)),
        ("spokesman for the Ukrainian border guard", "person", "UKR", ("COP",)),
        ("the mayor of Kharkiv", "person", "UKR", ("GOV",)),
        ("Putin's spokesman", "person", "RUS", ("GOV",)),
        ("Putin's closest ally", "person", None, ()),
        ("the Houthi health ministry", "organisation", "YEM", ("GOV",)),
        ("ethnic Albanians", "group", None, ()),
        ("M23 forces", "group", "COD", ("REB",)),
        ("the Liberal Party", "organisation", None, ("PTY",)),
        ("South Ossetia", "organisation", "GEO", ("PRE",)),
        ("the separatist government of Abkhazia", "organisation", "GEO", ("PRE", "GOV")),
        ("former Transnistrian president", "person", "MDA", ("ELI",)),
        ("Central American migrants", "group", None, ("REF",)),
        ("the president's spokesman", "person", None, ("GOV",)),
        ("New York-based investors", "group", "USA", ("BUS",)),
        ("Aleppo-based doctors", "group", "SYR", ("MED",)),
        ("anti-government protesters in Chad", "group", "TCD", ("CVL", "OPP")),
        ("Igor Novak", "person", None, ()),
        ("the blue bicycle", "person", None, ()),
    ],
)
def test_phrases(tools: Tools, phrase: str, kind: str, country: str | None, sectors: tuple[str, ...]) -> None:
    found = identify_phrase(phrase, "2021-11-13", tools)
    if phrase != "ethnic Albanians":
        assert found.kind == kind
    assert (found.country, found.sectors) == (country, sectors)


@pytest.mark.parametrize(
    ("phrase", "published", "name"),
    [
        ("the Russian president", "2010-01-01", "Dmitry Medvedev"),
        ("the Russian president", "2021-11-13", "Vladimir Putin"),
        ("Britain's foreign secretary", "2017-05-05", "Boris Johnson"),
        ("the former Russian president", "2021-11-13", "the former Russian president"),
        ("the Kremlin", "2021-11-13", "Russia"),
        ("Abkhazia's president", "2010-01-01", "Abkhazia's president"),
    ],
)
def test_offices_are_given_their_holders(tools: Tools, phrase: str, published: str, name: str) -> None:
    assert identify_phrase(phrase, published, tools).name == name


def test_unknown_stays_unknown(tools: Tools) -> None:
    found = identify_phrase("Zorbelina Quist", None, tools)
    assert (found.country, found.sectors, found.wikidata) == (None, (), None)
    assert found.confidence <= 0.2


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_phrase_can_be_read(phrase: str) -> None:
    found = designate(phrase, load_knowledge(), "2021-11-13")
    assert 0 <= found.confidence <= 1


# ── Chains in their report ───────────────────────────────────────────────────────────────────────────────────────

Named = tuple[str, str, str]  # words, form, label


def who(annotated: Annotated, tools: Tools, *chains: list[Named]) -> list[Identity]:
    """The identities of chains given by their words; each mention is sought after the one before it."""
    built = tuple(_chain(annotated, number, mentions) for number, mentions in enumerate(chains))
    return list(identify(Extraction(annotated=annotated, chains=built), tools))


def _chain(annotated: Annotated, number: int, mentions: list[Named]) -> Chain:
    rows, position = [], 0
    for words, form, label in mentions:
        start = annotated.document.text.index(words, position)
        position = start + len(words)
        tokens = annotated.tokens((start, position))
        head = annotated.doc[tokens[0] : tokens[1]].root.i
        rows.append(
            Mention(span=(start, position), text=words, tokens=tokens, head=head, form=form, label=label)  # type: ignore[arg-type]
        )
    return Chain(id=number, mentions=tuple(rows), name=mentions[0][0], label=mentions[0][2])


@pytest.mark.parametrize(
    ("text", "mention", "country", "sectors"),
    [
        (
            "Oleg Drozd, a former Russian interior ministry official, left.",
            ("Oleg Drozd", "name", "PERSON"),
            "RUS",
            ("ELI",),
        ),
        ("Kenya's interior minister Jane Mwangi spoke.", ("Jane Mwangi", "name", "PERSON"), "KEN", ("GOV",)),
        ("Pavel Horak is a Czech lawmaker.", ("Pavel Horak", "name", "PERSON"), "CZE", ("LEG",)),
        ("Japan said nothing.", ("Japan", "name", "GPE"), "JPN", ("GOV",)),
        ("Police in Peru arrested him in Lima, Peru said.", ("Police", "nominal", "ORG"), "PER", ("COP",)),
        ("Thousands of migrants wait in Serbia.", ("Thousands of migrants", "nominal", "GROUP"), None, ("REF",)),
        ("Mark Rutte of the Netherlands agreed.", ("Mark Rutte", "name", "PERSON"), "NLD", ("GOV",)),
        (
            "They met former French president Nicolas Sarkozy.",
            ("president Nicolas Sarkozy", "name", "PERSON"),
            "FRA",
            ("ELI",),
        ),
        ("A flood hit Mombasa, Kenya, on Monday.", ("Mombasa", "name", "GPE"), "KEN", ("CVL",)),
    ],
)
def test_chains(
    read_text: Read, tools: Tools, text: str, mention: Named, country: str | None, sectors: tuple[str, ...]
) -> None:
    found = who(read_text(text, published="2020-06-01"), tools, [mention])[0]
    assert (found.country, found.sectors) == (country, sectors)


def test_state_and_its_metonyms_are_one_and_its_leader_another(read_text: Read, tools: Tools) -> None:
    text = "Moscow protested. The Kremlin said that Russia would answer, and President Vladimir Putin agreed."
    moscow, kremlin, russia, putin = who(
        read_text(text, published="2021-11-13"),
        tools,
        [("Moscow", "name", "GPE")],
        [("Kremlin", "name", "ORG")],
        [("Russia", "name", "GPE")],
        [("Vladimir Putin", "name", "PERSON")],
    )
    assert moscow.key == kremlin.key == russia.key == "state:RUS"
    assert putin.key != "state:RUS"
    assert (putin.country, putin.sectors, putin.wikidata) == ("RUS", ("GOV",), "Q7747")


def test_an_institution_keeps_the_country_it_was_named_with(read_text: Read, tools: Tools) -> None:
    text = "Poland, Spain and Italy met. Chile's defence ministry was silent. A former defence ministry official wrote."
    _, official = who(
        read_text(text),
        tools,
        [("defence ministry", "name", "ORG")],
        [("A former defence ministry official", "nominal", "PERSON")],
    )
    assert (official.country, official.sectors) == ("CHL", ("ELI",))


def test_the_outlet_that_is_told_something(read_text: Read, tools: Tools) -> None:
    text = "In an interview with a Finnish magazine he was calm. He told Kaiku Weekly that he would stay."
    outlet = who(read_text(text), tools, [("Kaiku Weekly", "name", "ORG")], [("a Finnish magazine", "nominal", "ORG")])[
        0
    ]
    assert (outlet.country, outlet.sectors) == ("FIN", ("JRN",))


def test_the_bloc(read_text: Read, tools: Tools) -> None:
    text = "The EU will meet in Prague. The bloc wants new rules."
    union, bloc = who(read_text(text), tools, [("EU", "name", "ORG")], [("The bloc", "nominal", "ORG")])
    assert union.key == bloc.key
    assert bloc.country == "EUR"


def test_homonyms_follow_the_countries_of_the_report(read_text: Read, tools: Tools) -> None:
    text = "Norway voted on Monday. The Labour Party won, Norwegian media said."
    party = who(read_text(text), tools, [("Labour Party", "name", "ORG")])[0]
    assert (party.country, party.sectors) == ("NOR", ("PTY",))
