"""Whose country somebody is of whom the report says nothing more."""

from __future__ import annotations

import pytest

from dateline.model import RawReport, Record
from dateline.pipeline import process
from dateline.settings import Settings

# text → type of the event, country of its actor, country of its recipient
TOLD = [
    ("Gunmen killed nine farmers in Maiduguri, Nigeria, on Friday.", "ASSAULT", "NGA", "NGA"),
    ("Russian drones hit a maternity ward in Kharkiv.", "ASSAULT", "RUS", "UKR"),
    ("Rebels shelled villagers in Goma.", "ASSAULT", "COD", "COD"),
    ("Turkey seized an Iranian tanker near Izmir.", "COERCE", "TUR", "IRN"),
    ("Police in Nairobi arrested a blogger.", "COERCE", "KEN", "KEN"),
]


@pytest.mark.parametrize(("text", "kind", "actor", "recipient"), TOLD)
def test_places_tell_the_country(text: str, kind: str, actor: str, recipient: str) -> None:
    record = coded(text)
    countries = {a.id: a.country for a in record.actors}
    told = [e for e in record.events if e.type == kind]
    assert told
    assert {countries[a] for a in told[0].actors} == {actor}
    assert recipient in {countries[a] for a in told[0].recipients}


def test_people_on_the_move_are_not_of_the_place() -> None:
    record = coded("Police in Calais arrested forty migrants.")
    migrants = next(a for a in record.actors if "migrants" in a.name)
    assert migrants.country is None


def test_ids_follow_the_text() -> None:
    record = coded("Rebels burned the bridge at Gao before Mali arrested two of them.")
    starts = [min(a.mentions)[0] for a in record.actors if a.mentions]
    assert starts == sorted(starts)


def coded(text: str) -> Record:
    (record,) = process([RawReport(id="one", text=text, published="2025-03-04")], Settings())
    assert isinstance(record, Record)
    return record
