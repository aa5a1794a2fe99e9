"""The PLOVER type and mode of a candidate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.encoder import Judgement, Pair
from dateline.grammar import arguments
from dateline.grammar.frames import LIGHT, UNLISTED, Reader, Reading
from dateline.model import Candidate, Judged, Span, Typed
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_YIELDING = frozenset({"RETREAT", "CONCEDE"})
_GENTLE = _COOPERATIVE | _YIELDING
_FORCEFUL = frozenset({"SANCTION", "COERCE", "MOBILIZE", "ASSAULT"})
_CONDITIONS = frozenset({"if", "unless", "until", "should", "otherwise"})
# Fitted by training/fit_candidates.py on judged candidates that the encoder had not seen: what speaks for a political
# act (`features`), and how much likelier the lexicon's type becomes where its weight is 1, as a power of e.
_ACT = (-1.57, 0.59, 1.19, 0.02, 0.55)
_TOLD, _TOLD_UNLISTED = 0.4, 0.5  # from here on a candidate is an event; chosen on the open short reports
_TRUST = 3.0
# A type that is itself said, whatever the words within it speak of.
_SPEECH_ACTS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "ACCUSE"})
_MEANT = frozenset({"AGREE", "REJECT", "THREATEN"})  # what *will*, *would not* and *would … if* make of any verb
_MODALS = frozenset({"could", "may", "might", "would", "can", "should"})
_THREAT_MODES = {"ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations"}


def pair_of(annotated: Annotated, candidate: Candidate) -> Pair:
    """What the encoder is asked of a candidate: its sentence (and its actor's), with both sides marked."""
    actor, *others = candidate.actor_spans
    recipient = next((span for span in (*candidate.recipient_spans, *others) if not _crosses(span, actor)), None)
    spans = [candidate.trigger, actor, *([recipient] if recipient else [])]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    start, end = _sentences(annotated, (first, last))
    predicate = annotated.span(candidate.head, candidate.head + 1)
    shifted = [span and (span[0] - start, span[1] - start) for span in (actor, recipient, predicate)]
    return Pair(text=annotated.text((start, end)), actor=shifted[0], recipient=shifted[1], predicate=shifted[2])


def _crosses(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _sentences(annotated: Annotated, span: Span) -> Span:
    """Characters of the sentences that these characters stand in."""
    first, last = annotated.tokens(span)
    return annotated.span(annotated.doc[first].sent.start, annotated.doc[max(first, last - 1)].sent.end)


def classify(annotated: Annotated, candidate: Candidate, judged: Judgement) -> Typed | None:
    """The type of a candidate, from the lexicon and the encoder together; None if it is no political event."""
    reading = Reader().read(annotated.doc[candidate.head]) if candidate.frame != UNLISTED.key else None
    sides = bool(candidate.recipients) or len(candidate.actors) > 1
    act = probability(features(judged, reading.weight if reading else 0.0, listed=reading is not None, sides=sides))
    if act < (_TOLD if reading else _TOLD_UNLISTED):
        return None
    mode: str | None
    if candidate.note is not None:
        kind, _, mode = candidate.note.partition(" ")
        return Typed(type=kind, mode=mode, confidence=round(act, 3), method=_method(reading), scores=judged.types)
    kind, mode, rule = _with_speech_act(reading) if reading else ("", None, "")
    mistaken = judged.type == _about(reading)  # then what else it says is of no use
    scores = {kind: 1.0} if mistaken else pooled(judged.types, kind, reading.weight * _TRUST if reading else 0.0)
    best = max(scores, key=scores.__getitem__)
    if reading and best == "REJECT" and _did_not(reading, kind):
        best = kind
    if best != kind:
        rule = "+spoken" if best in (_SPEECH_ACTS if reading else _MEANT) and kind not in _SPEECH_ACTS else ""
    return Typed(
        type=best,
        mode=judged.mode(best) if best != kind or judged.sure_of_mode(best) else mode,
        confidence=round(act * scores[best], 3),
        method=f"encoder, {_method(reading)}{rule}" if reading else f"encoder{rule}",
        scores=scores,
    )


def _about(reading: Reading | None) -> str | None:
    """The act that an act is about, for which the encoder may take it: THREATEN of *dismissed the threats of A*."""
    inner = reading.inner if reading and reading.frame.tells != LIGHT else None
    return inner.type if inner and reading and inner.type != reading.type else None


def _did_not(reading: Reading, kind: str) -> bool:
    """*did not meet A* refuses nothing: it is a meeting that did not take place."""
    verb = arguments.clause_head(reading.head)
    return kind in _GENTLE and arguments.is_negated(verb) and not arguments.is_to_come(verb)


def _method(reading: Reading | None) -> str:
    return f"lexicon:{reading.frame.key}" if reading else "encoder"


def lexical(token: Token) -> tuple[str, float] | None:
    """The lexicon's type for a predicate and how often its row is right; None where it makes nothing of it."""
    reading = Reader().read(token)
    return (_with_speech_act(reading)[0], reading.weight) if reading else None


def features(judged: Judgement, weight: float, *, listed: bool, sides: bool) -> tuple[float, ...]:
    """What speaks for a political act: 1, the encoder's logit of it, the lexicon's weight, whether no row holds the
    predicate, whether a side is not named."""
    none = min(max(judged.none, 1e-4), 1 - 1e-4)
    return 1.0, math.log((1 - none) / none), weight, float(not listed), float(not sides)


def probability(signs: Sequence[float]) -> float:
    """How likely a candidate with these features tells a political act (0–1)."""
    return 1 / (1 + math.exp(-math.fsum(weight * sign for weight, sign in zip(_ACT, signs, strict=True))))


def pooled(types: Mapping[str, float], kind: str, trust: float) -> dict[str, float]:
    """The encoder's probabilities with the lexicon's type made likelier."""
    weights = {name: chance * (math.exp(trust) if name == kind else 1.0) for name, chance in types.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


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
