"""Reports → stories: which reports are near-copies, and which tell one story, day by day as they come in."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

Vector = dict[str, float]
Dated = tuple[str, str, str | None]

JOIN = 0.2  # a report joins the story that it is at least this like
NAME_WEIGHT = 1.0  # a name says more of a story than a word
HALF_LIFE = 20.0  # days after which a story counts half as like

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOPWORDS = frozenset(
    "a about after all also an and are as at be been before but by during for from had has have he her his in into is it "
    "its more of on or over she that the their they this to was were which who will with least than least".split()
)


@dataclass(slots=True)
class _Story:
    """A story under way: the sum of its reports' vectors, and its last day."""

    name: str
    total: Vector = field(default_factory=lambda: defaultdict(float))
    last: date | None = None

    def likeness(self, vector: Vector) -> float:
        size = math.sqrt(sum(weight * weight for weight in self.total.values())) or 1.0
        return sum(weight * self.total.get(word, 0.0) for word, weight in vector.items()) / size


def stories(reports: Iterable[Dated]) -> Iterator[tuple[str, str]]:
    """(id, story id) for each (id, text, day or None), oldest day first; reports without a day come last.

    A story goes under the id of its first report. What a day brings does not change what was said of the days before.
    """
    seen: Counter[str] = Counter()
    known: list[_Story] = []
    ordered = sorted(reports, key=lambda report: (report[2] is None, report[2] or ""))
    number = 0
    for day, of_day in groupby(ordered, key=lambda report: report[2]):
        bags = [(name, _words(text)) for name, text, _ in of_day]
        for _, bag in bags:
            seen.update(bag.keys())
        number += len(bags)
        for name, bag in bags:
            yield name, _place(name, _vector(bag, seen, number), date.fromisoformat(day) if day else None, known)


def _words(text: str) -> Counter[str]:
    bag: Counter[str] = Counter()
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word.lower() not in _STOPWORDS:
            bag["^" + word.lower() if word[0].isupper() and match.start() else word.lower()] += 1
    return bag


def _vector(bag: Counter[str], seen: Counter[str], number: int) -> Vector:
    raw = {
        word: (1 + math.log(count)) * math.log(1 + number / seen[word]) * (NAME_WEIGHT if word[0] == "^" else 1.0)
        for word, count in bag.items()
    }
    size = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {word: weight / size for word, weight in raw.items()}


def _place(name: str, vector: Vector, day: date | None, known: list[_Story]) -> str:
    best, likeness = None, JOIN
    for story in known:
        apart = (day - story.last).days if day and story.last else 0
        near = story.likeness(vector) * 0.5 ** (apart / HALF_LIFE)
        if near >= likeness:
            best, likeness = story, near
    if best is None:
        best = _Story(name)
        known.append(best)
    for word, weight in vector.items():
        best.total[word] += weight
    best.last = day or best.last
    return best.name
