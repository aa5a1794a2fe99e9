"""Reports → stories: which reports are copies of others, and which tell one story, day by day as they come in.

Two reports are as likely to tell one story as a few weighted signs say: shared words, names and countries, whether
both tell of fighting, and how many days lie between them. A report joins the story whose nearest reports it most
likely belongs with, or begins one. Nothing here needs the parse.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from dateline.lexicon import load_table

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

Vector = Mapping[str, float]

# Fitted by logistic regression on pairs of reports (training/fit_stories.py says on which).
BIAS = -3.23
WEIGHTS = {
    "words": 2.93,  # cosine of words
    "names": 1.09,  # cosine of names
    "countries": 1.29,  # cosine of countries
    "shared": 1.17,  # countries in both: none, one, or two and more
    "violence": 2.02,  # how far the less violent of the two tells of fighting, 0 to 1
    "gap": -0.61,  # logarithm of the days between them
}
JOIN = 0.55  # a report joins a story if it belongs to it with at least this probability
NEAREST = 2  # reports of a story that are asked
WINDOW = 60  # days after which a story without news is over
VIOLENT = 3  # words of fighting that make a report wholly one of fighting

COPY = 0.6  # share of three-word runs that two reports have in common if one is a copy
_PERMUTATIONS, _BANDS = 128, 32

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[ -](?:of |the |de |al-)?[A-ZÀ-ÖØ-Þ][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?:^|[.?!:]['\"”’)]*\s+|\n\s*)['\"“‘(]*$")
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s")


@dataclass(frozen=True, slots=True)
class Bags:
    """What a report is compared by: counts of its words, names and countries, and how violent it is (0 to 1)."""

    words: Counter[str]
    names: Counter[str]
    countries: Counter[str]
    violence: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """A report as unit vectors, and its day (None: unknown)."""

    name: str
    day: int | None
    words: Vector
    names: Vector
    countries: Vector
    violence: float


# ── Stories ──────────────────────────────────────────────────────────────────────────────────────────────────────


def stories(reports: Iterable[tuple[str, str, str | None]]) -> Iterator[tuple[str, str]]:
    """(id, story id) for each (id, text, day or None), oldest day first; reports without a day come last.

    A story goes under the id of its first report. What a day brings changes nothing of the days before.
    """
    stream = _Stream()
    for sketch in sketches(reports):
        yield sketch.name, stream.place(sketch)


def sketches(reports: Iterable[tuple[str, str, str | None]]) -> Iterator[Sketch]:
    """The reports in order of their days, weighted by how rare each word was until the end of the day."""
    from dateline.knowledge import load_knowledge

    knowledge = load_knowledge()
    seen: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    number = 0
    ordered = sorted(reports, key=lambda report: (report[2] is None, report[2] or ""))
    for day, of_day in groupby(ordered, key=lambda report: report[2]):
        read = [(name, bags_of(text, knowledge)) for name, text, _ in of_day]
        for _, bags in read:
            for counts, bag in zip(seen, (bags.words, bags.names, bags.countries), strict=True):
                counts.update(bag.keys())
        number += len(read)
        for name, bags in read:
            kinds = zip((bags.words, bags.names, bags.countries), seen, strict=True)
            words, names, countries = (_vector(bag, counts, number) for bag, counts in kinds)
            place = date.fromisoformat(day).toordinal() if day else None
            yield Sketch(name, place, words, names, countries, bags.violence)


def likelihood(one: Sketch, other: Sketch) -> float:
    """The probability that two reports tell one story; none if both name countries, and none is in both."""
    if one.countries and other.countries and one.countries.keys().isdisjoint(other.countries):
        return 0.0
    signs = signs_of(one, other)
    return 1 / (1 + math.exp(-BIAS - sum(weight * signs[sign] for sign, weight in WEIGHTS.items())))


def signs_of(one: Sketch, other: Sketch) -> dict[str, float]:
    """What speaks for and against two reports telling one story: the keys of WEIGHTS."""
    days = abs(one.day - other.day) if one.day is not None and other.day is not None else 0
    return {
        "words": _dot(one.words, other.words),
        "names": _dot(one.names, other.names),
        "countries": _dot(one.countries, other.countries),
        "shared": min(len(one.countries.keys() & other.countries.keys()), 2),
        "violence": min(one.violence, other.violence),
        "gap": math.log1p(days),
    }


class _Stream:
    """The reports of the last days, and the story of each."""

    def __init__(self) -> None:
        self._recent: deque[tuple[Sketch, str]] = deque()

    def place(self, sketch: Sketch) -> str:
        """The story of a report that comes now."""
        day = sketch.day
        while day is not None and self._recent and (self._recent[0][0].day or day) < day - WINDOW:
            self._recent.popleft()
        near: dict[str, list[float]] = defaultdict(list)
        for other, story in self._recent:
            near[story].append(likelihood(sketch, other))
        story, best = sketch.name, JOIN
        for candidate, probabilities in near.items():
            nearest = sorted(probabilities)[-NEAREST:]
            if (mean := sum(nearest) / len(nearest)) >= best:
                story, best = candidate, mean
        self._recent.append((sketch, story))
        return story


def bags_of(text: str, knowledge: Knowledge) -> Bags:
    """Words (as stems), names and countries of a text. A demonym or a well-known region counts as its country."""
    countries = Counter(code for match in _NAME.finditer(text) for code in _countries(match[0], knowledge))
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for match in _TOKEN.finditer(text):
        word = re.sub(r"['’]s$", "", match[0])
        if word.lower() in _lexicon("common"):
            continue
        if not word[0].isupper() or _SENTENCE_END.search(text, max(0, match.start() - 6), match.start()):
            words[_stem(word.lower())] += 1
        elif knowledge.country(word) is None:
            names[word.lower()] += 1
    fighting = _stems("fighting")
    violent = sum(count for word, count in words.items() if word in fighting)
    return Bags(words, names, countries, min(violent, VIOLENT) / VIOLENT)


def _countries(name: str, knowledge: Knowledge) -> Iterator[str]:
    if whole := knowledge.country(name):
        yield whole.code
        return
    if region := knowledge.region(name):
        yield region
    for word in name.split():
        if part := knowledge.country(word):
            yield part.code


def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 4), "")
    stem = word.removesuffix(ending)
    return stem.rstrip("e") if len(stem) > 4 else stem


@cache
def _lexicon(name: str) -> frozenset[str]:
    return frozenset(load_table("stories")[name].split())


@cache
def _stems(name: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _lexicon(name))


def _vector(bag: Counter[str], seen: Counter[str], number: int) -> Vector:
    """Counts weighted by rarity, as a vector of length 1."""
    raw = {word: (1 + math.log(count)) * math.log(1 + number / seen[word]) for word, count in bag.items()}
    size = math.sqrt(sum(weight * weight for weight in raw.values()))
    return {word: weight / size for word, weight in raw.items()}


def _dot(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


# ── Copies ───────────────────────────────────────────────────────────────────────────────────────────────────────


def copies(reports: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Id → id of the earlier report that it is a copy of, word for word or nearly, for each (id, text) that is one."""
    from rensa import RMinHash, RMinHashLSH

    given = list(reports)
    prints = RMinHash.from_token_sets([_runs(text) for _, text in given], num_perm=_PERMUTATIONS, seed=1)
    index = RMinHashLSH(COPY, _PERMUTATIONS, _BANDS)
    found: dict[str, str] = {}
    for place, ((name, _), mark) in enumerate(zip(given, prints, strict=True)):
        first = next((i for i in sorted(index.query(mark)) if prints[i].jaccard(mark) >= COPY), None)
        if first is None:
            index.insert(place, mark)
        else:
            found[name] = given[first][0]
    return found


def _runs(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)] or words
