"""The connection of a caller: HTTP/1.1 heads within limits, before anybody has said who they are."""

import asyncio
import re
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Bytes that the request line and the headers of one request may have, trailers included.
LIMIT = 64 * 1024
#: Seconds that a head may take to arrive.
SECONDS = 30.0
_HEAD_END = b"\r\n\r\n"
_UPGRADE = re.compile(rb"\r\nupgrade[ \t]*:", re.IGNORECASE)
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


class BadHead(Exception):
    """A head that is not served. The parser turns it into a 400 and closes the connection."""


class Connection(HttpToolsProtocol):
    """Reads requests as uvicorn does, which itself sets no limit to a head and loses bodies to upgrades."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        #: Bytes since the parser last finished anything: a header, a piece of a body, a message.
        self._unfinished = 0
        self._head = 0
        self._between = True
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(_Gathering(transport, self.loop))  # type: ignore[arg-type]
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come; end the connection where it is a head that has no end."""
        self._unfinished += len(data)
        super().data_received(_without_upgrade(data) if self._between else data)
        if self._unfinished > LIMIT and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Count anew."""
        self._head, self._between = 0, False
        if self._patience is None:
            self._wait()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, or a trailer."""
        self._unfinished = 0
        self._head += len(name) + len(value)
        if self._head > LIMIT:
            raise BadHead
        if name.lower() == b"transfer-encoding" and value.strip().lower() != b"chunked":
            # Only the last coding would be undone, and what is inside taken for the body.
            raise BadHead
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand the request on."""
        self._unfinished = 0
        self._wait_no_longer()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body, which has its own limit."""
        self._unfinished = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Be ready for the next request."""
        self._unfinished, self._between = 0, True
        super().on_message_complete()

    def _wait(self) -> None:
        self._patience = self.loop.call_later(SECONDS, self._give_up)

    def _wait_no_longer(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if not self.transport.is_closing():
            self.transport.close()


class _Gathering:
    """A transport that sends what is written in one step of the event loop at once.

    The head of an answer and its body are written one after the other: two packets, and two ways into the
    system, for nothing.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._gathered: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._gathered:
            self._loop.call_soon(self._send)
        self._gathered.append(data)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._gathered:
            data, self._gathered = b"".join(self._gathered), []
            if not self._transport.is_closing():
                self._transport.write(data)


def _without_upgrade(data: bytes) -> bytes:
    """Return the beginning of a request without its wish for another protocol (RFC 9110, section 7.8).

    It may be ignored; the parser drops the body of what wishes so, as Java's HttpClient does on each first
    request (``Upgrade: h2c``).
    """
    end = data.find(_HEAD_END)
    if end < 0 or _UPGRADE.search(data, 0, end) is None:
        return data
    return _UPGRADE.sub(b"\r\nx-upgrade:", data[:end]) + data[end:]
