"""Every place of the APIs that can hold text, as the types of the official SDKs list them, and what is done there.

``text-paths.tsv`` has a row for each: api, direction, path, decision. In a path ``[*]`` is any element, ``{*}``
any member of the caller's own naming and ``<tag=value>`` an object with that tag.
"""

import json
import re
from pathlib import Path

import pytest

from config.provider import Dialect
from gateway.errors import Refused
from gateway.wire import cohere, ollama
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.deliver import deliver
from gateway.wire.gemini import GENERATE, STREAM_GENERATE
from gateway.wire.openai_chat import CHAT
from gateway.wire.openai_completions import COMPLETIONS
from gateway.wire.openai_embeddings import EMBEDDINGS
from gateway.wire.openai_moderations import MODERATIONS
from gateway.wire.openai_responses import RESPONSES
from gateway.wire.walk import walk

FORMATS = {
    "openai.chat": CHAT,
    "openai.responses": RESPONSES,
    "openai.completions": COMPLETIONS,
    "openai.embeddings": EMBEDDINGS,
    "openai.moderations": MODERATIONS,
    "anthropic.messages": MESSAGES,
    "cohere.chat": cohere.CHAT,
    "ollama.chat": ollama.CHAT,
    "ollama.generate": ollama.GENERATE,
    "gemini.generateContent": GENERATE,
    "gemini.streamGenerateContent": STREAM_GENERATE,
    "anthropic.messages.beta": MESSAGES,
}
ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("text-paths.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
STEP = re.compile(
    r"\.(?P<name>\w+)|(?P<list>\[\*\])|(?P<free>\{\*\})|<(?P<tag>\w+)=(?P<value>[\w.-]+)(?:\|[\w.-]+)*>"
)
#: Without its brackets a pseudonym looks like an identifier.
CODE, PROBE, IDENTIFIER = "PERSON-K7Q2M9-A3X", "Une phrase entière.", "un-identifiant"


def built(path, leaf, *, typed=True):
    """Return a body in which ``leaf`` stands at a path."""
    steps = list(STEP.finditer(path.removeprefix("$")))
    assert "".join(step[0] for step in steps) == path.removeprefix("$")
    value = leaf
    for at in range(len(steps) - 1, -1, -1):
        step = steps[at]
        if step["list"]:
            value = [value]
        elif step["tag"]:
            value = {step["tag"]: step["value"], **(value if isinstance(value, dict) else {})}
        else:
            # Parts of a message that may only be text are not tagged in the types.
            untagged = typed and step["name"] in ("text", "citations") and at and steps[at - 1]["list"]
            value = {**({"type": "text"} if untagged else {}), step["name"] or "libre": value}
    return value


def decision(wire, direction, path):
    """Return what the gateway does with a text at a path."""
    typed = wire.dialect is not Dialect.GEMINI
    if direction == "request":
        seen = []
        try:
            for leaf in (PROBE, IDENTIFIER):
                body = built(path, leaf, typed=typed)
                walk(body, wire.request, lambda place, text: seen.append((place, text)) or text)
        except Refused as refused:
            return refused.code
        (place,) = {place for place, text in seen if text == PROBE}
        (tight,) = {place for place, text in seen if text == IDENTIFIER}
        if place.fixed:
            return place.kind.name.lower()
        return "inert" if tight.fixed else "text"
    if direction == "event" and pattern(path) in {delta.at for delta in wire.stream.deltas}:
        return "stream"
    shape = wire.answer if direction == "response" else wire.stream.event

    def delivered(leaf):
        return json.dumps(
            deliver(built(path, leaf, typed=typed), shape, lambda _: "a text", lambda _: "some JSON")
        )

    return "kept" if CODE in delivered(CODE) else "json" if "some JSON" in delivered('{"a": 1}') else "text"


def pattern(path):
    bare = re.sub(r"<[^>]*>", "", path).removeprefix("$").removeprefix(".")
    return tuple(bare.replace("[*]", ".*").split("."))


@pytest.mark.parametrize(("api", "direction"), sorted({(row[0], row[1]) for row in ROWS}))
def test_every_path_is_decided_upon_as_the_table_says(api, direction):
    rows = [row for row in ROWS if row[:2] == [api, direction]]
    assert rows
    assert {row[2]: decision(FORMATS[api], direction, row[2]) for row in rows} == {
        row[2]: row[3] for row in rows
    }
