"""`dateline demo`: the bundled reports, coded and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


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
    from dateline.pipeline import process
    from dateline.read import read
    from dateline.settings import load_settings
    from dateline.store import Store

    folder = Path(str(files("dateline"))) / "reports"
    store.parent.mkdir(parents=True, exist_ok=True)
    try:
        add([str(folder)], store=store, published=None)
    except typer.Exit as done:
        if done.exit_code:
            raise
    screen = Console()
    settings = load_settings()
    first = next(iter(process([next(iter(read(sorted(folder.iterdir())[0], settings)))], settings)))
    show.show_record(first, screen)
    with Store.open(store, read_only=True) as opened:
        for part in (analysis.timeline, analysis.statements, analysis.disputes):
            show.table(part(opened), as_json=False)
