import asyncio
import os
import signal
import threading
from contextlib import asynccontextmanager

import pytest

from detectors.analyser import Analyser
from detectors.errors import DetectionFailed, DetectionTimeout, DetectionUnavailable
from detectors.together import Together


@asynccontextmanager
async def running(factory="stand_in_engines:Digits", **means):
    analyser = Analyser(
        None, cache_key=b"k" * 32, factory=factory, **({"cache_entries": 100, "deadline": 5.0} | means)
    )
    await analyser.start()
    try:
        yield analyser
    finally:
        await analyser.close()


async def test_an_analysis_tells_what_was_found_and_how_much_was_read():
    async with running() as analyser:
        assert analyser.ready
        assert analyser.version == "digits-1"
        analysis = await analyser.analyse(["dossier 12", "", "rien"])
    assert [[(f.start, f.end) for f in findings] for findings in analysis.findings] == [[(8, 10)], [], []]
    assert analysis.characters == 14
    assert (analysis.cached, analysis.characters_cached) == (0, 0)
    assert not analyser.ready


async def test_a_text_seen_before_is_not_searched_again():
    async with running() as analyser:
        first = await analyser.analyse(["dossier 12", "rien"])
        os.kill(analyser.pids[0], signal.SIGSTOP)
        again = await asyncio.wait_for(analyser.analyse(["rien", "dossier 12"]), 1)
        assert again.findings == first.findings[::-1]
        assert (again.cached, again.characters_cached) == (2, 14)
        assert analyser.cache.hits == 2


async def test_a_text_given_twice_in_a_call_is_searched_once():
    async with running() as analyser:
        analysis = await asyncio.wait_for(analyser.analyse(["sleep 0.3"] * 20), 3)
        assert len(analysis.findings) == 20
        assert len(set(analysis.findings)) == 1
        assert len(analyser.cache) == 1


async def test_a_failure_is_never_remembered():
    async with running() as analyser:
        for _ in range(2):
            with pytest.raises(DetectionFailed):
                await analyser.analyse(["raise"])
        assert len(analyser.cache) == 0


async def test_the_texts_of_a_call_are_read_together(monkeypatch):
    seen = []

    def propagate(_self, _keys, texts, findings):
        seen.append((list(texts), threading.current_thread() is threading.main_thread()))
        return tuple(reversed(findings))

    monkeypatch.setattr(Together, "propagate", propagate)
    async with running() as analyser:
        analysis = await analyser.analyse(["a 1", "rien"])
        assert [len(findings) for findings in analysis.findings] == [0, 1]
        await analyser.analyse(["a 1", "x" * 60_000])
    assert seen == [(["a 1", "rien"], True), (["a 1", "x" * 60_000], False)]


async def test_what_propagation_raises_tells_no_text(monkeypatch):
    def propagate(_self, _keys, texts, _findings):
        raise KeyError(texts[0])

    monkeypatch.setattr(Together, "propagate", propagate)
    async with running() as analyser:
        with pytest.raises(DetectionFailed) as caught:
            await analyser.analyse(["Tremblay 1"])
    assert str(caught.value) == "propagation raised KeyError"
    assert caught.value.__suppress_context__


async def test_a_dead_worker_and_a_slow_one_are_failures_of_their_own_kind():
    async with running(deadline=0.3) as analyser:
        with pytest.raises(DetectionUnavailable):
            await analyser.analyse(["die"])
        with pytest.raises(DetectionTimeout):
            await analyser.analyse(["sleep 20"])
        assert (await analyser.analyse(["1"])).findings[0]
