"""The behavioural tables are well formed, and their patterns mean what README.md says."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "eval"))

import behaviour

from dateline.ontology import load_ontology

CASES = behaviour.cases()


def test_enough_cases() -> None:
    assert len(CASES) >= 400
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_words_of_a_case_stand_in_its_text(case: behaviour.Case) -> None:
    lines = [part for key in ("expect", "never") for line in case.get(key, ()) for part in line.split(";")]
    assert lines or case.get("none")
    for pattern in map(behaviour.Pattern.read, lines):
        assert pattern.types <= set(load_ontology().types)
        for words in (pattern.actor, pattern.recipient):
            assert words is None or words in case["text"]


def event(**more: object) -> SimpleNamespace:
    told = {"type": "ACCUSE", "modality": "actual", "stance": "claimed", "actor_spans": [(0, 4)]}
    return SimpleNamespace(**{**told, "recipient_spans": [(13, 17)], **more})


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("ACCUSE | Oslo > Bern", True),
        ("ACCUSE | Bern > Oslo", False),
        ("ACCUSE | Oslo = Bern", True),
        ("REJECT,ACCUSE actual,future claimed |", True),
        ("ACCUSE asserted | Oslo >", False),
        ("ACCUSE negated | Oslo >", False),
    ],
)
def test_patterns(line: str, *, fits: bool) -> None:
    assert behaviour.Pattern.read(line).fits(event(), "Oslo accused Bern.") is fits  # type: ignore[arg-type]
