"""The five parts of PLV, told by the text: no sentence stands in two of them."""

from __future__ import annotations

from hashlib import sha256

FOLDS = 5


def fold_of(text: str) -> int:
    """Which fifth a text belongs to."""
    return int(sha256(text.encode()).hexdigest(), 16) % FOLDS
