"""Code each sentence of PLV with weights that did not see it, for `bench_triples --kind plv --records`.

    python bench/fold_triples.py --shared ../shared --out build/fold_records.jsonl

Wants the weights of the five folds in `build/encoder/folds/0` … `4` (`training/export_encoder.py --stage fold0 --out
build/encoder/folds/0/pairs.onnx`); each codes the fifth of the sentences that it was not trained on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "training"))

from corpus import plv_rows  # noqa: E402
from folds import FOLDS, fold_of  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "encoder")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = plv_rows(args.shared / "data/plover_events/open/PLV_train_gold.tsv")
    names = {row.text: row.where for row in rows if row.actor and row.recipient}  # as bench_triples names its documents
    coded: dict[str, str] = {}
    for fold in range(FOLDS):
        texts = {name: text for text, name in names.items() if fold_of(text) == fold}
        coded |= code(texts, args.build / "folds" / str(fold))
    args.out.write_text("".join(coded[name] + "\n" for name in names.values()), "utf-8")


def code(texts: dict[str, str], weights: Path) -> dict[str, str]:
    """The record of each text by its name, coded with these weights."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in texts.items()), "utf-8")
        program = Path(sys.executable).parent / "dateline"
        command = [str(program), "code", "--jsonl", str(source), "--out", str(out)]
        subprocess.run(command, check=True, env={**os.environ, "DATELINE_MODELS": str(weights)})
        lines = out.read_text("utf-8").split("\n")
    return dict(zip(texts, lines, strict=False))


if __name__ == "__main__":
    main()
