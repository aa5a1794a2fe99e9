"""Find the predicate that tells the act of each sentence written for this project, where Dateline's grammar can.

    python training/mark_predicates.py [--build FOLDER]

A row gets a predicate where exactly one candidate of the grammar stands between its actor and its recipient. Writes
`predicates.jsonl` (key of the row, start and end in characters) for `train_encoder.py`; needs no PyTorch.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from corpus import ROOT, Row, Span, own_rows

from dateline.annotate import annotate
from dateline.extract import candidates_of
from dateline.model import Document
from dateline.settings import load_settings
from dateline.tools import load_tools


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=ROOT.parent / "build" / "encoder")
    options = parser.parse_args()
    options.build.mkdir(parents=True, exist_ok=True)
    rows = own_rows()
    found = [[row.key, *span] for row, span in predicates(rows) if span]
    lines = (json.dumps(line) + "\n" for line in found)
    (options.build / "predicates.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{len(found):,} predicates in {len(rows):,} rows")


def predicates(rows: list[Row]) -> Iterator[tuple[Row, Span | None]]:
    """Each row with the span of the one predicate between its two sides, None where there is none or several."""
    tools = load_tools(load_settings())
    for part in (rows[at : at + 256] for at in range(0, len(rows), 256)):
        documents = [Document(id=row.where, text=row.text, published=None) for row in part]
        for row, annotated in zip(part, annotate(documents, tools), strict=True):
            fits = {c.head for c in candidates_of(annotated, tools) if _is_of(c, row)}
            yield row, annotated.span(min(fits), min(fits) + 1) if len(fits) == 1 else None


def _is_of(candidate, row: Row) -> bool:  # type: ignore[no-untyped-def]
    towards = candidate.recipient_spans or candidate.actor_spans[1:]
    return _meets(candidate.actor_spans, row.actor) and (
        _meets(towards, row.recipient) if row.recipient else not candidate.recipient_spans
    )


def _meets(spans: tuple[Span, ...], wanted: Span | None) -> bool:
    return wanted is not None and any(start < wanted[1] and wanted[0] < end for start, end in spans)


if __name__ == "__main__":
    main()
