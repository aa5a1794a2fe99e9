"""Cleaning: the article of a page, its title, day and language, and the parts that are not body."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.clean import clean
from dateline.errors import CleanError
from dateline.model import Document, RawReport
from dateline.page.furniture import parts_of
from dateline.page.language import language_of
from dateline.settings import load_settings

SETTINGS = load_settings()
FIRST = (
    "Border guards in the northern district said on Tuesday that they had closed two crossings after a night of heavy "
    "snow, and that drivers should expect long delays until the end of the week."
)
SECOND = (
    "The transport ministry of the neighbouring country confirmed the closure and promised that buses would run to the "
    "southern crossing every hour, beginning on Wednesday morning."
)
THIRD = "A spokesman for the hauliers said that the government had been warned in October and had done nothing since."

MENU = "".join(f"<li><a href='/{number}'>News from district {number}.</a></li>" for number in range(50))


def _page(head: str = "", body: str = "", *, title: str = "Two crossings closed by snow") -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title} | The Fjord Post</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
        "<div id='cookie-banner'>We use cookies to improve our service. Accept all</div>"
        f"<article><h1>{title}</h1>{body}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
        "<aside><h2>Related articles</h2><a href='/1'>Ferry timetable changes again this winter</a></aside>"
        "<footer>© 2021 The Fjord Post. All rights reserved.</footer></body></html>"
    )


def _clean(html: str, **fields: str) -> Document:
    return clean(RawReport(id="r", html=html, **fields), SETTINGS)


def _marked(text: str, **known: str) -> list[tuple[str, str]]:
    return [(part.kind, text[slice(*part.span)].strip()) for part in parts_of(text, **known)]


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_page_gives_headline_blank_line_and_paragraphs() -> None:
    document = _clean(_page())
    assert document.text == "\n\n".join(["Two crossings closed by snow", FIRST, SECOND, THIRD])
    assert [(p.kind, p.span) for p in document.parts] == [("headline", (0, 28))]
    assert (document.title, document.language) == ("Two crossings closed by snow", "en")


def test_inner_boxes_and_promoted_links_are_not_body() -> None:
    boxes = "<div class='newsletter-signup'><p>Get the morning letter by post, every day.</p></div>"
    link = "<p><a href='/2'>Snow ploughs stay in the garage for lack of drivers</a></p>"
    document = _clean(_page(body=f"<p>{SECOND} Read on.</p>{boxes}{link}"))
    assert "morning letter" not in document.text
    assert _body(document).count("Snow ploughs") == 0


def _body(document: Document) -> str:
    text = document.text
    for part in sorted(document.parts, key=lambda p: p.span, reverse=True):
        text = text[: part.span[0]] + text[part.span[1] :]
    return text


def test_article_cut_by_advertisements_is_whole() -> None:
    chunk = "<div class='row'><div class='body article__body'><p>{}</p><p>{}</p></div></div><div class='ad'>Ad</div>"
    paragraphs = [f"{FIRST} ({n})" for n in range(6)]
    chunks = "".join(chunk.format(a, b) for a, b in zip(paragraphs[::2], paragraphs[1::2], strict=True))
    html = f"<html><head><title>Snow</title></head><body><article><h1>Snow again</h1>{chunks}</article></body></html>"
    assert all(p in _clean(html).text for p in paragraphs)


@pytest.mark.parametrize(
    ("head", "h1", "expected"),
    [
        ("<meta property='og:title' content='Snow closes roads - The Fjord Post'>", "", "Snow closes roads"),
        (
            "<meta property='og:site_name' content='Post'><meta property='og:title' content='Post: Snow closes'>",
            "",
            "Post: Snow closes",
        ),
        ("<meta property='og:title' content='Snow: a review'>", "Snow closes two roads", "Snow closes two roads"),
        ("<meta property='og:site_name' content='Fjord Post'>", "Fjord Post", "Roads closed"),
        ("<meta property='og:title' content='Snow closes roads'>", "Weather Snow closes roads", "Snow closes roads"),
    ],
)  # fmt: skip
def test_title(head: str, h1: str, expected: str) -> None:
    html = _page(head).replace("<h1>Two crossings closed by snow</h1>", f"<h1>{h1}</h1>" if h1 else "")
    html = html.replace("<title>Two crossings closed by snow |", "<title>Roads closed |")
    assert (
        _clean(html.replace("</head>", "<link rel='canonical' href='https://www.fjordpost.example/a'></head>", 1)).title
        == expected
    )


@pytest.mark.parametrize(
    ("head", "day", "instant"),
    [
        (
            "<meta property='article:published_time' content='2021-11-09T18:30:00+01:00'>",
            "2021-11-09",
            "2021-11-09T18:30:00+01:00",
        ),
        ("<meta name='pubdate' content='2021-11-09'>", "2021-11-09", None),
        # told in UTC, but the address gives the day of the newsroom
        (
            "<link rel='canonical' href='https://fjordpost.example/2021/11/09/snow'>"
            "<meta property='article:published_time' content='2021-11-10T02:10:00Z'>",
            "2021-11-09",
            "2021-11-10T02:10:00+00:00",
        ),
        ("<link rel='canonical' href='https://fjordpost.example/2021/11/09/snow'>", "2021-11-09", None),
        ("<meta property='article:published_time' content='3021-01-01T00:00:00Z'>", None, None),
        ("", None, None),  # the year of the copyright is no day
    ],
)  # fmt: skip
def test_day(head: str, day: str | None, instant: str | None) -> None:
    document = _clean(_page(head))
    assert (document.published, document.published_at) == (day, instant)


def test_linked_data_gives_day_publisher_and_survives_faults() -> None:
    data = {
        "@graph": [
            {"@type": "WebSite", "name": "Fjord Post"},
            {"@type": ["NewsArticle"], "datePublished": "2021-11-09T18:30:00+01:00"},
        ]
    }
    head = "".join(f"<script type='application/ld+json'>{text}</script>" for text in (json.dumps(data), "{broken"))
    document = _clean(_page(head))
    assert (document.published, document.publisher) == ("2021-11-09", "Fjord Post")


def test_what_is_given_from_outside_wins() -> None:
    head = "<meta name='pubdate' content='2021-11-09'><meta property='og:site_name' content='Fjord Post'>"
    document = _clean(
        _page(head), published="2021-11-13", title="Given", publisher="Outside", url="https://x.example/a"
    )
    assert (document.published, document.published_at) == ("2021-11-13", None)
    assert (document.title, document.publisher, document.url) == ("Given", "Outside", "https://x.example/a")


def test_given_instant_is_split() -> None:
    document = clean(RawReport(id="t", text=FIRST, published="2021-11-13T08:00:00Z"), SETTINGS)
    assert (document.published, document.published_at) == ("2021-11-13", "2021-11-13T08:00:00Z")


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n",
        "<html><body></body></html>",
        "<html><head><title>Login</title></head><body><form><input name='user'></form></body></html>",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        f"<html><body><ul>{MENU}</ul></body></html>",
        f"<html><head><title>The Fjord Post</title></head><body><div>{MENU}</div></body></html>",
        "<html><head><title>Snow</title></head><body><p>Please enable JavaScript.</p></body></html>",
        "<title>Snow</title><h1>Snow</h1><noscript>You need to enable JavaScript to run this app.</noscript>",
        "<html><body><h1>Snow</h1><p>Subscribe to continue reading.</p></body></html>",
        "<html><body><h1>Snow</h1><p>Your free articles are used up. Log in to read more.</p></body></html>",
    ],
)
def test_page_without_article_is_refused(html: str) -> None:
    with pytest.raises(CleanError) as fault:
        _clean(html)
    assert fault.value.what == "r"
    assert "\n" not in fault.value.message


@pytest.mark.parametrize("paragraph", ["Road closed by snow.", f"{FIRST} Subscribe to continue reading."])
def test_short_article_is_an_article(paragraph: str) -> None:
    assert _clean(f"<html><body><p>{paragraph}</p></body></html>").text == paragraph


@pytest.mark.parametrize(
    "odd", ["&#x1b;", "&#27;", "\x1b", "\x00", "&#0;", "&#xd800;", "\ufffe", "&#xFFFE;", "&#9999999;"]
)
def test_forbidden_characters_are_left_out(odd: str) -> None:
    expected = _clean(_page(body="<p>Rain &#38; snow fell.</p>"))
    assert _clean(_page(body=f"<p>Ra{odd}in &#38; sn{odd}ow fell.</p>")) == expected


@pytest.mark.parametrize(
    "before",
    ["", "<!-- saved from url=(0034)https://post.example/roads/2021/ -->\n", "<?xml version='1.0'?><!-- a -->"],
)
@pytest.mark.parametrize("page", ["<html><body><p>{}</p></body></html>", "<p>{}</p>", "<!doctype html><p>{}"])
def test_what_stands_before_a_page_does_not_hide_it(before: str, page: str) -> None:
    assert _clean(before + page.format(FIRST)).text == FIRST


def test_page_of_four_hundred_boxes_in_one_another_is_read() -> None:
    boxes = "<div>" * 400
    document = _clean(f"<html><body>{boxes}<p>{FIRST}</p><p>{SECOND}</p></body></html>")
    assert document.text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "table><tr><td", "ul><li"])
def test_deeply_nested_page_does_not_crash(tag: str) -> None:
    html = (
        f"<html><head><title>Deep</title></head><body>{f'<{tag}>' * 20_000}<p>{FIRST}</p><p>{SECOND}</p></body></html>"
    )
    try:
        document = _clean(html)
    except CleanError:
        return
    assert document.text


@pytest.mark.parametrize(
    "unit", ["<a href='/x'>one two three four</a>", "<p>Road.</p>", "<table><tr><td>1</td></tr></table>"]
)
def test_heap_of_elements_is_refused_at_once(unit: str) -> None:
    with pytest.raises(CleanError, match="no article"):
        _clean(f"<html><body><div>{unit * 40_000}</div><p>{FIRST}</p></body></html>")


def test_page_over_the_limit_is_refused() -> None:
    with pytest.raises(CleanError, match="larger than"):
        _clean(_page(body=f"<p>{FIRST * 30_000}</p>"))


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_empty_text_is_refused(text: str) -> None:
    with pytest.raises(CleanError, match="no text"):
        clean(RawReport(id="t", text=text), SETTINGS)


# ── Plain text ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FIRST, []),
        ("Snow closes two roads", []),  # a lone line is the report
        ("Snow closes two roads and a bridge.", []),
        (f"Snow closes two roads\n\n{FIRST}\n\n{SECOND}", [("headline", "Snow closes two roads")]),
        (f"Who closed the roads?\n\n{FIRST}", [("headline", "Who closed the roads?")]),
        (f"Snow closes two roads\n{FIRST} {SECOND}", [("headline", "Snow closes two roads")]),
        (f"Snow closed two roads.\n\n{FIRST}", []),
        (f"{FIRST}\n\n{SECOND}", []),
        ("The road was closed by\nheavy snow in the north\non Tuesday, the police said.", []),  # wrapped by hand
    ],
)
def test_headline_of_plain_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert _marked(text) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("OSLO, Nov 12 (Reuters) - ", "OSLO, Nov 12 (Reuters) -"),
        ("OSLO (AP) — ", "OSLO (AP) —"),
        ("TROMSØ, Norway — ", "TROMSØ, Norway —"),
        ("LITTLE ROCK, Ark. -- ", "LITTLE ROCK, Ark. --"),
        ("Oslo, 12 November (Xinhua) -- ", "Oslo, 12 November (Xinhua) --"),
        ("Oslo, November 12, 2021 - ", "Oslo, November 12, 2021 -"),
        ("(CNN) — ", "(CNN) —"),
        ("The AP-NORC poll was wrong: ", None),
        ("NATO – the alliance – is there: ", None),
        ("Oslo - ", None),
        ("", None),
    ],
)
def test_dateline(paragraph: str, expected: str | None) -> None:
    text = f"{paragraph}{FIRST}\n\n{SECOND}"
    assert _marked(text) == ([("dateline", expected)] if expected else [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A driver clears his car © AP", [("caption", "A driver clears his car"), ("credit", "© AP")]),
        (
            "Cars wait at the closed road. (AP Photo/Ola Nordmann)",
            [("caption", "Cars wait at the closed road."), ("credit", "(AP Photo/Ola Nordmann)")],
        ),
        ("Cars wait at the road. Photo: Ola N.", [("caption", "Cars wait at the road."), ("credit", "Photo: Ola N.")]),
        ("Photo credit: Ola Nordmann", [("credit", "Photo credit: Ola Nordmann")]),
        ("By Kari Nordmann and Ola Hansen, Fjord Post", [("byline", "By Kari Nordmann and Ola Hansen, Fjord Post")]),
        ("(Reporting by Kari N.; Editing by Ola H.)", [("byline", "(Reporting by Kari N.; Editing by Ola H.)")]),
        ("Source link", [("boilerplate", "Source link")]),
        ("Related Articles", [("boilerplate", "Related Articles")]),
        ("Back to top button", [("boilerplate", "Back to top button")]),
        ("Read more: Ferries stay in port", [("boilerplate", "Read more: Ferries stay in port")]),
        ("Subscribe to our newsletter", [("boilerplate", "Subscribe to our newsletter")]),
        ("Share this", [("boilerplate", "Share this")]),
        ("This website uses cookies.", [("boilerplate", "This website uses cookies.")]),
        ("Copyright 2021 Fjord Post.", [("boilerplate", "Copyright 2021 Fjord Post.")]),
        ("Follow Kari Nordmann on Twitter @kari", [("boilerplate", "Follow Kari Nordmann on Twitter @kari")]),
        ("By morning the road was open again.", []),
        ("More snow fell on Friday, the police said.", []),
        ("Copyright law was changed on Friday.", []),
        ("Follow-up talks were held in Oslo.", []),
        ("The ministry said it would share the data.", []),
        ("He was arrested for posting a picture (it was later removed).", []),
    ],
)  # fmt: skip
def test_furniture_lines(line: str, expected: list[tuple[str, str]]) -> None:
    assert _marked(f"{FIRST}\n\n{line}\n\n{SECOND}") == expected


def test_lines_below_related_articles_belong_to_it() -> None:
    text = f"{FIRST}\n\n{SECOND}\n\nRelated articles\n\nFerries stay in port\n\nWhat the hauliers want\n"
    assert [kind for kind, _ in _marked(text)] == ["boilerplate"] * 3


def test_title_given_from_outside_marks_the_headline() -> None:
    assert _marked(f"“Snow, snow.”\n{FIRST}", title='"Snow, snow."') == [("headline", "“Snow, snow.”")]


@given(st.text(alphabet=st.sampled_from("aB.,:;!?©()|/-—\r\n \u2028\u00a0\ufeff“”’0"), max_size=200))
def test_text_is_untouched_and_parts_are_in_order(text: str) -> None:
    if not text.strip():
        return
    document = clean(RawReport(id="t", text=text), SETTINGS)
    assert document.text == text
    edges = [edge for part in document.parts for edge in part.span]
    assert edges == sorted(edges)
    assert all(text[slice(*part.span)].strip() for part in document.parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FIRST, "en"),
        ("Poland pushed back 200 people at the border, the ministry said", "en"),
        ("Die Regierung in Oslo hat am Freitag die Grenze wieder geöffnet, teilte das Ministerium mit.", "de"),
        ("De regering is op vrijdag met de minister in gesprek gegaan over de grens, die was gesloten.", None),
        ("Hello", None),
        ("", None),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    assert language_of(text) == expected


def test_other_scripts_are_never_taken_for_english() -> None:
    assert language_of("Правительство заявило в пятницу, что граница останется закрытой.") not in (None, "en")
