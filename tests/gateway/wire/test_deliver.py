from gateway.wire.deliver import deliver
from gateway.wire.shape import EMBEDDED_JSON, FREE, INERT, OPAQUE, PIECES, SEALED, TEXT, each, record, union


def delivered(value, shape):
    return deliver(value, shape, lambda text: f"t({text})", lambda text: f"j({text})")


def test_each_string_is_restored_as_its_place_says():
    shape = record(id=INERT, said=TEXT, call=EMBEDDED_JSON, sealed=SEALED, bytes=OPAQUE, odds=PIECES)
    value = {
        "id": "a-1",
        "said": "x",
        "call": "{}",
        "sealed": "s",
        "bytes": "b",
        "odds": "o",
        "n": 1,
        "no": None,
    }
    assert delivered(value, shape) == value | {"said": "t(x)", "call": "j({})"}


def test_an_inert_place_that_holds_text_is_restored():
    assert delivered({"id": "[PERSON-K7Q2M9-A3X]"}, record(id=INERT)) == {"id": "t([PERSON-K7Q2M9-A3X])"}


def test_what_the_format_does_not_know_is_restored_but_for_its_names():
    assert delivered({"new": {"deep": ["x"]}}, record()) == {"new": {"deep": ["t(x)"]}}
    assert delivered([{"a": "x"}], record(a=INERT)) == [{"a": "t(x)"}]
    assert delivered(["x"], TEXT) == ["t(x)"]


def test_the_callers_own_json_is_restored_with_its_names():
    assert delivered({"a": {"b": ["x"]}}, FREE) == {"t(a)": {"t(b)": ["t(x)"]}}


def test_signed_and_cut_up_objects_stay_whole():
    value = {"content": [{"token": "x"}]}
    assert delivered({"a": value, "b": value}, record(a=SEALED, b=PIECES)) == {"a": value, "b": value}


def test_a_union_restores_by_its_tag():
    shape = each(union({"x": record(type=INERT, v=INERT), "y": record(type=INERT, v=TEXT)}, untagged="y"))
    value = [
        {"type": "x", "v": "a"},
        {"type": "y", "v": "a"},
        {"v": "a"},
        {"type": "z", "v": "a"},
        {"type": [1]},
    ]
    assert delivered(value, shape) == [
        {"type": "x", "v": "a"},
        {"type": "y", "v": "t(a)"},
        {"v": "t(a)"},
        {"type": "t(z)", "v": "t(a)"},
        {"type": [1]},
    ]


def test_what_a_tool_said_is_json_only_where_it_is():
    for said in ('{"a": 1}', ' {"a"', '"a"', '[1, "a"]'):
        assert delivered({"said": said}, record(said=EMBEDDED_JSON)) == {"said": f"j({said})"}
    for said in ("fait", "[ok] fait", "[1, ", ""):
        assert delivered({"said": said}, record(said=EMBEDDED_JSON)) == {"said": f"t({said})"}


def test_arguments_may_be_an_object():
    assert delivered({"call": {"a": ["x"]}}, record(call=EMBEDDED_JSON)) == {"call": {"t(a)": ["t(x)"]}}


def test_what_does_not_change_is_the_part_that_was_given():
    value = {"a": {"n": 1, "no": None, "said": ["x", ""]}, "b": [{"said": "y"}]}
    same = deliver(value, FREE, str, str)
    assert same is value
    changed = deliver(value, TEXT, lambda text: "z" if text == "y" else text, str)
    assert changed == {**value, "b": [{"said": "z"}]}
    assert changed["a"] is value["a"]
    assert value["b"] == [{"said": "y"}]
    renamed = deliver({"a": {"b": 1}}, FREE, str.upper, str)
    assert renamed == {"A": {"B": 1}}
