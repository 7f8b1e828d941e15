import json

import pytest

from gateway.errors import Refused, Unreadable
from gateway.wire.shape import (
    CREDENTIAL,
    EMBEDDED_JSON,
    FREE,
    HELD,
    INERT,
    INERT_LIST,
    OPAQUE,
    SCHEMA,
    SEALED,
    TEXT,
    TEXT_OR_TOKENS,
    Kind,
    each,
    record,
    union,
)
from gateway.wire.walk import walk


def visited(body, shape):
    seen = []

    def visit(place, text):
        seen.append((place, text))
        return text

    return walk(body, shape, visit), seen


def places(body, shape):
    return [
        (place.path, place.kind, place.name, place.fixed, text) for place, text in visited(body, shape)[1]
    ]


def test_known_members_unknown_members_and_their_names():
    shape = record(name=TEXT, id=INERT, many=each(TEXT))
    body = {
        "name": "Roy",
        "id": "abc-1",
        "other": {"clé": "valeur"},
        "many": ["a", ["b"]],
        "n": None,
        "t": True,
    }
    assert places(body, shape) == [
        (("name",), Kind.TEXT, "name", False, "Roy"),
        (("id",), Kind.INERT, "id", True, "abc-1"),
        (("*",), Kind.TEXT, "", True, "other"),
        (("*", "*"), Kind.TEXT, "", True, "clé"),
        (("*", "*"), Kind.TEXT, "clé", False, "valeur"),
        (("many", 0), Kind.TEXT, "many", False, "a"),
        (("many", 1, 0), Kind.TEXT, "many", False, "b"),
        (("*",), Kind.TEXT, "", True, "n"),
        (("*",), Kind.TEXT, "", True, "t"),
    ]


@pytest.mark.parametrize("text", ["Jean Tremblay", "jean@exemple.ca", "été", "x" * 129, "a\nb"])
def test_what_does_not_look_like_an_identifier_is_text(text):
    assert places({"id": text}, record(id=INERT)) == [(("id",), Kind.TEXT, "id", False, text)]
    assert places([text], INERT_LIST) == [((0,), Kind.TEXT, "", False, text)]


def test_signed_texts_cannot_be_changed_however_they_look():
    assert places({"s": '{"a": "\\u00e9"}'}, record(s=SEALED)) == [
        (("s",), Kind.SEALED, "s", True, '{"a": "\\u00e9"}')
    ]


def test_numbers_from_seven_digits_are_looked_at():
    body = {"carte": 4520123456789012, "court": 123456, "long": 1234567.5, "non": False}
    assert [(text, place.fixed) for place, text in visited(body, FREE)[1] if text[0].isdigit()] == [
        ("4520123456789012", False),
        ("1234567.5", False),
    ]
    assert places({"seed": 12345678}, record(seed=INERT)) == [
        (("seed",), Kind.TEXT, "seed", True, "12345678")
    ]


def test_a_number_becomes_a_string_only_where_it_is_replaced():
    hide = lambda place, text: "X" if text == "12345678" else text  # noqa: E731
    assert walk({"a": 12345678, "b": 87654321}, FREE, hide) == {"a": "X", "b": 87654321}


def test_json_in_a_string_is_opened_to_any_depth_and_keeps_its_layout():
    inner = json.dumps({"nom": "Zoé", "page": 1}, indent=1)
    text = json.dumps({"corps": inner, "n": 12345678}, indent=2)
    hide = lambda place, text: {"Zoé": 'X "y"', "12345678": "N"}.get(text, text)  # noqa: E731
    rewritten = walk(text, EMBEDDED_JSON, hide)
    assert rewritten.startswith('{\n  "corps": "{\\n \\"nom\\"')
    outer = json.loads(rewritten)
    assert outer["n"] == "N"
    assert outer["corps"] == inner.replace('"Zo\\u00e9"', '"X \\"y\\""')


def test_a_text_that_is_json_with_escapes_is_opened_as_well_and_a_plain_one_is_not():
    assert [text for _place, text in visited('{"a": "\\u00e9t\\u00e9"}', TEXT)[1]] == ["a", "été"]
    assert [text for _place, text in visited('{"a": "b"}', TEXT)[1]] == ['{"a": "b"}']


def test_letters_written_as_escapes_in_a_log_are_read():
    log = '{"nom": "Andr\\u00e9"}\n{"nom": "Zo\\u00eb"}'
    assert [text for _place, text in visited(log, TEXT)[1]] == ['{"nom": "André"}\n{"nom": "Zoë"}']
    assert walk(log, TEXT, lambda place, text: text.replace("André", "X")) == (
        '{"nom": "X"}\n{"nom": "Zo\\u00eb"}'
    )
    assert walk(log, TEXT, lambda place, text: text) == log


def test_json_in_json_is_opened_also_where_nothing_is_escaped():
    text = json.dumps({"corps": '{"nas":212345672}'})
    assert ("nas", "212345672") in [(place.name, text) for place, text in visited(text, EMBEDDED_JSON)[1]]


@pytest.mark.parametrize("text", ["{}", "[]", "", '{"a":1}', "null", "{pas du json"])
def test_json_with_nothing_to_replace_stays_as_it_is(text):
    assert walk({"a": text}, record(a=EMBEDDED_JSON), lambda place, text: text) == {"a": text}


def test_a_schema_is_text_but_for_its_structure():
    schema = {
        "type": "object",
        "title": "Dossier",
        "properties": {"type": {"type": "string", "description": "le genre"}, "nom": True},
        "required": ["type"],
        "$defs": {"x": {"enum": ["a", 12345678]}},
        "default": {"type": "Tremblay", "required": "Roy"},
        "additionalProperties": False,
    }
    seen = visited(schema, SCHEMA)[1]
    assert {text for place, text in seen if place.kind is Kind.INERT} == {"object", "type", "string"}
    assert {text for place, text in seen if not place.fixed} == {
        *("Dossier", "le genre", "a", "12345678"),
        *("type", "Tremblay", "required", "Roy"),
    }
    assert {"nom", "x", "title", "additionalProperties"} <= {text for place, text in seen if place.fixed}


@pytest.mark.parametrize(
    ("body", "shape", "code", "path"),
    [
        ({"a": "x"}, record(a=OPAQUE), "attachment_refused", "a"),
        ({"a": {"url": "x"}}, record(a=OPAQUE), "attachment_refused", "a"),
        ({"a": [1]}, record(a=OPAQUE), "attachment_refused", "a"),
        ({"a": ["x"]}, record(a=CREDENTIAL), "destination_refused", "a"),
        ({"a": "x"}, record(a=HELD), "stored_refused", "a"),
        ({"a": {"id": "x"}}, record(a=HELD), "stored_refused", "a"),
        ({"a": True}, record(a=HELD), "stored_refused", "a"),
        ([{"type": "x"}], each(union({"x": HELD})), "stored_refused", "0"),
        ({"a": [1, 2]}, record(a=each(TEXT_OR_TOKENS)), "tokens_refused", "a.0"),
        ({"a": [[1], [2]]}, record(a=each(TEXT_OR_TOKENS)), "tokens_refused", "a.0.0"),
        ([{"type": "x"}], each(union({"y": TEXT})), "unsupported_content", "0.type"),
        ([{"type": ["y"]}], each(union({"y": TEXT})), "unsupported_content", "0.type"),
        ([{}], each(union({"y": TEXT})), "unsupported_content", "0.type"),
    ],
)
def test_what_cannot_be_read_is_refused(body, shape, code, path):
    with pytest.raises(Refused) as refused:
        visited(body, shape)
    assert (refused.value.code, refused.value.path) == (code, path)


def test_a_union_may_have_a_variant_for_no_tag():
    assert places({}, union({"y": TEXT}, untagged="y")) == []
    assert visited({"a": None}, record(a=OPAQUE))[0] == {"a": None}


def test_nothing_that_the_provider_keeps_is_asked_for_by_null_or_false():
    for body in ({"a": None}, {"a": False}):
        assert visited(body, record(a=HELD))[0] == body


def test_two_names_that_become_one_are_refused_rather_than_lost():
    with pytest.raises(Refused) as refused:
        walk({"Roy": 1, "Côté": 2}, FREE, lambda place, text: "X")
    assert refused.value.path == "*"
    assert walk({"": 1}, FREE, lambda place, text: "X") == {"": 1}


def test_a_body_nested_too_deeply_is_refused():
    deep = "x"
    for _level in range(70):
        deep = [deep]
    with pytest.raises(Unreadable):
        visited(deep, TEXT)
