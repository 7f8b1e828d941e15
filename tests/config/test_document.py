from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.document import read

HERE = Path(__file__).parent


def test_the_line_of_each_key_is_known():
    document = read("a: 1\nb:\n  c: [x,\n    {d: 2}]\n", {}, HERE)
    assert document.data == {"a": 1, "b": {"c": ["x", {"d": 2}]}}
    assert [document.line(key) for key in [("a",), ("b", "c"), ("b", "c", 1, "d")]] == [1, 3, 4]
    assert document.line(("b", "missing", "deeper")) == 2


def test_a_word_that_older_yaml_takes_for_a_boolean_is_a_word():
    data = read("{a: ON, b: NO, c: y, d: true, e: False}", {}, HERE).data
    assert data == {"a": "ON", "b": "NO", "c": "y", "d": True, "e": False}


@pytest.mark.parametrize("text", ["k: ${X}", "{k: ${X}, l: 1}", "k: '${X}'", "k: >-\n  ${X}"])
def test_a_variable_may_stand_anywhere(text):
    document = read(text, {"X": "v: {a}"}, HERE)
    assert document.data["k"] == "v: {a}"
    assert document.variables == ["X"]
    assert not document.faults


def test_a_variable_may_be_a_part_of_a_value_and_never_becomes_structure():
    document = read("k: https://${HOST}/v1  # ${NOT_THIS}\n", {"HOST": "a\nb: c"}, HERE)
    assert document.data == {"k": "https://a\nb: c/v1"}
    assert document.variables == ["HOST"]


@pytest.mark.parametrize("environment", [{}, {"X": ""}])
def test_a_variable_that_is_not_set_is_a_fault_where_it_stands(environment):
    document = read("a: 1\nb: {c: ${X}}\n", environment, HERE)
    (fault,) = document.faults
    assert (fault.key, document.line(fault.key)) == (("b", "c"), 2)
    assert fault.tell() == "the environment variable X is not set"


def test_a_file_is_read_without_its_last_line_end(tmp_path):
    (tmp_path / "s").write_text("one\ntwo\n")
    assert read("k: file:s", {}, tmp_path).data == {"k": "one\ntwo"}
    assert read("k: file:${F}", {"F": "s"}, tmp_path).data == {"k": "one\ntwo"}
    (fault,) = read("k: file:none", {}, tmp_path).faults
    assert fault.key == ("k",)


def test_a_key_given_twice_is_a_fault_at_any_depth():
    document = read("a:\n  b: 1\n  c: 2\n  b: 3\n", {}, HERE)
    (fault,) = document.faults
    assert (fault.key, document.line(fault.key)) == (("a", "b"), 4)
    assert "line 2" in fault.tell()


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True).filter(lambda k: k not in {"null", "true", "false"}),
        st.integers(0, 9_999),
        max_size=6,
    )
)
def test_plain_documents_are_read_as_they_are(data):
    text = "".join(f"{key}: {value}\n" for key, value in data.items())
    document = read(text, {}, HERE)
    assert (document.data or {}) == data
    assert [document.line((key,)) for key in data] == list(range(1, len(data) + 1))


def test_a_key_that_is_no_word_is_a_fault_that_does_not_repeat_it():
    (fault,) = read("a: 1\n? [hunter2]\n: c\n", {}, HERE).faults
    assert "a key is a word" in fault.tell()
    assert "hunter2" not in fault.tell()


def test_nesting_without_end_is_a_fault():
    (fault,) = read("a: " + "[" * 5000, {}, HERE).faults
    assert fault.tell() == "this file is nested too deeply"
