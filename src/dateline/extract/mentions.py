"""Names, nominal groups and pronouns that stand for an actor or a place.

What a mention covers:
- a name: its proper nouns, with the titles that stand directly before it (*Foreign Minister Mohammad Javad Zarif*);
  a possessive *'s* and an article stay outside;
- a nominal: from its first word before the head to its head (*a young Syrian man*); after a word of number it reaches
  over *of* and its head is what is counted (*thousands of migrants*);
- a place described by the names of states (*the Belarus-Poland border*, *Belarusian airspace*): one LOC of the whole,
  without its article;
- in *Russian and Belarusian paratroopers* the first adjective is a mention of its own beside *Belarusian
  paratroopers*, and a nationality before an act or a weapon (*Russian strikes*) is a mention of that state;
- a noun with a name beside it (*Belarus's leader Alexander Lukashenko*) gives two mentions: the nominal, and the name.
No two mentions share a head token.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from dateline.annotate import UNCODED, Annotated
from dateline.model import Mention, Span
from dateline.nominals import load_table, nominals, words_of
from dateline.place_use import place_or_actor
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

    from dateline.knowledge import Knowledge

Form = Literal["name", "nominal", "pronoun"]

_NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NOT_STATES = frozenset({"EUR", "IGO", "UNO", "NGO", "ISM", "IMG", "MNC"})
_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})
_RELATIVES = frozenset({"who", "whom", "whose", "which"})
_LABEL_OF_KIND = {"person": "PERSON", "people": "GROUP", "organisation": "ORG", "state": "GPE", "place": "LOC"}
_LABEL_OF_SCAN = {"country": "GPE", "demonym": "NORP", "organisation": "ORG", "person": "PERSON"}
_WORDS = load_table("place_use")
_ACTS = words_of(_WORDS["actors"]["act_nouns"]) | words_of(_WORDS["actors"]["hardware_nouns"])
_SAID_OR_DONE = words_of(_WORDS["matter"]["said_or_done"])
_HAPPENS = words_of(_WORDS["matter"]["happens"])
_BEFORE_HEAD = frozenset({"det", "amod", "compound", "poss", "nummod", "quantmod", "nmod", "predet", "advmod", "punct"})


def find_mentions(annotated: Annotated, tools: Tools) -> tuple[Mention, ...]:
    """Every mention of a person, people, organisation, state or place, in text order, none inside UNCODED parts."""
    finder = _Finder(annotated, tools)
    finder.find()
    return tuple(sorted(finder.found.values(), key=lambda m: (m.tokens[0], -m.tokens[1])))


class _Finder:
    """The mentions of one document, by head token."""

    def __init__(self, annotated: Annotated, tools: Tools) -> None:
        self.annotated = annotated
        self.doc: Doc = annotated.doc
        self.knowledge = tools.knowledge
        self.found: dict[int, Mention] = {}
        self.covered: set[int] = set()  # tokens inside a name or a described place

    def find(self) -> None:
        coded = [token for token in self.doc if self.annotated.kinds[token.i] not in UNCODED]
        names = list(_names(self.doc, self.knowledge))
        self._add_described_places(coded, names)
        for start, end, label in names:
            if self.annotated.kinds[start] not in UNCODED:
                self._add_name(start, end, label)
        for token in coded:
            if token.tag_ in _PRONOUN_TAGS:
                self._add_pronoun(token)
            elif token.pos_ in ("NOUN", "PROPN", "ADJ"):
                self._add_nominal(token)

    def _add(self, tokens: Span, head: Token, form: Form, label: str) -> None:
        if head.i in self.found:
            return
        use: Literal["actor", "place"] = "actor"
        if form == "name" and (label in _PLACES or (label == "ORG" and self._is_state(tokens))):
            use = place_or_actor(head, label, self._is_state(tokens))
        elif label == "LOC" or (form == "nominal" and label == "GPE"):
            use = place_or_actor(head, label, label == "GPE")
        span = self.annotated.span(*tokens)
        self.found[head.i] = Mention(
            span=span, text=self.annotated.text(span), tokens=tokens, head=head.i, form=form, label=label, use=use
        )

    def _is_state(self, tokens: Span) -> bool:
        return self.knowledge.country(self.doc[tokens[0] : tokens[1]].text) is not None

    # ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _add_name(self, start: int, end: int, label: str) -> None:
        head = self.doc[start:end].root
        if label == "NORP" and not self._stands_alone(head):
            return
        if any(i in self.covered for i in range(start, end)):
            return
        self.covered.update(range(start, end))
        if label in ("PERSON", "ORG"):
            start = _with_titles(self.doc, start, end)
        self._add((start, end), head, "name", label)

    def _stands_alone(self, head: Token) -> bool:
        """A nationality that is a noun (*the Americans*), or whose state acts through the noun it modifies."""
        if head.tag_ in ("NNPS", "NNS"):
            return True
        noun = head.head
        if head.dep_ in ("amod", "compound", "nmod", "conj") and noun.pos_ in ("NOUN", "PROPN", "ADJ"):
            return _coordinated(head) or noun.lemma_.lower() in _ACTS
        return head.dep_ not in ("amod", "compound", "acomp", "attr", "nmod")

    # ── Places described by states ───────────────────────────────────────────────────────────────────────────────

    def _add_described_places(self, coded: list[Token], names: list[tuple[int, int, str]]) -> None:
        named = {i for start, end, label in names if label in ("GPE", "NORP", "LOC") for i in range(start, end)}
        for token in coded:
            if token.pos_ in ("NOUN", "PROPN") and nominals().is_a(token, "place"):
                start = _run_before(token, named)
                if start < token.i and any(i in named for i in range(start, token.i)):
                    self.covered.update(range(start, token.i + 1))
                    self._add((start, token.i + 1), token, "name", "LOC")

    # ── Nominals and pronouns ────────────────────────────────────────────────────────────────────────────────────

    def _add_nominal(self, token: Token) -> None:
        if token.i in self.covered or token.i in self.found or token.dep_ in ("compound", "amod", "nmod"):
            return
        words = nominals()
        if token.lower_ in words.partitives and _counted(token) is not None:
            return
        kind = words.kind(token)
        if kind is None or (token.pos_ == "ADJ" and token.dep_ not in ("nsubj", "nsubjpass", "agent")):
            return
        if kind == "place" and not _is_border(token):
            return
        self._add(_phrase(token), token, "nominal", _label(token, kind))

    def _add_pronoun(self, token: Token) -> None:
        if token.lower_ == "which" and not self._follows_mention(token):
            return
        if token.tag_ in ("WP", "WP$", "WDT") and (token.lower_ not in _RELATIVES or not _is_relative(token)):
            return
        if token.lower_ == "it" and (_is_pleonastic(token) or _is_matter(token)):
            return
        self._add((token.i, token.i + 1), token, "pronoun", "")

    def _follows_mention(self, relative: Token) -> bool:
        """*Which* after a body or state (*Ryanair, which …*), not after a thing."""
        clause = next((t for t in (relative.head, *relative.head.ancestors) if t.dep_ == "relcl"), None)
        return clause is not None and clause.head.i in self.found


def _names(doc: Doc, knowledge: Knowledge) -> Iterator[tuple[int, int, str]]:
    """Names as token stretches with their label: what NER found, put right by the tables, and what it missed."""
    stretches = [_trimmed(doc, ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in _NAMED]
    taken = {i for start, end, _ in stretches for i in range(start, end)}
    for (start, end), kind in knowledge.scan(doc.text):
        phrase = doc.char_span(start, end)
        if phrase is not None and _may_name(phrase, kind) and not any(t.i in taken for t in phrase):
            stretches.append((phrase.start, phrase.end, _LABEL_OF_SCAN[kind]))
            taken.update(range(phrase.start, phrase.end))
    stretches += _unnamed_heads(doc, taken)
    for start, end, label in _merged(doc, sorted(s for s in stretches if s[0] < s[1])):
        for a, b in _cut(doc, start, end, knowledge):
            yield a, b, _label_by_tables(doc[a:b], label, knowledge)


def _trimmed(doc: Doc, start: int, end: int, label: str) -> tuple[int, int, str]:
    """A name without its article, its possessive and stray punctuation, and with the proper nouns it lost."""
    while start < end and (doc[start].lower_ in ("the", "a", "an", "'s") or doc[start].is_punct):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or (doc[end - 1].is_punct and doc[end - 1].text != ".")):
        end -= 1
    while 0 < start < end and _belongs(doc[start - 1], doc[start]):
        start -= 1
    while start < end < len(doc) and doc[end].tag_ == "NNP" and doc[end - 1].head.i == doc[end].i and label == "PERSON":
        end += 1
    return start, end, label


def _belongs(left: Token, name: Token) -> bool:
    return (
        left.tag_ == "NNP"
        and left.dep_ == "compound"
        and not left.ent_type_
        and left.sent == name.sent
        and left.lower_ not in nominals().titles
        and left.head.i >= name.i
    )


def _may_name(phrase: Phrase, kind: str) -> bool:
    return any(token.pos_ in ("PROPN", "ADJ", "NOUN") for token in phrase) and phrase.root.pos_ != "VERB"


def _unnamed_heads(doc: Doc, taken: set[int]) -> Iterator[tuple[int, int, str]]:
    """Runs of proper nouns that nothing labelled."""
    run: list[int] = []
    words = nominals()
    for token in doc:
        if token.tag_ in ("NNP", "NNPS") and token.i not in taken and not token.ent_type_ and token.text[0].isupper():
            if run and (run[-1] != token.i - 1 or token.is_sent_start):
                yield from _as_name(doc, run)
                run = []
            if run or token.lower_ not in words.titles:
                run.append(token.i)
    yield from _as_name(doc, run)


def _as_name(doc: Doc, run: list[int]) -> Iterator[tuple[int, int, str]]:
    """An unlabelled run counts where it is the subject or partner of something, not as a modifier."""
    if not run:
        return
    head = doc[run[0] : run[-1] + 1].root
    if head.dep_ in ("nsubj", "nsubjpass", "poss", "agent", "appos", "dobj", "pobj", "conj") and head.i == run[-1]:
        first = doc[run[0]].lower_
        kind = nominals().kind(head)
        label = "PERSON" if first in nominals().first_names else _LABEL_OF_KIND.get(kind or "", "")
        if label:
            yield run[0], run[-1] + 1, label


def _merged(doc: Doc, stretches: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Names that touch and hang together in the parse are one (*Wolka* + *Terechowska*)."""
    pending: tuple[int, int, str] | None = None
    for start, end, label in stretches:
        if pending and pending[1] == start and _one_name(doc, pending, (start, end, label)):
            pending = (pending[0], end, label)
            continue
        if pending:
            yield pending
        pending = (start, end, label) if not pending or start >= pending[1] else pending
    if pending:
        yield pending


def _one_name(doc: Doc, left: tuple[int, int, str], right: tuple[int, int, str]) -> bool:
    last = doc[left[1] - 1]
    return (
        last.dep_ == "compound"
        and last.head.i in range(right[0], right[1])
        and left[2] == right[2]
        and last.tag_ == doc[right[0]].tag_ == "NNP"
    )


def _cut(doc: Doc, start: int, end: int, knowledge: Knowledge) -> Iterator[Span]:
    """*Belarusian-Polish* and *Poland, Lithuania* are two names where each side is a country's."""
    joints = [i for i in range(start + 1, end - 1) if doc[i].text in ("-", "–", "/", "and", ",")]
    for joint in joints:
        if knowledge.country(doc[start:joint].text) and knowledge.country(doc[joint + 1 : end].text):
            yield start, joint
            yield joint + 1, end
            return
    yield start, end


def _label_by_tables(phrase: Phrase, label: str, knowledge: Knowledge) -> str:
    """The label, put right where the tables know the name as a country's or as an organisation's."""
    known = knowledge.country(phrase.text)
    if known is None:
        return label
    if known.form == "demonym":
        return "NORP" if phrase.root.tag_ != "NNP" or label == "NORP" else label
    if known.form == "metonym":
        return "ORG"
    if known.code in _NOT_STATES:
        return "ORG"
    return "GPE" if label != "PERSON" or known.form == "name" else label


def _with_titles(doc: Doc, start: int, end: int) -> int:
    """Where the titles before a name begin; titles that are a phrase of their own stay outside."""
    words = nominals()
    first = start
    for i in range(start - 1, max(start - 6, -1), -1):
        token = doc[i]
        inside = token.dep_ in ("compound", "amod", "nmod") and start <= _top(token, start).i < end
        if not inside or token.tag_ == "POS":
            break
        if token.lower_.rstrip(".") in words.titles or token.lower_ in words.titles:
            first = i
        elif token.text[0].isupper() and token.tag_ in ("NNP", "NN") and first == i + 1 != start:
            first = i  # *Foreign* Minister, *Deputy* Prime Minister
        else:
            break
    return first


def _top(token: Token, start: int) -> Token:
    while token.i < start and token.head.i > token.i:
        token = token.head
    return token


def _coordinated(adjective: Token) -> bool:
    """The first of two nationalities that share a noun: *Russian* in *Russian and Belarusian paratroopers*."""
    return any(
        child.dep_ == "conj" and child.ent_type_ in ("NORP", "GPE", "ORG") and child.i > adjective.i
        for child in adjective.children
    )


def _run_before(noun: Token, named: set[int]) -> int:
    """Where the names and other modifiers directly before a place noun begin, its article left out."""
    start = noun.i
    for token in reversed([t for t in noun.doc[noun.left_edge.i : noun.i]]):
        if token.i in named or token.text in ("-", "–", "and") or token.tag_ in ("POS", "JJ", "NN", "NNP"):
            start = token.i
        else:
            break
    while start < noun.i and start not in named:
        start += 1
    return start


def _counted(noun: Token) -> Token | None:
    """What a word of number counts: *migrants* in *thousands of migrants*."""
    for child in noun.children:
        if child.lower_ == "of" and child.i > noun.i:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _phrase(noun: Token) -> Span:
    """From the first modifier before a noun to the noun, over a word of number and *of*."""
    start = min((child.left_edge.i for child in noun.lefts if child.dep_ in _BEFORE_HEAD), default=noun.i)
    while start < noun.i and (noun.doc[start].is_punct or noun.doc[start].dep_ == "cc"):
        start += 1
    of = noun.head
    if noun.dep_ == "pobj" and of.lower_ == "of" and of.head.lower_ in nominals().partitives:
        start = min(start, _phrase(of.head)[0])
    return max(start, _after_coordination(noun)), noun.i + 1


def _after_coordination(noun: Token) -> int:
    """Where the last of two nationalities that share a noun begins: the first is a mention of its own."""
    firsts = [child for child in noun.lefts if child.ent_type_ in ("NORP", "GPE", "ORG") and _coordinated(child)]
    return max((c.i for first in firsts for c in first.subtree if c.dep_ == "conj"), default=0)


def _label(noun: Token, kind: str) -> str:
    if kind == "person" and noun.tag_ in ("NNS", "NNPS"):
        return "GROUP"
    return _LABEL_OF_KIND[kind]


def _is_border(noun: Token) -> bool:
    return noun.lemma_.lower() in ("border", "frontier", "region", "city", "capital", "town", "village", "area")


def _is_relative(token: Token) -> bool:
    return any(ancestor.dep_ == "relcl" for ancestor in (token.head, *token.head.ancestors))


def _is_pleonastic(it: Token) -> bool:
    """*It* that stands for nothing: before *that*- and *to*-clauses, with seeming verbs, for weather and time."""
    verb = it.head
    if it.dep_ == "expl":
        return True
    if it.dep_ not in ("nsubj", "nsubjpass"):
        return False
    if verb.lemma_ in ("seem", "appear", "happen", "rain", "snow", "transpire", "turn"):
        return any(child.dep_ in ("ccomp", "xcomp", "oprd", "acomp") for child in verb.children)
    clause = any(child.dep_ in ("ccomp", "xcomp", "advcl", "csubj") and child.i > verb.i for child in verb.children)
    complement = [c for c in verb.children if c.dep_ in ("acomp", "attr") and c.i > verb.i]
    if verb.lemma_ == "be":
        deeper = any(c.dep_ in ("ccomp", "xcomp", "relcl", "acl") for token in complement for c in token.children)
        return clause or deeper
    return it.dep_ == "nsubjpass" and any(child.dep_ in ("ccomp", "xcomp") for child in verb.children)


def _is_matter(it: Token) -> bool:
    """*It* that takes up what was said or what happens (*he said it in anger*, *he hoped it would not happen*)."""
    if it.dep_ == "dobj":
        return it.head.lemma_ in _SAID_OR_DONE
    if it.dep_ == "pobj":
        return it.head.lower_ == "about"
    return it.dep_ in ("nsubj", "nsubjpass") and it.head.lemma_ in _HAPPENS
