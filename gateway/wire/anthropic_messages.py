"""Anthropic ``POST /v1/messages`` and ``/v1/messages/count_tokens`` (anthropic-python 2.12, 2026-10-21)."""

from config.provider import Dialect
from gateway.wire.anthropic_blocks import BLOCKS, CACHE, CITATION, TEXT_BLOCK
from gateway.wire.cited import CitedSource
from gateway.wire.format import Delta, Ending, Seal, Stream, WireFormat
from gateway.wire.shape import (
    CREDENTIAL,
    FREE,
    HELD,
    INERT,
    INERT_LIST,
    SCHEMA,
    SEALED,
    TEXT,
    Kind,
    each,
    record,
    union,
)

_LOCATION = record(type=INERT, city=TEXT, region=TEXT, country=INERT, timezone=INERT)

REQUEST = record(
    model=INERT,
    system=each(union({"text": TEXT_BLOCK})),
    messages=each(record(role=INERT, content=each(union(BLOCKS)))),
    tools=each(
        record(
            type=INERT,
            name=INERT,
            description=TEXT,
            input_schema=SCHEMA,
            input_examples=each(FREE),
            cache_control=CACHE,
            strict=INERT,
            defer_loading=INERT,
            allowed_callers=INERT_LIST,
            max_uses=INERT,
            allowed_domains=each(TEXT),
            blocked_domains=each(TEXT),
            user_location=_LOCATION,
        )
    ),
    tool_choice=record(type=INERT, name=INERT, disable_parallel_tool_use=INERT),
    stop_sequences=each(TEXT),
    metadata=record(user_id=TEXT),
    output_config=record(effort=INERT, format=record(type=INERT, schema=SCHEMA)),
    output_format=record(type=INERT, schema=SCHEMA),
    thinking=record(type=INERT, budget_tokens=INERT, display=INERT),
    cache_control=CACHE,
    container=record(Kind.INERT, id=INERT, skills=each(record(type=INERT, skill_id=INERT, version=INERT))),
    mcp_servers=CREDENTIAL,
    thread=HELD,  # beta of 2026-08-12: later calls send what is new and no more
    context_management=record(edits=each(record(type=INERT, instructions=TEXT))),
    service_tier=INERT,
    inference_geo=INERT,
    speed=INERT,
    stream=INERT,
    max_tokens=INERT,
    temperature=INERT,
    top_k=INERT,
    top_p=INERT,
)

_ANSWER_BLOCK = union(
    {name: shape for name, shape in BLOCKS.items() if name not in ("image", "container_upload")}
)
ANSWER = record(
    id=INERT,
    type=INERT,
    role=INERT,
    model=INERT,
    content=each(_ANSWER_BLOCK),
    stop_reason=INERT,
    stop_sequence=TEXT,
    usage=INERT,
)

_BLOCK = ("index",)
STREAM = Stream(
    event=record(
        type=INERT,
        message=ANSWER,
        content_block=_ANSWER_BLOCK,
        delta=union(
            {
                "text_delta": record(type=INERT, text=TEXT),
                "input_json_delta": record(type=INERT, partial_json=SEALED),
                "thinking_delta": record(type=INERT, thinking=SEALED),
                "signature_delta": record(type=INERT, signature=SEALED),
                "citations_delta": record(type=INERT, citation=CITATION),
                "compaction_delta": record(type=INERT, content=SEALED, encrypted_content=SEALED),
            }
        ),
        usage=INERT,
    ),
    deltas=(
        Delta(("delta", "text"), (_BLOCK,), answer=True),
        Delta(("delta", "partial_json"), (_BLOCK,), Kind.JSON),
    ),
    endings=(
        Ending(("type",), (_BLOCK,), value="content_block_stop"),
        Ending(("type",), (), value="message_stop"),
        Ending(("type",), (), value="error"),
    ),
    cited_sources=(CitedSource(("delta", "citation")), CitedSource(("content_block", "citations", "*"))),
    seals=(Seal(("delta", "thinking"), ("delta", "signature"), _BLOCK),),
)

_RESENT = CitedSource(("messages", "*", "content", "*", "citations", "*"))
MESSAGES = WireFormat(
    name="anthropic-messages",
    dialect=Dialect.ANTHROPIC,
    request=REQUEST,
    answer=ANSWER,
    stream=STREAM,
    tokens_read=(("usage", "input_tokens"), ("message", "usage", "input_tokens")),
    tokens_written=(("usage", "output_tokens"),),
    structured=(("output_config", "format", "type"), ("output_format", "type")),
    cited_sources=(CitedSource(("content", "*", "citations", "*")),),
    resent_sources=(_RESENT,),
    system="system",
)
COUNT_TOKENS = WireFormat(
    name="anthropic-count-tokens",
    dialect=Dialect.ANTHROPIC,
    request=REQUEST,
    answer=record(),
    tokens_read=(("input_tokens",),),
    system="system",
    resent_sources=(_RESENT,),
)
