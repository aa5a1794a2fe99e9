"""Nominals that stand for a name or for each other: beside it, by role, by kind, by the same words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dateline.grammar.arguments import obliques
from dateline.grammar.nominals import nominals
from dateline.grammar.sieves.clusters import Clusters
from dateline.lexicon import load_table, words_of
from dateline.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_INDEFINITE = words_of("a an another some several many more other any no every each few")
_FUNCTION = frozenset({"DET", "NUM", "ADP", "PUNCT", "PART"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_TABLE = load_table("nominals")["taken_up"]
_LOOSE = words_of(_TABLE["loose"])  # too common to be tied by the bare word
_ANY_BODY = words_of(_TABLE["any_body"])
_SETTLED = words_of(_TABLE["settled"])
_OFFICES = words_of(_TABLE["offices"])
_NAMED_BODY: dict[str, tuple[str, ...]] = {k: tuple(v.split()) for k, v in _TABLE["named_body"].items()}
_REACH = 3  # sentences back to a body taken up by its kind


# ── By structure ─────────────────────────────────────────────────────────────────────────────────────────────────


def link_structure(clusters: Clusters) -> None:
    """Join what the parse ties: appositions, names beside their noun, relative and reflexive pronouns."""
    for i in range(len(clusters.mentions)):
        head = clusters.head(i)
        other = None
        if clusters.mentions[i].form == "pronoun":
            other = _antecedent_by_syntax(clusters, head)
        elif head.dep_ == "appos":
            other = clusters.at_head.get(head.head.i)
            if other is not None and not _may_be_apposed(clusters, other, i):
                other = None
        elif clusters.mentions[i].form == "name":
            other = _noun_named(clusters, i) if head.dep_ in ("compound", "nmod") else _noun_before(clusters, i)
            other = _place_of_kind(clusters, i) if other is None else other
        if other is not None:
            clusters.join(other, i)


def _may_be_apposed(clusters: Clusters, left: int, right: int) -> bool:
    a, b = clusters.mentions[left], clusters.mentions[right]
    if a.form == b.form == "name":
        return a.label == b.label == "PERSON"
    if (a.label in _PLACES) != (b.label in _PLACES) or (a.label == "GROUP") != (b.label == "GROUP"):
        return False
    return clusters.agree(left, right)


def _noun_named(clusters: Clusters, name: int) -> int | None:
    """The noun that a name stands directly before: *Interfax news agency*, *airframer Boeing*."""
    other = clusters.at_head.get(clusters.head(name).head.i)
    if other is None or clusters.mentions[other].form != "nominal":
        return None
    noun, mention = clusters.mentions[other], clusters.mentions[name]
    between = clusters.annotated.doc[mention.tokens[1] : noun.head]
    plain = all(token.dep_ == "compound" and token.tag_ == "NN" for token in between)
    return other if noun.label == mention.label == "ORG" and plain and not _part_of_body(clusters.head(other)) else None


def _noun_before(clusters: Clusters, name: int) -> int | None:
    """*The secretary of state Marco Rubio*: the noun of a person whose phrase ends right before the name."""
    mention = clusters.mentions[name]
    if mention.label != "PERSON" or mention.tokens[0] == 0:
        return None
    token = clusters.annotated.doc[mention.tokens[0] - 1]
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    while token.dep_ in ("pobj", "prep", "compound", "amod") and token.head.i < token.i:
        token = token.head
        other = clusters.at_head.get(token.i)
        if other is not None and clusters.mentions[other].label == "PERSON":
            return other if clusters.agree(other, name) and token.lower_ in nominals().titles else None
    return None


def _place_of_kind(clusters: Clusters, name: int) -> int | None:
    """*The town* in *the town of Grodno*."""
    of = clusters.head(name).head
    if clusters.mentions[name].label not in _PLACES or of.lower_ != "of":
        return None
    noun = clusters.at_head.get(of.head.i)
    named = noun is not None and of.head.lemma_.lower() in _SETTLED and clusters.mentions[noun].label in _PLACES
    return noun if named else None


def _part_of_body(noun: Token) -> bool:
    """*The Boeing board* is not Boeing."""
    return noun.lemma_.lower() not in _ANY_BODY


def _antecedent_by_syntax(clusters: Clusters, head: Token) -> int | None:
    if head.tag_ in ("WP", "WP$", "WDT"):
        clause = next((t for t in (head.head, *head.head.ancestors) if t.dep_ == "relcl"), None)
        other = clusters.at_head.get(clause.head.i) if clause is not None else None
        inhuman = other is not None and clusters.mentions[other].label in ("ORG", *_PLACES)
        return None if inhuman and head.lower_ in ("who", "whom") else other
    if head.lower_.endswith(("self", "selves")):
        subject = next((t for t in head.head.children if t.dep_ in ("nsubj", "nsubjpass")), None)
        return clusters.at_head.get(subject.i) if subject is not None else None
    return None


# ── By words, role and kind ──────────────────────────────────────────────────────────────────────────────────────


def link_nominals(clusters: Clusters) -> None:
    """Join nominals that take up something said before, in text order."""
    known: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for i, mention in enumerate(clusters.mentions):
        if mention.form == "pronoun":
            continue
        head, words = _head_and_words(clusters, mention)
        if mention.form == "nominal" and len(clusters.cluster(i).members) == 1:
            found = _taken_up(clusters, i, words, known[head])
            if found is not None:
                clusters.join(found, i)
        if head:
            known[head].append((i, words))


def _head_and_words(clusters: Clusters, mention: Mention) -> tuple[str, frozenset[str]]:
    """The noun a mention can be taken up by (a person's last title, a body's last word) and the words beside it."""
    doc = clusters.annotated.doc
    tokens = [t for t in doc[mention.tokens[0] : mention.tokens[1]] if t.pos_ not in _FUNCTION]
    if mention.form == "name":
        if mention.label == "PERSON":
            tokens = [t for t in tokens if t.lower_ in nominals().titles]
        elif mention.label not in ("ORG", "LOC", "FAC"):
            tokens = []
        head = tokens[-1].lemma_.lower() if tokens else ""
    else:
        head = doc[mention.head].lemma_.lower()
    around = {t.lemma_.lower() for t in doc[mention.head].lefts if t.dep_ in ("amod", "compound")} if head else set()
    words = {t.lemma_.lower() for t in tokens if t.lower_ not in nominals().partitives} | around
    return head, frozenset(words)


def _taken_up(
    clusters: Clusters, index: int, words: frozenset[str], same_head: list[tuple[int, frozenset[str]]]
) -> int | None:
    mention = clusters.mentions[index]
    head = clusters.head(index)
    if any(child.dep_ == "poss" for child in head.children):
        return _officeholder(clusters, index)
    first = clusters.annotated.doc[mention.tokens[0]].lower_
    counted = any(child.dep_ == "nummod" for child in head.children)
    if first in _INDEFINITE or (counted and first not in _DEFINITE):
        return None
    definite = first in _DEFINITE
    if definite or len(words) > 1 or (mention.label == "GROUP" and head.lemma_.lower() not in _LOOSE):
        for other, others in reversed(same_head):
            same = words <= others and clusters.agree(index, other) and (definite or words == others)
            if same and not _of_another(head, clusters.head(other)):
                return other
    holder = _officeholder(clusters, index)
    return _body(clusters, index) if holder is None and definite else holder


def _of_another(noun: Token, other: Token) -> bool:
    """*The president of Finland* is not *the president of Moldova*."""
    mine, theirs = ({o.lower_ for o in obliques(one, ("of",))} for one in (noun, other))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _officeholder(clusters: Clusters, index: int) -> int | None:
    """*The Belarusian leader*, *Poland's prime minister*: whoever of those named holds the office that day."""
    head = clusters.head(index)
    lemma = head.lemma_.lower()
    if lemma not in _OFFICES or clusters.mentions[index].label != "PERSON":
        return None
    knowledge, day = clusters.tools.knowledge, clusters.annotated.document.published
    country = next((c for child in head.lefts if (c := knowledge.country(child.text))), None)
    if country is None:
        return None
    before = head.nbor(-1).lower_ if head.i else ""
    offices = ("president", "prime minister") if lemma == "leader" else (f"{before} {lemma}", lemma)
    surnames = {e.name.split()[-1].lower() for office in offices for e in knowledge.holders(country.code, office, day)}
    named = (j for j, m in enumerate(clusters.mentions) if m.form == "name" and m.label == "PERSON")
    return next((j for j in named if clusters.head(j).lower_ in surnames), None)


def _body(clusters: Clusters, index: int) -> int | None:
    """*The bloc*, *the alliance*, *the company*: the last named body of that kind."""
    lemma = clusters.head(index).lemma_.lower()
    if clusters.mentions[index].label != "ORG" or (lemma not in _ANY_BODY and lemma not in _NAMED_BODY):
        return None
    wanted = _NAMED_BODY.get(lemma)
    sentence = clusters.sentence[clusters.head(index).i]
    for j in range(index - 1, -1, -1):
        other = clusters.mentions[j]
        near = sentence - clusters.sentence[other.head] <= _REACH
        if other.form != "name" or other.label != "ORG":
            continue
        if wanted and clusters.annotated.doc[other.tokens[0] : other.tokens[1]].text.lower().split()[0] in wanted:
            return j
        if wanted is None and near and _is_company_like(clusters, other) and clusters.agree(index, j):
            return j
    return None


def _is_company_like(clusters: Clusters, name: Mention) -> bool:
    """A body without a noun of its own kind in its name that would contradict (*ministry*, *court*, *party*)."""
    head = clusters.annotated.doc[name.head].lemma_.lower()
    known = clusters.tools.knowledge.country(name.text)
    return known is None and (head not in nominals().heads or head in _ANY_BODY)


def link_possessed(clusters: Clusters) -> None:
    """Join nominals with the same words whose possessor is one entity (*Lukashenko's regime*, *his regime*)."""
    known: dict[tuple[int, frozenset[str]], int] = {}
    for i, mention in enumerate(clusters.mentions):
        owner = next((c for c in clusters.head(i).children if c.dep_ == "poss"), None)
        at = clusters.at_head.get(owner.i) if owner is not None else None
        if mention.form != "nominal" or at is None or owner is None:
            continue
        inside = {t.i for t in owner.subtree}
        words = frozenset(
            t.lemma_.lower() for t in clusters.annotated.doc[mention.tokens[0] : mention.head + 1] if t.i not in inside
        )
        other = known.setdefault((clusters.number(at), words), i)
        if clusters.agree(other, i):
            clusters.join(other, i)
