"""Paths, folders, standard input and URLs → RawReport.

Text stays as it came, character for character. A report without an id of its own is named by its content: the first
16 hexadecimal digits of the SHA-256 of its text or HTML (and of its address, where it has one).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

from dateline.decode import decode
from dateline.errors import FetchError, ReadError
from dateline.fetch import fetch
from dateline.isoday import iso_moment
from dateline.model import Failure, RawReport
from dateline.settings import Settings

STDIN = "-"
_LINES = frozenset({".jsonl", ".ndjson"})
_PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_TEXTS = frozenset({".txt", ".text", ".md", ""})
_FIELDS = ("title", "url", "publisher")
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://|(file|data|mailto):", re.IGNORECASE)
_MAX_SHOWN = 40  # characters of a value in a message
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(source: str | Path, settings: Settings) -> Iterator[RawReport | Failure]:
    """The reports of a file, a folder (in sorted order), a URL, or standard input (`-`).

    What cannot be read is one Failure in its place: a line of JSON Lines is named `path:line`, a whole source by its
    path or URL.
    """
    name = str(source).encode("utf-8", "backslashreplace").decode()  # a file's name may be no UTF-8
    try:
        if name == STDIN:
            yield from _opened(_standard_input(), name, settings)
        elif (address := _ADDRESS.match(name)) and not Path(source).exists():
            yield from _fetched(name, (address[1] or address[2]).lower(), settings)
        elif Path(source).is_dir():
            yield from _folder(Path(source), settings)
        else:
            with Path(source).open("rb") as file:
                yield from _opened(file, name, settings)
    except (ReadError, FetchError) as fault:
        yield Failure(id=fault.what, stage="read", message=fault.message, source=name)
    except OSError as fault:
        message = f"cannot be read ({fault.strerror or fault}); check the path and its permissions"
        yield Failure(id=name, stage="read", message=message, source=name)


def _standard_input() -> IO[bytes]:
    if sys.stdin is None or sys.stdin.closed:
        raise ReadError(STDIN, "standard input is closed; give a path or a URL")
    return sys.stdin.buffer


def _folder(folder: Path, settings: Settings) -> Iterator[RawReport | Failure]:
    """The text, HTML and JSON Lines files of a folder and of those in it.

    Hidden files, others, and what is no file at all (a pipe, a socket, a device) are passed over.
    """
    empty = True
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(f for f in files if not f.startswith(".")):
            path = Path(place, file)
            if path.suffix.lower() in _LINES | _PAGES | _TEXTS and (path.is_file() or not path.exists()):
                empty = False
                yield from read(path, settings)
    if empty:
        raise ReadError(str(folder), "holds no reports; they end in .txt, .html or .jsonl")


def _opened(file: IO[bytes], name: str, settings: Settings) -> Iterator[RawReport | Failure]:
    first = file.readline(settings.max_bytes + 1)
    if Path(name).suffix.lower() in _LINES or _is_row(first):
        yield from _rows(chain([first], _limited(file, settings)), name, settings)
        return
    data = first + file.read(settings.max_bytes + 1 - len(first))
    if len(data) > settings.max_bytes:
        raise ReadError(name, too_large(settings))
    yield _report(decode(data, name), name, settings)


def too_large(settings: Settings) -> str:
    """What to say of a source over the limit."""
    return f"is larger than {settings.max_bytes:,} bytes; split it, or raise `max_bytes`"


def _report(text: str, name: str, settings: Settings, url: str | None = None) -> RawReport:
    html = _MARKUP.match(text[:4096]) is not None or Path(name).suffix.lower() in _PAGES
    return RawReport(
        id=content_id(text, url),
        text=None if html else text,
        html=text if html else None,
        url=url,
        published=settings.published,
        source=name,
    )


def _fetched(url: str, scheme: str, settings: Settings) -> Iterator[RawReport | Failure]:
    if scheme not in ("http", "https"):
        raise ReadError(url, f"begins with {scheme}:; only http and https are fetched, files are given by their path")
    page = fetch(url, settings)
    if page.is_json or _is_row(page.content.partition(b"\n")[0]):
        yield from _rows(_lines_of(page.content), url, settings)
    else:
        yield _report(decode(page.content, url, page.charset), url, settings, page.url)


def content_id(content: str, url: str | None) -> str:
    """The name of a report that brings none: 16 hexadecimal digits."""
    return hashlib.sha256(f"{url or ''}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


# ── JSON Lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def _is_row(line: bytes) -> bool:
    """A line of JSON Lines: an object with the text or the page of a report."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return "text" in row or "html" in row


def _lines_of(reply: bytes) -> list[bytes]:
    """The rows of a reply as JSON Lines: it may also be one object over several lines, or a list of objects."""
    try:
        whole = json.loads(reply.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return reply.split(b"\n")
    return [json.dumps(row).encode() for row in (whole if isinstance(whole, list) else [whole])]


def _limited(file: IO[bytes], settings: Settings) -> Iterator[bytes]:
    """The lines of a file; of one that is over the limit only as much as shows that it is."""
    while line := file.readline(settings.max_bytes + 1):
        yield line
        while len(line) > settings.max_bytes and not line.endswith(b"\n"):
            line = file.readline(settings.max_bytes + 1)


def _rows(lines: Iterable[bytes], name: str, settings: Settings) -> Iterator[RawReport | Failure]:
    empty = True
    seen: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            empty = False
            row = _row(line, f"{name}:{number}", settings)
            if isinstance(row, Failure) or _is_first(row, seen):
                yield row
            elif seen[row.id] != _print(row):
                message = f"the id {_shown(row.id)} was used before in this source; give each report its own id"
                yield Failure(id=f"{name}:{number}", stage="read", message=message, source=row.source)
    if empty:
        raise ReadError(name, "is empty; nothing to read")


def _is_first(row: RawReport, seen: dict[str, str]) -> bool:
    """Nothing with this id was seen before; a report that is named by its content never takes another's place."""
    if row.id in seen:
        return False
    if row.id != content_id(row.text or row.html or "", row.url):
        seen[row.id] = _print(row)
    return True


def _print(row: RawReport) -> str:
    """A short hash of all that a row says; of each row only this is kept in memory."""
    return content_id(repr(replace(row, source=None)), None)


def _row(line: bytes, place: str, settings: Settings) -> RawReport | Failure:
    name = place
    try:
        row = _parsed(line, place, settings)
        name = _given_id(row, place) or place
        return _raw(row, place, settings)
    except ReadError as fault:
        return Failure(id=name, stage="read", message=fault.message, source=place)


def _given_id(row: dict[str, Any], place: str) -> str | None:
    given: Any = row.get("id")
    if isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    if given is not None:
        _check_string("id", given, place)
        if not given.strip():
            raise ReadError(place, "`id` is empty; give one, or leave it out")
        return str(given)
    return None


def _parsed(line: bytes, place: str, settings: Settings) -> dict[str, Any]:
    if len(line) > settings.max_bytes:
        raise ReadError(place, too_large(settings))
    try:
        row = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise ReadError(place, "the line is not UTF-8; save the file as UTF-8 and try again") from fault
    except json.JSONDecodeError as fault:
        raise ReadError(
            place, f"the line is not JSON ({fault.msg} at character {fault.pos + 1}); correct it"
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise ReadError(place, "the line is not JSON that can be read; correct it") from fault
    if not isinstance(row, dict):
        raise ReadError(place, 'the line is no JSON object; write {"id": …, "text": …}')
    return row


def _raw(row: dict[str, Any], place: str, settings: Settings) -> RawReport:
    content = {key: row[key] for key in ("text", "html") if row.get(key) is not None}
    if len(content) != 1:
        raise ReadError(place, "the line has both `text` and `html`, or neither; give one of them")
    fields = content | {key: row[key] for key in _FIELDS if row.get(key) is not None}
    for key, value in fields.items():
        _check_string(key, value, place)
    (text,) = content.values()
    return RawReport(
        id=_given_id(row, place) or content_id(text, row.get("url")),
        published=_day(row.get("published"), place) or settings.published,
        source=place,
        **fields,
    )


def _check_string(key: str, value: Any, place: str) -> None:
    if not isinstance(value, str):
        raise ReadError(place, f"`{key}` is no string; put it in quotation marks")
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise ReadError(place, f"`{key}` holds half a character at {fault.start}; write it as UTF-8") from fault


def _day(value: Any, place: str) -> str | None:
    """A day or an instant in the form of ISO 8601 that begins with YYYY-MM-DD."""
    if value is None or value == "":
        return None
    found = iso_moment(value) if isinstance(value, str) else None
    if found is None:
        raise ReadError(place, f"`published` is no day ({_shown(value)}); write it as 2021-11-13")
    return found


def _shown(value: Any) -> str:
    """A value as it is shown in a message: in quotation marks, on one line, and short."""
    text = repr(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
