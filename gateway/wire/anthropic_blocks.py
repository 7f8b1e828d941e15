"""The blocks that Anthropic's messages are made of (anthropic-python 2.12, 2026-10-21).

Signed blocks (``thinking``) and encrypted results are sealed: the provider refuses them when they change.
"""

from gateway.wire.file_parts import ANTHROPIC_SOURCE, REFERENCE
from gateway.wire.pictures import ANTHROPIC_IMAGE
from gateway.wire.shape import (
    FREE,
    INERT,
    OPAQUE,
    SEALED,
    TEXT,
    Kind,
    Shape,
    each,
    image_in,
    record,
    union,
)

CACHE = record(type=INERT, ttl=INERT)
CITATION = record(
    type=INERT,
    cited_text=TEXT,
    document_title=TEXT,
    title=TEXT,
    source=TEXT,
    url=TEXT,
    encrypted_index=SEALED,
    file_id=INERT,
)
TEXT_BLOCK = record(type=INERT, text=TEXT, citations=each(CITATION), cache_control=CACHE)
_IMAGE = image_in(
    ANTHROPIC_IMAGE,
    type=INERT,
    source=record(Kind.OPAQUE, type=INERT, media_type=INERT, data=OPAQUE),
    cache_control=CACHE,
)
_SOURCE = union(
    {
        "text": record(type=INERT, media_type=INERT, data=TEXT),
        "content": record(type=INERT, content=each(union({"text": TEXT_BLOCK, "image": _IMAGE}))),
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
    cache_control=CACHE,
)
_SEARCH_RESULT = record(
    type=INERT,
    source=TEXT,
    title=TEXT,
    content=each(TEXT_BLOCK),
    citations=record(enabled=INERT),
    cache_control=CACHE,
)
_THINKING = record(type=INERT, thinking=SEALED, signature=SEALED)
_CALLER = record(type=INERT, tool_id=INERT)
_USE = record(
    type=INERT,
    id=INERT,
    name=INERT,
    server_name=INERT,
    input=FREE,
    cache_control=CACHE,
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
        cache_control=CACHE,
        caller=_CALLER,
        toolset_name=INERT,
    )


_TOOL_RESULT = _result(
    each(
        union(
            {
                "text": TEXT_BLOCK,
                "document": _DOCUMENT,
                "search_result": _SEARCH_RESULT,
                "tool_reference": _TOOL_REFERENCE,
                "image": _IMAGE,
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
    "mcp_tool_result": _result(each(TEXT_BLOCK)),
}
BLOCKS = {
    "text": TEXT_BLOCK,
    "image": _IMAGE,
    "document": _DOCUMENT,
    "search_result": _SEARCH_RESULT,
    "thinking": _THINKING,
    "redacted_thinking": record(type=INERT, data=SEALED),
    "compaction": record(
        type=INERT, content=SEALED, encrypted_content=SEALED, signature=SEALED, cache_control=CACHE
    ),
    "tool_use": _USE,
    "server_tool_use": _USE,
    "mcp_tool_use": _USE,
    "tool_result": _TOOL_RESULT,
    "container_upload": OPAQUE,
    **_SERVER_RESULTS,
}
