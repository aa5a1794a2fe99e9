"""Draw the reports that `eval/gold/wce/` codes: 150 short reports of 2025, seeded, in proportion to their categories.

    python eval/sample_reports.py ../shared/data/wiki_current_events/open/wce_2025.jsonl

Writes `sample.tsv` (id, part, coded twice) beside the gold: 50 reports are `closed`, never looked at while building;
the other 100 are `open`. Of each part every fifth is coded a second time by somebody else.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from pathlib import Path

SEED, REPORTS, CLOSED = 20261123, 150, 50
SHORTEST = 120  # characters: a shorter report tells at most one event
OUT = Path(__file__).parent / "gold/wce/sample.tsv"


def main() -> None:
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").split("\n") if line]
    by_category: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if len(row["text"]) >= SHORTEST:
            by_category[row["category"]].append(row["id"])
    draw = random.Random(SEED)
    total = sum(map(len, by_category.values()))
    chosen = []
    for _, ids in sorted(by_category.items()):
        chosen += draw.sample(ids, max(1, round(REPORTS * len(ids) / total)))
    draw.shuffle(chosen)
    lines = []
    for n, name in enumerate(chosen[:REPORTS]):
        lines.append(f"{name}\t{'closed' if n < CLOSED else 'open'}\t{'twice' if n % 5 == 0 else 'once'}\n")
    OUT.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
