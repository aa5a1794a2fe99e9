"""Record ⇄ JSON: the contract's keys and order, nothing lost, nothing dangerous on a line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReadError
from dateline.model import Document, Failure, Note, Record
from dateline.serialise import failure_to_json, record_from_json, to_json, to_line
from invented import CODER, report

KEYS = {
    None: "schema coder notes document actors places times attributions quantities equipment events",
    "document": "id url publisher title language published published_at text parts",
    "actors": "id name kind country sectors wikidata mentions confidence",
    "places": "id name mentions geonameid country admin1 lat lon precision confidence",
    "times": "id span text type value start end",
    "attributions": "id kind source source_span cue_span content_spans parent addressee via medium occasion",
    "quantities": "id span text low high exact unit counted counted_span measure role updates place time attribution "
    "opinions",
    "equipment": "id name kind mentions attributes",
    "events": "id type mode contexts modality span trigger actors actor_spans recipients recipient_spans place time "
    "start end quantities attribution stance opinions mentions quad score confidence method",
}


@pytest.mark.parametrize("part", KEYS)
def test_keys_stand_in_the_order_of_the_contract(part: str | None) -> None:
    row = to_json(report())
    rows = [row] if part is None else row[part] if isinstance(row[part], list) else [row[part]]
    assert [list(one) for one in rows] == [KEYS[part].split()] * len(rows)


def test_values_are_written_as_the_contract_shows_them() -> None:
    row = to_json(report())
    assert row["events"][0]["span"] == [50, 109]
    assert row["events"][0]["mentions"] == [{"span": [50, 109], "trigger": [60, 67]}]
    assert row["equipment"][0]["attributes"] == [
        {"name": "range", "quantity": "q2"},
        {"name": "warhead", "text": "unknown"},
    ]
    assert '"low": 7, ' in to_line(report())


def test_nothing_is_lost_on_the_way_to_json_and_back() -> None:
    assert record_from_json(json.loads(to_line(report()))) == report()


@given(st.text(alphabet=st.characters(codec="utf-8")), st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_comes_back_as_it_was(text: str, message: str) -> None:
    record = Record(coder=CODER, document=Document(id="d", text=text), notes=(Note(code="n", message=message),))
    line = to_line(record)
    assert record_from_json(json.loads(line)) == record
    assert line.splitlines() == [line]


@pytest.mark.parametrize(
    "char", ["\x1b", "\x07", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\ufeff", "\ud800"]
)
def test_characters_that_steer_a_terminal_are_escaped(char: str) -> None:
    line = to_line(Record(coder=CODER, document=Document(id="d", text=f"Łódź {char}[31m")))
    assert char not in line
    assert "Łódź" in line
    assert json.loads(line)["document"]["text"] == f"Łódź {char}[31m"


def test_a_failure_stands_in_the_place_of_its_document() -> None:
    failure = Failure(id="r9", stage="clean", message="no text", source="a.html")
    expected = {"schema": "dateline/1", "document": {"id": "r9"}, "error": {"stage": "clean", "message": "no text"}}
    assert failure_to_json(failure) == expected
    assert json.loads(to_line(failure)) == expected


def test_keys_that_are_not_known_are_left_aside() -> None:
    row = to_json(report())
    row["document"]["mood"] = "grim"
    assert record_from_json(row) == report()


@pytest.mark.parametrize(
    "change, message",
    [
        ({"schema": "dateline/9"}, "dateline/9"),
        ({"document": {"text": "no id"}}, "not a record"),
        ({"coder": None}, "not a record"),
        ({"events": [{"id": "e1"}]}, "not a record"),
        ({"times": [to_json(report())["times"][0] | {"span": [1]}]}, "not a record"),
        ({"actors": [to_json(report())["actors"][0] | {"kind": "planet"}]}, "planet"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        record_from_json(to_json(report()) | change)
