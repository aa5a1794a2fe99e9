"""Records, failures and analyses on a terminal.

What a report says reaches the screen only through `_safe`: no control or bidirectional character of a report is ever
written raw, and its words are never read as markup. Colours are left to rich: none where no terminal is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dateline.analysis import Claim, Day, Happening, Question, Statement
from dateline.model import Actor, Attribution, Equipment, Event, Failure, Place, Quantity, Record, Span, Time
from dateline.serialise import UNSAFE, to_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress
    from rich.text import Text

WIDEST = 110  # longer lines tire the eye
LONGEST = 320  # characters of evidence shown for one event or statement
OF_A_DAY = 6  # events shown for one day of the timeline
SHORTEST = 3  # words that make a statement worth reading among those of all reports
DOUBTFUL = 0.5  # confidence below which an event is named among the doubts

QUAD_STYLES = {1: "green", 2: "bold green", 3: "yellow", 4: "bold red"}
MODALITIES = ("actual", "negated", "future", "hypothetical", "historical")
HEADS = {
    "actual": "What happened",
    "negated": "What did not happen",
    "future": "What is to come",
    "hypothetical": "What might or should be",
    "historical": "What went before",
}
DOUBLE_QUOTES = '"“”'
QUOTES = DOUBLE_QUOTES + "'‘’"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_BREAKS = re.compile(r"\s+")


# ── One report ───────────────────────────────────────────────────────────────────────────────────────────────────


def show_record(record: Record, console: Console) -> None:
    """Print what one report says: events, statements, figures, places, times, equipment, and what is in doubt."""
    page = _Page(console)
    words = _Words(record)
    _head(record, page)
    for modality in MODALITIES:
        events = [event for event in record.events if event.modality == modality]
        page.section(HEADS[modality], (line for event in events for line in _event(event, words)))
    page.section("Who said what", _statements(record, words))
    page.section("Figures", (line for figure in record.quantities for line in _figure(figure, words)))
    page.section("Places", _joined(_place(place) for place in record.places))
    page.section("Times", _joined(_time(time) for time in record.times))
    page.section("Equipment", (_equipment(thing, words) for thing in record.equipment))
    page.section("Doubts", _doubts(record, words))
    page.end()


def show_failure(failure: Failure, console: Console) -> None:
    """Print one line: which report could not be coded, at what stage, and why."""
    name = failure.source or failure.id
    line = _text(("✗ ", "bold red"), (_safe(name), "bold"), f" ({failure.stage}): {_safe(failure.message)}")
    console.print(line, soft_wrap=True)


def progress(console: Console) -> Progress:
    """A progress bar on this console; nothing where no terminal is."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class _Page:
    """A console no wider than is good to read, written in sections with a hanging indent."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = min(console.width, WIDEST)

    def line(self, line: Text, indent: int = 0) -> None:
        from rich.text import Text

        for part in line.wrap(self.console, self.width - indent):
            part.rstrip()
            self.console.print(Text(" " * indent) + part, soft_wrap=True)

    def section(self, title: str, lines: Iterable[tuple[int, Text]]) -> None:
        """A head and its lines (indent, text); nothing if there are no lines."""
        for number, (indent, line) in enumerate(lines):
            if number == 0:
                self.console.print()
                self.line(_text((title, "bold cyan")))
            self.line(line, indent)

    def end(self) -> None:
        self.console.print()


class _Words:
    """Names for the ids of one record, and the words at its spans."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.actors: Mapping[str | None, Actor] = {actor.id: actor for actor in record.actors}
        self.places: Mapping[str | None, Place] = {place.id: place for place in record.places}
        self.times: Mapping[str | None, Time] = {time.id: time for time in record.times}
        self.said: Mapping[str | None, Attribution] = {said.id: said for said in record.attributions}
        self.figures: Mapping[str | None, Quantity] = {figure.id: figure for figure in record.quantities}

    def at(self, span: Span) -> str:
        return self.record.document.text[span[0] : span[1]]

    def names(self, ids: Sequence[str]) -> str:
        return _listed([_safe(self.actors[name].name) for name in ids if name in self.actors])

    def speaker(self, attribution: str | None) -> str | None:
        """Who speaks in an attribution: the actor's name, else the words that name the speaker."""
        said = self.said.get(attribution or "")
        if said is None:
            return None
        if said.source in self.actors:
            return _safe(self.actors[said.source].name)
        return _safe(self.at(said.source_span)) if said.source_span else "somebody"


def _head(record: Record, page: _Page) -> None:
    document = record.document
    headline = next((part.span for part in document.parts if part.kind == "headline"), None)
    title = document.title or (document.text[slice(*headline)] if headline else document.id)
    page.end()
    page.line(_text((_safe(title), "bold")))
    day = _days(document.published, document.published) or "publication day unknown"
    page.line(_text((_listed([_safe(document.publisher or ""), day], " · "), "dim")))


def _act(who: str, whom: str, event: Event | Happening) -> list[Any]:
    """Who → whom, and what it was."""
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    return [(who, "bold"), (" → ", "dim") if whom else "", (whom, "bold"), "  ", (kind, QUAD_STYLES[event.quad])]


def _event(event: Event, words: _Words) -> Iterator[tuple[int, Text]]:
    yield 2, _text(*_act(words.names(event.actors) or "?", words.names(event.recipients), event))
    yield 4, _evidence(words, event)
    facts = [*_circumstances(event, words), *_standing(event, words)]
    if len(event.mentions) > 1:
        facts.append(f"told {len(event.mentions)} times")
    if facts:
        yield 4, _text((" · ".join(facts), "dim"))


def _circumstances(event: Event, words: _Words) -> Iterator[str]:
    time = words.times.get(event.time or "")
    if event.start or event.end:
        yield _days(event.start, event.end)
    elif time:
        yield _safe(time.text)
    if event.place in words.places:
        yield _where(words.places[event.place].name)
    yield from (_counted(words.figures[figure]) for figure in event.quantities if figure in words.figures)
    if event.contexts:
        yield ", ".join(event.contexts)


def _standing(event: Event, words: _Words) -> Iterator[str]:
    """Who says so, and who says otherwise."""
    speaker = words.speaker(event.attribution)
    if event.stance != "asserted" or speaker:
        yield f"{event.stance} by {speaker}" if speaker else event.stance
    for opinion in event.opinions:
        yield f"{opinion.stance} by {words.speaker(opinion.attribution) or 'the report'}"


def _evidence(words: _Words, event: Event) -> Text:
    """The words of the event with its trigger underlined, cut to what stands around the trigger."""
    from rich.text import Text

    text = words.record.document.text
    start, end = event.span
    begin = start if end - start <= LONGEST else max(start, event.trigger[0] - LONGEST // 2)
    stop = min(end, begin + LONGEST)
    begin, stop = _unquoted(text, (begin, stop), event.trigger)
    line = Text("… " if begin > start + 1 else "")
    line.append(_safe(text[begin : event.trigger[0]], strip=False))
    line.append(_safe(text[slice(*event.trigger)], strip=False), style="underline")
    line.append(_safe(text[event.trigger[1] : stop], strip=False))
    line.append(" …" if stop < end - 1 else "")
    return line if set(line.plain) & set(DOUBLE_QUOTES) else Text("“").append(line).append("”")


def _unquoted(text: str, span: Span, within: Span) -> Span:
    """The span without quotation marks at its ends, if there are none inside it and it keeps what lies within."""
    start, end = span
    while start < within[0] and text[start] in QUOTES:
        start += 1
    while end > within[1] and text[end - 1] in QUOTES:
        end -= 1
    return span if set(text[start:end]) & set(DOUBLE_QUOTES) else (start, end)


def _statements(record: Record, words: _Words) -> Iterator[tuple[int, Text]]:
    """Statements under the name of their speaker, speakers in order of their first words."""
    by_speaker: dict[str, list[Attribution]] = {}
    for said in record.attributions:
        by_speaker.setdefault(words.speaker(said.id) or "somebody", []).append(said)
    for speaker, statements in by_speaker.items():
        actor = words.actors.get(statements[0].source or "")
        yield 2, _text((speaker, "bold"), (f"  {_codes(actor)}" if actor else "", "dim"))
        for said in statements:
            yield 4, _statement(said, words)


def _statement(said: Attribution, words: _Words) -> Text:
    content = " … ".join(words.at(span) for span in said.content_spans)
    ways = [f"quoted by {words.speaker(said.parent)}"] if said.parent else []
    ways += [f"{how} {words.names([who])}" for how, who in (("to", said.addressee), ("through", said.via)) if who]
    return _text(_quoted(content, direct=said.kind == "direct"), ("  " + ", ".join(ways) if ways else "", "dim"))


def _figure(figure: Quantity, words: _Words) -> Iterator[tuple[int, Text]]:
    about: list[str] = [] if figure.measure == "other" else [figure.measure]
    if interval := _interval(figure.low, figure.high, figure.unit, exact=figure.exact):
        about.append(interval)
    if figure.place in words.places:
        about.append(_where(words.places[figure.place].name))
    if figure.time in words.times:
        about.append(_when(words.times[figure.time]))
    speaker = words.speaker(figure.attribution)
    about.append(f"claimed by {speaker}" if speaker else "the report's own")
    about += [f"{o.stance} by {words.speaker(o.attribution) or 'the report'}" for o in figure.opinions]
    if figure.updates in words.figures:
        about.append(f"replaces {_safe(words.figures[figure.updates].text)}")
    yield 2, _text((_counted(figure), "bold"), ("  " + " · ".join(about), "dim"))


def _counted(figure: Quantity) -> str:
    """The words of a figure and what it counts, once."""
    words, counted = _safe(figure.text), _safe(figure.counted)
    return words if counted in words else f"{words} {counted}"


def _place(place: Place) -> Text:
    known = [place.precision or "", place.country or ""] if place.precision else ["not found"]
    return _text(_safe(place.name), (f" ({', '.join(filter(None, known))})", "dim"))


def _where(name: str) -> str:
    place = re.sub(r"['’]s\b", "", _safe(name))
    return f"at the {place.removeprefix('the ')}" if place.lower().endswith(("border", "frontier")) else f"in {place}"


def _time(time: Time) -> Text:
    day = _days(time.start, time.end) or (time.value if time.type in ("DURATION", "SET") else None)
    return _text(_safe(time.text), (f" = {_safe(day)}" if day else "", "dim"))


def _when(time: Time) -> str:
    return _days(time.start, time.end) or _safe(time.text)


def _equipment(thing: Equipment, words: _Words) -> tuple[int, Text]:
    said = [
        f"{attribute.name}: {words.figures[attribute.quantity].text}"
        if attribute.quantity in words.figures
        else f"{attribute.name}: {attribute.text}"
        for attribute in thing.attributes
    ]
    about = _safe(f"{thing.kind}: {'; '.join(said)}" if said else thing.kind)
    return 2, _text((_safe(thing.name), "bold"), (f"  {about}", "dim"))


def _doubts(record: Record, words: _Words) -> Iterator[tuple[int, Text]]:
    for event in record.events:
        what = f"{words.names(event.actors) or '?'} → {words.names(event.recipients) or '?'} {event.type}"
        against = [o for o in event.opinions if o.stance in ("denied", "doubted")]
        if event.stance in ("denied", "doubted") or against:
            who = words.speaker(against[0].attribution if against else event.attribution)
            how = against[0].stance if against else event.stance
            yield 2, _text(what, (f"  {how}" + (f" by {who}" if who else ""), "yellow"))
        if event.confidence < DOUBTFUL:
            yield 2, _text(what, (f"  confidence {event.confidence:.2f}", "yellow"))
    for note in record.notes:
        yield 2, _text((_safe(note.message), "yellow"))


def _codes(actor: Actor) -> str:
    return " ".join(filter(None, [actor.country, *actor.sectors]))


def _joined(items: Iterable[Text]) -> Iterator[tuple[int, Text]]:
    from rich.text import Text

    listed = {item.plain: item for item in items}
    if listed:
        yield 2, Text(" · ").join(listed.values())


# ── Many reports ─────────────────────────────────────────────────────────────────────────────────────────────────


def table(rows: Sequence[Any], *, as_json: bool, console: Console | None = None) -> None:
    """Print the rows of an analysis: one JSON row a line, or laid out for a reader."""
    if as_json:
        sys.stdout.writelines(to_line(row) + "\n" for row in rows)
        return
    if console is None:
        from rich.console import Console

        console = Console()
    page = _Page(console)
    if not rows:
        page.line(_text(("Nothing to show.", "dim")))
    elif isinstance(rows[0], Day):
        _show_timeline(rows, page)
    elif isinstance(rows[0], Statement):
        _show_statements(rows, page)
    else:
        _show_disputes(rows, page)


def _show_timeline(days: Sequence[Day], page: _Page) -> None:
    _title("Timeline", page)
    for day in days:
        page.section(_days(day.day, day.day) or "Day unknown", _happenings(day.events[:OF_A_DAY]))
        if len(day.events) > OF_A_DAY:
            page.line(_text((f"and {len(day.events) - OF_A_DAY} more", "dim")), 2)
    page.end()


def _happenings(events: Iterable[Happening]) -> Iterator[tuple[int, Text]]:
    """Events that the same words tell stand together above them."""
    by_words: dict[str, list[Happening]] = {}
    for event in events:
        by_words.setdefault(event.words, []).append(event)
    for words, several in by_words.items():
        for event in several:
            who, whom = _listed(map(_safe, event.actors)) or "?", _listed(map(_safe, event.recipients))
            modality = "" if event.modality == "actual" else f" ({event.modality})"
            yield 2, _text(*_act(who, whom, event), modality)
        yield 4, _quoted(words)
        yield 4, _text((" · ".join(dict.fromkeys(fact for event in several for fact in _told(event))), "dim"))


def _told(event: Happening) -> Iterator[str]:
    if not event.dated:
        yield "reported that day"
    elif event.end and event.end != event.start:
        yield _days(event.start, event.end)
    if event.place:
        yield _where(event.place)
    claimed = dict.fromkeys(f"{t.stance} by {_safe(t.claimed_by)}" for t in event.told if t.claimed_by)
    yield from claimed
    own = dict.fromkeys(_safe(told.publisher or told.report) for told in event.told if told.copy_of is None)
    copied = dict.fromkeys(_safe(told.publisher or told.report) for told in event.told if told.copy_of is not None)
    yield _listed([*own, *(f"{name} (copy)" for name in copied if name not in own)])


def _show_statements(statements: Sequence[Statement], page: _Page) -> None:
    _title("Who said what", page)
    worth = [said for said in statements if len(said.words.split()) >= SHORTEST]
    for day, of_day in groupby(worth, key=lambda said: said.day):
        page.section(_days(day, day) or "Day unknown", _speeches(of_day))
    page.end()


def _speeches(statements: Iterable[Statement]) -> Iterator[tuple[int, Text]]:
    for (speaker, report), said in groupby(statements, key=lambda s: (s.speaker, s.report)):
        several = list(said)
        source = _safe(several[0].publisher or report)
        country = f"  {several[0].country}" if several[0].country else ""
        yield 2, _text((_safe(speaker or "somebody"), "bold"), (f"{country}  {source}", "dim"))
        for one in several:
            inside = f"  quoted by {_safe(one.inside)}" if one.inside else ""
            yield 4, _text(_quoted(one.words, direct=one.kind == "direct"), (inside, "dim"))


def _show_disputes(questions: Sequence[Question], page: _Page) -> None:
    _title("Figures and who claims them", page)
    for question in questions:
        where = f", {_safe(question.place)}" if question.place else ""
        mark = "  disputed" if question.disputed else ""
        head = f"{question.measure}: {_safe(question.counted)}{where}{mark}"
        page.section(head, (_claim(claim) for claim in question.claims))
    page.end()


def _claim(claim: Claim) -> tuple[int, Text]:
    style = {"disputed": "bold red", "differs": "yellow"}.get(claim.status, "dim")
    denied = f" · denied by {_listed(map(_safe, claim.denied_by))}" if claim.denied_by else ""
    sources = _listed(_safe(name) for name in claim.publishers if name != claim.claimant)
    interval = _interval(claim.low, claim.high, None, exact=claim.exact) or _safe(claim.words)
    return 2, _text(
        (f"{_days(claim.day, claim.day) or 'day unknown':12} ", "dim"),
        (interval, "bold"), "  ", _safe(claim.claimant), (f" ({sources})" if sources else "", "dim"),
        (f"  {claim.status}", style), (denied, "dim"),
    )  # fmt: skip


def _title(words: str, page: _Page) -> None:
    page.end()
    page.line(_text((words, "bold underline")))


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _safe(words: str | None, *, strip: bool = True) -> str:
    """Words as one line without characters that could steer a terminal; what is taken out leaves a `�`."""
    line = UNSAFE.sub("\ufffd", _BREAKS.sub(" ", words or ""))
    return line.strip() if strip else line


def _text(*pieces: Any) -> Text:
    """A text of plain strings, (string, style) pairs and texts; never read as markup."""
    from rich.text import Text

    return Text.assemble(*(piece for piece in pieces if piece))


def _quoted(words: str, *, direct: bool = True) -> Text:
    line = _safe(words)
    line = line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + " …"
    if not direct:
        return _text(line.removeprefix("that "))
    bare = " … ".join(piece.strip(QUOTES + " ,") for piece in line.split(" … "))
    return _text(bare if set(bare) & set(DOUBLE_QUOTES) else f"“{bare}”")


def _listed(items: Iterable[str], between: str = ", ") -> str:
    return between.join(item for item in items if item)


def _interval(low: float | None, high: float | None, unit: str | None, *, exact: bool) -> str:
    """`7`, `about 500`, `3,000–4,000`, `2,000 or more`, `up to 40`, with the unit unless people are counted."""
    if low is None and high is None:
        return ""
    if high is None:
        said = f"{_number(low)} or more"
    elif low is None:
        said = f"up to {_number(high)}"
    elif low != high:
        said = f"{_number(low)}–{_number(high)}"
    else:
        said = _number(low) if exact else f"about {_number(low)}"
    return said if unit in (None, "person") else f"{said} {_safe(unit)}"


def _number(value: float | None) -> str:
    """`1,234`, `2.5`, `400 million`."""
    number = value or 0.0
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(number) >= size:
            return f"{number / size:,.4g} {name}"
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.4g}"


def _days(start: str | None, end: str | None) -> str:
    """`12 Nov 2021`, `8–12 Nov 2021`, `30 Oct – 2 Nov 2021`; "" if no day is known."""
    if not start or not end or start == end:
        return _day(start or end)
    (year, month, day), (to_year, to_month, _) = (value.split("-") for value in (start, end))
    if year != to_year:
        return f"{_day(start)} – {_day(end)}"
    return f"{int(day)}–{_day(end)}" if month == to_month else f"{int(day)} {MONTHS[int(month) - 1]} – {_day(end)}"


def _day(value: str | None) -> str:
    if not value:
        return ""
    year, month, day = value.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
