"""What holds for the walk over any body, whatever its shape."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import GatewayError
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.openai_chat import CHAT
from gateway.wire.shape import EMBEDDED_JSON, FREE, INERT, SCHEMA, TEXT, record
from gateway.wire.walk import walk

NAMES = st.sampled_from(
    [
        "messages",
        "role",
        "content",
        "type",
        "text",
        "tool_calls",
        "function",
        "arguments",
        "name",
        "input",
        "system",
        "tools",
        "metadata",
        "thinking",
        "signature",
        "source",
        "data",
        "user",
        "parameters",
        "input_schema",
        "properties",
        "enum",
        "default",
        "required",
        "items",
        "inconnu",
    ]
)
WORDS = st.sampled_from(
    [
        "user",
        "assistant",
        "tool",
        "system",
        "text",
        "tool_use",
        "tool_result",
        "thinking",
        "function",
        "document",
        "search_result",
        "custom",
    ]
)
PROBES = st.integers(0, 30).map("Probe numéro {}".format) | st.integers(10**7, 10**9)
LEAVES = PROBES | WORDS | st.sampled_from([None, True, 3, 0.5, ""])


def embed(value):
    return json.dumps(value) if isinstance(value, dict | list) else value


VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | PROBES.map(str), inner, max_size=5)
        | st.dictionaries(NAMES, inner, max_size=4).map(embed)
    ),
    max_leaves=25,
)
MESSAGE = st.dictionaries(NAMES, VALUES, max_size=5).map(lambda m: {"role": "user"} | m)
BODIES = st.dictionaries(NAMES, VALUES, max_size=5).flatmap(
    lambda body: st.lists(MESSAGE, max_size=3).map(lambda messages: body | {"messages": messages})
)
SHAPES = st.sampled_from(
    [CHAT.request, MESSAGES.request, TEXT, FREE, SCHEMA, EMBEDDED_JSON, record(name=INERT)]
)


def visited(body, shape):
    seen = []

    def visit(place, text):
        seen.append((place, text))
        return text

    return walk(body, shape, visit), seen


def probes(value):
    if isinstance(value, dict):
        for name, item in value.items():
            yield from probes(name)
            yield from probes(item)
    elif isinstance(value, list):
        for item in value:
            yield from probes(item)
    elif isinstance(value, str):
        try:
            inside = json.loads(value)
        except ValueError:
            inside = None
        if isinstance(inside, dict | list):
            yield from probes(inside)
        elif value.startswith("Probe") or value.isdigit():
            yield value
    elif isinstance(value, int) and value >= 10**6:
        yield str(value)


@settings(max_examples=50)
@given(BODIES, SHAPES)
def test_looking_changes_nothing_and_sees_everything_each_time_alike(body, shape):
    try:
        same, seen = visited(body, shape)
    except GatewayError as refused:
        with pytest.raises(type(refused)):
            visited(body, shape)
        return
    assert same == body
    assert visited(body, shape)[1] == seen
    texts = " ".join(json.dumps(text, ensure_ascii=False) + json.dumps(text) for _place, text in seen)
    for probe in probes(body):
        assert probe in texts or json.dumps(probe)[1:-1] in texts


@settings(max_examples=50)
@given(BODIES, SHAPES)
def test_whatever_was_seen_can_be_replaced(body, shape):
    def hide(place, text):
        return text if place.fixed else text.replace("Probe", "Code").replace("1", "x")

    try:
        rewritten = walk(body, shape, hide)
        seen = visited(rewritten, shape)[1]
    except GatewayError:
        return
    assert not [text for place, text in seen if "Probe" in text and not place.fixed]
