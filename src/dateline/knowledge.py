"""Read-only look-up of actors, offices, organisations, countries and places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dateline.model import ActorKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryWord:
    """What a word says about a country. `form`: its name, its demonym or adjective, its capital, or a metonym for its
    government (*the Kremlin*)."""

    code: str
    form: Literal["name", "demonym", "capital", "metonym"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A known person or organisation; one row per office held, with ISO days (None: open or unknown)."""

    key: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    office: str | None
    since: str | None
    until: str | None
    source: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWord:
    """What a role word (*minister, paratroopers, lawmaker*) says: PLOVER sectors, and whether it is a group."""

    sectors: tuple[str, ...]
    plural: bool


class Knowledge:
    """Look-up over the packaged tables. All look-ups ignore case, accents and a leading *the*."""

    version: str = "0"

    def country(self, words: str) -> CountryWord | None:
        """The country that these words name (*Belarus*, *Belarusian*, *Minsk*, *the Kremlin*)."""
        return None

    def entities(self, name: str, day: str | None = None) -> tuple[Entity, ...]:
        """Known persons and organisations of this name, the likeliest on that day first."""
        return ()

    def holders(self, country: str, office: str, day: str | None) -> tuple[Entity, ...]:
        """Who held an office (`president`, `prime minister`, `foreign minister`, `defence minister`, …) that day."""
        return ()

    def role(self, words: str) -> RoleWord | None:
        """What a role noun says of the sector of the person or group it names."""
        return None

    def scan(self, text: str) -> list[tuple[Span, Literal["country", "demonym", "organisation", "person"]]]:
        """Known names in a text, longest first at each place, on word boundaries (Aho–Corasick)."""
        return []


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """The packaged knowledge. Raises ModelError if it is missing or altered."""
    return Knowledge()
