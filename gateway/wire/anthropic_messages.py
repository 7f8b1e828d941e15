"""Anthropic ``POST /v1/messages`` and ``/v1/messages/count_tokens`` (anthropic-python 2.12, 2026-10-21).

Signed blocks (``thinking``) and encrypted results are sealed: the provider refuses them when they change.
"""

from config.provider import Dialect
from gateway.wire.file_parts import ANTHROPIC_SOURCE, REFERENCE
from gateway.wire.format import Delta, Ending, Seal, Stream, WireFormat
from gateway.wire.shape import (
    CREDENTIAL,
    FREE,
    HELD,
    INERT,
    INERT_LIST,
    OPAQUE,
    SCHEMA,
    SEALED,
    TEXT,
    Kind,
    Shape,
    each,
    record,
    union,
)

_CACHE = record(type=INERT, ttl=INERT)
_CITATION = record(
    type=INERT,
    cited_text=TEXT,
    document_title=TEXT,
    title=TEXT,
    source=TEXT,
    url=TEXT,
    encrypted_index=SEALED,
    file_id=INERT,
)
_TEXT_BLOCK = record(type=INERT, text=TEXT, citations=each(_CITATION), cache_control=_CACHE)
_SOURCE = union(
    {
        "text": record(type=INERT, media_type=INERT, data=TEXT),
        "content": record(type=INERT, content=each(union({"text": _TEXT_BLOCK, "image": OPAQUE}))),
        "base64": ANTHROPIC_SOURCE,
        **dict.fromkeys(("url", "file"), REFERENCE),
    }
)
_DOCUMENT = record(
    type=INERT,
    source=_SOURCE,
    title=TEXT,
    context=TEXT,
    citations=record(enabled=INERT),
    cache_control=_CACHE,
)
_SEARCH_RESULT = record(
    type=INERT,
    source=TEXT,
    title=TEXT,
    content=each(_TEXT_BLOCK),
    citations=record(enabled=INERT),
    cache_control=_CACHE,
)
_THINKING = record(type=INERT, thinking=SEALED, signature=SEALED)
_CALLER = record(type=INERT, tool_id=INERT)
_USE = record(
    type=INERT,
    id=INERT,
    name=INERT,
    server_name=INERT,
    input=FREE,
    cache_control=_CACHE,
    caller=_CALLER,
    toolset_name=INERT,
)
_TOOL_REFERENCE = record(type=INERT, tool_name=INERT)


def _result(content: Shape) -> Shape:
    return record(
        type=INERT,
        tool_use_id=INERT,
        is_error=INERT,
        content=content,
        cache_control=_CACHE,
        caller=_CALLER,
        toolset_name=INERT,
    )


_TOOL_RESULT = _result(
    each(
        union(
            {
                "text": _TEXT_BLOCK,
                "document": _DOCUMENT,
                "search_result": _SEARCH_RESULT,
                "tool_reference": _TOOL_REFERENCE,
                "image": OPAQUE,
            }
        ),
        Kind.JSON,
    )
)
_WEB_RESULT = record(
    type=INERT, title=TEXT, url=TEXT, page_age=TEXT, encrypted_content=SEALED, error_code=INERT
)
_CODE_RESULT = record(
    type=INERT,
    stdout=TEXT,
    stderr=TEXT,
    return_code=INERT,
    error_code=INERT,
    encrypted_stdout=SEALED,
    content=each(record(type=INERT, file_id=OPAQUE)),
    lines=each(TEXT),
    error_message=TEXT,
)
_SERVER_RESULTS = {
    "web_search_tool_result": _result(Shape(members=_WEB_RESULT.members, items=_WEB_RESULT)),
    "web_fetch_tool_result": _result(
        record(type=INERT, url=TEXT, retrieved_at=INERT, content=_DOCUMENT, error_code=INERT)
    ),
    "code_execution_tool_result": _result(_CODE_RESULT),
    "bash_code_execution_tool_result": _result(_CODE_RESULT),
    "text_editor_code_execution_tool_result": _result(_CODE_RESULT),
    "tool_search_tool_result": _result(
        record(type=INERT, error_code=INERT, error_message=TEXT, tool_references=each(_TOOL_REFERENCE))
    ),
    "mcp_tool_result": _result(each(_TEXT_BLOCK)),
}
_BLOCKS = {
    "text": _TEXT_BLOCK,
    "image": OPAQUE,
    "document": _DOCUMENT,
    "search_result": _SEARCH_RESULT,
    "thinking": _THINKING,
    "redacted_thinking": record(type=INERT, data=SEALED),
    "tool_use": _USE,
    "server_tool_use": _USE,
    "mcp_tool_use": _USE,
    "tool_result": _TOOL_RESULT,
    "container_upload": OPAQUE,
    **_SERVER_RESULTS,
}
_LOCATION = record(type=INERT, city=TEXT, region=TEXT, country=INERT, timezone=INERT)

REQUEST = record(
    model=INERT,
    system=each(union({"text": _TEXT_BLOCK})),
    messages=each(record(role=INERT, content=each(union(_BLOCKS)))),
    tools=each(
        record(
            type=INERT,
            name=INERT,
            description=TEXT,
            input_schema=SCHEMA,
            input_examples=each(FREE),
            cache_control=_CACHE,
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
    cache_control=_CACHE,
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
    {name: shape for name, shape in _BLOCKS.items() if name not in ("image", "container_upload")}
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
                "citations_delta": record(type=INERT, citation=_CITATION),
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
    seals=(Seal(("delta", "thinking"), ("delta", "signature"), _BLOCK),),
)

MESSAGES = WireFormat(
    name="anthropic-messages",
    dialect=Dialect.ANTHROPIC,
    request=REQUEST,
    answer=ANSWER,
    stream=STREAM,
    tokens_read=(("usage", "input_tokens"), ("message", "usage", "input_tokens")),
    tokens_written=(("usage", "output_tokens"),),
    structured=(("output_config", "format", "type"), ("output_format", "type")),
    system="system",
)
COUNT_TOKENS = WireFormat(
    name="anthropic-count-tokens",
    dialect=Dialect.ANTHROPIC,
    request=REQUEST,
    answer=record(),
    tokens_read=(("input_tokens",),),
    system="system",
)
