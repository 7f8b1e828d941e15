"""Messages to a collector as RFC 5424 writes them: over UDP (RFC 5426), TCP (RFC 6587) or TLS (RFC 5425).

The standard library's handler speaks RFC 3164 and drops what it cannot send, so it is not used here.
"""

import os
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from config.siem import Syslog

_PATIENCE = 10.0
#: "log audit" (13) as the facility; from OCSF's severities to syslog's.
_FACILITY = 13
_SEVERITY = {1: 6, 2: 5, 3: 4, 4: 2}
_APP = "paravent"


def message(text: str, at: datetime, severity: int, kind: str, host: str = "") -> bytes:
    """Return one RFC 5424 message. ``severity`` is OCSF's; ``kind`` an event's name."""
    priority = _FACILITY * 8 + _SEVERITY[severity]
    when = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    name = _printable(host or socket.gethostname(), 255)
    head = f"<{priority}>1 {when} {name} {_APP} {os.getpid()} {_printable(kind, 32)} -"
    # Without the mark by which RFC 5424 (s. 6.4) knows UTF-8: JSON has none (RFC 8259, s. 8.1), and
    # collectors look for "{" or "CEF:" where the message begins.
    return f"{head} {text}".encode()


def _printable(text: str, longest: int) -> str:
    """Return a field of the header: printable ASCII without spaces, or - for nothing."""
    return "".join(letter for letter in text if "!" <= letter <= "~")[:longest] or "-"


class Collector:
    """A connection that is made when it is needed, and made anew after a failure. Raises `OSError`."""

    def __init__(self, section: Syslog) -> None:
        self._section = section
        self._socket: socket.socket | None = None

    def send(self, messages: Sequence[bytes]) -> None:
        """Send messages. Raises `OSError` where one may not have been taken: send all of them anew."""
        try:
            if self._section.protocol == "udp":
                for each in messages:
                    self._open().send(each)
            else:
                # Counted in octets (RFC 6587, s. 3.4.1): a message may hold anything.
                self._open().sendall(b"".join(b"%d %b" % (len(each), each) for each in messages))
                self._expect_silence()
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """End the connection."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
            self._socket = None

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._socket = self._connect()
        elif self._section.protocol != "udp":
            self._expect_silence()
        return self._socket

    def _connect(self) -> socket.socket:
        section = self._section
        if section.protocol == "udp":
            kind, _, _, _, address = socket.getaddrinfo(section.host, section.port, type=socket.SOCK_DGRAM)[0]
            plain = socket.socket(kind, socket.SOCK_DGRAM)
            plain.connect(address)
            return plain
        plain = socket.create_connection((section.host, section.port), timeout=_PATIENCE)
        if section.protocol == "tcp":
            return plain
        context = ssl.create_default_context(cafile=str(section.ca) if section.ca else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            return context.wrap_socket(plain, server_hostname=section.host)
        except OSError:
            plain.close()
            raise

    def _expect_silence(self) -> None:
        """Raise where the collector has ended the connection: it never says anything else."""
        if self._socket is None:
            return
        self._socket.settimeout(0)
        try:
            while self._socket.recv(4096):
                pass
        except (BlockingIOError, ssl.SSLWantReadError):  # nothing but what TLS says to itself
            self._socket.settimeout(_PATIENCE)
            return
        raise ConnectionResetError
