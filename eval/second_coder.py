"""How well a second person finds what the first one coded: the ceiling for any program.

    python eval/second_coder.py REPORTS.jsonl BENCH_EVENTS.py

Turns the second codings (`gold/wce/second.jsonl`) into records and scores them against the first by `bench_events.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold" / "wce"
Row = dict[str, Any]


def main() -> None:
    reports, bench = sys.argv[1:]
    second = {row["id"]: row for row in read(GOLD / "second.jsonl")}
    first = [row for name in ("open", "closed") for row in read(GOLD / f"{name}.jsonl") if row["id"] in second]
    with tempfile.TemporaryDirectory() as folder:
        gold, told = Path(folder, "gold.jsonl"), Path(folder, "told.jsonl")
        write(gold, first)
        write(told, map(record, second.values()))
        command = [sys.executable, bench, "--data", reports, "--gold", str(gold), "--pred", str(told)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def write(path: Path, rows: Any) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def record(row: Row) -> Row:
    """A coding as the record that a program would give; what the coder left open is coded only where it is core."""
    actors: dict[str, Row] = {}
    number = count(1)

    def ids(sides: list[Row]) -> list[str]:
        found = []
        for side in sides:
            key = json.dumps([side["spans"], side["country"]])
            entry = {"id": f"a{next(number)}", "mentions": side["spans"]}
            actors.setdefault(key, entry | {"country": side["country"], "sectors": side["sectors"]})
            found.append(actors[key]["id"])
        return found

    events = [
        {
            "type": event["type"],
            "mode": event["mode"],
            "modality": event["modality"],
            "stance": event["stance"],
            "trigger": event["trigger"],
            "actors": ids(event["actors"]),
            "recipients": ids(event["recipients"]),
        }
        for event in row["events"]
        if event["core"]
    ]
    return {"document": {"id": row["id"]}, "actors": list(actors.values()), "events": events}


if __name__ == "__main__":
    main()
