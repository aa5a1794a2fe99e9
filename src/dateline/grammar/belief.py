"""Whether the words around something told deny or doubt it: *denied that*, *cast doubt on*, *it is untrue that*.

Read upwards from what is told, through complements only: what stands in a relative clause, after *before* or after a
participle is not what is denied (*rejected the ultimatum issued by Kyiv*).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.lexicon import load_table
from dateline.model import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = frozenset(("ccomp", "xcomp", "csubj", "csubjpass", "pcomp", "acl"))
_OBJECTS = frozenset(("dobj", "nsubjpass", "csubjpass"))
_THROUGH = frozenset(
    ("ccomp", "xcomp", "csubj", "csubjpass", "nsubj", "nsubjpass", "dobj", "pobj", "pcomp", "acomp", "attr", "oprd")
)
_PREDICATES = frozenset(("acomp", "attr", "oprd"))
_WHETHER = frozenset(("whether", "if", "that"))
_QUESTIONS = frozenset(("WRB", "WP", "WDT", "WP$"))
_NO = frozenset(("no", "little", "any", "not", "without"))
_OPPOSITE: dict[Stance, Stance] = {"denied": "claimed", "doubted": "claimed", "claimed": "claimed"}


def attitude_to(token: Token, cue: frozenset[int] = frozenset()) -> Stance | None:
    """The first attitude met on the way up from a predicate: to its cue if that is given, else to the root. None: the
    words take no side. *claimed* stands for a denial denied (*did not deny that*)."""
    word = token
    while word.i not in cue or word.head.i in cue:
        above, joined = word.head, word.dep_ == "conj"
        if (held := _described(word)) or (not joined and (held := _held(above, word))):
            return held
        if above.i == word.i or not (joined or _leads_up(word)):
            return None
        word = above
    return None


def _leads_up(word: Token) -> bool:
    """Whether what is said of the word above is said of this one too."""
    if word.dep_ == "prep":
        return word.head.lemma_.lower() in load_beliefs()["told"]
    if word.dep_ in ("acl", "relcl"):  # the parser takes some clauses of content for relative ones
        return _is_that(word) or (word.dep_ == "acl" and word.head.lemma_.lower() in load_beliefs()["told"])
    return word.dep_ in _THROUGH


def _is_content(clause: Token) -> bool:
    """A clause that says what is held, not when or why; the parser takes some with *whether* for adverbial ones."""
    return clause.dep_ in _CLAUSES or (clause.dep_ == "advcl" and any(c.lower_ == "whether" for c in clause.lefts))


def _is_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in _WHETHER for c in clause.lefts)


def _held(above: Token, word: Token) -> Stance | None:
    """What the word above holds of this one."""
    if above.pos_ in ("NOUN", "PROPN"):
        return _noun(above, word)
    if above.pos_ == "ADJ":  # sceptical that …
        return _of_predicate(above, above.head) if _is_content(word) and not _asks_how_much(word) else None
    if above.lemma_ == "be" or any(c.dep_ in ("acomp", "oprd") and c.i != word.i for c in above.children):
        held = _predicated(above, word)
        if held or above.lemma_ == "be":
            return held
    if above.dep_ == "acl" and above.tag_ == "VBN" and word.dep_ not in _CLAUSES:
        return None
    return _verb(above, word)


def _verb(verb: Token, word: Token) -> Stance | None:
    """*denied that …*, *rejected the claim that …*, *could not verify …*, *cast doubt on …*."""
    lists, lemma = load_beliefs(), verb.lemma_.lower()
    if word.dep_ == "prep":
        cast = any(c.dep_ == "dobj" and c.lemma_.lower() in lists["doubting_nouns"] for c in verb.children)
        return _turned(verb, "doubted") if cast else None
    clause = _is_content(word)
    if not (clause or word.dep_ in _OBJECTS) or (clause and _asks_how(word)):
        return None
    told = clause or word.lemma_.lower() in lists["told"]
    if lemma in lists["denying"] or (told and lemma in lists["rejecting"]):
        return _turned(verb, "denied")
    if lemma in lists["doubting"] or (told and lemma in lists["questioning"]):
        return _turned(verb, "doubted")
    if told and lemma in lists["doubted_if_negated"] and (_is_negated(verb) or _is_failing(verb)):
        return "doubted"
    return None


def _asks_how(clause: Token) -> bool:
    """*questioned why they fled*: that they fled is not in question."""
    first = next(clause.subtree)
    return first.tag_ in _QUESTIONS


def _predicated(verb: Token, word: Token) -> Stance | None:
    """*it is untrue that …*, *reports that … were false*, *it was unclear whether …*, *called reports that … a lie*."""
    lists = load_beliefs()
    predicate = next((c for c in verb.children if c.dep_ in _PREDICATES and c.i != word.i), None)
    subject = word.dep_ in ("nsubj", "dobj", "nsubjpass") and word.lemma_.lower() in lists["told"]
    of_it = word.dep_ == "advcl" and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in verb.children)
    clause = (_is_content(word) or (of_it and _is_that(word))) and not _asks_how_much(word)
    return _of_predicate(predicate, verb) if predicate is not None and (subject or clause) else None


def _of_predicate(predicate: Token, verb: Token) -> Stance | None:
    """What *untrue*, *unclear*, *not the case* say of what they are said of."""
    lists = load_beliefs()
    lemma, negated = predicate.lemma_.lower(), _is_negated(verb) or _lacks(predicate)
    if lemma in lists["true"]:
        return "denied" if negated else None
    if lemma in lists["untrue"] or lemma in lists["denied"]:
        return "claimed" if negated else "denied"
    if lemma in lists["doubted"] or (negated and lemma in ("clear", "certain", "evidence", "proof")):
        return "claimed" if negated and lemma in lists["doubted"] else "doubted"
    return None


def _asks_how_much(clause: Token) -> bool:
    return _asks_how(clause) and not _is_that(clause)


def _noun(noun: Token, word: Token) -> Stance | None:
    """*doubts that …*, *no evidence that …*, *no truth in reports that …*."""
    lists, lemma = load_beliefs(), noun.lemma_.lower()
    if word.dep_ not in ("prep", "acl", "relcl", "ccomp") or (word.dep_ in ("acl", "relcl") and not _is_that(word)):
        return None
    lacking = _lacks(noun)
    if lemma in lists["evidence"]:
        return "doubted" if lacking else None
    if lemma in lists["true"]:
        return "denied" if lacking else None
    stance: Stance | None = "doubted" if lemma in lists["doubting_nouns"] else None
    stance = "denied" if lemma in lists["denying_nouns"] else stance
    return "claimed" if stance and lacking else stance


def _described(noun: Token) -> Stance | None:
    """*unconfirmed reports that …*, *false claims that …*."""
    lists = load_beliefs()
    if noun.lemma_.lower() not in lists["told"]:
        return None
    words = {c.lower_ for c in noun.children if c.dep_ in ("amod", "compound")}
    return "denied" if words & lists["untrue"] else "doubted" if words & lists["doubted"] else None


def _turned(verb: Token, stance: Stance) -> Stance:
    return _OPPOSITE[stance] if _is_negated(verb) else stance


def _is_negated(verb: Token) -> bool:
    """*not*, *never*, *neither … nor*, *no one*, *refused to*."""
    if verb.i and verb.nbor(-1).lower_ in ("nor", "neither"):
        return True
    subjects = (c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass"))
    refused = verb.dep_ == "xcomp" and verb.head.lemma_ in ("refuse", "decline") and verb.lemma_ in ("deny", "dispute")
    return (
        refused
        or any(c.dep_ == "neg" or c.lower_ in ("neither", "never") for c in verb.children)
        or any(s.lower_ in ("nobody", "none") or _lacks(s) for s in subjects)
    )


def _is_failing(verb: Token) -> bool:
    """*was unable to verify*, *failed to confirm*."""
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in load_beliefs()["failing"]


def _lacks(noun: Token) -> bool:
    return any(c.dep_ in ("det", "amod", "neg") and c.lower_ in _NO for c in noun.children)


@lru_cache(maxsize=1)
def load_beliefs() -> dict[str, frozenset[str]]:
    """The words of `[cues]` and `[beliefs]` in `lexicon/modality.toml`."""
    table = load_table("modality")
    return {name: frozenset(words.split()) for name, words in (table["cues"] | table["beliefs"]).items()}
