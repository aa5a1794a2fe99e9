"""PLOVER and CAMEO as data, read from `ontology/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any


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
class CameoCode:
    """A CAMEO code, what it means, and the PLOVER type, mode and contexts it turns into."""

    code: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """PLOVER 2.0 and its crosswalk to CAMEO. `contexts`, `sectors`, `quads` and `countries` (what stands for a
    country where there is none): code → meaning. `auxiliary`: a modality that is not actual → PLOVER's name of it.
    `cameo`: code → its PLOVER reading; `choices`: `TYPE mode context` (the last two may be absent) → CAMEO code."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]
    quads: Mapping[int, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    auxiliary: Mapping[str, str] = field(default_factory=dict)
    cameo: Mapping[str, CameoCode] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    def score(self, type_: str, mode: str | None) -> float:
        """The conflict–cooperation score of a type and mode."""
        kind = self.types[type_]
        return kind.modes.get(mode, kind.score) if mode else kind.score

    def cameo_of(self, type_: str, mode: str | None, contexts: Iterable[str] = ()) -> CameoCode:
        """The CAMEO code nearest to a PLOVER event: a narrow one where a context asks for it, the contexts in order,
        else the general one of its mode or type. Raises KeyError for a type that PLOVER does not have."""
        for context in contexts:
            chosen = self.choices.get(f"{type_} {mode or ''} {context}")
            if chosen or (chosen := self._narrow(type_, mode, context)):
                return self.cameo[chosen]
        return self.cameo[self.choices.get(f"{type_} {mode}") or self.choices[type_]]

    def _narrow(self, type_: str, mode: str | None, context: str) -> str | None:
        """The most general CAMEO code that turns into this type, mode and context."""
        codes = (c for c, r in self.cameo.items() if (r.type, r.mode) == (type_, mode) and context in r.contexts)
        return min(codes, key=lambda code: (len(code), code), default=None)


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """The ontology as packaged."""
    plover, cameo = _read("plover.toml"), _read("cameo.toml")
    return Ontology(
        types={name: _type(name, row) for name, row in plover["types"].items()},
        contexts=plover["contexts"],
        sectors=plover["sectors"],
        quads={int(quad): meaning for quad, meaning in plover["quads"].items()},
        countries=plover["countries"],
        auxiliary=plover["auxiliary"],
        cameo={code: _cameo(code, row) for code, row in cameo["codes"].items()},
        choices=cameo["choices"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("dateline") / "ontology" / name).read_text(encoding="utf-8"))


def _type(name: str, row: Mapping[str, Any]) -> EventType:
    return EventType(
        name=name,
        quad=row["quad"],
        score=row["score"],
        needs_recipient=row.get("needs_recipient", False),
        definition=row["definition"],
        modes=row.get("modes", {}),
    )


def _cameo(code: str, row: Mapping[str, Any]) -> CameoCode:
    return CameoCode(
        code=code,
        type=row["type"],
        mode=row.get("mode"),
        contexts=tuple(row.get("contexts", ())),
        meaning=row["meaning"],
    )
