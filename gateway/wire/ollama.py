"""Ollama ``/api/chat``, ``/api/generate``, ``/api/embed`` and ``/api/embeddings`` (ollama-python 0.6).

Streams are lines of JSON and the default; arguments are objects. ``context`` is the conversation in the
numbers of a model's vocabulary: nobody can read it, so it is refused.
"""

from config.provider import Dialect
from gateway.wire.format import Delta, Ending, Stream, Unrestorable, WireFormat
from gateway.wire.framing import LINES
from gateway.wire.openai_chat import LOGPROBS
from gateway.wire.pictures import BARE_IMAGE
from gateway.wire.shape import (
    FREE,
    HELD,
    INERT,
    OPAQUE,
    PIECES,
    SCHEMA,
    TEXT,
    TEXT_OR_TOKENS,
    Kind,
    Shape,
    each,
    image_in,
    record,
    union,
)

_TOOL_CALLS = each(
    record(id=INERT, type=INERT, function=record(index=INERT, name=INERT, description=TEXT, arguments=FREE))
)


def _message(content: Shape = TEXT) -> Shape:
    return record(
        role=INERT,
        content=content,
        thinking=TEXT,
        images=each(image_in(BARE_IMAGE)),
        tool_calls=_TOOL_CALLS,
        tool_name=INERT,
        tool_call_id=INERT,
        name=TEXT,
    )


_SHARED = {
    "model": INERT,
    "stream": INERT,
    "think": INERT,
    "keep_alive": INERT,
    "format": Shape(Kind.INERT, schema=True),
    "options": record(stop=each(TEXT), seed=INERT),
    "logprobs": INERT,
    "top_logprobs": INERT,
}
_CHAT_REQUEST = record(
    **_SHARED,
    messages=each(
        union(
            dict.fromkeys(("system", "user", "assistant"), _message()) | {"tool": _message(Shape(Kind.JSON))},
            tag="role",
        )
    ),
    tools=each(
        record(type=INERT, function=record(name=INERT, description=TEXT, parameters=SCHEMA, strict=INERT))
    ),
)
_GENERATE_REQUEST = record(
    **_SHARED,
    prompt=TEXT,
    suffix=TEXT,
    system=TEXT,
    template=TEXT,
    raw=INERT,
    images=each(image_in(BARE_IMAGE)),
    context=HELD,
)
_EMBED_REQUEST = record(
    **_SHARED, input=TEXT_OR_TOKENS, prompt=TEXT_OR_TOKENS, truncate=INERT, dimensions=INERT
)

_ANSWERED = {"model": INERT, "created_at": INERT, "done_reason": INERT, "logprobs": PIECES}
_CHAT_ANSWER = record(**_ANSWERED, message=_message())
_GENERATE_ANSWER = record(**_ANSWERED, response=TEXT, thinking=TEXT, image=OPAQUE)

_READ = (("prompt_eval_count",),)
_WRITTEN = (("eval_count",),)
_ENDED = (Ending(("done",), (), value=True), Ending(("error",), ()))
_PIECES = tuple(Unrestorable(member, LOGPROBS) for member in ("logprobs", "top_logprobs"))

CHAT = WireFormat(
    name="ollama-chat",
    dialect=Dialect.OLLAMA,
    request=_CHAT_REQUEST,
    answer=_CHAT_ANSWER,
    stream=Stream(
        event=_CHAT_ANSWER,
        deltas=(Delta(("message", "content"), answer=True), Delta(("message", "thinking"))),
        endings=(*_ENDED, Ending(("message", "tool_calls"), ())),
        framings=(LINES,),
    ),
    tokens_read=_READ,
    tokens_written=_WRITTEN,
    refused_when_hidden=_PIECES,
    structured=(("format",),),
    streams=True,
)
GENERATE = WireFormat(
    name="ollama-generate",
    dialect=Dialect.OLLAMA,
    request=_GENERATE_REQUEST,
    answer=_GENERATE_ANSWER,
    stream=Stream(
        event=_GENERATE_ANSWER,
        deltas=(Delta(("response",), answer=True), Delta(("thinking",))),
        endings=_ENDED,
        framings=(LINES,),
    ),
    tokens_read=_READ,
    tokens_written=_WRITTEN,
    refused_when_hidden=_PIECES,
    structured=(("format",),),
    turns="",
    # A system prompt given with the call takes the place of the model's own, and "raw" cannot have one.
    system="",
    streams=True,
)
EMBED = WireFormat(
    name="ollama-embed",
    dialect=Dialect.OLLAMA,
    request=_EMBED_REQUEST,
    answer=record(model=INERT),
    tokens_read=_READ,
    turns="",
    system="",
)
