"""How each gold set is scored, with a dumb baseline beside it. One function per set; `ALL` names them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dateline.annotate import Annotated, annotate
from dateline.encoder import Pair
from dateline.model import Document, RawReport, Record
from dateline.pipeline import process
from dateline.settings import load_settings
from dateline.tools import load_tools

HERE = Path(__file__).parent
REPORTS = HERE.parent / "src/dateline/reports"
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Score:
    """A score between 0 and 1, that of the dumb baseline, how many things were scored, and what was wrong."""

    value: float
    dumb: float
    n: int
    errors: list[str] = field(default_factory=list)


def _rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (HERE / f"gold/{name}.jsonl").read_text("utf-8").split("\n") if line]


@cache
def _tools() -> Any:
    return load_tools(load_settings())


def _parsed(rows: list[Row]) -> Iterator[tuple[Row, Annotated]]:
    documents = (Document(id=str(r["id"]), text=r["text"], published=r.get("published")) for r in rows)
    return zip(rows, annotate(documents, _tools()), strict=True)


def _coded(rows: list[Row]) -> Iterator[tuple[Row, Record]]:
    raws = [RawReport(id=str(r["id"]), text=r["text"], published=r.get("published")) for r in rows]
    settings = load_settings()
    results = [x for i in range(0, len(raws), 32) for x in process(list(raws[i : i + 32]), settings)]
    return ((row, result) for row, result in zip(rows, results, strict=True) if isinstance(result, Record))


def _pair(row: Row) -> Pair:
    actor, recipient = ((span[0], span[1]) if span else None for span in (row["actor"], row["recipient"]))
    return Pair(text=row["text"], actor=actor, recipient=recipient)


def _words(row: Row, key: str) -> str:
    start, end = row[key]
    text = row["text"]
    return f"{text[max(0, start - 50) : start]}>>{text[start:end]}<<{text[end : end + 50]}"


def type_() -> Score:
    """Share of given actor–recipient pairs with an accepted type; dumb: the commonest type."""
    from dateline.extract.types import classify_pairs

    rows, errors = _rows("type"), []
    for row, got in zip(rows, classify_pairs([_pair(row) for row in rows], _tools()), strict=True):
        if got.type not in (row["gold"], *row.get("also_ok", [])):
            errors.append(f"{row['id']} gold {row['gold']}, got {got.type}: {row['text'][:140]}")
    most = Counter(r["gold"] for r in rows).most_common(1)[0][1]
    return Score(value=1 - len(errors) / len(rows), dumb=most / len(rows), n=len(rows), errors=errors)


def mode() -> Score:
    """Macro-F1 over PLOVER's modes, told of given pairs whose type is not given; dumb: the commonest mode."""
    from dateline.extract.types import classify_pairs

    rows, pairs, errors = _rows("mode"), [], []
    for row, got in zip(rows, classify_pairs([_pair(row) for row in rows], _tools()), strict=True):
        label = row["mode"] if got.type == row["type"] and got.mode in row.get("also_ok", []) else got.mode
        pairs.append((f"{row['type']} {row['mode']}", f"{got.type} {label}"))
        if pairs[-1][0] != pairs[-1][1]:
            errors.append(f"{row['id']} gold {pairs[-1][0]}, got {pairs[-1][1]}: {row['text'][:160]}")
    most = Counter(gold for gold, _ in pairs).most_common(1)[0][0]
    dumb = _macro_f1([(gold, most) for gold, _ in pairs])
    return Score(value=_macro_f1(pairs), dumb=dumb, n=len(pairs), errors=errors)


def modality() -> Score:
    """Macro-F1 over the five modalities; dumb: everything actual."""
    from dateline.extract.modality import judge

    pairs, errors = [], []
    for row, parsed in _parsed(_rows("modality")):
        start, end = parsed.tokens(tuple(row["trigger"]))
        got = judge(parsed, (start, end), parsed.doc[start:end].root.i).modality
        pairs.append((row["gold"], got))
        if got != row["gold"]:
            errors.append(f"{row['id']} gold {row['gold']}, got {got}: {_words(row, 'trigger')}")
    dumb = _macro_f1([(gold, "actual") for gold, _ in pairs])
    return Score(value=_macro_f1(pairs), dumb=dumb, n=len(pairs), errors=errors)


def mentions() -> Score:
    """Macro-F1 of modality beside modals, negations, conditions and flashbacks; dumb: everything actual."""
    import mentions as own

    rows = _rows("mentions")
    pairs, wrong = own.score(rows)
    dumb = _macro_f1([(row["gold"], "actual") for row in rows])
    return Score(value=_macro_f1(pairs), dumb=dumb, n=len(rows), errors=wrong)


def behaviour_() -> Score:
    """Share of the behavioural cases that pass; dumb: none."""
    import behaviour

    told = [(row, wrong) for row, wrong in behaviour.faults(behaviour.cases()) if wrong]
    n = len(behaviour.cases())
    errors = [f"{row['id']} {row['text'][:140]}: {'; '.join(wrong)}" for row, wrong in told]
    return Score(value=1 - len(told) / n, dumb=0.0, n=n, errors=errors)


def actor() -> Score:
    """Share of noun phrases with the right country and first sector; dumb: nothing known."""
    from dateline.resolve.actors import identify_phrase

    rows, errors = _rows("actor"), []
    for row in rows:
        got = identify_phrase(row["text"], row.get("published"), _tools())
        answer = (got.country, got.sectors[0] if got.sectors else "")
        if answer != (row["country"], row["sector"]):
            errors.append(
                f"{row['text']} ({row.get('published')}): gold {row['country']} {row['sector']}, got {answer}"
            )
    dumb = sum(r["country"] is None and not r["sector"] for r in rows) / len(rows)
    return Score(value=1 - len(errors) / len(rows), dumb=dumb, n=len(rows), errors=errors)


def place() -> Score:
    """Share of toponyms placed within 161 km (or rightly left unresolved); dumb: the most populous of that name."""
    from dateline.resolve.places import locate

    rows, errors, dumb = _rows("place"), [], 0
    for row in rows:
        name = row["text"][slice(*row["mention"])]
        got = locate(row["text"], tuple(row["mention"]), _tools())
        if not _near((got.lat, got.lon), row):
            errors.append(
                f"{row['id']} {_words(row, 'mention')}: gold {row['lat']},{row['lon']}, got {got.lat},{got.lon}"
            )
        first = next(iter(_tools().gazetteer.find(name)), None)
        dumb += _near((first.lat, first.lon) if first else (None, None), row)
    return Score(value=1 - len(errors) / len(rows), dumb=dumb / len(rows), n=len(rows), errors=errors)


def time() -> Score:
    """Share of expressions with the right value and days; dumb: the day of publication."""
    from dateline.resolve.times import time_of_mention

    rows, errors, dumb = _rows("time"), [], 0
    for row, parsed in _parsed(rows):
        got = time_of_mention(parsed, tuple(row["mention"]), _tools())
        gold = (row["value"], row["start"], row["end"])
        values, ranges = [gold[0], *row.get("value_ok", [])], [list(gold[1:]), *row.get("range_ok", [])]
        dumb += gold == (row["published"],) * 3
        if got.value not in values or [got.start, got.end] not in ranges:
            answer = (got.value, got.start, got.end)
            errors.append(f"{row['id']} ({row['published']}) {_words(row, 'mention')}: gold {gold}, got {answer}")
    return Score(value=1 - len(errors) / len(rows), dumb=dumb / len(rows), n=len(rows), errors=errors)


def quantity() -> Score:
    """F1 of figures: the same words, interval and measure; dumb: none found."""
    found, errors, gold, made = 0, [], 0, 0
    for row, record in _coded(_rows("quantity")):
        free = row.get("optional", [])
        scored = [q for q in record.quantities if not any(_overlap(q.span, span) for span in free)]
        gold, made = gold + len(row["gold"]), made + len(scored)
        for want in row["gold"]:
            same = [q for q in scored if _overlap(q.span, want["span"])]
            measures = (want["measure"], *want.get("measure_ok", []))
            right = any((q.low, q.high) == (want["low"], want["high"]) and q.measure in measures for q in same)
            found += right
            if not right:
                got = [(q.text, q.low, q.high, q.measure) for q in same]
                errors.append(f"{row['id']} {row['text'][slice(*want['span'])]!r} {want}: got {got}")
    return Score(value=_f1(found, made, gold), dumb=0.0, n=gold, errors=errors)


def attribution() -> Score:
    """F1 of attributions: contents that share half of their characters, sources that overlap; dumb: none found."""
    found, errors, gold, made = 0, [], 0, 0
    for row, record in _coded(_rows("attribution")):
        free = row.get("optional", [])
        scored = [said for said in record.attributions if not any(_same_attribution(said, want) for want in free)]
        gold, made = gold + len(row["gold"]), made + len(scored)
        for want in row["gold"]:
            right = any(_same_attribution(said, want) for said in scored)
            found += right
            if not right:
                source = row["text"][slice(*want["source"])] if want["source"] else None
                errors.append(f"{row['id']} {source!r}: {row['text'][slice(*want['content'][0])][:80]!r}")
    return Score(value=_f1(found, made, gold), dumb=0.0, n=gold, errors=errors)


def event() -> Score:
    """F1 of events from raw text: type, an actor, a recipient and the modality all right; dumb: none found."""
    found, errors, gold, made = 0, [], 0, 0
    for row, record in _coded(_rows("event")):
        left = list(record.events)
        for want in sorted(row["gold"], key=lambda want: not want.get("core", True)):
            core = want.get("core", True)
            gold += core
            hit = next((e for e in left if _same_event(e, want)), None)
            if hit:
                found, made = found + core, made + core
                left.remove(hit)
            elif core:
                errors.append(f"{row['id']} missed {want['type']} {want['modality']}: {row['text'][:160]}")
        made += len(left)
        errors += [f"{row['id']} false {e.type} {e.modality} {e.method}: {row['text'][:160]}" for e in left]
    return Score(value=_f1(found, made, gold), dumb=0.0, n=gold, errors=errors)


def report() -> Score:
    """Recall of the core events of the bundled reports, by type, modality and countries; dumb: none found."""
    rows, errors, n = {r["report"]: r for r in _rows("report")}, [], 0
    for record in bundled():
        row = rows.get(record.document.id)
        codes = {a.id: {a.country, *a.sectors} for a in record.actors}
        for want in (e for e in (row["events"] if row else []) if e["core"]):
            n += 1
            if row and not any(_as_reported(e, want, codes) for e in record.events):
                errors.append(
                    f"{row['report']} {want['type']} {want['actors']} → {want['recipients']}: {want['words']}"
                )
    return Score(value=1 - len(errors) / max(1, n), dumb=0.0, n=n, errors=errors)


@cache
def bundled() -> tuple[Record, ...]:
    """The records of the bundled reports; `document.id` is the file's name, or the row's id in wire.jsonl."""
    settings = load_settings()
    raws: list[Any] = [RawReport(id=p.name, html=p.read_text("utf-8")) for p in sorted(REPORTS.glob("*.html"))]
    for line in (REPORTS / "wire.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        raws.append(RawReport(**{k: row[k] for k in ("id", "text", "title", "publisher", "published", "url")}))
    return tuple(r for r in process(raws, settings) if isinstance(r, Record))


def _same_event(event: Any, want: Row) -> bool:
    sides = [*event.actor_spans, *event.recipient_spans]
    actors = event.actor_spans if want["recipients"] and event.recipient_spans else sides
    return (
        _same_act(event, want)
        and any(_overlap(a, b) for a in actors for b in want["actors"])
        and (not want["recipients"] or any(_overlap(a, b) for a in sides for b in want["recipients"]))
    )


def _same_act(event: Any, want: Row) -> bool:
    """Type and modality; a threat or an agreement accepted for what is to come is itself actual."""
    modalities = [want["modality"], *want.get("modality_ok", [])]
    if event.type != want["type"] and event.type in ("THREATEN", "AGREE"):
        modalities.append("actual")
    return event.type in (want["type"], *want.get("also_ok", [])) and event.modality in modalities


def _as_reported(event: Any, want: Row, codes: dict[str, set[str | None]]) -> bool:
    acting = {code for a in event.actors for code in codes[a]}
    sides = acting | {code for a in event.recipients for code in codes[a]}
    recipients = {*want["recipients"], *want.get("recipients_ok", [])}
    return (
        _same_act(event, want) and bool(acting & set(want["actors"])) and (not recipients or bool(sides & recipients))
    )


def _near(at: tuple[float | None, float | None], row: Row) -> bool:
    if row["lat"] is None or at[0] is None or at[1] is None:
        return row["lat"] is None and at[0] is None
    a, b, turn = math.radians(at[0]), math.radians(row["lat"]), math.radians(row["lon"] - at[1])
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half))) <= 161


def _overlap(a: Any, b: Any) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _same_attribution(said: Any, want: Row) -> bool:
    return _jaccard(said.content_spans, want["content"]) >= 0.5 and _same_source(said.source_span, want["source"])


def _same_source(got: Any, want: Any) -> bool:
    return want is None if got is None else want is not None and _overlap(got, want)


def _jaccard(left: Any, right: Any) -> float:
    a, b = ({i for span in spans for i in range(*span)} for spans in (left, right))
    return len(a & b) / len(a | b) if a | b else 0.0


def _f1(found: int, made: int, gold: int) -> float:
    return 2 * found / (made + gold) if made + gold else 0.0


def _macro_f1(pairs: list[tuple[str, str]]) -> float:
    gold, got = Counter(g for g, _ in pairs), Counter(p for _, p in pairs)
    both = Counter(g for g, p in pairs if g == p)
    return sum(2 * both[k] / (gold[k] + got[k]) for k in gold) / len(gold)


ALL: dict[str, Callable[[], Score]] = {
    "type": type_,
    "mode": mode,
    "modality": modality,
    "mentions": mentions,
    "behaviour": behaviour_,
    "actor": actor,
    "place": place,
    "time": time,
    "quantity": quantity,
    "attribution": attribution,
    "event": event,
    "report": report,
}
