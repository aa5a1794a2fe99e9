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
    from dateline.link import stories as group
    from dateline.read import json_lines

    reports = [(row["id"], row["text"], row.get("published")) for row in json_lines(jsonl)]
    found = dict(group(reports))
    rows = (json.dumps({"id": name, "story": found[name]}, ensure_ascii=False) for name, _, _ in reports)
    out.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
