"""Where the places of a report lie: each name's likeliest bearer, given the report's other places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.gazetteer import Gazetteer, GeoPlace, fold
from dateline.model import Extraction, Mention, Place, Span
from dateline.tools import Tools

if TYPE_CHECKING:
    import numpy as np

# Weights chosen on the open parts of LGL and GeoVirus.
SIZE = 1.0  # per tenfold population
KIND = {"country": 2.0, "region": 4.0, "admin1": -0.6, "admin2": 0.0, "city": 0.0, "border": 4.0, "point": 2.0}
OWN_NAME = 1.0  # the name itself, not one of its alternates
NEAR_KM, SAME_UNIT = 90.0, 0.3
NEARBY = 4.5  # weight of other places near by or in the same unit
FOCUS = 6.0  # weight of the share of the report's places that lie in the same country
QUALIFIED = 8.0  # *Paris, Texas*: the words after the name say where
MAX_CANDIDATES, MAX_NAMES = 24, 80
SURE = 0.12  # below this share of the belief a name stays unresolved

_NAME = re.compile(r"(?:[A-Z][\w’'.\-]*)(?:\s+(?:of|the|de|la|al|el|and|upon)?\s*[A-Z][\w’'\-]*){0,3}")
_AFTER = re.compile(r"\s*[,(]\s*((?:[A-Z][\w.’'\-]*)(?:\s+[A-Z][\w.’'\-]*){0,2})")
_BORDER = re.compile(r"\b(?:borders?|frontiers?)\b", re.IGNORECASE)
_REALM = re.compile(r"\b(?:airspace|territory|territorial waters|waters|soil|coast|side)\b", re.IGNORECASE)
_COMPASS = re.compile(
    r"^(?:the\s+)?((?:north|south)?-?(?:east|west)|north|south|central)(?:ern)?\s+(?:part of\s+)?(.+)$", re.I
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands in the text, with what its surroundings say of where it lies (`hint`: *Texas*)."""

    name: str
    hint: str | None = None


def resolve_places(found: Extraction, tools: Tools) -> tuple[tuple[Place, ...], dict[Span, str]]:
    """The places of a report (mentions whose `use` is `place`), ids `p1`… in text order, one entry per place; and the
    country of every name of a place by its span, also where it stands for those who act there."""
    annotated = found.annotated
    every = [
        m for chain in found.chains for m in chain.mentions if m.label in ("GPE", "LOC", "FAC") and m.form == "name"
    ]
    every.sort(key=lambda m: m.span)
    text = annotated.document.text
    believed = _believe(tuple(_context(text, every)), tools.gazetteer)
    rows: dict[object, Place] = {}
    lands: dict[Span, str] = {}
    for mention in every:
        place, sure = _one(Named(mention.text, _hint(text, mention.span)), believed, tools)
        if place and place.country:
            lands[mention.span] = place.country
        if mention.use != "place":
            continue
        key = (place.lat, place.lon, place.kind) if place else fold(mention.text)
        if key in rows:
            rows[key] = replace(rows[key], mentions=(*rows[key].mentions, mention.span))
        else:
            rows[key] = _row(place, sure, mention.text, mention.span)
    return tuple(replace(row, id=f"p{number}") for number, row in enumerate(rows.values(), 1)), lands


def locate(text: str, mention: Span, tools: Tools) -> Place:
    """The place that the words at `mention` name in this text (`dateline label place`)."""
    believed = _believe_text(text, tools.gazetteer)
    name = text[slice(*mention)]
    place, sure = _one(Named(name, _hint(text, mention)), believed, tools)
    return _row(place, sure, name, mention)


def _context(text: str, mentions: Iterable[Mention]) -> Iterator[Named]:
    for mention in mentions:
        yield Named(mention.text, _hint(text, mention.span))


@lru_cache(maxsize=8)
def _believe_text(text: str, gazetteer: Gazetteer) -> dict[Named, list[tuple[GeoPlace, float]]]:
    """As `_believe`, for all capitalised words of a text that are names of places."""
    names = (Named(m[0].strip(), _hint(text, m.span())) for m in _NAME.finditer(text))
    return _believe(tuple(n for n in names if gazetteer.find(n.name)), gazetteer)


def _hint(text: str, span: Span) -> str | None:
    after = _AFTER.match(text, span[1], span[1] + 40)
    return after[1].rstrip(".,)") if after else None


def _one(
    named: Named, believed: dict[Named, list[tuple[GeoPlace, float]]], tools: Tools
) -> tuple[GeoPlace | None, float]:
    """The likeliest place of a name and the share of belief it has."""
    composed = _composed(named.name, tools)
    if composed:
        return composed, 0.9
    ranked = believed.get(named)
    if ranked is None:
        known = tools.gazetteer.find(named.name)
        ranked = _believe((named, *believed), tools.gazetteer)[named] if known else []
    if not ranked:
        word = tools.knowledge.country(named.name)
        return (tools.gazetteer.country(word.code), 0.8) if word and word.form in ("name", "demonym") else (None, 0.0)
    return ranked[0] if ranked[0][1] >= SURE else (None, ranked[0][1])


def _composed(name: str, tools: Tools) -> GeoPlace | None:
    """Borders, airspace and compass parts, which are named by the countries they belong to."""
    gazetteer = tools.gazetteer
    if _BORDER.search(name):
        states = list(dict.fromkeys(_countries(_BORDER.sub(" ", name), tools)))
        if len(states) == 2:
            return gazetteer.border(*states)
        whole = gazetteer.country(states[0]) if states else None
        return replace(whole, geonameid=None, kind="border", name=name) if whole else None
    if _REALM.search(name):
        states = _countries(_REALM.sub(" ", name), tools)
        return gazetteer.country(states[0]) if len(states) == 1 else None
    compass = _COMPASS.match(name)
    if compass and not gazetteer.find(name):
        states = _countries(compass[2], tools)
        return gazetteer.part(states[0], compass[1].lower()) if len(states) == 1 else None
    return None


def _countries(words: str, tools: Tools) -> list[str]:
    """Countries named in a phrase by name or adjective, in order."""
    found = []
    for word in re.split(r"[\s\-–—/]+(?:and\s+)?", words):
        known = tools.knowledge.country(word) if word[:1].isupper() else None
        if known and known.form in ("name", "demonym"):
            found.append(known.code)
    return found


def _believe(names: tuple[Named, ...], gazetteer: Gazetteer) -> dict[Named, list[tuple[GeoPlace, float]]]:
    """For each name its possible places with the share of belief in each, likeliest first."""
    import numpy as np

    distinct = list(dict.fromkeys(names))[:MAX_NAMES]
    groups = [(n, gazetteer.find(n.name)[:MAX_CANDIDATES]) for n in distinct]
    groups = [(n, places) for n, places in groups if places]
    if not groups:
        return {}
    places = [place for _, group in groups for place in group]
    starts = np.cumsum([0] + [len(group) for _, group in groups])[:-1]
    owner = np.repeat(np.arange(len(groups)), [len(group) for _, group in groups])
    base = np.array([_prior(named, place, gazetteer) for named, group in groups for place in group])
    near, country = _ties(places)
    # A name said twice, once with its state, is one name: its kin do not support each other.
    keys = [fold(named.name) for named, _ in groups]
    kin = np.array([[a == b for a in keys] for b in keys])[:, owner]
    belief = _shares(base, starts, owner)
    for _ in range(2):
        score = base.copy()
        for tie, weigh in (
            (near, lambda s: NEARBY * np.log1p(s.sum(axis=1))),
            (country, lambda s: FOCUS * s.mean(axis=1)),
        ):
            support = np.maximum.reduceat(tie * belief, starts, axis=1)  # place × name: the best tie to that name
            support[kin.T] = 0.0
            score += weigh(support)
        belief = _shares(score, starts, owner)
    return {
        named: sorted(zip(group, belief[start : start + len(group)].tolist(), strict=True), key=lambda pair: -pair[1])
        for (named, group), start in zip(groups, starts, strict=True)
    }


def _prior(named: Named, place: GeoPlace, gazetteer: Gazetteer) -> float:
    """Log belief in a place from its size, its kind and the words after the name."""
    import math

    score = SIZE * math.log(place.population + 10) / math.log(10) + KIND[place.kind]
    if fold(place.name) == fold(named.name):
        score += OWN_NAME
    if named.hint and place.kind != "country" and _within(place, fold(named.hint), gazetteer):
        score += QUALIFIED
    return score


def _within(place: GeoPlace, hint: str, gazetteer: Gazetteer) -> bool:
    wider = [p for p in gazetteer.find(hint) if p.kind in ("admin1", "country")]
    return any(p.country == place.country and (p.kind == "country" or p.admin1 == place.admin1) for p in wider)


def _shares(score: np.ndarray, starts: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Softmax within each name."""
    import numpy as np

    grown = np.exp((score - np.maximum.reduceat(score, starts)[owner]) * np.log(10) / 2)
    return grown / np.add.reduceat(grown, starts)[owner]


def _ties(places: list[GeoPlace]) -> tuple[np.ndarray, np.ndarray]:
    """How strongly each place speaks for each other one: by nearness or the same unit, and by the same country."""
    import numpy as np

    lat, lon = (np.radians(np.array([getattr(p, axis) for p in places])) for axis in ("lat", "lon"))
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    distance = 12742 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    country = np.array([p.country or f"#{i}" for i, p in enumerate(places)])
    unit = np.array([f"{p.country}.{p.admin1}" if p.admin1 else f"#{i}" for i, p in enumerate(places)])
    near = np.exp(-distance / NEAR_KM) + SAME_UNIT * (unit[:, None] == unit)
    return near, (country[:, None] == country).astype(float)


def _row(place: GeoPlace | None, sure: float, name: str, span: Span) -> Place:
    if place is None:
        return Place(
            id="p1", name=name, mentions=(span,), geonameid=None, country=None, admin1=None, lat=None, lon=None,
            precision=None, confidence=round(sure, 3),
        )  # fmt: skip
    somewhere = place.kind == "border" and place.country is not None  # *the Polish border*: no one point of it is meant
    return Place(
        id="p1",
        name=place.name if place.kind != "border" else name,
        mentions=(span,),
        geonameid=place.geonameid,
        country=place.country,
        admin1=place.admin1,
        lat=None if somewhere else round(place.lat, 4),
        lon=None if somewhere else round(place.lon, 4),
        precision=place.kind,
        confidence=round(sure, 3),
    )
