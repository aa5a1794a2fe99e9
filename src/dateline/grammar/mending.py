"""Mend the parse where news upsets the parser: headlines, second sayings, infinitives parted from their verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

FINITE = frozenset({"VBZ", "VBD"})
_SHORTEST = 5  # tokens; a shorter line may be a mere title (*Peace talks*)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TENSE = {"VBD": "past", "VBN": "past", "VBZ": "present", "VBP": "present"}
_SAYINGS = frozenset(
    {"accuse", "acknowledge", "add", "admit", "announce", "appeal", "ask", "blame", "call", "charge", "claim",
     "condemn", "confirm", "criticise", "criticize", "declare", "demand", "denounce", "deny", "describe", "dismiss",
     "insist", "order", "pledge", "praise", "predict", "promise", "propose", "reject", "request", "say", "state",
     "suggest", "tell", "thank", "threaten", "urge", "vow", "warn", "welcome"}
)  # fmt: skip
_TAKES_INFINITIVE = frozenset(
    {"agree", "attempt", "choose", "decide", "decline", "fail", "hope", "intend", "manage", "offer", "plan", "pledge",
     "promise", "propose", "refuse", "resolve", "seek", "swear", "threaten", "try", "vow", "want", "wish"}
)  # fmt: skip


def mend(doc: Doc) -> Doc:
    """The parse itself, with the dependencies that news most often upsets put right."""
    for token in doc:
        if token.dep_ == "conj" and token.tag_ in FINITE and token.pos_ == "VERB":
            _join(token)
        if token.dep_ == "conj" and token.lemma_ in _SAYINGS:
            _give_back(token)
        if token.dep_ == "advcl" and token.head.lemma_ in _TAKES_INFINITIVE:
            _complete(token)
    for sentence in doc.sents:
        root = sentence.root
        is_month = root.pos_ == "PROPN" and root.is_lower  # *thousands march in Belgrade*
        if (root.pos_ == "NOUN" or is_month) and len(sentence) >= _SHORTEST and not _has_verb(sentence):
            _mend_headline(root)
    return doc


def _complete(infinitive: Token) -> None:
    """*threatened on Friday to close the strait*: what is threatened is no purpose of the threat."""
    verb = infinitive.head
    between = {child.dep_ for child in verb.children if verb.i < child.i < infinitive.i}
    marks = [child.lower_ for child in infinitive.children if child.i < infinitive.i]
    if infinitive.tag_ == "VB" and marks == ["to"] and not between & {"dobj", "xcomp", "ccomp", "acomp"}:
        infinitive.dep_ = "xcomp"


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


def _mend_headline(root: Token) -> None:
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
    if after is not None and after == next((c for c in root.rights if c.dep_ != "punct"), None):
        after.dep_ = "dobj"
    root.tag_ = "VBZ" if root.tag_ == "NNS" else "VBP"
    root.pos_ = "VERB"
    root.lemma_ = root.lemma_.lower()


def _give_back(verb: Token) -> None:
    """*He denied that they had come and accused Rome of lying*: he accused Rome, where the parser says they did.

    A verb of speech without a subject or auxiliary is hung on a clause that has both: it belongs to the verb that
    governs this clause, if the tenses agree.
    """
    clause = verb.head
    while clause.dep_ == "conj":
        clause = clause.head
    bare = not _has(verb, _SUBJECTS | {"aux", "auxpass"})
    if bare and _is_said(clause) and verb.tag_ in _TENSE and _TENSE.get(clause.head.tag_) == _TENSE[verb.tag_]:
        _hang(verb, clause.head)


def _hang(verb: Token, governor: Token) -> None:
    """Hang a coordinated verb, with the *and* before it, on its governor."""
    joiners = [token for token in verb.head.rights if token.dep_ == "cc" and token.i < verb.i]
    for token in (*joiners[-1:], verb):
        token.head = governor


def _is_said(clause: Token) -> bool:
    governed = clause.dep_ == "ccomp" and clause.head.lemma_ in _SAYINGS and clause.head.i < clause.i
    return governed and _has(clause, _SUBJECTS) and (clause.lemma_ == "be" or _has(clause, {"aux", "auxpass"}))


def _has(verb: Token, relations: set[str] | frozenset[str]) -> bool:
    return any(child.dep_ in relations for child in verb.children)
