"""The modality of 259 event mentions that stand beside a modal, a negation, a condition, a future or a flashback.

    python eval/mentions.py REPORTS.jsonl [--errors 50]

135 come from short reports (`gold/wce/mentions.jsonl`: offsets; the texts are in REPORTS), 124 were written for this
(`gold/mentions.jsonl`). Prints accuracy, macro-F1, and the share of the non-actual that were called actual.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from dateline.annotate import annotate
from dateline.extract.modality import judge
from dateline.model import Document
from dateline.settings import load_settings
from dateline.tools import load_tools

GOLD = Path(__file__).parent / "gold"
Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    reports = {row["id"]: row for row in read(args.reports)}
    natural = [
        row | {"text": reports[row["report"]]["text"], "published": reports[row["report"]]["date"]}
        for row in read(GOLD / "wce/mentions.jsonl")
    ]
    pairs, wrong = score(natural + read(GOLD / "mentions.jsonl"))
    for line in wrong[: args.errors]:
        print(line)
    print(json.dumps(figures(pairs)))


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def score(rows: list[Row]) -> tuple[list[tuple[str, str]], list[str]]:
    """(gold, told) of each row, an allowed answer counting as the gold one; and the rows that are wrong."""
    documents = (Document(id=row["id"], text=row["text"], published=row.get("published")) for row in rows)
    pairs, wrong = [], []
    for row, annotated in zip(rows, annotate(documents, load_tools(load_settings())), strict=True):
        start, end = annotated.tokens(tuple(row["trigger"]))
        told = judge(annotated, (start, end), annotated.doc[start:end].root.i)
        right = told.modality in (row["gold"], *row["modality_ok"])
        pairs.append((row["gold"], row["gold"] if right else told.modality))
        if not right:
            first, last = row["trigger"]
            words = f"{row['text'][max(0, first - 90) : first]}>>{row['text'][first:last]}<<{row['text'][last:][:70]}"
            wrong.append(f"{row['id']} gold {row['gold']}, got {told.modality} ({told.rule}): {words}")
    return pairs, wrong


def figures(pairs: list[tuple[str, str]]) -> dict[str, float]:
    gold, got = Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    both = Counter(g for g, p in pairs if g == p)
    f1 = {k: 2 * both[k] / (gold[k] + got[k]) for k in gold}
    open_ = [p for g, p in pairs if g != "actual"]
    return {
        "n": len(pairs),
        "accuracy": round(both.total() / len(pairs), 4),
        "macro_f1": round(sum(f1.values()) / len(f1), 4),
        "nonactual_as_actual": round(open_.count("actual") / len(open_), 4),
    } | {k: round(v, 4) for k, v in f1.items()}


if __name__ == "__main__":
    main()
