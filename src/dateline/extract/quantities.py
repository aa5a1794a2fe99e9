"""Figures: the interval the words allow, what is counted, and who claims it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.grammar.echoes import echoed
from dateline.grammar.measures import (
    CASUALTY,
    GROUPS,
    OF_PERSONS,
    Reading,
    is_casualty,
    is_person,
    may_be_person,
    measure_of,
    read_number,
    tells_outcome,
)
from dateline.grammar.numbers import Number, find_numbers
from dateline.grammar.timex import REFERENCES
from dateline.grammar.units import counts_nothing, unit_of
from dateline.lexicon import load_table
from dateline.model import AttributionMention, Mention, QuantityMention, Role, Span, Stance, TimeMention
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

_WORDS = load_table("quantities")
_MORE = frozenset(_WORDS["numbering"]["more"])
_LIGHT = frozenset(_WORDS["acts"]["light"])
_TIMES = {"once": None, "twice": 2.0, "thrice": 3.0}
_NOBODY = frozenset({"no", "none", "nobody", "neither", "zero"})
_CLAIM_DENIALS = re.compile(
    r"\b(?:den(?:y|ies|ied)|dismiss|reject|disput|refut|contradict|call\w* .* (?:false|lie))", re.I
)
_CLAIM_DOUBTS = re.compile(r"\b(?:doubt|question|cast|challeng|sceptical|skeptical)", re.I)
_UNVERIFIED = re.compile(
    r"\b(?:(?:could|can|was|were|is|are|has|have)(?: ?not|n't) (?:yet )?(?:been |be )?(?:immediately |independently )*"
    r"(?:verif|confirm|corroborat)|unable to (?:independently )?(?:verify|confirm)|unverified)",
    re.I,
)
_REFERS = re.compile(r"\b(?:figures?|tolls?|numbers?|counts?|claims?|reports?|accounts?)\b", re.I)
Opinion = tuple[int | None, Stance]


Told = dict[int, tuple[QuantityMention, "Token"]]


def find_quantities(
    annotated: Annotated, mentions: tuple[Mention, ...], times: tuple[TimeMention, ...], tools: Tools
) -> tuple[QuantityMention, ...]:
    """Figures in text order, without their claimants."""
    found: Told = {}
    for sentence in annotated.sentences():
        figures = chain(
            _numbers(annotated, sentence, times, found),
            _acts(annotated, sentence),
            _unnumbered(annotated, sentence),
        )
        for figure, cue in figures:
            if all(figure.tokens[1] <= q.tokens[0] or q.tokens[1] <= figure.tokens[0] for q, _ in found.values()):
                found[figure.tokens[0]] = _situated(annotated.doc, figure, cue, mentions, times), cue
    told = _settled(annotated, [found[start] for start in sorted(found)])
    return _updated(annotated.doc, tuple(sorted((*told, *_joined(annotated, told)), key=lambda q: q.tokens)))


def _are_others(annotated: Annotated, figure: QuantityMention) -> bool:
    """*three others*, *three other men*: told apart from the dead."""
    first, last = annotated.tokens(figure.counted_span or figure.span)
    return any(t.lower_ in ("other", "others", "another") for t in annotated.doc[max(0, first - 2) : last])


def _settled(annotated: Annotated, figures: list[tuple[QuantityMention, Token]]) -> tuple[QuantityMention, ...]:
    """*Four were shot* does not say that they lived: where the report has dead, the four are not all injured."""
    deadly = any(q.measure == "killed" and q.low for q, _ in figures)
    return tuple(
        replace(q, measure="other")
        if deadly and q.measure == "injured" and not (tells_outcome(cue) or _are_others(annotated, q))
        else q
        for q, cue in figures
    )


Found = Iterator[tuple[QuantityMention, "Token"]]


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _numbers(annotated: Annotated, sentence: Phrase, times: tuple[TimeMention, ...], told: Told) -> Found:
    for number in find_numbers(sentence.text):
        core = _phrase(sentence, number.core)
        whole = _phrase(sentence, (number.start, number.end))
        if core is None or whole is None or counts_nothing(core):
            continue
        time = next((t for t in times if t.tokens[0] < core.end and core.start < t.tokens[1]), None)
        figure = _measured(annotated, whole, core, number, time)
        if figure is None and time is None:
            reading = _understood(core, [told[start][0] for start in sorted(told)])
            figure = _counting(annotated, whole, core, number, reading)
        if figure is not None:
            yield figure


def _phrase(sentence: Phrase, chars: Span) -> Phrase | None:
    start = sentence.start_char
    return sentence.doc.char_span(start + chars[0], start + chars[1], alignment_mode="expand")


def _measured(
    annotated: Annotated, whole: Phrase, core: Phrase, number: Number, time: TimeMention | None
) -> tuple[QuantityMention, Token] | None:
    """A number with a unit; a length of time is one where the text names it as such, not as an age or a date."""
    unit = unit_of(core)
    if unit is None or (unit.measure == "duration") != (time is not None):
        return None
    if time is not None and time.type != "DURATION" and not time.text.endswith(" on"):  # *seven weeks on*
        return None
    starts, ends = zip((whole.start, whole.end), unit.tokens, time.tokens if time else unit.tokens, strict=True)
    reading = Reading(unit.of, unit.measure, core.root)
    return _figure(annotated, (min(starts), max(ends)), number, unit.symbol, reading), core.root


def _understood(core: Phrase, told: list[QuantityMention]) -> Reading | None:
    """What a number counts by its own clause, else by the figures told before it."""
    reading = read_number(core)
    bare = reading is None or reading.counted is None
    if reading is not None and reading.measure not in ("other", "troops"):
        return reading
    taken = echoed(core, bare, told)
    if taken is not None and not (reading and reading.counted is not None and not may_be_person(reading.counted)):
        return Reading(None if reading is None else reading.counted, taken, core.root)
    subject = core.root.dep_ in ("nsubj", "nsubjpass") and core.root.tag_ in ("CD", "NN", "NNS")
    if reading is None and subject and core.text.lower() != "one":
        return Reading(None, "other", core.root)
    return reading


def _counting(
    annotated: Annotated, whole: Phrase, core: Phrase, number: Number, reading: Reading | None
) -> tuple[QuantityMention, Token] | None:
    """A number that counts people or things."""
    if reading is None or (reading.counted is not None and _is_named(reading.counted)):
        return None  # a number before a name is part of it: One Nation Act, 5 Juillet
    if reading.counted is not None and reading.counted.lower_ == "times":
        return _figure(
            annotated, (whole.start, core.end + 1), number, "times", Reading(_act(core.root), "other", None)
        ), core.root
    reading = _neither_dead_nor_hurt(reading, core)
    persons = reading.measure in OF_PERSONS or is_person(reading.counted)
    figure = _figure(annotated, (whole.start, whole.end), number, "person" if persons else None, reading)
    return figure, reading.cue or core.root


def _is_named(noun: Token) -> bool:
    """Whether a noun is part of a name, and not a people (*fifty Chechens*, *65,000 Congolese*)."""
    return noun.tag_ == "NNP" and noun.ent_type_ != "NORP" and not may_be_person(noun)


def _neither_dead_nor_hurt(reading: Reading, core: Phrase) -> Reading:
    """*Four were shot, one fatally*: the four are neither killed nor, all of them, injured."""
    cue = reading.cue
    if reading.measure != "injured" or cue is None or tells_outcome(cue):
        return reading
    some_died = any(t.lower_ in ("fatally", "mortally") for t in core.doc[core.end : core.sent.end])
    return replace(reading, measure="other") if some_died else reading


def _figure(
    annotated: Annotated, tokens: Span, number: Number | None, unit: str | None, reading: Reading
) -> QuantityMention:
    """The row for a number; `None` for a number stands for exactly one."""
    span = annotated.span(*tokens)
    counted = annotated.span(reading.counted.i, reading.counted.i + 1) if reading.counted is not None else None
    return QuantityMention(
        span=span,
        text=annotated.text(span),
        tokens=tokens,
        low=_whole(number.low) if number else 1,
        high=_whole(number.high) if number else 1,
        exact=number.exact if number else True,
        unit=unit,
        counted=annotated.text(counted) if counted else None,
        counted_span=counted,
        measure=reading.measure,
        role=_role(annotated.doc, tokens, reading),
    )


def _whole(value: float | None) -> float | None:
    """Whole numbers as such, so that the record says 7 and not 7.0."""
    return int(value) if value is not None and float(value).is_integer() else value


def _role(doc: Doc, tokens: Span, reading: Reading) -> Role:
    """*two more*, *another three* add to a figure told before; all others are totals."""
    if reading.running or reading.measure == "money" or (reading.counted is None and reading.measure == "other"):
        return "total"
    around = [*doc[max(0, tokens[0] - 1) : tokens[1] + 1]]
    if reading.counted is not None:
        around += [c for c in reading.counted.children if c.dep_ in ("amod", "det")]
    more = any(t.lower_ in _MORE and not _compares(t) for t in around)
    return "increment" if more else "total"


def _compares(word: Token) -> bool:
    """*more than two*, *two or more*."""
    after = word.nbor(1).lower_ if word.i + 1 < len(word.doc) else ""
    return after == "than" or (word.i > 0 and word.nbor(-1).lower_ in ("or", "and"))


# ── Acts, and people that no number counts ───────────────────────────────────────────────────────────────────────


def _acts(annotated: Annotated, sentence: Phrase) -> Found:
    """*twice sent bombers on patrols*: two patrols, and no number of bombers."""
    for token in sentence:
        times = _TIMES.get(token.lower_)
        if times is not None and token.head.pos_ in ("VERB", "AUX"):
            yield (
                _figure(
                    annotated, (token.i, token.i + 1), _exactly(times), "times", Reading(_act(token), "other", None)
                ),
                token.head,
            )


def _act(token: Token) -> Token | None:
    """The noun that names the act which is counted, else the verb itself."""
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or verb.lemma_ not in _LIGHT:
        return verb
    on = [
        g
        for c in verb.subtree
        if c.lower_ in ("on", "for") and c.dep_ == "prep"
        for g in c.children
        if g.dep_ == "pobj"
    ]
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return next(iter([*(n for n in on if n.pos_ == "NOUN"), *objects]), verb)


def _unnumbered(annotated: Annotated, sentence: Phrase) -> Found:
    """*a man was killed* is one; *no one was hurt* is none; *both died* are two."""
    for token in sentence:
        noun = token.head
        if _is_one(token) and noun.tag_ == "NN" and is_person(noun):
            found, figure = measure_of(noun, noun), None
        elif token.lower_ in _NOBODY and (
            token.dep_ != "det" or noun.lower_ == "one" or is_person(noun) or is_casualty(noun)
        ):
            found, figure = measure_of(noun if token.dep_ == "det" else token, None), _exactly(0)
        elif token.lower_ == "both":
            found, figure = measure_of(noun if token.dep_ in ("det", "predet") else token, None), _exactly(2)
        else:
            continue
        if noun.lemma_ in GROUPS:
            continue
        if found[0] in CASUALTY and found[1] is not None:
            counted = noun if token.dep_ in ("det", "predet", "poss") and noun.pos_ == "NOUN" else None
            last = counted.i + 1 if counted is not None else token.i + 1
            yield _figure(annotated, (token.i, last), figure, "person", Reading(counted, *found)), found[1]


def _is_one(token: Token) -> bool:
    """*a man*, *his wife*: one person."""
    return (token.lower_ in ("a", "an", "another") and token.dep_ == "det") or token.tag_ == "PRP$"


def _exactly(count: float) -> Number:
    return Number(0, 0, (0, 0), float(count), float(count), True)


def _joined(annotated: Annotated, figures: tuple[QuantityMention, ...]) -> Iterator[QuantityMention]:
    """*two soldiers and a child were killed* are three: the sum of those who share one fate in one coordination."""
    groups: dict[int, dict[int, QuantityMention]] = {}
    for figure in figures:
        if figure.measure in CASUALTY and figure.exact and figure.low and figure.counted_span:
            noun = _coordinated(annotated, figure)
            groups.setdefault(min(t.i for t in (noun, *noun.conjuncts)), {})[noun.i] = figure
    for parts in map(list, map(dict.values, groups.values())):
        counts = [part.low or 0.0 for part in parts]
        repeated = len(parts) > 2 and 2 * counts[0] == sum(counts)  # *four: three men and a boy*
        repeated |= any(q.low == sum(counts) for q in _told_before(annotated, parts[0], figures))
        stretch = annotated.doc[parts[0].tokens[0] : parts[-1].tokens[1]]
        told = any(t.dep_ in ("nsubj", "nsubjpass") and t.head in stretch for t in stretch)
        if len(parts) > 1 and not repeated and not told and len({p.measure for p in parts}) == 1:
            yield _sum(annotated, parts)


def _told_before(
    annotated: Annotated, part: QuantityMention, figures: tuple[QuantityMention, ...]
) -> Iterator[QuantityMention]:
    """Figures of the same measure that stand before this one in its sentence."""
    first = annotated.doc[part.tokens[0]].sent.start
    return (q for q in figures if q.measure == part.measure and first <= q.tokens[0] < part.tokens[0])


def _coordinated(annotated: Annotated, figure: QuantityMention) -> Token:
    """The word of a figure that stands in a coordination: its noun, or the number of *two of her children*."""
    noun = annotated.doc[annotated.tokens(figure.counted_span or figure.span)[0]]
    root = annotated.doc[slice(*figure.tokens)].root
    return root if root.conjuncts and not noun.conjuncts else noun


def _sum(annotated: Annotated, parts: list[QuantityMention]) -> QuantityMention:
    last = annotated.tokens(parts[-1].counted_span or parts[-1].span)[1]
    count = sum(part.low or 0.0 for part in parts)
    reading = Reading(None, parts[0].measure, None)
    figure = _figure(annotated, (parts[0].tokens[0], last), _exactly(count), "person", reading)
    return replace(figure, place=parts[0].place, time=parts[0].time)


# ── Where and when, and what it replaces ─────────────────────────────────────────────────────────────────────────


def _situated(
    doc: Doc, figure: QuantityMention, cue: Token, mentions: tuple[Mention, ...], times: tuple[TimeMention, ...]
) -> QuantityMention:
    """The figure with the place and the day nearest to it in its sentence; a range or a length of time has neither."""
    if figure.measure in ("distance", "duration"):
        return figure
    sentence = cue.sent
    rate = any(t.type == "SET" and sentence.start <= t.tokens[0] < sentence.end for t in times)
    if rate and figure.measure in CASUALTY:  # *mines kill dozens every year* tells of no one's death
        figure = replace(figure, measure="other")
    spots = [m for m in mentions if m.use == "place" and sentence.start <= m.head < sentence.end]
    dates = [(doc[slice(*t.tokens)].root, i) for i, t in enumerate(times) if _dates(doc, t, sentence)]
    place = min(spots, key=lambda m: _distance(cue, doc[m.head]), default=None)
    time = min(dates, key=lambda date: _distance(cue, date[0]), default=None)
    return replace(figure, place=place, time=time[1] if time else None)


def _dates(doc: Doc, time: TimeMention, sentence: Phrase) -> bool:
    """Whether an expression dates what this sentence says: *winter approaches* and *now* do not."""
    if time.type not in ("DATE", "TIME") or not sentence.start <= time.tokens[0] < sentence.end:
        return False
    root = doc[slice(*time.tokens)].root
    return root.dep_ not in ("nsubj", "nsubjpass") and time.text.lower() not in REFERENCES


def _distance(cue: Token, other: Token) -> int:
    """How far apart two words are in the tree: through their nearest common ancestor."""
    above = [cue, *cue.ancestors]
    for steps, token in enumerate([other, *other.ancestors]):
        if token in above:
            return steps + above.index(token)
    return len(above) + 100


def _updated(doc: Doc, figures: tuple[QuantityMention, ...]) -> tuple[QuantityMention, ...]:
    """*the toll rose to seven*: the figure of the same measure told before is the one it replaces."""
    out: list[QuantityMention] = []
    for index, figure in enumerate(figures):
        earlier = [
            i
            for i in range(index)
            if figures[i].measure == figure.measure in OF_PERSONS
            and figures[i].role == "total"
            and (figures[i].low or 0) < (figure.low or 0)
        ]
        rises = _rises(doc, figure)
        out.append(replace(figure, updates=earlier[-1]) if rises and earlier else figure)
    return tuple(out)


def _rises(doc: Doc, figure: QuantityMention) -> bool:
    token = doc[figure.tokens[0] : figure.tokens[1]].root
    return any(t.lemma_ in _WORDS["numbering"]["changing"] for t in token.ancestors) and any(
        t.lower_ in ("to", "at") for t in token.ancestors
    )


# ── Who claims it ────────────────────────────────────────────────────────────────────────────────────────────────


def claim_quantities(
    annotated: Annotated, quantities: tuple[QuantityMention, ...], attributions: tuple[AttributionMention, ...]
) -> tuple[QuantityMention, ...]:
    """The figures with the innermost attribution that each stands in, and the opinions of others on it."""
    out = []
    for figure in quantities:
        claimed = _claimant(figure.span, attributions)
        opinions = _opinions(annotated, figure, claimed, (quantities, attributions))
        out.append(replace(figure, attribution=claimed, opinions=(*opinions, *_unverified(annotated, figure))))
    return tuple(out)


def _claimant(span: Span, attributions: tuple[AttributionMention, ...]) -> int | None:
    holding = [
        (end - start, index)
        for index, said in enumerate(attributions)
        for start, end in said.content_spans
        if start <= span[0] and span[1] <= end
    ]
    return min(holding)[1] if holding else None


def _opinions(
    annotated: Annotated,
    figure: QuantityMention,
    claimed: int | None,
    told: tuple[tuple[QuantityMention, ...], tuple[AttributionMention, ...]],
) -> Iterator[Opinion]:
    """Others who deny or doubt the figure: those whose cue does, and whose words repeat or soon refer to it."""
    quantities, attributions = told
    same = [q.span for q in quantities if q is not figure and _agree(q, figure)]
    for index, said in enumerate(attributions):
        stance = _stance(annotated.text(said.cue_span)) if said.cue_span and index != claimed else None
        if stance and any(_speaks_of(annotated, content, figure, same) for content in said.content_spans):
            yield index, stance


def _agree(one: QuantityMention, other: QuantityMention) -> bool:
    return (one.low, one.high, one.measure) == (other.low, other.high, other.measure)


def _stance(cue: str) -> Stance | None:
    return "denied" if _CLAIM_DENIALS.search(cue) else "doubted" if _CLAIM_DOUBTS.search(cue) else None


def _speaks_of(annotated: Annotated, content: Span, figure: QuantityMention, same: list[Span]) -> bool:
    """Whether words hold the same figure again, or *the figure*, *the claim* in its sentence or the next one."""
    if any(content[0] <= start and end <= content[1] for start, end in same):
        return True
    told = annotated.doc[figure.tokens[0]].sent
    first, last = annotated.tokens(content)
    after = first < last and figure.tokens[1] <= first
    near = after and annotated.doc[first].sent.start in (told.start, told.end)
    return near and bool(_REFERS.search(annotated.text(content)))


def _unverified(annotated: Annotated, figure: QuantityMention) -> Iterator[Opinion]:
    """*The figures could not be independently verified*, in the sentence itself or the next one: the report doubts."""
    if figure.unit != "person":
        return
    sentence = annotated.doc[figure.tokens[0]].sent
    after = annotated.doc[sentence.end].sent if sentence.end < len(annotated.doc) else sentence
    own = _UNVERIFIED.search(sentence.text)
    if own or (_UNVERIFIED.search(after.text) and _REFERS.search(after.text)):
        yield None, "doubted"
