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
_SHARE = 0.12  # of the words; a third of it is much for other languages
_SAMPLE = 4_000
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|that|said|with|for|by|were|has|have|are|from|its|his|their|who|after)\b", re.IGNORECASE
)


def language_of(text: str, declared: str | None = None) -> str | None:
    """Two letters of ISO 639-1. `declared` is what the page says, which is often wrong: it decides only ties."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _MIN_LETTERS:
        return None
    # Names and clipped headlines mislead the statistics; the little words of English do not.
    if len(_ENGLISH.findall(sample)) >= _SHARE * len(sample.split()):
        return "en"
    found, sure = _identifier().classify(sample)
    foreign_script = sum(char.isascii() and char.isalpha() for char in sample) * 2 < letters
    return str(found) if found == declared or letters >= _LONG or sure >= _SURE or foreign_script else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
