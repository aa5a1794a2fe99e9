"""The word lists of `lexicon/`, one TOML table a file, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_table(name: str) -> Mapping[str, Any]:
    """A table of `lexicon/`, by its name. All who ask share it: read it, never change it."""
    return tomllib.loads((files("dateline") / "lexicon" / f"{name}.toml").read_text("utf-8"))


def words_of(block: str) -> frozenset[str]:
    """The words of a block of a table, in which `_` stands for a blank."""
    return frozenset(word.replace("_", " ") for word in block.split())
