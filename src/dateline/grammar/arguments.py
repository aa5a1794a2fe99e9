"""The arguments of a predicate in the parse, through passives, control, conjunction and relative clauses.

Everything here is syntax: tokens in, head tokens out. What the words mean for politics is in `frames.py`, and which
entity a token names is decided by whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.lexicon import load_table

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
CLAUSES = frozenset({"xcomp", "ccomp"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_STRAYING = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "RB", "JJ"})
_OF_PASSIVES = PASSIVE_SUBJECTS | {"auxpass"}
_OF_ACTIVES = SUBJECTS | {"aux", "dobj"}
_DEEPEST = 6


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_table("arguments").items()}


def is_verbal(token: Token) -> bool:
    """Whether this token is a verb, an auxiliary used as one included."""
    return token.pos_ in ("VERB", "AUX")


def is_passive(verb: Token) -> bool:
    """Whether the surface subject of this verb is what it is done to."""
    around = {c.dep_ for c in verb.children}
    if not around.isdisjoint(_OF_PASSIVES):
        return True
    if verb.tag_ != "VBN" or not around.isdisjoint(_OF_ACTIVES):
        return False
    if verb.dep_ in ("acl", "amod", "advcl", "ccomp", "xcomp", "oprd"):
        return True
    return verb.dep_ == "conj" and is_verbal(verb.head) and is_passive(verb.head)


def conjoined(tokens: Iterable[Token]) -> list[Token]:
    """These tokens and all that is coordinated with each to its right, in text order, without repeats."""
    found: dict[int, Token] = {}
    for token in tokens:
        for member in (token, *(c for c in token.conjuncts if c.i > token.i)):
            if member.pos_ != "VERB" or member == token:
                found.setdefault(member.i, member)
    return list(found.values())


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is itself."""
    if token.lower_ in RELATIVE and token.tag_ in ("WP", "WDT", "IN", "DT"):
        clause = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
        if clause is not None:
            return clause.head
    return token


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The expressed or understood subject of a verb or of a predicate adjective."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS or c.dep_ in PASSIVE_SUBJECTS]
    if own:
        return conjoined(antecedent(c) for c in own)
    if depth > _DEEPEST:
        return []
    return _inherited(verb, depth + 1)


def _inherited(verb: Token, depth: int) -> list[Token]:
    head, dep = verb.head, verb.dep_
    noun = _completed_noun(verb)
    if noun is not None and owners(noun):
        return owners(noun)
    if dep in ("conj", "advcl", "acomp", "attr", "dep", "auxpass") and (is_verbal(head) or head.pos_ == "ADJ"):
        return surface_subjects(head, depth)
    if dep in CLAUSES or dep == "oprd":
        return _controller(head, depth)
    if dep in ("acl", "relcl", "amod"):
        return conjoined([head]) if verb.tag_ in ("VBG", "VBN") else holders(head, depth)
    if dep == "pcomp" and _is_ground(head.head):
        return objects(head.head.head.head)
    if dep == "pcomp" and head.lower_ in _words()["beside"]:  # *after shelling A, B asked C*: B shelled
        return surface_subjects(head.head, depth)
    if dep == "pcomp":
        return _controller(head.head, depth) if is_verbal(head.head) else holders(head.head, depth)
    return []


def _is_ground(noun: Token) -> bool:
    """*charges* of *arrested A on charges of spying*: A is said to have spied."""
    above = noun.head
    return noun.lemma_ in _words()["grounds"] and above.lower_ in ("on", "over", "under") and is_verbal(above.head)


def _controller(governor: Token, depth: int) -> list[Token]:
    """Who the unexpressed subject of a clause is, given the predicate that governs the clause."""
    if not is_verbal(governor) and governor.pos_ != "ADJ":
        return holders(governor, depth)
    if governor.lemma_ in _words()["object_control"]:
        objects = [c for c in governor.children if c.dep_ in ("dobj", "dative")]
        objects = objects or list(obliques(governor, ("on", "upon", "for")))
        if objects:
            return conjoined(objects)
        if is_passive(governor):
            return surface_subjects(governor, depth)
    return surface_subjects(governor, depth)


def owners(noun: Token, *, possessor: bool = True) -> list[Token]:
    """Whose action a noun names in its own phrase: its possessor, *by X*, *between A and B*, or *Russian*, *EU*."""
    found = list(obliques(noun, ("by", "between", "among")))
    if possessor:
        found = possessors(noun) or found
    if not found:
        leading = [c for c in noun.children if c.dep_ in _MODIFIERS]  # *Russian* may hang on *missile*
        found = [c for m in leading for c in (m, *m.children) if c.dep_ in _MODIFIERS and _may_own(c)]
    return conjoined(found)


def undergoers(noun: Token) -> list[Token]:
    """Who the act that a noun names is done to, where its verb says so: *A faced criticism from B*."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.pos_ != "VERB" or verb.lemma_ not in _words()["undergoing"]:
        return []
    return surface_subjects(verb)


def possessors(noun: Token) -> list[Token]:
    """*Kenya* of *Kenya's refusal*."""
    return conjoined(c for c in noun.children if c.dep_ == "poss")


def _may_own(modifier: Token) -> bool:
    """*Russian strikes*, *EU sanctions*, *U.S. raids*; but not *Gaza ceasefire*."""
    return modifier.ent_type_ in ("NORP", "ORG", "PERSON") or (modifier.ent_type_ == "GPE" and modifier.text.isupper())


def holders(noun: Token, depth: int = 0) -> list[Token]:
    """Whose action a noun names: its owner, *from X*, or the subject of the verb that supports the noun."""
    return owners(noun) or support_subjects(noun, depth) or conjoined(obliques(noun, ("from",)))


def support_subjects(noun: Token, depth: int = 0) -> list[Token]:
    """The subject of the verb that a noun completes (*X made threats*, *X responded with sanctions*)."""
    above = noun.head
    while above.dep_ in ("prep", "pobj", "conj", "dobj", "agent") and not is_verbal(above) and above.head != above:
        above = above.head
    if depth > _DEEPEST or not is_verbal(above) or noun.dep_ in SUBJECTS or noun.dep_ in PASSIVE_SUBJECTS:
        return []
    return agents(above, depth + 1)


def agents(predicate: Token, depth: int = 0) -> list[Token]:
    """Head tokens of who does it, for a verb, noun or adjective."""
    if predicate.pos_ in ("NOUN", "PROPN"):
        return holders(predicate, depth)
    if predicate.pos_ != "ADJ" and is_passive(predicate):
        by = [c for c in predicate.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")]
        return conjoined(o for c in by or _strays(predicate) for o in c.children if o.dep_ == "pobj")
    return surface_subjects(predicate, depth)


def _strays(verb: Token) -> list[Token]:
    """The *by* of a passive that the parser gave to a word before it: *supplied with tonnes of medicine by Kuwait*."""
    after = [t for t in verb.subtree if t.i > verb.i and t.lower_ == "by" and t.dep_ in ("prep", "agent")]
    return [t for t in after if t.head.tag_ in _STRAYING and verb == clause_head(t) and not is_dated(t)][:1]


def objects(verb: Token) -> list[Token]:
    """Head tokens of what it is done to: direct object, subject of a passive, gap of a relative clause."""
    if is_passive(verb):
        return surface_subjects(verb)
    direct = [c for c in verb.children if c.dep_ in ("dobj", "attr", "oprd") and c.pos_ in NOMINAL]
    if direct:
        return conjoined(antecedent(c) for c in direct)
    if (partner := _sharing_partner(verb)) is not None:
        return objects(partner)
    if verb.dep_ == "relcl" and not any(c.lower_ in ("where", "when", "why") for c in verb.children):
        subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
        if subjects and not any(c.lower_ in RELATIVE for c in subjects):
            return [verb.head]
    return []


def _sharing_partner(verb: Token) -> Token | None:
    """*sentences* for *convicts* of *convicts and sentences six people*: who joins it and has the object of both."""
    after = [c for c in verb.rights if c.dep_ != "punct"]
    if [c.dep_ for c in after] != ["cc", "conj"] or not is_verbal(after[1]) or after[1].i - verb.i > 3:
        return None
    return after[1] if after[1].tag_ == verb.tag_ and any(c.dep_ == "dobj" for c in after[1].children) else None


def datives(verb: Token) -> list[Token]:
    """Head tokens of the indirect object: *gave Kyiv arms*, *gave arms to Kyiv*."""
    found = []
    for child in verb.children:
        if child.dep_ == "dative":
            found += [child] if child.pos_ in NOMINAL else [c for c in child.children if c.dep_ == "pobj"]
    return conjoined(found)


def obliques(token: Token, prepositions: Iterable[str]) -> Iterator[Token]:
    """Head tokens of the noun phrases that these prepositions attach to a token, coordination included."""
    wanted = frozenset(prepositions)
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative", "prt", "advmod") and child.lower_ in wanted:
            yield from _governed(child)


def _governed(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from conjoined([antecedent(child)])
        elif child.dep_ == "prep":  # *away from*, *out of*
            yield from _governed(child)


def is_dated(preposition: Token) -> bool:
    """Whether a preposition only leads in a time: *on* of *on Saturday* is no part of a predicate."""
    return preposition.dep_ == "prep" and any(c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


def prepositions(token: Token) -> dict[str, list[Token]]:
    """Every preposition and particle of a token with the heads (nouns or gerunds) that it governs."""
    found: dict[str, list[Token]] = {}
    for child in token.children:
        if is_dated(child):
            continue
        adverb = child.dep_ == "advmod" and child.pos_ in ("ADP", "ADV")
        if adverb or child.dep_ in ("prep", "prt", "agent", "dative"):
            below = list(_governed(child)) + [c for c in child.children if c.dep_ == "pcomp"]
            found.setdefault(child.lower_, []).extend(below)
            for inner in child.children:
                if inner.dep_ == "prep":
                    found.setdefault(inner.lower_, []).extend(_governed(inner))
    return found


def held(noun: Token, depth: int = 0) -> Token:
    """What a container noun holds: *a new round of sanctions* → *sanctions*."""
    if noun.lemma_.lower() in _words()["containers"] and depth < 3:
        inner = next(iter(prepositions(noun).get("of", ())), None)
        if inner is not None:
            return held(inner, depth + 1)
    return noun


def clauses(predicate: Token) -> list[Token]:
    """Heads of the clauses that complete a predicate (infinitives of nouns included)."""
    found = [c for c in predicate.children if c.dep_ in CLAUSES or (c.dep_ == "acl" and _completes(c))]
    if predicate.pos_ == "VERB" and not found:  # *threatened on Thursday to leave*
        days = [t for c in predicate.children for t in (c, *c.children) if t.ent_type_ in ("DATE", "TIME")]
        found = [c for day in days for c in day.children if c.dep_ in ("acl", "relcl") and c.tag_ == "VB"]
    if predicate.pos_ == "NOUN" and not found:
        ahead = predicate.doc[predicate.i + 1 : predicate.i + 3]
        found = [t for t in ahead if _completed_noun(t) == predicate]
    return found


def _completes(clause: Token) -> bool:
    """*a plan to leave*, *the demand that it leave*; not *the ship seized there*."""
    return clause.tag_ == "VB" or any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def _completed_noun(verb: Token) -> Token | None:
    """The noun right before an infinitive that it completes, wherever the parser hung the infinitive."""
    if verb.i < 2 or verb.tag_ != "VB" or verb.dep_ not in ("advcl", "xcomp") or verb.nbor(-1).lower_ != "to":
        return None
    noun = verb.nbor(-2)
    return noun if noun.pos_ == "NOUN" and noun.lemma_ in _words()["infinitive_nouns"] else None


def auxiliaries(verb: Token) -> set[str]:
    """Lower-case auxiliaries of a verb, inherited by a coordinated verb that has none."""
    own = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if not own and verb.dep_ == "conj" and is_verbal(verb.head):
        return auxiliaries(verb.head)
    return own


def is_negated(verb: Token) -> bool:
    """Whether the predicate itself is denied (*not*, *never*, *no longer*)."""
    return any(c.dep_ == "neg" or c.lower_ in ("never", "neither", "nor") for c in verb.children)


def is_to_come(verb: Token) -> bool:
    """Whether the verb is announced: *will*, *would*, *shall*, *is to*, *is going to*, *plans to*."""
    if auxiliaries(verb) & {"will", "'ll", "wo", "would", "shall", "ll"}:
        return True
    governor = verb.head
    return verb.dep_ in ("xcomp", "acl") and governor.lemma_ in (
        "go", "plan", "intend", "expect", "set", "prepare", "vow", "schedule", "due", "want", "seek", "hope",
    )  # fmt: skip


def clause_head(token: Token) -> Token:
    """The verb whose clause a token stands in (the token itself if none is above it)."""
    above = token
    while not is_verbal(above) and above.head != above:
        above = above.head
    return above
