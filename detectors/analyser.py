"""The one door to detection for the rest of the program."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.cache import FindingsCache
from detectors.errors import DetectionFailed
from detectors.findings import Finding
from detectors.pool import Pool
from detectors.together import Together

if TYPE_CHECKING:
    from detectors.engine import EngineOptions

#: Calls of more characters than this are propagated beside the event loop, not in it.
_INLINE = 50_000
ENGINE = "detectors.engine:Engine"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in each text of a call.

    ``characters`` counts what was searched (all of it: an answer is never partial), ``cached`` the texts
    whose findings were remembered from before, and ``characters_cached`` the characters of those.
    """

    findings: tuple[tuple[Finding, ...], ...]
    characters: int
    cached: int
    characters_cached: int


class Analyser:
    """Searches texts in worker processes, remembers findings, and reads the texts of a call together."""

    def __init__(
        self,
        options: "EngineOptions",
        *,
        workers: int = 1,
        deadline: float = 20.0,
        cache_key: bytes,
        cache_entries: int,
        factory: str = ENGINE,
    ) -> None:
        self._pool = Pool(factory, options, workers=workers, deadline=deadline)
        self._deadline = deadline
        self.cache = FindingsCache(cache_key, cache_entries)
        self._reading = Together(cache_key, cache_entries)

    async def start(self) -> None:
        """Return when every worker is warm.

        Raises:
            DetectionUnavailable: a worker cannot start; the message says why.

        """
        await self._pool.start()

    async def close(self) -> None:
        """End the workers; calls that wait are refused."""
        await self._pool.close()

    @property
    def ready(self) -> bool:
        """Whether texts can be searched now."""
        return self._pool.ready

    @property
    def version(self) -> str:
        """The engine's fingerprint: recognizers, weights and options. Empty before `start`."""
        return self._pool.version

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers, for whoever watches them."""
        return self._pool.pids

    async def analyse(
        self, texts: Sequence[str], matters: Callable[[int, Finding], bool] | None = None
    ) -> Analysis:
        """Return the findings of each text, sorted and without overlap.

        ``matters`` is asked of each finding, with the number of its text, before the texts are read together:
        what is found in words that only give context is not looked for elsewhere.

        Raises:
            DetectionFailed: or one of its kinds. Its message holds nothing of the texts.

        """
        keys = [self.cache.key(self.version, text) for text in texts]
        found = {key: self.cache.get(key) for key in keys}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if found[key] is None}
        cached = [len(text) for key, text in zip(keys, texts, strict=True) if found[key] is not None]
        answers = await self._pool.analyse(list(missing.values()))
        for key, findings in zip(missing, answers, strict=True):
            found[key] = findings
            self.cache.put(key, findings)
        characters = sum(map(len, texts))
        own = [
            tuple(finding for finding in found[key] or () if matters is None or matters(number, finding))
            for number, key in enumerate(keys)
        ]
        together = await self._together(keys, texts, own, characters)
        return Analysis(together, characters, len(cached), sum(cached))

    async def _together(
        self,
        keys: Sequence[bytes],
        texts: Sequence[str],
        findings: Sequence[tuple[Finding, ...]],
        characters: int,
    ) -> tuple[tuple[Finding, ...], ...]:
        if not any(findings):
            return tuple(findings)
        try:
            if characters <= _INLINE:
                return self._reading.propagate(keys, texts, findings)
            return await asyncio.to_thread(self._reading.propagate, keys, texts, findings)
        except Exception as error:  # noqa: BLE001 - its message may hold text
            raise DetectionFailed(f"propagation raised {type(error).__name__}") from None
