"""What the packed tables say of countries, offices, names and roles."""

from __future__ import annotations

import hashlib
import sqlite3
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.knowledge import PACKED, Knowledge, fold, load_knowledge


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load_knowledge()


@pytest.mark.parametrize(
    ("words", "code", "form"),
    [
        ("Belarus", "BLR", "name"),
        ("Belarusian", "BLR", "demonym"),
        ("Belarusians", "BLR", "demonym"),
        ("Minsk", "BLR", "capital"),
        ("the Kremlin", "RUS", "metonym"),
        ("Kremlin's", "RUS", "metonym"),
        ("US", "USA", "name"),
        ("U.S.", "USA", "name"),
        ("the United Kingdom", "GBR", "name"),
        ("Côte d'Ivoire", "CIV", "name"),
        ("Turkiye", "TUR", "name"),
        ("Kosovo", "KOS", "name"),
        ("Puerto Rico", "USA", "name"),
        ("the EU", "EUR", "name"),
        ("South Korean", "KOR", "demonym"),
        ("Poles", "POL", "demonym"),
        ("Estonian", "EST", "demonym"),
        ("Germans", "DEU", "demonym"),
        ("Czechs", "CZE", "demonym"),
        ("Qataris", "QAT", "demonym"),
        ("Sahrawis", "MAR", "demonym"),
        ("Downing Street", "GBR", "metonym"),
    ],
)
def test_countries(known: Knowledge, words: str, code: str, form: str) -> None:
    found = known.country(words)
    assert found is not None
    assert (found.code, found.form) == (code, form)


@pytest.mark.parametrize("words", ["us", "Korean", "the West", "Europe", "states", "", "table"])
def test_no_country(known: Knowledge, words: str) -> None:
    assert known.country(words) is None


@pytest.mark.parametrize(
    ("name", "day", "office", "standing"),
    [
        ("Vladimir Putin", "2010-05-01", "prime minister", "holds"),
        ("Vladimir Putin", "2021-11-13", "president", "holds"),
        ("Putin", "2021-11-13", "president", "holds"),
        ("Alyaksandr Lukashenka", "2021-11-13", "president", "holds"),
        ("Angela Merkel", "2022-03-01", "chancellor", "former"),
        ("Donald Trump", "2022-01-01", "president", "former"),
        ("Boris Johnson", "2017-05-01", "foreign minister", "holds"),
        ("Josep Borrell", "2021-11-13", "foreign policy chief", "holds"),
        ("Alexander Lukashenko", "2035-01-01", "president", "unsure"),
    ],
)
def test_offices_as_of_a_day(known: Knowledge, name: str, day: str, office: str, standing: str) -> None:
    likeliest = known.entities(name, day)[0]
    assert (likeliest.office, likeliest.standing(day)) == (office, standing)


def test_an_open_office_is_not_assumed_beyond_its_source(known: Knowledge) -> None:
    vouched = known.entities("Vladimir Putin", "2021-11-13")[0].confidence
    assert known.entities("Vladimir Putin", "2040-01-01")[0].confidence < vouched


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Interfax", "RUS", "JRN"),
        ("NATO", "IGO", "MIL"),
        ("Nato", "IGO", "MIL"),
        ("Hezbollah", "LBN", "REB"),
        ("Frontex", "EUR", "COP"),
        ("Amnesty International", "NGO", "CVL"),
        ("Wagner", "RUS", "PRM"),
        ("al-Qaeda", "IMG", "REB"),
        ("Polisario", "MAR", "PRE"),
        ("Arab League", "IGO", "GOV"),
        ("Gazprom", "RUS", "BUS"),
        ("Mossad", "ISR", "SPY"),
    ],
)
def test_bodies(known: Knowledge, name: str, country: str, sector: str) -> None:
    found = known.entities(name)[0]
    assert (found.country, found.sectors[0]) == (country, sector)


def test_an_acronym_needs_capitals(known: Knowledge) -> None:
    assert known.entities("who") == ()
    assert known.entities("WHO")[0].country == "UNO"


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("RUS", "president", "2021-11-13", "Vladimir Putin"),
        ("GBR", "foreign secretary", "2017-01-01", "Boris Johnson"),
        ("USA", "secretary of state", "2010-01-01", "Hillary Clinton"),
        ("DEU", "chancellor", "2015-01-01", "Angela Merkel"),
        ("POL", "defense minister", "2021-11-13", "Mariusz Blaszczak"),
    ],
)
def test_holders(known: Knowledge, country: str, office: str, day: str, name: str) -> None:
    assert [holder.name for holder in known.holders(country, office, day)][:1] == [name]


@pytest.mark.parametrize(
    ("words", "sectors", "plural"),
    [
        ("lawmaker", ("LEG",), False),
        ("paratroopers", ("MIL",), True),
        ("senior border guard official", ("COP",), False),
        ("head of the army", ("MIL",), False),
        ("spokesman for the rebels", ("REB",), False),
        ("rebel leader", ("REB",), False),
        ("union leader", ("LAB",), False),
        ("defence ministry", ("MIL", "GOV"), False),
        ("defence minister", ("GOV", "MIL"), False),
        ("president's chief of staff", ("GOV",), False),
        ("army chief of staff", ("MIL",), False),
        ("chief of staff of the navy", ("MIL",), False),
        ("government troops", ("MIL",), True),
        ("leader of the opposition", ("OPP",), False),
        ("hospital spokesman", ("MED",), False),
        ("asylum seekers", ("REF",), True),
        ("spokesman", (), False),
    ],
)
def test_roles(known: Knowledge, words: str, sectors: tuple[str, ...], plural: bool) -> None:
    role = known.role(words)
    assert role is not None
    assert (role.sectors, role.plural) == (sectors, plural)


def test_no_role(known: Knowledge) -> None:
    assert known.role("bicycle") is None


def test_scan_finds_the_longest_names_where_they_stand(known: Knowledge) -> None:
    text = "Reporters said the U.S. State Department let us know: Viktor Orbán and Poles met NATO, who agreed."
    found = [(text[slice(*span)], kind) for span, kind in known.scan(text)]
    assert found == [
        ("U.S. State Department", "organisation"),
        ("Viktor Orbán", "person"),
        ("Poles", "demonym"),
        ("NATO", "organisation"),
    ]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_scan_gives_spans_in_order(text: str) -> None:
    spans = [span for span, _ in load_knowledge().scan(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.text(max_size=40) | st.text(alphabet="aÉ.,'- \u0301\U0001d50dª0()", max_size=12))
@example("A..0")
@example("\U0001d50d.")
def test_folding_is_stable(words: str) -> None:
    assert fold(fold(words)) == fold(words)


def test_the_packed_file_was_built_from_these_tables() -> None:
    digest = hashlib.sha256()
    for path in sorted(PACKED.parent.glob("*.toml")) + sorted(PACKED.parent.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    packed = sqlite3.connect(PACKED).execute("SELECT value FROM meta WHERE key = 'tables'").fetchone()[0]
    assert packed == digest.hexdigest(), "run training/build_knowledge.py"
