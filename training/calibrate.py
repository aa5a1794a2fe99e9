"""Fit the temperatures that turn the network's logits into probabilities, on rows that it was not trained on.

    python training/calibrate.py [--build FOLDER]

type  PLV rows answered by the fold that had not seen them, and our own rows kept apart
none  our own rows kept apart          mode  the same, given the type
Writes `temperatures.json` for the export, and `records.jsonl`: the folds' replies for `bench_types --records`, each
fold with the temperature fitted on the other four.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from corpus import Row, own_rows, plv_rows
from pair_model import MODES, TYPES
from reliability import draw
from torch import Tensor
from train_encoder import FOLDS, PLV, ROOT, answer, checkpoint, fold_of, targets

_GRID = torch.arange(0.4, 3.0, 0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "encoder")
    parser.add_argument("--plv", type=Path, default=PLV)
    options = parser.parse_args()
    dev = [row for row in own_rows() if row.is_dev]
    found = answer(checkpoint("final", options.build), dev, options.build)
    typed = [(parts[0], targets(row.type)) for row, parts in zip(dev, found, strict=True) if row.type != "NONE"]
    unseen = replies(options.build, plv_rows(options.plv))
    heat = {
        "temperature": best([*typed, *((logits, targets(row.type)) for row, logits in unseen)]),
        "none_temperature": none_heat(dev, [parts[1] for parts in found]),
        "mode_temperature": best(list(told_modes(dev, [parts[2] for parts in found]))),
    }
    (options.build / "temperatures.json").write_text(json.dumps(heat), encoding="utf-8")
    folds = records(unseen)
    (options.build / "records.jsonl").write_text("".join(json.dumps(r) + "\n" for r, _ in folds), encoding="utf-8")
    picture = draw(
        {
            "PLV, five folds": [(reply["confidence"], right) for reply, right in folds],
            "own sentences kept apart": [sure(logits / heat["temperature"], right) for logits, right in typed],
        }
    )
    (ROOT / "docs" / "reliability.svg").write_text(picture, encoding="utf-8")
    print(json.dumps(heat))


def sure(logits: Tensor, right: Tensor) -> tuple[float, bool]:
    """The confidence of the likeliest answer, and whether it is right."""
    chances = logits.softmax(-1)
    best = int(chances.argmax())
    return float(chances[best]), bool(right[best])


def replies(build: Path, plv: Sequence[Row]) -> list[tuple[Row, Tensor]]:
    """PLV's rows with the logits of the fold that had not seen them."""
    rows = {row.where: row for row in plv}
    lines = (json.loads(line) for line in (build / "folds.jsonl").read_text(encoding="utf-8").splitlines())
    return [(rows[line["id"]], torch.tensor(line["logits"])) for line in lines]


def best(pairs: Sequence[tuple[Tensor, Tensor]]) -> float:
    """The temperature under which the right answers are likeliest; targets are 1 for each right answer."""
    losses = [sum(loss(logits / heat, right) for logits, right in pairs) for heat in _GRID]
    return round(float(_GRID[int(torch.tensor(losses).argmin())]), 3)


def loss(logits: Tensor, right: Tensor) -> float:
    return -float((logits.softmax(-1) * right).sum().clamp_min(1e-9).log())


def none_heat(rows: Sequence[Row], logits: Sequence[Tensor]) -> float:
    """Of a yes or no: two answers, the logit and its opposite."""
    both = [torch.stack([one[0] / 2, -one[0] / 2]) for one in logits]
    right = [torch.tensor([float(row.type == "NONE"), float(row.type != "NONE")]) for row in rows]
    return best(list(zip(both, right, strict=True)))


def told_modes(rows: Sequence[Row], logits: Sequence[Tensor]) -> list[tuple[Tensor, Tensor]]:
    """For rows whose type has modes: the logits of these and which is right."""
    pairs = []
    for row, found in zip(rows, logits, strict=True):
        at = [k for k, (kind, _) in enumerate(MODES) if kind == row.type]
        if at:
            pairs.append((found[at], torch.tensor([float(MODES[k][1] == (row.mode or "")) for k in at])))
    return pairs


def records(unseen: Sequence[tuple[Row, Tensor]]) -> list[tuple[dict[str, object], bool]]:
    """Replies in the form of `dateline label type`, and whether each is right."""
    found = []
    for k in range(FOLDS):
        heat = best([(logits, targets(row.type)) for row, logits in unseen if fold_of(row.text) != k])
        for row, logits in (pair for pair in unseen if fold_of(pair[0].text) == k):
            confidence, right = sure(logits / heat, targets(row.type))
            reply = {"id": row.where, "type": TYPES[int(logits.argmax())], "confidence": round(confidence, 4)}
            found.append((reply, right))
    return found


if __name__ == "__main__":
    main()
