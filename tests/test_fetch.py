"""Fetching, against a real server on the loopback: limits on time and size, redirects, encodings, inside addresses."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dateline.errors import FetchError
from dateline.fetch import fetch, is_public
from dateline.model import Failure, RawReport
from dateline.read import read
from dateline.settings import Settings, load_settings

PAGE = "<!DOCTYPE html><html><body><p>Die Straße ist gesperrt – bis Freitag.</p></body></html>"
ROWS = b'{"id": "a", "text": "The road is closed."}\n{"id": "b", "html": "<p>It is open again."}\n'


class _Server(BaseHTTPRequestHandler):
    """One path for every way a server can misbehave."""

    def do_GET(self) -> None:
        getattr(self, "serve_" + self.path.strip("/").replace("-", "_").partition("/")[0], self.serve_missing)()

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve_page(self) -> None:
        self.reply(PAGE.encode(), Content_Type="text/html; charset=utf-8")

    def serve_text(self) -> None:
        self.reply(b"The road is closed.", Content_Type="text/plain")

    def serve_latin(self) -> None:
        self.reply(PAGE.encode("cp1252"), Content_Type="text/html; charset=windows-1252")

    def serve_wrong_charset(self) -> None:
        self.reply(PAGE.encode(), Content_Type="text/html; charset=iso-8859-1")

    def serve_unknown_charset(self) -> None:
        self.reply(PAGE.encode(), Content_Type="text/html; charset=klingon")

    def serve_zipped(self) -> None:
        self.reply(gzip.compress(PAGE.encode()), Content_Type="text/html", Content_Encoding="gzip")

    def serve_badly_zipped(self) -> None:
        self.reply(b"no gzip at all", Content_Type="text/html", Content_Encoding="gzip")

    def serve_cut_off(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + PAGE.encode())
        self.close_connection = True

    def serve_rows(self) -> None:
        self.reply(ROWS, Content_Type="text/plain")

    def serve_json(self) -> None:
        listed = b"[\n" + ROWS.strip().replace(b"\n", b",\n") + b"\n]"
        self.reply(listed, Content_Type="application/json; charset=utf-8")

    def serve_bomb(self) -> None:
        self.reply(gzip.compress(b"a" * 30_000_000), Content_Type="text/html", Content_Encoding="gzip")

    def serve_empty(self) -> None:
        self.reply(b"")

    def serve_pdf(self) -> None:
        self.reply(b"%PDF-1.7\n...", Content_Type="application/pdf")

    def serve_error(self) -> None:
        self.reply(b"oops", 500)

    def serve_missing(self) -> None:
        self.reply(b"nothing here", 404)

    def serve_loop(self) -> None:
        self.reply(b"", 302, Location="/loop")

    def serve_moved(self) -> None:
        self.reply(b"", 301, Location="/page")

    def serve_to_file(self) -> None:
        self.reply(b"", 302, Location="file:///etc/passwd")

    def serve_slow(self) -> None:
        time.sleep(5)
        self.reply(PAGE.encode())

    def serve_dribble(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000)

    def serve_dripping_body(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1000)

    def drip(self, data: bytes) -> None:
        for byte in data:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.02)

    def serve_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"The road is closed. " * 1000)

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _settings(**changed: object) -> Settings:
    return load_settings(allow_private=True, fetch_timeout=3.0, **changed)


def _read(url: str, settings: Settings) -> RawReport | Failure:
    (found,) = read(url, settings)
    return found


@pytest.mark.parametrize("path", ["page", "latin", "wrong-charset", "unknown-charset", "zipped", "moved"])
def test_page(site: str, path: str) -> None:
    report = _read(f"{site}/{path}", _settings())
    assert isinstance(report, RawReport), report
    assert (report.html, report.source) == (PAGE, f"{site}/{path}")
    assert report.url == f"{site}/{'page' if path == 'moved' else path}"


def test_plain_text_stays_text(site: str) -> None:
    report = _read(f"{site}/text", _settings())
    assert isinstance(report, RawReport)
    assert report.text == "The road is closed."


@pytest.mark.parametrize("path", ["rows", "json"])
def test_a_reply_in_json_is_read_as_rows(site: str, path: str) -> None:
    found = list(read(f"{site}/{path}", _settings()))
    assert [(row.id, row.source) for row in found] == [("a", f"{site}/{path}:1"), ("b", f"{site}/{path}:2")]


def test_the_scheme_is_read_without_case(site: str) -> None:
    assert isinstance(_read(f"{site.replace('http', 'HTTP')}/page", _settings()), RawReport)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("error", "500"),
        ("no-such-page", "404 Not Found"),
        ("loop", "redirected more than 5 times"),
        ("to-file", "only http and https"),
        ("endless", "larger than 100,000 bytes"),
        ("bomb", "larger than 100,000 bytes"),
        ("badly-zipped", "cannot be unpacked"),
        ("cut-off", "broke off before its end"),
        ("empty", "is empty"),
        ("pdf", "a PDF"),
    ],
)
def test_bad_answer_is_one_clear_line(site: str, path: str, said: str) -> None:
    failure = _read(f"{site}/{path}", _settings(max_bytes=100_000))
    assert isinstance(failure, Failure)
    assert said in failure.message
    assert (failure.id, failure.stage) == (f"{site}/{path}", "read")
    assert "\n" not in failure.message


@pytest.mark.parametrize("path", ["slow", "dribble", "dripping-body"])
def test_slow_server_is_left_in_time(site: str, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(FetchError, match="took longer than"):
        fetch(f"{site}/{path}", load_settings(allow_private=True, fetch_timeout=0.5))
    assert time.monotonic() - began < 2


def test_addresses_of_the_inside_are_refused(site: str) -> None:
    for url in (
        site,
        site.replace("127.0.0.1", "localhost"),
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data",
    ):
        with pytest.raises(FetchError, match="inside this network; set DATELINE_ALLOW_PRIVATE=1"):
            fetch(url, load_settings(fetch_timeout=3.0))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9/", "cannot be reached"),
        ("http://no-such-host.invalid/", "not known"),
        ("http://", "only http and https"),
        ("http://127.0.0.1:99999/", "no valid address"),
        ("http://127.0.0.1:0/", "cannot be reached"),
        ("http://127.0.0.1:port/", "no valid address"),
        ("http://[::1", "no valid address"),
        ("http://exa mple/", "no valid address|not known"),
    ],
)
def test_unreachable_address(url: str, said: str) -> None:
    with pytest.raises(FetchError, match=said) as fault:
        fetch(url, _settings())
    assert "\n" not in fault.value.message


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("169.254.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
