"""How the report stands to what somebody says: the attribution an event stands in, and what others hold of it."""

from __future__ import annotations

from dateline.annotate import Annotated
from dateline.grammar.belief import attitude_to, load_beliefs
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
        stance = attitude_to(annotated.doc[candidate.head]) or _unclaimed(annotated, candidate)
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
    stance, further = _stance_to(annotated, candidate, attributions[innermost])
    return innermost, stance, around + answers + further


def _unclaimed(annotated: Annotated, candidate: Candidate) -> Stance:
    """*allegedly attacked*, *the alleged attack*, *an attack blamed on rebels*: somebody's claim, whoever that is."""
    lists, head = load_beliefs(), annotated.doc[candidate.head]
    alleged = any(child.lower_ in lists["alleged"] for child in head.children)
    ascribed = any(child.dep_ == "acl" and child.lemma_.lower() in lists["ascribing"] for child in head.children)
    return "claimed" if alleged or ascribed else "asserted"


def _stance_to(
    annotated: Annotated, candidate: Candidate, said: AttributionMention
) -> tuple[Stance, tuple[Opinion, ...]]:
    """How the source stands to a candidate inside its words: as the parse has it, or where the cue stands outside its
    sentence, by the cue alone. What the report holds of a named source's claim is an opinion besides (*X's claim that
    …could not be verified*); a claim of nobody's (*reports that …*) is as the report has it."""
    if said.cue_span is None:
        return "claimed", ()
    cue, head = frozenset(range(*annotated.tokens(said.cue_span))), annotated.doc[candidate.head]
    if held := attitude_to(head, cue):
        return held, ()
    reached = next((t for t in head.ancestors if t.i in cue), None)
    if reached is None:
        return _stance(annotated, said), ()
    held = attitude_to(reached) if reached.pos_ == "NOUN" else None
    if held is None or said.source_span is None:
        return held or "claimed", ()
    return "claimed", ((None, held),)


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
    return any(head.lemma_.lower() in load_beliefs()["answered"] for head in heads)


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
    cues = load_beliefs()
    if lemmas & cues["denied"]:
        return "claimed" if negated else "denied"
    if lemmas & cues["doubted"] or (negated and lemmas & cues["doubted_if_negated"]):
        return "doubted"
    return "claimed"
