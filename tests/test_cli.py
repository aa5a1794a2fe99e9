"""The command line as a user calls it: what is printed, what is kept, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline.cli import app
from dateline.errors import SettingsError
from dateline.settings import load_settings

REPORT = "Troops mass\n\nPoland accused Belarus on Friday of lying. “We will not yield,” President Andrzej Duda said.\n"


def run(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


def rows(text: str) -> list[dict]:
    return [json.loads(line) for line in text.split("\n") if line]


def test_code_reads_stdin_and_keeps_the_text_as_it_is() -> None:
    done = run("code", "-", "--published", "2021-11-13", "--json", stdin=REPORT)
    assert done.exit_code == 0, done.output
    record = rows(done.stdout)[0]
    assert record["schema"] == "dateline/1"
    assert record["document"]["text"] == REPORT
    assert record["document"]["published"] == "2021-11-13"
    assert "ACCUSE" in [e["type"] for e in record["events"] if e["modality"] == "actual"]


def test_code_is_readable_on_a_terminal() -> None:
    done = run("code", "-", "--published", "2021-11-13", stdin=REPORT)
    assert "ACCUSE" in done.stdout
    assert "Duda" in done.stdout


def test_bulk_keeps_order_and_puts_errors_in_their_place(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "a", "text": REPORT, "published": "2021-11-13"},
        {"id": "b", "text": "   "},
        {"id": "c", "text": "Rebels\u2028took the town.\r\n"},
    ]
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    assert run("code", "--jsonl", str(source), "--out", str(out)).exit_code == 0
    found = rows(out.read_text("utf-8"))
    assert [r["document"]["id"] for r in found] == ["a", "b", "c"]
    assert found[1]["error"]["stage"] in ("read", "clean")
    assert found[2]["document"]["text"] == lines[2]["text"]


def test_one_bad_file_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text(REPORT, "utf-8")
    done = run("code", str(tmp_path), "--json")
    assert done.exit_code == 1
    assert "bad.txt" in done.stderr
    assert len([r for r in rows(done.stdout) if "events" in r]) == 1


def test_foreign_reports_are_kept_and_said(tmp_path: Path) -> None:
    text = "Die Regierung in Warschau hat am Freitag neue Maßnahmen an der Grenze zu Belarus angekündigt. " * 4
    done = run("code", "-", "--json", stdin=text)
    assert done.exit_code == 1
    record = rows(done.stdout)[0]
    assert [n["code"] for n in record["notes"]] == ["not_english"]
    assert record["events"] == []


def test_add_is_idempotent_and_the_store_answers(tmp_path: Path) -> None:
    report, store = tmp_path / "r.txt", str(tmp_path / "s.duckdb")
    report.write_text(REPORT, "utf-8")
    first = run("add", str(report), "--store", store, "--published", "2021-11-13")
    again = run("add", str(report), "--store", store, "--published", "2021-11-13")
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert "1 new" in first.stderr
    assert "0 new, 1 unchanged" in again.stderr
    for verb in ("timeline", "statements", "disputes"):
        assert run(verb, "--store", store).exit_code == 0
    days = rows(run("timeline", "--store", store, "--json").stdout)
    assert "ACCUSE" in json.dumps(days)


def test_show_finds_a_report_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    report, store = tmp_path / "r.txt", str(tmp_path / "s.duckdb")
    report.write_text(REPORT, "utf-8")
    coded = rows(run("code", str(report), "--json").stdout)[0]
    run("add", str(report), "--store", store)
    shown = run("show", coded["document"]["id"][:6], "--store", store, "--json")
    assert rows(shown.stdout)[0]["events"] == coded["events"]
    assert run("show", "nosuch", "--store", store).exit_code == 2


LABELS = [
    ("type", {"text": "Poland accused Belarus.", "actor": [0, 6], "recipient": [15, 22]}, "type", "ACCUSE"),
    ("modality", {"text": "The army will attack.", "trigger": [14, 20]}, "modality", "future"),
    ("actor", {"text": "Polish border guards"}, "country", "POL"),
    ("place", {"text": "Shells hit Lviv at dawn.", "mention": [11, 15]}, "country", "UKR"),
    ("time", {"text": "It happened on Friday.", "mention": [15, 21], "published": "2021-11-13"}, "start", "2021-11-12"),
]


@pytest.mark.parametrize(("task", "row", "key", "expected"), LABELS)
def test_label(task: str, row: dict, key: str, expected: str) -> None:
    done = run("label", task, stdin=json.dumps({"id": "x", **row}) + "\n")
    reply = rows(done.stdout)[0]
    assert reply["id"] == "x"
    assert reply[key] == expected


WRONG = [
    (("code",), "", "give files"),
    (("code", "--jsonl", "in.jsonl"), "", "--out"),
    (("code", "a.txt", "--jsonl", "in.jsonl", "--out", "out.jsonl"), "", "give files"),
    (("code", "--jsonl", "missing.jsonl", "--out", "out.jsonl"), "", "does not exist"),
    (("label", "type"), "no json\n", "not JSON"),
    (("label", "actor"), '{"id": 1, "text": null}\n', "needs an"),
    (("label", "modality"), '{"id": 1, "text": "Iran hit", "trigger": ["a", "b"]}\n', "not a span"),
    (("label", "time"), '{"id": 1, "text": "Friday", "mention": [0, 6], "published": "junk"}\n', "no day"),
]


@pytest.mark.parametrize(("words", "stdin", "message"), WRONG)
def test_wrong_usage_is_clear(words: tuple[str, ...], stdin: str, message: str) -> None:
    done = run(*words, stdin=stdin)
    assert done.exit_code == 2
    assert message in done.stderr


SETTINGS = [
    ({"DATELINE_PUBLISHD": "2021-11-13"}, "", "no such setting"),
    ({"DATELINE_PUBLISHED": "13 November"}, "", "YYYY-MM-DD"),
    ({}, "batch = [[[", "dateline.toml"),
    ({}, "bitch = 3", "bitch"),
]


@pytest.mark.parametrize(("environment", "file", "message"), SETTINGS)
def test_wrong_settings_are_one_line(
    environment: dict[str, str], file: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if file:
        (tmp_path / "dateline.toml").write_text(file, "utf-8")
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_bulk_writes_to_a_pipe_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": REPORT}) + "\n", "utf-8")
    assert run("code", "--jsonl", str(source), "--out", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()


def test_stories(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    reports = [
        {"id": "1", "text": "Migrants tried to cross from Belarus at Kuznica in Poland.", "published": "2021-11-09"},
        {"id": "2", "text": "Polish guards at Kuznica stopped migrants from Belarus.", "published": "2021-11-09"},
        {"id": "3", "text": "The volcano on La Palma destroyed a church.", "published": "2021-11-09"},
    ]
    source.write_text("".join(json.dumps(r) + "\n" for r in reports), "utf-8")
    assert run("stories", "--jsonl", str(source), "--out", str(out)).exit_code == 0
    story = {r["id"]: r["story"] for r in rows(out.read_text("utf-8"))}
    assert story["1"] == story["2"] != story["3"]
