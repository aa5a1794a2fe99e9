"""Mend the parse where a second verb of speech hangs on what was said (*He denied they came and accused Rome*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TENSE = {"VBD": "past", "VBN": "past", "VBZ": "present", "VBP": "present"}
_SAYINGS = frozenset(
    {"accuse", "acknowledge", "add", "admit", "announce", "appeal", "ask", "blame", "call", "charge", "claim",
     "condemn", "confirm", "criticise", "criticize", "declare", "demand", "denounce", "deny", "describe", "dismiss",
     "insist", "order", "pledge", "praise", "predict", "promise", "propose", "reject", "request", "say", "state",
     "suggest", "tell", "thank", "threaten", "urge", "vow", "warn", "welcome"}
)  # fmt: skip


def rejoin(doc: Doc) -> Doc:
    """The parse itself, with a second verb of speech given back to the verb that governs the clause it was hung on.

    The clause has its own subject and an auxiliary or copula, the second verb has neither, and the tenses agree.
    """
    for verb in doc:
        if verb.dep_ == "conj" and verb.lemma_ in _SAYINGS and not _has(verb, _SUBJECTS | {"aux", "auxpass"}):
            clause = verb.head
            while clause.dep_ == "conj":
                clause = clause.head
            if _is_said(clause) and verb.tag_ in _TENSE and _TENSE.get(clause.head.tag_) == _TENSE[verb.tag_]:
                _hang(verb, clause.head)
    return doc


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
