"""Did it happen? The modality of a predicate, and how its speaker stands to it.

A predicate is read twice: what its own words say (*may not have*), and what its surroundings say (*refused to*,
*a plan for*, *if*). The surroundings are read the same way up to the root, so that each word decides only for what
it governs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.grammar.background import is_background
from dateline.grammar.fate import on_condition, undone
from dateline.grammar.predicate import PLAIN, SUBJECTS, Reading, has_to, inverted, marker, modal, within
from dateline.grammar.stance import stance_of
from dateline.grammar.veridicality import Takes, Word, compose, load_lexicon, under
from dateline.model import Judged, Modality, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["judge", "stance_of"]

COPULAS = frozenset(
    ("be", "become", "remain", "seem", "appear", "look", "sound", "prove", "stay", "feel", "get", "grow")
)
# Prepositions through which a verb or noun governs an event noun as it governs an object: "called for a ceasefire".
GOVERNING = frozenset(("for", "of", "to", "about", "on", "against", "from"))
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
FIRST = frozenset(("first", "second", "third", "last", "only", "latest", "next"))
# Precision on MEANTIME (open part) and CommitmentBank (train), 1,136 items. What those corpora call hypothetical is
# far narrower than what this program does (wishes, requests, purposes), and they mark no background: the figures for
# hypothetical and historical are judgements, not measurements.
CONFIDENCE: dict[Modality, float] = {
    "actual": 0.92,
    "future": 0.84,
    "hypothetical": 0.8,
    "negated": 0.96,
    "historical": 0.9,
}


def judge(annotated: Annotated, trigger: Span, head: int) -> Judged:
    """The modality of the predicate whose tokens are `trigger` and whose head token is `head`."""
    token = annotated.doc[head]
    modality, rule = read(_supported(token, trigger) or token, trigger)
    if modality == "actual" and is_background(annotated, token):
        modality, rule = "historical", "background"
    return Judged(modality=modality, confidence=CONFIDENCE[modality], rule=rule)


def _supported(verb: Token, trigger: Span) -> Token | None:
    """The event noun that a verb only thinks of: *plan an attack* tells of the attack, which is still open."""
    if verb.lemma_ not in load_lexicon().words["supporting.open"]:
        return None
    return next((c for c in verb.children if c.dep_ == "dobj" and trigger[0] <= c.i < trigger[1]), None)


def read(token: Token, trigger: Span = (0, 0)) -> Reading:
    """What holds of a predicate, its own words and its surroundings together. Auxiliaries and negators that are
    part of the trigger say what is judged, and are not judged themselves."""
    outer, inner = around(token), within(token, trigger)
    if inner.rule.startswith("determiner") and outer.modality == "negated":
        return inner  # "there was no attack": the verb counts the same "no"
    modality = compose(outer.modality, inner.modality)
    decided = outer if modality == outer.modality and outer is not PLAIN else inner
    if modality == "actual" and "negated" in (outer.modality, inner.modality):
        return Reading(modality, f"{outer.rule} {inner.rule}")
    return Reading(modality, decided.rule)


# ── What stands around a predicate ───────────────────────────────────────────────────────────────────────────────


def around(token: Token) -> Reading:
    """What the words that govern a predicate say of it, read up to the root."""
    rule = _AROUND.get(token.dep_)
    return rule(token) if rule and token.head.i != token.i else PLAIN


def _as_head(token: Token) -> Reading:
    return read(token.head)


def _predicate(token: Token) -> Reading:
    """An adverb as predicate: *the war is over*."""
    return read(token.head) if token.head.lemma_ in COPULAS else PLAIN


def _conjunct(token: Token) -> Reading:
    """A conjunct stands where the first one stands, and shares its auxiliaries if it has no subject of its own."""
    first = token.head
    own = any(c.dep_ in SUBJECTS or c.dep_ in ("aux", "auxpass") for c in token.children)
    contrast = any(c.dep_ == "cc" and c.lower_ in ("but", "yet") for c in first.children)
    same_form = token.tag_ == first.tag_ or token.pos_ in ("NOUN", "PROPN")
    if own or contrast or not same_form:
        condition = PLAIN if contrast or token.tag_ == "VBD" else within(first)
        return condition if condition.rule.startswith("condition:") else around(first)
    return read(first)


def _clause(token: Token) -> Reading:
    """A clause as complement: its governor's signature decides."""
    if token.dep_ == "ccomp" and marker(token) in ("if", "whether"):
        return Reading("hypothetical", "indirect question")
    return _governed(token, _form(token))


def _form(token: Token) -> Takes:
    """How a complement clause is built."""
    bound = not any(c.tag_ in FINITE for c in token.children if c.dep_ in ("aux", "auxpass"))
    if has_to(token) or (token.tag_ == "VB" and bound):
        return "to"
    return "ing" if token.tag_ in ("VBG", "VBN") and bound else "that"


DEFAULTS: dict[Takes, str] = {"to": "??", "ing": "+-", "that": "+?", "np": "==", "subject": "=="}


def _governed(token: Token, takes: Takes) -> Reading:
    governor = token.head
    joins = any(c.dep_ in ("acomp", "attr", "oprd") for c in governor.children)
    if governor.lemma_ == "be" or (joins and governor.lemma_ in COPULAS):
        return _under_copula(token, governor, takes)
    if governor.lemma_ == "have" and takes == "to" and any(c.lower_ == "yet" for c in governor.children):
        return Reading("negated", "have yet to")
    signature = _signature(governor, takes) or DEFAULTS[takes]
    return _if_met(governor, Reading(under(signature, read(governor).modality), f"{governor.lemma_}+{takes}"))


def _signature(governor: Token, takes: Takes, preposition: str | None = None) -> str | None:
    """The signature of a word: as it stands here, with its particle or preposition, or its lemma."""
    particle = preposition or next((c.lower_ for c in governor.children if c.dep_ == "prt"), None)
    keys = [f"{governor.lemma_}_{particle}"] * bool(particle)
    if takes == "to" and {"auxpass", "dobj"} <= {c.dep_ for c in governor.children}:
        keys.append(f"{governor.lemma_}_something")
    if takes == "to" and governor.tag_ in ("VBZ", "VBP"):
        keys.append(f"now_{governor.lemma_}")
    if preposition is None or preposition in GOVERNING:
        keys += [governor.lower_, governor.lemma_.lower()]
    if modal(governor) in ("can", "could", "ca"):
        keys.insert(0, f"can_{governor.lemma_}")
    return load_lexicon().signature(_kind(governor), takes, *keys)


def _kind(token: Token) -> Word:
    if token.pos_ in ("NOUN", "PROPN"):
        return "nouns"
    return "adjectives" if token.pos_ in ("ADJ", "ADV") else "verbs"


def _under_copula(token: Token, copula: Token, takes: Takes) -> Reading:
    """*It is unlikely that …*, *the plan is to …*, *he is to …*."""
    predicate = next((c for c in copula.children if c.dep_ in ("acomp", "attr", "oprd") and c.i != token.i), None)
    subject = next((c for c in copula.children if c.dep_ == "nsubj"), None)
    if predicate is not None and any(c.lower_ in FIRST or c.tag_ == "JJS" for c in predicate.children):
        return read(copula)
    for word in (predicate, subject):
        if word is not None and (signature := _signature(word, takes)):
            return Reading(under(signature, read(copula).modality), f"{word.lemma_}+{takes}")
    if takes == "to" and predicate is None:
        if inverted(copula):
            return Reading("hypothetical", "condition:inverted")
        if copula.tag_ == "VBD" and any(c.lower_ == "have" and c.dep_ == "aux" for c in token.children):
            return Reading("negated", "was to have")
        outer = read(copula).modality
        signature = ">-" if copula.lemma_ == "be" else _signature(copula, takes) or "??"
        return Reading(under(signature, outer), f"{copula.lemma_}+to")
    default = "+?" if takes == "that" else "??" if takes == "to" else "=="
    return Reading(under(default, read(copula).modality), f"{copula.lemma_}+{takes}")


def _adverbial(token: Token) -> Reading:
    words, mark = load_lexicon().words, marker(token)
    if within(token).rule == "against the fact":
        return PLAIN
    if mark in words["markers.hypothetical"]:
        return Reading("hypothetical", f"marker:{mark}")
    if _form(token) == "to":
        if signature := _complement_after_all(token):
            return Reading(under(signature, read(token.head).modality), f"{token.head.lemma_}+to")
        return Reading("future" if read(token.head).modality == "future" else "hypothetical", "purpose")
    outer = read(_main(token))
    past = token.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in token.children)
    later = (mark in words["markers.open_later"] and not past) or (mark is None and token.tag_ in ("VBG", "VBN"))
    return outer if later and outer.modality in ("future", "hypothetical") else PLAIN


def _main(participle: Token) -> Token:
    """What an adverbial clause belongs to: one set off by a comma belongs to the finite clause before it."""
    head = participle.head
    if participle.left_edge.i and participle.left_edge.nbor(-1).text == ",":
        while head.dep_ == "xcomp":
            head = head.head
    return head


def _complement_after_all(token: Token) -> str | None:
    """The signature of a verb whose infinitive the parser took for an adverbial: *threatened to retaliate*."""
    if token.i < token.head.i or any(c.dep_ == "mark" for c in token.children):
        return None
    return _signature(token.head, "to")


def _on_noun(token: Token) -> Reading:
    """An infinitive or participle after a noun: *a plan to attack*, *troops stationed there*."""
    if _form(token) != "to":
        return _about_noun(token) if marker(token) == "that" else _small_clause(token)
    if lost := undone(token.head):
        return Reading("negated", lost)
    if token.head.dep_ == "ROOT" and token.head.pos_ == "PROPN":
        return Reading("future", "to come")
    if any(c.lower_ in FIRST or c.tag_ == "JJS" for c in token.head.children):
        return read(token.head)
    passive = any(c.dep_ == "auxpass" for c in token.children)
    signature = _signature(token.head, "to") or (">?" if passive else "??")
    return _if_met(token.head, Reading(under(signature, read(token.head).modality), f"{token.head.lemma_}+to"))


def _about_noun(clause: Token) -> Reading:
    """*The claim that they fled*: what the noun says of the clause; in *said in a call that …* the verb says it."""
    noun = clause.head
    verb = noun.head.head
    if noun.dep_ == "pobj" and verb.pos_ == "VERB" and (said := _signature(verb, "that")):
        return Reading(under(said, read(verb).modality), f"{verb.lemma_}+that")
    if lost := undone(noun):
        return Reading("negated", lost)
    signature = _signature(noun, "that")
    return Reading(under(signature, read(noun).modality), f"{noun.lemma_}+that") if signature else PLAIN


def _if_met(governor: Token, reading: Reading) -> Reading:
    """A promise on a condition is open."""
    if reading.modality == "future" and on_condition(governor):
        return Reading("hypothetical", "on condition")
    return reading


def _small_clause(participle: Token) -> Reading:
    """*wanted the missiles stationed there*: a participle after the object of a wish; *if a day came when …*."""
    noun, verb = participle.head, participle.head.head
    if participle.dep_ == "relcl" and marker(verb) == "if" and any(c.lower_ in ("a", "any") for c in noun.children):
        return Reading("hypothetical", "marker:if")
    wished = verb.lemma_ in load_lexicon().words["small_clauses.verbs"]
    if participle.tag_ == "VBN" and noun.dep_ == "dobj" and wished and participle.i > noun.i:
        return Reading("hypothetical", f"{verb.lemma_}+participle")
    return PLAIN


def _after_preposition(token: Token) -> Reading:
    """A gerund or an event noun after a preposition."""
    preposition, words = token.head, load_lexicon().words
    name, governor = preposition.lower_, preposition.head
    if governor.dep_ == "prt":  # "pulled out of selling"
        name, governor = f"{governor.lower_}_{name}", governor.head
    opening = " ".join(t.lower_ for t in token.doc[max(0, preposition.i - 3) : preposition.i + 1])
    for modality in ("hypothetical", "negated"):
        phrases = words[f"prepositions.phrases_{modality}"]
        if name in words[f"prepositions.{modality}"] or any(opening.endswith(phrase) for phrase in phrases):
            return Reading(modality, f"preposition:{name}")
    if preposition.dep_ not in ("prep", "agent", "prt", "dative") or name in words["prepositions.given"]:
        return PLAIN
    takes: Takes = "ing" if token.dep_ == "pcomp" else "np"
    if name == "of" and governor.pos_ not in ("NOUN", "PROPN"):
        governor = _object_of(governor, takes) or governor
    elif name == "of" and governor.dep_ == "npadvmod":
        governor = _object_of(governor.head, takes) or governor
    if name in ("of", "for", "on", "about") and (lost := undone(governor)):
        return Reading("negated", lost)
    signature = _signature(governor, takes, name)
    if signature and not (name in ("about", "over") and _is_given(token)):
        return Reading(under(signature, read(governor).modality), f"{governor.lemma_}_{name}+{takes}")
    outer = read(governor)
    open_still = outer.modality in ("future", "hypothetical") and not _is_given(token)
    return outer if open_still else PLAIN


def _object_of(verb: Token, takes: Takes) -> Token | None:
    """The object that an *of …* belongs to when the parser gave it to the verb: *raised the prospect today of …*."""
    return next((c for c in verb.children if c.dep_ == "dobj" and _signature(c, takes)), None)


def _object(token: Token) -> Reading:
    """An event noun as object: taken up or not by its verb, else given if it is definite."""
    governor = token.head
    if timed := _begins(governor) or _set_for(token):
        return timed
    signature = _signature(governor, "np")
    if signature is None and (_is_given(token) or token.pos_ not in ("NOUN", "PROPN")):
        return PLAIN
    outer = read(governor)
    return Reading(under(signature, outer.modality), f"{governor.lemma_}+np") if signature else _soft(outer)


def _begins(governor: Token) -> Reading | None:
    """*The offensive is set to begin*, *the march did not come to pass*: the event is as its beginning is."""
    parts = [governor, *(c for c in governor.children if c.dep_ in ("acomp", "oprd"))]
    for verb in (c for part in parts for c in part.children if c.dep_ in ("xcomp", "advcl") and has_to(c)):
        if _signature(verb, "subject") == "+-":
            return Reading(read(verb).modality, f"{verb.lemma_}+subject")
    return None


def _set_for(token: Token) -> Reading | None:
    """*Fixed the vote for noon*, *the vote is set for Friday*."""
    verb = token.head
    fixes = verb.lemma_ in load_lexicon().words["scheduling.verbs"]
    if not fixes or read(verb).modality != "actual" or not any(c.lower_ == "for" for c in verb.children):
        return None
    return Reading("future", f"{verb.lemma_}_for+np")


def _subject(token: Token) -> Reading:
    governor = token.head
    if token.dep_ == "nsubj" and (begun := _begins(governor)):
        return begun
    word = governor
    if governor.lemma_ in COPULAS:
        word = next((c for c in governor.children if c.dep_ in ("acomp", "attr")), governor)
    signature = _signature(word, "subject")
    if signature is None:
        return PLAIN if _is_given(token) or token.dep_ == "csubj" else _soft(read(governor))
    return Reading(under(signature, read(governor).modality), f"{word.lemma_}+subject")


def _soft(outer: Reading) -> Reading:
    """An indefinite noun beside a verb that is open or to come is so too; a negated verb says nothing of it."""
    return outer if outer.modality in ("future", "hypothetical") else PLAIN


def _is_given(noun: Token) -> bool:
    """A noun phrase that takes its event for granted: *the attack*, *Monday's attack*."""
    return noun.pos_ == "PROPN" or any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in DEFINITE) for c in noun.children
    )


def _compound(token: Token) -> Reading:
    signature = _signature(token.head, "np")
    outer = read(token.head)
    return Reading(under(signature, outer.modality), f"{token.head.lemma_}+np") if signature else outer


_AROUND: dict[str, Callable[[Token], Reading]] = {
    "conj": _conjunct,
    "ccomp": _clause,
    "xcomp": _clause,
    "csubj": _subject,
    "csubjpass": _subject,
    "nsubj": _subject,
    "acomp": _as_head,
    "attr": _as_head,
    "oprd": _as_head,
    "advcl": _adverbial,
    "acl": _on_noun,
    "relcl": _on_noun,
    "pcomp": _after_preposition,
    "pobj": _after_preposition,
    "dobj": _object,
    "nsubjpass": _object,
    "dative": _object,
    "compound": _compound,
    "nmod": _compound,
    "prep": _as_head,
    "advmod": _predicate,
}
