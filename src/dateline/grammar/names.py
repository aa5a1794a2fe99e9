"""The names in a parse: what NER found, put right by the tables and the parse, and what it missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.grammar.nominals import nominals
from dateline.lexicon import load_table, words_of
from dateline.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

    from dateline.tools import Tools

_Stretch = tuple[int, int, str]  # tokens [start, end) and label

_NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_NOT_STATES = frozenset({"EUR", "IGO", "UNO", "NGO", "ISM", "IMG", "MNC"})
_LABEL_OF_KIND = {"person": "PERSON", "people": "GROUP", "organisation": "ORG", "state": "GPE", "place": "LOC"}
_LABEL_OF_SCAN = {"country": "GPE", "demonym": "NORP", "organisation": "ORG", "person": "PERSON"}
_WORDS = load_table("place_use")
_TOWARDS = frozenset({"in", "to", "from", "near", "at", "through", "towards", "toward", "outside", "around"})
_AGENT = words_of(_WORDS["actors"]["agent_verbs"])
_REGIONS = words_of(_WORDS["names"]["regions"])
_CONFIDE = words_of(_WORDS["names"]["confide"])


def names_of(doc: Doc, tools: Tools) -> Iterator[_Stretch]:
    """Names as token stretches with their label: what NER found, put right by the tables, and what it missed."""
    stretches = [_trimmed(doc, ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in _NAMED]
    stretches = _with_known(doc, stretches, tools)
    taken = {i for start, end, _ in stretches for i in range(start, end)}
    stretches += [(i, i + 1, "PERSON") for i in _surnames(doc, stretches) if i not in taken]
    taken.update(i for start, end, _ in stretches for i in range(start, end))
    stretches += _unnamed_heads(doc, taken)
    whole = _merged(doc, sorted(s for s in stretches if s[0] < s[1]))
    named = [
        (a, b, _label_by_tables(doc[a:b], label, tools))
        for start, end, label in whole
        for a, b in _cut(doc, start, end, tools)
        if _can_be_name(doc[a:b])
    ]
    yield from _consistent(doc, named, _last_names(doc, stretches))


def _consistent(doc: Doc, named: list[_Stretch], last_names: set[str]) -> Iterator[_Stretch]:
    """One label for one name: a surname is a person's, and what is a place once is no person elsewhere."""
    places = {doc[start:end].text for start, end, label in named if label == "GPE"}
    for start, end, label in named:
        words = doc[start:end].text
        if label in ("GPE", "ORG", "LOC") and words in last_names:
            yield start, end, "PERSON"
        elif label == "PERSON" and words in places:
            yield start, end, "GPE"
        else:
            yield start, end, label


def _can_be_name(phrase: Phrase) -> bool:
    """Not a hashtag, a clitic, or a common noun of people that begins a sentence (*Candidates*)."""
    first = phrase[0]
    if not any(char.isupper() for char in phrase.text) or not first.text[0].isalnum():
        return False
    if first.i and (first.nbor(-1).text == "#" or (first.text == "State" and first.dep_ == "pobj")):
        return False  # a hashtag; *Minister of State*
    common = first.is_sent_start and len(phrase) == 1 and first.tag_ in ("NNS", "NNPS", "NN")
    return not (common and nominals().kind(first) in ("person", "people"))


def _with_known(doc: Doc, found: list[_Stretch], tools: Tools) -> list[_Stretch]:
    """The names found with those of the tables, which win where they are longer."""
    owner = {i: stretch for stretch in found for i in range(stretch[0], stretch[1])}
    dropped: set[_Stretch] = set()
    added: list[_Stretch] = []
    for (start, end), kind in tools.knowledge.scan(doc.text):
        phrase = doc.char_span(start, end)
        if phrase is None or not _may_name(phrase):
            continue
        crossed = {owner[token.i] for token in phrase if token.i in owner}
        if all(phrase.start <= a and b <= phrase.end and b - a < len(phrase) for a, b, _ in crossed):
            dropped |= crossed
            added.append((phrase.start, phrase.end, _LABEL_OF_SCAN[kind]))
    return [stretch for stretch in found if stretch not in dropped] + added


def _surnames(doc: Doc, stretches: list[_Stretch]) -> Iterator[int]:
    """Surnames of people named in full elsewhere in the document."""
    last = _last_names(doc, stretches)
    return (token.i for token in doc if token.tag_ == "NNP" and token.text in last)


def _last_names(doc: Doc, stretches: list[_Stretch]) -> set[str]:
    return {doc[end - 1].text for start, end, label in stretches if label == "PERSON" and end - start > 1}


def _trimmed(doc: Doc, start: int, end: int, label: str) -> _Stretch:
    """A name without its article, its possessive and stray punctuation, and with the proper nouns it lost."""
    if end - start > 2 and doc[start + 1].lower_ == "of" and doc[start].tag_ in ("NNS", "NNPS"):
        start += 2 if nominals().kind(doc[start]) == "person" else 0  # *Citizens of Burundi*
    while start < end and (doc[start].lower_ in ("the", "a", "an", "'s") or doc[start].is_punct):
        start += 1
    while start < end - 1 and doc[start].is_lower and doc[start].tag_ in ("JJ", "RB", "VBD", "VBN", "IN"):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or (doc[end - 1].is_punct and doc[end - 1].text != ".")):
        end -= 1
    while 0 < start < end and _belongs(doc[start - 1], doc[start]):
        start -= 1
    start, end = _over_hyphens(doc, start, end)
    while start < end < len(doc) and doc[end].tag_ == "NNP" and doc[end - 1].head.i == doc[end].i and label == "PERSON":
        end += 1
    return start, end, label


def _over_hyphens(doc: Doc, start: int, end: int) -> Span:
    """The whole of a hyphenated name (*Rostov-on-Don*, *An-Naqoura*); two nationalities stay two."""
    while start > 1 and _hyphen(doc[start - 1]) and doc[start - 2].tag_ == "NNP" and not doc[start - 2].ent_type_:
        start -= 2
    while end + 1 < len(doc) and _hyphen(doc[end]) and not doc[end + 1].ent_type_:
        if doc[end + 1].text[0].isupper() and doc[end + 1].tag_ == "NNP":
            end += 2
        elif end + 3 < len(doc) and doc[end + 1].pos_ == "ADP" and _hyphen(doc[end + 2]):
            end += 4
        else:
            break
    return start, end


def _hyphen(token: Token) -> bool:
    return token.text == "-" and token.i > 0 and not token.whitespace_ and not token.nbor(-1).whitespace_


def _belongs(left: Token, name: Token) -> bool:
    return (
        left.tag_ == "NNP"
        and left.dep_ == "compound"
        and not left.ent_type_
        and left.sent == name.sent
        and left.lower_ not in nominals().titles
        and left.head.i >= name.i
    )


def _may_name(phrase: Phrase) -> bool:
    return any(token.pos_ in ("PROPN", "ADJ", "NOUN") for token in phrase) and phrase.root.pos_ != "VERB"


def _unnamed_heads(doc: Doc, taken: set[int]) -> Iterator[_Stretch]:
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


def _as_name(doc: Doc, run: list[int]) -> Iterator[_Stretch]:
    """An unlabelled run counts where it is the subject or partner of something, not as a modifier."""
    if not run:
        return
    head = doc[run[0] : run[-1] + 1].root
    if head.dep_ in ("nsubj", "nsubjpass", "poss", "agent", "appos", "dobj", "pobj", "conj") and head.i == run[-1]:
        first = doc[run[0]].lower_
        kind = nominals().kind(head)
        label = "PERSON" if first in nominals().first_names else _LABEL_OF_KIND.get(kind or "", "")
        if label or (head.dep_ in ("nsubj", "agent") and head.head.lemma_ in _AGENT):
            yield run[0], run[-1] + 1, label


def _merged(doc: Doc, stretches: list[_Stretch]) -> Iterator[_Stretch]:
    """Names that touch and hang together in the parse are one (*Wolka* + *Terechowska*)."""
    pending: _Stretch | None = None
    for start, end, label in stretches:
        if pending and pending[1] == start and _one_name(doc, pending, (start, end, label)):
            pending = (pending[0], end, label)
            continue
        if pending:
            yield pending
        pending = (start, end, label) if not pending or start >= pending[1] else pending
    if pending:
        yield pending


def _one_name(doc: Doc, left: _Stretch, right: _Stretch) -> bool:
    last = doc[left[1] - 1]
    return (
        last.dep_ == "compound"
        and last.head.i in range(right[0], right[1])
        and left[2] == right[2]
        and last.tag_ == doc[right[0]].tag_ == "NNP"
    )


def _cut(doc: Doc, start: int, end: int, tools: Tools) -> Iterator[Span]:
    """*Belarusian-Polish* and *Poland, Lithuania* are two names where each side is a country's."""
    joints = [i for i in range(start + 1, end - 1) if doc[i].text in ("-", "–", "/", "and", ",")]
    for joint in joints:
        if tools.knowledge.country(doc[start:joint].text) and tools.knowledge.country(doc[joint + 1 : end].text):
            yield start, joint
            yield joint + 1, end
            return
    yield start, end


def _label_by_tables(phrase: Phrase, label: str, tools: Tools) -> str:
    """The label, put right where the tables know the name as a country's or as an organisation's."""
    known = tools.knowledge.country(phrase.text)
    if known is None:
        return _label_by_parse(phrase, label, tools)
    if known.form == "demonym" or phrase.root.tag_ == "JJ":
        return "NORP" if phrase.root.tag_ != "NNP" or label == "NORP" else label
    if known.form == "metonym" or known.code in _NOT_STATES:
        return "ORG"
    return "GPE" if label != "PERSON" or known.form == "name" else label


def _label_by_parse(phrase: Phrase, label: str, tools: Tools) -> str:
    """The label of a name that is no country's, by its words and by where it stands."""
    last = phrase[-1]
    if len(phrase) == 1 and (right := _label_of_word(last, label, tools)):
        return right
    if label in ("PERSON", "ORG") and last.text[0].isupper() and last.lower_ in _REGIONS:
        return "LOC"
    named = phrase[0].lower_ in nominals().first_names
    if label in ("PERSON", "ORG"):
        return label if named else _label_after_preposition(phrase, label, tools)
    place = label == "NORP" or nominals().kind(last) or tools.knowledge.region(phrase.text)
    return "PERSON" if named and 2 <= len(phrase) <= 3 and not place else label


def _label_after_preposition(phrase: Phrase, label: str, tools: Tools) -> str:
    """GPE for what NER took for a person or body, after *in*, *near*, *the town of*, or where the tables know it."""
    head = phrase.root
    while head.dep_ in ("conj", "appos") and head.head.i < head.i:
        head = head.head
    if head.dep_ != "pobj" or len(phrase) > 3:
        return label
    known = tools.knowledge.entities(phrase.text)
    if head.head.lower_ in _TOWARDS and (
        tools.knowledge.region(phrase.text) or (label == "ORG" and not known and tools.gazetteer.find(phrase.text))
    ):
        return "GPE"
    if not _shows_place(head.head):
        return label
    body = head == phrase.root or nominals().kind(phrase[-1]) or known
    return label if label == "ORG" and head.head.lower_ != "of" and body else "GPE"


def _label_of_word(token: Token, label: str, tools: Tools) -> str | None:
    """*The Houthis* are people, *M23* and *UNIFIL* bodies, *Merkel* a person, unless the tables know a place."""
    if label in ("NORP", "FAC") or tools.knowledge.region(token.text) is not None:
        return None
    kinds = {entity.kind for entity in tools.knowledge.entities(token.text)}
    if kinds == {"person"}:
        return "PERSON"
    if kinds == {"organisation"}:
        return "ORG"
    if token.tag_ == "NNPS" and token.text.endswith("s") and _has_article(token):
        return "NORP"
    letters = [char for char in token.text if char.isalpha()]
    short = 1 <= len(letters) <= 6 and 1 < len(token.text) <= 7 and "." not in token.text
    return "ORG" if short and all(map(str.isupper, letters)) else None


def _has_article(token: Token) -> bool:
    return any(child.dep_ == "det" for child in token.children)


def _shows_place(preposition: Token) -> bool:
    """*In* and *near*, and *of* after a noun of place (*the town of*)."""
    governor = preposition.head.lemma_.lower()
    if preposition.lower_ == "of":
        return governor in nominals().also["place"]
    return preposition.lower_ in ("in", "near") and governor not in _CONFIDE
