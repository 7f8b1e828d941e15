import json

import pytest

from audit.counts import By
from gateway.cli.count import ByChoice


def test_the_choices_are_those_of_the_record():
    assert [each.value for each in ByChoice] == [each.value for each in By]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("outcome", {"delivered": 1, "refused": 1}),
        ("team", {"rh": 1, None: 1}),
        ("label", {"PERSON": 1, "SECRET": 1}),
        ("day", 2),
    ],
)
def test_calls_are_counted(paravent, recorded, by, expected):
    status, out, _ = paravent("audit", "count", "--by", by, "--json")
    counts = {each["name"]: each["calls"] for each in map(json.loads, out.splitlines())}
    assert status == 0
    assert (len(counts) if by == "day" else counts) == expected


def test_a_table_tells_values_of_labels_and_the_question_is_on_record(paravent, recorded):
    out = paravent("audit", "count", "--by", "label", "--team", "rh")[1]
    assert out.split()[-3:] == ["PERSON", "1", "2"]
    last = json.loads(paravent("audit", "export")[1].splitlines()[-2])
    assert (last["action"], last["subject"]) == ("audit.count", "calls")


def test_a_way_of_counting_is_wanted(paravent, recorded):
    assert paravent("audit", "count")[0] == 2
    assert paravent("audit", "count", "--by", "person")[0] == 2
