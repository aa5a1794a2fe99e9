"""A predicate's own words: what its auxiliaries, negators, adverbs and modifiers say of whether it happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dateline.grammar.veridicality import Lexicon, load_lexicon, under
from dateline.model import Modality, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))
TAG_QUESTION = re.compile(r",\s*\w+(?:\s?n't| not)?\s+(?:it|he|she|they|we|you|I|there)\s*\?\W*$")


class Reading(NamedTuple):
    """A modality and the rule that decided it."""

    modality: Modality
    rule: str


PLAIN = Reading("actual", "plain")


def within(token: Token, trigger: Span = (0, 0)) -> Reading:
    """What the auxiliaries, negators, adverbs and modifiers of a predicate say."""
    lexicon = load_lexicon()
    if any(trigger[0] <= c.i < trigger[1] and c.dep_ in ("aux", "auxpass", "neg", "nsubj") for c in token.children):
        return PLAIN
    if token.pos_ in ("NOUN", "PROPN", "PRON"):
        return _in_noun_phrase(token, lexicon)
    if asked := _question(token):
        return asked
    if met := _against_fact(token):
        return met
    if denied := _negator(token, lexicon):
        auxiliary = modal(token)
        if auxiliary and any(c.dep_ == "advcl" and marker(c) == "unless" for c in token.children):
            return Reading("hypothetical", "condition:unless")
        unless = auxiliary in ("could", "would", "can") and any(
            c.lower_ in ("without", "absent") for c in token.children
        )
        if unless or auxiliary in ("may", "might", "should", "must", "ought"):
            return Reading("hypothetical", f"auxiliary:{auxiliary}")
        return Reading("negated", f"negator:{denied}")
    for rule in (_condition, _hedge, _auxiliary, _command, _scheduled):
        if found := rule(token, lexicon):
            return found
    return PLAIN


def _against_fact(verb: Token) -> Reading | None:
    """*Had they not opened it, …*, *if they had not opened it, … would have*, *would never have signed without …*: what
    is thought away, or would have been missing, did happen."""
    words = [c.lower_ for c in verb.children if c.dep_ in ("aux", "neg", "advmod")]
    if not {"not", "n't", "never"} & set(words):
        return None
    if verb.dep_ == "advcl" and "had" in words and (inverted(verb) or marker(verb) == "if"):
        main = {c.lower_ for c in verb.head.children}
        return Reading("actual", "against the fact") if main & {"would", "could", "might"} and "have" in main else None
    without = any(c.lower_ in ("without", "but") and c.dep_ == "prep" for c in verb.children)
    missing = without and modal(verb) in ("would", "could") and "have" in words
    return Reading("actual", "against the fact") if missing else None


def _asked(noun: Token) -> bool:
    """A verb that the parser read as the noun of a question: *Did the army bomb its ally?*"""
    sentence = noun.sent
    return noun.dep_ == "ROOT" and sentence[-1].text == "?" and sentence[0].lower_ in ("did", "do", "does", "will")


def _in_noun_phrase(noun: Token, lexicon: Lexicon) -> Reading:
    if _asked(noun):
        return Reading("hypothetical", "question")
    for child in noun.children:
        word = child.lower_
        if _empties(child, lexicon):
            return Reading("negated", f"determiner:{word}")
        if child.dep_ in ("poss", "npadvmod", "nmod") and _to_come(child, lexicon):
            return Reading("future", f"time:{word}")
        if child.dep_ in ("amod", "compound", "nmod", "advmod"):
            for modality in ("future", "hypothetical", "negated"):
                if word in lexicon.words[f"modifiers.{modality}"]:
                    return Reading(modality, f"modifier:{word}")
        if child.tag_ == "VBN" and child.dep_ in ("amod", "acl"):
            signature = lexicon.signature("verbs", "np", child.lemma_) or "+"
            if signature[0] in "-?>":
                return Reading(under(signature, "actual"), f"modifier:{word}")
    return PLAIN


def _negator(token: Token, lexicon: Lexicon) -> str | None:
    """The word that negates a verb or adjective, in front of its clause or inside it."""
    if _until_after_all(token):
        return None
    if any(_no_longer(c) for c in token.children):
        return "no longer"
    return _fronted(token, lexicon) or _negates(token, lexicon)


def _negates(token: Token, lexicon: Lexicon) -> str | None:
    """An adverb that negates, or the determiner of the subject or object."""
    words = lexicon.words
    for child in token.children:
        word = child.lower_
        if child.dep_ in ("neg", "advmod", "preconj", "cc") and word in words["negators.adverbs"]:
            following = child.nbor().lower_ if child.i + 1 < len(child.doc) else ""
            if following not in words["negators.cancelled_by"] and not _bounds(child):
                return word
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
            if word in words["negators.subjects"]:
                return word
            for inner in child.children:
                if _empties(inner, lexicon) or (child.dep_ != "attr" and _not_one(inner)):
                    return inner.lower_
    return None


def _no_longer(adverb: Token) -> bool:
    return adverb.lower_ == "longer" and any(c.lower_ == "no" for c in adverb.children)


def _fronted(verb: Token, lexicon: Lexicon) -> str | None:
    """*Never in the war did they meet*, *at no time had it agreed*: a negator in front, the subject behind an
    auxiliary."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    auxiliary = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), None)
    if subject is None or auxiliary is None or auxiliary.i > subject.i:
        return None
    opening = [t.lower_ for t in verb.doc[verb.left_edge.i : auxiliary.i] if not t.is_punct]
    if opening[1:2] == ["no"]:
        return " ".join(opening[:2])
    negated = opening and opening[0] in lexicon.words["negators.fronted"]
    return opening[0] if negated and opening[1:2] != ["only"] else None


def _until_after_all(verb: Token) -> bool:
    """*Did not surrender until the wells ran dry*: so it did in the end."""
    past = any(c.lower_ in ("did", "was", "were", "had") and c.dep_ in ("aux", "auxpass") for c in verb.children)
    late = any(
        c.i > verb.i and (c.lower_ in ("until", "till") or any(m.lower_ in ("until", "till") for m in c.children))
        for c in verb.children
        if c.dep_ in ("prep", "advcl")
    )
    return past and late


def _empties(word: Token, lexicon: Lexicon) -> bool:
    """A word that leaves nothing of its noun: *no attack*, *few soldiers*, but *a few soldiers*."""
    if word.dep_ not in ("det", "neg", "amod", "nummod") or word.lower_ not in lexicon.words["negators.determiners"]:
        return False
    return not _bounds(word) and not (word.i and word.nbor(-1).lower_ in ("a", "the", "quite", "these", "those"))


def _not_one(word: Token) -> bool:
    """*Not one of them*, *not a single shot*."""
    following = word.nbor().lower_ if word.i + 1 < len(word.doc) else ""
    return word.lower_ == "not" and following in ("one", "a", "an") and word.nbor(2).lower_ not in ("few", "little")


def _bounds(negator: Token) -> bool:
    """*no fewer than twenty*, *no later than Friday*: a bound, not a negation."""
    following = negator.nbor().lower_ if negator.i + 1 < len(negator.doc) else ""
    return negator.lower_ in ("no", "not") and following in ("less", "more", "later", "sooner", "fewer")


def modal(token: Token) -> str | None:
    modals = (c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass") and c.tag_ == "MD")
    return next((m for m in modals if m != "'d" or token.tag_ == "VB"), None)


def _auxiliary(token: Token, lexicon: Lexicon) -> Reading | None:
    auxiliary = modal(token)
    if auxiliary is None:
        headline = token.dep_ == "ROOT" and has_to(token)
        return Reading("future", "to come") if headline else None
    if auxiliary == "would" and any(c.lower_ in lexicon.words["auxiliaries.told_ahead"] for c in token.children):
        return None
    if auxiliary in lexicon.words["auxiliaries.future"] or (auxiliary in ("would", "'d") and _reported(token)):
        return Reading("future", f"auxiliary:{auxiliary}")
    if auxiliary in lexicon.words["auxiliaries.hypothetical"]:
        return Reading("hypothetical", f"auxiliary:{auxiliary}")
    return None


def _reported(token: Token) -> bool:
    """A clause in reported speech, where *would* is the *will* of the speaker."""
    if token.lemma_ in load_lexicon().words["auxiliaries.conditional"]:
        return False
    if any(c.lower_ == "have" or (c.dep_ == "advcl" and c.i < token.i and has_to(c)) for c in token.children):
        return False
    for governor in (*(c for c in token.children if c.dep_ == "parataxis"), *token.ancestors):
        if governor.pos_ == "VERB":
            return load_lexicon().signature("verbs", "that", governor.lemma_) == "+?"
    return False


def _hedge(token: Token, lexicon: Lexicon) -> Reading | None:
    for child in token.children:
        if child.dep_ == "advmod" and child.lower_ in lexicon.words["hedges.hypothetical"]:
            return Reading("hypothetical", f"adverb:{child.lower_}")
        if child.lower_ in lexicon.words["negators.almost"] and token.tag_ in ("VBD", "VBN") and child.i < token.i:
            return Reading("negated", f"adverb:{child.lower_}")
    return None


def _condition(token: Token, lexicon: Lexicon) -> Reading | None:
    """The main clause of a condition, unless it is told as a fact of the past; or what the parser made one of."""
    if token.dep_ == "ROOT" and (mark := marker(token)) in lexicon.words["markers.hypothetical"]:
        return Reading("hypothetical", f"marker:{mark}")
    if token.tag_ == "VBD":
        return None
    for child in token.children:
        if child.dep_ == "advcl" and (mark := marker(child)) in ("if", "unless", "provided", "providing"):
            return Reading("hypothetical", f"condition:{mark}")
        if child.dep_ == "prep" and child.lower_ in lexicon.words["prepositions.hypothetical"] and modal(token):
            return Reading("hypothetical", f"condition:{child.lower_}")
        if child.dep_ == "advcl" and modal(token) and inverted(child):
            return Reading("hypothetical", "condition:inverted")
    return None


def inverted(clause: Token) -> bool:
    """*Should they fail*, *had he known*, *were it to happen*: an auxiliary in front makes a condition."""
    first = next((t for t in clause.subtree if not t.is_punct), clause)
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    return first.lower_ in ("should", "had", "were") and subject is not None and first.i < subject.i


def _question(token: Token) -> Reading | None:
    if not any(child.lower_ == "?" for child in token.children) or token.pos_ not in ("VERB", "AUX"):
        return None
    if TAG_QUESTION.search(token.sent.text):
        return None
    asks_how = any(c.lower_ in ("why", "how", "when", "where", "since") for c in token.children)
    past = token.tag_ == "VBD" or any(c.dep_ == "aux" and c.tag_ == "VBD" for c in token.children)
    return None if asks_how and past else Reading("hypothetical", "question")


def _command(token: Token, lexicon: Lexicon) -> Reading | None:
    bare = token.tag_ == "VB" and token.dep_ in ("ROOT", "ccomp")
    if bare and not any(c.dep_ in SUBJECTS or c.dep_ in ("aux", "auxpass") for c in token.children):
        return Reading("hypothetical", "command")
    return None


def _scheduled(token: Token, lexicon: Lexicon) -> Reading | None:
    """The present tense with a time to come: *is visiting next week*."""
    finite = token.tag_ if token.tag_ != "VBG" else next((c.tag_ for c in token.children if c.dep_ == "aux"), "")
    if finite not in ("VBZ", "VBP"):
        return None
    names = {token.lemma_, *(f"{token.lemma_}_{c.lower_}" for c in token.children if c.dep_ == "dobj")}
    timed = token.tag_ == "VBG" or bool(names & lexicon.words["times.timetabled"])
    if _at_once(token) or any(_takes_effect(c, lexicon) for c in token.children):
        return Reading("future", "scheduled")
    for child in token.children:
        heads = [child, *(c for c in child.children if child.dep_ == "prep")]
        if any(_to_come(h, lexicon) for h in heads if h.dep_ in ("npadvmod", "advmod", "pobj", "nmod", "dobj")):
            return Reading("future", "scheduled")
        if timed and child.lower_ == "on" and any(h.lower_ in lexicon.words["times.days"] for h in heads[1:]):
            return Reading("future", "scheduled")
    return None


def _at_once(verb: Token) -> bool:
    """*Once the snow melts, the brigade moves*; *as soon as it melts, …*."""
    clauses = (c for c in verb.children if c.dep_ == "advcl" and c.tag_ not in ("VBD", "VBN"))
    once = any(c.left_edge.lower_ == "once" and c.left_edge.i < c.i for c in clauses)
    return once or (verb.dep_ == "ROOT" and verb.sent.text.lower().startswith("as soon as "))


def _takes_effect(preposition: Token, lexicon: Lexicon) -> bool:
    """*From 1 July*, *as of Monday*: the day from which the present tense of a rule holds."""
    after = [t.lower_ for t in preposition.doc[preposition.i : preposition.i + 4]]
    if after[0] not in ("from", "starting", "beginning", "effective") and after[:2] not in (
        ["as", "of"],
        ["as", "from"],
    ):
        return False
    if after[0] == "as" and not any(c.dep_ == "dobj" for c in preposition.head.children):
        return False  # "as of March the shop accounts for half of all sales" is how things stand
    ranged = any(c.lower_ in ("to", "until", "till") for c in preposition.head.children)
    return not ranged and any(word in lexicon.words["times.days"] for word in after[1:])


def _to_come(time: Token, lexicon: Lexicon) -> bool:
    if time.lower_ in lexicon.words["times.future"]:
        return True
    before = {c.lower_ for c in time.children}
    # "the next day" counts from the story's past, "next week" from now
    return (
        time.lower_ in lexicon.words["times.units"]
        and "the" not in before
        and bool(before & lexicon.words["times.ahead"])
    )


def has_to(token: Token) -> bool:
    return any(c.tag_ == "TO" and c.dep_ == "aux" for c in token.children)


def marker(token: Token) -> str | None:
    """The word that joins a clause to its main clause: the telling one, if there are several."""
    known = load_lexicon().words
    telling = known["markers.hypothetical"] | known["markers.open_later"]
    marks = [c for c in token.children if c.dep_ in ("mark", "advmod") and c.i < token.i]
    first = next((c.lower_ for c in marks if c.lower_ in telling), None)
    return first or next((c.lower_ for c in marks if c.dep_ == "mark"), None)
