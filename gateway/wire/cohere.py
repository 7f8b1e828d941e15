"""Cohere ``POST /v2/chat``, ``/v2/embed`` and ``/v2/rerank`` (cohere-python 7.3).

In streams a message's parts are objects, told apart by the event's ``index``, and not arrays as in whole
answers.
"""

from config.errors import phrase
from config.provider import Dialect
from gateway.wire.cited import Cited, CitedSoFar
from gateway.wire.format import Delta, Ending, Stream, Unrestorable, WireFormat
from gateway.wire.openai_chat import LOGPROBS
from gateway.wire.pictures import BARE_IMAGE, CHAT_IMAGE
from gateway.wire.shape import (
    EMBEDDED_JSON,
    FREE,
    INERT,
    INERT_LIST,
    OPAQUE,
    PIECES,
    SCHEMA,
    TEXT,
    Kind,
    Shape,
    each,
    image_in,
    record,
    union,
)

SPANS = phrase("Spans count the characters of what was sent, not of what is hidden: leave out '%(member)s'.")

_DOCUMENT = record(id=TEXT, data=FREE)
_CALL = record(id=INERT, type=INERT, function=record(name=INERT, arguments=EMBEDDED_JSON))
_SOURCE = union(
    {
        "tool": record(type=INERT, id=TEXT, tool_output=FREE),
        "document": record(type=INERT, id=TEXT, document=FREE),
    }
)
_CITATION = record(type=INERT, text=TEXT, sources=each(_SOURCE))
_TEXT_PART = record(type=INERT, text=TEXT)
_IMAGE = image_in(CHAT_IMAGE, type=INERT, image_url=record(Kind.OPAQUE, url=OPAQUE, detail=INERT))
_THINKING_PART = record(type=INERT, thinking=TEXT)


def _message(parts: dict[str, Shape], string: Kind = Kind.TEXT) -> Shape:
    return record(
        role=INERT,
        content=each(union(parts), string),
        tool_plan=TEXT,
        tool_calls=each(_CALL),
        tool_call_id=INERT,
        citations=each(_CITATION),
    )


_MESSAGES = each(
    union(
        {
            "user": _message({"text": _TEXT_PART, "image_url": _IMAGE}),
            "assistant": _message({"text": _TEXT_PART, "thinking": _THINKING_PART}),
            "system": _message({"text": _TEXT_PART}),
            "tool": _message(
                {"text": _TEXT_PART, "document": record(type=INERT, document=_DOCUMENT)}, Kind.JSON
            ),
        },
        tag="role",
    )
)
_CHAT_REQUEST = record(
    model=INERT,
    messages=_MESSAGES,
    documents=each(_DOCUMENT),
    tools=each(record(type=INERT, function=record(name=INERT, description=TEXT, parameters=SCHEMA))),
    tool_choice=INERT,
    strict_tools=INERT,
    citation_options=record(mode=INERT),
    response_format=record(type=INERT, json_schema=SCHEMA, schema=SCHEMA),
    safety_mode=INERT,
    stop_sequences=each(TEXT),
    thinking=record(type=INERT),
    stream=INERT,
)
_CHAT_ANSWER = record(
    id=INERT,
    finish_reason=INERT,
    message=_message({"text": _TEXT_PART, "thinking": _THINKING_PART}),
    logprobs=PIECES,
)

_SPOKEN = ("delta", "message")
_INDEX = (("index",),)
_DELTAS = {
    "text": Delta((*_SPOKEN, "content", "text"), _INDEX, answer=True, channel="text"),
    "thinking": Delta((*_SPOKEN, "content", "thinking"), _INDEX, channel="thinking"),
    "plan": Delta((*_SPOKEN, "tool_plan"), channel="plan"),
    "call": Delta((*_SPOKEN, "tool_calls", "function", "arguments"), _INDEX, Kind.JSON, channel="call"),
}
STREAM = Stream(
    event=record(
        type=INERT,
        id=INERT,
        delta=record(
            error=TEXT,
            finish_reason=INERT,
            message=record(
                role=INERT,
                content=record(type=INERT, text=TEXT, thinking=TEXT),
                tool_plan=TEXT,
                tool_calls=_CALL,
                citations=_CITATION,
            ),
        ),
        logprobs=PIECES,
        prompt=TEXT,
    ),
    deltas=tuple(_DELTAS.values()),
    endings=(
        *(Ending(("type",), _INDEX, "content-end", channel=channel) for channel in ("text", "thinking")),
        Ending(("type",), (), "tool-call-start", channel="plan", before=True),
        Ending(("type",), _INDEX, "tool-call-end", channel="call"),
        Ending(("type",), (), "message-end"),
    ),
    # A citation tells its own number, not its block's: it is of the one that speaks.
    cited_so_far=(CitedSoFar((*_SPOKEN, "citations"), "text", ("start", "end")),),
)

CHAT = WireFormat(
    name="cohere-chat",
    dialect=Dialect.COHERE,
    request=_CHAT_REQUEST,
    answer=_CHAT_ANSWER,
    stream=STREAM,
    tokens_read=(("usage", "tokens", "input_tokens"), ("delta", "usage", "tokens", "input_tokens")),
    tokens_written=(("usage", "tokens", "output_tokens"), ("delta", "usage", "tokens", "output_tokens")),
    refused_when_hidden=(Unrestorable("logprobs", LOGPROBS),),
    structured=(("response_format", "type"),),
    cited=(
        Cited(("message",), ("content", "*", "text"), ("citations", "*"), ("start", "end"), "content_index"),
    ),
    resent=(
        Cited(("messages", "*"), ("content",), ("citations", "*"), ("start", "end")),
        Cited(
            ("messages", "*"), ("content", "*", "text"), ("citations", "*"), ("start", "end"), "content_index"
        ),
    ),
)
_BILLED = (("meta", "billed_units", "input_tokens"), ("meta", "tokens", "input_tokens"))
EMBED = WireFormat(
    name="cohere-embed",
    dialect=Dialect.COHERE,
    request=record(
        model=INERT,
        texts=each(TEXT),
        images=each(image_in(BARE_IMAGE)),
        inputs=each(record(content=each(union({"text": _TEXT_PART, "image_url": _IMAGE})))),
        input_type=INERT,
        embedding_types=INERT_LIST,
        truncate=INERT,
    ),
    answer=record(id=INERT, response_type=INERT, texts=each(TEXT), embeddings=PIECES),
    tokens_read=_BILLED,
    turns="",
    system="",
)
RERANK = WireFormat(
    name="cohere-rerank",
    dialect=Dialect.COHERE,
    request=record(model=INERT, query=TEXT, documents=each(TEXT)),
    answer=record(id=INERT),
    tokens_read=_BILLED,
    refused_when_hidden=(Unrestorable("relevant_spans", SPANS),),
    turns="",
    system="",
)
