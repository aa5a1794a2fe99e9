"""According to whom: stance, source (`-`: nobody named), opinions of others, then the text with its *trigger*."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.annotate import Annotated
from dateline.extract.attributions import find_attributions
from dateline.extract.modality import stance_of
from dateline.model import AttributionMention, Candidate
from dateline.tools import Tools

ROWS = """
asserted | -            |         | Rebels *shelled* the town.
asserted | -            |         | It was unclear why rebels *shelled* the town.
asserted | -            |         | After rebels *shelled* the town, Kyiv denied any losses.
claimed  | -            |         | The *attack* blamed on rebels shook the town.
doubted  | -            |         | It could not be verified whether rebels *shelled* the town.
doubted  | -            |         | It was unclear if rebels *shelled* the town.
doubted  | -            |         | There is no evidence that rebels *shelled* the town.
doubted  | -            |         | Reports that rebels *shelled* the town could not be verified.
doubted  | -            |         | There were unconfirmed reports that rebels *shelled* the town.
claimed  | The ministry's | doubted | The ministry's claim that rebels *shelled* the town could not be verified.
denied   | Kyiv         |         | It is untrue that rebels *shelled* the town, Kyiv said.
denied   | Kyiv         |         | Claims that rebels *shelled* the town were false, Kyiv said.
denied   | Kyiv         |         | Kyiv denied having *shelled* the town.
denied   | Kyiv         |         | Kyiv rejected a report that it had *shelled* the town.
claimed  | Kyiv         |         | Kyiv rejected the ultimatum of those who *shelled* the town.
claimed  | Kyiv         |         | Kyiv did not deny that it had *shelled* the town.
doubted  | Kyiv         |         | Kyiv said it could not confirm that rebels *shelled* the town.
doubted  | Kyiv         |         | Kyiv voiced doubts that rebels *shelled* the town.
doubted  | Kyiv         |         | Kyiv was sceptical that rebels *shelled* the town.
doubted  | The envoy    |         | The envoy cast doubt on reports that rebels *shelled* the town.
claimed  | a charity    |         | In the view of a charity, rebels *shelled* the town.
claimed  | the charity's |        | In the charity's opinion, rebels *shelled* the town.
claimed  | its          |         | By its own account, the army *shelled* the town.
claimed  | -            |         | By some accounts, the army *shelled* the town.
asserted | -            |         | In view of the storm, the army *shelled* the town.
claimed  | the army     |         | As the army put it, rebels *shelled* the town.
claimed  | The general  |         | The general was quoted as saying that rebels *shelled* the town.
claimed  | the general  |         | A newspaper quoted the general as saying that rebels *shelled* the town.
claimed  | Syldavian army |       | Syldavian army: Rebels *shell* border town
claimed  | rights group |         | Soldiers *shell* border town: rights group
claimed  | report       |         | Soldiers *shell* border town - report
claimed  | Kyiv         |         | Soldiers *shell* border town: Kyiv
asserted | -            |         | Soldiers *shell* border town - Reuters
claimed  | Kyiv         |         | Soldiers *shell* border town, Kyiv says
claimed  | two residents |        | Soldiers *shelled* the town, two residents told a local paper.
doubted  | The envoy    |         | The envoy challenged the claim that rebels *shelled* the town.
claimed  | -            |         | Reports emerged overnight that rebels had *shelled* the town.
claimed  | police       |         | Two men who police say *bombed* a church in Lahore were arrested.
claimed  | The rebels   |         | The rebels took responsibility for *shelling* the town.
claimed  | UN experts   |         | Rebel gunmen *attacked* police station in Syldavia: UN experts
asserted | -            |         | Breaking: Rebels *shell* border town
denied   | Kyiv         |         | Kyiv said reports that it had *shelled* the town were fake.
claimed  | Two nurses   |         | Two nurses described how rebels *shelled* the town.
"""


def _rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in ROWS.strip().splitlines()]


@pytest.mark.parametrize(("stance", "source", "others", "marked"), _rows())
def test_stance(
    read_text: Callable[..., Annotated], tools: Tools, stance: str, source: str, others: str, marked: str
) -> None:
    annotated = read_text(marked.replace("*", "").replace(" / ", "\n"))
    start = marked.index("*")
    span = (start, marked.rindex("*") - 1)
    said = find_attributions(annotated, (), tools)
    index, found, opinions = stance_of(annotated, _candidate(annotated, span), said)
    assert (found, _source(annotated, said, index), [held for _, held in opinions]) == (stance, source, others.split())


def _source(annotated: Annotated, said: tuple[AttributionMention, ...], index: int | None) -> str:
    span = None if index is None else said[index].source_span
    return annotated.text(span) if span else "-"


def _candidate(annotated: Annotated, span: tuple[int, int]) -> Candidate:
    tokens = annotated.tokens(span)
    return Candidate(
        head=tokens[0], trigger=span, trigger_tokens=tokens, span=span, frame="", actors=(), actor_spans=()
    )
