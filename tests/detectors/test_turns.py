import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.errors import DetectionFailed, DetectionUnavailable
from detectors.turns import BATCH_CHARACTERS, BATCH_TEXTS, LONG, Call, Turns


@pytest.fixture
def loop():
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def calls(loop, *texts):
    turns = Turns()
    made = [Call(own, loop.create_future()) for own in texts]
    for call in made:
        turns.add(call)
    return turns, made


def test_calls_take_turns_text_by_text(loop):
    turns, (first, second) = calls(loop, ["a", "b", "c"], ["d"])
    assert turns.next_short() == [(first, 0), (second, 0), (first, 1), (first, 2)]
    assert turns.next_short() == []


def test_a_batch_is_bounded(loop):
    turns, _ = calls(loop, ["x" * BATCH_CHARACTERS] * 2, ["y"] * BATCH_TEXTS)
    assert [len(turns.next_short()) for _ in range(3)] == [1, 2, BATCH_TEXTS - 1]


def test_a_long_text_is_taken_alone_and_only_where_it_is_asked_for(loop):
    turns, (first, second) = calls(loop, ["x" * (LONG + 1), "a", "y" * (LONG + 1)], ["z" * (LONG + 1), "b"])
    assert turns.next_short() == [(first, 1), (second, 1)]
    assert turns.wants_long
    assert [turns.next_long() for _ in range(4)] == [[(first, 0)], [(second, 0)], [(first, 2)], []]
    assert not turns.wants_long


def test_what_ended_a_worker_is_asked_again_call_by_call_and_the_largest_last(loop):
    turns, (large, small, gone) = calls(loop, ["xxxx"], ["a", "b"], ["c"])
    items = turns.next_short()
    for call, _ in items:
        call.asked = 1.0
    turns.repeat(items)
    gone.answer.cancel()
    assert turns.next_short() == [(small, 0), (small, 1)]
    assert turns.next_short() == [(large, 0)]
    assert turns.next_short() == []
    assert small.asked is None


def test_refusing_fails_all_that_waits(loop):
    turns, made = calls(loop, ["a"], ["x" * (LONG + 1)], ["b"])
    turns.repeat([(made[0], 0)])
    turns.refuse(DetectionUnavailable("gone"))
    assert all(isinstance(call.answer.exception(), DetectionUnavailable) for call in made)
    assert (turns.next_short(), turns.next_long()) == ([], [])


def test_a_call_fails_by_the_name_of_what_the_engine_raised(loop):
    turns, (call,) = calls(loop, ["a", "b"])
    call.receive(0, "ValueError")
    assert type(call.answer.exception()) is DetectionFailed
    assert turns.next_short() == []


@given(st.lists(st.lists(st.integers(0, LONG * 2), max_size=8), max_size=6))
def test_each_text_is_taken_once(sizes):
    loop = asyncio.new_event_loop()
    turns, made = calls(loop, *[["x" * size for size in own] for own in sizes])
    taken = Counter()
    for take in (turns.next_short, turns.next_long):
        while items := take():
            taken.update((made.index(call), at) for call, at in items)
    loop.close()
    assert taken == Counter((number, at) for number, own in enumerate(sizes) for at in range(len(own)))
