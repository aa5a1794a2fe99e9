"""The country of those of whom the report says no more: that of the places told of with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dateline.grammar.designation import ABROAD
from dateline.model import Chain, EventMention, Extraction, Identity, Mention, Span

_CONFIDENCE = 0.5


def settle(found: Extraction, known: tuple[Identity, ...], lands: Mapping[Span, str]) -> tuple[Identity, ...]:
    """The identities, those without a country given that of the town, of their phrase, their act, or the report.

    `lands`: country code by the span of each name of a place, wherever it lies.
    """
    homes = _Homes(found, lands)
    return tuple(
        replace(identity, country=home, sectors=identity.sectors or homes.people(chain), confidence=_CONFIDENCE)
        if identity.country is None and "REF" not in identity.sectors and (home := homes.of(chain))
        else identity
        for chain, identity in zip(found.chains, known, strict=True)
    )


class _Homes:
    """The places of one report, by where they stand."""

    def __init__(self, found: Extraction, lands: Mapping[Span, str]) -> None:
        self.doc = found.annotated.doc
        self.lands = lands
        self.at = {m.head: lands[m.span] for c in found.chains for m in c.mentions if m.span in lands}
        self.acts: dict[int, list[EventMention]] = {}
        for event in found.events:
            for chain in (*event.actors, *event.recipients):
                self.acts.setdefault(chain, []).append(event)

    def of(self, chain: Chain) -> str | None:
        """The country that the surest place tells, None if none does."""
        told = [m for m in chain.mentions if m.form != "pronoun"]
        if any(word in ABROAD for m in told for word in m.text.lower().split()):
            return None
        if own := next((self.lands[m.span] for m in told if m.span in self.lands), None):
            return own
        if any(m.form == "name" for m in told):  # a name may be from anywhere
            named = list(self._in_phrases(told)) if chain.label == "ORG" else []  # *Immigration Service of Malta*
            return self._only(named or self.at.values()) if chain.id in self.acts else None
        sources = (self._in_phrases(told), self._of_acts(chain), self._in_sentences(told), iter(self.at.values()))
        return next((self._only(codes) for source in sources if (codes := list(source))), None)

    def people(self, chain: Chain) -> tuple[str, ...]:
        """Those who act or suffer unnamed in a town are its people."""
        return ("CVL",) if chain.label == "GPE" else ()

    def _in_phrases(self, told: list[Mention]) -> Iterator[str]:
        """*Villagers in Ituri*, *a maternity ward in Nikopol*."""
        return (self.at[t.i] for m in told for t in self.doc[m.head].subtree if t.i in self.at)

    def _of_acts(self, chain: Chain) -> Iterator[str]:
        places = (event.place for event in self.acts.get(chain.id, ()))
        return (self.lands[place.span] for place in places if place and place.span in self.lands)

    def _in_sentences(self, told: list[Mention]) -> Iterator[str]:
        return (self.at[t.i] for m in told for t in self.doc[m.head].sent if t.i in self.at)

    def _only(self, codes: Iterable[str]) -> str | None:
        """The country that all of these agree on."""
        different = set(codes)
        return different.pop() if len(different) == 1 else None
