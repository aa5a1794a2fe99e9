"""The encoder: how pairs are marked, that answers do not depend on their company, and what bad weights say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.encoder import MARKS, MODELS, Pair, PairEncoder, mark
from dateline.errors import ModelError
from dateline.model import Span
from dateline.settings import Settings
from dateline.tools import Tools

MARKED = [
    ("Oslo sued Bern.", (0, 4), (10, 14), None, "[Oslo] sued {Bern} ."),
    ("Oslo sued Bern.", (10, 14), (0, 4), (5, 9), "{Oslo} <sued> [Bern] ."),
    ("Oslo sued Bern.", (0, 4), None, None, "[Oslo] sued Bern."),
    ("Oslo sued Bern.", None, None, None, "Oslo sued Bern."),
    ("Iraqi fighters fell.", (0, 14), (0, 5), (15, 19), "[{Iraqi} fighters] <fell> ."),
    ("Iraqi fighters fell.", (0, 5), (0, 14), None, "{[Iraqi] fighters} fell."),
]


def shown(marked: str) -> str:
    """Marks as brackets, and one blank where there were several."""
    for sign, bracket in zip(MARKS, "[]{}<>", strict=True):
        marked = marked.replace(sign, bracket)
    return re.sub(r"([\[{<]) +", r"\1", re.sub(r" +([\]}>])", r"\1", re.sub(r" +", " ", marked))).strip()


@pytest.mark.parametrize(("text", "actor", "recipient", "predicate", "expected"), MARKED)
def test_marks(text: str, actor: Span | None, recipient: Span | None, predicate: Span | None, expected: str) -> None:
    assert shown(mark(Pair(text=text, actor=actor, recipient=recipient, predicate=predicate))) == expected


def test_spans_far_apart_are_both_read() -> None:
    text = "Oslo " + "went on and on " * 400_000 + "to Bern"
    marked = shown(mark(Pair(text=text, actor=(0, 4), recipient=(len(text) - 4, len(text)))))
    assert marked.startswith("[Oslo] went")
    assert marked.endswith("to {Bern}")
    assert len(marked) < 600


@given(st.text(alphabet="abc .", min_size=2, max_size=900), st.data())
def test_a_window_holds_both_spans_in_balanced_marks(text: str, data: st.DataObject) -> None:
    spans = [sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True))) for _ in "ar"]
    (a, b), (c, d) = spans
    marked = mark(Pair(text=text, actor=(a, b), recipient=(c, d)))
    assert all(marked.count(sign) == 1 for sign in MARKS[:4])
    inside = marked.split(MARKS[0])[1].split(MARKS[1])[0]
    for sign in MARKS[2:4]:
        inside = inside.replace(f" {sign} ", "")
    if not c < a < d < b and not a < c < b < d:  # crossing spans cut each other
        assert inside.strip() == text[a:b].strip()


PAIRS = [
    ("Kenya accused <Somalia> of arming the rebels.", "ACCUSE"),
    ("Warships of Kenya shelled <Kismayo> at dawn on Friday.", "ASSAULT"),
    ("Kenya's president held talks with <the Somali prime minister> in Nairobi.", "CONSULT"),
    ("Kenya freed <two Somali fishermen> after a month.", "RETREAT"),
    ("Kenya will send <Somalia> 20 million dollars in aid, it promised.", "AGREE"),
    ("Kenya turned down <Somalia>'s request for a loan.", "REJECT"),
]


def pair(marked: str) -> Pair:
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    return Pair(text=text, actor=(text.index("Kenya"), text.index("Kenya") + 5), recipient=(start, end))


def test_plain_sentences(tools: Tools) -> None:
    judged = tools.encoder.judge([pair(marked) for marked, _ in PAIRS])
    assert [j.type for j in judged] == [expected for _, expected in PAIRS]


def test_answers_do_not_depend_on_their_company(tools: Tools) -> None:
    asked = [pair(marked) for marked, _ in PAIRS]
    alone = [tools.encoder.judge([one])[0] for one in asked]
    assert alone == tools.encoder.judge(asked * 20)[-len(asked) :]


def test_probabilities(tools: Tools) -> None:
    judged = tools.encoder.judge([pair(PAIRS[0][0])])[0]
    assert set(judged.types) == set(tools.ontology.types)
    assert sum(judged.types.values()) == pytest.approx(1, abs=1e-5)
    assert 0 <= judged.none <= 1
    assert all(sum(modes.values()) == pytest.approx(1, abs=1e-5) for modes in judged.modes.values())
    assert all(set(modes) - {""} == set(tools.ontology.types[kind].modes) for kind, modes in judged.modes.items())


def test_nothing_asked(tools: Tools) -> None:
    assert tools.encoder.judge([]) == []


def test_missing_weights(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"pairs\.onnx"):
        PairEncoder(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x08" * 500])
def test_altered_weights(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pairs.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"pairs\.onnx"):
        PairEncoder(tmp_path).judge([pair(PAIRS[0][0])])


def test_a_network_of_somebody_else(tmp_path: Path, tools: Tools) -> None:
    """Weights without our labels stop the run: they are no fault of the report."""
    data = (MODELS / "pairs.onnx").read_bytes()
    (tmp_path / "pairs.onnx").write_bytes(data.replace(b"dateline", b"somebody"))
    with pytest.raises(ModelError, match=r"pairs\.onnx"):
        PairEncoder(tmp_path).judge([pair(PAIRS[0][0])])


def test_own_weights_are_a_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="mine"):
        Tools(Settings(models=tmp_path / "mine")).encoder  # noqa: B018 - the look-up is what fails
