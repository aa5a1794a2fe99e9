"""Mentions with what linking must know of them, and the clusters they are joined into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dateline.annotate import Annotated
from dateline.grammar.nominals import Gender, nominals
from dateline.grammar.quotations import find_quotations
from dateline.model import Mention
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

Number = Literal["singular", "plural"]

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_THING = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself"})
OURS = frozenset({"we", "us", "our", "ours", "ourselves"})
SECOND = frozenset({"you", "your", "yours", "yourself", "yourselves"})
SPEAKING = FIRST | OURS | SECOND


@dataclass(slots=True)
class Traits:
    """What a mention tells of its entity. None: it does not tell."""

    person: bool | None  # a human being, not a body, state or group
    number: Number | None
    gender: Gender | None


@dataclass(slots=True)
class Cluster:
    """Mentions joined so far, by index, and what they tell together."""

    members: list[int] = field(default_factory=list)
    traits: Traits = field(default_factory=lambda: Traits(None, None, None))
    names: set[str] = field(default_factory=set)


class Clusters:
    """The mentions of one document and the cluster of each; joining keeps the earlier cluster's number."""

    def __init__(self, annotated: Annotated, mentions: tuple[Mention, ...], tools: Tools) -> None:
        self.annotated = annotated
        self.mentions = mentions
        self.tools = tools
        self.at_head = {mention.head: i for i, mention in enumerate(mentions)}
        self.sentence = _sentence_numbers(annotated)
        self.quotation = _quotation_numbers(annotated)
        self.speaker = _speakers(annotated, self.quotation)
        self._of = list(range(len(mentions)))
        self._clusters = {i: Cluster([i], self._traits(m), set()) for i, m in enumerate(mentions)}

    def head(self, index: int) -> Token:
        """The head token of a mention."""
        return self.annotated.doc[self.mentions[index].head]

    def is_adjective(self, mention: Mention) -> bool:
        """Whether a name is an adjective (*Russian* in *Russian strikes*)."""
        return self.annotated.doc[mention.head].tag_ == "JJ"

    def number(self, index: int) -> int:
        """The number of the cluster a mention is in."""
        return self._of[index]

    def cluster(self, index: int) -> Cluster:
        """The cluster a mention is in."""
        return self._clusters[self._of[index]]

    def groups(self) -> list[list[int]]:
        """The members of all clusters, each in text order."""
        return [sorted(cluster.members) for cluster in self._clusters.values()]

    def join(self, left: int, right: int) -> None:
        """Put the clusters of two mentions together."""
        a, b = sorted((self._of[left], self._of[right]))
        if a == b:
            return
        kept, gone = self._clusters[a], self._clusters.pop(b)
        kept.members += gone.members
        kept.names |= gone.names
        kept.traits = Traits(
            kept.traits.person if kept.traits.person is not None else gone.traits.person,
            kept.traits.number or gone.traits.number,
            kept.traits.gender or gone.traits.gender,
        )
        for member in gone.members:
            self._of[member] = a

    def agree(self, left: int, right: int) -> bool:
        """Whether nothing that the two clusters tell of their entities excludes that they are one."""
        a, b = self.cluster(left).traits, self.cluster(right).traits
        pairs = ((a.person, b.person), (a.number, b.number), (a.gender, b.gender))
        return all(x is None or y is None or x == y for x, y in pairs)

    def _traits(self, mention: Mention) -> Traits:
        token = self.annotated.doc[mention.head]
        if mention.form == "pronoun":
            return _of_pronoun(token.lower_)
        if mention.label == "PERSON":
            return Traits(True, "singular", self._gender(mention))
        if mention.form == "name":
            return Traits(False, None if mention.label in ("ORG", "NORP") else "singular", None)
        if token.tag_ in ("NNS", "NNPS"):
            return Traits(False, "plural", None)
        collective = mention.label in ("ORG", "GROUP") or token.lemma_.lower() in nominals().collectives
        return Traits(False, None if collective else "singular", None)

    def _gender(self, mention: Mention) -> Gender | None:
        """By title or role (*Mr*, *spokeswoman*), else by the first name."""
        words = nominals()
        tokens = [t.lower_ for t in self.annotated.doc[mention.tokens[0] : mention.tokens[1]]]
        for word in tokens if mention.form == "name" else tokens[-1:]:
            if word in words.genders:
                return words.genders[word]
        if mention.form != "name" or len(tokens) < 2:
            return None
        return next((words.first_names[word] for word in tokens[:-1] if word in words.first_names), None)


def _of_pronoun(word: str) -> Traits:
    if word in _MALE:
        return Traits(True, "singular", "male")
    if word in _FEMALE:
        return Traits(True, "singular", "female")
    if word in _THING:
        return Traits(False, "singular", None)
    if word in _PLURAL:
        return Traits(False, "plural", None)
    return Traits(None, None, None)


def _sentence_numbers(annotated: Annotated) -> list[int]:
    numbers = [0] * len(annotated.doc)
    for number, sentence in enumerate(annotated.doc.sents):
        for token in sentence:
            numbers[token.i] = number
    return numbers


def _quotation_numbers(annotated: Annotated) -> list[int | None]:
    """The number of the outermost quotation (no scare quotes) that each token stands in."""
    numbers: list[int | None] = [None] * len(annotated.doc)
    for number, quotation in enumerate(find_quotations(annotated)):
        if quotation.depth == 0 and not quotation.scare:
            for i in range(*annotated.tokens(quotation.outer)):
                numbers[i] = number
    return numbers


def _speakers(annotated: Annotated, quotation: list[int | None]) -> dict[int, int]:
    """Quotation → the head of who says it, where a sentence of the quotation holds the saying too."""
    found: dict[int, int] = {}
    for number, i in ((number, i) for i, number in enumerate(quotation) if number is not None):
        if number not in found and (i == 0 or quotation[i - 1] != number or annotated.doc[i].is_sent_start):
            _find_speaker(annotated, quotation, i, found)
    return found


def _find_speaker(annotated: Annotated, quotation: list[int | None], start: int, found: dict[int, int]) -> None:
    """Look for the subject of a verb of saying, outside quotations, in the sentence of this token."""
    number = quotation[start]
    for token in annotated.doc[start].sent:
        says = token.dep_ == "nsubj" and token.head.lemma_.lower() in nominals().sayings
        if number is not None and says and quotation[token.i] is None and quotation[token.head.i] is None:
            found[number] = token.i
