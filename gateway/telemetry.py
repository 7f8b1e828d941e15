"""Metrics and logs. Neither ever holds a caller's text: names of ours, labels, counts and durations."""

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter(
            "paravent_calls_total",
            "Calls ended, by outcome.",
            ["operation", "outcome"],
            registry=self.registry,
        )
        self.refusals = Counter(
            "paravent_refusals_total", "Calls turned down, by code.", ["code"], registry=self.registry
        )
        self.unavailable = Counter(
            "paravent_unavailable_total",
            "Calls turned down because a part was out of order or too slow, by code and cause.",
            ["code", "cause"],
            registry=self.registry,
        )
        self.hidden = Counter(
            "paravent_hidden_total", "Values hidden, by label.", ["label"], registry=self.registry
        )
        self.unresolved = Counter(
            "paravent_unresolved_total",
            "Texts in answers that look like a pseudonym and stand for nothing.",
            registry=self.registry,
        )
        self.unrecorded = Counter(
            "paravent_unrecorded_total",
            "Arrivals and refusals that could not be put on record.",
            registry=self.registry,
        )
        self.characters = Counter(
            "paravent_characters_total",
            "Characters inspected: analysed now, or cached (their findings are remembered).",
            ["origin"],
            registry=self.registry,
        )
        self.checkpoints = Gauge(
            "paravent_checkpoints_kept",
            "0 when the last checkpoint of the record could not be signed and kept.",
            registry=self.registry,
        )
        self.checkpoints.set(1)
        self.feed = Gauge(
            "paravent_siem_passed_on",
            "0 when the last events could not be passed on to the collector; they will be.",
            registry=self.registry,
        )
        self.feed.set(1)
        self.open = Gauge("paravent_calls_open", "Calls with a provider now.", registry=self.registry)
        self.detection = Histogram(
            "paravent_detection_seconds", "Time spent in detection.", registry=self.registry, buckets=_SECONDS
        )
        self.ahead = Histogram(
            "paravent_ahead_seconds",
            "Time from a request's last byte to its departure.",
            registry=self.registry,
            buckets=_SECONDS,
        )


def _kind(value: object) -> str:
    # What an exception or another object says of itself may hold text.
    return type(value).__name__


class _Unfailing:
    """Standard error, where a line that cannot be written (a full disk) is lost, and no call with it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def configure_logs(level: str = "INFO") -> None:
    """Write logs as one JSON object a line on standard error, tracebacks left out."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=_kind),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Unfailing(sys.stderr))),
        cache_logger_on_first_use=True,
    )
