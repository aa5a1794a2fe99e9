"""`dateline timeline`: the crisis day by day: who did what to whom, and which reports tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def timeline(
    store: Annotated[Path, typer.Option(help="The store.")] = Path("dateline.duckdb"),
    as_json: Annotated[bool, typer.Option("--json", help="One row per line, for programs.")] = False,
) -> None:
    """The crisis day by day: who did what to whom, and which reports tell it."""
    from dateline import analysis, show
    from dateline.store import Store

    with Store.open(store, read_only=True) as opened:
        show.table(analysis.timeline(opened), as_json=as_json)
