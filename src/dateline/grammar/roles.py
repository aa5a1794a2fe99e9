"""Who plays which role in what a predicate tells: head tokens for actors and, slot by slot, recipients."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from dateline.grammar import arguments
from dateline.grammar.frames import LIGHT, Reading, classes_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_INSIDE = frozenset(
    ("poss", "compound", "amod", "nmod", "prep", "pobj", "pcomp", "dobj", "conj", "appos", "acl", "agent")
)
_LEADING = frozenset(
    ("of", "with", "against", "to", "for", "on", "from", "by", "into", "toward", "towards", "between", "among")
)
# Acts that are done to somebody: whoever else the clause names is likelier than nobody.
_TRANSITIVE = frozenset(
    {"AID", "SANCTION", "COERCE", "ASSAULT", "ACCUSE", "REJECT", "SUPPORT", "RETREAT", "CONCEDE", "REQUEST", "AGREE"}
)
# Acts that are done to whoever said or did the thing that they are about.
_ABOUT_WORDS = frozenset({"REJECT", "ACCUSE", "SUPPORT", "CONCEDE", "PROTEST"})
_HURT = frozenset({"kill", "injure", "wound", "murder", "shoot"})
_JOINTLY = frozenset({"jointly", "together", "mutually"})
HURLED = frozenset({"fire", "launch", "lob", "hurl", "drop", "throw", "send", "fly", "unleash"})
_CONDITIONS = frozenset({"if", "until", "unless"})
_ANYWHERE = _INSIDE | {"xcomp", "ccomp", "advcl"}


def actors_of(reading: Reading) -> list[Token]:
    """Head tokens of who does it; empty if the sentence does not say."""
    head = reading.head
    if head.pos_ != "NOUN":
        supported = reading.content if reading.frame.tells == LIGHT else None
        found = arguments.agents(head) or (arguments.owners(supported) if supported is not None else [])
        return found or (_stand_in(reading) if arguments.is_passive(head) else [])
    found = arguments.owners(head, possessor=_possessor_acts(reading))
    if not found and ("from" not in reading.slots or arguments.undergoers(head)):
        found = arguments.conjoined(arguments.obliques(head, ("from",)))
    if not found and reading.frame.of == "recipient":  # *the release of a bishop by rebels*
        found = [a for o in arguments.obliques(head, ("of",)) for a in arguments.obliques(o, ("by",))]
    if not found and reading.type in ("RETREAT", "MOBILIZE"):  # *the withdrawal of Chadian troops*
        found = [t for t in arguments.obliques(head, ("of",)) if "troops" in classes_of(t)]
    if not found and reading.frame.of == "actor":
        found = arguments.conjoined(arguments.obliques(head, ("of",)))
    return found


def _possessor_acts(reading: Reading) -> bool:
    """*The editor's arrest* was done to the editor, *Peru's arrest of an editor* by Peru."""
    of = any(child.dep_ == "prep" and child.lower_ == "of" for child in reading.head.children)
    return reading.frame.owned or (of and reading.frame.of == "recipient")


def is_topic(reading: Reading, other: Reading) -> bool:
    """Whether a reading is what the protest that `other` tells is about: no event beside it (PLOVER)."""
    if other.type != "PROTEST" or reading.type not in ("REQUEST", "ACCUSE", "REJECT"):
        return False
    return reading.head.dep_ in ("advcl", "acl", "xcomp") and other.head in reading.head.ancestors


def is_joint(reading: Reading) -> bool:
    """*A and B jointly police the coast*, *held a joint exercise*: what several do with one another."""
    head = reading.head
    adverbs = {c.lower_ for c in head.children if c.dep_ in ("advmod", "prep")}
    return bool(adverbs & _JOINTLY) or any(c.lower_ == "joint" for o in arguments.objects(head) for c in o.children)


def is_of_weapon(token: Token) -> bool:
    """Whether a token is a weapon, or says in its phrase whose or from where it is."""
    above = (token, *islice(token.ancestors, 4))
    return any("arms" in classes_of(t) for t in above if t.pos_ == "NOUN")


def _users(reading: Reading) -> list[Token]:
    """*shot down missiles fired by A*, *intercepted a drone launched from B by A*: who used what was stopped."""
    used = [c for noun in arguments.objects(reading.head) for c in noun.children if c.dep_ == "acl"]
    if reading.head.pos_ != "VERB" or reading.type not in ("ASSAULT", "MOBILIZE"):
        return []
    arms = {"arms", "craft"}
    return [a for c in used if c.lemma_ in HURLED and arms & classes_of(c.head) for a in arguments.agents(c)]


def _opposed(reading: Reading) -> list[Token]:
    """*held rallies in A, B and C against X*: whom a protest is against, where the parser hangs it on *C*."""
    against = (t for t in reading.head.subtree if t.lower_ == "against") if reading.type == "PROTEST" else ()
    return [t for preposition in against for t in preposition.children if t.dep_ == "pobj"]


def is_reflexive(reading: Reading) -> bool:
    """*hanged himself*, *hurt themselves*: no act upon another, unless a bomb does it (*blew himself up*)."""
    itself = any(t.lower_.endswith(("self", "selves")) for t in arguments.objects(reading.head))
    return reading.type == "ASSAULT" and reading.mode != "explosives" and reading.head.pos_ == "VERB" and itself


def _stand_in(reading: Reading) -> list[Token]:
    """Who acts in a passive without *by*, where the frame knows: *is committed to*, *expelled from Turkey*."""
    if "subject" in reading.frame.by:
        return arguments.surface_subjects(reading.head)
    return list(arguments.obliques(reading.head, reading.frame.by))


def recipients_of(reading: Reading) -> Iterator[tuple[str, list[Token]]]:
    """Slot by slot, the head tokens of who it is done to; the caller takes the first slot that names an entity."""
    if reading.slots == ("-",):
        return
    head, content = reading.head, reading.content
    bearers = [head] if content is None else [head, content]
    if content is not None and content.dep_ == "compound":  # *a mediation effort between A and B*
        bearers.append(content.head)
    words = [head.doc[i] for i in reading.trigger]  # *placed on alert in A*
    words += arguments.objects(head) if head.pos_ == "VERB" else []  # *demanded support from A*
    bearers += [t for t in words if t.pos_ == "NOUN" and t not in bearers]
    yield "victims", _users(reading)
    yield "victims", _victims(head) or ([] if _possessor_acts(reading) else arguments.possessors(head))
    yield "owner", _speakers(reading)
    for slot in reading.slots:
        if slot == "obj":
            yield slot, arguments.objects(head) if head.pos_ == "VERB" else []
        elif slot == "dative":
            yield slot, arguments.datives(head)
        elif slot == "theirs":
            yield slot, _own_subjects(content, accused=reading.type == "ACCUSE")
        elif slot == "content":
            yield from _of_content(reading)
        elif not (slot == "of" and reading.frame.of == "actor"):
            yield slot, [t for b in bearers for t in arguments.obliques(b, (slot,))]
    yield "until", [t for b in bearers for t in _conditioned(b)]
    yield "against", _opposed(reading)
    if reading.type in _TRANSITIVE:
        yield from (("anywhere", [token]) for token in within(head, _ANYWHERE, _LEADING | {"in", "at", "near"}))


def _speakers(reading: Reading) -> list[Token]:
    """*Chad* of *turned down Chad's offer of talks*: who said or did what an act is about."""
    about = reading.content if reading.type in _ABOUT_WORDS else None
    return arguments.possessors(about) if about is not None else []


def _of_content(reading: Reading) -> Iterator[tuple[str, list[Token]]]:
    """Who the act is done to that is promised, refused or asked for, else whoever its words name first."""
    if reading.inner is not None:
        yield from recipients_of(reading.inner)
    elif reading.content is not None:
        content = reading.content
        if content.pos_ == "VERB":
            yield "content", arguments.objects(content)
        yield from (("content", [token]) for token in within(content, _INSIDE))


def _victims(noun: Token) -> list[Token]:
    """*killed in a raid by X*, *a raid targeting X*: whom the act that a noun names was done to."""
    if noun.pos_ != "NOUN":
        return []
    aimed = [o for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBG" for o in arguments.objects(c)]
    above = noun.head.head if noun.dep_ == "pobj" else noun
    if arguments.undergoers(noun):
        return arguments.undergoers(noun)
    hurt = above.pos_ == "VERB" and arguments.is_passive(above) and not arguments.agents(above)
    if not hurt or noun.head.lower_ not in ("in", "during", "after"):
        return aimed
    first = above.head if above.dep_ == "conj" and above.head.lemma_ in _HURT else above
    return aimed or [o for verb in dict.fromkeys((first, above)) for o in arguments.objects(verb)]


def _conditioned(verb: Token) -> list[Token]:
    """*will not leave until X pays*, *threatened to leave if X acts*: who is to act or not to act."""
    clauses = [c for c in verb.children if c.dep_ == "advcl" and _CONDITIONS & {m.lower_ for m in c.children}]
    return [s for clause in clauses for s in arguments.surface_subjects(clause)]


def _own_subjects(clause: Token | None, *, accused: bool = False) -> list[Token]:
    """Who acts or is to act in a clause; of an accusation in the passive, who is said to have done it."""
    if clause is None or not (arguments.is_verbal(clause) or clause.pos_ == "ADJ"):
        return []
    own = any(c.dep_ in arguments.SUBJECTS | arguments.PASSIVE_SUBJECTS for c in clause.children)
    if own and accused and arguments.is_passive(clause):
        return arguments.agents(clause)
    return arguments.surface_subjects(clause) if own else []


def within(
    token: Token, links: frozenset[str] = _INSIDE, leading: frozenset[str] = _LEADING, depth: int = 0
) -> Iterator[Token]:
    """Nouns inside a phrase or clause, nearest first: *the court's decision on the ban* → *court*, *ban*."""
    layer = [c for c in token.children if c.dep_ in links and (c.dep_ != "prep" or c.lower_ in leading)]
    layer = [c for c in layer if c.dep_ != "conj" or c.pos_ != "VERB"]
    nouns = [c for c in layer if c.pos_ in arguments.NOMINAL or c.pos_ == "ADJ"]
    yield from sorted(nouns, key=lambda c: c.dep_ != "poss")
    if depth < 4:
        for child in layer:
            yield from within(child, links, leading, depth + 1)
