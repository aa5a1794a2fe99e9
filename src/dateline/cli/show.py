"""`dateline show`: a kept record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A report's id, or enough of its beginning.")],
    store: Annotated[Path, typer.Option(help="The store.")] = Path("dateline.duckdb"),
    as_json: Annotated[bool, typer.Option("--json", help="The record as JSON.")] = False,
) -> None:
    """Show the record of a report that was added to a store."""
    from rich.console import Console

    from dateline.serialise import to_line
    from dateline.show import show_record
    from dateline.store import Store

    with Store.open(store, read_only=True) as opened:
        record = opened.record(name)
    if record is None:
        raise typer.BadParameter(f"no report {name!r} in {store}")
    if as_json:
        sys.stdout.write(to_line(record) + "\n")
    else:
        show_record(record, Console())
