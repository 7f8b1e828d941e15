"""The golden files: a request as sent, as it leaves, the reply as received, as delivered."""

import importlib.util
import json
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("follow", Path(__file__).with_name("follow.py"))
follow = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(follow)

cases = pytest.mark.parametrize("case", follow.CASES, ids=lambda case: case.name)


def test_there_are_cases():
    assert len(follow.CASES) >= 8


@cases
def test_a_request_leaves_as_the_file_says(case):
    outbound = follow.leaving(case)
    leaves = json.loads((case / "leaves.json").read_text("utf-8"))
    assert json.loads(outbound.body) == leaves
    assert outbound.body.decode() == follow.dump(leaves)
    hidden = json.loads((case / "hidden.json").read_text("utf-8"))
    assert {name: what.original for name, what in outbound.hidden.items()} == hidden


@cases
def test_the_reply_is_delivered_as_the_file_says(case):
    hidden = follow.leaving(case).hidden
    received = follow.answer_file(case, "received").read_bytes()
    delivered = follow.answer_file(case, "delivered").read_bytes()
    if case.joinpath("received.json").exists():
        assert json.loads(follow.arriving(case, hidden, received)) == json.loads(delivered)
        return
    assert follow.arriving(case, hidden, received) == delivered
    assert follow.arriving(case, hidden, received, range(len(received))) == delivered
    for cut in range(0, len(received), 7):
        assert follow.arriving(case, hidden, received, [cut]) == delivered
