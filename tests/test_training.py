"""The training sentences: well formed, balanced, labelled twice, and none kept apart that is nearly one trained on."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent / "training"
sys.path.insert(0, str(TRAINING))

import agreement  # noqa: E402
import check_sentences  # noqa: E402
import corpus  # noqa: E402


@pytest.fixture(scope="module")
def rows() -> list[corpus.Row]:
    return corpus.own_rows()


def test_many_and_balanced(rows: list[corpus.Row]) -> None:
    types = Counter(row.type for row in rows)
    assert set(types) == {*corpus.modes(), "NONE"}
    assert len(rows) >= 6000
    assert max(types.values()) <= 2.5 * min(types.values())


def test_every_mode_is_written(rows: list[corpus.Row]) -> None:
    told = Counter((row.type, row.mode) for row in rows)
    assert not [(kind, mode) for kind, known in corpus.modes().items() for mode in known if told[kind, mode] < 40]


def test_spans_hold_words(rows: list[corpus.Row]) -> None:
    for row in rows:
        for start, end in filter(None, (row.actor, row.recipient)):
            assert row.text[start:end].strip() == row.text[start:end] != "", row.where


def test_every_tenth_is_labelled_twice(rows: list[corpus.Row]) -> None:
    apart = [row for row in rows if row.is_dev]
    again = agreement.second()
    pairs = [(row.type, again[row.key][0]) for row in apart]
    assert len(apart) == pytest.approx(len(rows) / 10, rel=0.1)
    assert agreement.kappa(pairs) > 0.9


def test_none_kept_apart_is_nearly_one_trained_on(rows: list[corpus.Row]) -> None:
    """A fifth of them; `check_sentences.py` compares all with all, and with the benches."""
    apart = [row for row in rows if row.is_dev][::5]
    seen = check_sentences.signatures(row.text for row in rows if not row.is_dev)
    for row, signature in zip(apart, check_sentences.signatures(row.text for row in apart), strict=True):
        assert (seen == signature).mean(axis=1).max() <= check_sentences.OWN_LIMIT, row.where


BAD = [
    ("ACCUSE <a>Oslo</a> sued.", "no ` | `"),
    ("BLAME | <a>Oslo</a> sued.", "is no type"),
    ("ACCUSE arrest | <a>Oslo</a> sued.", "is no mode"),
    ("ACCUSE | Oslo sued.", "no actor"),
    ("ACCUSE | <a>Oslo sued.", "stays open"),
    ("ACCUSE | Oslo</a> sued.", "closes nothing"),
    ("ACCUSE | <a> </a>Oslo sued.", "empty"),
]


@pytest.mark.parametrize(("line", "fault"), BAD)
def test_bad_lines_are_named(line: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(f"# comment\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"bad\.txt:3.*{fault}"):
        list(corpus.read_rows([path]))
