"""Fit the temperatures that turn the network's logits into probabilities, on rows that it was not trained on.

    python training/calibrate.py [--build FOLDER]

type  PLV rows answered by the fold that had not seen them, and our own rows kept apart
none  our own rows kept apart          mode  the same, given the type
Writes `temperatures.json` for the export, `docs/reliability.svg`, and into `replies/` for `bench_types --records`:
the folds, each with the temperature fitted on the other four, and the network that saw our sentences alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from corpus import Row, own_rows, plv_rows
from folds import FOLDS, fold_of
from pair_model import MODES, TYPES
from reliability import calibration_error, draw
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from train_encoder import PLV, ROOT, answer, between, checkpoint, targets

REPLIES = Path(__file__).parent / "replies"
_GRID = torch.arange(0.4, 3.0, 0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "encoder")
    parser.add_argument("--plv", type=Path, default=PLV)
    options = parser.parse_args()
    plv = plv_rows(options.plv)
    dev = [row for row in own_rows() if row.is_dev]
    unseen = replies(options.build, plv)
    found = answer(between("final", options.build), dev, options.build)
    told = typed(dev, found)
    heat = {
        "temperature": best([*told, *((logits, targets(row.type)) for row, logits in unseen)]),
        "none_temperature": none_heat(dev, [parts[1] for parts in found]),
        "mode_temperature": best(list(told_modes(dev, [parts[2] for parts in found]))),
    }
    (options.build / "temperatures.json").write_text(json.dumps(heat), encoding="utf-8")
    folds = records(unseen)
    write(folds, "folds")
    own = checkpoint("own", options.build)
    own_heat = best(typed(dev, answer(own, dev, options.build)))
    on_plv = zip(plv, answer(own, plv, options.build), strict=True)
    write([reply(row, parts[0] / own_heat) for row, parts in on_plv], "own")
    series = {
        "PLV, five folds": [(sure["confidence"], right) for sure, right in folds],
        "own sentences kept apart": [certainty(logits / heat["temperature"], right) for logits, right in told],
    }
    (ROOT / "docs" / "reliability.svg").write_text(draw(series), encoding="utf-8")
    print(json.dumps(heat | {name: calibration_error(pairs) for name, pairs in series.items()}))


def typed(rows: Sequence[Row], found: Sequence[tuple[Tensor, Tensor, Tensor]]) -> list[tuple[Tensor, Tensor]]:
    """Logits and right answers of the rows that have an event."""
    return [(parts[0], targets(row.type)) for row, parts in zip(rows, found, strict=True) if row.type != "NONE"]


def reply(row: Row, logits: Tensor) -> tuple[dict[str, object], bool]:
    """A reply in the form of `dateline label type`, and whether it is right."""
    confidence, right = certainty(logits, targets(row.type))
    return {"id": row.where, "type": TYPES[int(logits.argmax())], "confidence": round(confidence, 4)}, right


def write(found: Sequence[tuple[dict[str, object], bool]], name: str) -> None:
    """Replies without any text, which anybody who has the set can score."""
    REPLIES.mkdir(exist_ok=True)
    (REPLIES / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r, _ in found), encoding="utf-8")


def certainty(logits: Tensor, right: Tensor) -> tuple[float, bool]:
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
    logits = pad_sequence([one for one, _ in pairs], batch_first=True, padding_value=-1e9)
    right = pad_sequence([other for _, other in pairs], batch_first=True)
    chances = torch.stack([((logits / heat).softmax(-1) * right).sum(-1) for heat in _GRID])
    return round(float(_GRID[int(chances.clamp_min(1e-9).log().mean(-1).argmax())]), 3)


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
    """The folds' replies, each fold with the temperature of the other four."""
    found = []
    for k in range(FOLDS):
        heat = best([(logits, targets(row.type)) for row, logits in unseen if fold_of(row.text) != k])
        found += [reply(row, logits / heat) for row, logits in unseen if fold_of(row.text) == k]
    return found


if __name__ == "__main__":
    main()
