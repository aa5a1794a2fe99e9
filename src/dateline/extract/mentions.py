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

from typing import TYPE_CHECKING, Literal

from dateline.annotate import UNCODED, Annotated
from dateline.grammar.names import names_of
from dateline.grammar.nominals import nominals
from dateline.grammar.place_use import place_or_actor
from dateline.lexicon import load_table, words_of
from dateline.model import Mention, Span
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase


Form = Literal["name", "nominal", "pronoun"]

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})
_RELATIVES = frozenset({"who", "whom", "whose", "which"})
_LABEL_OF_KIND = {"person": "PERSON", "people": "GROUP", "organisation": "ORG", "state": "GPE", "place": "LOC"}
_WORDS = load_table("place_use")
_ACTS = words_of(_WORDS["actors"]["act_nouns"]) | words_of(_WORDS["actors"]["hardware_nouns"])
_SAID_OR_DONE = words_of(_WORDS["matter"]["said_or_done"])
_HAPPENS = words_of(_WORDS["matter"]["happens"])
_BARE = words_of(_WORDS["matter"]["bare"])
_AFTER_TITLES = frozenset({"general", "elect", "designate", "in"})  # *secretary-general*, *commander-in-chief*
_ACTING = frozenset({"nsubj", "nsubjpass"})
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
        self.tools = tools
        self.found: dict[int, Mention] = {}
        self.latest: Mention | None = None  # the name added last
        self.named: set[int] = set()  # tokens inside any name
        self.covered: set[int] = set()  # tokens inside a name or a described place

    def find(self) -> None:
        coded = [token for token in self.doc if self.annotated.kinds[token.i] not in UNCODED]
        names = list(names_of(self.doc, self.tools))
        self.named.update(i for start, end, _ in names for i in range(start, end))
        self._add_described_places(coded, names)
        for start, end, label in names:
            if self.annotated.kinds[start] not in UNCODED:
                self._add_name(start, end, label)
        for token in coded:
            if token.tag_ in _PRONOUN_TAGS:
                self._add_pronoun(token)
            elif token.pos_ == "PROPN" and token.dep_ in _ACTING and token.i not in self.named:
                self._add(_phrase(token), token, "name", "ORG")  # a name that the tagger of names missed
            elif token.pos_ in ("NOUN", "PROPN", "ADJ"):
                self._add_nominal(token)

    def _add(self, tokens: Span, head: Token, form: Form, label: str) -> None:
        if head.i in self.found:
            return
        use: Literal["actor", "place"] = "actor"
        known = self.tools.knowledge.country(self.doc[tokens[0] : tokens[1]].text) if form == "name" else None
        if label in _PLACES or (label == "ORG" and known):
            as_country = form == "nominal" and label == "GPE"
            use = place_or_actor(head, label, known.form if known else "name" if as_country else None)
            if known and known.form == "name" and self._lies_in(tokens[0], head):
                use = "place"
        span = self.annotated.span(*tokens)
        mention = Mention(
            span=span, text=self.annotated.text(span), tokens=tokens, head=head.i, form=form, label=label, use=use
        )
        self.found[head.i] = mention
        self.latest = mention if form == "name" else self.latest

    def _lies_in(self, start: int, head: Token) -> bool:
        """*Ukraine* in *Kyiv, Ukraine*: a country right after a place that is none."""
        before = self.latest
        if before is None or before.tokens[1] != start - 1 or self.doc[start - 1].text != ",":
            return False
        known = self.tools.knowledge.country(before.text)
        placed = before.label in _PLACES or head.dep_ == "appos"
        return placed and (known is None or known.form == "capital")

    # ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _add_name(self, start: int, end: int, label: str) -> None:
        head = _head(self.doc[start:end])
        if label == "NORP" and (not self._stands_alone(head) or head.lemma_.lower() in _ACTS):
            return
        if any(i in self.covered for i in range(start, end)):
            return
        self.covered.update(range(start, end))
        if label in ("PERSON", "ORG"):
            start = _with_titles(self.doc, start, end, self.named)
        self._add((start, end), head, "name", label)

    def _stands_alone(self, head: Token) -> bool:
        """A nationality that is a noun (*the Americans*), or whose state acts through the noun it modifies."""
        if head.tag_ in ("NNPS", "NNS"):
            return True
        first = head
        while first.dep_ == "conj" and first.head.i < first.i:
            first = first.head
        if first.dep_ in ("amod", "compound", "nmod") and first.head.pos_ in ("NOUN", "PROPN"):
            noun = first.head
            while noun.dep_ == "compound":
                noun = noun.head
            return _coordinated(head) or noun.lemma_.lower() in _ACTS
        return head.dep_ not in ("amod", "compound", "acomp", "attr", "nmod")

    # ── Places described by states ───────────────────────────────────────────────────────────────────────────────

    def _add_described_places(self, coded: list[Token], names: list[tuple[int, int, str]]) -> None:
        named = {
            i
            for start, end, label in names
            if label in ("GPE", "NORP", "LOC") or (label == "PERSON" and self.doc[end - 1].dep_ == "compound")
            for i in range(start, end)
        }
        for token in coded:
            if token.pos_ in ("NOUN", "PROPN") and token.i not in named and nominals().is_a(token, "place"):
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
        if _is_condition(token, kind) or _is_part(token):
            return
        self._add(_phrase(token), token, "nominal", _label(token, kind))

    def _add_pronoun(self, token: Token) -> None:
        if token.lower_.endswith(("self", "selves")) and token.dep_ in ("appos", "npadvmod"):
            return  # *the ships themselves*
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


def _head(name: Phrase) -> Token:
    """The token that heads a name: where the parser makes an adjective of it the root, the last noun beside it."""
    nouns = [t for t in name if t.pos_ in ("NOUN", "PROPN") and t.head.i not in range(name.start, name.end)]
    return nouns[-1] if name.root.pos_ == "ADJ" and nouns else name.root


def _with_titles(doc: Doc, start: int, end: int, named: set[int]) -> int:
    """Where the titles before a name begin; titles that are a phrase of their own stay outside."""
    words = nominals()
    first = start
    for i in range(start - 1, max(start - 6, -1), -1):
        token = doc[i]
        inside = token.dep_ in ("compound", "amod", "nmod") and start <= _top(token, start).i < end
        if not inside or token.tag_ == "POS" or i in named:
            break
        if token.lower_.rstrip(".") in words.titles or token.lower_ in words.titles:
            first = i
        elif token.text[0].isupper() and token.tag_ == "NNP" and first == i + 1 != start:
            return i  # *Foreign* Minister
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


def _is_condition(noun: Token, kind: str) -> bool:
    """A bare noun after a preposition that names nobody: *from exile*, *in office*, *as president*, *of state*."""
    bare = noun.tag_ == "NN" and noun.dep_ in ("pobj", "dobj") and not noun.n_lefts
    return bare and ((kind in ("person", "state") and noun.dep_ == "pobj") or noun.lower_ in _BARE)


def _is_part(noun: Token) -> bool:
    """Part of another word (*government-backed*) or phrase (*state of emergency*)."""
    if noun.i + 2 < len(noun.doc) and noun.nbor().text == "-" and not noun.whitespace_:
        return noun.nbor(2).lower_ not in _AFTER_TITLES
    inner = _counted(noun) if noun.lower_ == "state" else None
    return inner is not None and inner.pos_ != "PROPN"


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
    if verb.lemma_ in ("rain", "snow"):
        return True
    if verb.lemma_ in ("seem", "appear", "happen", "transpire", "turn"):
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
