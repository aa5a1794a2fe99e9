"""Whether a place name stands for the place (*in Minsk*) or for those who act there (*Minsk said*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dateline.grammar.nominals import nominals
from dateline.lexicon import load_table, words_of

if TYPE_CHECKING:
    from spacy.tokens import Token

Use = Literal["actor", "place"]
Form = Literal["name", "demonym", "capital", "metonym"]

_TABLE = load_table("place_use")
_PLACED = words_of(_TABLE["places"]["prepositions"])
_OPEN = words_of(_TABLE["places"]["open_prepositions"])
_MOTION = words_of(_TABLE["places"]["motion_verbs"])
_MOTION_NOUNS = words_of(_TABLE["places"]["motion_nouns"])
_PLACE_NOUNS = words_of(_TABLE["places"]["place_nouns"])
_ADDRESS = words_of(_TABLE["actors"]["address_verbs"])
_AGENT = words_of(_TABLE["actors"]["agent_verbs"])
_ACTS = words_of(_TABLE["actors"]["act_nouns"]) | words_of(_TABLE["actors"]["hardware_nouns"])
_FIRES = words_of(_TABLE["matter"]["fires"])
_FORCE = words_of(_TABLE["actors"]["force_acts"])
_EXAMPLES = frozenset({"including", "like", "as"})
_BOUND = frozenset({"bind", "bound", "leave", "depart", "head", "set", "destined"})


def place_or_actor(head: Token, label: str, form: Form | None) -> Use:
    """The use of a place name by its place in the parse. `form`: how it names a country, None if it does not."""
    head = _first_conjunct(head)
    state = form is not None and not (form == "capital" and _under_force(head))
    if head.dep_ == "nsubj":
        return _of_subject(head, state)
    if head.dep_ == "nsubjpass":
        return "actor" if state and head.head.lemma_ not in _MOTION else _of_object(head, state)
    if head.dep_ == "pobj":
        return _of_preposition(head, label, state)
    if head.dep_ in ("dobj", "dative", "iobj"):
        return _of_object(head, state)
    if head.dep_ in ("poss", "compound", "nmod", "amod"):
        return _of_modifier(head, label, state)
    if head.dep_ == "appos" and head.head.i != head.i:
        return place_or_actor(head.head, label, form)
    return "actor" if state and label != "LOC" else "place"


def _under_force(head: Token) -> bool:
    governor = head.head
    if head.dep_ == "pobj" and governor.lower_ in ("on", "upon", "against", "of", "over"):
        return governor.head.lemma_.lower() in _FORCE
    return head.dep_ in ("dobj", "nsubjpass") and governor.lemma_.lower() in _FORCE


def _first_conjunct(head: Token) -> Token:
    while head.dep_ == "conj" and head.head.i < head.i and head.head.pos_ in ("PROPN", "NOUN"):
        head = head.head
    return head


def _of_subject(head: Token, state: bool) -> Use:
    verb = head.head.lemma_.lower()
    if state:
        return "place" if verb in ("lie", "border", "sit", "stretch") else "actor"
    return "actor" if verb in _AGENT and verb not in _MOTION else "place"


def _of_object(head: Token, state: bool) -> Use:
    verb = head.head.lemma_.lower()
    if verb in _ADDRESS:
        return "actor"
    return "actor" if state and verb not in _MOTION else "place"


def _of_preposition(head: Token, label: str, state: bool) -> Use:
    preposition = head.head
    word, governor = preposition.lower_, preposition.head.lemma_.lower()
    if word in _EXAMPLES and preposition.head.pos_ == "NOUN":
        return _of_example(preposition.head, label, state)
    if preposition.dep_ == "agent" or (word == "to" and governor in _ADDRESS):
        return "actor"
    if not state or label in ("LOC", "FAC"):
        return "place"
    if word in ("at", "from") and governor in _FIRES:
        return "actor" if word == "at" else "place"
    if word in _PLACED:
        return "place"
    if word == "for" and governor in _BOUND:
        return "place"
    if word in _OPEN:
        return "place" if _moves(preposition) else "actor"
    if word == "of":
        return "place" if governor in _PLACE_NOUNS or governor in nominals().also["place"] else "actor"
    return "actor"


def _of_example(noun: Token, label: str, state: bool) -> Use:
    """*From countries including Iraq*: as the noun it is an example of."""
    noun = _first_conjunct(noun)
    return _of_preposition(noun, label, state) if noun.dep_ == "pobj" else "actor" if state else "place"


def _moves(preposition: Token) -> bool:
    """Motion or position governs a preposition, also through a chain of them (*from Minsk to Moscow*)."""
    governor = preposition.head
    while governor.dep_ in ("prep", "pobj", "pcomp") and governor.pos_ == "ADP":
        governor = governor.head
    lemma = governor.lemma_.lower()
    if governor.pos_ in ("VERB", "AUX"):
        return lemma in _MOTION or (preposition.lower_ == "from" and lemma not in _AGENT and lemma not in _ADDRESS)
    if lemma in _ACTS and lemma not in _MOTION_NOUNS:
        return False
    if lemma in _MOTION_NOUNS or preposition.lower_ == "between":
        return lemma in _MOTION_NOUNS or lemma in _PLACE_NOUNS
    return preposition.lower_ in ("to", "from", "towards", "toward") and _moving_verb(governor)


def _moving_verb(noun: Token) -> bool:
    """The noun is moved or moves: *bring migrants to Minsk*, *sent bombers to Belarus*."""
    verb = noun.head
    return noun.dep_ in ("dobj", "nsubj", "nsubjpass") and verb.lemma_.lower() in _MOTION


def _of_modifier(head: Token, label: str, state: bool) -> Use:
    noun = head.head.lemma_.lower()
    if not state or label in ("LOC", "FAC"):
        return "place"
    if head.dep_ == "poss":
        return "place" if noun in _PLACE_NOUNS or noun in nominals().also["place"] else "actor"
    return "actor" if noun in _ACTS or nominals().kind(head.head) not in (None, "place") else "place"
