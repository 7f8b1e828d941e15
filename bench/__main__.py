"""Run the benchmarks and print the figures as Markdown: ``python -m bench``, or ``python -m bench audit``."""

import asyncio
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import audit, servers, texts
from bench.load import Timing, call
from detectors.engine import Engine, EngineOptions

_PATH = "/v1/chat/completions"
_CALLERS = (1, 8, 32)
_WORKLOADS: tuple[tuple[str, Callable[[], dict[str, Any]], int], ...] = (
    ("short prompt", texts.short, 400),
    ("2,000 words, first time", texts.long_new, 60),
    ("2,000 words, seen", texts.long_seen, 200),
    ("20-turn history", texts.history, 200),
    ("200-chunk stream", texts.streamed, 100),
)


def main() -> None:
    """Measure both proxies in turn, workload by workload, and detection by itself."""
    processor = platform.processor() or platform.machine()
    print(f"Machine: {_model() or processor}, Python {platform.python_version()}; proxies on one core.\n")
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.provider(1) as provider,
        servers.passthrough(0, provider.url) as plain,
        servers.paravent(0, provider.url, Path(folder)) as gateway,
    ):
        print(
            "| workload | callers | pass-through p50 / p95 ms | req/s "
            "| Paravent p50 / p95 ms | req/s | p50 ratio | req/s ratio | processor ms a request |"
        )
        print("|---|---|---|---|---|---|---|---|---|")
        for name, make, requests in _WORKLOADS:
            for callers in _CALLERS:
                try:
                    _row(name, callers, *_pair(plain, gateway, make, callers, requests))
                except RuntimeError:
                    print(*gateway.unavailable(), sep="\n")
                    raise
        resident = f"pass-through {plain.resident():.0f} MiB, Paravent {gateway.resident():.0f} MiB"
        print(f"\nResident memory: {resident}.")
    _detection()


def _pair(
    plain: servers.Server,
    gateway: servers.Server,
    make: Callable[[], dict[str, Any]],
    callers: int,
    requests: int,
) -> tuple[Timing, Timing, str]:
    timings, used = [], []
    for server in (plain, gateway):
        asyncio.run(call(server.url + _PATH, server.token, make, callers, callers * 2))
        before = server.used()
        timings.append(asyncio.run(call(server.url + _PATH, server.token, make, callers, requests)))
        used.append((server.used() - before) / requests)
    return timings[0], timings[1], f"{used[0]:.1f} / {used[1]:.1f}"


def _row(name: str, callers: int, plain: Timing, gateway: Timing, used: str) -> None:
    first = f" (first byte {plain.first_p50:.1f})" if "stream" in name else ""
    own = f" (first byte {gateway.first_p50:.1f})" if "stream" in name else ""
    print(
        f"| {name} | {callers} | {plain.p50:.1f} / {plain.p95:.1f}{first} | {plain.rate:.0f} "
        f"| {gateway.p50:.1f} / {gateway.p95:.1f}{own} | {gateway.rate:.0f} "
        f"| {gateway.p50 / plain.p50:.1f} | {gateway.rate / plain.rate:.2f} | {used} |",
        flush=True,
    )


def _detection() -> None:
    documents = texts.documents()
    characters, words = sum(map(len, documents)), sum(len(text.split()) for text in documents)
    print("\n| detection, one core, nothing cached | characters/s | words/s |\n|---|---|---|")
    for name, options in (
        ("patterns and rules", EngineOptions(names=False)),
        ("with the name model", EngineOptions()),
    ):
        engine = Engine(options)
        for text in documents[:5]:
            engine.analyse(text)
        begun = time.perf_counter()
        for text in documents:
            engine.analyse(text)
        elapsed = time.perf_counter() - begun
        print(f"| {name} | {characters / elapsed:,.0f} | {words / elapsed:,.0f} |")


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


if sys.argv[1:2] == ["audit"]:
    audit.main(sys.argv[2:])
else:
    main()
