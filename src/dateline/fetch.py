"""URL → page, politely and safely: a limit on size and time, few redirects, and no address of the inside.

Every hop is checked anew, and the connection goes to the very address that was checked, so that a name which answers
differently the second time leads nowhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from dateline.errors import FetchError
from dateline.settings import Settings

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS = 5
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_JSON = re.compile(r"application/(?:(?:[\w.-]+\+)?json|jsonl|x-jsonlines|(?:x-)?ndjson)")
_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a server sent: the address it came from in the end, the bytes, and what the header says of them."""

    url: str
    content: bytes
    charset: str | None
    is_json: bool


def fetch(url: str, settings: Settings) -> Page:
    """The page at this address. Raises FetchError; never takes longer than `fetch_timeout` seconds in all."""
    # A thread of its own, because a notebook already has an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _fetch(url, settings)).result()


async def _fetch(url: str, settings: Settings) -> Page:
    import httpx

    headers = {"User-Agent": f"dateline/{version('dateline')}", "Accept": _ACCEPT}
    try:
        async with (
            asyncio.timeout(settings.fetch_timeout),
            httpx.AsyncClient(timeout=settings.fetch_timeout, trust_env=False, headers=headers) as client,
        ):
            return await _follow(client, url, settings)
    except (TimeoutError, httpx.TimeoutException) as fault:
        raise FetchError(url, f"took longer than {settings.fetch_timeout:g} s; try again later") from fault
    except (httpx.TransportError, OSError) as fault:
        raise FetchError(url, f"cannot be reached ({_reason(fault)}); check the address and the network") from fault
    except (httpx.InvalidURL, ValueError) as fault:
        raise FetchError(url, f"is no valid address ({fault}); check it") from fault


async def _follow(client: httpx.AsyncClient, url: str, settings: Settings) -> Page:
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        reply = await client.send(await _request(client, here, url, settings), stream=True)
        try:
            if "location" not in reply.headers or not reply.is_redirect:
                return await _page(reply, here, url, settings)
            here = urljoin(here, reply.headers["location"])
        finally:
            await reply.aclose()
    raise FetchError(url, f"was redirected more than {MAX_REDIRECTS} times; give the final address")


async def _request(client: httpx.AsyncClient, here: str, url: str, settings: Settings) -> httpx.Request:
    """A request to the checked address of the host that `here` names."""
    parts = urlsplit(here)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(url, f"leads to {here!r}; only http and https are fetched")
    _ = parts.port  # raises ValueError where it is no port
    address = await _address(parts.hostname, url, settings)
    request = client.build_request("GET", here)
    request.url = request.url.copy_with(host=address)
    request.extensions["sni_hostname"] = parts.hostname
    return request


async def _address(host: str, url: str, settings: Settings) -> str:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise FetchError(url, f"the host {host!r} is not known; check the address and the network") from fault
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.allow_private and not all(is_public(address) for address in addresses):
        raise FetchError(
            url, f"the host {host!r} is inside this network; set DATELINE_ALLOW_PRIVATE=1 to fetch from it"
        )
    return addresses[0]


def is_public(address: str) -> bool:
    """False for loopback, private, link-local, multicast and reserved addresses, also where IPv6 wraps an IPv4 one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
        found = found.ipv4_mapped or found.sixtofour or wrapped or found
    return found.is_global and not found.is_multicast


async def _page(reply: httpx.Response, here: str, url: str, settings: Settings) -> Page:
    if not reply.is_success:
        reason = f"{reply.status_code} {reply.reason_phrase}".strip()
        raise FetchError(url, f"the server answered {reason}; check the address or try again later")
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Page(
        url=here,
        content=await _content(reply, url, settings),
        charset=reply.charset_encoding,
        is_json=_JSON.fullmatch(kind) is not None,
    )


async def _content(reply: httpx.Response, url: str, settings: Settings) -> bytes:
    import httpx

    content = bytearray()
    try:
        async for chunk in reply.aiter_bytes(65_536):
            content += chunk
            if len(content) > settings.max_bytes:
                raise FetchError(url, f"is larger than {settings.max_bytes:,} bytes; raise `max_bytes` to read it")
    except httpx.DecodingError as fault:
        raise FetchError(url, "the reply cannot be unpacked (its compression is broken); try again later") from fault
    except (httpx.RemoteProtocolError, httpx.ReadError) as fault:
        raise FetchError(url, "the reply broke off before its end; try again") from fault
    return bytes(content)


def _reason(fault: Exception) -> str:
    return str(fault) or type(fault).__name__
