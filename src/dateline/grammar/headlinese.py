"""Mend the parse of news: verbs in the present tense of headlines that were taken for nouns (*Kenya's court issues a
warrant*), and finite verbs joined to what is not finite (*accuses A of hiding it and demands an answer*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

FINITE = frozenset({"VBZ", "VBD"})
_SHORTEST = 5  # tokens; a shorter line may be a mere title (*Peace talks*)


def mend(doc: Doc) -> Doc:
    """The parse itself, with roots that can only be verbs marked as verbs and finite verbs joined to finite ones."""
    for token in doc:
        if token.dep_ == "conj" and token.tag_ in FINITE and token.pos_ == "VERB":
            _join(token)
    for sentence in doc.sents:
        root = sentence.root
        if root.pos_ == "NOUN" and len(sentence) >= _SHORTEST and not _has_verb(sentence):
            _mend(root)
    return doc


def _join(verb: Token) -> None:
    """A finite verb without a subject is joined to the finite verb above, not to an infinitive, gerund or noun."""
    first = verb.head
    helped = any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("MD", "VBP", *FINITE) for c in first.children)
    bare = (first.tag_ in ("VB", "VBG") and not helped) or first.pos_ in ("NOUN", "PROPN")
    if not bare or any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children):
        return
    above = next((a for a in first.ancestors if a.pos_ == "VERB" and a.tag_ == verb.tag_), None)
    if above is not None:
        verb.head = above


def _has_verb(sentence: Phrase) -> bool:
    """Whether the sentence has a finite verb of its own, one joined to the root not counted."""
    return any(
        token.tag_ in ("VBZ", "VBP", "VBD", "MD") and token.dep_ not in ("conj", "relcl", "ccomp", "advcl")
        for token in (sentence.root, *sentence.root.children)
    )


def _mend(root: Token) -> None:
    subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    before = [c for c in root.children if c.dep_ in ("compound", "nmod", "poss") and c.i < root.i]
    after = next((c for c in root.children if c.dep_ in ("appos", "npadvmod") and c.pos_ in ("NOUN", "PROPN")), None)
    joined = any(c.dep_ == "conj" and c.tag_ == "VBZ" for c in root.children)
    if subject is None and root.tag_ == "NNS" and before and before[-1].tag_ != "POS" and (after or joined):
        subject = before[-1]
        if subject.dep_ == "poss":
            return
        subject.dep_ = "nsubj"
    if subject is None or any(c.tag_ in ("DT", "PRP$") and c.i > subject.left_edge.i for c in root.children):
        return
    if after is not None and after.i == min(c.i for c in root.rights if c.dep_ != "punct"):
        after.dep_ = "dobj"
    root.tag_ = "VBZ" if root.tag_ == "NNS" else "VBP"
    root.pos_ = "VERB"
    root.lemma_ = root.lemma_.lower()
