"""What governing words say of what they govern: the signatures of `lexicon/modality.toml`.

A signature has two symbols: what holds of the complement if the governor is true, and if it is negated; a third one,
if given, is for a governor that is itself open. `+` it is so, `-` it is not, `?` open, `>` to come, `=` as the
governor itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dateline.lexicon import load_table
from dateline.model import Modality

Takes = Literal["to", "ing", "that", "np", "subject"]
Word = Literal["verbs", "nouns", "adjectives"]

_SYMBOLS: Mapping[str, Modality] = {"+": "actual", "-": "negated", "?": "hypothetical", ">": "future"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The signatures by kind of word, complement and lemma, and the word lists of each other table."""

    signatures: Mapping[tuple[Word, Takes, str], str]
    words: Mapping[str, frozenset[str]]

    def signature(self, kind: Word, takes: Takes, *lemmas: str) -> str | None:
        """The signature of the first of these lemmas that has one."""
        return next((s for lemma in lemmas if (s := self.signatures.get((kind, takes, lemma)))), None)


def under(signature: str, governor: Modality) -> Modality:
    """What a signature makes of a complement, given what holds of its governor."""
    symbol = signature[1 if governor == "negated" else 0]
    if symbol == "=":
        return governor
    if governor == "hypothetical" and signature[0] != signature[1]:
        return _SYMBOLS[signature[2:] or "?"]
    if governor == "future" and signature[0] != signature[1] and symbol == "+":
        return "future"
    return _SYMBOLS[symbol]


def compose(outer: Modality, inner: Modality) -> Modality:
    """What holds of a clause, from what its surroundings and its own words say."""
    if outer == "negated":
        return "actual" if inner == "negated" else "negated"
    if "hypothetical" in (outer, inner):
        return "hypothetical"
    if outer == "future" and inner == "actual":
        return "future"
    return inner


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon as packaged."""
    table = load_table("modality")
    signatures: dict[tuple[Word, Takes, str], str] = {}
    for row in table["signature"]:
        for kind in ("verbs", "nouns", "adjectives"):
            for lemma in row.get(kind, "").split():
                signatures |= {(kind, takes, lemma): row["value"] for takes in row["takes"]}
    words = {
        f"{name}.{key}": frozenset(value if isinstance(value, list) else value.split())
        for name, section in table.items()
        if name != "signature"
        for key, value in section.items()
    }
    return Lexicon(signatures, words)
