"""`dateline add`: code reports and keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, URLs, or - for stdin.")],
    store: Annotated[Path, typer.Option(help="The store; made if it is not there.")] = Path("dateline.duckdb"),
    published: Annotated[str | None, typer.Option(help="Publication day (YYYY-MM-DD); wins over the page.")] = None,
) -> None:
    """Code reports and keep them in a store. Adding the same reports again changes nothing.

    Reports that fail are kept in the store's table of failures and named on stderr.
    """
    from rich.console import Console

    from dateline.model import Failure
    from dateline.pipeline import run
    from dateline.settings import load_settings
    from dateline.show import progress, show_failure
    from dateline.store import Store

    errors = Console(stderr=True)
    with Store.open(store) as opened, progress(errors) as bar:
        task = bar.add_task("coding", total=None)

        def watch(failure: Failure | None) -> None:
            bar.advance(task)
            if failure:
                show_failure(failure, errors)

        done = run(paths, opened, load_settings(published=published), watch=watch)
    counts = [f"{done.new} new", *([f"{done.changed} changed"] if done.changed else []), f"{done.unchanged} unchanged"]
    errors.print(f"{', '.join(counts)}, {done.failed} failed; kept in {store}", highlight=False, markup=False)
    raise typer.Exit(int(done.failed > 0))
