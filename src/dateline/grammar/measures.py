"""What a number counts, read from the parse: its noun, and whether those counted were killed, arrested, displaced…"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from dateline.grammar.phrasal import is_natural, is_unfound, is_unreal, phrasal, unfound
from dateline.lexicon import load_table
from dateline.model import Measure

if TYPE_CHECKING:
    from spacy.tokens import Span as Phrase
    from spacy.tokens import Token

_WORDS = load_table("quantities")
_MEASURES: dict[Measure, dict[str, frozenset[str]]] = {
    measure: {role: frozenset(words) for role, words in _WORDS["measures"][measure].items()}
    for measure in get_args(Measure)
    if measure in _WORDS["measures"]
}
_TURNS: dict[Measure, tuple[frozenset[str], frozenset[str]]] = {
    measure: (frozenset(_WORDS["turning"][measure]), frozenset(words)) for measure, words in _WORDS["turns"].items()
}
_NUMBERING = {name: frozenset(words) for name, words in _WORDS["numbering"].items()}
_BEARING = {name: frozenset(words) for name, words in _WORDS["bearing"].items()}
PEOPLE = frozenset(_WORDS["people"]["nouns"])
_SUFFIXES = tuple(_WORDS["people"]["suffixes"])
GROUPS = frozenset(_WORDS["people"]["groups"])
CASUALTY: frozenset[Measure] = frozenset({"killed", "injured", "missing", "arrested", "abducted", "released"})
OF_PERSONS: frozenset[Measure] = CASUALTY | {"displaced", "crossed", "present", "troops"}
# *arrested after two people were killed*: the gravest word about the same people is what happened to them
_GRAVEST: tuple[Measure, ...] = (
    "killed", "abducted", "missing", "arrested", "released", "injured", "displaced", "crossed", "present", "troops",
)  # fmt: skip
_LEAVING = frozenset({"leave", "see", "find", "make", "report"})
_SOMEWHERE = frozenset({"at", "in", "on", "inside", "outside", "near", "along", "across", "aboard", "around", "within"})
_COMPLEMENTS = ("advmod", "acomp", "oprd", "dobj", "xcomp", "ccomp", "prep", "advcl", "amod", "attr")
_NOUN_TAGS = ("NOUN", "PROPN")
_COUNTING = ("nummod", "quantmod", "amod", "det", "compound", "nmod", "npadvmod", "advmod", "predet")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number counts: the noun (None if it is left out), the measure, the word that decided it, and whether it
    is the total of a running count (*the death toll rose to seven*)."""

    counted: Token | None
    measure: Measure
    cue: Token | None
    running: bool = False


def read_number(core: Phrase) -> Reading | None:
    """What the number at these tokens counts, or None if the parse ties it to nothing."""
    node, counted = counted_noun(core)
    toll = _toll(node)
    if toll is not None:
        return toll
    measure, cue = measure_of(node, counted)
    if measure == "other" and (whole := _part_of_toll(node)) is not None:
        return Reading(counted, whole.measure, whole.cue)
    if counted is None and measure == "other":
        return None
    return Reading(counted, measure, cue)


def counted_noun(core: Phrase) -> tuple[Token, Token | None]:
    """The top of the number's noun phrase, and the noun that is counted (*five late Saturday night*: no nights)."""
    root = core.root
    if root.dep_ == "dobj" and root.head.lemma_ == "number" and root.head.dep_ == "acl":
        return root.head.head, root.head.head  # *fighters numbering 100*
    if root.dep_ in _COUNTING and root.head.lower_ == "more":  # *wounding 124 more*
        return root.head, None
    head = root.head
    if head.ent_type_ == "NORP" and head.dep_ in ("amod", "compound", "nmod") and head.head.i > head.i:
        head = head.head  # *thirteen American troops*, read as thirteen American
    after = root.doc[core.end] if core.end < len(root.doc) else None
    if head.i >= core.end and head.pos_ in _NOUN_TAGS and root.dep_ in _COUNTING and _is_countable(head):
        return head, head
    for child in root.children:
        if child.lower_ == "of" and child.i >= core.end:
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            if noun is not None and noun.pos_ in _NOUN_TAGS:
                return root, noun
    if after is not None and after.pos_ in _NOUN_TAGS and _is_countable(after) and root.dep_ in _COUNTING:
        return after, after
    return root, None


def _is_countable(noun: Token) -> bool:
    return not is_state(noun) and noun.ent_type_ not in ("DATE", "TIME")


def measure_of(node: Token, counted: Token | None) -> tuple[Measure, Token | None]:
    """The measure that the words about these people or things call for; `other` if none does."""
    found = dict(_about(node, counted)) or {m: cue for other in node.conjuncts for m, cue in _modifiers(other)}
    standing = next(_lexical(counted, "standing", counted.lemma_), None) if counted is not None else None
    for measure in _GRAVEST:
        if measure in found and _holds(measure, found[measure], counted):
            if measure == "present" and standing is not None and standing[0] == "troops":
                return standing  # *16,000 soldiers are in the town*
            return measure, found[measure]
    return standing or ("other", None)


def _holds(measure: Measure, cue: Token, counted: Token | None) -> bool:
    """Whether it is said of people, and said to have happened: *could kill dozens* is no number of dead."""
    if counted is not None and not may_be_person(counted):
        return measure not in OF_PERSONS
    if measure not in CASUALTY:
        return True
    return not (is_unreal(cue) or (cue.lemma_ == "die" and is_natural(cue)))


def tells_outcome(cue: Token) -> bool:
    """Whether a word says that those injured lived: *shot*, *with gunshot wounds* and *to hospital* do not."""
    if cue.lemma_ in _BEARING["struck"]:
        return False
    counted = any(c.dep_ == "nummod" for c in cue.children)
    return counted or cue.pos_ not in _NOUN_TAGS or cue.lemma_ not in _BEARING["nouns"]


def is_person(noun: Token | None) -> bool:
    """Whether a noun names people."""
    if noun is None:
        return False
    listed = {noun.lemma_.lower(), noun.lower_, noun.lower_.removesuffix("s")} & (PEOPLE | GROUPS)
    return bool(listed) or noun.ent_type_ == "NORP"


def may_be_person(noun: Token) -> bool:
    """Whether a noun is, or by its form may be, one for people: a plural name after a number is mostly a people."""
    people = noun.tag_ == "NNPS" or (noun.tag_ == "NNP" and noun.lower_.endswith("s"))
    return is_person(noun) or people or noun.lower_.endswith(_SUFFIXES) or is_casualty(noun)


def is_casualty(noun: Token) -> bool:
    """Whether a noun stands for people killed, injured, arrested (*deaths*, *injuries*, *casualties*)."""
    return any({noun.lemma_.lower(), noun.lower_} & _MEASURES[measure]["noun"] for measure in CASUALTY)


def _about(node: Token, counted: Token | None) -> Iterator[tuple[Measure, Token]]:
    """Everything the clause says of those counted, as measures with the words that say so."""
    for noun in [node] if counted is None or counted == node else [node, counted]:
        for word in (noun.lemma_, noun.lower_):
            yield from _lexical(noun, "noun", word)
        yield from _modifiers(noun)
    beside = list(_beside(node))
    yield from beside
    if not (beside and node.dep_ == "conj"):  # *one killed and three injured*: what stands beside them wins
        yield from _governed(node)
    yield from _orphaned(counted or node)
    if node.dep_ in ("pobj", "dep", "npadvmod"):
        yield from _followed(node)


def _followed(node: Token) -> Iterator[tuple[Measure, Token]]:
    """*In all 500 had rushed the gate*: the subject that the parser hung elsewhere stands right before its helper."""
    helper = node.doc[node.i + 1] if node.i + 1 < node.sent.end else node
    if helper.dep_ in ("aux", "auxpass") and helper.tag_ != "TO" and not _own_subject(helper.head):
        yield from _clause(helper.head, _is_passive(helper.head))


def _lexical(token: Token, role: str, word: str) -> Iterator[tuple[Measure, Token]]:
    for measure, words in _MEASURES.items():
        if word.lower() in words.get(role, ()):
            yield measure, token


def is_state(token: Token) -> bool:
    """Whether a word tells what became of people: *dead*, *wounded*, *missing*."""
    return any(token.lower_ in words["state"] for words in _MEASURES.values())


def _modifiers(noun: Token) -> Iterator[tuple[Measure, Token]]:
    """*three missing soldiers*, *people killed in the raid*, *migrants who have died*."""
    for child in noun.children:
        if child.dep_ in ("amod", "acl", "appos", "advcl") and is_state(child):
            yield from _lexical(child, "state", child.lower_)
        elif child.dep_ == "prep" and (child.lower_ in ("with", "in", "at") or _is_treated(noun, child)):
            yield from _borne(child)
        if child.dep_ in ("acl", "relcl"):
            yield from _told_of(child)


def _is_treated(noun: Token, preposition: Token) -> bool:
    """*treated two men for burns*, where the parser hung the burns on the men."""
    return preposition.lower_ == "for" and noun.head.lemma_ == "treat"


def _told_of(verb: Token) -> Iterator[tuple[Measure, Token]]:
    """What a participle or relative clause says of its noun: *people whom police shot*, not *whose son was shot*."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and subject.tag_ not in ("WP", "WDT"):
        if any(c.tag_ in ("WP", "WDT") and c.dep_ == "dobj" for c in verb.children):
            yield from _lexical(verb, "object", verb.lemma_)
            yield from phrasal(verb, True)
        return
    passive = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children)
    yield from _clause(verb, passive or _is_passive(verb))


def _borne(preposition: Token) -> Iterator[tuple[Measure, Token]]:
    """*with gunshot wounds*, *from injuries*, *in hospital*."""
    kinds = _BEARING["places" if preposition.lower_ in ("in", "at") else "nouns"]
    for noun in preposition.children:
        if noun.dep_ == "pobj" and noun.lemma_ in kinds:
            yield "injured", noun


def _beside(node: Token) -> Iterator[tuple[Measure, Token]]:
    """*12 dead and 30 wounded*: the state stands right after the number, whatever the parser made of it."""
    number = node.like_num or node.pos_ == "NUM"
    head = node.head
    if number:
        yield from _struck_by(node)
    if is_state(head) and 0 < head.i - node.i <= 2 and not _does_something(head):
        yield from _lexical(head, "state", head.lower_)
        yield from _going_on(head, True)
    for place in (node.i + 1, node.right_edge.i + 1):
        following = node.doc[place] if place < node.sent.end else None
        if following is None:
            continue
        if is_unfound(following):
            yield "missing", following
        if following.lower_ in ("fatally", "mortally") and number:
            yield "killed", following
        named = number or following.dep_ in ("oprd", "amod") or place > node.i + 1
        if named and is_state(following) and not _does_something(following):
            yield from _lexical(following, "state", following.lower_)


def _struck_by(number: Token) -> Iterator[tuple[Measure, Token]]:
    """*a blast that injured five late on Saturday*: the object the parser took for part of the date."""
    verb = number.nbor(-1) if number.i else number
    if verb.pos_ == "VERB" and verb.tag_ != "VBN":
        yield from _lexical(verb, "object", verb.lemma_)


def _does_something(verb: Token) -> bool:
    """Whether a verb, or one that goes on with its subject, has an object: then nothing was done to its subject."""
    return any(c.dep_ == "dobj" for v in (verb, *(c for c in verb.children if c.dep_ == "conj")) for c in v.children)


def _governed(node: Token) -> Iterator[tuple[Measure, Token]]:
    """What the clause that the phrase stands in does to it, up through conjunctions, appositions and *including*."""
    if node.dep_ == "conj" and any(c.lower_ == "of" for c in node.head.children):
        yield from _of(node.head)  # *the bodies of a boy and a girl*, read as bodies and a girl
    top = _top(node)
    head = top.head
    if top.dep_ == "nsubjpass":
        yield from _clause(head, True)
    elif top.dep_ in ("nsubj", "csubj"):
        yield from _clause(head, _is_passive(head))
    elif top.dep_ == "attr" or (top.dep_ == "dobj" and head.lemma_ == "include"):
        subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            yield from _lexical(subject, "state", subject.lower_)
    elif top.dep_ in ("dobj", "obj", "dative", "oprd") and head.pos_ in ("VERB", "AUX"):
        yield from _lexical(head, "object", head.lemma_)
        yield from phrasal(head, True)
        yield from _turned(head)
        yield from _left(head, node)
    elif top.dep_ == "pobj":
        yield from _under(head)
    elif top.dep_ == "npadvmod" and head.pos_ == "VERB" and head.i < top.i and not _does_something(head):
        yield from _lexical(head, "object", head.lemma_)
        yield from _turned(head)  # *shot dead three*


def _under(preposition: Token) -> Iterator[tuple[Measure, Token]]:
    """What is said of those who stand behind a preposition: *the body of*, *none of*, *together with*."""
    word, head = preposition.lower_, preposition.head
    others = any(c.lower_ == "others" for c in preposition.children)
    before = preposition.nbor(-1).lower_ if preposition.i else ""
    beside = word == "with" and (others or before in ("together", "along"))
    if beside or (word in _NUMBERING["containing"] and head.pos_ == "VERB"):
        yield from _included(next((t for t in preposition.ancestors if t.pos_ == "VERB"), head))
    elif word == "of" and head.lower_ in ("none", "neither"):
        yield from unfound(head.head)
    elif word in ("of", "to", "for"):
        yield from _of(head)


def _included(verb: Token) -> Iterator[tuple[Measure, Token]]:
    """*Ninety were hurt in the raid, including 17 children*: what was done to the ninety."""
    if _does_something(verb):
        yield from _lexical(verb, "object", verb.lemma_)
    else:
        yield from _clause(verb, _is_passive(verb))


def _of(noun: Token) -> Iterator[tuple[Measure, Token]]:
    """*the death of*, *the fatal shooting of*."""
    fatal = any(c.lower_ in _BEARING["fatal"] or c.lemma_ == "death" for c in noun.children)
    fatal |= noun.lemma_ == "life" and noun.dep_ == "dobj" and noun.head.lemma_ in _BEARING["costing"]
    yield from _lexical(noun, "of", "death" if fatal else noun.lemma_)


def _orphaned(noun: Token) -> Iterator[tuple[Measure, Token]]:
    """A passive that the parser left without a subject takes the nearest people before it."""
    for verb in noun.doc[noun.i + 1 : noun.sent.end]:
        if verb.dep_ in ("nsubj", "nsubjpass") or (verb.pos_ in _NOUN_TAGS and is_person(verb)):
            return
        if verb.tag_ == "VBN" and not _own_subject(verb):
            helper = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), None)
            if helper is not None and helper.nbor(-1).dep_ != "cc" and _is_passive(verb):
                yield from _clause(verb, True)
                return


def _top(node: Token) -> Token:
    """The phrase whose part in the clause this one shares: *two women* in *three men and two women were shot*."""
    top = node
    while True:
        above = top.head
        if top.dep_ in ("conj", "appos") and above.pos_ in (*_NOUN_TAGS, "NUM", "PRON"):
            top = above
        elif (
            top.dep_ == "pobj" and above.lower_ in _NUMBERING["containing"] and above.head.pos_ in (*_NOUN_TAGS, "NUM")
        ):
            top = above.head
        elif top.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_ in _NUMBERING["nouns"] | GROUPS:
            top = above.head  # *a total of seven*, *a family of five*
        else:
            return top
        if top.dep_ == "ROOT":
            return top


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)


def _clause(verb: Token, passive: bool) -> Iterator[tuple[Measure, Token]]:
    """What a verb says of its subject, with the verbs and complements that go on about the same subject."""
    if any(c.dep_ == "neg" for c in verb.children):
        yield from unfound(verb)
        return
    yield from phrasal(verb, passive)
    lone_participle = verb.tag_ in ("VBN", "VBD") and not _does_something(verb)
    if passive or (lone_participle and _elliptic(verb)):
        yield from _lexical(verb, "object", verb.lemma_)
    else:
        yield from _lexical(verb, "subject", verb.lemma_)
    if verb.tag_ == "VBG" and not _does_something(verb):  # *are missing*
        yield from _lexical(verb, "state", verb.lower_)
    yield from _turned(verb)
    if _is_somewhere(verb):
        yield "present", verb
    yield from _bearing(verb)
    yield from _going_on(verb, passive)


def _bearing(verb: Token) -> Iterator[tuple[Measure, Token]]:
    """*suffered serious injuries*, *was treated for burns*."""
    if verb.lemma_ in ("be", "remain"):  # *are in a serious condition*
        yield from (told for c in verb.children if c.lower_ == "in" for told in _borne(c))
    if verb.lemma_ not in _BEARING["verbs"]:
        return
    for child in verb.children:
        if child.dep_ == "dobj" and child.lemma_ in _BEARING["nouns"]:
            fatal = any(c.lower_ in _BEARING["fatal"] for c in child.children)
            yield ("killed" if fatal else "injured"), child
        elif child.dep_ == "prep" and child.lower_ in ("from", "for") and verb.lemma_ != "treat":
            yield from _borne(child)


def _going_on(verb: Token, passive: bool) -> Iterator[tuple[Measure, Token]]:
    """Complements and further verbs about the same subject: *were found dead*, *was shot and killed*."""
    for child in verb.children:
        if _own_subject(child):
            continue
        if child.dep_ in ("xcomp", "ccomp", "oprd", "acomp"):
            yield from _lexical(child, "state", child.lower_)
            if child.pos_ in ("VERB", "AUX"):
                yield from _clause(child, _is_passive(child) or child.tag_ == "VBN")
        elif (
            child.dep_ in ("conj", "acl", "advcl")
            and child.pos_ == "VERB"
            and child.tag_ in ("VBN", "VBD", "VBZ", "VBP", "VB")
        ):
            yield from _clause(child, _is_passive(child) or (passive and child.tag_ in ("VBN", "VBD")))


def _elliptic(verb: Token) -> bool:
    """*Four shot, two fatally*: headlines leave out *were*."""
    return is_state(verb) and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _left(verb: Token, node: Token) -> Iterator[tuple[Measure, Token]]:
    """*left thousands, many of them children, stranded*: the state may stand far behind those it is said of."""
    if verb.lemma_ in _LEAVING:
        state = next((t for t in verb.subtree if t.i > node.i and is_state(t)), None)
        if state is not None:
            yield from _lexical(state, "state", state.lower_)


def _is_somewhere(verb: Token) -> bool:
    """*3,000 migrants were at the border*, *there are 500 people in the camp*."""
    if verb.lemma_ != "be" or any(c.dep_ in ("acomp", "oprd") for c in verb.children):
        return False
    return any(c.dep_ == "prep" and c.lower_ in _SOMEWHERE for c in verb.children)


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _turned(verb: Token) -> Iterator[tuple[Measure, Token]]:
    """*shot dead*, *fatally stabbed*, *taken hostage*, *left homeless*."""
    near = [c for c in verb.children if c.dep_ in _COMPLEMENTS]
    words = {
        w: t
        for c in near
        for t in (c, *(g for g in c.children if g.dep_ in ("prep", "pobj", "advmod")))
        for w in (t.lemma_, t.lower_)
    }
    for place in list(words.values()):
        if place.lemma_.lower() in _BEARING["centres"] and _is_medical(place):
            words["hospital"] = place
    for measure, (verbs, turns) in _TURNS.items():
        if verb.lemma_ in verbs:
            for turn in (token for word, token in words.items() if word in turns):
                yield ("killed" if _where_died(turn) else measure), turn


def _is_medical(place: Token) -> bool:
    return any(c.lower_ in _BEARING["medical"] for c in place.children)


def _where_died(place: Token) -> bool:
    """*taken to hospital, where they died*, *… were pronounced dead*."""
    told = [v for c in place.children if c.dep_ == "relcl" for v in (c, *c.conjuncts)]
    subjects = [c for v in told for c in v.children if c.dep_ in ("nsubj", "nsubjpass")]
    if any(c.lower_ not in ("he", "she", "they", "both", "who") for c in subjects):
        return False
    return any(
        v.lemma_ in _MEASURES["killed"]["subject"] or any(m == "killed" for m, _ in _going_on(v, True)) for v in told
    )


def _toll(node: Token) -> Reading | None:
    """*the death toll rose to seven*, *bringing the number of migrants who have died … to seven*."""
    totals = (_total_of(verb, node) for verb in _numbering_verbs(node))
    return next((total for total in totals if total is not None), None)


def _total_of(verb: Token, node: Token) -> Reading | None:
    """The running count that a verb speaks of."""
    for noun in verb.children:
        if noun.dep_ in ("nsubj", "dobj", "nsubjpass") and noun != node and noun.lemma_ in _NUMBERING["nouns"]:
            counted = _counted_by(noun)
            measure, cue = _toll_measure(noun, counted)
            return Reading(counted, measure, cue, running=verb.lemma_ in _NUMBERING["changing"])
    return None


def _part_of_toll(node: Token) -> Reading | None:
    """*rose to 104, including 28 children*: the count that these are part of."""
    top = _top(node)
    if top.dep_ == "pobj" and top.head.lower_ in _NUMBERING["containing"]:
        return _total_of(top.head.head, node)
    return _toll(top)


def _numbering_verbs(node: Token) -> Iterator[Token]:
    """Verbs that may say what a running count comes to; *to seven* often hangs on a verb inside the count."""
    verb = node.head
    if node.dep_ == "pobj" and verb.lower_ in ("to", "at", "from"):
        before = [t for t in node.sent if t.i < node.i and t.pos_ in ("VERB", "AUX")]
        yield from (t for t in (verb.head, *reversed(before)) if t.lemma_ in _NUMBERING["verbs"])
    elif node.dep_ in ("attr", "dobj", "npadvmod") and verb.lemma_ in _NUMBERING["verbs"]:
        yield verb


def _counted_by(noun: Token) -> Token | None:
    """What *the number of …* numbers."""
    of = next((c for c in noun.children if c.lower_ == "of"), None)
    return next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None


def _toll_measure(noun: Token, counted: Token | None) -> tuple[Measure, Token | None]:
    if counted is not None:
        found = measure_of(counted, counted)
        if found[0] != "other":
            return found
    states = (found for t in noun.subtree if t.i > noun.i for found in _lexical(t, "state", t.lower_))
    if (state := next(states, None)) is not None:
        return state
    words = {t.lemma_.lower() for t in noun.subtree if t.dep_ in ("compound", "amod", "pobj", "nmod")} | {noun.lemma_}
    for measure, lexicon in _MEASURES.items():
        if words & lexicon["toll"]:
            return measure, noun
    return "other", None
