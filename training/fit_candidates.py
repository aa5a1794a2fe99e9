"""Fit how lexicon and encoder together decide, on judged candidates that the encoder was not trained on.

    python training/fit_candidates.py

Prints the constants of `dateline.extract.types`: the weights of a logistic regression that tells a political act from
none (what the encoder says of none, how sure the lexicon's row is, whether there is one, whether both sides are named),
and the trust in the lexicon's type under which most types are right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from corpus import ROOT, Row, candidate_rows

from dateline.annotate import Annotated, annotate
from dateline.encoder import Judgement, Pair
from dateline.extract.types import features, lexical, pooled
from dateline.model import Document
from dateline.settings import load_settings
from dateline.tools import load_tools

APART = ROOT / "candidates_apart.jsonl"
RIDGE = 1e-2


@dataclass(frozen=True, slots=True)
class Asked:
    """A judged candidate with what the encoder and the lexicon say of it."""

    row: Row
    judged: Judgement
    kind: str | None
    weight: float


def main() -> None:
    rows = [row for row in candidate_rows() if row.is_dev] + candidate_rows(APART)
    asked = list(ask(rows))
    signs = np.array([features(one.judged, one.weight, listed=one.kind is not None, sides=sides(one)) for one in asked])
    told = np.array([one.row.type != "NONE" for one in asked])
    weights = logistic(signs, told)
    chance = 1 / (1 + np.exp(-signs @ weights))
    print(json.dumps({"rows": len(rows), "weights": [round(float(w), 2) for w in weights]}))
    for at in (0.3, 0.4, 0.5, 0.6):
        found = chance >= at
        hit = int((found & told).sum())
        print(at, "precision", round(hit / found.sum(), 3), "recall", round(hit / told.sum(), 3))
    typed = [one for one in asked if one.row.type != "NONE"]
    for trust in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0):
        print("trust", trust, "types right", round(float(np.mean([right(one, trust) for one in typed])), 3))


def sides(one: Asked) -> bool:
    return one.row.recipient is not None


def right(one: Asked, trust: float) -> bool:
    scores = pooled(one.judged.types, one.kind or "", one.weight * trust)
    return max(scores, key=scores.__getitem__) == one.row.type


def ask(rows: Sequence[Row]) -> list[Asked]:
    """What encoder and lexicon say of each row."""
    tools = load_tools(load_settings())
    pairs = [Pair(text=r.text, actor=r.actor, recipient=r.recipient, predicate=r.predicate) for r in rows]
    documents = [Document(id=str(n), text=row.text, published=None) for n, row in enumerate(rows)]
    found = []
    for row, annotated, judged in zip(rows, annotate(documents, tools), tools.encoder.judge(pairs), strict=True):
        kind, weight = reading(annotated, row)
        found.append(Asked(row, judged, kind, weight))
    return found


def reading(annotated: Annotated, row: Row) -> tuple[str | None, float]:
    """The lexicon's type and weight for the row's predicate; None and 0 if it has none."""
    if row.predicate is None:
        return None, 0.0
    first, _ = annotated.tokens(row.predicate)
    told = lexical(annotated.doc[first])
    return (told[0], told[1]) if told else (None, 0.0)


def logistic(signs: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method."""
    weights = np.zeros(signs.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (chance - told) + RIDGE * weights
        curve = (signs * (chance * (1 - chance))[:, None]).T @ signs + RIDGE * np.eye(signs.shape[1])
        step = np.linalg.solve(curve, slope)
        weights -= step
        if math.fsum(abs(step)) < 1e-6:
            break
    return weights


if __name__ == "__main__":
    main()
