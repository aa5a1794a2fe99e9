"""The accuracy gate: scores on gold written for this project must not fall below the floors in eval/floors.toml.

    python eval/gate.py                                  score, print, fail below a floor
    python eval/gate.py --errors 50 --only modality      print the first errors too
    python eval/gate.py --raise                          raise floors to the scores reached (never lowers one)
    python eval/gate.py --lower NAME --because "reason"  lower one floor; the reason stays in the file

A floor belongs to one version of the gold, told by its sha256: changed gold needs --lower too, whatever the score.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import scores

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
SLACK = 0.005  # a floor lies this much below the score it was raised to


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only")
    parser.add_argument("--raise", dest="raised", action="store_true")
    parser.add_argument("--lower")
    parser.add_argument("--because")
    args = parser.parse_args()
    if args.lower and not args.because:
        parser.error("--lower needs --because")
    floors = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    failed = []
    print(f"{'gold':14} {'score':>6} {'floor':>6} {'dumb':>6} {'n':>5} {'seconds':>8}")
    for name, score in scores.ALL.items():
        if args.only in (None, name) and (fault := _gate(name, score, floors, args)):
            failed.append(fault)
    FLOORS.write_text(_toml(floors), "utf-8")
    if failed:
        sys.exit("\n".join(failed))


def _gate(
    name: str, score: Callable[[], scores.Score], floors: dict[str, dict], args: argparse.Namespace
) -> str | None:
    """Score one gold set against its floor; what is wrong, or None."""
    began = time.perf_counter()
    got = score()
    mark = _mark(name)
    row = floors.setdefault(name, {"floor": 0.0, "gold": mark})
    if args.raised and row["gold"] == mark:
        row["floor"] = max(row["floor"], round(got.value - SLACK, 3))
    if args.lower == name:
        row |= {"floor": round(got.value - SLACK, 3), "gold": mark, "lowered": args.because}
    seconds = time.perf_counter() - began
    print(f"{name:14} {got.value:6.3f} {row['floor']:6.3f} {got.dumb:6.3f} {got.n:5} {seconds:8.1f}")
    for error in got.errors[: args.errors]:
        print("   -", error)
    if row["gold"] != mark:
        return f"{name}: the gold has changed; set its floor anew with --lower {name} --because …"
    if got.value < row["floor"]:
        return f"{name}: {got.value:.3f} is below its floor {row['floor']:.3f}; see --only {name} --errors 50"
    return None


def _mark(name: str) -> str:
    """Tells the version of a gold set: a file, or a folder of tables."""
    gold = HERE / f"gold/{name}.jsonl"
    paths = [gold] if gold.exists() else sorted((HERE / name).glob("*.toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def _toml(floors: dict[str, dict]) -> str:
    out = ["# Floors of the accuracy gate. Written by eval/gate.py; lowered only with a reason.\n"]
    for name, row in sorted(floors.items()):
        out.append(f"\n[{name}]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in row.items()))
    return "".join(out)


def _value(value: object) -> str:
    return str(value) if isinstance(value, float) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main()
