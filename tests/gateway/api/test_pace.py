import pytest

from gateway.api import pace as module
from gateway.api.errors import TooOften
from gateway.api.pace import Pace


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_a_key_asks_so_often_within_a_time(clock):
    pace = Pace(2, 10)
    pace.step("a")
    clock[0] += 4
    pace.step("a")
    with pytest.raises(TooOften) as refused:
        pace.step("a")
    assert refused.value.facts["seconds"] == 6
    pace.step("b")
    clock[0] += 6
    pace.step("a")
    with pytest.raises(TooOften):
        pace.step("a")


def test_what_is_refused_is_not_counted(clock):
    pace = Pace(1, 10)
    pace.step("a")
    for _ in range(5):
        clock[0] += 1
        with pytest.raises(TooOften):
            pace.step("a")
    clock[0] += 5
    pace.step("a")


def test_keys_of_long_ago_are_forgotten(monkeypatch):
    monkeypatch.setattr(module, "_KEYS", 3)
    pace = Pace(1, 10)
    for name in "abcdef":
        pace.step(name)
    assert list(pace._asked) == ["d", "e", "f"]
