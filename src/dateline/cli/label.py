"""`dateline label`: one question about one span, asked of many rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.isoday import iso_day

if TYPE_CHECKING:
    from dateline.annotate import Annotated as Parsed
    from dateline.tools import Tools

Row = dict[str, Any]
_BATCH = 512  # rows answered together


class Task(StrEnum):
    """What can be asked of a span."""

    type = "type"
    modality = "modality"
    actor = "actor"
    place = "place"
    time = "time"


def label(task: Annotated[Task, typer.Argument(help="What to say of the given span.")]) -> None:
    """Label given spans: JSONL rows on stdin, one reply per row on stdout.

    \b
    type      {"id","text","actor":[s,e],"recipient":[s,e]}   the PLOVER type of the relation between two spans
    modality  {"id","text","trigger":[s,e]}                   did it happen
    actor     {"id","text","published"?}                      who a noun phrase is
    place     {"id","text","mention":[s,e],"published"?}      where a place name lies
    time      {"id","text","mention":[s,e],"published"}       which days an expression means
    """
    from dateline.settings import load_settings
    from dateline.tools import load_tools

    answer = {Task.type: _types, Task.modality: _on_parse, Task.time: _on_parse}.get(task, _on_text)
    for reply in answer(task, _rows(), load_tools(load_settings())):
        sys.stdout.write(json.dumps(reply, ensure_ascii=False) + "\n")


def _rows() -> Iterator[Row]:
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as fault:
                raise typer.BadParameter(f"line {number} of stdin is not JSON: {fault}") from fault
            if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
                raise typer.BadParameter(f'line {number} of stdin needs an "id" and a "text" that is a string')
            yield row | {"published": _day(row)}


def _types(task: Task, rows: Iterator[Row], tools: Tools) -> Iterator[Row]:
    """Pairs need no parse: the encoder reads many at once."""
    from dateline.encoder import Pair
    from dateline.extract.types import classify_pairs

    while batch := list(islice(rows, _BATCH)):
        pairs = [Pair(text=r["text"], actor=_span(r, "actor"), recipient=_span(r, "recipient")) for r in batch]
        for row, typed in zip(batch, classify_pairs(pairs, tools), strict=True):
            scores = {kind: round(score, 4) for kind, score in typed.scores.items()}
            yield {"id": row["id"], "type": typed.type, "confidence": round(typed.confidence, 4), "scores": scores}


def _on_parse(task: Task, rows: Iterator[Row], tools: Tools) -> Iterator[Row]:
    """Rows whose answer needs the parse; parsed in batches."""
    from dateline.annotate import annotate
    from dateline.model import Document

    answers: dict[Task, Callable[[Row, Parsed, Tools], Row]] = {Task.modality: _modality, Task.time: _time}
    given = list(rows)
    documents = (Document(id=str(r["id"]), text=r["text"], published=r.get("published")) for r in given)
    for row, annotated in zip(given, annotate(documents, tools), strict=True):
        yield {"id": row["id"]} | answers[task](row, annotated, tools)


def _on_text(task: Task, rows: Iterator[Row], tools: Tools) -> Iterator[Row]:
    for row in rows:
        yield {"id": row["id"]} | (_actor(row, tools) if task is Task.actor else _place(row, tools))


def _day(row: Row) -> str | None:
    """The day of publication, if one is given that is a day."""
    value = row.get("published")
    day = iso_day(value) if isinstance(value, str) else None
    if value is not None and day is None:
        raise typer.BadParameter(f"row {row['id']!r}: published {value!r} is no day (YYYY-MM-DD)")
    return day


def _span(row: Row, key: str) -> tuple[int, int] | None:
    span = row.get(key)
    if span is None:
        return None
    whole = isinstance(span, list) and len(span) == 2 and all(type(edge) is int for edge in span)
    if not whole or not 0 <= span[0] < span[1] <= len(row["text"]):
        raise typer.BadParameter(f"row {row['id']!r}: {key} {span} is not a span of its text")
    return (span[0], span[1])


def _needed(row: Row, key: str) -> tuple[int, int]:
    span = _span(row, key)
    if span is None:
        raise typer.BadParameter(f"row {row['id']!r} needs {key!r}")
    return span


def _modality(row: Row, annotated: Parsed, tools: Tools) -> Row:
    from dateline.extract.modality import judge

    start, end = annotated.tokens(_needed(row, "trigger"))
    if start == end:
        return {"modality": "actual", "confidence": 0.0}
    head = annotated.doc[start:end].root.i
    judged = judge(annotated, (start, end), head)
    return {"modality": judged.modality, "confidence": round(judged.confidence, 4)}


def _time(row: Row, annotated: Parsed, tools: Tools) -> Row:
    from dateline.resolve.times import time_of_mention

    time = time_of_mention(annotated, _needed(row, "mention"), tools)
    return {"type": time.type, "value": time.value, "start": time.start, "end": time.end}


def _actor(row: Row, tools: Tools) -> Row:
    from dateline.resolve.actors import identify_phrase

    actor = identify_phrase(row["text"], row.get("published"), tools)
    return {
        "name": actor.name,
        "country": actor.country,
        "sectors": list(actor.sectors),
        "wikidata": actor.wikidata,
        "confidence": round(actor.confidence, 4),
    }


def _place(row: Row, tools: Tools) -> Row:
    from dateline.resolve.places import locate

    place = locate(row["text"], _needed(row, "mention"), tools)
    return {
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "precision": place.precision,
        "confidence": round(place.confidence, 4),
    }
