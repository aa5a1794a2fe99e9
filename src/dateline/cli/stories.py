"""`dateline stories`: reports grouped into stories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def stories(
    jsonl: Annotated[Path, typer.Option(help='Reports in: JSONL of {"id","text","published"}.')],
    out: Annotated[Path, typer.Option(help='Stories out: JSONL of {"id","story"}, in input order.')],
) -> None:
    """Group reports into stories, without a store."""
    from rich.console import Console

    from dateline.link import stories as group
    from dateline.model import Failure
    from dateline.read import read
    from dateline.settings import load_settings
    from dateline.show import show_failure

    reports, failed = [], False
    for report in read(jsonl, load_settings()):
        if isinstance(report, Failure):
            show_failure(report, Console(stderr=True))
            failed = True
        else:
            reports.append((report.id, report.text or "", report.published))
    found = dict(group(reports))
    rows = (json.dumps({"id": name, "story": found[name]}, ensure_ascii=False) for name, _, _ in reports)
    out.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    raise typer.Exit(int(failed))
