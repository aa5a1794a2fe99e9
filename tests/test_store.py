"""The store: what goes in comes back, the same thing twice changes nothing, and every fault is one clear sentence."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import StoreError
from dateline.model import Coder, Document, Failure, RawReport, Record
from dateline.store import ITEMS, Added, Store
from invented import CODER, TEXT, event, report, span

NEWER = Coder(version="0.2.0", models={}, knowledge="2", settings="s")
FAILED = Failure(id="bad", stage="read", message="is empty", source="bad.txt")


def test_records_come_back_whole(store: Store) -> None:
    later, undated = report("r2", "2021-11-10"), report("r0", None)
    assert store.add([undated, later, report("r1")], [FAILED]) == Added(new=3, unchanged=0, failed=1)
    assert list(store.records()) == [report("r1"), later, undated]
    assert store.failures() == [FAILED]
    assert [(kept.id, kept.published, kept.events) for kept in store.documents()] == [
        ("r1", "2021-11-09", 3),
        ("r2", "2021-11-10", 3),
        ("r0", None, 3),
    ]


def _content(store: Store) -> list[object]:
    return [store.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in ("documents", *ITEMS, "failures")]


def test_the_same_input_twice_changes_nothing(store: Store) -> None:
    store.add([report("r1"), report("r2")], [FAILED])
    before = _content(store)
    assert store.add([report("r1"), report("r2")], [FAILED]) == Added(new=0, unchanged=2, failed=1)
    assert store.add([report("r2"), report("r2")]) == Added(new=0, unchanged=2, failed=0)
    assert _content(store) == before


def test_a_report_coded_anew_takes_the_place_of_the_old(store: Store) -> None:
    store.add([report("r1"), report("r2")])
    again = replace(report("r1"), coder=NEWER, events=report().events[:1])
    assert store.add([again, report("r2")]) == Added(new=0, unchanged=1, failed=0, changed=1)
    assert list(store.records()) == [again, report("r2")]


def test_a_key_is_where_an_item_stands_and_not_what_was_decided(store: Store) -> None:
    told = report().events[0]
    decided_otherwise = replace(told, id="e7", type="REJECT", actors=("a3",), confidence=0.1)
    twice = replace(report("r1"), events=(told, decided_otherwise))
    store.add([twice, replace(report("r2"), coder=NEWER, events=(decided_otherwise,))])
    rows = store.rows("SELECT document, key FROM events ORDER BY document, position")
    assert rows[0][1] != rows[1][1]
    assert rows[0][1] == rows[2][1]


def test_a_report_that_is_coded_after_all_is_no_failure_any_more(store: Store) -> None:
    store.add([], [Failure(id="r1", stage="read", message="not reachable")])
    store.add([report("r1")])
    assert store.failures() == []


def test_runs_resume_from_what_is_known(store: Store) -> None:
    raws = [RawReport(id="r1", text=TEXT, source="in/r1.txt"), RawReport(id="r2", html="<p>x</p>")]
    store.add([report("r1"), report("r2")], raws=raws)
    assert store.known(raws, CODER) == {"r1", "r2"}
    assert store.known(raws, NEWER) == set()
    assert store.known([replace(raws[0], published="2021-11-09"), replace(raws[1], source="moved")], CODER) == {"r2"}
    assert list(store.reports()) == raws


@pytest.mark.parametrize(
    "name, found", [("abc1", "abc1"), ("abc", "abc"), ("in/x.txt", "abc1"), ("abc2", "abc2x"), ("?", None)]
)
def test_a_record_is_found_by_id_beginning_or_source(store: Store, name: str, found: str | None) -> None:
    store.add([report(i) for i in ("abc", "abc1", "abc2x")], raws=[RawReport(id="abc1", text=TEXT, source="in/x.txt")])
    record = store.record(name)
    assert (record.document.id if record else None) == found


def test_a_beginning_that_fits_several_is_refused(store: Store) -> None:
    store.add([report("abc1"), report("abc2")])
    with pytest.raises(StoreError, match="2 reports: abc1, abc2"):
        store.record("abc")


@pytest.mark.parametrize(
    "odd, reason",
    [
        (Record(coder=CODER, document=Document(id="odd", text="half a pair \ud83d")), "surrogate"),
        (Record(coder=CODER, document=Document(id="odd", text="x", published="2021-02-30")), "2021-02-30"),
    ],
)
def test_what_cannot_be_kept_becomes_a_failure_and_the_others_are_kept(store: Store, odd: Record, reason: str) -> None:
    records = [report("r1"), odd, report("r2")]
    assert store.add(records, [FAILED]) == Added(new=2, unchanged=0, failed=2)
    assert [record.document.id for record in store.records()] == ["r1", "r2"]
    assert [failure.stage for failure in store.failures() if failure.id == "odd" and reason in failure.message] == [
        "store"
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_any_text_is_kept_to_the_character(store: Store, text: str) -> None:
    record = Record(coder=CODER, document=Document(id="d", text=text))
    store.add([record])
    assert store.record("d") == record


def test_a_batch_is_kept_whole_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise duckdb.IOException("Could not write: No space left on device")

    monkeypatch.setattr(Store, "_write_failures", fail)
    with pytest.raises(StoreError, match="disk is full"):
        store.add([report("r1")])
    monkeypatch.undo()
    assert store.documents() == []
    assert store.add([report("r1")]).new == 1


# ── The layout ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_table_view_and_column_has_a_comment(store: Store) -> None:
    for query in (
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND coalesce(comment, '') = ''",
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''",
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''",
    ):
        assert store.rows(query) == []


def test_views_lay_out_roles_mentions_opinions_and_parties(store: Store) -> None:
    store.add([report("r1")])
    assert ("r1", "e1", "recipient", "a2", 1) in store.rows("SELECT * FROM roles")
    assert ("r1", "actor", "a2", list(span("They")), "They") in store.rows("SELECT * FROM mentions")
    assert ("r1", "event", "e1", [50, 109], TEXT[50:109]) in store.rows("SELECT * FROM mentions")
    assert ("r1", "quantity", "q1", "s3", "denied") in store.rows("SELECT * FROM opinions")
    assert store.rows("SELECT id, identity, side FROM parties ORDER BY id") == [
        ("a1", "ruritania/RUR", "RUR"),
        ("a2", "graustark/GRA", "GRA"),
        ("a3", "Q0", "RUR"),
    ]


def test_an_event_without_anybody_is_kept(store: Store) -> None:
    bare = Record(
        coder=CODER,
        document=Document(id="r1", text=TEXT),
        events=(event("e1", "PROTEST", span("fired"), span("fired")),),
    )
    store.add([bare])
    assert store.record("r1") == bare


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_store_is_read_by_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "crisis.duckdb"
    with Store.open(path) as store:
        store.add([report("r1")])
    with Store.open(path, read_only=True) as store:
        assert store.record("r1") == report("r1")
        with pytest.raises(StoreError, match="may not be written"):
            store.add([report("r2")])


def test_an_empty_file_is_room_for_a_new_store(tmp_path: Path) -> None:
    path = tmp_path / "crisis.duckdb"
    path.touch()
    with pytest.raises(StoreError, match="not a Dateline store"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        assert store.add([report("r1")]).new == 1


def _foreign(path: Path) -> None:
    duckdb.connect(str(path)).execute("CREATE TABLE mine (x INTEGER)").close()


def _newer(path: Path) -> None:
    Store.open(path).close()
    duckdb.connect(str(path)).execute("UPDATE meta SET value = '99' WHERE name = 'schema'").close()


def _damaged(path: Path) -> None:
    with Store.open(path) as store:
        store.add([report("r1")])
    content = bytearray(path.read_bytes())
    content[4096:4352] = bytes(range(256))
    path.write_bytes(content)


@pytest.mark.parametrize(
    "prepare, message",
    [
        (lambda path: path.write_text("a text file " * 1000), "not a Dateline store"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(4096)), "not a Dateline store"),
        (lambda path: path.write_bytes(b"%PDF"), "not a Dateline store"),
        (lambda path: path.mkdir(), "not a Dateline store"),
        (_foreign, "not a Dateline store"),
        (_newer, "newer version"),
        (_damaged, "damaged"),
    ],
)
def test_what_is_no_store_is_refused_in_one_sentence(tmp_path: Path, prepare: object, message: str) -> None:
    path = tmp_path / "crisis.duckdb"
    prepare(path)  # type: ignore[operator]
    with pytest.raises(StoreError, match=message) as caught, Store.open(path) as store:
        list(store.records())
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name, read_only, message",
    [("none.duckdb", True, "no store here"), ("no/folder/x.duckdb", False, "folder is not there")],
)
def test_a_missing_store_or_folder_is_named(tmp_path: Path, name: str, read_only: bool, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        Store.open(tmp_path / name, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_store_that_another_process_writes_is_refused(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "crisis.duckdb"
    Store.open(path).close()
    held = f"import duckdb; held = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(StoreError, match="another process"):
            Store.open(path, read_only=read_only)
        other.communicate(b"\n")


def test_a_full_disk_is_named_and_loses_nothing(tmp_path: Path) -> None:
    """The limit on the size of a file stands in for the disk: the system refuses the write in the same way."""
    path = tmp_path / "crisis.duckdb"
    with Store.open(path) as store:
        store.add([report("r1")])
    script = f"""
import random, resource, signal
from dateline.errors import StoreError
from dateline.model import Coder, Document, Record
from dateline.store import ITEMS, Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 200_000},) * 2)
letters = random.Random(1)
noise = lambda: "".join(chr(letters.randrange(0x4e00, 0x9fff)) for _ in range(100_000))
try:
    with Store.open({str(path)!r}) as store:
        for number in range(30):
            document = Document(id=f"big{{number}}", text=noise())
            store.add([Record(coder=Coder(version="1", models={{}}, knowledge="1", settings="s"), document=document)])
except StoreError as fault:
    print(fault)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert re.search("the disk is full", done.stdout), done.stdout + done.stderr
    with Store.open(path) as store:
        assert store.record("r1") == report("r1")
