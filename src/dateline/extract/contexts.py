"""The PLOVER contexts of an event, from its sentence and paragraph and never from the whole page."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.lexicon import load_table
from dateline.model import EventMention, Span
from dateline.tools import Tools

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

MOST = 3
WEIGHTS = {"strong": 3.0, "usual": 2.0, "weak": 0.5}
# A word of the sentence counts in full, one that only its paragraph has a third of that; this much makes a context.
BESIDE = 1 / 3
ENOUGH = 2.0


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of the lexicon in one automaton. `entries[i]`: context, weight, and whether any ending may follow."""

    finder: AhoCorasick
    entries: tuple[tuple[str, float, bool], ...]
    certain: Mapping[str, str]
    likely: Mapping[str, str]

    def weigh(self, text: str) -> dict[tuple[str, str], float]:
        """Weight of each (context, phrase) of the text, which is lower case; a phrase counts once."""
        found = {}
        for number, start, end in self.finder.find_matches_as_indexes(text, overlapping=True):
            context, weight, open_end = self.entries[number]
            if _bounded(text, start, end, open_end):
                found[context, text[start:end]] = weight
        return found


def contexts_of(annotated: Annotated, event: EventMention, tools: Tools) -> tuple[str, ...]:
    """Contexts of the event, most telling first; at most three."""
    phrases = _phrases()
    keys = (event.type, f"{event.type} {event.mode}")
    scores: dict[str, float] = defaultdict(float)
    beside = phrases.weigh(annotated.text(paragraph(annotated, event.span)).lower())
    near = phrases.weigh(annotated.text(sentence(annotated, event.trigger_tokens)).lower())
    for (context, phrase), weight in beside.items():
        scores[context] += weight if (context, phrase) in near else weight * BESIDE
    for key in keys:
        if key in phrases.likely:
            scores[phrases.likely[key]] += WEIGHTS["usual"]
        if key in phrases.certain:
            scores[phrases.certain[key]] = math.inf
    known = tools.ontology.contexts
    ranked = sorted((c for c, score in scores.items() if score >= ENOUGH and c in known), key=lambda c: (-scores[c], c))
    return tuple(ranked[:MOST])


def sentence(annotated: Annotated, tokens: Span) -> Span:
    """The sentence that these tokens stand in, as characters."""
    found = annotated.doc[tokens[0]].sent
    return annotated.span(found.start, found.end)


def paragraph(annotated: Annotated, span: Span) -> Span:
    """The paragraph or line around a span of the text."""
    text = annotated.document.text
    end = text.find("\n", span[1])
    return (text.rfind("\n", 0, span[0]) + 1, len(text) if end < 0 else end)


def _bounded(text: str, start: int, end: int, open_end: bool) -> bool:
    before = start == 0 or not text[start - 1].isalnum()
    return before and (open_end or end == len(text) or not text[end].isalnum())


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    from ahocorasick_rs import AhoCorasick

    table = load_table("contexts")
    implied = table["implied"]
    rows = [
        (phrase.strip(), context, WEIGHTS[grade])
        for context, grades in table.items()
        if context != "implied"
        for grade, words in grades.items()
        for phrase in words.split(",")
    ]
    finder = AhoCorasick([phrase.rstrip("*") for phrase, _, _ in rows])
    entries = tuple((context, weight, phrase.endswith("*")) for phrase, context, weight in rows)
    return Phrases(finder, entries, implied["certain"], implied["likely"])
