"""The trained model of `models/`: what a marked actor does towards a marked recipient, asked for many pairs at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.errors import ModelError
from dateline.model import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "models" / "pairs.onnx"
# Words of BERT's vocabulary that no text has; they open and close the actor and the recipient.
MARKS = ("[unused0]", "[unused1]", "[unused2]", "[unused3]")
_WINDOW = 480  # characters of text around the two spans that the model reads
_TOKENS = 160
_BATCH = 32
_SURE = 0.8  # below it the lexicon's mode was right more often, on sentences kept apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two spans (characters) of a text: who might have acted, and towards whom; the recipient may be unknown."""

    text: str
    actor: Span | None
    recipient: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the model says of a pair: probabilities (0–1) of the 16 types, of no event, and of each type's modes."""

    types: dict[str, float]
    none: float
    modes: dict[str, dict[str, float]]

    @property
    def type(self) -> str:
        """The likeliest type."""
        return max(self.types, key=self.types.__getitem__)

    def mode(self, kind: str, instead: str | None = None) -> str | None:
        """The likeliest mode of a type, or another's guess where that is not sure; None if it has none."""
        told = self.modes.get(kind, {"": 1.0})
        best = max(told, key=told.__getitem__)
        return instead if instead and told[best] < _SURE else best or None


class PairEncoder:
    """One ONNX file with its tokenizer, labels and temperature inside. Raises ModelError if it cannot be read."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        self.path = path
        if not path.is_file():
            raise ModelError(path.name, f"the model {path} is missing; install again, or build it with `make train`")

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime as ort
        from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # two threads spin and lose; processes scale
        options.log_severity_level = 3
        try:
            return ort.InferenceSession(self.path.read_bytes(), options, providers=["CPUExecutionProvider"])
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as fault:
            raise ModelError(
                self.path.name, f"the model {self.path} cannot be read ({fault}); install again"
            ) from fault

    @cached_property
    def card(self) -> dict[str, Any]:
        """What the file says of itself: labels, temperature, data, figures."""
        return dict(json.loads(self._session.get_modelmeta().custom_metadata_map["dateline"]))

    @cached_property
    def digest(self) -> str:
        """sha256 of the file."""
        return sha256(self.path.read_bytes()).hexdigest()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return prepared(Tokenizer.from_str(self._session.get_modelmeta().custom_metadata_map["tokenizer"]))

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement a pair, in order; pairs of like length are read together."""
        coded = self._tokenizer.encode_batch([mark(pair) for pair in pairs])
        order = sorted(range(len(pairs)), key=lambda i: len(coded[i].ids))
        found: dict[int, Judgement] = {}
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            ids = np.zeros((len(places), max(len(coded[i].ids) for i in places)), dtype=np.int64)
            for row, i in enumerate(places):
                ids[row, : len(coded[i].ids)] = coded[i].ids
            found |= zip(places, self._read(self._session.run(None, {"ids": ids})), strict=True)
        return [found[i] for i in range(len(pairs))]

    def _read(self, logits: list[NDArray[np.float32]]) -> Iterator[Judgement]:
        card = self.card
        types = softmax(logits[0] / card["temperature"])
        none = 1 / (1 + np.exp(-logits[1][:, 0] / card["none_temperature"]))
        for row in range(len(types)):
            yield Judgement(
                types=dict(zip(card["types"], types[row].tolist(), strict=True)),
                none=float(none[row]),
                modes=self._modes(logits[2][row]),
            )

    def _modes(self, logits: NDArray[np.float32]) -> dict[str, dict[str, float]]:
        """Each type's modes with the probability of each, `""` for none."""
        told: dict[str, dict[str, float]] = {}
        places: dict[str, list[int]] = {}
        for at, (kind, _) in enumerate(self.card["modes"]):
            places.setdefault(kind, []).append(at)
        for kind, own in places.items():
            names = [self.card["modes"][i][1] for i in own]
            told[kind] = dict(zip(names, softmax(logits[own] / self.card["mode_temperature"]).tolist(), strict=True))
        return told


def prepared(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer with the marks as words of their own and the length that the model reads."""
    tokenizer.add_special_tokens(list(MARKS))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_TOKENS)
    return tokenizer


def mark(pair: Pair) -> str:
    """The text around the two spans with the marks put in."""
    spans = [span for span in (pair.actor, pair.recipient) if span]
    start, end = _window(pair.text, spans)
    cuts = []
    for span, opens, closes in ((pair.actor, *MARKS[:2]), (pair.recipient, *MARKS[2:])):
        if span:
            width = span[1] - span[0]
            # at one place: close before opening, and the wider span lies outside
            cuts += [(max(span[0], start), 1, -width, opens), (min(span[1], end), 0, width, closes)]
    marked, at = "", start
    for place, _, _, sign in sorted(cuts):
        marked += f"{pair.text[at:place]} {sign} "
        at = place
    return marked + pair.text[at:end]


def _window(text: str, spans: list[Span]) -> Span:
    """Start and end of what is read: the whole text, or its part around the spans, cut at blanks."""
    if len(text) <= _WINDOW or not spans:
        return 0, len(text)
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    spare = max(0, _WINDOW - (last - first)) // 2
    start, end = max(0, first - spare), min(len(text), last + spare)
    start = text.find(" ", start, first) + 1 if start else 0
    cut = text.rfind(" ", last, end) if end < len(text) else -1
    return start, cut if cut > 0 else end


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis."""
    powers: NDArray[np.float32] = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
