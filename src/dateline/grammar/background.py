"""Is it background? Whether a clause is told of a time clearly before the situation that a report is about.

The times of a clause are compared with the report's present. Where no date is known, a reporter's habit is: the year
is given only of what is not recent, so a bare year beside something told of now is background.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dateline.lexicon import load_table, words_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.annotate import Annotated

YEAR = re.compile(r"(1[5-9]\d\d|20[0-4]\d)(?:[-–/]\d{2,4})?$")
DECADE = re.compile(r"(?:(1[5-9]|20)|')?(\d0)'?s$")
MONTHS = [name.lower() for name in calendar.month_name if name]
FULL_DATE = re.compile(
    rf"(?i)\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?({'|'.join(MONTHS)}),? (\d{{4}})"
    rf"|({'|'.join(MONTHS)}) \d{{1,2}}(?:st|nd|rd|th)?,? (\d{{4}}))\b"
)
CLAUSES = frozenset(("relcl", "acl", "advcl", "ccomp", "parataxis", "csubj", "conj", "pcomp"))
PERFECT = ("earlier", "before", "previously")
A_YEAR = 12


class Moment(NamedTuple):
    """The latest month that an expression of time can mean; without a month, the whole year."""

    year: int
    month: int | None = None
    named: bool = False  # an era or a decade, which nobody names before it is past


@dataclass(frozen=True, slots=True)
class Past:
    """Words for times long past, and the last years of rulers, powers and eras by their names."""

    rulers: Mapping[str, int]
    powers: Mapping[str, int]
    eras: Mapping[str, int]
    decades: Mapping[str, int]
    words: Mapping[str, frozenset[str]]


def is_background(annotated: Annotated, token: Token) -> bool:
    """Whether the times of the clause lie more than a year before what the report tells of."""
    if token.tag_ in ("VBZ", "VBP") or any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in token.children):
        return False
    if token.dep_ == "xcomp" and token.head.lower_ == "used" and token.head.dep_ != "acl":
        return not any(c.dep_ in ("dobj", "aux", "auxpass") for c in token.head.children)
    own = [phrase for place in _places(token) for phrase in _times(place)]
    own += [_phrase(token.head)] if _in_which(token) else [_trailing(token)]
    if any(_is_recent(t) for phrase in own for t in phrase if not _before(phrase)):
        return False
    if any(_is_long_ago(phrase, token) for phrase in own) or _years_after(token) or _told_back(token, own):
        return True
    present, phrases = _present(annotated)[0], (*own, _antecedent(token), *_of_clause(token))
    moments = [m for phrase in phrases if (m := _moment(phrase, present))] + _of_powers(token)
    return any(_is_far(annotated, token, moment) for moment in moments) or _inside(annotated, token)


def _inside(annotated: Annotated, token: Token) -> bool:
    """What background is told of is background: *had been jailed for a plot*, *was shut years ago in the fighting*."""
    governor = token.head
    if token.dep_ in ("pobj", "pcomp") and (governor.lower_ in load_past().words["placing"] or token.dep_ == "pcomp"):
        governor = governor.head
    elif token.dep_ not in ("dobj", "nsubjpass", "xcomp", "conj") or _own_subject(token):
        return False
    shares = governor.i != token.i and governor.pos_ in ("VERB", "AUX")
    return shares and is_background(annotated, governor)


# ── Where the times of a clause stand ────────────────────────────────────────────────────────────────────────────


def _places(token: Token) -> Iterator[Token]:
    """The predicate, and what lends it its times: a noun's verb, the verb it completes or is joined to."""
    yield token
    head = token.head
    if token.pos_ not in ("VERB", "AUX"):
        if head.dep_ != "ROOT" or head.pos_ in ("VERB", "AUX"):
            yield head
    elif token.dep_ in ("xcomp", "conj") and not _own_subject(token):
        yield head


def _own_subject(verb: Token) -> bool:
    return bool(_subjects(verb))


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]


def _in_which(verb: Token) -> bool:
    """*The winter of 1984, when …*; *the 1975 war, in which …*."""
    return verb.dep_ == "relcl" and any(c.lower_ in ("when", "in", "during") for c in verb.children)


def _antecedent(verb: Token) -> list[Token]:
    """The year of what did it: *the treaty of 1921, which ended the war*."""
    if verb.dep_ != "relcl" or verb.tag_ != "VBD" or not any(c.tag_ in ("WDT", "WP") for c in _subjects(verb)):
        return []
    return [t for c in verb.head.children if c.dep_ in ("nummod", "compound") or c.lower_ == "of" for t in _phrase(c)]


def _of_clause(noun: Token) -> Iterator[list[Token]]:
    """The times of a clause that tells what an event did: *a bombing that killed nine in 2019*."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return
    for clause in noun.children:
        if clause.dep_ == "relcl" and clause.tag_ == "VBD" and any(c.tag_ in ("WDT", "WP") for c in _subjects(clause)):
            yield from _times(clause)


def _trailing(verb: Token) -> list[Token]:
    """*Men abducted by the junta decades ago hold …*: the parser gives such a time to the verb that follows."""
    if verb.dep_ not in ("acl", "relcl"):
        return []
    end = verb.right_edge.i + 1
    after = list(verb.doc[end : end + 5])
    ago = next((n for n, t in enumerate(after) if t.lower_ == "ago"), None)
    return [] if ago is None or any(t.is_punct for t in after[:ago]) else after[: ago + 1]


def _times(place: Token) -> Iterator[list[Token]]:
    """The expressions of time that belong to a verb or noun, each as its tokens."""
    words = load_past().words
    if place.pos_ in ("NOUN", "PROPN", "NUM"):
        yield [c for c in place.children if c.dep_ in ("nummod", "amod", "nmod", "compound")]
        yield from (_phrase(c) for c in place.children if c.dep_ == "poss" and c.lemma_ in words["units"])
        yield from (
            phrase for c in place.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD") for phrase in _times(c)
        )
        yield from _behind(place)
    for child in place.children:
        temporal = child.dep_ == "prep" and child.lower_ in words["placing"] and _is_temporal(child)
        if temporal or child.dep_ in ("npadvmod", "advmod") or _places_noun(child, place):
            yield _phrase(child)
    if place.pos_ in ("VERB", "AUX"):
        yield from _across_object(place)


def _behind(noun: Token) -> Iterator[list[Token]]:
    """A year that the parser gave to a noun before: *the trial over the bombing of a bus in 1994*."""
    outer = noun.head.head if noun.dep_ == "pobj" else noun
    if outer.i < noun.i and outer.pos_ == "NOUN":
        yield from (_phrase(c) for c in outer.children if c.i > noun.i and c.lower_ == "in" and _is_temporal(c))


def _places_noun(preposition: Token, place: Token) -> bool:
    """*The massacre of 1994*, *the winter of 1984*."""
    if preposition.lower_ != "of" or place.pos_ not in ("NOUN", "PROPN"):
        return False
    return any(_is_year(t) or DECADE.match(t.lower_) for t in preposition.children)


def _is_temporal(preposition: Token) -> bool:
    """*In 1994*, *after the 2006 coup*, but not *in the 2006 report*: a dated noun must be an upheaval there."""
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is not None and preposition.lower_ == "under" and any(_is_year(t) for t in noun.children):
        return noun.lemma_ in load_past().words["rule"]  # not "under the Terrorism Act 2000"
    if noun is None or preposition.lower_ in ("after", "before", "during", "following", "under", "until", "till"):
        return noun is not None
    dated = any(_is_year(c) and c.dep_ in ("nummod", "amod", "compound") for c in noun.children)
    return (
        not dated or noun.lemma_ in load_past().words["upheavals"] or noun.lower_ in MONTHS or noun.ent_type_ == "DATE"
    )


def _across_object(verb: Token) -> Iterator[list[Token]]:
    """The times that the parser gave to the object before them: *normalised relations in 1965*."""
    words = load_past().words
    for token in _clause(verb):
        if token.head.i == verb.i or token.i < verb.i or any(a.lower_ == "since" for a in token.ancestors):
            continue
        strong = token.dep_ == "prep" and token.lower_ in words["strong"] and _is_temporal(token)
        if (strong and token.head.lemma_ not in words["occasions"]) or token.lower_ in ("ago", *PERFECT):
            yield _phrase(token)


def _clause(verb: Token) -> Iterator[Token]:
    """The tokens of a clause without those of the clauses in it."""
    for child in verb.children:
        if child.dep_ not in CLAUSES:
            yield child
            yield from _clause(child)


def _phrase(top: Token) -> list[Token]:
    return sorted([top, *_clause(top)], key=lambda t: t.i)


# ── When they are ────────────────────────────────────────────────────────────────────────────────────────────────


def _is_recent(token: Token) -> bool:
    """*Today*, *on Monday*, *last night*."""
    words = load_past().words
    if token.lower_ in words["recent"]:
        return True
    return token.lemma_ in words["recent_units"] and any(c.lower_ in ("this", "last") for c in token.children)


def _before(phrase: list[Token]) -> bool:
    return any(t.lower_ == "before" for t in phrase[:2])


def _told_back(token: Token, own: list[list[Token]]) -> bool:
    """Whether a clause is told as the past of a past: *had previously approved*, *were suspended since 2020*, or in
    the pluperfect beside a report in the present."""
    words, had = load_past().words, _had(token)
    if token.tag_ not in ("VBD", "VBN") or any(c.lower_ in ("has", "have", "'ve") for c in token.children):
        return False
    if any(_looks_back(c) for c in token.children if c.dep_ == "advmod"):
        return True
    participle = token.dep_ == "acl"
    if (had or participle) and any(_since_year(c) for c in token.children):
        return True
    if not had or _is_condition(token):
        return False
    if token.dep_ == "ccomp" and token.head.i < token.i:
        return token.head.lemma_ in words["memory"]
    if any(t.lower_ == "previous" or _is_year(t) or t.lower_ in MONTHS for phrase in own for t in phrase):
        return True
    return _is_present(token.sent.root) or (token.dep_ == "ROOT" and _is_present(next(token.doc.sents).root))


def _looks_back(adverb: Token) -> bool:
    """*Previously*, *formerly*, *once*, but not *once again* or *once they had left*."""
    if adverb.lower_ == "once":
        after = adverb.nbor().lower_ if adverb.i + 1 < len(adverb.doc) else ""
        alone = not any(True for _ in adverb.children)
        return alone and adverb.head.dep_ != "advcl" and after not in ("again", "more")
    return adverb.lower_ in load_past().words["back"]


def _since_year(preposition: Token) -> bool:
    return preposition.lower_ == "since" and any(_is_year(t) for t in _clause(preposition))


def _is_condition(verb: Token) -> bool:
    """*Had they known*: an auxiliary before its subject."""
    had = next((c.i for c in verb.children if c.lower_ == "had" and c.dep_ == "aux"), verb.i)
    return any(had < c.i for c in _subjects(verb))


def _is_present(verb: Token) -> bool:
    finite = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass", "dep", "parataxis"))]
    return any(t.tag_ in ("VBZ", "VBP") for t in finite)


def _is_long_ago(phrase: list[Token], predicate: Token) -> bool:
    """*Decades ago*, *long before*, *under the late emperor*, *in its forty-year history*."""
    past, text = load_past(), " ".join(t.lower_ for t in phrase)
    if any(f" {words} " in f" {text} " for words in past.words["phrases"]):
        return True
    if any(t.lower_ == "ago" or (t.lower_ in PERFECT and _spoken_back(t, predicate)) for t in phrase):
        return any(_after_unit(t) for t in phrase if t.lower_ in ("ago", *PERFECT))
    noun = next((t for t in phrase if t.dep_ == "pobj"), None)
    if noun is None or not _had(predicate):
        return bool(re.match(r"(?:in|over|during) \w+ \w+ ?- ?years? ?-? ?(?:history|existence)", text))
    return phrase[0].lower_ == "under" and any(c.lower_ in past.words["gone"] for c in noun.children)


def _spoken_back(word: Token, predicate: Token) -> bool:
    return word.lower_ == "earlier" or _had(predicate)


def _after_unit(word: Token) -> bool:
    """Whether years stand before *ago*, or more than a year's months."""
    if word.i == 0:
        return False
    unit = word.nbor(-1)
    words = load_past().words
    if unit.lemma_.lower() in words["units"]:
        return True
    numbers = (c.lower_ for c in unit.children if c.dep_ == "nummod")
    over = any(n in words["over_a_dozen"] or (n.isdigit() and int(n) > A_YEAR) for n in numbers)
    return unit.lemma_ == "month" and over


def _years_after(token: Token) -> bool:
    """*Sixteen years after they left*, *ten years after the attack*, *on the fifth anniversary of the attack*."""
    head, units = token.head, load_past().words["units"]
    mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ in ("after", "since")), None)
    if token.dep_ == "advcl" and mark is not None:
        before = mark.nbor(-1) if mark.i else mark
        if before.lemma_ in units and before.tag_ == "NNS":
            return True
        measured = token.children
    elif token.dep_ == "pobj" and head.lower_ in ("after", "since"):
        measured = head.children
    else:
        anniversary = token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ == "anniversary"
        return anniversary and not any(c.lower_ == "first" for c in head.head.children)
    return any(
        c.dep_ in ("npadvmod", "nmod") and c.lemma_ in units and (c.tag_ == "NNS" or c.lemma_ != "year")
        for c in measured
    )


def _moment(phrase: list[Token], present: Moment | None) -> Moment | None:
    """The latest time that a phrase names: a year, a decade, a century, an era or a rule; *last year*."""
    if not phrase or phrase[0].lower_ == "since" or any(t.lemma_ == "anniversary" for t in phrase):
        return None
    if any(t.lemma_ == "year" and t.i and t.nbor(-1).lower_ == "last" and _is_this_last(t) for t in phrase):
        return Moment(present.year - 1, 1) if present else Moment(1, named=True)
    months = [MONTHS.index(t.lower_) + 1 for t in phrase if t.lower_ in MONTHS]
    years, named = [y for t in phrase if (y := _year(t))], _named_years(phrase)
    if not years and not named:
        return None
    return Moment(max(years + named), max(months, default=None), named=not any(_is_year(t) for t in phrase))


def _is_this_last(year: Token) -> bool:
    """*Last year*, not *in the last year* or *the last year of the war*."""
    return not any(c.dep_ == "det" for c in year.children)


def _year(token: Token) -> int | None:
    """The last year of a year, decade or century."""
    if _is_year(token):
        return int(token.text[:4])
    if found := DECADE.match(token.lower_):
        return int(found[1] or 19) * 100 + int(found[2]) + 9
    if token.lower_ in load_past().decades and not any(c.dep_ == "poss" for c in token.children):
        return 1900 + load_past().decades[token.lower_]
    if token.lemma_ == "century" and token.i and (ordinal := re.match(r"(\d\d)th$", token.nbor(-1).lower_)):
        return int(ordinal[1]) * 100
    return None


def _is_year(token: Token) -> bool:
    """A year, not a number: *in 2000*, *the 2000 elections*, but not *2000 soldiers*."""
    if not YEAR.match(token.text) or token.pos_ not in ("NUM", "NOUN", "PROPN"):
        return False
    noun = token.head
    counts = token.dep_ == "nummod" and noun.tag_ in ("NNS", "NNPS") and noun.lower_ not in MONTHS
    return not counts or any(c.dep_ in ("det", "poss") for c in noun.children)


def _named_years(phrase: list[Token]) -> list[int]:
    """The last years of the eras and rules that a phrase names."""
    past, text = load_past(), " ".join(t.lower_ for t in phrase).replace(" 's", "'s").replace(" - ", "-")
    years = [year for era, year in past.eras.items() if re.search(rf"\b{re.escape(era)}\b", text)]
    for token in phrase:
        if (year := past.rulers.get(token.lower_)) and token.pos_ == "PROPN":
            ruled = token.dep_ == "poss" and token.head.lemma_ in past.words["rule"]
            if ruled or (token.dep_ == "pobj" and token.head.lower_ == "under"):
                years.append(year)
    return years


def _of_powers(token: Token) -> list[Moment]:
    """The last years of the rulers and powers that did it: *Soviet troops had shot …*."""
    past = load_past()
    if token.pos_ != "VERB" or not (token.tag_ == "VBD" or _had(token) or token.tag_ == "VBN"):
        return []
    doers = [c for c in token.children if c.dep_ == "nsubj"]
    doers += [n for c in token.children if c.dep_ == "agent" for n in c.children if n.dep_ == "pobj"]
    found = []
    for doer in doers:
        names = [
            doer,
            *(c for c in doer.children if c.dep_ in ("poss", "compound", "amod", "nmod") and c.pos_ != "VERB"),
        ]
        text = f" {' '.join(t.lower_ for t in names[1:] + names[:1])} "
        if not any(c.lower_ in ("former", "ex", "post", "old", "-") for c in doer.subtree):
            found += [year for name, year in past.powers.items() if f" {name} " in text]
            found += [past.rulers[t.lower_] for t in names if t.dep_ == "poss" and t.lower_ in past.rulers]
    return [Moment(year) for year in found]


# ── The report's present ─────────────────────────────────────────────────────────────────────────────────────────


def _is_far(annotated: Annotated, token: Token, moment: Moment) -> bool:
    present, latest = _present(annotated)
    if present:
        back = (present.year - moment.year) * 12 + (present.month or 1) - (moment.month or 12)
        return back > A_YEAR or (_is_aside(token) and (back > 1 or moment.year < present.year))
    return moment.named or moment.year < latest - 1 or _beside_foreground(token)


def _is_aside(token: Token) -> bool:
    """Whether a predicate is told only to say which, or why: a relative clause, a participle, a dated noun."""
    return token.pos_ in ("NOUN", "PROPN") or any(
        t.dep_ in ("relcl", "acl", "advcl", "pcomp") for t in (token, *token.ancestors)
    )


def _present(annotated: Annotated) -> tuple[Moment | None, int]:
    """The month a report tells of, if its publication or a full date tells it; and the latest year it names."""
    if published := annotated.document.published:
        return Moment(int(published[:4]), int(published[5:7] or 1)), int(published[:4])
    latest = max((int(t.text[:4]) for t in annotated.doc if _is_year(t)), default=0)
    for line in annotated.document.text.splitlines()[:10]:
        if dateline := FULL_DATE.fullmatch(line.strip()):
            return _dated(dateline), latest
    present = max(map(_dated, FULL_DATE.finditer(annotated.doc.text)), default=None)
    return (present if present and present.year >= latest else None), latest


def _dated(date: re.Match[str]) -> Moment:
    return Moment(int(date[2] or date[4]), MONTHS.index((date[1] or date[3]).lower()) + 1)


def _beside_foreground(token: Token) -> bool:
    """Whether something is told of now, or the predicate stands under what is told without a year."""
    if _had(token):
        return True
    mine = {token.i, *(t.i for t in _clause(token))}
    root = token.sent.root
    if root.i != token.i and root.pos_ in ("VERB", "AUX") and not _shares(token, root):
        return not any(_moment(phrase, None) for phrase in _times(root))
    return any(t.tag_ in ("VBZ", "VBP") or _is_recent(t) for t in token.doc if t.i not in mine)


def _shares(token: Token, root: Token) -> bool:
    """A complement or second verb of the main clause has its time in common with it, not beside it."""
    return token.dep_ in ("xcomp", "conj") and token.head.i == root.i


def _had(token: Token) -> bool:
    return any(c.lower_ in ("had", "'d") and c.dep_ == "aux" for c in token.children)


@lru_cache(maxsize=1)
def load_past() -> Past:
    """The table of what is long past, as packaged."""
    table = load_table("eras")
    named = {
        name: {key.replace("_", " "): year for key, year in table[name].items()}
        for name in ("rulers", "powers", "eras", "decades")
    }
    return Past(**named, words={name: words_of(block) for name, block in table["words"].items()})
