"""Cues that are no verb, noun or adjective of saying: *according to X*, *in X's view*, *as X put it*.

A headline names its source before a colon (*Army: rebels kill nine*) or after a colon or dash at its end
(*Rebels kill nine - ministry*).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.grammar.belief import load_beliefs
from dateline.grammar.cues import Cue, load_cues, noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_DASHES = frozenset({"-", "–", "—", "--"})
_CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl"})
_STOPS = frozenset({".", "?", "!", ";"})
_SOURCE_WORDS = 6  # the longest source of a headline: "three officials in the capital"
_BEFORE_COLON = 10
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "NUM", "PART", "CCONJ"})


def find_viewpoints(annotated: Annotated) -> Iterator[Cue]:
    """Every phrase inside a sentence that tells whose view it gives."""
    for sentence in annotated.sentences():
        for token in sentence:
            cue = _viewpoint(token)
            if cue is not None:
                yield cue


def _viewpoint(token: Token) -> Cue | None:
    lexicon = load_cues()
    if token.pos_ in {"ADP", "SCONJ"} and token.lower_ in {"in", "by"}:
        return _in_findings(token) or _in_view(token)
    if token.pos_ == "ADV" and token.lower_ in lexicon.adverbs:
        return _adverb(token)
    if token.dep_ == "aux" and "speech" in lexicon.verbs.get(token.lemma_.lower(), ()):
        return _inserted(token)
    if token.pos_ != "VERB":
        return None
    if token.lower_ == "according":
        return _according(token)
    put = token.dep_ == "advcl" and token.lemma_.lower() in lexicon.viewing
    return _as_put(token) if put else _responsible(token) or _casting_doubt(token)


def _in_view(token: Token) -> Cue | None:
    """*in the view of X*, *in X's opinion*, *by its own account*, *by some accounts*: set off from its clause."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    views = load_cues().views - ({"account"} if token.lower_ == "in" else set())  # in his bank account
    if noun is None or noun.lemma_.lower() not in views or not _is_set_off(token):
        return None
    source = next((c for c in noun.children if c.dep_ == "poss"), None)
    of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    if source is None and of is not None and any(c.dep_ == "det" for c in noun.children):
        source = next((c for c in of.children if c.dep_ == "pobj"), None)
    several = token.lower_ == "by" and noun.tag_ == "NNS"
    if source is None and not several:
        return None
    return Cue(
        head=token.i,
        tokens=(noun.i, noun.i + 1),
        source=source.i if source is not None else None,
        source_tokens=noun_phrase(source, noun) if source is not None else None,
        content=_rest(token),
    )


def _is_set_off(token: Token) -> bool:
    """At an edge of its sentence, with a comma between it and the rest."""
    doc, sentence = token.doc, token.sent
    after = token.right_edge.i + 1
    opens = token.i <= sentence.start + 1 and after < sentence.end and doc[after].text == ","
    within = token.i > sentence.start and doc[token.i - 1].text == ","
    return opens or (within and (after >= sentence.end or doc[after].is_punct))


def _as_put(verb: Token) -> Cue | None:
    """*As the army put it, …*."""
    as_ = next((c for c in verb.lefts if c.lower_ == "as"), None)
    it = any(c.dep_ == "dobj" and c.lower_ == "it" for c in verb.children)
    source = subject_of(verb)
    if as_ is None or not it or source is None:
        return None
    own = {t.i for t in verb.subtree}
    return Cue(
        head=verb.i,
        tokens=(verb.i, verb.i + 1),
        source=source.i,
        source_tokens=noun_phrase(source, verb),
        content=frozenset(t.i for t in verb.head.subtree if t.i not in own),
        quotes=True,
    )


def _inserted(verb: Token) -> Cue | None:
    """*the men who police say bombed a church*, where the parse takes the saying for an auxiliary."""
    clause = verb.head
    source = next((c for c in clause.children if c.dep_ == "nsubj" and c.i == verb.i - 1), None)
    if source is None or clause.i < verb.i:
        return None
    own = {verb.i, *(t.i for t in source.subtree)}
    return Cue(
        head=verb.i,
        tokens=(verb.i, verb.i + 1),
        source=source.i,
        source_tokens=noun_phrase(source, verb),
        content=frozenset(t.i for t in clause.subtree if t.i not in own),
    )


def _responsible(verb: Token) -> Cue | None:
    """*took responsibility for the attack*: they say so themselves."""
    if verb.lemma_.lower() not in load_cues().taking:
        return None
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in load_cues().taken), None)
    fors = [c for t in (verb, thing) if t is not None for c in t.children if c.lower_ == "for" and c.i > verb.i]
    if thing is None or not fors:
        return None
    return _phrase(verb, fors[0].i + 1, frozenset(t.i for t in fors[0].subtree) - {fors[0].i})


def _casting_doubt(verb: Token) -> Cue | None:
    """*cast doubt on reports that …*, where the parse ties *on* to the verb; *challenged the claim that …*."""
    claim = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in load_beliefs()["told"]), None)
    if claim is not None and verb.lemma_.lower() in load_cues().challenging:
        return _phrase(verb, verb.i + 1, frozenset(t.i for t in claim.subtree))
    doubt = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in load_cues().doubts), None)
    on = next((c for c in verb.children if c.dep_ == "prep" and doubt is not None and c.i == doubt.i + 1), None)
    if doubt is None or on is None:
        return None
    return _phrase(verb, on.i + 1, frozenset(t.i for t in on.subtree) - {on.i})


def _phrase(verb: Token, end: int, content: frozenset[int]) -> Cue:
    source = subject_of(verb)
    return Cue(
        head=verb.i,
        tokens=(verb.i, end),
        source=source.i if source is not None else None,
        source_tokens=noun_phrase(source, verb) if source is not None else None,
        content=content,
    )


def _according(token: Token) -> Cue | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or source is None:
        return None
    return replace(_prepositional(token, to.i + 1, source), quotes=True, speech=True)


def _in_findings(token: Token) -> Cue | None:
    """*In a poll by X, most said …*, *won 6 per cent in the survey*."""
    source = next((c for c in token.children if c.dep_ == "pobj"), None)
    if token.lower_ != "in" or source is None or source.lower_ not in load_cues().findings:
        return None
    return _prepositional(token, token.i + 1, source)


def _prepositional(token: Token, end: int, source: Token) -> Cue:
    """A cue that is a preposition up to `end`; what it governs is the source."""
    return Cue(
        head=token.i,
        tokens=(token.i, end),
        source=source.i,
        source_tokens=noun_phrase(source, token),
        content=_rest(token),
    )


def _rest(token: Token) -> frozenset[int]:
    """What a phrase such as *according to X* speaks of: all of its sentence from either end, inside it the clause."""
    sentence = token.sent
    edges = {sentence.start, sentence.start + 1, sentence.end, sentence.end - 1, sentence.end - 2}
    at_edge = token.left_edge.i in edges or token.right_edge.i + 1 in edges
    inside = {t.i for t in token.subtree}
    return frozenset(t.i for t in (sentence if at_edge else _clause_around(token).subtree) if t.i not in inside)


def _adverb(token: Token) -> Cue | None:
    clause = _clause_around(token)
    return Cue(
        head=token.i,
        tokens=(token.i, token.i + 1),
        source=None,
        source_tokens=None,
        content=frozenset(t.i for t in clause.subtree if t.i != token.i),
    )


def _clause_around(token: Token) -> Token:
    """The verb of the clause that this token hangs in."""
    clause = token.head
    while not (clause.dep_ in _CLAUSES and clause.pos_ in {"VERB", "AUX"}) and clause.head.i != clause.i:
        clause = clause.head
    return clause


# ── Headlines ────────────────────────────────────────────────────────────────────────────────────────────────────


def find_headline_sources(annotated: Annotated, paragraphs: list[int]) -> Iterator[Cue]:
    """*Putin: no talks with Kyiv*, *Troops shell port: witnesses*. `paragraphs[i]` is the paragraph of token i."""
    start = 0
    while start < len(paragraphs):
        end = start + 1
        while end < len(paragraphs) and paragraphs[end] == paragraphs[start]:
            end += 1
        words = list(annotated.doc[start:end])
        cue = _before_colon(words) or _at_end(words)
        if cue is not None:
            yield cue
        start = end


def _before_colon(words: list[Token]) -> Cue | None:
    """A source and a colon at the start of a paragraph: *Army: …*, *MERKEL: We will see*."""
    at = next((n for n, t in enumerate(words[: _BEFORE_COLON + 1]) if t.text == ":"), None)
    if (
        not at
        or len(words) < at + 3
        or words[at - 1].lower_ in load_cues().labels
        or not (_is_name(words[:at]) or _is_source(words[:at]))
    ):
        return None
    colon = words[at]
    if not _has_verb(words[at + 1 :]):
        return None
    return Cue(
        head=colon.i,
        tokens=(colon.i, colon.i + 1),
        source=colon.i - 1,
        source_tokens=(words[0].i, colon.i),
        content=frozenset(t.i for t in words[at + 1 :]),
        quotes=True,
    )


def _is_label(words: list[Token]) -> bool:
    """*Breaking*, *Live updates*: what a headline is, not who says it."""
    return all(t.lower_ in load_cues().labels for t in words)


def _at_end(words: list[Token]) -> Cue | None:
    """A source after a colon or dash at the end of a paragraph that is no sentence."""
    while words and words[-1].is_space:
        words = words[:-1]
    marks = [n for n, t in enumerate(words) if t.text in _DASHES | {":"}]
    if not marks or any(t.text in _STOPS for t in words):
        return None
    at, source = marks[-1], words[marks[-1] + 1 :]
    set_off = words[at].text == ":" or bool(words[at].nbor(-1).whitespace_) if at else False
    capitalised = _is_name(source) and source[-1].lower_ not in load_cues().media
    capitalised = capitalised and source[-1].pos_ in ({"PROPN", "ADJ"} if words[at].text == ":" else {"PROPN"})
    if not set_off or not _has_verb(words[:at]) or not (capitalised or _is_source(source)):
        return None
    mark = words[at].i
    return Cue(
        head=mark,
        tokens=(mark, mark + 1),
        source=source[-1].i,
        source_tokens=(mark + 1, source[-1].i + 1),
        content=frozenset(range(words[0].i, mark)),
    )


def _has_verb(words: Iterable[Token]) -> bool:
    return any(t.pos_ in {"VERB", "AUX"} for t in words)


def _is_source(words: list[Token]) -> bool:
    """*Congolese army*, *rights group*, *two officials in Kyiv*: a noun for one who speaks to the press."""
    if not 0 < len(words) <= _SOURCE_WORDS or any(t.pos_ not in _PHRASE for t in words):
        return False
    first = next((n for n, t in enumerate(words) if t.pos_ == "ADP"), len(words))
    return first > 0 and {words[first - 1].lemma_.lower(), words[first - 1].lower_} & load_cues().speakers != set()


def _is_name(words: Iterable[Token]) -> bool:
    """Words in capitals, the last a proper noun unless there is only one."""
    named = [t for t in words if t.pos_ != "PUNCT"]
    return bool(named) and all(t.text[0].isupper() for t in named) and (named[-1].pos_ == "PROPN" or len(named) == 1)
