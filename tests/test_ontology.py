"""PLOVER and the CAMEO crosswalk: complete, consistent, and settled where the sources contradict themselves."""

from __future__ import annotations

import pytest

from dateline.model import Modality
from dateline.ontology import load_ontology

PLOVER = load_ontology()
TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE"


def test_it_is_complete() -> None:
    assert set(PLOVER.types) == {*TYPES.split(), "COERCE", "ASSAULT"}
    assert sum(len(kind.modes) for kind in PLOVER.types.values()) == 67
    assert len(PLOVER.contexts) == 37
    assert len(PLOVER.sectors) == 25
    assert set(PLOVER.countries) == {"KOS", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}
    assert len(PLOVER.cameo) == 256


@pytest.mark.parametrize("kind", PLOVER.types.values(), ids=lambda kind: kind.name)
def test_scores_agree_with_quads(kind) -> None:
    assert kind.quad in PLOVER.quads
    assert all(-10 <= score <= 10 for score in (kind.score, *kind.modes.values()))
    assert kind.score > 0 if kind.quad <= 2 else kind.score <= 0


@pytest.mark.parametrize(
    ("type_", "mode", "score"),
    [
        ("AID", None, 10.0),
        ("CONSULT", "visit", 4.0),
        ("ACCUSE", None, -3.0),  # printed without its sign
        ("ACCUSE", "disapprove", -2.0),
        ("PROTEST", "vandalize", -5.0),  # printed without a score
        ("COERCE", "martial-law", -7.5),
        ("ASSAULT", "unconventional", -10.0),
        ("THREATEN", "no such mode", -3.5),
    ],
)
def test_score(type_: str, mode: str | None, score: float) -> None:
    assert PLOVER.score(type_, mode) == score


def test_who_needs_a_recipient() -> None:
    assert {name for name, kind in PLOVER.types.items() if kind.needs_recipient} == {"AID", "COOPERATE", "SANCTION"}


def test_every_modality_but_actual_has_a_plover_name() -> None:
    assert set(PLOVER.auxiliary) == set(Modality.__args__) - {"actual"}


@pytest.mark.parametrize("row", PLOVER.cameo.values(), ids=lambda row: row.code)
def test_cameo_codes_turn_into_plover_as_it_is_now(row) -> None:
    kind = PLOVER.types[row.type]
    assert row.mode is None or row.mode in kind.modes
    assert set(row.contexts) <= set(PLOVER.contexts)
    assert row.meaning


@pytest.mark.parametrize(
    ("code", "type_", "mode", "contexts"),
    [
        ("057", "SUPPORT", None, ("diplomatic",)),
        ("0841", "RETREAT", "release", ("legal",)),
        ("091", "ACCUSE", "investigate", ("crime", "corruption")),
        ("0812", "CONCEDE", None, ("pro_democracy",)),
        ("0333", "AGREE", None, ("human_security",)),
        ("085", "RETREAT", None, ("economic",)),
        ("132", "THREATEN", "restrict", ("executive",)),
        ("163", "COERCE", "restrict", ("diplomatic",)),
        ("1722", "COERCE", "restrict", ("pro_autocracy",)),
        ("1712", "COERCE", "seize", ("human_security",)),
        ("175", "ASSAULT", None, ("military",)),
        ("186", "ASSAULT", "targeted", ()),
        ("191", "COERCE", "restrict", ("military",)),
        ("192", "COERCE", "seize", ("military",)),
        ("203", "ASSAULT", None, ("religion_ethnicity",)),
    ],
)
def test_cameo_to_plover(code: str, type_: str, mode: str | None, contexts: tuple[str, ...]) -> None:
    row = PLOVER.cameo[code]
    assert (row.type, row.mode, row.contexts) == (type_, mode, contexts)


@pytest.mark.parametrize(
    ("type_", "mode", "contexts", "code"),
    [
        ("CONSULT", None, (), "040"),
        ("CONSULT", "phone", ("diplomatic",), "041"),
        ("COOPERATE", None, ("military",), "062"),
        ("AGREE", None, ("military", "economic"), "0312"),
        ("AID", None, ("gender", "economic"), "071"),
        ("REQUEST", "assist", ("military",), "1012"),
        ("PROTEST", "demo", ("rights_freedoms",), "1413"),
        ("ASSAULT", None, (), "180"),
        ("ASSAULT", None, ("military",), "190"),
        ("ASSAULT", "aerial", ("military",), "195"),
        ("SANCTION", "discontinue", ("economic",), "163"),
        ("SANCTION", "convict", ("legal",), "116"),
        ("THREATEN", "violence", ("cbrn",), "1385"),
    ],
)
def test_plover_to_cameo(type_: str, mode: str | None, contexts: tuple[str, ...], code: str) -> None:
    assert PLOVER.cameo_of(type_, mode, contexts).code == code


@pytest.mark.parametrize("kind", PLOVER.types.values(), ids=lambda kind: kind.name)
def test_every_event_has_a_cameo_code(kind) -> None:
    for mode in (None, *kind.modes):
        for context in ("", *PLOVER.contexts):
            assert PLOVER.cameo_of(kind.name, mode, (context,)).code in PLOVER.cameo


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(KeyError):
        PLOVER.cameo_of("FIGHT", None)
