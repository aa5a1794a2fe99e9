"""Train the encoder of `dateline.encoder` from scratch: `make train` (two cores, resumable, seeded).

    python training/train_encoder.py [--stages own folds final] [--plv FILE] [--build FOLDER]

own    the base weights on our own sentences and on judged candidates; every tenth (`Row.is_dev`) is kept apart. Where
       `mark_predicates.py` found the predicate of a sentence, it is marked in half of the epochs
folds  five times `own` on four fifths of PLV (by sentence); writes the replies to the fifth that each did not see
final  the checkpoint `own` on all of PLV's open rows, as in the folds
What PLV taught and what our sentences taught are then joined by averaging the weights (`between`).
Every stage writes a checkpoint after each epoch and goes on from there when started again.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import torch
from corpus import Row, candidate_rows, own_rows, plv_rows
from folds import FOLDS, fold_of
from pair_model import MODES, TYPES, PairModel, base, base_folder, batches, encode, padded, tokenizer_of
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import OneCycleLR

ROOT = Path(__file__).resolve().parent.parent
PLV = ROOT.parent / "shared/data/plover_events/open/PLV_train_gold.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How long and how fast a stage learns."""

    name: str
    epochs: int
    rate: float
    head_rate: float
    seed: int = 11
    batch: int = 16
    smoothing: float = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stages", nargs="+", default=["own", "folds", "final"], choices=["own", "folds", "final"])
    parser.add_argument("--plv", type=Path, default=PLV)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "encoder")
    options = parser.parse_args()
    options.build.mkdir(parents=True, exist_ok=True)
    written = [*with_predicates(own_rows(), options.build), *candidate_rows()]
    train, apart = [row for row in written if not row.is_dev], dev_rows()
    if "own" in options.stages:
        own = learn(fresh(options.build), train, OWN, options.build)
        print(json.dumps({"own": {name: scores(own, rows, options.build) for name, rows in apart.items()}}))
    if "folds" in options.stages:
        fold(plv_rows(options.plv), options.build)
    if "final" in options.stages:
        learn(checkpoint("own", options.build), plv_rows(options.plv), FINAL, options.build)
        final = between("final", options.build)
        print(json.dumps({"final": {name: scores(final, rows, options.build) for name, rows in apart.items()}}))


OWN = Stage(name="own", epochs=3, rate=1e-4, head_rate=1e-3)
FINAL = Stage(name="final", epochs=8, rate=1e-4, head_rate=1e-3)
KEPT = 0.65  # how far from `own` towards what PLV made of it; either end is worse elsewhere (WiSE-FT, 2022)


def with_predicates(rows: Sequence[Row], build: Path) -> list[Row]:
    """The rows with the predicates that `mark_predicates.py` found."""
    lines = (build / "predicates.jsonl").read_text(encoding="utf-8").splitlines()
    known = {key: (start, end) for key, start, end in map(json.loads, lines)}
    return [replace(row, predicate=known.get(row.key)) for row in rows]


def dev_rows() -> dict[str, list[Row]]:
    """What no stage is trained on: sentences as they stand, and candidates."""
    return {
        "sentences": [row for row in own_rows() if row.is_dev],
        "candidates": [row for row in candidate_rows() if row.is_dev],
    }


def fresh(build: Path) -> PairModel:
    """The base weights with heads that know nothing."""
    torch.manual_seed(5)
    return base(base_folder(build))


def tokenizer(build: Path) -> Tokenizer:
    return tokenizer_of(base_folder(build))


def checkpoint(name: str, build: Path) -> PairModel:
    """The network as a finished stage left it."""
    model, saved = base(base_folder(build)), torch.load(build / f"{name}.pt", weights_only=True)
    if saved["left"]:
        raise SystemExit(f"{name} has {saved['left']} epochs to go: run train_encoder.py")
    model.load_state_dict(saved["model"])
    return model


def between(name: str, build: Path) -> PairModel:
    """The network whose weights lie between those of `own` and of a stage that went on from there."""
    model, own = checkpoint(name, build), checkpoint("own", build).state_dict()
    for key, weights in model.state_dict().items():
        if weights.is_floating_point():
            weights.mul_(KEPT).add_(own[key], alpha=1 - KEPT)
    return model.eval()


def learn(model: PairModel, rows: Sequence[Row], stage: Stage, build: Path) -> PairModel:
    """Train through all epochs of a stage; goes on after the last epoch that was saved."""
    marked = encode(rows, tokenizer(build))
    bare = encode([replace(row, predicate=None) for row in rows], tokenizer(build))
    lengths = [len(one) for one in marked]
    optimizer, cycle = schedule(model, stage, stage.epochs * -(-len(rows) // stage.batch))
    path, done, key = build / f"{stage.name}.pt", 0, key_of(model, rows, stage)
    saved = torch.load(path, weights_only=True) if path.is_file() else {}
    if saved.get("key") == key:
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        cycle.load_state_dict(saved["cycle"])
        done = saved["epoch"]
    for epoch in range(done, stage.epochs):
        began, total = time.monotonic(), 0.0
        torch.manual_seed(stage.seed + epoch)
        chance = random.Random(stage.seed + epoch)
        order = chance.sample(range(len(rows)), len(rows))
        ids = [bare[i] if row.is_sentence and chance.random() < 0.5 else marked[i] for i, row in enumerate(rows)]
        model.train()
        for places in batches(lengths, stage.batch, order):
            loss = loss_of(model(padded([ids[i] for i in places])), [rows[i] for i in places], stage.smoothing)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            cycle.step()
            total += loss.item() * len(places)
        print(
            f"{stage.name} epoch {epoch + 1} loss {total / len(rows):.4f} {time.monotonic() - began:.0f} s", flush=True
        )
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "cycle": cycle.state_dict()}
        left = stage.epochs - epoch - 1
        torch.save(state | {"epoch": epoch + 1, "left": left, "key": key}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
    return model.eval()


def key_of(model: PairModel, rows: Sequence[Row], stage: Stage) -> str:
    """Tells what a checkpoint goes on from: other sentences, settings or weights at the start begin anew."""
    digest = sha256(f"{stage} {rows}".encode())
    for weights in model.state_dict().values():
        digest.update(weights.numpy().tobytes())
    return digest.hexdigest()


def schedule(model: PairModel, stage: Stage, steps: int) -> tuple[AdamW, OneCycleLR]:
    """AdamW, faster for the heads, over one cycle."""
    head = [p for name, p in model.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": model.bert.parameters(), "lr": stage.rate}, {"params": head, "lr": stage.head_rate}]
    optimizer = AdamW(groups, weight_decay=0.01, fused=True)
    rates = [stage.rate, stage.head_rate]
    return optimizer, OneCycleLR(optimizer, rates, total_steps=steps + 1, pct_start=0.1, anneal_strategy="linear")


def loss_of(logits: tuple[Tensor, Tensor, Tensor], rows: Sequence[Row], smoothing: float) -> Tensor:
    """Type (YIELD is either of its two); none and mode of our own rows, the only ones that know them."""
    by_type, by_none, by_mode = logits
    ours = [i for i, row in enumerate(rows) if row.mode is not None]
    none = torch.tensor([0.98 if rows[i].type == "NONE" else 0.02 for i in ours])
    loss = nn.functional.binary_cross_entropy_with_logits(by_none[ours, 0], none, reduction="sum") / len(rows)
    told = [i for i, row in enumerate(rows) if row.type != "NONE"]
    if not told:
        return loss
    wanted = torch.stack([targets(rows[i].type) for i in told])
    chances = by_type[told].log_softmax(-1)
    hit = -torch.logsumexp(chances.masked_fill(wanted == 0, -1e9), -1)
    loss = loss + ((1 - smoothing) * hit - smoothing * chances.mean(-1)).sum() / len(rows)
    known = [(i, MODES.index((rows[i].type, rows[i].mode))) for i in ours if (rows[i].type, "") in MODES]
    for i, at in known:
        rivals = [k for k, (kind, _) in enumerate(MODES) if kind == rows[i].type]
        loss = loss - 0.5 * by_mode[i, rivals].log_softmax(-1)[rivals.index(at)] / len(rows)
    return loss


def targets(kind: str) -> Tensor:
    wanted = ("CONCEDE", "RETREAT") if kind == "YIELD" else (kind,)
    return torch.tensor([float(name in wanted) for name in TYPES])


@torch.no_grad()
def answer(model: PairModel, rows: Sequence[Row], build: Path) -> list[tuple[Tensor, Tensor, Tensor]]:
    """The logits of every row, in order."""
    ids = encode(rows, tokenizer(build))
    found: list[tuple[Tensor, Tensor, Tensor]] = [()] * len(rows)  # type: ignore[list-item]
    model.eval()
    for places in batches([len(one) for one in ids], 32, range(len(rows))):
        parts = model(padded([ids[i] for i in places]))
        for row, i in enumerate(places):
            found[i] = (parts[0][row], parts[1][row], parts[2][row])
    return found


def scores(model: PairModel, rows: Sequence[Row], build: Path) -> dict[str, float]:
    """Shares right on rows not trained on: type of the rows with one, none against any, mode given the type."""
    found = answer(model, rows, build)
    typed = [TYPES[int(f[0].argmax())] == r.type for f, r in zip(found, rows, strict=True) if r.type != "NONE"]
    none = [(f[1].item() > 0) == (r.type == "NONE") for f, r in zip(found, rows, strict=True)]
    modes = [likeliest(f[2], r.type) == r.mode for f, r in zip(found, rows, strict=True) if (r.type, "") in MODES]
    return {"rows": len(rows)} | {k: sum(v) / len(v) for k, v in (("type", typed), ("none", none), ("mode", modes))}


def likeliest(logits: Tensor, kind: str) -> str:
    """The mode of a type with the largest logit."""
    return max((float(logits[at]), mode) for at, (of, mode) in enumerate(MODES) if of == kind)[1]


def fold(plv: Sequence[Row], build: Path) -> None:
    """Replies to each fifth of PLV by a network that saw the other four, as lines for `bench_types --records`."""
    replies = []
    for k in range(FOLDS):
        seen = [row for row in plv if fold_of(row.text) != k]
        unseen = [row for row in plv if fold_of(row.text) == k]
        learn(checkpoint("own", build), seen, replace(FINAL, name=f"fold{k}"), build)
        for row, logits in zip(unseen, answer(between(f"fold{k}", build), unseen, build), strict=True):
            chances = logits[0].softmax(-1)
            best = int(chances.argmax())
            reply = {"id": row.where, "type": TYPES[best], "confidence": chances[best].item()}
            replies.append(reply | {"logits": logits[0].tolist()})
    (build / "folds.jsonl").write_text("".join(json.dumps(r) + "\n" for r in replies), encoding="utf-8")


if __name__ == "__main__":
    main()
