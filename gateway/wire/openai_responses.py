"""OpenAI ``POST /responses``, ``/responses/input_tokens`` and ``/responses/compact``.

What the provider keeps (``previous_response_id``, conversations, background calls) can be referred to where
there is a vault (`gateway.wire.openai_kept`), and is refused elsewhere; stored prompts are refused. Source:
OpenAI description of 2026-08-21; openai-python 3.54.
"""

from dataclasses import replace

from config.provider import Dialect
from gateway.wire.cited import Cited, CitedSoFar
from gateway.wire.format import Delta, Ending, Stream, Unrestorable, WireFormat
from gateway.wire.openai_chat import LOGPROBS
from gateway.wire.openai_items import ANNOTATION, FORMAT, ITEM, KEPT_ITEM, PART, SPOKEN, TOOLS
from gateway.wire.patterns import Pattern
from gateway.wire.shape import (
    EMBEDDED_JSON,
    FREE,
    HELD,
    INERT,
    INERT_LIST,
    KEPT,
    OPAQUE,
    PIECES,
    TEXT,
    Kind,
    Shape,
    each,
    record,
)

_CHOSEN = record(type=INERT, name=INERT, server_label=INERT)
_SHARED = {
    "model": INERT,
    "tools": TOOLS,
    "tool_choice": record(
        Kind.INERT, type=INERT, name=INERT, server_label=INERT, mode=INERT, tools=each(_CHOSEN)
    ),
    "text": record(format=FORMAT, verbosity=INERT),
    "reasoning": record(effort=INERT, summary=INERT, generate_summary=INERT, mode=INERT, context=INERT),
    "metadata": FREE,
    "user": TEXT,
    "safety_identifier": TEXT,
    "prompt_cache_key": TEXT,
    "prompt_cache_retention": INERT,
    "service_tier": INERT,
    "truncation": INERT,
}


def _request(items: Shape, kept: Shape, conversation: Shape) -> Shape:
    return record(
        **_SHARED,
        input=each(items),
        instructions=TEXT,
        previous_response_id=kept,
        conversation=conversation,
        background=kept,
        background_options=HELD,
        prompt=HELD,
        prompt_cache_options=record(comparison_response_id=HELD, mode=INERT, ttl=INERT),
        context_management=each(record(type=INERT)),
        moderation=record(model=INERT),
        include=INERT_LIST,
        stream_options=record(include_obfuscation=INERT),
    )


REQUEST = _request(ITEM, KEPT, KEPT)
KEPT_REQUEST = _request(KEPT_ITEM, INERT, record(Kind.INERT, id=INERT))

_USAGE = Shape(Kind.INERT)
ANSWER = record(
    **_SHARED,
    id=INERT,
    object=INERT,
    status=INERT,
    output=each(ITEM),
    instructions=each(ITEM),
    error=record(code=INERT, message=TEXT),
    incomplete_details=record(reason=INERT),
    previous_response_id=INERT,
    conversation=record(Kind.INERT, id=INERT),
    prompt=record(id=INERT, version=INERT, variables=FREE),
    usage=_USAGE,
)

_ITEM: tuple[Pattern, ...] = (("output_index",),)
_PART = (*_ITEM, ("content_index",))
_SUMMARY = (*_ITEM, ("summary_index",))
_COMMAND = (*_ITEM, ("command_index",))
#: Texts that come in pieces: the events ``<name>.delta`` and ``<name>.done``, and what tells two apart.
_TEXTS = {
    "response.output_text": _PART,
    "response.refusal": _PART,
    "response.reasoning_text": _PART,
    "response.reasoning_summary_text": _SUMMARY,
    "response.custom_tool_call_input": _ITEM,
    "response.code_interpreter_call_code": _ITEM,
    "response.shell_call_command": _COMMAND,
    "response.audio.transcript": (),
}
_ARGUMENTS = ("response.function_call_arguments", "response.mcp_call_arguments")
_SHELL = "response.shell_call_output_content"


def _delta(name: str, keys: tuple[Pattern, ...], kind: Kind = Kind.TEXT) -> Delta:
    answer = name == "response.output_text"
    return Delta(("delta",), keys, kind, answer=answer, event=f"{name}.delta", channel=name)


_OFFSETS = ("start_index", "end_index")


def cited(*holder: str) -> Cited:
    """Return the marks of the texts that a pattern leads to."""
    return Cited(holder, ("text",), ("annotations", "*"), _OFFSETS)


STREAM = Stream(
    event=record(
        type=INERT,
        item_id=INERT,
        response=ANSWER,
        item=ITEM,
        part=PART,
        annotation=ANNOTATION,
        arguments=EMBEDDED_JSON,
        logprobs=PIECES,
        obfuscation=INERT,
        partial_image_b64=OPAQUE,
        code=TEXT,
    ),
    deltas=(
        *(_delta(name, keys) for name, keys in _TEXTS.items()),
        *(_delta(name, _ITEM, Kind.JSON) for name in _ARGUMENTS),
        Delta(
            ("command",),
            _COMMAND,
            event="response.shell_call_command.added",
            channel="response.shell_call_command",
        ),
        *(Delta(("delta", name), _COMMAND, event=f"{_SHELL}.delta") for name in ("stdout", "stderr")),
        # Kinds of event that are not known yet.
        Delta(("delta",), (*_ITEM, ("item_id",), ("type",))),
    ),
    endings=(
        *(Ending(("type",), keys, value=f"{name}.done", channel=name) for name, keys in _TEXTS.items()),
        *(Ending(("type",), _ITEM, value=f"{name}.done", channel=name) for name in _ARGUMENTS),
        Ending(("type",), _ITEM, value=f"{_SHELL}.done"),
        Ending(("type",), _ITEM, value="response.output_item.done"),
        *(
            Ending(("type",), (), value=value)
            for value in ("response.completed", "response.incomplete", "response.failed", "error")
        ),
    ),
    echo=("response", "instructions"),
    cited=(
        cited("part"),
        cited("item", "content", "*"),
        cited("response", "output", "*", "content", "*"),
    ),
    cited_so_far=(CitedSoFar(("annotation",), "response.output_text", _OFFSETS, _PART),),
)

RESPONSES = WireFormat(
    name="openai-responses",
    dialect=Dialect.OPENAI,
    request=REQUEST,
    answer=ANSWER,
    stream=STREAM,
    tokens_read=(("usage", "input_tokens"), ("response", "usage", "input_tokens")),
    tokens_written=(("usage", "output_tokens"), ("response", "usage", "output_tokens")),
    refused_when_hidden=(
        Unrestorable("top_logprobs", LOGPROBS),
        Unrestorable("include", LOGPROBS, "message.output_text.logprobs"),
    ),
    structured=(("text", "format", "type"),),
    turns="input",
    spoken=frozenset({"assistant", *SPOKEN}),
    system="instructions",
    echo=("instructions",),
    cited=(cited("output", "*", "content", "*"),),
    resent=(cited("input", "*", "content", "*"),),
)
INPUT_TOKENS = WireFormat(
    name="openai-input-tokens",
    dialect=Dialect.OPENAI,
    request=REQUEST,
    answer=record(object=INERT),
    tokens_read=(("input_tokens",),),
    turns="input",
    spoken=RESPONSES.spoken,
    system="instructions",
    resent=RESPONSES.resent,
)
#: What comes back is items for a later call, the older ones encrypted together.
COMPACT = replace(
    RESPONSES,
    name="openai-responses-compact",
    answer=record(id=INERT, object=INERT, output=each(ITEM), usage=_USAGE),
    stream=None,
    echo=None,
)
