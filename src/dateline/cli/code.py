"""`dateline code`: the record of each report, readable or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.model import Failure, RawReport, Record
    from dateline.settings import Settings


def code(
    paths: Annotated[list[str] | None, typer.Argument(help="Files, folders, URLs, or - for stdin.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication day (YYYY-MM-DD); wins over the page.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One record per line, for programs.")] = False,
    jsonl: Annotated[Path | None, typer.Option(help="Bulk: JSONL documents in.")] = None,
    out: Annotated[Path | None, typer.Option(help="Bulk: records out, in input order.")] = None,
) -> None:
    """Code reports: who did what to whom, when, where, how many, and according to whom.

    With --jsonl IN --out OUT a document that cannot be coded becomes an error row, and the status is 0.
    """
    from dateline.settings import load_settings

    if bool(jsonl) == bool(paths) or bool(jsonl) != bool(out):
        raise typer.BadParameter("give files, folders, URLs or - for stdin; or --jsonl IN with --out OUT")
    settings = load_settings(published=published)
    if jsonl and out:
        _bulk(jsonl, out, settings)
    elif paths:
        raise typer.Exit(_show(paths, settings, as_json=as_json))


def _results(sources: list[str], settings: Settings) -> Iterator[tuple[RawReport | Failure, Record | Failure]]:
    from dateline.pipeline import batches, process
    from dateline.read import read

    reports = (report for source in sources for report in read(source, settings))
    for batch in batches(reports, settings.batch):
        yield from zip(batch, process(batch, settings), strict=True)


def _bulk(source: Path, out: Path, settings: Settings) -> None:
    """Rows are written as they come, to a file beside OUT that takes its place at the end.

    An OUT that is no regular file (a pipe, a device) is written to directly.
    """
    if not source.exists():
        raise typer.BadParameter(f"{source} does not exist")
    if out.exists() and not out.is_file():
        _write(source, out, settings)
        return
    part = out.with_name(f".{out.name}.part")
    try:
        _write(source, part, settings)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _write(source: Path, out: Path, settings: Settings) -> None:
    from dateline.serialise import to_line

    with out.open("w", encoding="utf-8") as file:
        for _, result in _results([str(source)], settings):
            file.write(to_line(result) + "\n")


def _show(sources: list[str], settings: Settings, *, as_json: bool) -> int:
    """Print each record as it is coded; failures go to stderr. 1 if any report failed, else 0."""
    from rich.console import Console

    from dateline.model import Failure
    from dateline.pipeline import failure_of
    from dateline.serialise import to_line
    from dateline.show import show_failure, show_record

    screen, errors, failed = Console(), Console(stderr=True), False
    for report, result in _results(sources, settings):
        if as_json:
            sys.stdout.write(to_line(result) + "\n")
        elif not isinstance(result, Failure):
            show_record(result, screen)
        if failure := failure_of(result, report):
            failed = True
            show_failure(failure, errors)
    return int(failed)
