"""The language of a text; None where it is too short to tell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_MIN_LETTERS = 40
_LONG = 400  # letters: here the statistics need no second witness
_SURE = 0.99
_SAMPLE = 4_000
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|on|that|said|with|for|by|was|were|has|have|had|is|are|at|from|its|his|their)\b",
    re.IGNORECASE,
)


def language_of(text: str, declared: str | None = None) -> str | None:
    """Two letters of ISO 639-1. `declared` is what the page says, which is often wrong: it decides only ties."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _MIN_LETTERS:
        return None
    found, sure = _identifier().classify(sample)
    if found == declared or letters >= _LONG:
        return str(found)
    if len(_ENGLISH.findall(sample)) * 8 >= len(sample.split()):
        return "en"
    return str(found) if sure >= _SURE else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
