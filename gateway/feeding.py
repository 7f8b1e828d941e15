"""Passes the record on as it grows, behind the calls: an outage of the collector only delays it."""

import asyncio
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import structlog

from audit.calls import Event
from audit.cef import cef
from audit.errors import AuditUnavailable
from audit.feed import Feed
from audit.ocsf import ocsf_lines, severity_of
from config.settings import Settings
from config.siem import Siem
from gateway.meanwhile import meanwhile
from gateway.syslog import Collector, message
from gateway.telemetry import Metrics

_log = structlog.get_logger()
_NAME = "siem"
_BATCH = 500
_REST = 1.0
_LONGEST_REST = 30.0
#: Seconds after which the feed is taken anew, well within its lease.
_RENEWED = 10.0
Send = Callable[[Sequence[Event]], None]


@asynccontextmanager
async def feeding(settings: Settings, metrics: Metrics) -> AsyncIterator[None]:
    """Pass events on inside, and what is left at the end."""
    section = settings.audit.siem
    if section is None:
        yield
        return
    feeder = await asyncio.to_thread(_feeder, settings, section)
    metrics.feed.set_function(lambda: float(feeder.healthy))
    try:
        async with meanwhile(feeder.run()):
            yield
    finally:
        await asyncio.to_thread(feeder.end)


class Feeder:
    """Takes events from the record and hands them over, in order."""

    def __init__(self, feed: Feed, send: Send, close: Callable[[], None]) -> None:
        self.healthy = True
        self._feed = feed
        self._send = send
        self._close = close
        self._turn = threading.Lock()
        self._asked = 0.0
        #: Up to where events were handed over, and where the last batch of them began; None: another does so.
        self._passed: int | None = None
        self._before: int | None = None

    async def run(self) -> None:
        """Pass on what comes, until this is cancelled."""
        rest = _REST
        while True:
            try:
                more = await asyncio.to_thread(self.step)
                self.healthy, rest = True, _REST
            except Exception as error:  # noqa: BLE001 - whatever it is, calls go on and it is tried again
                if self.healthy:
                    _log.error("siem_failed", error=type(error).__name__)
                self.healthy, more, rest = False, False, min(2 * rest, _LONGEST_REST)
            if not more:
                await asyncio.sleep(rest)

    def step(self) -> bool:
        """Hand over the next events; tell whether there may be more. Raises `AuditUnavailable`, `OSError`."""
        with self._turn:
            self._renew()
            if self._passed is None:
                return False
            events = self._feed.after(self._passed, _BATCH)
            if not events:
                return False
            try:
                self._send(events)
            except OSError:
                self._go_back()
                raise
            self._before, self._passed = self._passed, events[-1].sequence
            if not self._feed.keep(self._passed, datetime.now(UTC)):
                self._passed = self._before = None
            return len(events) == _BATCH

    def end(self) -> None:
        """Hand over what is left, as far as that goes at once, and let another process go on."""
        with suppress(AuditUnavailable, OSError):
            while self.step():
                pass
        with suppress(AuditUnavailable, OSError):
            self._feed.leave()
        self._close()
        self._feed.close()

    def _renew(self) -> None:
        """Ask now and then whose turn it is: that is a transaction."""
        if time.monotonic() - self._asked < _RENEWED and self._asked:
            return
        passed = self._feed.take(datetime.now(UTC))
        if passed is None or self._passed is None:
            self._passed, self._before = passed, None
        self._asked = time.monotonic()

    def _go_back(self) -> None:
        """Hand the last batch over again: a collector does not tell what it had read when the line broke."""
        if self._before is not None:
            self._passed, self._before = self._before, None
            self._feed.keep(self._passed, datetime.now(UTC))


def _feeder(settings: Settings, section: Siem) -> Feeder:
    feed = Feed(settings.database.get_secret_value(), _NAME)
    written = _ocsf if section.format == "ocsf" else cef
    if section.syslog is None:

        def print_them(events: Sequence[Event]) -> None:
            sys.stdout.write("".join(f"{written(event)}\n" for event in events))
            sys.stdout.flush()

        return Feeder(feed, print_them, lambda: None)
    collector = Collector(section.syslog)

    def send_them(events: Sequence[Event]) -> None:
        collector.send([_message(event, written(event)) for event in events])

    return Feeder(feed, send_them, collector.close)


def _ocsf(event: Event) -> str:
    return next(ocsf_lines([event])).rstrip("\n")


def _message(event: Event, text: str) -> bytes:
    kind = str(event.values.get("action", event.kind.value))
    return message(text, event.at, severity_of(event), kind)
