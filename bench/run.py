"""Run every bench on the open data and write the figures into docs/accuracy.md.

    python bench/run.py --shared ../shared [--only types,times]

The benches and their data stand outside this repository; each prints one JSON object last, which is kept in
bench/results.json together with the version that it measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench/results.json"
PAGE = ROOT / "docs/accuracy.md"
BEGIN, END = "<!-- figures: written by bench/run.py -->", "<!-- end of figures -->"

REPORTS = "wiki_current_events/open/wce_2025.jsonl"
TRIPLES = ["triple_recall", "pair_recall", "pair_precision", "events_per_sentence"]
TYPES = ["root_macro_f1", "root_accuracy", "quad_macro_f1", "binary_macro_f1", "accuracy_top80", "ece"]

EVENTS = ["event_f1", "event_p", "event_r", "untyped_f1", "mode_acc", "nonactual_as_actual", "stance_acc"]

# name → script, data under shared/data, further arguments, and the metrics that docs/accuracy.md shows; scripts of our
# own stand in eval/
BENCHES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "articles": ("bench_articles", "article_extraction/open", ["--metadata", "{data}/article_metadata/open"],
                 ["body_f1", "date_f1", "title_accuracy"]),
    "types, five folds": ("bench_types", "plover_events/open", ["--records", "training/replies/folds.jsonl"], TYPES),
    "types, own sentences alone": ("bench_types", "plover_events/open", ["--records", "training/replies/own.jsonl"],
                                   TYPES),
    "types, seen in training": ("bench_types", "plover_events/open", [], TYPES),
    "events, open reports": ("bench_events", REPORTS, ["--gold", "eval/gold/wce/open.jsonl"], EVENTS),
    "events, closed reports": ("bench_events", REPORTS, ["--gold", "eval/gold/wce/closed.jsonl"], EVENTS),
    "behaviour": ("eval/behaviour", "", [], ["passed", "history", "modality", "not_politics", "paraphrase", "reported",
                                             "roles", "traps", "voices"]),
    "triples, five folds": ("bench_triples", "plover_events/open",
                            ["--kind", "plv", "--records", "build/fold_records.jsonl"], TRIPLES),
    "modality, own mentions": ("eval/mentions", REPORTS, [], ["macro_f1", "nonactual_as_actual", "accuracy", "actual",
                                                              "future", "hypothetical", "negated", "historical"]),
    "modality-meantime": ("bench_modality", "meantime/open", [], ["macro_f1", "accuracy"]),
    "modality-commitmentbank": ("bench_modality", "factuality/open", [], ["macro_f1", "accuracy"]),
    "attributions": ("bench_attributions", "polnear/open/dev", [],
                     ["content_f1", "source_accuracy", "source_head", "cue_f1", "quote_recall", "claimant_accuracy",
                      "claimant_by_quantity", "false_claimant"]),
    "times": ("bench_times", "tempeval3/open", [], ["relaxed_f1", "value_f1", "type_f1", "day_accuracy"]),
    "places": ("bench_places", "geoparsing/open", [],
               ["lgl.acc161", "lgl.exact", "lgl.country", "lgl.end_to_end", "GeoVirus.acc161", "GeoVirus.end_to_end"]),
    "casualties": ("bench_casualties", "longtail_casualties/open", [],
                   ["killed_exact_2plus", "injured_exact_2plus", "killed_false", "date_exact", "date_1day",
                    "place_161km"]),
    "stories": ("bench_stories", "wiki_current_events/open", ["--month", "2025-07..2025-12"],
                ["top_b3_f1", "top_pair_f1", "deep_b3_f1"]),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of benches and data")
    parser.add_argument("--only", help="names of benches, parted by commas")
    parser.add_argument("--errors", default="50", help="errors kept in build/errors/NAME.txt")
    args = parser.parse_args()
    chosen = [name for name in BENCHES if not args.only or name.split(",")[0] in args.only.split(",")]
    for name in chosen:
        row = bench(name, args.shared.resolve(), args.errors) | {"commit": commit()}
        print(name, {k: row.get(k) for k in BENCHES[name][3]}, flush=True)
        results = {**dict.fromkeys(BENCHES), **kept(), name: row}
        results = {key: value for key, value in results.items() if value}
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
        write_page(results)


def kept() -> dict[str, Any]:
    """The last results of every bench, in the order of BENCHES."""
    found = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    return {name: found[name] for name in BENCHES if name in found}


def bench(name: str, shared: Path, errors: str) -> dict[str, Any]:
    """Run one bench; its last line. What it printed, with its first errors, is kept in build/errors/."""
    script, data, more, _ = BENCHES[name]
    more = [word.format(data=shared / "data") for word in more]
    program = Path(sys.executable).parent / "dateline"
    if script.startswith("eval/"):
        command = [sys.executable, str(ROOT / f"{script}.py"), *([str(shared / "data" / data)] if data else [])]
    else:
        command = [sys.executable, str(shared / f"bench/{script}.py"), "--data", str(shared / "data" / data), *more]
        command += ["--run", str(program)]
    shown = "0" if "closed" in name else errors  # nobody looks at the errors of what is closed
    done = subprocess.run([*command, "--errors", shown], capture_output=True, text=True, cwd=ROOT)
    kept = ROOT / "build/errors" / f"{name.replace(', ', '-')}.txt"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(done.stdout + done.stderr, "utf-8")
    if done.returncode:
        sys.exit(f"{name}: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def commit() -> str:
    """The version measured: the commit, marked if the work tree differs from it."""
    words = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    return subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True).stdout.strip()


def write_page(results: dict[str, Any]) -> None:
    """Put the table of figures between the two marks of docs/accuracy.md."""
    lines = ["| bench | figure | Dateline | 95 % | baseline |", "|---|---|---|---|---|"]
    for name, row in results.items():
        peers = {**row.get("peers", {}), **row.get("baselines", {})}
        for metric in BENCHES[name][3]:
            low, high = (row.get("ci95", {}).get(metric) or ["", ""])[:2]
            lines.append(f"| {name} | {metric} | {row.get(metric)} | {low}–{high} | {baselines(peers, metric)} |")
    page = PAGE.read_text("utf-8")
    head, tail = page[: page.index(BEGIN) + len(BEGIN)], page[page.index(END) :]
    PAGE.write_text(f"{head}\n" + "\n".join(lines) + f"\n{tail}", "utf-8")


def baselines(peers: dict[str, Any], metric: str) -> str:
    """Each baseline's figure for this metric, as `name: value`."""
    found = []
    for name, figures in peers.items():
        value = figures.get(metric, figures.get(metric.split(".")[-1])) if isinstance(figures, dict) else None
        if isinstance(value, int | float):
            found.append(f"{name}: {value}")
    return "; ".join(found) or "–"


if __name__ == "__main__":
    main()
