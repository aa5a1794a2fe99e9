"""Places: names, borders and parts of countries, each in a sentence of its own."""

from __future__ import annotations

import pytest

from dateline.gazetteer import fold, load_gazetteer
from dateline.resolve.places import locate
from dateline.tools import Tools

NAMES = [
    ("Wólka Terechowska", "wolka terechowska"),
    ("the Côte d’Ivoire", "cote d ivoire"),
    ("St. Petersburg", "saint petersburg"),
    ("Łódź", "lodz"),
    ("N.Y.", "n y"),
]


@pytest.mark.parametrize(("name", "key"), NAMES)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


TRAPS = [
    # text, name, country, geonameid (None: any)
    ("A dairy farmer from Paris, Texas, won the county vote.", "Paris", "USA", None),
    ("Ministers met in Paris before flying to Lyon.", "Paris", "FRA", 2988507),
    ("Shelling was heard in Artemivsk, as Soviet maps call it.", "Artemivsk", "UKR", 713174),
    ("Trains left Kiev for Lviv and Odessa all night.", "Kiev", "UKR", 703448),
    ("Police in Tbilisi said Georgia would not close its border with Armenia.", "Georgia", "GEO", 614540),
    ("Police in Atlanta said Georgia would recount votes in Savannah and Macon.", "Georgia", "USA", 4197000),
    ("Border guards stopped 40 people near Wolka Terechowska in Poland.", "Wolka Terechowska", "POL", 754843),
    ("Convoys moved along the Suwalki Gap.", "Suwalki Gap", None, None),
    ("Tents stood at the Belarus-Poland border.", "Belarus-Poland border", None, None),
    ("Bombers flew through Belarusian airspace.", "Belarusian airspace", "BLR", 630336),
    ("Floods cut roads in western Ukraine.", "western Ukraine", "UKR", None),
]


@pytest.mark.parametrize(("text", "name", "country", "ident"), TRAPS)
def test_locate(text: str, name: str, country: str | None, ident: int | None, tools: Tools) -> None:
    start = text.index(name)
    place = locate(text, (start, start + len(name)), tools)
    assert place.lat is not None
    assert place.country == country
    assert ident is None or place.geonameid == ident


def test_unknown_stays_unknown(tools: Tools) -> None:
    place = locate("They fled Qxzvoro at dawn.", (10, 17), tools)
    assert (place.geonameid, place.lat, place.country, place.precision) == (None, None, None, None)


def test_border_lies_between(tools: Tools) -> None:
    border = load_gazetteer().border("POL", "BLR")
    assert border is not None
    assert 51 < border.lat < 54.5
    assert 23 < border.lon < 24.5


def test_a_border_of_one_country_has_no_point(tools: Tools) -> None:
    place = locate("Drills were held near the Polish border.", (26, 39), tools)
    assert (place.country, place.precision, place.geonameid, place.lat) == ("POL", "border", None, None)
