"""Stories and copies: what belongs together, what does not, and nothing that depends on the order within a day."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.knowledge import load_knowledge
from dateline.link import WEIGHTS, bags_of, copies, likelihood, signs_of, sketches, stories

WAR_1 = "Armenian artillery shelled the town of Terter in Azerbaijan, killing four soldiers, officials said."
WAR_2 = "Azerbaijan said its drones struck Armenian artillery near Terter after two soldiers were killed."
WAR_3 = "Armenia and Azerbaijan agreed to a ceasefire after weeks of fighting, but shelling went on near Terter."
QUAKE_1 = "A magnitude 7.1 earthquake struck off the coast of Chile near Valdivia, and a tsunami warning was issued."
QUAKE_2 = (
    "Rescuers dug through rubble near Valdivia a day after the earthquake in Chile; the tsunami warning was lifted."
)
VOTE = "Voters in Iceland chose a new parliament on Saturday."

DAYS = [
    ("w1", WAR_1, "2020-10-01"),
    ("q1", QUAKE_1, "2020-10-01"),
    ("w2", WAR_2, "2020-10-02"),
    ("q2", QUAKE_2, "2020-10-02"),
    ("v1", VOTE, "2020-10-03"),
    ("w3", WAR_3, "2020-10-03"),
]


def test_reports_of_one_story_come_together() -> None:
    assert dict(stories(DAYS)) == {"w1": "w1", "w2": "w1", "w3": "w1", "q1": "q1", "q2": "q1", "v1": "v1"}


@pytest.mark.parametrize("number", [2, 4])
def test_what_a_day_brings_changes_nothing_of_the_days_before(number: int) -> None:
    assert dict(stories(DAYS[:number])).items() <= dict(stories(DAYS)).items()


def test_reports_may_come_in_any_order_and_without_a_day() -> None:
    assert sorted(set(dict(stories(reversed(DAYS))).values())) == ["q1", "v1", "w1"]
    assert dict(stories([("a", WAR_1, None), ("b", WAR_1, None)])) == {"a": "a", "b": "a"}


def test_a_story_without_news_is_over() -> None:
    found = dict(stories([("w1", WAR_1, "2020-10-01"), ("later", WAR_1, "2021-10-01")]))
    assert found == {"w1": "w1", "later": "later"}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from([None, "2020-10-01", "2020-11-05"])), max_size=8))
def test_every_report_gets_one_story_that_is_a_report(texts: list[tuple[str, str | None]]) -> None:
    reports = [(str(number), text, day) for number, (text, day) in enumerate(texts)]
    found = list(stories(reports))
    assert sorted(name for name, _ in found) == sorted(name for name, _, _ in reports)
    assert {story for _, story in found} <= {name for name, _ in found}


@pytest.mark.parametrize(
    "text, words, names, countries",
    [
        ("Soldiers shelled Terter.", {"soldier", "shell"}, {"terter"}, set()),
        ("The Israeli army met Polish officials.", {"army", "met", "official"}, set(), {"ISR", "POL"}),
        (
            "They met. Fighting went on in Valdivia’s streets.",
            {"met", "fight", "went", "street"},
            {"valdivia"},
            {"CHL"},
        ),
    ],
)
def test_a_report_is_compared_by_words_names_and_countries(
    text: str, words: set[str], names: set[str], countries: set[str]
) -> None:
    bags = bags_of(text, load_knowledge())
    assert (set(bags.words), set(bags.names), set(bags.countries)) == (words, names, countries)


def test_vectors_have_length_one_or_none() -> None:
    for sketch in sketches(DAYS):
        for vector in (sketch.words, sketch.names, sketch.countries):
            assert not vector or sum(weight * weight for weight in vector.values()) == pytest.approx(1)


def test_reports_from_countries_that_differ_tell_different_stories() -> None:
    war, quake, *_ = sketches([("w", WAR_1, "2020-10-01"), ("q", QUAKE_1, "2020-10-01")])
    assert likelihood(war, quake) == 0
    assert set(signs_of(war, quake)) == set(WEIGHTS)


@pytest.mark.parametrize("earlier, later", [("2020-10-01", "2020-10-02"), ("2020-10-02", "2020-10-30")])
def test_reports_are_less_alike_the_more_days_lie_between(earlier: str, later: str) -> None:
    first, near, far = sketches([("a", WAR_1, "2020-10-01"), ("b", WAR_2, earlier), ("c", WAR_2, later)])
    assert likelihood(first, near) > likelihood(first, far)


LONG = " ".join(
    f"{text} Sentence number {number} says more of it." for number, text in enumerate([WAR_1, WAR_2, WAR_3])
)


@pytest.mark.parametrize(
    "text, copied",
    [
        (LONG, True),
        (LONG.upper(), True),
        (LONG.replace("four soldiers", "five soldiers"), True),
        ("TERTER (Wire) - " + LONG, True),
        (f"{WAR_1} {QUAKE_1} {QUAKE_2}", False),
        (QUAKE_1, False),
        ("", False),
    ],
)
def test_copies_are_found_though_a_word_was_changed(text: str, copied: bool) -> None:
    assert copies([("first", LONG), ("other", VOTE), ("second", text)]) == ({"second": "first"} if copied else {})


def test_a_copy_of_a_copy_is_a_copy_of_the_first() -> None:
    assert copies([("a", LONG), ("b", LONG), ("c", LONG)]) == {"b": "a", "c": "a"}
