"""Nominals that stand for a name or for each other: beside it, by role, by kind, by the same words."""

from __future__ import annotations

from collections import defaultdict

from dateline.model import Mention
from dateline.sieves.clusters import Clusters

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_BODIES = frozenset({"ORG", "GPE"})


def link_structure(clusters: Clusters) -> None:
    """Join what the parse ties: appositions, names beside their noun, relative and reflexive pronouns."""
    for i in range(len(clusters.mentions)):
        head = clusters.head(i)
        other = None
        if clusters.mentions[i].form == "pronoun":
            other = _antecedent_by_syntax(clusters, i)
        elif head.dep_ == "appos":
            other = clusters.at_head.get(head.head.i)
            if other is not None and not _may_be_apposed(clusters, other, i):
                other = None
        elif head.dep_ == "compound" and clusters.mentions[i].form == "name":
            other = _noun_named(clusters, i)
        if other is not None:
            clusters.join(other, i)


def _may_be_apposed(clusters: Clusters, left: int, right: int) -> bool:
    a, b = clusters.mentions[left], clusters.mentions[right]
    if a.form == b.form == "name":
        return a.label == b.label and a.label == "PERSON"
    if (a.label in ("GPE", "LOC", "FAC")) != (b.label in ("GPE", "LOC", "FAC")):
        return False
    return clusters.agree(left, right)


def _noun_named(clusters: Clusters, name: int) -> int | None:
    """*Interfax* names the *news agency*, *Alexander Lukashenko* the *leader* he stands before."""
    other = clusters.at_head.get(clusters.head(name).head.i)
    if other is None or clusters.mentions[other].form != "nominal":
        return None
    same = clusters.mentions[other].label == clusters.mentions[name].label in ("ORG",)
    return other if same and clusters.head(other).i == clusters.mentions[name].tokens[1] + _gap(clusters, name) else None


def _gap(clusters: Clusters, name: int) -> int:
    """Words between the name and its noun that belong to the noun (*news* in *Interfax news agency*)."""
    end = clusters.mentions[name].tokens[1]
    return 1 if clusters.annotated.doc[end].dep_ == "compound" else 0


def _antecedent_by_syntax(clusters: Clusters, pronoun: int) -> int | None:
    head = clusters.head(pronoun)
    if head.tag_ in ("WP", "WP$"):
        clause = next((t for t in (head.head, *head.head.ancestors) if t.dep_ == "relcl"), None)
        return clusters.at_head.get(clause.head.i) if clause is not None else None
    if head.lower_.endswith(("self", "selves")):
        subject = next((t for t in head.head.children if t.dep_ in ("nsubj", "nsubjpass")), None)
        return clusters.at_head.get(subject.i) if subject is not None else None
    return None


def link_nominals(clusters: Clusters) -> None:
    """Join definite nominals to what they take up, in text order."""
    by_words: dict[str, int] = {}
    by_head: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(clusters.mentions):
        if mention.form == "nominal" and len(clusters.cluster(i).members) == 1:
            found = _taken_up(clusters, i, by_words, by_head)
            if found is not None:
                clusters.join(found, i)
        if mention.form == "nominal":
            by_words[_content(clusters, mention)] = i
            by_head[clusters.head(i).lemma_.lower()].append(i)


def _taken_up(
    clusters: Clusters, index: int, by_words: dict[str, int], by_head: dict[str, list[int]]
) -> int | None:
    mention = clusters.mentions[index]
    definite = clusters.annotated.doc[mention.tokens[0]].lower_ in _DEFINITE
    words = _content(clusters, mention)
    if words in by_words and (definite or " " in words) and not _possessed(clusters, index):
        return by_words[words]
    if not definite:
        return None
    if " " not in words:
        same = by_head.get(words)
        if same:
            return same[-1]
    return _body_named(clusters, index) if mention.label == "ORG" else None


def _possessed(clusters: Clusters, index: int) -> bool:
    return any(child.dep_ == "poss" for child in clusters.head(index).children)


def _content(clusters: Clusters, mention: Mention) -> str:
    """The words of a nominal without articles and figures."""
    tokens = clusters.annotated.doc[mention.tokens[0] : mention.tokens[1]]
    return " ".join(t.lemma_.lower() for t in tokens if t.pos_ not in ("DET", "NUM", "ADV", "ADP", "PUNCT"))


def _body_named(clusters: Clusters, index: int) -> int | None:
    """*The bloc*, *the company*: the last named body in the two sentences before or in this one."""
    sentence = clusters.sentence[clusters.head(index).i]
    for j in range(index - 1, -1, -1):
        other = clusters.mentions[j]
        if sentence - clusters.sentence[other.head] > 2:
            return None
        if other.form == "name" and other.label == "ORG" and clusters.agree(index, j):
            return j
    return None
