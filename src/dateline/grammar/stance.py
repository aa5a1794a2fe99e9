"""How the report stands to what somebody says: the attribution an event stands in, and what others hold of it."""

from __future__ import annotations

from functools import lru_cache

from dateline.annotate import Annotated
from dateline.lexicon import load_table
from dateline.model import AttributionMention, Candidate, Span, Stance

Opinion = tuple[int | None, Stance]


def stance_of(
    annotated: Annotated, candidate: Candidate, attributions: tuple[AttributionMention, ...]
) -> tuple[int | None, Stance, tuple[Opinion, ...]]:
    """The innermost attribution a candidate stands in, the report's stance to it, and others' opinions on it.

    An event whose own words are the cue (*the EU accused*) does not stand inside that attribution.
    """
    holding = [
        index
        for index, said in enumerate(attributions)
        if _holds(said, candidate.trigger) and not _overlap(said.cue_span, candidate.trigger)
    ]
    if not holding:
        stance: Stance = "claimed" if _alleged(annotated, candidate) else "asserted"
        return None, stance, _answers(annotated, candidate, attributions, None)

    def closeness(index: int) -> tuple[int, int]:
        return _depth(attributions, index), -_breadth(attributions[index], candidate.trigger)

    innermost = max(holding, key=closeness)
    around: tuple[Opinion, ...] = tuple(
        (index, held)
        for index in holding
        if index != innermost and (held := _stance(annotated, attributions[index])) != "claimed"
    )
    answers = _answers(annotated, candidate, attributions, innermost)
    return innermost, _stance(annotated, attributions[innermost]), around + answers


def _alleged(annotated: Annotated, candidate: Candidate) -> bool:
    """*allegedly attacked*, *the alleged attack*: somebody's claim, whoever that is."""
    return any(child.lower_ in _cues()["alleged"] for child in annotated.doc[candidate.head].children)


def _answers(
    annotated: Annotated, candidate: Candidate, attributions: tuple[AttributionMention, ...], speaker: int | None
) -> tuple[Opinion, ...]:
    """Denials by somebody else, in this sentence or the next, of what was just told: *Minsk denied the accusation*.
    That the accusation was made is not what is denied, so an event that is itself a cue gets none."""
    if any(_overlap(said.cue_span, candidate.trigger) for said in attributions):
        return ()
    sentence = annotated.doc[candidate.head].sent
    following = annotated.doc[sentence.end].sent if sentence.end < len(annotated.doc) else sentence
    reach = annotated.span(sentence.start, following.end)
    source = attributions[speaker].source if speaker is not None else None
    return tuple(
        (index, stance)
        for index, said in enumerate(attributions)
        if said.cue_span is not None
        and candidate.trigger[1] <= said.cue_span[0] < reach[1]
        and (said.source is None or said.source != source)
        and not _holds(said, candidate.trigger)
        and _refers_back(annotated, said)
        and (stance := _stance(annotated, said)) != "claimed"
    )


def _refers_back(annotated: Annotated, said: AttributionMention) -> bool:
    """Whether the content is only a word for what was told before: *the accusation*, *responsibility*, *this*."""
    spans = [annotated.tokens(span) for span in said.content_spans]
    heads = [annotated.doc[start:end].root for start, end in spans if start < end]
    return any(head.lemma_.lower() in _cues()["answered"] for head in heads)


def _holds(said: AttributionMention, trigger: Span) -> bool:
    return any(start <= trigger[0] and trigger[1] <= end for start, end in said.content_spans)


def _overlap(left: Span | None, right: Span) -> bool:
    return left is not None and left[0] < right[1] and right[0] < left[1]


def _depth(attributions: tuple[AttributionMention, ...], index: int) -> int:
    """How many attributions this one stands inside."""
    seen = {index}
    parent = attributions[index].parent
    while parent is not None and parent not in seen:
        seen.add(parent)
        parent = attributions[parent].parent
    return len(seen)


def _breadth(said: AttributionMention, trigger: Span) -> int:
    """Length of the stretch of content that holds the trigger."""
    return min(end - start for start, end in said.content_spans if start <= trigger[0] and trigger[1] <= end)


def _stance(annotated: Annotated, said: AttributionMention) -> Stance:
    """What the cue says of its content: claimed, unless it denies or doubts it."""
    if said.cue_span is None:
        return "claimed"
    start, end = annotated.tokens(said.cue_span)
    cue = annotated.doc[start:end]
    lemmas = {token.lemma_.lower() for token in cue} | {token.lower_ for token in cue}
    negated = any(child.dep_ == "neg" for token in cue for child in token.children)
    cues = _cues()
    if lemmas & cues["denied"]:
        return "claimed" if negated else "denied"
    if lemmas & cues["doubted"] or (negated and lemmas & cues["doubted_if_negated"]):
        return "doubted"
    return "claimed"


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_table("modality")["cues"].items()}
