"""Reading: files, folders, standard input; encodings; and one clear line for everything that cannot be read."""

from __future__ import annotations

import codecs
import io
import json
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.decode import decode
from dateline.errors import ReadError
from dateline.isoday import iso_day, iso_moment
from dateline.model import Failure, RawReport
from dateline.read import read
from dateline.settings import Settings, load_settings

SETTINGS = load_settings()
TEXT = "The police closed the road on Friday.\r\n\r\nIt  was “icy”,\u2028they said.\n"


def _read(source: str | Path, settings: Settings = SETTINGS) -> list[RawReport | Failure]:
    return list(read(source, settings))


def _one(source: str | Path, settings: Settings = SETTINGS) -> RawReport:
    (report,) = _read(source, settings)
    assert isinstance(report, RawReport), report
    return report


def _failure(source: str | Path, settings: Settings = SETTINGS) -> Failure:
    (failure,) = _read(source, settings)
    assert isinstance(failure, Failure)
    assert failure.stage == "read"
    assert "\n" not in failure.message
    return failure


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["report.txt", "report", "report.md", "report.xyz"])
def test_text_is_kept_character_for_character(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(TEXT.encode())
    report = _one(path)
    assert (report.text, report.html, report.source) == (TEXT, None, str(path))


def test_id_is_a_hash_of_the_content(tmp_path: Path) -> None:
    for name, text in (("a.txt", "One."), ("b.txt", "Two."), ("c.txt", "One.")):
        (tmp_path / name).write_text(text)
    first, second, third = (_one(tmp_path / name).id for name in ("a.txt", "b.txt", "c.txt"))
    assert first == third != second
    assert len(first) == 16
    assert set(first) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", "<p>Road closed"),
        ("page.htm", "Road closed"),
        ("page.txt", "\n<!DOCTYPE html>\n<html><body>Road closed</body></html>"),
        ("page", "<?xml version='1.0'?><!-- saved --><html><body>Road closed</body></html>"),
    ],
)
def test_page_is_known_by_its_name_or_its_beginning(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    assert _one(tmp_path / name).html == content


@pytest.mark.parametrize("content", ["<3 is a heart", "a < b and <p> is a tag", "<Kremlin source> said so"])
def test_text_with_angle_brackets_is_text(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(content)
    assert _one(tmp_path / "a.txt").text == content


def test_published_of_the_settings_is_given_to_every_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    assert _one(tmp_path / "a.txt", load_settings(published="2021-11-13")).published == "2021-11-13"


def test_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "a.txt", "b/d.html", "b/a.txt", ".hidden.txt", "style.css", ".git/x.txt"):
        (tmp_path / name).write_text(f"This is {name}.")
    found = [str(Path(r.source or "").relative_to(tmp_path)) for r in _read(tmp_path)]
    assert found == ["a.txt", "c.txt", "b/a.txt", "b/d.html"]


def test_folder_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Good.")
    assert [type(r) for r in _read(tmp_path)] == [Failure, RawReport]


# ── What cannot be read ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t ", "is empty"),
        ("a.html", b"", "is empty"),
        ("a.jsonl", b"", "is empty"),
        ("a.jsonl", b"\n\n", "is empty"),
        ("a.txt", b"\x00\x01\x02\x03" * 40, "binary"),
        ("a.txt", b"abc\x00\x00\x00\x00def" * 40, "binary"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        ("a.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        ("a.docx", b"PK\x03\x04\x14\x00", "ZIP"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", "an image"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "an image"),
        ("a.gz", b"\x1f\x8b\x08\x00", "gzip"),
        ("a.txt", b"\xef\xbb\xbf" + b"road \xff\xfe\x80 closed" * 20, "encoding is broken"),
        ("a.txt", b"\xff\xfe" + b"\xd8\x00\xd8" * 50, "encoding is broken"),
    ],
)
def test_bad_file_is_one_clear_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    failure = _failure(path)
    assert said in failure.message
    assert failure.id == str(path)


def test_pipes_and_sockets_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Good.")
    os.mkfifo(tmp_path / "b.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "c.txt"))
        assert [r.source for r in _read(tmp_path)] == [str(tmp_path / "a.txt")]


@pytest.mark.parametrize("url", ["ftp://news.example/a.txt", "FILE:///etc/hosts", "file:a.txt", "gopher://x"])
def test_addresses_of_other_kinds_are_named(url: str) -> None:
    assert "only http and https are fetched" in _failure(url).message


def test_name_that_is_no_utf8_is_shown_as_text(tmp_path: Path) -> None:
    for name in (b"\xfe.txt", b"\xff.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("The road is closed.")
    sources = [r.source for r in _read(tmp_path)]
    assert sources == [f"{tmp_path}/\\udcfe.txt", f"{tmp_path}/\\udcff.txt"]


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    assert "No such file" in _failure(tmp_path / "none.txt").message
    assert "holds no reports" in _failure(tmp_path).message
    assert _failure(tmp_path).id == str(tmp_path)


@pytest.mark.parametrize("name", ["big.html", "big.txt"])
def test_file_of_five_megabytes_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"<html><p>" + b"The road is closed. " * 262_144)
    assert "larger than 4,000,000 bytes" in _failure(tmp_path / name).message


# ── JSON Lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_rows(tmp_path: Path) -> None:
    row = {
        "id": "r1",
        "text": TEXT,
        "title": "Ice",
        "published": "2021-11-13",
        "publisher": "Post",
        "url": "https://x.example/1",
    }
    lines = [
        json.dumps(row, ensure_ascii=False),
        json.dumps({"id": 7, "html": "<p>Road"}),
        "",
        json.dumps({"text": "No id."}),
    ]
    path = tmp_path / "in.jsonl"
    path.write_bytes(("\ufeff" + "\n".join(lines)).encode())
    first, second, third = _read(path)
    assert first == RawReport(**row, source=f"{path}:1")
    assert isinstance(second, RawReport)
    assert (second.id, second.html) == ("7", "<p>Road")
    assert isinstance(third, RawReport)
    assert (len(third.id), third.source) == (16, f"{path}:4")


def test_rows_are_known_without_the_name(tmp_path: Path) -> None:
    (tmp_path / "in").write_text('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')
    assert [r.id for r in _read(tmp_path / "in")] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "said", "name"),
    [
        (b'{"id": "x", "text": "cut off', "not JSON", None),
        (b"[1, 2]", "no JSON object", None),
        (b"null", "no JSON object", None),
        (b"[" * 200_000, "not JSON", None),
        (b'{"id": "x", "text": "caf\xe9"}', "not UTF-8", None),
        (b'{"id": "x"}', "neither", "x"),
        (b'{"id": "x", "text": "a", "html": "b"}', "both", "x"),
        (b'{"id": "x", "text": 7}', "`text` is no string", "x"),
        (b'{"id": "x", "text": "a", "title": ["b"]}', "`title` is no string", "x"),
        (b'{"id": "x", "text": "a \\ud800 b"}', "half a character", "x"),
        (b'{"id": "x", "text": "a", "published": "last week"}', "`published` is no day", "x"),
        (b'{"id": "x", "text": "a", "published": 2021}', "`published` is no day", "x"),
        (b'{"id": "x", "text": "a", "published": "20"}', "`published` is no day", "x"),
        (b'{"id": "x\\ud800", "text": "a"}', "`id` holds half a character", None),
        (b'{"id": {"n": 1}, "text": "a"}', "`id` is no string", None),
        (b'{"id": true, "text": "a"}', "`id` is no string", None),
        (b'{"id": " ", "text": "a"}', "`id` is empty", None),
        (b'{"id": "a", "text": "Two."}', "the id 'a' was used before in this source", None),
        (b'{"id": "x", "text": "' + b"a" * 5_000_000 + b'"}', "larger than", None),
    ],
)
def test_broken_row_is_a_failure_and_the_rest_goes_on(tmp_path: Path, line: bytes, said: str, name: str | None) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "a", "text": "One."}\n' + line + b'\n{"id": "b", "text": "Two."}\n')
    first, broken, last = _read(path)
    assert (first.id, last.id) == ("a", "b")
    assert isinstance(broken, Failure)
    assert said in broken.message
    assert "\n" not in broken.message
    assert broken.id == (name or f"{path}:2")


def test_the_same_row_again_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "One."}\n{"text": "Two.", "id": "b"}\n{"text": "One.", "id": "a"}\n')
    assert [row.id for row in _read(path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "moment", "day"),
    [
        ("2021-11-13", "2021-11-13", "2021-11-13"),
        ("20211113", "2021-11-13", "2021-11-13"),
        ("2021-W45-6", "2021-11-13", "2021-11-13"),
        ("20211113T100000", "2021-11-13T10:00:00", "2021-11-13"),
        ("2021-11-13T10:00:00Z", "2021-11-13T10:00:00Z", "2021-11-13"),
        ("2021-W45", None, None),
        ("2021-11", None, None),
        ("2021-02-30", None, None),
        ("1799-12-31", None, None),
        ("2101-01-01", None, None),
        ("2021-11-13Tnoon", None, None),
        ("", None, None),
    ],
)
def test_days_and_instants(given: str, moment: str | None, day: str | None) -> None:
    assert (iso_moment(given), iso_day(given)) == (moment, day)


@given(st.text(max_size=20) | st.from_regex(r"\d{4}-?W?\d\d-?\d{0,2}(T\d{2}:?\d{2})?", fullmatch=True))
def test_what_is_taken_for_a_day_begins_with_it(value: str) -> None:
    day, moment = iso_day(value), iso_moment(value)
    assert (day is None) is (moment is None)
    assert moment is None or moment.startswith(str(day))
    assert day is None or day == iso_day(day)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5))
def test_rows_keep_every_character(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("rows") / "in.jsonl"
    rows = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    path.write_bytes(rows.encode())
    assert [r.text for r in _read(path) if isinstance(r, RawReport)] == texts


# ── Standard input ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (TEXT.encode(), ["text"]),
        (b"<html><body><p>Road closed</p></body></html>", ["html"]),
        (b'{"id": "a", "text": "One."}\n{"id": "b", "html": "<p>Two."}\n', ["text", "html"]),
        (b'{"braces": "of prose"} said the sign.', ["text"]),
    ],
)
def test_stdin_is_sniffed(monkeypatch: pytest.MonkeyPatch, content: bytes, kinds: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    found = [r for r in _read("-") if isinstance(r, RawReport)]
    assert ["text" if r.text is not None else "html" for r in found] == kinds


def test_closed_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert "standard input is closed" in _failure("-").message


def test_empty_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert _failure("-").id == "-"


# ── Encodings ────────────────────────────────────────────────────────────────────────────────────────────────────

POLISH = "Straż Graniczna poinformowała, że w piątek zatrzymano kolejną grupę cudzoziemców przy granicy z Białorusią."
RUSSIAN = "Пограничная служба сообщила, что в пятницу на границе была задержана ещё одна группа иностранцев."
ENGLISH = "The minister’s “plan” — a wall — costs £1m."


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        (ENGLISH.encode(), None, ENGLISH),
        (codecs.BOM_UTF8 + ENGLISH.encode(), "latin-1", ENGLISH),
        (ENGLISH.encode("utf-16"), None, ENGLISH),
        (codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"), None, ENGLISH),
        (ENGLISH.encode("cp1252"), None, ENGLISH),
        (ENGLISH.encode("cp1252"), "iso-8859-1", ENGLISH),  # what browsers make of it
        (ENGLISH.encode(), "iso-8859-1", ENGLISH),  # a wrong header
        (ENGLISH.encode("cp1252"), "utf-8", ENGLISH),  # another wrong header
        (ENGLISH.encode("cp1252"), "no-such-charset", ENGLISH),
        (POLISH.encode("iso-8859-2"), "iso-8859-2", POLISH),
        (
            f"<meta charset='iso-8859-2'><p>{POLISH}".encode("iso-8859-2"),
            None,
            f"<meta charset='iso-8859-2'><p>{POLISH}",
        ),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN),
        (RUSSIAN.encode()[:-2], None, RUSSIAN[:-2] + "\ufffd"),  # a download that broke off
    ],
)
def test_encoding(data: bytes, declared: str | None, text: str) -> None:
    assert decode(data, "x", declared) == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_one_clear_line(data: bytes) -> None:
    try:
        assert isinstance(decode(data, "x"), str)
    except ReadError as fault:
        assert "\n" not in fault.message
