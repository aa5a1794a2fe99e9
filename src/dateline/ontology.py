"""PLOVER and CAMEO as data, read from `ontology/*.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A PLOVER type. `quad`: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    `score`: −10 (conflict) to 10 (cooperation); `modes`: mode → score."""

    name: str
    quad: int
    score: float
    needs_recipient: bool
    definition: str
    modes: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """PLOVER 2.0. `contexts` and `sectors`: code → meaning."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]

    def score(self, type_: str, mode: str | None) -> float:
        """The conflict–cooperation score of a type and mode."""
        kind = self.types[type_]
        return kind.modes.get(mode, kind.score) if mode else kind.score


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """The ontology as packaged."""
    raise NotImplementedError
