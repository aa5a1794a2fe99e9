"""Weapons and equipment: what is named, of what kind, and what the report says of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.annotate import Annotated
from dateline.extract.equipment import find_equipment
from dateline.model import QuantityMention
from dateline.tools import Tools


def quantity(annotated: Annotated, words: str, counted: str | None = None, measure="other") -> QuantityMention:
    text = annotated.document.text
    span = (text.index(words), text.index(words) + len(words))
    return QuantityMention(
        span=span,
        text=words,
        tokens=annotated.tokens(span),
        low=None,
        high=None,
        exact=True,
        unit=None,
        counted=counted,
        counted_span=(text.index(counted), text.index(counted) + len(counted)) if counted else None,
        measure=measure,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They fired an Iskander missile system.", [("Iskander", "missile system", ["Iskander missile system"])]),
        ("An S400 battery was moved.", [("S-400", "air defence system", ["S400"])]),
        ("An S-400 and another S 400 were moved.", [("S-400", "air defence system", ["S-400", "S 400"])]),
        ("Four F-16s landed.", [("F-16", "aircraft", ["F-16s"])]),
        ("He carried a Kalashnikov.", [("Kalashnikov", "small arms", ["Kalashnikov"])]),
        ("The Bayraktar TB2 drones returned.", [("Bayraktar TB2", "drone", ["Bayraktar TB2 drones"])]),
        ("HIMARS arrived.", [("HIMARS", "artillery", ["HIMARS"])]),
        ("Warships left the port.", [("warship", "ship", ["Warships"])]),
        ("Police used water cannon.", [("water cannon", "riot control", ["water cannon"])]),
        ("Police fired tear gas.", [("tear gas", "riot control", ["tear gas"])]),
        ("Two T-72 tanks burned.", [("T-72", "tank", ["T-72 tanks"])]),
        ("A drone hit the depot.", [("drone", "drone", ["drone"])]),
        ("He had two knives.", [("knife", "blade", ["knives"])]),
        ("A roadside bomb exploded.", [("roadside bomb", "explosive", ["roadside bomb"])]),
        ("They dropped cluster bombs.", [("cluster bomb", "explosive", ["cluster bombs"])]),
        ("Tests found a nerve agent.", [("nerve agent", "chemical", ["nerve agent"])]),
        ("It keeps nuclear weapons.", [("nuclear weapon", "nuclear", ["nuclear weapons"])]),
        ("Helicopters circled.", [("helicopter", "helicopter", ["Helicopters"])]),
        ("Razor wire was laid.", [("razor wire", "barrier", ["Razor wire"])]),
        ("Patriot missiles were sent.", [("Patriot", "air defence system", ["Patriot missiles"])]),
        # no equipment
        ("The Patriot Act was passed.", []),
        ("The think tank shelled out money.", []),
        ("Rebel fighters fled in a private jet.", []),
        ("The soldiers shelled the town.", []),
        ("The leopard slept.", []),
        ("The Apache people gathered.", []),
    ],
)
def test_what_is_named(read_text: Callable[..., Annotated], tools: Tools, text: str, expected: list) -> None:
    annotated = read_text(text)
    found = find_equipment(annotated, (), tools)
    assert [(e.name, e.kind, [annotated.text(s) for s in e.spans]) for e in found] == expected


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("The missile can carry both chemical and nuclear warheads.", ("warhead", None, "chemical and nuclear")),
        ("They sent nuclear-capable bombers.", ("capability", None, "nuclear-capable")),
        ("They sent long-range missiles.", ("capability", None, "long-range")),
        ("They sent 155mm howitzers.", ("calibre", None, "155mm")),
        ("The missile has a range of 300 kilometres.", ("range", None, "300 kilometres")),
        ("They tested a missile with a range of 300 kilometres.", ("range", None, "300 kilometres")),
        ("The missile has a payload of 480kg.", ("payload", None, "480kg")),
    ],
)
def test_what_is_said_of_it(read_text: Callable[..., Annotated], tools: Tools, text: str, attribute) -> None:
    assert attribute in find_equipment(read_text(text), (), tools)[0].attributes


def test_figures_are_pointed_at(read_text: Callable[..., Annotated], tools: Tools) -> None:
    annotated = read_text("They moved twelve tanks. The missile has a range of 300km and hits ships 90km away.")
    figures = (
        quantity(annotated, "twelve", "tanks"),
        quantity(annotated, "300km", measure="distance"),
        quantity(annotated, "90km", measure="distance"),
    )
    tank, missile = find_equipment(annotated, figures, tools)
    assert tank.attributes == (("number", 0, None),)
    assert set(missile.attributes) >= {("range", 1, None)}


def test_boilerplate_names_nothing(tools: Tools) -> None:
    from dateline.annotate import annotate
    from dateline.model import Document, Part

    document = Document(id="t", text="Read more: tanks.", parts=(Part(span=(0, 17), kind="boilerplate"),))
    assert find_equipment(next(annotate([document], tools)), (), tools) == ()


def test_spans_are_words_of_the_text(read_text: Callable[..., Annotated], tools: Tools) -> None:
    annotated = read_text("İzmir saw nuclear‑capable bombers, F‑35 jets and “Shahed‑136” drones.")
    for equipment in find_equipment(annotated, (), tools):
        for start, end in equipment.spans:
            assert annotated.document.text[start:end].strip() == annotated.document.text[start:end] != ""
