"""Read-only look-up of places by name: cities, villages, administrative units, countries, regions, borders."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from dateline.errors import ModelError

Kind = Literal["city", "admin1", "admin2", "country", "region", "border", "point"]

_LETTERS = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "ı": "i"})
_SEPARATORS = re.compile(r"[\s\-‐-―'’ʼ`´.,()/]+")
_PREFIXES = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """The key under which a name is kept: no case, accents, hyphens, apostrophes or leading *the*."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = [_PREFIXES.get(w, w) for w in _SEPARATORS.split(plain) if w]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoPlace:
    """A known place. `country`: ISO alpha-3 (None for what lies in several); `admin1`: name of the first-order unit;
    latitude and longitude in degrees (WGS 84)."""

    geonameid: int | None
    name: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    population: int
    kind: Kind


class Gazetteer:
    """Look-up by folded name over one read-only SQLite file (about 0.05 ms a name)."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ModelError(str(path), "the gazetteer is missing; reinstall Dateline")
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.version: str = self._db.execute("select value from meta where key = 'version'").fetchone()[0]

    def find(self, name: str) -> tuple[GeoPlace, ...]:
        """All places of this name, the most populous first."""
        return self._named(fold(name))

    def border(self, left: str, right: str) -> GeoPlace | None:
        """The middle of the border between two countries (ISO alpha-3)."""
        pair = sorted((left, right))
        row = self._db.execute("select lat, lon from border where a = ? and b = ?", pair).fetchone()
        if row is None:
            return None
        name = f"{pair[0]}–{pair[1]} border"
        return _composed(name, None, (row[0], row[1]), "border")

    @lru_cache(maxsize=256)  # noqa: B019 - one gazetteer lives as long as its process
    def country(self, code: str) -> GeoPlace | None:
        """A country by ISO alpha-3."""
        return next(iter(self._rows("p.kind = 'country' and p.country = ?", (code,))), None)

    @lru_cache(maxsize=1024)  # noqa: B019 - as above
    def part(self, code: str, direction: str) -> GeoPlace | None:
        """A part of a country by compass (`west`, `north-east`): the mean of the towns on that side of its middle."""
        whole = self.country(code)
        if whole is None:
            return None
        sides = [side for word, side in _SIDES.items() if word in direction]
        clause = " and ".join(f"{axis} {sign} ?" for axis, sign in sides) or "1"
        middle = [1e4 * (whole.lat if axis == "lat" else whole.lon) for axis, _ in sides]
        lat, lon = self._db.execute(
            f"select avg(lat) / 1e4, avg(lon) / 1e4 from place where country = ? and kind = 'city' and {clause}",
            (code, *middle),
        ).fetchone()
        if lat is None:
            return None
        name = f"{direction} {whole.name}"
        return _composed(name, code, (lat, lon), "region")

    @lru_cache(maxsize=50_000)  # noqa: B019 - as above
    def _named(self, key: str) -> tuple[GeoPlace, ...]:
        return tuple(self._rows("p.id in (select place from name where key = ?)", (key,)))

    def _rows(self, clause: str, values: tuple[str, ...]) -> list[GeoPlace]:
        rows = self._db.execute(
            "select nullif(max(p.id, 0), 0), p.name, p.country, a.name, p.lat / 1e4, p.lon / 1e4, p.population, p.kind "
            f"from place p left join admin1 a on a.id = p.admin1 where {clause} order by p.population desc, p.id",
            values,
        )
        keys = GeoPlace.__slots__
        return [GeoPlace(**dict(zip(keys, row, strict=True))) for row in rows]


def _composed(name: str, country: str | None, at: tuple[float, float], kind: Kind) -> GeoPlace:
    """A place that no source lists: named by the countries it belongs to."""
    return GeoPlace(
        geonameid=None, name=name, country=country, admin1=None, lat=at[0], lon=at[1], population=0, kind=kind
    )


_SIDES = {"north": ("lat", ">"), "south": ("lat", "<"), "east": ("lon", ">"), "west": ("lon", "<")}


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The packaged gazetteer. Raises ModelError if it is missing."""
    return Gazetteer(Path(str(files("dateline"))) / "knowledge" / "places.sqlite")
