"""PLOVER types and modes from the lexicon and the encoder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.encoder import Pair
from dateline.extract import types
from dateline.grammar.frames import Reader, lexicon
from dateline.model import Judged, Modality, RawReport, Record, Typed
from dateline.ontology import load_ontology
from dateline.pipeline import process
from dateline.settings import load_settings
from dateline.tools import Tools

# text → type and mode of the first predicate that tells anything
READINGS = [
    ("Kenya agreed to send aid to Uganda.", "AGREE", None),
    ("Kenya offered Uganda a loan.", "AGREE", None),
    ("Kenya is ready to talk to Uganda.", "AGREE", None),
    ("Kenya refused to release the pilots.", "REJECT", "yield"),
    ("Kenya rejected talks with Uganda.", "REJECT", "meet"),
    ("Kenya failed to reach an agreement with Uganda.", "REJECT", None),
    ("Kenya cancelled a planned visit to Uganda.", "REJECT", "meet"),
    ("Kenya called for a ceasefire.", "REQUEST", "yield"),
    ("Kenya called on Uganda to hold talks.", "REQUEST", "meet"),
    ("Kenya said that Uganda must withdraw its troops.", "REQUEST", "yield"),
    ("Kenya asked Uganda for aid.", "REQUEST", "assist"),
    ("Kenya threatened to expel the ambassador.", "THREATEN", "expel"),
    ("Kenya threatened to attack Uganda.", "THREATEN", "violence"),
    ("Kenya warned Uganda of sanctions.", "THREATEN", "restrict"),
    ("Kenya condemned the attack.", "ACCUSE", "disapprove"),
    ("Kenya launched an investigation into Uganda.", "ACCUSE", "investigate"),
    ("Kenya sued Uganda.", "ACCUSE", "allege"),
    ("Kenya held talks with Uganda.", "CONSULT", None),
    ("The president visited Uganda.", "CONSULT", "visit"),
    ("Kenya signed an agreement with Uganda.", "SUPPORT", None),
    ("Kenya praised Uganda.", "SUPPORT", None),
    ("Kenya lifted sanctions on Uganda.", "CONCEDE", None),
    ("Kenya pardoned two journalists.", "CONCEDE", None),
    ("Kenya shared intelligence with Uganda.", "COOPERATE", None),
    ("Kenya sent rifles to Uganda.", "AID", None),
    ("Kenya gave 40 million dollars to Uganda.", "AID", None),
    ("Kenya released two journalists.", "RETREAT", "release"),
    ("Kenya withdrew its troops from Uganda.", "RETREAT", "withdraw"),
    ("The minister resigned.", "RETREAT", "resign"),
    ("Students went on strike.", "PROTEST", "strike"),
    ("Students rallied against the government.", "PROTEST", "demo"),
    ("Kenya suspended aid to Uganda.", "SANCTION", "discontinue"),
    ("Kenya expelled the ambassador of Uganda.", "SANCTION", "expel"),
    ("The court convicted the general.", "SANCTION", "convict"),
    ("Kenya deployed troops along the border.", "MOBILIZE", "troops"),
    ("Kenya fired a missile into the sea.", "MOBILIZE", "weapons"),
    ("Kenya test-fired a missile.", "MOBILIZE", "weapons"),
    ("Kenya mobilised police.", "MOBILIZE", "police"),
    ("Police arrested two men.", "COERCE", "arrest"),
    ("Kenya imposed a curfew in the capital.", "COERCE", "curfew"),
    ("Kenya declared martial law.", "COERCE", "martial-law"),
    ("Kenya deported the migrants.", "COERCE", "deport"),
    ("Kenya cut off gas supplies to Uganda.", "COERCE", "withhold"),
    ("Kenya banned the newspaper.", "COERCE", "censor"),
    ("Hackers hacked the ministry's website.", "COERCE", "cyber"),
    ("Kenya bombed Uganda.", "ASSAULT", "explosives"),
    ("Kenya carried out an airstrike on Uganda.", "ASSAULT", "aerial"),
    ("Gunmen opened fire on the crowd.", "ASSAULT", "firearms"),
    ("Rebels kidnapped a priest.", "ASSAULT", "abduct"),
    ("Police fired tear gas at protesters.", "ASSAULT", "crowd-control"),
    ("Kenya and Uganda held joint military exercises.", "COOPERATE", None),
    ("Kenya held military exercises.", "MOBILIZE", "troops"),
]

MODALITIES: list[tuple[str, str | None, str, Modality, str, Modality]] = [
    ("COOPERATE", None, "lexicon:x", "future", "AGREE", "actual"),
    ("CONSULT", "visit", "lexicon:x", "future", "AGREE", "actual"),
    ("RETREAT", "withdraw", "lexicon:x", "future", "CONCEDE", "actual"),
    ("RETREAT", "release", "lexicon:x", "future", "CONCEDE", "actual"),
    ("SANCTION", None, "lexicon:x", "future", "SANCTION", "future"),
    ("AGREE", None, "lexicon:x", "negated", "REJECT", "actual"),
    ("ASSAULT", None, "lexicon:x", "negated", "ASSAULT", "negated"),
    ("THREATEN", "violence", "lexicon:x+uttered", "hypothetical", "THREATEN", "actual"),
    ("AID", None, "lexicon:x", "actual", "AID", "actual"),
]


@pytest.mark.parametrize(("text", "kind", "mode"), READINGS)
def test_readings(text: str, kind: str, mode: str | None, read_text: Callable[..., Annotated]) -> None:
    reading = next(Reader().predicates(read_text(text).doc))
    assert (reading.type, reading.mode) == (kind, mode)


@pytest.mark.parametrize(("kind", "mode", "method", "modality", "expected", "becomes"), MODALITIES)
def test_settle(kind: str, mode: str | None, method: str, modality: Modality, expected: str, becomes: Modality) -> None:
    typed = Typed(type=kind, mode=mode, confidence=0.8, method=method, scores={kind: 0.8})
    settled, judged = types.settle(typed, Judged(modality=modality, confidence=1.0, rule="r"))
    assert (settled.type, judged.modality) == (expected, becomes)


def test_lexicon_names_only_types_and_modes_of_the_ontology() -> None:
    known = load_ontology().types
    frames = {frame for rows in lexicon().frames.values() for frame in rows}
    told = {rule.tells for frame in frames for rule in frame.rules} | {frame.tells or "none" for frame in frames}
    for tells in told - {"none", "skip", "="}:
        kind, _, mode = tells.partition(" ")
        assert kind in known, tells
        assert mode in {"", "*", *known[kind].modes}, tells


def test_lexicon_is_large() -> None:
    assert len({frame.key for rows in lexicon().frames.values() for frame in rows}) > 1500


TEXT = "Kenya refused to meet Uganda after its troops shelled a village."


@settings(deadline=None)  # the first example loads the encoder
@given(start=st.integers(0, 40), length=st.integers(0, 12), other=st.integers(0, 40))
def test_pair_always_has_a_type(start: int, length: int, other: int, tools: Tools) -> None:
    recipient = (other, other + 5) if other % 2 else None
    (typed,) = types.classify_pairs([Pair(text=TEXT, actor=(start, start + length), recipient=recipient)], tools)
    assert typed.type in typed.scores
    assert sum(typed.scores.values()) == pytest.approx(1.0, abs=0.01)


# What the lexicon takes for one act and the encoder, which reads the whole sentence, for another.
POOLED = [
    ({"ACCUSE": 0.9, "REJECT": 0.1}, "ACCUSE", 1.0, "ACCUSE"),
    ({"ACCUSE": 0.6, "REJECT": 0.4}, "REJECT", 2.0, "REJECT"),
    ({"ACCUSE": 0.99, "REJECT": 0.01}, "REJECT", 2.0, "ACCUSE"),
    ({"ACCUSE": 1.0, "REJECT": 0.0}, "REJECT", 5.0, "ACCUSE"),
]


@pytest.mark.parametrize(("judged", "kind", "trust", "expected"), POOLED)
def test_lexicon_and_encoder_together(judged: dict[str, float], kind: str, trust: float, expected: str) -> None:
    scores = types.pooled(judged, kind, trust)
    assert max(scores, key=scores.__getitem__) == expected
    assert sum(scores.values()) == pytest.approx(1)


# What a report of one sentence tells: type and mode of its events, and what decided.
TOLD = [
    ("Kenya expelled two Ugandan diplomats on Monday.", "SANCTION", "expel", "lexicon"),
    ("Kenya resupplied the Ugandan garrison with food and medicine.", "AID", None, "encoder"),
]


@pytest.mark.parametrize(("text", "kind", "mode", "method"), TOLD)
def test_events_of_one_sentence(text: str, kind: str, mode: str | None, method: str) -> None:
    (record,) = process([RawReport(id="r", text=text)], load_settings())
    assert isinstance(record, Record)
    assert [(e.type, e.mode) for e in record.events] == [(kind, mode)]
    assert method in record.events[0].method


def test_what_is_not_sure_enough_is_counted() -> None:
    raw = RawReport(id="r", text="Kenya accused Uganda of arming rebels. Kenya might send Uganda a loan.")
    (sure,) = process([raw], load_settings(min_confidence=0.999))
    assert isinstance(sure, Record)
    assert sure.events == ()
    assert "are less sure than 0.999" in next(note for note in sure.notes if note.code == "refused").message
