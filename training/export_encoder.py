"""Write `src/dateline/models/pairs.onnx`: the finished network as int8 per channel, with all that it needs inside.

    python training/export_encoder.py [--build FOLDER] [--out FILE] [--stage final]

The file carries its tokenizer, labels and temperatures (`training/calibrate.py`) as metadata. It is written only if its
answers on the rows kept apart agree with those of the network it came from. Another stage (`fold0` …) gives the weights
that `bench/fold_triples.py` measures with.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from corpus import own_rows
from onnxruntime.quantization import QuantType, quantize_dynamic
from pair_model import MODES, TYPES, PairModel
from train_encoder import ROOT, answer, between, tokenizer

from dateline.encoder import Pair, PairEncoder

AGREES = 0.97  # share of rows kept apart whose type must be the same before and after the weights are made small


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "encoder")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "dateline" / "models" / "pairs.onnx")
    parser.add_argument("--stage", default="final")
    options = parser.parse_args()
    model = between(options.stage, options.build)
    draft = options.build / "draft" / "pairs.onnx"
    draft.parent.mkdir(exist_ok=True)
    export(model, draft, options.build)
    same = agreement(model, PairEncoder(draft.parent), options.build)
    print(json.dumps({"bytes": draft.stat().st_size, "same_type": round(same, 4)}))
    if same < AGREES:
        raise SystemExit(f"int8 gives another type in {1 - same:.1%} of the rows kept apart: not shipped")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(options.out)


def export(model: PairModel, path: Path, build: Path) -> None:
    """ONNX in fp32, then int8 weights, one scale a channel."""
    whole = path.with_suffix(".fp32.onnx")
    example = torch.tensor([[101, 1, 2003, 2, 3, 2004, 4, 102], [101, 1, 2003, 2, 2005, 102, 0, 0]])
    axes = {"ids": {0: "pairs", 1: "tokens"}} | {name: {0: "pairs"} for name in ("type", "none", "mode")}
    torch.onnx.export(
        model, (example,), whole, input_names=["ids"], output_names=["type", "none", "mode"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    # Seven bits a weight: processors without VNNI add up eight-bit products in 16 bits, which overflow.
    quantize_dynamic(whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    packed = onnx.load(path)
    heat = json.loads((build / "temperatures.json").read_text(encoding="utf-8"))
    card = {"types": TYPES, "modes": MODES} | heat
    onnx.helper.set_model_props(packed, {"tokenizer": tokenizer(build).to_str(), "dateline": json.dumps(card)})
    onnx.save(packed, path)


def agreement(model: PairModel, small: PairEncoder, build: Path) -> float:
    """Share of the rows kept apart to which both give the same type."""
    rows = [row for row in own_rows() if row.is_dev]
    large = [TYPES[int(np.argmax(found[0]))] for found in answer(model, rows, build)]
    judged = small.judge([Pair(text=row.text, actor=row.actor, recipient=row.recipient) for row in rows])
    return float(np.mean([one == other.type for one, other in zip(large, judged, strict=True)]))


if __name__ == "__main__":
    main()
