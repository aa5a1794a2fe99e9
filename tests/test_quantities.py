"""Figures: the interval, what is counted, what became of them, and who claims it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.annotate import Annotated
from dateline.extract.quantities import claim_quantities, find_quantities
from dateline.extract.times import find_times
from dateline.model import AttributionMention, Mention, QuantityMention
from dateline.tools import Tools

Find = Callable[..., tuple[QuantityMention, ...]]


@pytest.fixture
def find(read_text: Callable[..., Annotated], tools: Tools) -> Find:
    def read(text: str, mentions: tuple[Mention, ...] = ()) -> tuple[QuantityMention, ...]:
        annotated = read_text(text, published="2021-11-13")
        return find_quantities(annotated, mentions, find_times(annotated, tools), tools)

    return read


# text → for each figure: words, low, high, unit, counted, measure
FIGURES: list[tuple[str, list[tuple[object, ...]]]] = [
    (
        "Three people were killed and two others injured in the blast.",
        [("Three", 3, 3, "person", "people", "killed"), ("two", 2, 2, "person", "others", "injured")],
    ),
    (
        "The raid left 12 dead and 30 wounded.",
        [("12", 12, 12, "person", None, "killed"), ("30", 30, 30, "person", None, "injured")],
    ),
    (
        "Soldiers killed five, wounding 20 others.",
        [("five", 5, 5, "person", None, "killed"), ("20", 20, 20, "person", "others", "injured")],
    ),
    ("A man was shot and killed.", [("A man", 1, 1, "person", "man", "killed")]),
    ("The body of a young woman was found.", [("a young woman", 1, 1, "person", "woman", "killed")]),
    ("The death of nine miners shocked the town.", [("nine", 9, 9, "person", "miners", "killed")]),
    ("No one was hurt.", [("No one", 0, 0, "person", "one", "injured")]),
    ("His wife was wounded.", [("His wife", 1, 1, "person", "wife", "injured")]),
    ("Both men were killed.", [("Both men", 2, 2, "person", "men", "killed")]),
    ("Two men were taken to hospital, where they died.", [("Two", 2, 2, "person", "men", "killed")]),
    ("Three women with gunshot wounds were found.", [("Three", 3, 3, "person", "women", "injured")]),
    ("Six men are believed to be dead.", [("Six", 6, 6, "person", "men", "killed")]),
    ("Ten sailors are missing.", [("Ten", 10, 10, "person", "sailors", "missing")]),
    ("Police arrested more than 100 protesters.", [("more than 100", 100, None, "person", "protesters", "arrested")]),
    ("Rebels abducted at least 20 girls.", [("at least 20", 20, None, "person", "girls", "abducted")]),
    ("Minsk freed 12 prisoners.", [("12", 12, 12, "person", "prisoners", "released")]),
    ("Thousands of people fled their homes.", [("Thousands", 2000, None, "person", "people", "displaced")]),
    ("Around 150 refugees crossed into Lithuania.", [("Around 150", 150, 150, "person", "refugees", "crossed")]),
    (
        "Between 3,000 and 4,000 migrants were estimated to be at the fence.",
        [("Between 3,000 and 4,000", 3000, 4000, "person", "migrants", "present")],
    ),
    (
        "The standoff has left hundreds of families stranded.",
        [("hundreds", 200, None, "person", "families", "present")],
    ),
    ("Some 20,000 troops were sent there.", [("Some 20,000", 20_000, 20_000, "person", "troops", "troops")]),
    ("The death toll rose to 34.", [("34", 34, 34, "person", None, "killed")]),
    (
        "A girl drowned, bringing the number of migrants who have died, since the crisis began, to seven.",
        [("A girl", 1, 1, "person", "girl", "killed"), ("seven", 7, 7, "person", "migrants", "killed")],
    ),
    (
        "The toll rose to 104, including 28 children; three others are missing.",
        [
            ("104", 104, 104, "person", None, "killed"),
            ("28", 28, 28, "person", "children", "killed"),
            ("three", 3, 3, "person", "others", "missing"),
        ],
    ),
    ("At least 19 warships were deployed.", [("At least 19", 19, None, None, "warships", "other")]),
    ("A total of 300 villagers were evacuated.", [("300", 300, 300, "person", "villagers", "displaced")]),
    ("The army twice sent jets on patrols.", [("twice", 2, 2, "times", "patrols", "other")]),
    ("The rocket has a range of 500km.", [("500km", 500, 500, "km", "range", "distance")]),
    ("The EU pledged €1.5bn.", [("€1.5bn", 1.5e9, 1.5e9, "EUR", None, "money")]),
    (
        "It may cost between $3 billion and $5 billion.",
        [("between $3 billion and $5 billion", 3e9, 5e9, "USD", None, "money")],
    ),
    ("The fine was 30 pesos.", [("30 pesos", 30, 30, "peso", None, "money")]),
    ("It cost 40 million zlotys.", [("40 million zlotys", 4e7, 4e7, "PLN", None, "money")]),
    ("Fighting lasted three days.", [("three days", 3, 3, "day", None, "duration")]),
    ("Turnout was 41 percent.", [("41 percent", 41, 41, "%", None, "other")]),
    ("The army burned 40 villages.", [("40", 40, 40, None, "villages", "other")]),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures(text: str, expected: list[tuple[object, ...]], find: Find) -> None:
    found = find(text)
    assert [(q.text, q.low, q.high, q.unit, q.counted, q.measure) for q in found] == expected
    for figure in found:
        assert text[slice(*figure.span)] == figure.text
        assert figure.counted_span is None or text[slice(*figure.counted_span)] == figure.counted


# text → measures of its figures, in order
MEASURES: list[tuple[str, list[str]]] = [
    ("Workers dug up 31 skeletons near the barracks.", ["killed"]),
    ("The remains of 18 soldiers were flown home.", ["killed"]),
    ("The killing of 24 farmers angered the valley.", ["killed"]),
    ("The attack claimed the lives of 20 pupils.", ["killed"]),
    ("None of the 61 sailors survived.", ["killed"]),
    ("Up to 60 people may have drowned.", ["killed"]),
    ("The mayor was killed together with about ten guards.", ["killed"]),
    ("Gunmen shot dead three and wounded several dozen.", ["killed", "injured"]),
    ("Medics treated 27 marchers for burns.", ["injured"]),
    ("Nineteen boys were led away at gunpoint.", ["arrested"]),
    ("The police hold 40 people in custody.", ["arrested"]),
    ("He was jailed with 12 others.", ["arrested"]),
    ("Militants seized 14 engineers on the road.", ["abducted"]),
    ("Nine sailors are being held by pirates.", ["abducted"]),
    ("Forty hostages walked free on Monday.", ["released"]),
    ("The rebels let 16 drivers go.", ["released"]),
    ("Ninety detainees were set free.", ["released"]),
    ("Thirty hikers have not been seen since.", ["missing"]),
    ("Hundreds may never be found.", ["missing"]),
    ("They had a list of 80 people not accounted for.", ["missing"]),
    ("More than 9,000 people were driven from their homes.", ["displaced"]),
    ("About 300 men got over the fence, and a hundred or so came ashore.", ["crossed", "crossed"]),
    ("The rally drew 20,000 people.", ["present"]),
    ("In all around 500 had rushed the gate.", ["present"]),
    ("The hall held 900 spectators.", ["present"]),
    ("The dead included two children.", ["killed"]),
    ("Two victims remain in a critical condition.", ["injured"]),
    ("Last year 45,000 people made the crossing.", ["crossed"]),
    ("Hundreds of thousands have left the country.", ["crossed"]),
    ("Boats brought 800 migrants ashore.", ["crossed"]),
    ("Some 6,000 soldiers are in the valley.", ["troops"]),
    ("Thirteen American soldiers were killed.", ["killed"]),
    ("A camp shelters 9,000 displaced Congolese.", ["displaced"]),
]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_what_became_of_them(text: str, expected: list[str], find: Find) -> None:
    assert [q.measure for q in find(text)] == expected


# text → low and measure of its figures, in order
ECHOES: list[tuple[str, list[tuple[float, str]]]] = [
    ("The raid killed 58 people, sixteen of them women.", [(58, "killed"), (16, "killed")]),
    ("Seven guards were hurt, two seriously.", [(7, "injured"), (2, "injured")]),
    ("The party put the dead at 157 and the army at 57.", [(157, "killed"), (57, "killed")]),
    ("The clinic raised the number of dead to 29 from 27.", [(29, "killed"), (27, "killed")]),
    ("Some 300 people died, the mayor said. The official count stands at 84.", [(300, "killed"), (84, "killed")]),
    (
        "The state has detained 750 people: 600 soldiers, 50 judges and 100 civilians.",
        [(750, "arrested"), (600, "arrested"), (50, "arrested"), (100, "arrested")],
    ),
    ("Three people died. Twelve survived.", [(3, "killed"), (12, "other")]),
]


@pytest.mark.parametrize(("text", "expected"), ECHOES)
def test_bare_numbers_take_up_what_was_told(text: str, expected: list[tuple[float, str]], find: Find) -> None:
    assert [(q.low, q.measure) for q in find(text)] == expected


@pytest.mark.parametrize("text", ["The Group of Nine met.", "A shop sold 900 lambs.", "The box holds 200."])
def test_no_people_where_none_are_counted(text: str, find: Find) -> None:
    assert all(q.measure == "other" for q in find(text))


NO_FIGURES = [
    "They met on 12 November 2021.",
    "Jane Roe, 35, resigned.",
    "The 35-year-old mayor resigned.",
    "An F-16 followed Route 66.",
    "3Com moved its head office.",
    "A Falcon 9 rocket rose.",
    "Call 555-1234.",
    "The home side won 3-1.",
    "He lives in the 2600 block of the avenue.",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_numbers_that_count_nothing(text: str, find: Find) -> None:
    assert find(text) == ()


NOT_SAID_TO_HAVE_HAPPENED = [
    "The missile could kill dozens of people.",
    "They planned to kill three officials.",
    "He will not allow his brother to be killed.",
    "Two people died of cancer.",
    "The frost killed 200 lambs.",
    "If ten soldiers die, the mission will end.",
    "Mines kill dozens of farmers every year.",
]


@pytest.mark.parametrize("text", NOT_SAID_TO_HAVE_HAPPENED)
def test_no_dead_where_none_are_told(text: str, find: Find) -> None:
    assert all(q.measure != "killed" for q in find(text))


def test_the_shot_are_not_all_injured_where_some_died(find: Find) -> None:
    shot, dead = find("Four men were shot, one fatally.")
    assert (shot.measure, dead.measure) == ("other", "killed")
    (shot,) = find("Four men were shot.")
    assert shot.measure == "injured"


def test_those_who_share_one_fate_are_summed(find: Find) -> None:
    found = find("The shell killed two soldiers and a child.")
    assert [(q.text, q.low, q.measure) for q in found] == [
        ("two", 2, "killed"),
        ("two soldiers and a child", 3, "killed"),
        ("a child", 1, "killed"),
    ]


def test_increments_and_totals(find: Find) -> None:
    first, more, total = find("Five people died on Friday. Two more bodies were recovered. The toll rose to seven.")
    assert (first.role, more.role, total.role) == ("total", "increment", "total")
    assert (first.updates, total.updates) == (None, 0)


def test_time_of_a_figure(read_text: Callable[..., Annotated], tools: Tools) -> None:
    annotated = read_text("On Friday ten men were killed; the frost came as winter approached.", published="2021-11-13")
    times = find_times(annotated, tools)
    (figure,) = find_quantities(annotated, (), times, tools)
    assert figure.time is not None
    assert times[figure.time].text == "Friday"


def _said(text: str, content: str, cue: str, parent: int | None = None) -> AttributionMention:
    start = text.index(content)
    at = text.index(cue)
    return AttributionMention(
        kind="indirect",
        source=None,
        source_span=None,
        cue_span=(at, at + len(cue)),
        content_spans=((start, start + len(content)),),
        parent=parent,
    )


def test_the_innermost_claim_wins(read_text: Callable[..., Annotated], tools: Tools) -> None:
    text = "Warsaw said that a nurse told it ten people had died."
    annotated = read_text(text)
    said = (_said(text, "a nurse told it ten people had died", "said"), _said(text, "ten people had died", "told", 0))
    (figure,) = claim_quantities(annotated, find_quantities(annotated, (), (), tools), said)
    assert figure.attribution == 1
    assert figure.opinions == ()


OPINIONS = [
    ("Kyiv said ten soldiers had died. Moscow denied that ten men died.", "that ten men died", "denied", "denied"),
    ("Kyiv said ten soldiers had died. Moscow denied the figure.", "denied the figure", "denied", "denied"),
    (
        "Kyiv said ten soldiers had died. Doctors questioned that number.",
        "questioned that number",
        "questioned",
        "doubted",
    ),
]


@pytest.mark.parametrize(("text", "content", "cue", "stance"), OPINIONS)
def test_opinions_of_others(
    text: str, content: str, cue: str, stance: str, read_text: Callable[..., Annotated], tools: Tools
) -> None:
    annotated = read_text(text)
    said = (_said(text, "ten soldiers had died", "said"), _said(text, content, cue))
    figure, *_ = claim_quantities(annotated, find_quantities(annotated, (), (), tools), said)
    assert figure.attribution == 0
    assert figure.opinions == ((1, stance),)


def test_what_nobody_could_verify_is_doubted(read_text: Callable[..., Annotated], tools: Tools) -> None:
    annotated = read_text("Rebels said ten soldiers had died. The claim could not be independently verified.")
    (figure,) = claim_quantities(annotated, find_quantities(annotated, (), (), tools), ())
    assert figure.opinions == ((None, "doubted"),)
