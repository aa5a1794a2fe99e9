"""Who did what to whom: candidates, their arguments, and the tellings of one event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.annotate import Annotated
from dateline.extract import extract
from dateline.model import EventMention
from dateline.tools import Tools

Reader = Callable[..., Annotated]

# text → (type, actor words, recipient words); None: no recipient
SIMPLE: list[tuple[str, str, str, str | None]] = [
    ("Canada accused Serbia of jamming its satellites.", "ACCUSE", "Canada", "Serbia"),
    ("Serbia was accused by Canada of jamming its satellites.", "ACCUSE", "Canada", "Serbia"),
    ("Kenya wants to impose sanctions on Uganda.", "SANCTION", "Kenya", "Uganda"),
    ("Kenya is preparing to respond with a third round of tariffs on Uganda.", "SANCTION", "Kenya", "Uganda"),
    ("Peru met envoys and threatened Chile with tariffs.", "THREATEN", "Peru", "Chile"),
    ("Norway, which expelled two diplomats of Iran, closed its embassy.", "SANCTION", "Norway", "diplomats"),
    ("Egypt's refusal to meet Sudan disappointed mediators.", "REJECT", "Egypt", "Sudan"),
    ("Ghana made threats to cut off gas supplies to Togo.", "THREATEN", "Ghana", "Togo"),
    ("Turkish warplanes bombed Syria.", "ASSAULT", "Turkish", "Syria"),
    ("France urged Mali to release the prisoners.", "REQUEST", "France", "Mali"),
    ("Brazil sent medicine to Bolivia.", "AID", "Brazil", "Bolivia"),
    ("The opposition was sued by Hungary.", "ACCUSE", "Hungary", "opposition"),
    ("Italy rejected a demand from Austria.", "REJECT", "Italy", "Austria"),
    ("The arrest of two editors by Hungary caused alarm.", "COERCE", "Hungary", "editors"),
    ("Kenya is committed to talks with Uganda.", "AGREE", "Kenya", "Uganda"),
    ("Two envoys were expelled from Peru.", "SANCTION", "Peru", "envoys"),
    ("Chile threatened to close its embassy if Peru builds the dam.", "THREATEN", "Chile", "Peru"),
    ("Four soldiers of Mali were killed in a raid by rebels.", "ASSAULT", "rebels", "soldiers"),
    ("Serbia faced criticism from Canada.", "ACCUSE", "Canada", "Serbia"),
    ("India sent warships on patrols.", "MOBILIZE", "India", None),
    ("A Kenyan missile strike on a market in Kisoro killed nine people.", "ASSAULT", "Kenyan", "nine people"),
    ("Chile intercepted two missiles launched by Peru.", "MOBILIZE", "Chile", "Peru"),
    ("Rebels fired a rocket at Mali from Niger.", "ASSAULT", "Rebels", "Mali"),
    ("Kenya accuses Uganda of hiding the truth and demands an apology.", "REQUEST", "Kenya", None),
    ("The high court fines Uganda two million dollars for the delay.", "SANCTION", "court", "Uganda"),
    ("Norway convicts and sentences six smugglers.", "SANCTION", "Norway", "six smugglers"),
    ("A senator alleged that the villagers were being beaten by the soldiers.", "ASSAULT", "soldiers", "villagers"),
    ("Students held rallies in Lima, Cusco and Tacna against the rulers of Peru.", "PROTEST", "Students", "rulers"),
    ("Kenya rejected a proposal made by Uganda.", "REJECT", "Kenya", "Uganda"),
    ("A Chadian drone struck a refinery in Libya.", "ASSAULT", "Chad", "a refinery"),
    ("Rebels shelled a pumping station near Gao.", "ASSAULT", "Rebels", "a pumping station"),
    ("Deputies in Chad rejected the bill.", "REJECT", "Deputies", "the bill"),
    ("Peru's president fired his defence minister.", "SANCTION", "Peru", "defence minister"),
    ("Two editors were arrested in Lima on Monday.", "COERCE", "Lima", "Two editors"),
    ("A former Ghanaian minister was arrested.", "COERCE", "Ghanaian", "minister"),
    ("Peru's president, an old rival of Chile, praised Bolivia.", "SUPPORT", "Peru", "Bolivia"),
    ("The village was supplied with tonnes of rice by Chad.", "AID", "Chad", "village"),
    ("Peru's arrest of a Chilean colonel angered Chile.", "COERCE", "Peru", "colonel"),
    ("Kenya turned down Chad's offer of a joint commission.", "REJECT", "Kenya", "Chad"),
    ("The management of Eskom accused Zambia of theft.", "ACCUSE", "Eskom", "Zambia"),
    ("Breton hauliers accused France of neglect.", "ACCUSE", "hauliers", "France"),
    ("Thousands of students march in Oslo against the government.", "PROTEST", "students", "government"),
    ("Brazil designated the militia as a terrorist organisation.", "SANCTION", "Brazil", "militia"),
]
NOTHING = [
    "Kenya had to demonstrate its skill.",
    "The car of a senator overturned in Kenya.",
    "Brazil's governor is keen to read the novel.",
    "The governor of Kano declared a state of emergency because of the floods.",
    "The strike threatens the economy of France.",
    "Kenya needs a new stadium.",
    "The earthquake in Chile killed nine people.",
    "The prisoner of Kenya hurt himself.",
    "We talked to them for an hour.",
    "Should Chile win, Peru said, it would be happy.",
    "Canada took part in the tournament in Norway.",
    "The minister of Chad pushed through the crowd.",
]


def events_of(text: str, read_text: Reader, tools: Tools) -> list[tuple[EventMention, Annotated]]:
    annotated = read_text(text)
    return [(event, annotated) for event in extract([annotated], tools)[0].events]


@pytest.mark.parametrize(("text", "kind", "actor", "recipient"), SIMPLE)
def test_who_did_what_to_whom(
    text: str, kind: str, actor: str, recipient: str | None, read_text: Reader, tools: Tools
) -> None:
    found = [(e, a) for e, a in events_of(text, read_text, tools) if e.type == kind and e.same_as is None]
    assert found, "no event of this type"
    event, annotated = found[0]
    assert actor in " ".join(annotated.text(s) for s in event.actor_spans)
    if recipient is None:
        assert not event.recipients
    else:
        assert recipient in " ".join(annotated.text(s) for s in event.recipient_spans)


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that prices had risen.",
        "Officials fought against corruption for years.",
        "The company struck a deal.",
        "The village was shelled.",
        "Italy won the match against Spain in Rome.",
        "The ministry declined to comment.",
    ],
)
def test_nothing_is_told_without_actor_or_event(text: str, read_text: Reader, tools: Tools) -> None:
    assert [e.type for e, _ in events_of(text, read_text, tools) if e.type != "SUPPORT"] == []


def test_speaker_is_not_the_actor(read_text: Reader, tools: Tools) -> None:
    told = events_of("Poland said that Russia had attacked Ukraine.", read_text, tools)
    assert [(e.type, a.text(e.actor_spans[0])) for e, a in told] == [("ASSAULT", "Russia")]


def test_joint_exercises_have_all_sides_as_actors(read_text: Reader, tools: Tools) -> None:
    told = events_of("Greece and Cyprus carried out joint naval drills on Friday.", read_text, tools)
    event, annotated = told[0]
    assert event.type == "COOPERATE"
    assert [annotated.text(s) for s in event.actor_spans] == ["Greece", "Cyprus"]
    assert event.recipients == ()


def test_trigger_and_span_hold_the_words(read_text: Reader, tools: Tools) -> None:
    event, annotated = events_of("On Monday Kenya imposed new sanctions on Uganda.", read_text, tools)[0]
    assert annotated.text(event.trigger) == "imposed"
    assert annotated.text(event.span) == "On Monday Kenya imposed new sanctions on Uganda."


def test_day_of_saying_is_not_the_day_of_the_deed(read_text: Reader, tools: Tools) -> None:
    told = events_of("On Friday Kenya said that Uganda had expelled its ambassador.", read_text, tools)
    assert [e.time for e, _ in told if e.type == "SANCTION"] == [None]


def test_second_telling_points_at_the_fullest(read_text: Reader, tools: Tools) -> None:
    text = "Kenya threatened Uganda with a blockade. The threat by Kenya came as talks stalled."
    told = [e for e, _ in events_of(text, read_text, tools) if e.type == "THREATEN"]
    assert [e.same_as for e in told] == [None, 0]


def test_retaliation_is_against_who_acted_before(read_text: Reader, tools: Tools) -> None:
    text = "Kenya imposed tariffs on Uganda. Uganda threatened to retaliate."
    annotated = read_text(text)
    threat = next(e for e in extract([annotated], tools)[0].events if e.type == "THREATEN")
    assert [annotated.text(s) for s in threat.recipient_spans] == ["Kenya"]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_political_act_is_not_told(text: str, read_text: Reader, tools: Tools) -> None:
    told = [(e.type, a.text(e.trigger)) for e, a in events_of(text, read_text, tools) if e.type != "ACCUSE"]
    assert not told


def test_attack_and_its_toll_are_one_event(read_text: Reader, tools: Tools) -> None:
    text = "Ghanaian drones attacked a convoy in Togo, killing two guards and wounding five."
    (event,) = (event for event, _ in events_of(text, read_text, tools) if event.same_as is None)
    assert len(event.recipients) >= 1


def test_words_between_politicians_are_no_violence(read_text: Reader, tools: Tools) -> None:
    kinds = {e.type for e, _ in events_of("John Smith attacked Mary Brown over taxes.", read_text, tools)}
    assert kinds == {"ACCUSE"}


def test_planned_attack_has_not_happened(read_text: Reader, tools: Tools) -> None:
    found = [e for e, _ in events_of("Rebels are planning an attack on Mali.", read_text, tools)]
    assert [e.modality for e in found] == ["future"]


def test_grounds_of_an_arrest_are_told_with_it(read_text: Reader, tools: Tools) -> None:
    found = [e.type for e, _ in events_of("Kenya arrested two men for attacking Uganda.", read_text, tools)]
    assert found == ["COERCE"]
