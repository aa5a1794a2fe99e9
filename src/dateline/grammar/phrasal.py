"""What verbs say of people by a particle, a negation, a modal or whose act it was: *led away*, *cannot be found*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.lexicon import load_table

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.model import Measure

_WORDS = load_table("quantities")
_COMPLEMENTS = ("prt", "prep", "advmod", "xcomp", "ccomp", "acomp", "oprd", "dobj", "agent", "advcl")
_SEIZING = {name: frozenset(words) for name, words in _WORDS["seizing"].items()}
_UNREAL = {name: frozenset(words) for name, words in _WORDS["unreal"].items()}
_UNFOUND = {name: frozenset(words) for name, words in _WORDS["unfound"].items()}
_Idioms = dict[tuple[str, str], "Measure"]


def _idioms(role: str) -> _Idioms:
    """Verb and the word that goes with it, to the measure."""
    pairs = ((measure, idiom.split(" ", 1)) for measure, told in _WORDS["idioms"][role].items() for idiom in told)
    return {(verb, word): measure for measure, (verb, word) in pairs}


_DONE, _DOING = _idioms("object"), _idioms("subject")


def phrasal(verb: Token, done: bool) -> Iterator[tuple[Measure, Token]]:
    """What a verb with its particle or complement does to people (`done`), or says that they do."""
    idioms = _DONE if done else _DOING
    for child in verb.children:
        if child.i > verb.i and child.dep_ in _COMPLEMENTS:
            for word in (child.lower_, child.lemma_.lower(), *_inside(child)):
                if (verb.lemma_, word) in idioms:
                    yield idioms[verb.lemma_, word], verb
    if done:
        yield from _seized(verb)
    elif verb.dep_ == "ccomp" and (verb.head.lemma_, verb.lemma_) in _DONE:  # *let 16 drivers go*
        yield _DONE[verb.head.lemma_, verb.lemma_], verb.head


def _inside(preposition: Token) -> list[str]:
    """*in custody*, *without homes*: a preposition with its noun."""
    if preposition.dep_ != "prep":
        return []
    return [f"{preposition.lower_} {c.lower_}" for c in preposition.children if c.dep_ == "pobj"]


def _seized(verb: Token) -> Iterator[tuple[Measure, Token]]:
    """People are taken by captors or arrested by the state; to hold or seize them says as much without a doer."""
    if verb.lemma_ not in _SEIZING["verbs"] or any(c.dep_ == "prt" for c in verb.children):
        return
    found = list(_doers(verb))
    doers = {t.lemma_.lower() for t in found}
    if doers & _SEIZING["captors"]:
        yield "abducted", verb
    elif doers & _SEIZING["state"] and verb.lemma_ != "take":
        yield "arrested", verb
    elif doers & _SEIZING["holding"]:
        yield "present", verb  # *the hall holds 200*
    elif any(t.tag_ in ("NN", "NNS") for t in found):
        return
    elif verb.lemma_ in _SEIZING["arresting"] and not any(t.pos_ == "PROPN" for t in found):
        yield "arrested", verb
    elif verb.lemma_ in _SEIZING["abducting"]:
        yield "abducted", verb


def _doers(verb: Token) -> Iterator[Token]:
    """The subject of an active verb, the agent of a passive one, with what modifies them."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    if verb.tag_ == "VBG" and verb.dep_ == "acl":
        yield verb.head
    for child in verb.children:
        if child.dep_ == "agent":
            yield from (t for noun in child.children for t in (noun, *noun.lefts))
        elif child.dep_ == "nsubj" and not passive:
            yield from (child, *child.lefts)


def unfound(verb: Token) -> Iterator[tuple[Measure, Token]]:
    """*cannot be found*, *have not been heard from*, *did not survive*: what a negated verb says of its subject."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    negation = next((c for c in verb.children if c.dep_ == "neg"), verb)
    if passive and verb.lemma_ in _UNFOUND["object"]:
        yield "missing", negation
    elif not passive and verb.lemma_ in _UNFOUND["living"]:
        yield "killed", negation


def is_unfound(negation: Token) -> bool:
    """*103 people not accounted for*: a negation right behind those it is said of."""
    verb = negation.nbor(1) if negation.i + 1 < len(negation.doc) else negation
    return negation.lower_ == "not" and verb.tag_ in ("VBN", "VBD") and verb.lemma_ in _UNFOUND["object"]


def is_unreal(verb: Token) -> bool:
    """Whether a verb stands under a modal, a condition or a purpose."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass", "mark")}
    believed = helpers & _UNREAL["epistemic"] and ("have" in helpers or verb.lemma_ == "be")
    if helpers & _UNREAL["marks"] or (helpers & _UNREAL["modals"] and not believed):
        return True
    if "to" not in helpers or "have" in helpers:
        return False
    return verb.head.lemma_ not in _UNREAL["doing"] | _UNREAL["telling"]


def is_natural(verb: Token) -> bool:
    """Whether nobody killed them: *died of natural causes*, *died from cancer*."""
    causes = [n for c in verb.children if c.lower_ in ("of", "from") for n in c.children]
    return any(n.lemma_.lower() in _UNREAL["natural"] for n in causes)
