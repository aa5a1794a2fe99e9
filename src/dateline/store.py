"""The store: records in DuckDB, written in batches, read back whole.

An item's key is the hash of its document's content, its kind and where it stands in the text, never of what the
program decided: adding the same reports again changes nothing, and what people decided about an item outlives a
better model. One process at a time may write, and while it does nobody else can read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dateline.errors import StoreError
from dateline.model import Coder, Document, Failure, RawReport, Record
from dateline.serialise import from_plain, record_from_json, to_json, to_line

if TYPE_CHECKING:
    import duckdb

SCHEMA_NUMBER = 1

# The tables that hold the items of a record, under the record's own keys.
ITEMS = ("parts", "notes", "actors", "places", "times", "attributions", "quantities", "equipment", "events")

# Where an item stands: the first of these keys that it has.
_STANDS_AT = ("trigger", "span", "content_spans", "mentions")

# What a DuckDB file has after its first eight bytes; another file may make DuckDB look for an extension, or worse.
_SIGNATURE = slice(8, 12), b"DUCK"

_READ_AT_ONCE = 200  # documents

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

_FAULTS = (
    (r"set lock|Conflicting lock", "another process has it open for writing; wait until it is done"),
    (r"not a valid DuckDB|Is a directory", "this is not a Dateline store; give another path with --store"),
    (r"database does not exist", "there is no store here; make one with `dateline add PATH… --store FILE`"),
    (r"No such file or directory", "the folder is not there; make it first"),
    (r"[Pp]ermission denied|read-only mode|Read-only file", "it may not be written; check the permissions"),
    (r"No space left|File too large|Disk quota|max_temp_directory|Could not write", "the disk is full; make room, "
     "then run the same command again: what was kept before is safe"),
    (r"[Cc]orrupt|checksum|not read enough bytes|serializ", "the file is damaged; restore it from a copy, or make a "
     "new store from the reports"),
    (r"newer version|storage version|version number", "it was written by a newer version; update Dateline"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Added:
    """What one batch did to the store. `changed`: kept before under this id, with another text or by another coder."""

    new: int
    unchanged: int
    failed: int
    changed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report in the store, in short."""

    id: str
    source: str | None
    publisher: str | None
    title: str | None
    published: str | None
    language: str | None
    coder: str
    events: int


class Store:
    """Records kept in one DuckDB file. Use as a context manager; every method raises StoreError."""

    def __init__(self, path: str, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._shapes = self._columns()

    @classmethod
    def open(cls, path: str | Path, read_only: bool = False) -> Self:
        """Open a store, or make it if it is not there. `:memory:` is kept nowhere. Raises StoreError."""
        import duckdb

        name = str(path)
        _refuse_foreign(Path(path), read_only=read_only)
        with _faults(name):
            connection = duckdb.connect(name, read_only=read_only, config=_OFFLINE)
        try:
            with _faults(name):
                _prepare(name, connection, read_only=read_only)
                return cls(name, connection)
        except StoreError:
            connection.close()
            raise

    def close(self) -> None:
        """Close the store; it can be opened by others then."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    # ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, records: Iterable[Record], failures: Iterable[Failure] = (), raws: Iterable[RawReport] = ()) -> Added:
        """Keep these records and failures, all or none. Reports kept before with the same outcome stay as they are.

        `raws` are the reports as they were read, by the same ids: with them, `known` and coding again are possible.
        A record that holds what no text can hold (half a surrogate pair, a day that is none) becomes a failure.
        """
        return self._add(list(records), list(failures), {raw.id: raw for raw in raws})

    def _add(self, records: list[Record], failures: list[Failure], raws: Mapping[str, RawReport]) -> Added:
        import duckdb

        try:
            with _faults(self.path, unless=duckdb.ConversionException), self._transaction():
                return self._write(records, failures, raws)
        except (duckdb.ConversionException, UnicodeEncodeError) as fault:
            if len(records) > 1:
                half = len(records) // 2
                first = self._add(records[:half], failures, raws)
                return _sum(first, self._add(records[half:], [], raws))
            if not records:
                raise StoreError(self.path, f"a failure could not be kept: {_first_line(fault)}") from fault
            message = f"holds what the store cannot keep: {_first_line(fault)}"
            return self._add([], [*failures, Failure(id=records[0].document.id, stage="store", message=message)], {})

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        import duckdb

        self._connection.execute("BEGIN")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # a transaction that failed to commit is rolled back already
                self._connection.rollback()
            raise

    def _write(self, records: list[Record], failures: list[Failure], raws: Mapping[str, RawReport]) -> Added:
        digests = {record.document.id: _sha256(to_line(record)) for record in records}
        kept = dict(self.rows("SELECT id, digest FROM documents WHERE list_contains($ids, id)", ids=list(digests)))
        latest = {record.document.id: record for record in records}
        fresh = [record for name, record in latest.items() if digests[name] != kept.get(name)]
        changed = [record.document.id for record in fresh if record.document.id in kept]
        self._forget(changed)
        self._insert("documents", [_document_row(record, digests, raws) for record in fresh])
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for record in fresh:
            for table, items in _item_rows(record):
                rows[table] += items
        for table in ITEMS:
            self._insert(table, rows[table])
        self._write_failures(failures, coded=list(digests))
        new = len(fresh) - len(changed)
        return Added(new, len(records) - len(fresh), len(failures), len(changed))

    def _write_failures(self, failures: list[Failure], *, coded: list[str]) -> None:
        by_id = {failure.id: asdict(failure) for failure in failures}
        self._connection.execute("DELETE FROM failures WHERE list_contains($ids, id)", {"ids": [*coded, *by_id]})
        self._insert("failures", list(by_id.values()))

    def _forget(self, ids: list[str]) -> None:
        if ids:
            for table in ITEMS:
                self._connection.execute(f"DELETE FROM {table} WHERE list_contains($ids, document)", {"ids": ids})
            self._connection.execute("DELETE FROM documents WHERE list_contains($ids, id)", {"ids": ids})

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        """One statement for all rows: they travel as JSON, which DuckDB takes apart a hundred times faster than it
        takes rows one by one. Days travel as text, so that one that is no day is refused and not left out."""
        if rows:
            types = {column: kind.replace("DATE", "VARCHAR") for column, kind in self._shapes[table].items()}
            shape = json.dumps([types]).replace("'", "''")
            sent = f"SELECT unnest(from_json(?::JSON, '{shape}')) AS r"
            self._connection.execute(f"INSERT INTO {table} BY NAME SELECT r.* FROM ({sent})", [json.dumps(rows)])

    def _columns(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for table, column, kind in self.rows(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
        ):
            found[table][column] = kind
        return found

    # ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query; `$name` in it stands for a value."""
        with _faults(self.path):
            return self._connection.execute(query, values or None).fetchall()

    def table(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """The same, each row by the names of its columns."""
        with _faults(self.path):
            cursor = self._connection.execute(query, values or None)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def known(self, raws: Iterable[RawReport], coder: Coder) -> set[str]:
        """Ids of the reports that were kept before, read with the same content, by the same coder."""
        prints = {raw.id: fingerprint(raw) for raw in raws}
        kept = self.rows("SELECT id, fingerprint, coder FROM documents WHERE list_contains($ids, id)", ids=list(prints))
        return {name for name, seen, by in kept if seen == prints[name] and from_plain(Coder, by) == coder}

    def record(self, name: str) -> Record | None:
        """The record of the report with this id, source, or beginning of an id. Raises StoreError if several fit."""
        found = self._ids("id = $name OR source = $name", name) or self._ids("starts_with(id, $name)", name)
        if len(found) > 1:
            several = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
            raise StoreError(name, f"stands for {len(found)} reports: {several}; give more of the id")
        return next(self._read(found), None)

    def _ids(self, condition: str, name: str) -> list[str]:
        return [row[0] for row in self.rows(f"SELECT id FROM documents WHERE {condition} ORDER BY id", name=name)]

    def records(self) -> Iterator[Record]:
        """All records, by day of publication, then id."""
        ids = [row[0] for row in self.rows("SELECT id FROM documents ORDER BY published NULLS LAST, id")]
        for some in _chunks(ids):
            yield from self._read(some)

    def documents(self) -> list[Kept]:
        """All reports in short, by day of publication, then id."""
        rows = self.rows(
            "SELECT d.id, d.source, d.publisher, d.title, d.published, d.language, d.coder.version, count(e.id) "
            "FROM documents AS d LEFT JOIN events AS e ON e.document = d.id "
            "GROUP BY ALL ORDER BY d.published NULLS LAST, d.id"
        )
        names = ("id", "source", "publisher", "title", "published", "language", "coder", "events")
        return [from_plain(Kept, dict(zip(names, row, strict=True))) for row in rows]

    def failures(self) -> list[Failure]:
        """All reports that could not be coded, by id."""
        rows = self.rows("SELECT id, source, stage, message FROM failures ORDER BY id")
        return [Failure(id=i, source=source, stage=stage, message=message) for i, source, stage, message in rows]

    def reports(self) -> Iterator[RawReport]:
        """The reports as they were read, ready to be coded again; where that was not kept, the text that was coded."""
        given = (
            "coalesce(d.given, {'title': title, 'url': url, 'publisher': publisher, 'published': published::VARCHAR})"
        )
        ids = [row[0] for row in self.rows("SELECT id FROM documents ORDER BY published NULLS LAST, id")]
        for some in _chunks(ids):
            for name, source, text, html, said in self.rows(
                f"SELECT id, source, text, html, {given} FROM documents AS d WHERE list_contains($ids, id)",
                ids=some,
            ):
                body = {"html": html} if html is not None else {"text": text}
                yield RawReport(id=name, source=source, **body, **said)

    def _read(self, ids: list[str]) -> Iterator[Record]:
        """The records of these documents, in this order."""
        items = {table: self._items(table, ids) for table in ITEMS}
        documents = {
            row["id"]: row for row in self.table("SELECT * FROM documents WHERE list_contains($ids, id)", ids=ids)
        }
        for name in ids:
            row = documents[name]
            document = row | {"parts": items["parts"][name]}
            found = {table: items[table][name] for table in ITEMS}
            yield record_from_json(found | {"coder": row["coder"], "document": document})

    def _items(self, table: str, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
        grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
        query = f"SELECT * FROM {table} WHERE list_contains($ids, document) ORDER BY position"
        for row in self.table(query, ids=ids):
            grouped[row["document"]].append(row)
        return grouped


@contextmanager
def _faults(path: str, unless: type[Exception] | tuple[()] = ()) -> Iterator[None]:
    """Turn what DuckDB says into one sentence that helps, except for faults of this type."""
    import duckdb

    try:
        yield
    except duckdb.Error as fault:
        if isinstance(fault, unless):
            raise
        said = str(fault)
        known = next((message for pattern, message in _FAULTS if re.search(pattern, said)), None)
        raise StoreError(path, known or f"the store failed: {_first_line(fault)}") from fault


def _refuse_foreign(path: Path, *, read_only: bool) -> None:
    """Refuse a file that is no database of DuckDB. An empty file is room for a new store, and makes way for it."""
    try:
        if not path.is_file():
            return
        if path.stat().st_size == 0 and not read_only:
            path.unlink()
            return
        with path.open("rb") as file:
            beginning = file.read(_SIGNATURE[0].stop)
    except OSError as fault:
        raise StoreError(str(path), f"cannot be read ({fault.strerror or fault}); check the permissions") from fault
    if beginning[_SIGNATURE[0]] != _SIGNATURE[1]:
        raise StoreError(str(path), "this is not a Dateline store; give another path with --store")


def _prepare(path: str, connection: duckdb.DuckDBPyConnection, *, read_only: bool) -> None:
    """Lay out an empty store; refuse a database that is something else, or newer than this program."""
    tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and not read_only:
        layout = files("dateline").joinpath("schema.sql").read_text(encoding="utf-8")
        values = [("schema", str(SCHEMA_NUMBER)), ("made_by", version("dateline"))]
        connection.execute(f"BEGIN; {layout}")
        connection.executemany("INSERT INTO meta VALUES (?, ?)", values)
        connection.execute("COMMIT")
    elif not {"meta", "documents", *ITEMS} <= tables:
        raise StoreError(path, "this is a DuckDB database, but not a Dateline store; give another path with --store")
    row = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    if row is None or int(row[0]) > SCHEMA_NUMBER:
        raise StoreError(path, "it was written by a newer version; update Dateline")


def fingerprint(raw: RawReport) -> str:
    """sha256 of a report as it was read: its words or page, and what was given with it."""
    return _sha256(to_line(asdict(raw) | {"id": None, "source": None}))


def _document_row(record: Record, digests: Mapping[str, str], raws: Mapping[str, RawReport]) -> dict[str, Any]:
    plain = to_json(record)
    row = plain["document"] | {"coder": plain["coder"], "digest": digests[record.document.id]}
    del row["parts"]
    raw = raws.get(record.document.id)
    if raw is not None:
        row |= {"source": raw.source, "html": raw.html, "fingerprint": fingerprint(raw)}
        row["given"] = {key: getattr(raw, key) for key in ("title", "url", "publisher", "published")}
    return row | {"content": _content(record.document)}


def _item_rows(record: Record) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Table → rows of this record, each with its document, position and key."""
    plain = to_json(record) | {"parts": to_json(record)["document"]["parts"]}
    content = _content(record.document)
    for table in ITEMS:
        seen: Counter[str] = Counter()
        rows = []
        for position, item in enumerate(plain[table]):
            stands = next((item[key] for key in _STANDS_AT if item.get(key)), None)
            place = json.dumps(stands[0] if stands and isinstance(stands[0], list) else stands)
            seen[place] += 1  # two items of a kind at one place are told apart by their order
            key = _sha256(f"{content} {table} {place} {seen[place]}")[:32]
            rows.append({"document": record.document.id, "position": position, "key": key} | item)
        yield table, rows


def _content(document: Document) -> str:
    return _sha256(document.text)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _READ_AT_ONCE):
        yield ids[start : start + _READ_AT_ONCE]


def _sum(one: Added, other: Added) -> Added:
    return Added(*(getattr(one, name) + getattr(other, name) for name in ("new", "unchanged", "failed", "changed")))


def _first_line(fault: Exception) -> str:
    return str(fault).strip().split("\n", 1)[0]
