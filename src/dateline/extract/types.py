"""The PLOVER type and mode of a candidate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.annotate import Annotated
from dateline.grammar import arguments, roles
from dateline.grammar.frames import Reader, Reading
from dateline.model import Candidate, Chain, Judged, Span, Typed
from dateline.tools import Tools

if TYPE_CHECKING:
    from spacy.tokens import Token

# How often each type is told in news of politics and conflict (rounded; only a back-off where no predicate fits).
PRIORS = {
    "ACCUSE": 0.12, "ASSAULT": 0.14, "REQUEST": 0.09, "CONSULT": 0.11, "SUPPORT": 0.08, "AGREE": 0.08, "REJECT": 0.07,
    "COERCE": 0.08, "AID": 0.05, "THREATEN": 0.04, "SANCTION": 0.04, "PROTEST": 0.03, "MOBILIZE": 0.03,
    "RETREAT": 0.02, "COOPERATE": 0.01, "CONCEDE": 0.01,
}  # fmt: skip
_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_YIELDING = frozenset({"RETREAT", "CONCEDE"})
_GENTLE = _COOPERATIVE | _YIELDING
_FORCEFUL = frozenset({"SANCTION", "COERCE", "MOBILIZE", "ASSAULT"})
_CONDITIONS = frozenset({"if", "unless", "until", "should", "otherwise"})
# Fitted on labelled pairs: the best predicate is right more often than its weight × fit says (.35 → .66, .85 → .94).
_SHARPNESS = 0.4
_DOUBTFUL = 0.35
_MODALS = frozenset({"could", "may", "might", "would", "can", "should"})
_NEEDS_RECIPIENT = frozenset({"AID", "COOPERATE", "SANCTION", "ACCUSE", "REQUEST", "SUPPORT", "COERCE", "THREATEN"})
_THREAT_MODES = {"ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations"}


def classify(annotated: Annotated, candidate: Candidate, chains: tuple[Chain, ...], tools: Tools) -> Typed | None:
    """The type of a candidate, or None if it is no political event."""
    reading = Reader().read(annotated.doc[candidate.head])
    if reading is None:
        return None
    sides = bool(candidate.recipients) or len(candidate.actors) > 1 or reading.type == "COOPERATE"
    kind, mode, rule = _with_speech_act(reading)
    if candidate.note is not None:
        kind, _, mode = candidate.note.partition(" ")
    weight = reading.weight * (1.0 if sides else _one_sided(kind, noun=reading.head.pos_ == "NOUN"))
    if weight < _DOUBTFUL:
        return None
    return Typed(
        type=kind,
        mode=mode,
        confidence=round(weight, 3),
        method=f"lexicon:{reading.frame.key}{rule}",
        scores=_spread({kind: weight}),
    )


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
    if typed.method.endswith(("+refused", "+condition")) or (
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
    scores = dict(typed.scores)
    scores[kind], scores[typed.type] = scores.get(typed.type, 0.0), scores.get(kind, 0.0)
    said = replace(happened, modality="actual", rule=f"{happened.rule}, the speech act")
    return replace(typed, type=kind, mode=None, scores=scores), said


def classify_pair(annotated: Annotated, actor: Span | None, recipient: Span | None, tools: Tools) -> Typed:
    """The type of the relation between two given spans of the text; never empty (`dateline label type`)."""
    reader = Reader()
    left = range(*annotated.tokens(actor)) if actor else range(0)
    right = range(*annotated.tokens(recipient)) if recipient else range(0)
    found = list(reader.predicates(annotated.doc))
    told_inside = {r.content.i for r in found if r.inner is not None and r.content is not None}
    told_inside |= {r.head.i for r in found if any(roles.is_topic(r, other) for other in found)}
    ranked = sorted(
        ((_fit(r, left, right) - 0.5 * (r.head.i in told_inside), r) for r in found), key=lambda pair: -pair[0]
    )
    if not ranked:
        best = max(PRIORS, key=PRIORS.__getitem__)
        return Typed(type=best, mode=None, confidence=PRIORS[best], method="priors", scores=dict(PRIORS))
    weights: dict[str, float] = {}
    for place, (fit, reading) in enumerate(ranked[:4]):
        kind = _for_pair(reading)
        weights[kind] = max(weights.get(kind, 0.0), reading.weight * max(fit, 0.1) / 3 * 0.6**place)
    fit, reading = ranked[0]
    kind = _for_pair(reading)
    weights[kind] = max(weights.values()) ** _SHARPNESS
    scores = _spread(weights)
    method = f"lexicon:{reading.frame.key}"
    return Typed(type=kind, mode=reading.mode, confidence=scores[kind], method=method, scores=scores)


def _for_pair(reading: Reading) -> str:
    """The type where no modality goes with it: what is to come counts as agreed, as CAMEO 03 has it."""
    kind, _, _ = _with_speech_act(reading)
    verb = arguments.clause_head(reading.head)
    if kind in _GENTLE and arguments.is_to_come(verb):
        return "AGREE"
    if kind in _FORCEFUL | {"PROTEST"} and arguments.is_to_come(verb):
        return "THREATEN"
    return kind


def _fit(reading: Reading, left: range, right: range) -> float:
    """How well a predicate relates the two spans: roles first, then nearness in the sentence."""
    acting = _overlaps(roles.actors_of(reading), left)
    given = any(_overlaps(tokens, right) for _, tokens in roles.recipients_of(reading))
    fit = 1.5 * acting + 1.0 * given
    fit -= 0.3 * (reading.head.dep_ == "relcl")
    fit += 0.3 * (reading.head.i in right) + 0.2 * (reading.head.i in left)
    places = [i for i in (*left, *right)]
    if places:
        inside = min(places) <= reading.head.i <= max(places)
        fit += 0.4 * inside - 0.01 * min(abs(reading.head.i - i) for i in places)
    return fit + 0.3 * reading.weight


def _overlaps(tokens: Iterable[Token], span: range) -> bool:
    parts = (c for t in tokens for c in (t, *t.subtree) if c == t or c.dep_ in ("poss", "compound", "amod"))
    return any(c.i in span for c in parts)


def _spread(weights: dict[str, float]) -> dict[str, float]:
    """Probabilities of all 16 types: the weights found, and what is left shared out by the priors."""
    total = sum(weights.values())
    scale = 1.0 if total < 0.97 else 0.97 / total
    left = 1 - total * scale
    return {kind: round(weights.get(kind, 0.0) * scale + left * prior, 4) for kind, prior in PRIORS.items()}
