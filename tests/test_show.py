"""The terminal: what a reader finds there, and what never reaches it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from dateline import analysis
from dateline.model import Document, Failure, Note, Record
from dateline.show import progress, show_failure, show_record, table
from dateline.store import Store
from invented import CODER, TEXT, actor, attribution, event, quantity, report, span


def printed(record: Record, width: int = 100, **console: bool) -> str:
    screen = Console(file=io.StringIO(), width=width, **console)  # type: ignore[arg-type]
    show_record(record, screen)
    return screen.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def analysed(records: list[Record], width: int = 100) -> str:
    screen = Console(file=io.StringIO(), width=width)
    with Store.open(":memory:") as store:
        store.add(records)
        for part in (analysis.timeline, analysis.statements, analysis.disputes):
            table(part(store), as_json=False, console=screen)
    return screen.file.getvalue()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    "line",
    [
        "Ruritania accuses Graustark of shelling a village",
        "The Strelsau Post · 9 Nov 2021",
        "What happened",
        "  Ruritania → Graustark  ACCUSE allege",
        "    “Ruritania accused Graustark on Monday of shelling Strelsau.”",
        "    8 Nov 2021 · military",
        "    in Strelsau · Seven people · claimed by Anna Sapt · denied by Graustark",
        "What is to come",
        "  Graustark  MOBILIZE",
        "  Anna Sapt  RUR GOV",
        "    “They fired on us”",
        "  Seven people  killed · 7 · in Strelsau · 8 Nov 2021 · claimed by Anna Sapt · denied by Graustark",
        "  Strelsau (city, RUR)",
        "  Monday = 8 Nov 2021",
        "  Lancer  rocket: range: 500 km; warhead: unknown",
        "  Graustark → Ruritania ASSAULT  confidence 0.40",
        "  Most places are not in the gazetteer.",
    ],
)
def test_a_report_is_laid_out_for_a_reader(line: str) -> None:
    assert line in printed(report()).splitlines()


def test_parts_without_content_are_left_out() -> None:
    lines = printed(Record(coder=CODER, document=Document(id="r1", text="Nothing."))).split("\n")
    assert [line for line in lines if line] == ["r1", "publication day unknown"]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for text in (printed(report(), width), analysed([report("r1"), report("r2")], width)):
        assert max(map(len, text.splitlines())) <= min(width, 110)
        assert not re.search(r" $", text, flags=re.MULTILINE)


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in printed(report())
    assert "\x1b[1;31m" in printed(report(), force_terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3[0-7]", printed(report(), force_terminal=True))


HOSTILE = (
    "[bold]x[/bold] \x1b[31mred\x1b[0m \x07\x9b2J \u202egnirts\u202c \u2066\u200f\ufeff :smile: [link=http://x]y[/]"
)


def hostile(words: str) -> Record:
    """A report that has these words wherever words can stand."""
    text = TEXT.replace("fired on us", f"fired on us {words}")
    base = report()
    everything = (0, len(text))
    return replace(
        base,
        document=replace(base.document, text=text, title=words, publisher=words),
        actors=tuple(replace(a, name=words) for a in base.actors),
        places=tuple(replace(p, name=words) for p in base.places),
        times=tuple(replace(t, text=words, value=words, start=None, end=None, type="SET") for t in base.times),
        attributions=(attribution("s1", None, everything, source_span=everything), *base.attributions[1:]),
        quantities=(quantity("q1", everything, 1, 2, text=words, counted=words, unit=words, place="p1", time="t1"),),
        equipment=tuple(replace(thing, name=words, kind=words) for thing in base.equipment),
        notes=(Note(code="n", message=words),),
    )


STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def test_what_a_report_says_cannot_steer_the_terminal() -> None:
    shown = printed(hostile(HOSTILE)) + analysed([hostile(HOSTILE)])
    assert not STEERING.search(shown)
    assert "[bold]x[/bold]" in shown
    assert ":smile:" in shown


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_any_words_can_be_shown(words: str) -> None:
    assert not STEERING.search(printed(hostile(words), 60))


@pytest.mark.parametrize(
    "failure, line",
    [
        (Failure(id="r1", stage="read", message="is empty"), "✗ r1 (read): is empty"),
        (
            Failure(id="r1", stage="clean", message="no [red]text[/]", source="a.html"),
            "✗ a.html (clean): no [red]text[/]",
        ),
        (Failure(id="\x1b[2J", stage="read", message="two\nlines"), "✗ �[2J (read): two lines"),
        (Failure(id="long", stage="read", message="word " * 60 + "end"), "✗ long (read): " + "word " * 60 + "end"),
    ],
)
def test_a_failure_is_one_line(failure: Failure, line: str) -> None:
    screen = Console(file=io.StringIO(), width=40)
    show_failure(failure, screen)
    assert screen.file.getvalue() == line + "\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "fields, shown",
    [
        ({"low": 7, "high": 7}, "· 7 ·"),
        ({"low": 500, "high": 500, "exact": False}, "· about 500 ·"),
        ({"low": 3000, "high": 4000}, "· 3,000–4,000 ·"),
        ({"low": 2000, "high": None}, "· 2,000 or more ·"),
        ({"low": None, "high": 40}, "· up to 40 ·"),
        ({"low": 4e8, "high": 4e8, "unit": "EUR"}, "· 400 million EUR ·"),
        ({"low": 2.5, "high": 2.5, "unit": "km"}, "· 2.5 km ·"),
    ],
)
def test_intervals_read_as_one_would_say_them(fields: dict[str, object], shown: str) -> None:
    figure = quantity("q1", span("Seven"), **fields)  # type: ignore[arg-type]
    assert shown in printed(replace(report(), quantities=(figure,)))


@pytest.mark.parametrize(
    "start, end, shown",
    [
        ("2021-11-08", "2021-11-12", "8–12 Nov 2021"),
        ("2021-10-30", "2021-11-02", "30 Oct – 2 Nov 2021"),
        ("2021-12-30", "2022-01-02", "30 Dec 2021 – 2 Jan 2022"),
        ("2021-11-08", None, "8 Nov 2021"),
    ],
)
def test_days_read_as_one_would_say_them(start: str, end: str | None, shown: str) -> None:
    events = (replace(report().events[0], start=start, end=end),)
    assert f"    {shown} · military" in printed(replace(report(), events=events))


def test_long_evidence_is_cut_around_its_trigger() -> None:
    text = "word " * 300 + "attacked" + " word" * 300
    at = (text.index("attacked"), text.index("attacked") + 8)
    long = replace(report().events[0], span=(0, len(text)), trigger=at, time=None, actors=("a1",), quantities=())
    record = Record(
        coder=CODER, document=Document(id="r1", text=text), actors=(actor("a1", "X", None, at),), events=(long,)
    )
    shown = printed(record)
    assert "attacked" in shown
    assert len(shown) < 600


@pytest.mark.parametrize(
    "text, shown",
    [
        ("They attacked us.", "    “They attacked us.”"),
        ("“They attacked us”", "    “They attacked us”"),
        ("“They attacked us,” he said.", "    “They attacked us,” he said."),
        ("He said they “attacked” us.", "    He said they “attacked” us."),
    ],
)
def test_evidence_stands_in_one_pair_of_quotation_marks(text: str, shown: str) -> None:
    told = event("e1", "ASSAULT", (0, len(text)), span("attacked", text))
    record = Record(coder=CODER, document=Document(id="r1", text=text), events=(told,))
    assert shown in printed(record).splitlines()


def test_rows_for_programs_are_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(":memory:") as store:
        store.add([report("r1"), report("r2")])
        table(analysis.timeline(store), as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0]["day"] == "2021-11-08"
    assert rows[0]["events"][0]["actors"] == ["Ruritania"]


def test_nothing_to_show_is_said() -> None:
    assert analysed([]).splitlines() == ["Nothing to show."] * 3


def test_a_crowded_day_is_cut_short() -> None:
    events = tuple(replace(report().events[0], id=f"e{number}", type=f"TYPE{number}", time=None) for number in range(9))
    assert "and 3 more" in analysed([replace(report("r1"), events=events)])


def test_no_bar_where_no_terminal_is() -> None:
    screen = Console(file=io.StringIO())
    with progress(screen) as bar:
        bar.advance(bar.add_task("coding", total=None))
    assert screen.file.getvalue() == ""  # type: ignore[attr-defined]
