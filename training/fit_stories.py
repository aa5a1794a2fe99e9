"""Fit the weights of `dateline.link` on reports whose story is known, and print them.

    python training/fit_stories.py reports.jsonl

Each line of the file is {"id", "text", "published", "story"}; `story` is null for a report of no story. Pairs are
taken within a month. The weights in the package were fitted on January to June 2025 of Wikipedia's current events
(top headings; CC BY-SA): 78,000 pairs that share a country or of which one names none, 9.4 % of them of one story.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np

from dateline.link import WEIGHTS, likelihood, signs_of, sketches

RIDGE = 1.0


def main() -> None:
    """Read pairs, fit, print."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").split("\n") if line.strip()]
    signs, same = pairs(rows)
    bias, *weights = fit(signs, same)
    print(f"{len(same)} pairs, {same.mean():.1%} of one story\nBIAS = {bias:.2f}")
    print("\n".join(f"{sign}: {weight:.2f}" for sign, weight in zip(WEIGHTS, weights, strict=True)))


def pairs(rows: list[dict[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Signs (pairs × WEIGHTS) and whether the two tell one story, for all pairs of a month with known stories."""
    months: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        months[row["published"][:7]].append(row)
    signs, same = [], []
    for month in months.values():
        story = {row["id"]: row["story"] for row in month}
        read = [s for s in sketches((r["id"], r["text"], r["published"]) for r in month) if story[s.name] is not None]
        for one, other in combinations(read, 2):
            if likelihood(one, other) == 0:  # ruled out whatever the weights
                continue
            found = signs_of(one, other)
            signs.append([found[sign] for sign in WEIGHTS])
            same.append(story[one.name] == story[other.name])
    return np.array(signs), np.array(same, dtype=float)


def fit(signs: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Bias and weights of a logistic regression with a small ridge, by Newton's method."""
    design = np.hstack([np.ones((len(signs), 1)), signs])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        expected = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (same - expected) - RIDGE * weights
        curve = (design.T * (expected * (1 - expected))) @ design + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


if __name__ == "__main__":
    main()
