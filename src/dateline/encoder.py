"""The trained model of `models/`: what a marked actor does towards a marked recipient, asked for many pairs at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
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

    Logits = NDArray[np.float32]

MODELS = Path(__file__).parent / "models"
# Words of BERT's vocabulary that no text has; they open and close the actor, the recipient and the predicate.
MARKS = tuple(f"[unused{n}]" for n in range(6))
_WINDOW = 480  # characters of text around the two spans that the model reads
_TOKENS = 160
_SURE = 0.8  # below it the lexicon's mode was right more often, on sentences kept apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Spans (characters) of a text: who might have acted, towards whom, and the predicate that is asked about; the
    recipient may be unknown, and where no predicate is given, whatever the text tells of the two is meant."""

    text: str
    actor: Span | None
    recipient: Span | None
    predicate: Span | None = None


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

    def mode(self, kind: str) -> str | None:
        """The likeliest mode of a type; None if that is to have none."""
        told = self.modes.get(kind, {"": 1.0})
        return max(told, key=told.__getitem__) or None

    def sure_of_mode(self, kind: str) -> bool:
        """Whether its likeliest mode is likely enough to go against the lexicon's."""
        return max(self.modes.get(kind, {"": 1.0}).values()) >= _SURE


class PairEncoder:
    """One ONNX file with its tokenizer, labels and temperature inside. Raises ModelError if it cannot be read."""

    def __init__(self, folder: Path = MODELS) -> None:
        self.path = path = folder / "pairs.onnx"
        if not path.is_file():
            raise ModelError(path.name, f"the model {path} is missing; install again, or build it with `make train`")

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime as ort
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        faults = (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # two threads spin and lose; processes scale
        options.log_severity_level = 3
        try:
            return ort.InferenceSession(self.path.read_bytes(), options, providers=["CPUExecutionProvider"])
        except faults as fault:
            message = f"the model {self.path} cannot be read ({fault}); install again"
            raise ModelError(self.path.name, message) from fault

    @cached_property
    def card(self) -> dict[str, Any]:
        """What the file says of itself: labels and temperatures."""
        return dict(json.loads(self._said("dateline")))

    def _said(self, key: str) -> str:
        said = self._session.get_modelmeta().custom_metadata_map
        if key not in said:
            raise ModelError(self.path.name, f"the model {self.path} is none of Dateline's: it has no {key!r} inside")
        return said[key]

    @cached_property
    def digest(self) -> str:
        """sha256 of the file."""
        return sha256(self.path.read_bytes()).hexdigest()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return prepared(Tokenizer.from_str(self._said("tokenizer")))

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement a pair, in order.

        Each pair goes through the network by itself: int8 scales what it computes by the largest value of a batch, so
        that an answer would depend on the company it was asked in.
        """
        asked = list(dict.fromkeys(pairs))  # two predicates between one pair are one question
        coded = self._tokenizer.encode_batch([mark(pair) for pair in asked])
        read = [self._read(*self._session.run(None, {"ids": np.array([one.ids], dtype=np.int64)})) for one in coded]
        told = dict(zip(asked, read, strict=True))
        return [told[pair] for pair in pairs]

    def _read(self, types: Logits, none: Logits, modes: Logits) -> Judgement:
        chances = softmax(types[0] / self.card["temperature"]).tolist()
        return Judgement(
            types=dict(zip(self.card["types"], chances, strict=True)),
            none=float(1 / (1 + np.exp(-none[0, 0] / self.card["none_temperature"]))),
            modes=self._modes(modes[0]),
        )

    @cached_property
    def _starts(self) -> dict[str, int]:
        """Each type that has modes, with the place of its first; they stand type by type."""
        starts: dict[str, int] = {}
        for at, (kind, _) in enumerate(self.card["modes"]):
            starts.setdefault(kind, at)
        return starts

    def _modes(self, logits: Logits) -> dict[str, dict[str, float]]:
        """Each type's modes with the probability of each, `""` for none."""
        starts = list(self._starts.values())
        widths = np.diff([*starts, len(logits)])
        scaled = logits / self.card["mode_temperature"]
        powers = np.exp(scaled - np.repeat(np.maximum.reduceat(scaled, starts), widths))
        chances = (powers / np.repeat(np.add.reduceat(powers, starts), widths)).tolist()
        told: dict[str, dict[str, float]] = {kind: {} for kind in self._starts}
        for (kind, mode), chance in zip(self.card["modes"], chances, strict=True):
            told[kind][mode] = chance
        return told


def prepared(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer with the marks as words of their own and the length that the model reads."""
    tokenizer.add_special_tokens(list(MARKS))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_TOKENS)
    return tokenizer


def mark(pair: Pair) -> str:
    """The text around the spans with the marks put in."""
    spans = [span for span in (pair.actor, pair.recipient, pair.predicate) if span]
    start, end = _window(pair.text, spans)
    cuts = []
    for at, span in enumerate((pair.actor, pair.recipient, pair.predicate)):
        if span:
            opens, closes = MARKS[2 * at : 2 * at + 2]
            width = span[1] - span[0]
            # at one place: close before opening, and the wider span lies outside
            cuts += [(span[0], 1, -width, opens), (span[1], 0, width, closes)]
    marked, at = "", start
    for place, _, _, sign in sorted(cuts):
        marked += f"{pair.text[at:place]} {sign} "
        at = place
    marked += pair.text[at:end]
    if len(marked) <= 2 * _WINDOW:
        return marked
    return f"{marked[: _WINDOW // 2]} … {marked[-_WINDOW // 2 :]}"  # far apart: what stands between says little


def _window(text: str, spans: list[Span]) -> Span:
    """Start and end of what is read: the whole text, or its part around the spans, cut at blanks."""
    if len(text) <= _WINDOW or not spans:
        return 0, len(text)
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    spare = max(0, _WINDOW - (last - first)) // 2
    start, end = max(0, first - spare), min(len(text), last + spare)
    before = text.find(" ", start, first) if start else -1
    after = text.rfind(" ", last, end) if end < len(text) else -1
    return before + 1 if before >= 0 else start, after if after >= 0 else end


def softmax(logits: Logits) -> Logits:
    """Probabilities along the last axis."""
    powers: Logits = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
