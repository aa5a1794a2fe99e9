"""The PLOVER type and mode of a candidate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.encoder import Judgement, Pair
from dateline.grammar import arguments
from dateline.grammar.frames import UNLISTED, Reader, Reading
from dateline.model import Candidate, Judged, Span, Typed
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_YIELDING = frozenset({"RETREAT", "CONCEDE"})
_GENTLE = _COOPERATIVE | _YIELDING
_FORCEFUL = frozenset({"SANCTION", "COERCE", "MOBILIZE", "ASSAULT"})
_CONDITIONS = frozenset({"if", "unless", "until", "should", "otherwise"})
_DOUBTFUL = 0.35
# How much likelier the lexicon's type becomes where its weight is 1, as a power of e; the first fitted on sentences
# that the encoder had not seen, the second large enough that the lexicon decides unless the encoder is all but certain.
# Where two predicates stand between one pair, or one side is not named, the encoder cannot know which act is meant;
# *will*, *if* and *not*, which make speech of an act, the grammar knows better.
_ALONE, _OTHERWISE = 2.4, 8.0
_UNLISTED = 0.7  # from here on the encoder alone makes an event of a verb that the lexicon does not hold
# A type that is itself said, whatever the words within it speak of.
_SPEECH_ACTS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "ACCUSE"})
_MODALS = frozenset({"could", "may", "might", "would", "can", "should"})
_NEEDS_RECIPIENT = frozenset({"AID", "COOPERATE", "SANCTION", "ACCUSE", "REQUEST", "SUPPORT", "COERCE", "THREATEN"})
_THREAT_MODES = {"ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations"}


def pair_of(annotated: Annotated, candidate: Candidate) -> Pair:
    """What the encoder is asked of a candidate: its sentence (and its actor's), with both sides marked."""
    actor, *others = candidate.actor_spans
    recipient = next((span for span in (*candidate.recipient_spans, *others) if not _crosses(span, actor)), None)
    spans = [candidate.trigger, actor, *([recipient] if recipient else [])]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    start, end = _sentences(annotated, (first, last))
    shifted = [span and (span[0] - start, span[1] - start) for span in (actor, recipient)]
    return Pair(text=annotated.text((start, end)), actor=shifted[0], recipient=shifted[1])


def _crosses(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _sentences(annotated: Annotated, span: Span) -> Span:
    """Characters of the sentences that these characters stand in."""
    first, last = annotated.tokens(span)
    return annotated.span(annotated.doc[first].sent.start, annotated.doc[max(first, last - 1)].sent.end)


def classify(annotated: Annotated, candidate: Candidate, judged: Judgement, *, alone: bool) -> Typed | None:
    """The type of a candidate, from the lexicon and the encoder together; None if it is no political event.

    `alone`: no other predicate of the lexicon stands between the same actor and recipient.
    """
    if candidate.frame == UNLISTED.key:
        return _unlisted(judged) if alone else None
    reading = Reader().read(annotated.doc[candidate.head])
    if reading is None:
        return None
    sides = bool(candidate.recipients) or len(candidate.actors) > 1 or reading.type == "COOPERATE"
    kind, mode, rule = _with_speech_act(reading)
    method = f"lexicon:{reading.frame.key}"
    weight = reading.weight * (1.0 if sides else _one_sided(kind, noun=reading.head.pos_ == "NOUN"))
    if weight < _DOUBTFUL:
        return None
    if candidate.note is not None:
        kind, _, mode = candidate.note.partition(" ")
        return Typed(type=kind, mode=mode, confidence=weight, method=method, scores=judged.types)
    becomes_speech = judged.type in _SPEECH_ACTS and kind not in _SPEECH_ACTS
    trust = _ALONE if alone and sides and not becomes_speech else _OTHERWISE
    scores = _pooled(judged.types, kind, reading.weight * trust)
    best = max(scores, key=scores.__getitem__)
    if best != kind:
        rule = "+spoken" if becomes_speech else ""
    return Typed(
        type=best,
        mode=judged.mode(best) if best != kind or judged.sure_of_mode(best) else mode,
        confidence=round(scores[best] * (1 - judged.none), 3),
        method=f"encoder, {method}{rule}",
        scores=scores,
    )


def _unlisted(judged: Judgement) -> Typed | None:
    """What a verb tells that the lexicon does not hold, where the encoder is sure."""
    kind, confidence = judged.type, judged.types[judged.type] * (1 - judged.none)
    if confidence < _UNLISTED:
        return None
    method = "encoder+spoken" if kind in ("AGREE", "REJECT") else "encoder"  # *will …*, *would not …*
    return Typed(type=kind, mode=judged.mode(kind), confidence=round(confidence, 3), method=method, scores=judged.types)


def _pooled(types: Mapping[str, float], kind: str, trust: float) -> dict[str, float]:
    """The encoder's probabilities with the lexicon's type made likelier."""
    weights = {name: chance * (math.exp(trust) if name == kind else 1.0) for name, chance in types.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def _one_sided(kind: str, *, noun: bool) -> float:
    """What is left of the weight where nobody is named whom it was done to."""
    if noun and kind not in _FORCEFUL | {"THREATEN", "PROTEST", "RETREAT"}:
        return 0.4  # *its support*, *the meeting*
    return 0.6 if kind in _NEEDS_RECIPIENT else 0.8


def _with_speech_act(reading: Reading) -> tuple[str, str | None, str]:
    """Type, mode and rule, where negation or a condition turns the act into a refusal or a threat."""
    verb = arguments.clause_head(reading.head)
    kind, mode = reading.type, reading.mode
    if kind == "THREATEN" and not arguments.auxiliaries(verb) & _MODALS:
        return kind, mode, "+uttered"
    if arguments.is_negated(verb) and (kind == "AGREE" or (kind in _GENTLE and arguments.is_to_come(verb))):
        return "REJECT", _refusal(kind), "+refused"
    to_come = arguments.is_to_come(verb) or bool(arguments.auxiliaries(verb) & {"may", "might", "could"})
    if kind in _FORCEFUL and to_come and _conditions(verb):
        return "THREATEN", _THREAT_MODES[kind], "+condition"
    return kind, mode, ""


def _refusal(kind: str) -> str:
    if kind == "CONSULT":
        return "meet"
    return "yield" if kind in _YIELDING else "assist"


def _conditions(verb: Token) -> bool:
    clauses = [c for c in verb.children if c.dep_ == "advcl"]
    return any(m.lower_ in _CONDITIONS for c in clauses for m in c.children if m.dep_ in ("mark", "advmod", "aux"))


def settle(typed: Typed, happened: Judged) -> tuple[Typed, Judged]:
    """PLOVER's rule: a type that already means type + modality wins (COOPERATE to come is AGREE, actual)."""
    if typed.method.endswith(("+refused", "+condition", "+spoken")) or (
        typed.method.endswith("+uttered") and happened.modality in ("hypothetical", "future")
    ):
        return typed, replace(happened, modality="actual", rule=f"{happened.rule}, the speech act")
    if happened.modality == "future" and typed.type in _COOPERATIVE:
        return _as_speech_act(typed, happened, "AGREE")
    if happened.modality == "future" and typed.type in _YIELDING:
        return _as_speech_act(typed, happened, "CONCEDE")
    if happened.modality == "negated" and typed.type == "AGREE":
        return _as_speech_act(typed, happened, "REJECT")
    return typed, happened


def _as_speech_act(typed: Typed, happened: Judged, kind: str) -> tuple[Typed, Judged]:
    """The announcement or refusal, which did take place, instead of the act it speaks of."""
    said = replace(happened, modality="actual", rule=f"{happened.rule}, the speech act")
    return replace(typed, type=kind, mode=None), said


def classify_pairs(pairs: Sequence[Pair], tools: Tools) -> list[Typed]:
    """The type of the relation between the two spans of each pair; never empty (`dateline label type`)."""
    return [
        Typed(
            type=judged.type,
            mode=judged.mode(judged.type),
            confidence=judged.types[judged.type],
            method="encoder",
            scores=judged.types,
        )
        for judged in tools.encoder.judge(pairs)
    ]
