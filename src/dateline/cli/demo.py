"""`dateline demo`: the bundled reports, coded and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SHOWN = "Gulf Dispatch"  # the outlet whose first report is shown whole


def demo(
    store: Annotated[Path, typer.Option(help="Where the demo's store is kept.")] = Path("demo/crisis.duckdb"),
) -> None:
    """Code the bundled reports of the 2021 border crisis and show it: timeline, who said what, disputed figures.

    The reports were written for Dateline, as if by several invented outlets, from the public facts of those weeks.
    """
    from importlib.resources import files

    from rich.console import Console

    from dateline import analysis, show
    from dateline.cli.add import add
    from dateline.store import Store

    store.parent.mkdir(parents=True, exist_ok=True)
    try:
        add([str(files("dateline") / "reports")], store=store, published=None)
    except typer.Exit as done:
        if done.exit_code:
            raise
    screen = Console()
    with Store.open(store, read_only=True) as opened:
        show.show_record(next(r for r in opened.records() if r.document.publisher == SHOWN), screen)
        for part in (analysis.timeline, analysis.statements, analysis.disputes):
            show.table(part(opened), as_json=False)
