"""What becomes of a plan, an offer or a report: dropped, come to nothing, found false, or made to hang on something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.grammar.predicate import within
from dateline.grammar.veridicality import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token


def undone(noun: Token) -> str | None:
    """The rule by which what this noun speaks of did not come about: *abandoned their plan*, *nothing came of the
    promise*, *reports of it were false*; None if nothing says so."""
    head = noun.head
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ == "come":
        nothing = any(c.lower_ in ("nothing", "little") and c.dep_ == "nsubj" for c in head.head.children)
        return "nothing came of" if nothing else None
    if noun.dep_ not in ("dobj", "nsubj", "nsubjpass") or within(head).modality != "actual":
        return None
    lexicon = load_lexicon()
    if noun.dep_ == "nsubj":
        failed = bool(_keys(head) & lexicon.words["undone.failed"]) and noun.lemma_ in _thoughts()
        return f"{head.lemma_}+thought" if failed or _is_false(noun) else None
    if noun.lemma_.lower() in lexicon.words["undone.reports"]:
        return f"{head.lemma_}+report" if head.lemma_ in lexicon.words["undone.refuted"] else None
    dropped = lexicon.words["undone.dropped"] | lexicon.words["undone.dropped_with"]
    return f"{head.lemma_}+thought" if _keys(head) & dropped and noun.lemma_ in _thoughts() else None


def _keys(verb: Token) -> set[str]:
    """The verb, alone and with what follows it: *fall_short*, *come_to_nothing*."""
    keys = {verb.lemma_}
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("prt", "advmod", "acomp", "prep"):
            objects = [c.lower_ for c in child.children if c.dep_ == "pobj"]
            keys |= {f"{verb.lemma_}_{child.lower_}", *(f"{verb.lemma_}_{child.lower_}_{o}" for o in objects)}
    return keys


def _thoughts() -> frozenset[str]:
    """Nouns for what may come to be or not: *plan*, *offer*, *bill*, *attempt*."""
    signatures = load_lexicon().signatures
    return frozenset(
        lemma
        for (kind, takes, lemma), value in signatures.items()
        if kind == "nouns" and takes == "to" and value[0] in "?>"
    )


def _is_false(noun: Token) -> bool:
    words = load_lexicon().words
    predicates = (c.lower_ for c in noun.head.children if c.dep_ in ("acomp", "attr"))
    return noun.lemma_.lower() in words["undone.reports"] and any(p in words["undone.false"] for p in predicates)


def on_condition(governor: Token) -> bool:
    """*Offered to disarm on condition that …*: whether a promise, or what is done with it, hangs on something."""
    clause = governor.head if governor.pos_ == "NOUN" and governor.dep_ in ("dobj", "nsubj", "nsubjpass") else governor
    text = " ".join(t.lower_ for t in clause.doc[clause.i : clause.right_edge.i + 1])
    return any(phrase in text for phrase in load_lexicon().words["conditions.phrases"])
