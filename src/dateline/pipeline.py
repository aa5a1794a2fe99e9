"""The whole flow on one screen: read → clean → annotate → extract → resolve → record → store."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, tee
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.annotate import Annotated, annotate
from dateline.clean import clean
from dateline.errors import CodeError, DatelineError
from dateline.extract import extract
from dateline.model import Document, Failure, Note, RawReport, Record, Stage
from dateline.read import read
from dateline.resolve import resolve
from dateline.settings import Settings
from dateline.tools import Tools, load_tools

if TYPE_CHECKING:
    from dateline.store import Store

T = TypeVar("T")

# A fault in the rules on one odd report must cost that report, not the run of ten thousand that it stands in.
FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run did, in reports: new, coded anew (changed), there before, and failed."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0


def run(
    sources: Iterable[str],
    store: Store,
    settings: Settings,
    map_: Callable[..., Iterable[list[Record | Failure]]] = map,
    watch: Callable[[Failure | None], None] = lambda failure: None,
) -> RunSummary:
    """Code all reports of these sources into the store; those that it holds already are not coded again.

    `watch` is told of every report, with its failure if it failed. A run that was stopped goes on where it was.
    """
    tally: Counter[str] = Counter()
    reports = (report for source in sources for report in read(source, settings))
    fresh = _fresh(batches(reports, settings.batch), store, settings, tally)
    ahead, behind = tee(fresh)
    for batch, results in zip(behind, map_(partial(process, settings=settings), ahead), strict=True):
        records = [result for result in results if isinstance(result, Record)]
        failures = [failure_of(result, raw) for result, raw in zip(results, batch, strict=True)]
        failed = [failure for failure in failures if failure]
        added = store.add(records, failed, [raw for raw in batch if isinstance(raw, RawReport)])
        tally.update(new=added.new, changed=added.changed, unchanged=added.unchanged, failed=added.failed)
        refused = {f.id: f for f in store.failures() if f.stage == "store"} if added.failed > len(failed) else {}
        for failure, raw in zip(failures, batch, strict=True):
            watch(failure or refused.get(raw.id))
    return RunSummary(**tally)


def process(batch: list[RawReport | Failure], settings: Settings) -> list[Record | Failure]:
    """Code a batch of reports; the results stand in the order of the batch. The picklable unit of parallel work."""
    tools = load_tools(settings)
    cleaned = [_clean(raw, settings) for raw in batch]
    coded = iter(_code([d for d in cleaned if isinstance(d, Document) and _codable(d, settings)], tools))
    results: list[Record | Failure] = []
    for item in cleaned:
        if isinstance(item, Failure):
            results.append(item)
        else:
            results.append(next(coded) if _codable(item, settings) else _foreign(item, tools))
    return [_with_source(result, raw) for result, raw in zip(results, batch, strict=True)]


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of this size; the last may be shorter."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch


def _fresh(
    groups: Iterable[list[RawReport | Failure]], store: Store, settings: Settings, tally: Counter[str]
) -> Iterator[list[RawReport | Failure]]:
    """The batches without the reports that the store holds as they are, coded by this very version."""
    coder = load_tools(settings).coder
    for group in groups:
        known = store.known([raw for raw in group if isinstance(raw, RawReport)], coder)
        tally["unchanged"] += len(known)
        if batch := [raw for raw in group if raw.id not in known]:
            yield batch


def failure_of(result: Record | Failure, raw: RawReport | Failure) -> Failure | None:
    """The failure that a result is, or stands for: a report in another language is kept but not coded."""
    if isinstance(result, Failure):
        return result
    foreign = next((note for note in result.notes if note.code == "not_english"), None)
    if foreign is None:
        return None
    return Failure(id=result.document.id, stage="clean", message=foreign.message, source=raw.source)


def _with_source(result: Record | Failure, raw: RawReport | Failure) -> Record | Failure:
    """Failures of the later stages, which know no files, get the source they came from."""
    return replace(result, source=raw.source) if isinstance(result, Failure) and result.source is None else result


def _clean(raw: RawReport | Failure, settings: Settings) -> Document | Failure:
    if isinstance(raw, Failure):
        return raw
    try:
        return clean(raw, settings)
    except DatelineError as fault:
        return Failure(id=raw.id, stage="clean", message=fault.message, source=raw.source)
    except FAULTS as fault:
        return Failure(id=raw.id, stage="clean", message=_described(fault), source=raw.source)


def _codable(document: Document, settings: Settings) -> bool:
    return document.language in (None, settings.language)


def _foreign(document: Document, tools: Tools) -> Record:
    message = f"The report is in another language ({document.language}); only English is coded."
    return Record(coder=tools.coder, document=document, notes=(Note(code="not_english", message=message),))


def _code(documents: list[Document], tools: Tools) -> list[Record | Failure]:
    """Records of these documents; if one of them breaks the batch, each is tried by itself."""
    try:
        stage: Stage = "annotate"
        annotated: list[Annotated] = list(annotate(documents, tools))
        stage = "extract"
        found = extract(annotated, tools)
        stage = "resolve"
        return [resolve(extraction, tools) for extraction in found]
    except (CodeError, *FAULTS) as fault:
        if len(documents) > 1:
            return [result for document in documents for result in _code([document], tools)]
        return [Failure(id=documents[0].id, stage=stage, message=_described(fault))]


def _described(fault: Exception) -> str:
    """One line: what happened and where in the program, so that the report can be sent to us with it."""
    at = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__}: {fault} (at {at.name}, line {at.lineno}); please report this with the text"


def code_one(raw: RawReport, settings: Settings) -> Record:
    """The record of one report. Raises CodeError if it cannot be coded."""
    result: Any = process([raw], settings)[0]
    if isinstance(result, Failure):
        raise CodeError(result.id, result.message)
    return result
