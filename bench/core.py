"""Processor time of the pure core by step, in one process: ``python -m bench.core [--profile]``.

The texts are those of the benchmarks, their findings made beforehand, so that what is measured is what a
call costs beside the network, the record and the detectors. ``--profile`` prints where the time goes.
"""

import cProfile
import json
import pstats
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from audit.index import IndexKey, entries_of
from bench import texts
from config.policy import Action, Policy
from detectors.cache import FindingsCache
from detectors.engine import Engine
from detectors.findings import Finding
from detectors.together import Together
from gateway.privacy.decide import decide
from gateway.privacy.occurrences import Memory
from gateway.privacy.pseudonyms import Minter
from gateway.privacy.resent import Known
from gateway.privacy.restore import Restorer
from gateway.privacy.rewrite import Call, rewrite
from gateway.privacy.scope import conversation
from gateway.privacy.segments import extract, needs_inspection, seams, spread
from gateway.wire.openai_chat import CHAT
from gateway.wire.strict_json import parse_bytes

T = TypeVar("T")
_KEY = bytes(range(32))
#: The answer that the benchmarks' provider gives is the beginning of what was said last.
_ECHOED = 400
_WORKLOADS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "2,000 words, first time": texts.long_new,
    "2,000 words, seen": texts.long_seen,
    "20-turn history": texts.history,
}
_CALLS = 20


class _Core:
    """What a process keeps from call to call, and the time that each step of its calls took."""

    def __init__(self) -> None:
        self._engine = Engine()
        self._cache = FindingsCache(_KEY, 20_000)
        self._together = Together(_KEY, 20_000)
        self._known = Known()
        self._seen = Memory()
        self._index = IndexKey(_KEY)
        self._policy = Policy(labels={"SECRET": Action.PSEUDONYMIZE})
        self.times: dict[str, list[float]] = defaultdict(list)

    def find(self, inspected: Sequence[str]) -> list[tuple[Finding, ...]]:
        """Return the findings of texts, searching those that were not seen before."""
        keys = [self._cache.key("", text) for text in inspected]
        found = []
        for key, text in zip(keys, inspected, strict=True):
            own = self._cache.get(key)
            if own is None:
                self._cache.put(key, own := self._engine.analyse(text))
            found.append(own)
        return found

    def call(self, raw: bytes) -> None:
        """Take a request through every step."""
        body = self._timed("parse", lambda: parse_bytes(raw))
        segments = self._timed("extract", lambda: extract(body, CHAT))
        at = [number for number, one in enumerate(segments) if needs_inspection(one)]
        cuts = seams(segments)
        inspected = [*(segments[number].inspected for number in at), *(cut.text for cut in cuts)]
        self.find(inspected)
        found = self._timed("look up", lambda: self.find(inspected))
        keys = [self._cache.key("", text) for text in inspected]
        read = self._timed("read together", lambda: self._together.propagate(keys, inspected, found))
        own: list[tuple[Finding, ...]] = [()] * len(segments)
        for number, findings in zip(at, read, strict=False):
            own[number] = findings
        placed = self._timed("place", lambda: spread(segments, own, cuts, read[len(at) :]))
        plan = self._timed("decide", lambda: decide(segments, placed, self._policy, **self._resent()))
        minter = Minter(_KEY, conversation(body, CHAT.turns).encode(), plan.reserved)
        call = Call(CHAT, "POST", "/chat/completions", body)
        outbound = self._timed(
            "rewrite, last check",
            lambda: rewrite(call, segments, plan, minter, salt=_KEY, known=self._known),
        )
        self._timed("index entries", lambda: entries_of(outbound.values, self._index, outbound.hides_same))
        said = str(json.loads(outbound.body)["messages"][-1]["content"])[:_ECHOED]
        self._timed("restore", lambda: Restorer(outbound.hidden).text(said))

    def _resent(self) -> dict[str, Any]:
        return {"memory": self._seen, "key": _KEY, "turns": CHAT.turns}

    def _timed(self, step: str, work: Callable[[], T]) -> T:
        begun = time.process_time()
        done = work()
        self.times[step].append((time.process_time() - begun) * 1000)
        return done


def main(arguments: Sequence[str] = sys.argv[1:]) -> None:
    """Print the median milliseconds of each step, workload by workload."""
    core = _Core()
    for name, make in _WORKLOADS.items():
        requests = [_encoded(make()) for _call in range(_CALLS + 1)]
        core.call(requests[0])
        core.times.clear()
        profile = cProfile.Profile() if "--profile" in arguments else None
        for raw in requests[1:]:
            if profile:
                profile.runcall(core.call, raw)
            else:
                core.call(raw)
        steps = {step: statistics.median(times) for step, times in core.times.items()}
        print(f"\n| {name} | {sum(steps.values()):.2f} ms |\n|---|---|")
        for step, milliseconds in steps.items():
            print(f"| {step} | {milliseconds:.2f} |")
        if profile:
            pstats.Stats(profile).sort_stats("tottime").print_stats(30)


def _encoded(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


if __name__ == "__main__":
    main()
