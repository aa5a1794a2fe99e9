"""Cues of attribution: the words that tell who says, thinks or wants what, read off the parse.

Quotations are not looked at here, only frames: *said that …*, *accused X of …*, *is sure that …*, *X's claim that …*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.lexicon import load_table
from dateline.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_LOOSE = 12  # tokens between a cue and its clause
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "advmod"})
_AFTER_OBJECT = frozenset({"dobj", "prep", "oprd", "xcomp", "ccomp", "dative", "prt", "acl"})
_OBJECT_PREPOSITIONS = frozenset({"as", "of", "for", "over", "to"})
_NOUN_PREPOSITIONS = frozenset({"of", "for", "to", "against", "about", "over", "on", "toward", "towards"})
_FOLLOWS = frozenset({"oprd", "xcomp", "ccomp"})
_GOVERNED = frozenset({"advcl", "pcomp", "xcomp", "ccomp", "conj"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue with what the parse ties to it. `head` is its token, `tokens` all of its words, `source_tokens` the noun
    phrase of the source around the token `source`; `content` holds the tokens of the complement (empty: only a
    quotation can be its content)."""

    head: int
    tokens: Span
    source: int | None
    source_tokens: Span | None
    content: frozenset[int]
    addressee: int | None = None
    quotes: bool = False
    speech: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cue words by frame, as in `lexicon/cues.toml`. `verbs` and `nouns`: lemma → frames."""

    verbs: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    repair: dict[str, str]
    nouns: dict[str, frozenset[str]]
    adjectives: dict[str, frozenset[str]]
    adverbs: frozenset[str]
    findings: frozenset[str]
    documents: frozenset[str]
    media: frozenset[str]
    occasions: frozenset[str]
    views: frozenset[str]
    viewing: frozenset[str]
    doubts: frozenset[str]
    challenging: frozenset[str]
    taking: frozenset[str]
    taken: frozenset[str]
    labels: frozenset[str]
    emerging: frozenset[str]
    speakers: frozenset[str]


@lru_cache(maxsize=1)
def load_cues() -> Lexicon:
    """The packaged cue lexicon."""
    data = load_table("cues")
    verbs = data["verbs"]
    frames = {name: words for name, words in verbs.items() if isinstance(words, str)}
    prepositions = {lemma: frozenset(words.split()) for lemma, words in verbs["preposition"].items()}
    return Lexicon(
        verbs=_by_word({**frames, "speech": verbs["speech"]["words"], "preposition": " ".join(prepositions)}),
        prepositions=prepositions,
        repair=verbs["repair"],
        nouns=_by_word(data["nouns"]),
        adjectives=_by_word(data["adjectives"]),
        **{name: frozenset(words.split()) for name, words in data["phrases"].items()},
        media=frozenset(data["media"]["words"].split()),
        occasions=frozenset(data["occasion"]["words"].split()),
    )


def _by_word(frames: dict[str, str]) -> dict[str, frozenset[str]]:
    """{frame: words} turned into {word: frames}."""
    found: dict[str, set[str]] = {}
    for frame, words in frames.items():
        for word in words.split():
            found.setdefault(word, set()).add(frame)
    return {word: frozenset(names) for word, names in found.items()}


def find_cues(annotated: Annotated) -> Iterator[Cue]:
    """Every cue of the document that has a complement or may take a quotation, in text order."""
    lexicon = load_cues()
    for sentence in annotated.sentences():
        for token in sentence:
            cue = _cue(token, lexicon)
            if cue is not None:
                yield cue


def _cue(token: Token, lexicon: Lexicon) -> Cue | None:
    part = token.pos_
    if part == "VERB":
        lemma = token.lemma_.lower()
        lemma = lexicon.repair.get(lemma, lemma)
        frames = lexicon.verbs.get(lemma)
        return _verb(token, frames, lexicon.prepositions.get(lemma, frozenset())) if frames else None
    if part == "ADJ":
        frames = lexicon.adjectives.get(token.lower_)
        return _adjective(token, frames) if frames else None
    if part == "NOUN":
        frames = lexicon.nouns.get(token.lemma_.lower())
        return _noun(token, frames) if frames else None
    return None


# ── Verbs ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _verb(token: Token, frames: frozenset[str], prepositions: frozenset[str]) -> Cue | None:
    passive = is_passive(token)
    if passive and _saying(token) is not None:  # was quoted as saying: the saying is the cue
        return None
    content, preposition = _complement(token, frames, prepositions, passive)
    source = subject_of(token)
    if not content and "speech" in frames and (passive or source is not None):
        content = _loose_clause(token)
    quotes = "quote" in frames
    if not content and not quotes:
        return None
    if source is not None and not content and source.tag_ == "EX":
        return None
    tokens = _cue_tokens(token, preposition)
    return Cue(
        head=token.i,
        tokens=tokens,
        source=source.i if source is not None else None,
        source_tokens=noun_phrase(source, token) if source is not None else None,
        content=frozenset(content) - frozenset(range(*tokens)),
        addressee=_addressee(token, frames, passive),
        quotes=quotes,
        speech="speech" in frames,
    )


def _saying(token: Token) -> Token | None:
    """*quoted as saying*: the verb of saying."""
    as_ = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    saying = (c for c in as_.children if c.dep_ == "pcomp" and c.tag_ == "VBG") if as_ is not None else ()
    return next((c for c in saying if "speech" in load_cues().verbs.get(c.lemma_.lower(), ())), None)


def verb_cue(token: Token) -> Cue:
    """A verb that is no cue by itself, taken as the cue of a quotation beside it."""
    source = subject_of(token)
    return Cue(
        head=token.i,
        tokens=_cue_tokens(token, None),
        source=source.i if source is not None else None,
        source_tokens=noun_phrase(source, token) if source is not None else None,
        content=frozenset(),
        quotes=True,
    )


def is_passive(token: Token) -> bool:
    """*was accused*, *seen as*: the subject is spoken of, not speaking."""
    if token.tag_ != "VBN":
        return False
    return token.dep_ == "acl" or any(c.dep_ in {"auxpass", "nsubjpass", "agent"} for c in token.children)


def subject_of(token: Token) -> Token | None:
    """Who says it: the subject, or that of the verb it hangs on; a passive's agent; the noun of *a note saying*."""
    if is_passive(token):
        return next((p for c in token.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
    return _any_subject(token)


def _any_subject(verb: Token) -> Token | None:
    """The subject of this verb, or of the verbs above it."""
    for _ in range(5):
        subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
        own = subjects[-1 if _inserts(verb) else 0] if subjects else None
        if own is not None:
            return own
        if verb.dep_ == "acl":
            return verb.head
        if is_said_by_another(verb):
            quoting = verb.head.head
            told = next((c for c in quoting.children if c.dep_ in ("dobj", "nsubjpass")), None)
            return told or (quoting.head if quoting.dep_ == "acl" else None)
        head = verb.head.head if verb.dep_ == "pcomp" else verb.head
        if verb.dep_ not in _GOVERNED or head.pos_ not in {"VERB", "AUX"} or head.i == verb.i:
            return None
        verb = head
    return None


def is_said_by_another(verb: Token) -> bool:
    """*quoted X as saying*: what somebody is said to have said."""
    quoting = verb.head.head
    return verb.dep_ == "pcomp" and verb.head.lower_ == "as" and _saying(quoting) is not None


def _complement(
    token: Token, frames: frozenset[str], prepositions: frozenset[str], passive: bool
) -> tuple[set[int], Token | None]:
    """Tokens of what is said, and the preposition that belongs to the cue."""
    children = list(token.children)
    if passive:
        return _passive_complement(token, frames, prepositions), None
    clause = _clause(sorted(children, key=lambda c: c.i < token.i), frames)
    if clause:
        return clause, None
    spoken_of = _spoken_of(children, frames - {"object_as"} if _is_document(token) else frames)
    if spoken_of:
        return spoken_of, None
    return _prepositional(token, children, prepositions)


def _prepositional(token: Token, children: list[Token], prepositions: frozenset[str]) -> tuple[set[int], Token | None]:
    """*called for talks*, *called on them to stop*, *called for talks to begin*, *referred to it as …*."""
    for child in children:
        if child.dep_ in {"prep", "prt"} and child.lower_ in prepositions and child.i > token.i:
            with_it = [c for c in children if c.i > child.i and _completes(c)]
            inner = {t.i for c in [child, *with_it] for t in c.subtree} - {child.i}
            return _filled(inner), child
        opening = next(child.lefts, None)
        marked = opening is not None and opening.dep_ == "mark" and opening.i == token.i + 1
        if opening is not None and marked and child.dep_ in {"advcl", "ccomp"} and opening.lower_ in prepositions:
            return {t.i for t in child.subtree} - {opening.i}, opening
    return set(), None


def _completes(token: Token) -> bool:
    """*as …* or *to do …* after the thing spoken of."""
    return (
        token.dep_ == "dobj"
        or (token.dep_ in {"xcomp", "ccomp", "advcl"} and _is_infinitive(token))
        or token.lower_ == "as"
    )


def _filled(tokens: set[int]) -> set[int]:
    return set(range(min(tokens), max(tokens) + 1)) if tokens else tokens


def _clause(children: list[Token], frames: frozenset[str]) -> set[int]:
    for child in children:
        if child.dep_ == "ccomp" and frames & {"clause", "addressee", "quote", "directive"}:
            return {t.i for t in child.subtree}
        if child.dep_ == "ccomp" and "how" in frames and child.left_edge.lower_ == "how":
            return {t.i for t in child.subtree}
        if child.dep_ == "xcomp" and "clause" in frames and _is_gerund(child):
            return {t.i for t in child.subtree}
        if child.dep_ == "xcomp" and _is_infinitive(child) and frames & {"infinitive", "directive"}:
            objects = [c for c in children if c.dep_ == "dobj"] if "directive" in frames else []
            return {t.i for c in [*objects, child] for t in c.subtree}
        if child.dep_ == "xcomp" and "clause" in frames and child.head.dep_ == "relcl" and _inserts(child.head):
            return {t.i for t in child.subtree}
    return set()


def _inserts(verb: Token) -> bool:
    """*who prosecutors say shot three men*: two subjects, the first of them that of the clause told."""
    return len([c for c in verb.lefts if c.dep_ in _SUBJECTS]) > 1


def _is_gerund(token: Token) -> bool:
    """*doing*, *having done*."""
    return token.tag_ == "VBG" or any(c.tag_ == "VBG" and c.dep_ in _AUXILIARIES for c in token.children)


def _loose_clause(token: Token) -> set[int]:
    """A clause right of the cue that the parse has not tied to it: from *that*, or from a subject that comes next."""
    sentence, doc = token.sent, token.doc
    if token.dep_ == "advcl" and any(c.lower_ == "as" for c in token.lefts):  # …, as he said
        own = {t.i for t in token.subtree}
        return {t.i for t in token.head.subtree} - own
    for i in range(token.i + 1, min(token.i + _LOOSE, sentence.end)):
        word = doc[i]
        if word.lower_ == "that" and word.dep_ == "mark":
            return set(range(i, sentence.end))
        if word.dep_ in _SUBJECTS and token.i < word.left_edge.i <= token.i + 3 and word.head.i > i:
            return set(range(word.left_edge.i, sentence.end))
        if word.dep_ in {"mark", "cc"} or word.pos_ in {"VERB", "AUX"} or word.text in {",", ":", '"'}:
            return set()
    return set()


def _is_document(token: Token) -> bool:
    """True if the subject is something that shows by itself: *the poll puts him ahead*, *records show a payment*."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    return subject is not None and subject.lemma_.lower() in load_cues().documents


def _is_infinitive(token: Token) -> bool:
    return any(c.tag_ == "TO" for c in token.children)


def _spoken_of(children: list[Token], frames: frozenset[str]) -> set[int]:
    """The object with what is said of it."""
    thing = next((c for c in children if c.dep_ == "dobj"), None)
    if "object" not in frames or (thing is None and not any(c.dep_ == "oprd" for c in children)):
        return set()
    parts = [c for c in children if c.dep_ in _AFTER_OBJECT and (c.dep_ != "prep" or c.lower_ in _OBJECT_PREPOSITIONS)]
    if "object_as" in frames and not any(c.lower_ == "as" or c.dep_ in {"oprd", "xcomp", "ccomp"} for c in parts):
        return set()
    tokens = {t.i for c in parts for t in c.subtree}
    return _filled(tokens) if min(tokens) > parts[0].head.i else tokens


def _passive_complement(token: Token, frames: frozenset[str], prepositions: frozenset[str]) -> set[int]:
    """*X was accused of …*, *X, accused of …*: X with what follows; *it was announced that …*: the clause alone."""
    subject = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    allowed = _OBJECT_PREPOSITIONS | prepositions
    follows = [c for c in token.children if c.dep_ in _FOLLOWS or (c.dep_ == "prep" and c.lower_ in allowed)]
    by = any(c.dep_ == "agent" for c in token.children)
    if not follows and ("object" not in frames or "object_as" in frames or not by):
        return set()
    tokens = {t.i for c in follows for t in c.subtree}
    if subject is not None and subject.lower_ != "it":
        tokens |= {t.i for t in subject.subtree}
    elif token.dep_ == "acl":
        tokens |= set(range(token.head.left_edge.i, token.head.i + 1))
    return tokens


def _addressee(token: Token, frames: frozenset[str], passive: bool) -> int | None:
    """The token of whom it is said to: *told X*, *said to X*."""
    for child in token.children:
        told = child.dep_ == "nsubjpass" if passive else child.dep_ in {"dobj", "dative"}
        if told and "addressee" in frames and child.pos_ in {"NOUN", "PROPN", "PRON"}:
            return child.i
        if child.lower_ == "to" and child.dep_ in {"prep", "dative"}:
            return next((c.i for c in child.children if c.dep_ == "pobj" and c.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    return None


def _cue_tokens(token: Token, preposition: Token | None) -> Span:
    """The verb with the auxiliaries and adverbs that stand directly before it, and its particle or preposition."""
    start, end = token.i, token.i + 1
    if is_said_by_another(token) and token.head.i == start - 1 and token.head.head.i == start - 2:
        start = _cue_tokens(token.head.head, None)[0]
    helpers = {c.i for c in token.children if c.dep_ in _AUXILIARIES}
    if token.dep_ == "xcomp" and token.head.pos_ == "VERB":  # has been trying to explain
        helpers |= {token.head.i} | {c.i for c in token.head.children if c.dep_ in _AUXILIARIES}
    while start - 1 in helpers:
        start -= 1
    after = next((c for c in token.children if c.i == end and c.dep_ in {"prt", "advmod"}), None)
    if after is not None and next(after.children, None) is None:
        end += 1
    particle = preposition
    if particle is not None and particle.i <= end + 1:
        end = max(end, particle.i + 1)
    return start, end


def noun_phrase(source: Token, cue: Token) -> Span:
    """The words of a source: its phrase without a relative clause set off by a comma, never over the cue."""
    start, end = source.left_edge.i, source.right_edge.i + 1
    for child in source.children:
        if child.dep_ == "relcl" and child.i > source.i and source.doc[child.left_edge.i - 1].text == ",":
            end = min(end, child.left_edge.i - 1)
    if start <= cue.i < end:
        start, end = (start, cue.i) if source.i < cue.i else (cue.i + 1, end)
    while end - 1 > source.i and source.doc[end - 1].text in {",", '"', "-", "–", "—"}:
        end -= 1
    return start, end


# ── Nouns and adjectives ────────────────────────────────────────────────────────────────────────────────────────


def _noun(token: Token, frames: frozenset[str]) -> Cue | None:
    content = _noun_complement(token, frames)
    if not content:
        return None
    source = _noun_source(token)
    described = {c.i for c in token.lefts if c.dep_ in {"det", "amod", "compound"}}
    start = token.i
    while start - 1 in described:
        start -= 1
    return Cue(
        head=token.i,
        tokens=(start, token.i + 1),
        source=source.i if source is not None else None,
        source_tokens=(source.left_edge.i, source.right_edge.i + 1) if source is not None else None,
        content=frozenset(content),
    )


def _noun_complement(token: Token, frames: frozenset[str]) -> set[int]:
    if "that" in frames and (clause := _told_later(token)) is not None:
        return {t.i for t in clause.subtree}
    for child in token.children:
        if child.i < token.i:
            continue
        if "that" in frames and _is_that_clause(child):
            return {t.i for t in child.subtree}
        if child.dep_ in {"acl", "xcomp"} and "to" in frames and _is_infinitive(child):
            return {t.i for t in child.subtree}
        if (
            child.dep_ == "prep"
            and "of" in frames
            and child.lower_ in _NOUN_PREPOSITIONS
            and _noun_source(token) is not None
        ):
            return {t.i for t in child.subtree} - {child.i}
    return set()


def _told_later(noun: Token) -> Token | None:
    """*Reports emerged on Sunday that …*: the clause of content, tied to the verb."""
    if noun.dep_ != "nsubj" or noun.head.lemma_.lower() not in load_cues().emerging:
        return None
    return next((c for c in noun.head.rights if _is_that_clause(c)), None)


def _is_that_clause(token: Token) -> bool:
    """A clause after a noun that is its content; the parser takes some for relative clauses."""
    kinds = {"acl": None, "ccomp": None, "relcl": "mark", "advcl": "mark"}
    return token.dep_ in kinds and any(c.lower_ == "that" and kinds[token.dep_] in (None, c.dep_) for c in token.lefts)


def _noun_source(token: Token) -> Token | None:
    """*X's claim*, *the claim by X*, *X made the claim*."""
    for child in token.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    contested = token.head.lemma_.lower() in load_cues().challenging
    if token.dep_ == "dobj" and token.head.pos_ == "VERB" and not (contested or is_passive(token.head)):
        return subject_of(token.head)
    return None


def _adjective(token: Token, frames: frozenset[str]) -> Cue | None:
    """*is confident that …*, *is willing to …*, *is critical of …*."""
    verb = token.head
    source = _any_subject(verb) if token.dep_ == "acomp" else None
    if source is None or source.lower_ in {"it", "there"}:
        return None
    for child in token.children:
        clause = child.dep_ == "ccomp" and "that" in frames
        infinitive = child.dep_ == "xcomp" and "to" in frames
        about = child.dep_ == "prep" and child.lower_ in {"of", "about", "over", "at"} and "of" in frames
        if clause or infinitive or about:
            return Cue(
                head=token.i,
                tokens=(
                    _cue_tokens(verb, None)[0] if verb.i < token.i else token.i,
                    child.i + 1 if about else token.i + 1,
                ),
                source=source.i,
                source_tokens=noun_phrase(source, verb),
                content=frozenset(t.i for t in child.subtree) - ({child.i} if about else set()),
            )
    return None
