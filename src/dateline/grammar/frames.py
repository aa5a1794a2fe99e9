"""The lexicon of predicates: what a verb, noun or adjective tells in PLOVER's types, given what completes it.

`lexicon/frames.toml`, `verbs.toml` and `nouns.toml` hold the words; the first says how rows are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dateline.grammar import arguments
from dateline.lexicon import load_table, words_of

if TYPE_CHECKING:
    from spacy.tokens import Token

LIGHT = "="
IMPERSONAL = frozenset({"it", "that", "which", "this", "what", "there"})
OBLIGING = frozenset({"must", "should", "ought"})
GENERIC = frozenset({"i", "we", "you", "one", "everybody", "everyone", "people", "somebody", "someone", "it", "there"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
_DEEPEST = 3
_READ = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a row: any of `classes`, all of `needed`, none of `barred` → `tells` (`TYPE mode`, `none` or `=`)."""

    classes: frozenset[str]
    needed: frozenset[str]
    barred: frozenset[str]
    tells: str

    def fits(self, features: frozenset[str]) -> bool:
        """Whether the features of a predicate and its complement meet this rule."""
        met = not self.classes or bool(self.classes & features)
        return met and self.needed <= features and not self.barred & features


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of the lexicon for one of its words. `rest`: what must stand with the first word; `to`: recipient slots;
    `owned`: the possessor of the noun acts."""

    key: str
    rest: tuple[str, ...]
    tells: str | None
    rules: tuple[Rule, ...]
    to: tuple[str, ...]
    of: str
    by: tuple[str, ...]
    owned: bool
    weight: float

    @property
    def preposition(self) -> str | None:
        """The preposition whose phrase completes the predicate, if the key ends in one."""
        return self.rest[-1] if self.rest and self.rest[-1] in lexicon().prepositions else None


# Stands for whatever a verb tells that no row holds: the encoder decides its type.
UNLISTED = Frame(
    key="unlisted", rest=(), tells=None, rules=(), of="recipient", by=(), owned=True, weight=0.0,
    to=("obj", "dative", "to", "with", "against", "on", "for", "from", "at", "over", "of", "into", "in"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a predicate tells. `content` is the token that completes it and was read with it (*hold* → *talks*)."""

    head: Token
    frame: Frame
    type: str
    mode: str | None
    weight: float
    trigger: tuple[int, ...]
    content: Token | None = None
    inner: Reading | None = None

    @property
    def slots(self) -> tuple[str, ...]:
        """Where to look for the recipient, in order."""
        if self.frame.tells == LIGHT and self.inner is not None:
            return self.inner.slots
        return self.frame.to or lexicon().recipients[self.type]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The frames by part of speech and first word, the classes of a word, default recipients and content modes."""

    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    classes: Mapping[str, frozenset[str]]
    recipients: Mapping[str, tuple[str, ...]]
    content_modes: Mapping[str, Mapping[str, str]]
    prepositions: frozenset[str]
    regions: frozenset[str]
    silent: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon as packaged."""
    table: dict[str, Any] = {}
    for name in ("frames", "verbs", "nouns"):
        table |= load_table(name)
    classes: dict[str, set[str]] = {}
    for name, words in table["classes"].items():
        for word in words.split():
            classes.setdefault(word, set()).add(name)
    frames: dict[tuple[str, str], list[Frame]] = {}
    for kind in _READ.values():
        for row in table[kind]:
            for first, frame in _frames(kind, row):
                frames.setdefault((kind, first), []).append(frame)
    return Lexicon(
        frames={k: tuple(sorted(v, key=lambda f: (f.tells == LIGHT, -len(f.rest)))) for k, v in frames.items()},
        classes={word: frozenset(names) for word, names in classes.items()},
        recipients={name: tuple(slots.split()) for name, slots in table["recipients"].items()},
        content_modes=table["content_modes"],
        prepositions=frozenset(table["prepositions"].split()),
        regions=words_of(table["regions"]),
        silent=words_of(table["silent"]),
    )


def _frames(kind: str, row: Mapping[str, Any]) -> Iterator[tuple[str, Frame]]:
    rules = tuple(_rule(text) for text in row.get("on", ()))
    for key in (" ".join(word.split()) for word in row["words"].split(",")):
        words = key.split()
        at = len(words) - 1 if kind == "noun" and "of" not in words else 0  # the head of *war game* is *game*
        yield (
            words[at],
            Frame(
                key=f"{key}.{kind[0]}",
                rest=tuple(words[:at] + words[at + 1 :]),
                tells=row.get("type"),
                rules=rules,
                to=tuple(row.get("to", "").split()),
                of=row.get("of", "recipient"),
                by=tuple(row.get("by", "").split()),
                owned=row.get("owner") != "recipient",
                weight=row.get("p", 0.7),
            ),
        )


def _rule(text: str) -> Rule:
    condition, _, tells = text.partition(":")
    words = condition.split()
    return Rule(
        frozenset(w for w in words if w[0] not in "+!"),
        frozenset(w for w in words if w[0] == "+"),
        frozenset("+" + w.lstrip("!+") for w in words if w[0] == "!"),
        tells.strip(),
    )


@dataclass(slots=True)
class Reader:
    """Reads the predicates of one parse; remembers what it has read."""

    known: dict[int, Reading | None] = field(default_factory=dict)
    none: set[int] = field(default_factory=set)  # predicates of which a row says that they tell nothing
    outer: dict[int, frozenset[str]] = field(default_factory=dict)

    def predicates(self, tokens: Iterable[Token]) -> Iterator[Reading]:
        """What these tokens tell, each for itself; nouns that only modify another are left to it."""
        for token in tokens:
            reading = self.read(token) if token.dep_ not in ("compound", "nmod") else None
            if reading is not None:
                yield reading

    def read(self, token: Token, depth: int = 0) -> Reading | None:
        """What this token tells as a predicate, or None if it tells no event."""
        if token.i not in self.known:
            kind = _READ.get(token.pos_)
            usable = kind and not _only_modifies(token)
            if depth > _DEEPEST:
                return None
            self.known[token.i] = self._interpret(token, kind, depth) if usable and kind else None
        return self.known[token.i]

    def unlisted(self, token: Token) -> Reading | None:
        """A verb of which the lexicon makes nothing: what it tells, if anything, is not for the lexicon to say."""
        silent = token.pos_ != "VERB" or token.dep_ == "aux" or token.lemma_.lower() in lexicon().silent
        if silent or _only_modifies(token) or self.read(token) or token.i in self.none:
            return None
        return Reading(token, UNLISTED, UNLISTED.key, None, UNLISTED.weight, (token.i,))

    def _interpret(self, token: Token, kind: str, depth: int, given: frozenset[str] = frozenset()) -> Reading | None:
        """The first frame that fits. `given`: features that a supporting verb adds."""
        frames = lexicon().frames.get((kind, token.lemma_.lower()), ())
        if not frames:
            return None
        for frame in frames:
            if _stands_with(token, frame.rest):
                reading = self._try(token, frame, depth, given)
                if reading is not None and reading.type != "skip":
                    if reading.type != "none":
                        return reading
                    self.none.add(token.i)
                    return None
        return None

    def _try(self, token: Token, frame: Frame, depth: int, given: frozenset[str]) -> Reading | None:
        contents = complements(token, frame)
        if frame.rules:
            outer = self._outer(token).union(given, *map(_by_part, contents))
            held: dict[Token | None, frozenset[str]] = {}
            for rule in frame.rules:
                for content in contents or (None,):
                    if content not in held:
                        held[content] = outer | self._features(token, content, depth)
                    if rule.fits(held[content]):
                        return self._reading(token, frame, rule.tells, content, depth)
        if frame.tells == LIGHT:
            return self._light(token, frame, contents, depth)
        if frame.tells is None:
            return None
        return self._reading(token, frame, frame.tells, contents[0] if contents else None, depth)

    def _outer(self, token: Token) -> frozenset[str]:
        """The features of a predicate itself, asked for by each frame that its word has."""
        if token.i not in self.outer:
            self.outer[token.i] = _outer_features(token)
        return self.outer[token.i]

    def _light(self, token: Token, frame: Frame, contents: list[Token], depth: int) -> Reading | None:
        """A light verb tells what its object tells; its own rules go first."""
        given = frozenset(f for f in self._outer(token) if f[1] not in "~@")
        for content in (part for noun in contents for part in (noun, *_effort_for(noun))):
            if content.pos_ != "NOUN":
                continue
            inner = self.read(content, depth + 1) or self._interpret(content, "noun", depth + 1, given)
            if inner is not None:
                weight = min(0.9, inner.weight + 0.15)
                trigger = _trigger(token, frame, content)
                return Reading(token, frame, inner.type, inner.mode, weight, trigger, content, inner)
        return None

    def _reading(self, token: Token, frame: Frame, tells: str, content: Token | None, depth: int) -> Reading:
        kind, _, mode = tells.partition(" ")
        inner = self.read(content, depth + 1) if content is not None else None
        if mode == "*":
            mode = self._content_mode(kind, content, inner)
        return Reading(token, frame, kind, mode or None, frame.weight, _trigger(token, frame, content), content, inner)

    def _content_mode(self, kind: str, content: Token | None, inner: Reading | None) -> str:
        """The mode of a threat, request or rejection, by what it is about."""
        modes = lexicon().content_modes[kind]
        keys = [f"{inner.type} {inner.mode}", inner.type] if inner else []
        if content is not None:
            keys += sorted(classes_of(content))
            keys += sorted(c for o in _objects(content) for c in classes_of(o))
        return next((modes[key] for key in keys if key in modes), "")

    def _features(self, governor: Token, content: Token | None, depth: int) -> frozenset[str]:
        """What a rule can ask of the token that completes a predicate."""
        if content is None:
            return frozenset({"nothing"})
        found = {"any", content.lemma_.lower(), *classes_of(content), *_kind_of_entity(content)}
        inner = self.read(content, depth + 1)
        if inner is not None:
            found.add(inner.type)
        if arguments.is_verbal(content):
            found |= kind_of_clause(governor, content)
        elif (
            "intention" in found and depth < _DEEPEST
        ):  # *peace efforts*, *a decision to leave*: what they are of counts too
            for part in (*arguments.clauses(content), *_effort_for(content)):
                found |= self._features(content, part, depth + 1) - {"clause", "infinitive", "nothing"}
        return frozenset(found | {f"+{name}" for name in found if name[0] != "+"})


def kind_of_clause(governor: Token, verb: Token) -> set[str]:
    """What a rule can ask of a clause: gerund or clause, infinitive, theirs, must, and its predicate adjective."""
    found = {"gerund" if verb.dep_ == "pcomp" else "clause"}
    if "to" in arguments.auxiliaries(verb):
        found.add("infinitive")
    if _obliges(verb):
        found.add("must")
    own = any(c.dep_ in arguments.SUBJECTS | arguments.PASSIVE_SUBJECTS for c in verb.children)
    if own or (governor.pos_ == "VERB" and any(c.dep_ in ("dobj", "dative") for c in governor.children)):
        found.add("theirs")
    return found | {c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr", "oprd")}


def _obliges(verb: Token) -> bool:
    """*the army must leave*, *Minsk has to answer*; not *should it leave, …* nor what we all have to do."""
    subjects = [c for c in verb.children if c.dep_ in arguments.SUBJECTS | arguments.PASSIVE_SUBJECTS]
    if any(c.lower_ in GENERIC for c in subjects):
        return False
    first = min((c.i for c in subjects), default=verb.i)
    if any(c.lower_ in OBLIGING and c.i > first for c in verb.children):
        return True
    shared = not subjects and bool(arguments.auxiliaries(verb) & OBLIGING)
    return shared or (verb.lemma_ in ("need", "have") and any(c.dep_ == "xcomp" for c in verb.children))


def _only_modifies(token: Token) -> bool:
    """*detained* of *the detained crew*, also where the parser takes it for a verb (*in occupied Ruritania*)."""
    if token.dep_ == "amod":
        return True
    squeezed = token.tag_ in ("VBN", "VBD") and 0 < token.i < len(token.doc) - 1 and not arguments.auxiliaries(token)
    squeezed = squeezed and not any(c.dep_ in arguments.SUBJECTS for c in token.children)
    before = token.nbor(-1) if squeezed else token
    return squeezed and token.nbor(1).pos_ == "PROPN" and (before.pos_ in ("ADP", "DET") or before.text == ",")


def _effort_for(noun: Token) -> list[Token]:
    """*mediation* of *a mediation effort*: what a noun such as *effort* or *plan* is for."""
    return [c for c in _modifiers(noun) if c.dep_ == "compound"] if "intention" in classes_of(noun) else []


def _objects(content: Token) -> list[Token]:
    return arguments.objects(content) if content.pos_ == "VERB" else []


def is_listed_noun(token: Token) -> bool:
    """Whether the lexicon has a noun as the name of an act."""
    return ("noun", token.lemma_.lower()) in lexicon().frames


def classes_of(noun: Token) -> frozenset[str]:
    """The classes of a noun, or of what modifies it where the noun itself has none (*peace efforts*)."""
    known = lexicon().classes
    if noun.pos_ not in arguments.NOMINAL and noun.pos_ != "ADJ":
        return frozenset()
    own = known.get(noun.lemma_.lower(), frozenset())
    if own:
        return own
    return frozenset(name for word in _modifiers(noun) for name in known.get(word.lemma_.lower(), ())) - {"person"}


def complements(token: Token, frame: Frame) -> list[Token]:
    """What completes a predicate, in the order in which the rules try it."""
    around = arguments.prepositions(token)
    found = list(around.get(frame.preposition or "", ()))
    if token.pos_ == "VERB":
        found = arguments.clauses(token) + found + arguments.objects(token)
        if frame.rest and not frame.preposition:  # *raised the prospect this week of leaving*
            found += [t for t in around.get("of", ()) if arguments.is_verbal(t)]
    else:
        found += arguments.clauses(token)
        found += [t for p in ("of", "for", "on", "to", "against", "with", "at", "over") for t in around.get(p, ())]
        found += [c for c in token.children if c.dep_ == "compound"]
    return list(dict.fromkeys(arguments.held(t) for t in found))


def _outer_features(token: Token) -> frozenset[str]:
    """A predicate's own lemma (plain as well, for nouns), who acts, and what stands by it, as `+x`."""
    found = {f"+{token.lemma_.lower()}", *_by_part(token)}
    acting = arguments.agents(token)
    if arguments.datives(token):
        found.add("+dative")
    if token.pos_ == "VERB":
        found |= {"+obj"} if arguments.objects(token) else set()
        if {"dobj", "oprd"} <= {child.dep_ for child in token.children}:
            found.add("+oprd")
        called = [w for c in token.children if c.dep_ in ("oprd", "prep", "ccomp", "xcomp") for w in c.subtree]
        found |= {f"+={name}" for word in called for name in classes_of(word)}
        subjects = [w for subject in acting for w in (subject, *_modifiers(subject))]
        found |= {f"+^{name}" for word in subjects for name in classes_of(word)}
    if any(owner.ent_type_ == "PERSON" for owner in acting):
        found.add("+^individual")
    return frozenset(found | ({token.lemma_.lower()} if token.pos_ == "NOUN" else set()))


def _by_part(part: Token) -> set[str]:
    """The prepositions and modifiers of a predicate, or of what completes it, as `+x`."""
    found = {f"+~{m.lemma_.lower()}" for m in _modifiers(part)}
    for preposition, governed in arguments.prepositions(part).items():
        found.add(f"+{preposition}")
        words = [w for noun in governed for w in (noun, *_modifiers(noun))]
        found |= {f"+@{name}" for w in words for name in (w.lemma_.lower(), *classes_of(w))}
    return found


def _modifiers(noun: Token) -> list[Token]:
    if noun.pos_ not in ("NOUN", "PROPN"):
        return []
    return [c for c in noun.children if c.dep_ in ("compound", "amod", "nmod")]


def _kind_of_entity(token: Token) -> set[str]:
    found = {"entity", "named", token.ent_type_.lower()} if token.ent_type_ in NAMED else set()
    if token.ent_type_ == "PERSON" or token.lower_ in ("he", "him", "she", "her"):
        found.add("individual")
    if not arguments.is_verbal(token) and "MONEY" in (token.ent_type_, *(c.ent_type_ for c in token.children)):
        found.add("money")
    personal = token.pos_ == "PRON" and token.lower_ not in IMPERSONAL
    if personal or token.ent_type_ in ("PERSON", "NORP", "ORG", "GPE"):
        found |= {"person", "entity"}
    return found


def _stands_with(token: Token, rest: tuple[str, ...]) -> bool:
    """Whether the other words of a key stand with its first: prepositions and particles at the word itself or, where
    the key has a noun, at that noun (*filed a lawsuit against*)."""
    if not rest:
        return True
    near, far = set(), set()
    for child in token.children:
        clausal = child.dep_ in ("ccomp", "advcl", "relcl") and child.pos_ != "ADJ"  # *found X guilty*
        if clausal or child.dep_ in ("nsubj", "punct", "aux") or arguments.is_dated(child):
            continue
        near |= {child.lemma_.lower(), child.lower_}
        for inner in child.children:
            if child.dep_ != "pobj" and inner.dep_ in ("compound", "amod", "prep", "pobj", "acomp"):
                far |= {inner.lemma_.lower(), inner.lower_}
                far |= {c.lemma_.lower() for c in inner.children if c.dep_ in ("pobj", "compound", "amod")}
    if arguments.is_passive(token):
        near |= {o.lemma_.lower() for o in arguments.objects(token)}
    if all(word in lexicon().prepositions for word in rest):
        return near.issuperset(rest)
    return (near | far).issuperset(rest)


def _trigger(token: Token, frame: Frame, content: Token | None) -> tuple[int, ...]:
    """The tokens that signal the type: the predicate, the words of its key and the noun that it supports."""
    found = {token.i}
    for child in token.subtree:
        close = token in (child.head, child.head.head)
        if close and (child.lower_ in frame.rest or child.lemma_.lower() in frame.rest) and abs(child.i - token.i) < 8:
            found.add(child.i)
    if frame.tells == LIGHT and content is not None and abs(content.i - token.i) < 8:
        found.add(content.i)
    return tuple(sorted(found))
