"""What kinds of nouns head mentions: people, bodies, states, places; titles; and who is *he* or *she*.

The words are in `lexicon/nominals.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from dateline.lexicon import load_table, words_of

if TYPE_CHECKING:
    from spacy.tokens import Span as Phrase
    from spacy.tokens import Token

NounKind = Literal["person", "people", "organisation", "state", "place"]
Gender = Literal["male", "female"]

_PEOPLE_SUFFIX = re.compile(r"(?:ists|crats|goers|holders|leaders|makers|workers|dwellers|keepers|fighters|smugglers)$")
_PERSON_SUFFIX = re.compile(r"(?:ologist|crat|person|woman|leader|worker|fighter|holder)$")


@dataclass(frozen=True, slots=True)
class Nominals:
    """The noun classes, by word."""

    heads: dict[str, NounKind]
    also: dict[NounKind, frozenset[str]]
    partitives: frozenset[str]
    collectives: frozenset[str]
    titles: frozenset[str]
    kept_titles: frozenset[str]
    sayings: frozenset[str]
    genders: dict[str, Gender]
    first_names: dict[str, Gender]

    def kind(self, token: Token) -> NounKind | None:
        """What a noun token heads, with its compound before it counted in (*defence ministry*)."""
        word, lemma = token.lower_, token.lemma_.lower()
        for form in (f"{token.nbor(-1).lower_} {lemma}" if token.i else lemma, word, lemma):
            if form in self.heads:
                return self.heads[form]
        if token.tag_ in ("NNS", "NNPS") and _PEOPLE_SUFFIX.search(word):
            return "person"
        if token.tag_ == "NN" and _PERSON_SUFFIX.search(word):
            return "person"
        return None

    def is_a(self, token: Token, kind: NounKind) -> bool:
        """Whether the noun is (also) of this class: *force* is people, *republic* is both a body and a state."""
        return token.lemma_.lower() in self.also[kind] or token.lower_ in self.also[kind]

    def name_begins(self, tokens: Phrase) -> int:
        """Where the name itself begins in a person's name with titles."""
        titles = self.titles - self.kept_titles
        inside = [i for i in range(len(tokens) - 1) if tokens[i].lower_ in titles]
        return inside[-1] + 1 if inside else 0


@lru_cache(maxsize=1)
def nominals() -> Nominals:
    """The noun classes as packaged."""
    table = load_table("nominals")
    order: tuple[NounKind, ...] = ("place", "state", "organisation", "people", "person")
    classes = {kind: words_of(table["heads"][kind]) for kind in order}
    genders: tuple[Gender, ...] = ("male", "female")
    return Nominals(
        heads={word: kind for kind in order for word in classes[kind]},
        also=classes,
        partitives=words_of(table["partitive"]["words"]),
        collectives=words_of(table["number"]["collective"]),
        titles=words_of(table["titles"]["words"]),
        kept_titles=words_of(table["titles"]["kept"]),
        sayings=words_of(table["sayings"]["verbs"]),
        genders={word: g for g in genders for word in words_of(table["gender"][g])},
        first_names={word: g for g in genders for word in words_of(table["first_names"][g])},
    )
