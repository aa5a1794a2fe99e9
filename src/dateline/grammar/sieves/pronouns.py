"""What a pronoun stands for: the most salient earlier entity that agrees with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.grammar.nominals import nominals
from dateline.grammar.sieves.clusters import SPEAKING, Clusters

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 4  # sentences back
_SALIENCE = {"nsubj": 80, "nsubjpass": 80, "poss": 35, "dobj": 50, "dative": 45, "appos": 40, "agent": 45, "pobj": 30}
_REPORTED = 40
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})


class Antecedents:
    """Pronoun resolution over the clusters of one document."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters

    def link_pronouns(self) -> None:
        """Join each third-person pronoun to the most salient entity that agrees, in text order."""
        for i, mention in enumerate(self.clusters.mentions):
            word = mention.text.lower()
            if mention.form != "pronoun" or word in SPEAKING or len(self.clusters.cluster(i).members) > 1:
                continue
            best = self._best(i)
            if best is not None:
                self.clusters.join(best, i)

    def _best(self, pronoun: int) -> int | None:
        sentence = self.clusters.sentence[self.clusters.head(pronoun).i]
        scores: dict[int, float] = {}
        where: dict[int, int] = {}
        for j in range(pronoun - 1, -1, -1):
            distance = sentence - self.clusters.sentence[self.clusters.head(j).i]
            if distance > _REACH:
                break
            if self._possible(pronoun, j):
                number = self.clusters.number(j)
                scores[number] = scores.get(number, 0) + self._weight(pronoun, j) / (2**distance)
                where.setdefault(number, j)
        return where[max(scores, key=lambda n: (scores[n], where[n]))] if scores else None

    def _possible(self, pronoun: int, other: int) -> bool:
        mention = self.clusters.mentions[other]
        if mention.label in ("LOC", "FAC") or not self.clusters.agree(pronoun, other):
            return False
        if mention.text.lower() in SPEAKING:
            return False
        mine, his = self.clusters.head(pronoun), self.clusters.head(other)
        if self._is_speaker(mine, other):
            return False
        return not _bound_apart(mine, his) and not self._across_quotation(mine, his)

    def _is_speaker(self, pronoun: Token, other: int) -> bool:
        """Nobody speaks of himself as *he*."""
        quotation = self.clusters.quotation[pronoun.i]
        head = self.clusters.speaker.get(quotation) if quotation is not None else None
        at = self.clusters.at_head.get(head) if head is not None else None
        return at is not None and self.clusters.number(at) == self.clusters.number(other)

    def _across_quotation(self, pronoun: Token, other: Token) -> bool:
        """Speaker and spoken of are two: *"Putin promised," he said*; *"He lied," Putin said*."""
        inside, outside = self.clusters.quotation[pronoun.i], self.clusters.quotation[other.i]
        if inside == outside or pronoun.dep_ not in ("nsubj", "nsubjpass", "dobj"):
            return False
        same = self.clusters.sentence[pronoun.i] == self.clusters.sentence[other.i]
        return same and (other.dep_ == "nsubj" or inside is None)

    def _weight(self, pronoun: int, other: int) -> float:
        head, mine = self.clusters.head(other), self.clusters.head(pronoun)
        mention = self.clusters.mentions[other]
        role = _role(head)
        weight = 100 + _SALIENCE.get(role, 20)
        if role == mine.dep_:
            weight += 20
        if role in ("nsubj", "nsubjpass") and _reports(head.head, mine):
            weight += _REPORTED
        if mention.form == "nominal":
            weight -= 20
        if mention.use == "place":
            weight -= 60
        if self.clusters.quotation[head.i] != self.clusters.quotation[mine.i]:
            weight -= 50
        if mine.lower_ in _THEY and mention.label not in ("GROUP", "NORP", ""):
            weight -= 100
        return weight


def _reports(verb: Token, pronoun: Token) -> bool:
    """The pronoun stands in the clause that the verb takes (*Hungary said it would pay*)."""
    step = pronoun
    while step.head.i != step.i and step.head != verb:
        step = step.head
    return step.head == verb and step.dep_ == "ccomp" and step.i != pronoun.i


def _role(head: Token) -> str:
    """The role of a mention; what is counted has that of the word of number (*thousands of migrants*)."""
    of = head.head
    if head.dep_ == "pobj" and of.lower_ == "of" and of.head.lower_ in nominals().partitives:
        return of.head.dep_
    return head.dep_


def _bound_apart(pronoun: Token, other: Token) -> bool:
    """Two arguments of one verb are two entities; so are a possessor and what it possesses."""
    if pronoun.head == other or other.head == pronoun:
        return True
    if pronoun.dep_ == "poss":
        return other in pronoun.ancestors and not any(a.pos_ == "VERB" for a in _between(pronoun, other))
    return _governor(pronoun) == _governor(other) and other.dep_ != "poss"


def _between(token: Token, ancestor: Token) -> list[Token]:
    found = []
    for step in token.ancestors:
        if step == ancestor:
            break
        found.append(step)
    return found


def _governor(token: Token) -> Token:
    head = token.head
    while head.pos_ == "ADP" and head.dep_ in ("prep", "agent", "dative") and head.head.i != head.i:
        head = head.head
    return head
