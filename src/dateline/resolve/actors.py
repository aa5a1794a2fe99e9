"""Who the entities of a report are: country, sectors, identity as of the report's day."""

from __future__ import annotations

from dateline.model import Extraction, Identity
from dateline.tools import Tools


def identify(found: Extraction, tools: Tools) -> tuple[Identity, ...]:
    """The identity of each chain, in the order of the chains. Nothing known: country None, no sectors."""
    return tuple(
        Identity(key=None, name=c.name, kind="person", country=None, sectors=(), wikidata=None, confidence=0.1)
        for c in found.chains
    )


def identify_phrase(text: str, published: str | None, tools: Tools) -> Identity:
    """The identity of a free noun phrase such as *former Polish defence minister* (`dateline label actor`)."""
    return Identity(key=None, name=text, kind="person", country=None, sectors=(), wikidata=None, confidence=0.0)
