"""`dateline disputes`: figures by claimant: how they grew, and where sources contradict each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def disputes(
    store: Annotated[Path, typer.Option(help="The store.")] = Path("dateline.duckdb"),
    as_json: Annotated[bool, typer.Option("--json", help="One row per line, for programs.")] = False,
) -> None:
    """Figures by claimant: how they grew, and where sources contradict each other."""
    from dateline import analysis, show
    from dateline.store import Store

    with Store.open(store, read_only=True) as opened:
        show.table(analysis.disputes(opened), as_json=as_json)
