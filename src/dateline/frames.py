"""The lexicon of predicates: what a verb, noun or adjective tells in PLOVER's types, given what completes it.

`lexicon/frames.toml`, `verbs.toml` and `nouns.toml` hold the words; the first says how rows are written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dateline import arguments

if TYPE_CHECKING:
    from spacy.tokens import Token

LIGHT = "="
IMPERSONAL = frozenset({"it", "that", "which", "this", "what", "there"})
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
    """A row of the lexicon for one of its words. `rest`: what must stand with the first word; `to`: recipient slots."""

    key: str
    rest: tuple[str, ...]
    tells: str | None
    rules: tuple[Rule, ...]
    to: tuple[str, ...]
    of: str
    weight: float

    @property
    def preposition(self) -> str | None:
        """The preposition whose phrase completes the predicate, if the key ends in one."""
        return self.rest[-1] if self.rest and self.rest[-1] in lexicon().prepositions else None


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


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon as packaged."""
    table: dict[str, Any] = {}
    for name in ("frames", "verbs", "nouns"):
        table |= tomllib.loads(files("dateline").joinpath(f"lexicon/{name}.toml").read_text("utf-8"))
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

    def read(self, token: Token, depth: int = 0) -> Reading | None:
        """What this token tells as a predicate, or None if it tells no event."""
        if token.i not in self.known:
            kind = _READ.get(token.pos_)
            usable = kind and depth <= _DEEPEST and not (kind == "adj" and token.dep_ in ("amod", "compound"))
            if depth > _DEEPEST:
                return None
            self.known[token.i] = self._interpret(token, kind, depth) if usable and kind else None
        return self.known[token.i]

    def _interpret(self, token: Token, kind: str, depth: int) -> Reading | None:
        frames = lexicon().frames.get((kind, token.lemma_.lower()), ())
        if not frames:
            return None
        around = _surroundings(token)
        for frame in frames:
            if all(word in around for word in frame.rest):
                reading = self._try(token, frame, depth)
                if reading is not None:
                    return reading if reading.type != "none" else None
        return None

    def _try(self, token: Token, frame: Frame, depth: int) -> Reading | None:
        contents = complements(token, frame)
        if frame.tells == LIGHT:
            return self._light(token, frame, contents, depth)
        outer = _outer_features(token, contents)
        for rule in frame.rules:
            for content in contents or (None,):
                if rule.fits(outer | self._features(content, depth)):
                    return self._reading(token, frame, rule.tells, content, depth)
        if frame.tells is None:
            return None
        return self._reading(token, frame, frame.tells, contents[0] if contents else None, depth)

    def _light(self, token: Token, frame: Frame, contents: list[Token], depth: int) -> Reading | None:
        """A light verb tells what its object tells; its own rules go first."""
        for content in contents:
            if content.pos_ != "NOUN":
                continue
            inner = self.read(content, depth + 1)
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
        keys = [f"{inner.type} {inner.mode}"] if inner else []
        if content is not None:
            keys += sorted(classes_of(content))
            keys += sorted(c for o in _objects(content) for c in classes_of(o))
        keys += [inner.type] if inner else []
        return next((modes[key] for key in keys if key in modes), "")

    def _features(self, content: Token | None, depth: int) -> frozenset[str]:
        """What a rule can ask of the token that completes a predicate."""
        if content is None:
            return frozenset({"nothing"})
        found = {"any", content.lemma_.lower(), *classes_of(content), *_kind_of_entity(content)}
        inner = self.read(content, depth + 1)
        if inner is not None:
            found.add(inner.type)
        if content.pos_ in ("VERB", "AUX"):
            found.add("gerund" if content.dep_ == "pcomp" else "clause")
            if any(c.dep_ in ("nsubj", "nsubjpass") for c in content.children):
                found.add("theirs")
        return frozenset(found | {f"+{name}" for name in found})


def _objects(content: Token) -> list[Token]:
    return arguments.objects(content) if content.pos_ == "VERB" else []


def classes_of(noun: Token) -> frozenset[str]:
    """The classes of a noun, or of what modifies it where the noun itself has none (*peace efforts*)."""
    known = lexicon().classes
    own = known.get(noun.lemma_.lower(), frozenset())
    if own or noun.pos_ not in ("NOUN", "PROPN"):
        return own
    modifiers = [c.lemma_.lower() for c in noun.children if c.dep_ in ("compound", "amod")]
    return frozenset(name for word in modifiers for name in known.get(word, ()))


def complements(token: Token, frame: Frame) -> list[Token]:
    """What completes a predicate, in the order in which the rules try it."""
    around = arguments.prepositions(token)
    if frame.preposition in around:
        found = list(around[frame.preposition])
    elif token.pos_ == "VERB":
        found = arguments.objects(token) + arguments.clauses(token)
    else:
        found = arguments.clauses(token)
        found += [t for p in ("of", "for", "on", "to", "against", "with", "at", "over") for t in around.get(p, ())]
        found += [c for c in token.children if c.dep_ == "compound"]
    found += arguments.clauses(token) if frame.preposition and token.pos_ == "VERB" else []
    return [arguments.held(t) for t in found]


def _outer_features(token: Token, contents: list[Token]) -> frozenset[str]:
    """Prepositions, modifiers and the predicate's own lemma, as `+x` (and the lemma plain, for nouns)."""
    found = {f"+{p}" for t in (token, *contents) if t.pos_ != "AUX" for p in arguments.prepositions(t)}
    for noun in (token, *contents):
        if noun.pos_ in ("NOUN", "PROPN"):
            found |= {f"+~{m.lemma_.lower()}" for m in noun.children if m.dep_ in ("compound", "amod", "nmod")}
    if arguments.datives(token):
        found.add("+dative")
    own = token.lemma_.lower()
    return frozenset(found | {f"+{own}"} | ({own} if token.pos_ == "NOUN" else set()))


def _kind_of_entity(token: Token) -> set[str]:
    found = {"entity", "named"} if token.ent_type_ in NAMED else set()
    personal = token.pos_ == "PRON" and token.lower_ not in IMPERSONAL
    if personal or token.ent_type_ in ("PERSON", "NORP", "ORG", "GPE"):
        found |= {"person", "entity"}
    return found


def _surroundings(token: Token) -> set[str]:
    """Words that stand close enough to a predicate to be part of its key."""
    found: set[str] = set()
    for child in token.children:
        if child.dep_ in ("ccomp", "advcl", "relcl", "nsubj", "punct"):
            continue
        found |= {child.lemma_.lower(), child.lower_}
        for inner in child.children:
            if inner.dep_ in ("compound", "amod", "prep", "pobj", "dobj", "acomp"):
                found |= {inner.lemma_.lower(), inner.lower_}
                found |= {c.lemma_.lower() for c in inner.children if c.dep_ in ("pobj", "prep", "compound", "amod")}
    if arguments.is_passive(token):
        found |= {o.lemma_.lower() for o in arguments.objects(token)}
    return found


def _trigger(token: Token, frame: Frame, content: Token | None) -> tuple[int, ...]:
    """The tokens that signal the type: the predicate, the words of its key and the noun that it supports."""
    found = {token.i}
    for child in token.subtree:
        close = child.head is token or child.head.head is token
        if close and (child.lower_ in frame.rest or child.lemma_.lower() in frame.rest) and abs(child.i - token.i) < 8:
            found.add(child.i)
    if frame.tells == LIGHT and content is not None and abs(content.i - token.i) < 8:
        found.add(content.i)
    return tuple(sorted(found))
