"""The items and the tools of OpenAI's Responses (OpenAI description of 2026-08-21; openai-python 3.54)."""

from gateway.wire.file_parts import RESPONSES_FILE
from gateway.wire.pictures import BARE_IMAGE, RESPONSES_IMAGE
from gateway.wire.shape import (
    CREDENTIAL,
    EMBEDDED_JSON,
    FREE,
    INERT,
    INERT_LIST,
    KEPT,
    OPAQUE,
    PIECES,
    SCHEMA,
    SEALED,
    TEXT,
    Kind,
    Shape,
    each,
    image_in,
    record,
    union,
)

ANNOTATION = record(
    type=INERT, title=TEXT, url=TEXT, filename=TEXT, file_id=INERT, container_id=INERT, index=INERT
)
_TEXT_PART = record(type=INERT, text=TEXT, annotations=each(ANNOTATION), logprobs=PIECES)
_IMAGE = image_in(RESPONSES_IMAGE, type=INERT, image_url=OPAQUE, file_id=OPAQUE, detail=INERT)
PARTS = {
    **dict.fromkeys(("input_text", "output_text", "text", "reasoning_text", "summary_text"), _TEXT_PART),
    "refusal": record(type=INERT, refusal=TEXT),
    "input_image": _IMAGE,
    "input_file": RESPONSES_FILE,
    "input_audio": OPAQUE,
    "computer_screenshot": _IMAGE,
}
PART = union(PARTS)
_PARTS = each(PART)
_OUTPUT = each(PART, Kind.JSON)
_LOCATION = record(type=INERT, city=TEXT, region=TEXT, country=INERT, timezone=INERT)

FORMAT = union(
    {
        "text": record(type=INERT),
        "json_object": record(type=INERT),
        "json_schema": record(type=INERT, name=INERT, description=TEXT, schema=SCHEMA, strict=INERT),
    }
)


def _tool(**members: Shape) -> Shape:
    return record(type=INERT, defer_loading=INERT, allowed_callers=INERT_LIST, **members)


_FUNCTION = _tool(name=INERT, description=TEXT, parameters=SCHEMA, output_schema=SCHEMA, strict=INERT)
_CUSTOM = _tool(name=INERT, description=TEXT, format=record(type=INERT, syntax=INERT, definition=TEXT))
_COMPARISON = record(type=INERT, key=TEXT, value=each(TEXT))
_FILTERS = record(type=INERT, key=TEXT, value=each(TEXT), filters=each(_COMPARISON))
_NETWORK = record(type=INERT, allowed_domains=CREDENTIAL, domain_secrets=CREDENTIAL)
_CONTAINER = {"type": INERT, "file_ids": OPAQUE, "memory_limit": INERT, "network_policy": _NETWORK}
_SKILL = record(
    type=INERT,
    name=TEXT,
    description=TEXT,
    path=TEXT,
    skill_id=INERT,
    version=INERT,
    source=record(type=INERT, media_type=INERT, data=OPAQUE),
)
_ENVIRONMENT = record(**_CONTAINER, container_id=INERT, skills=each(_SKILL))
_WEB_SEARCH = _tool(
    filters=record(allowed_domains=each(TEXT)),
    user_location=_LOCATION,
    search_context_size=INERT,
    search_content_types=INERT_LIST,
    external_web_access=INERT,
)
_COMPUTER = _tool(display_width=INERT, display_height=INERT, environment=INERT)
_NAMED_TOOLS = Shape(Kind.INERT, members={"tool_names": INERT_LIST, "read_only": INERT}, items=INERT)
TOOLS = each(
    union(
        {
            "function": _FUNCTION,
            "custom": _CUSTOM,
            "namespace": _tool(
                name=INERT,
                description=TEXT,
                tools=each(union({"function": _FUNCTION, "custom": _CUSTOM})),
            ),
            "tool_search": _tool(execution=INERT, description=TEXT, parameters=SCHEMA),
            "file_search": _tool(
                vector_store_ids=INERT_LIST,
                filters=_FILTERS,
                max_num_results=INERT,
                ranking_options=record(ranker=INERT),
            ),
            **dict.fromkeys(
                (
                    "web_search",
                    "web_search_2025_08_26",
                    "web_search_preview",
                    "web_search_preview_2025_03_11",
                ),
                _WEB_SEARCH,
            ),
            "computer": _COMPUTER,
            "computer_use_preview": _COMPUTER,
            "mcp": _tool(
                server_label=INERT,
                server_description=TEXT,
                server_url=CREDENTIAL,
                headers=CREDENTIAL,
                authorization=CREDENTIAL,
                connector_id=CREDENTIAL,
                tunnel_id=CREDENTIAL,
                allowed_tools=_NAMED_TOOLS,
                require_approval=record(Kind.INERT, always=_NAMED_TOOLS, never=_NAMED_TOOLS),
            ),
            "code_interpreter": _tool(container=record(Kind.INERT, **_CONTAINER)),
            "image_generation": _tool(
                input_image_mask=OPAQUE,
                model=INERT,
                size=INERT,
                quality=INERT,
                background=INERT,
                output_format=INERT,
                moderation=INERT,
                input_fidelity=INERT,
                action=INERT,
                svg=record(model=INERT),
            ),
            "shell": _tool(environment=_ENVIRONMENT),
            "local_shell": _tool(),
            "apply_patch": _tool(),
            "programmatic_tool_calling": _tool(),
        }
    )
)


def _item(**members: Shape) -> Shape:
    caller = record(type=INERT, caller_id=INERT)
    return record(
        type=INERT, id=INERT, call_id=INERT, status=INERT, created_by=INERT, caller=caller, **members
    )


_CALL = _item(name=INERT, namespace=INERT, server_label=INERT, arguments=EMBEDDED_JSON)
_CHECKS = each(record(id=INERT, code=INERT, message=TEXT))
_ACTION = record(type=INERT, text=TEXT, keys=each(TEXT), button=INERT)
_OUTCOME = record(type=INERT)
_RESULT = _item(name=INERT, namespace=INERT, output=_OUTPUT)
#: What only a model (or the provider) says.
SPOKEN = {
    "function_call": _CALL,
    "custom_tool_call": _item(name=INERT, namespace=INERT, input=TEXT),
    "tool_search_call": _item(execution=INERT, arguments=FREE),
    "tool_search_output": _item(execution=INERT, tools=TOOLS),
    "reasoning": _item(summary=_PARTS, content=_PARTS, encrypted_content=SEALED),
    "compaction": _item(encrypted_content=SEALED),
    "file_search_call": _item(
        queries=each(TEXT),
        results=each(record(file_id=INERT, vector_store_id=INERT, filename=TEXT, text=TEXT, attributes=FREE)),
    ),
    "web_search_call": _item(
        action=record(
            type=INERT,
            query=TEXT,
            queries=each(TEXT),
            pattern=TEXT,
            url=TEXT,
            sources=each(record(type=INERT, url=TEXT)),
        )
    ),
    "code_interpreter_call": _item(
        code=TEXT,
        container_id=INERT,
        outputs=each(union({"logs": record(type=INERT, logs=TEXT), "image": OPAQUE})),
    ),
    "computer_call": _item(action=_ACTION, actions=each(_ACTION), pending_safety_checks=_CHECKS),
    "image_generation_call": _item(
        result=image_in(BARE_IMAGE),
        revised_prompt=TEXT,
        action=INERT,
        background=INERT,
        output_format=INERT,
        quality=INERT,
        size=INERT,
        svg_usage=record(model=INERT),
        error=record(
            code=INERT,
            message=TEXT,
            param=INERT,
            type=INERT,
            moderation_details=record(categories=INERT_LIST),
        ),
    ),
    "local_shell_call": _item(
        action=record(type=INERT, command=each(TEXT), env=FREE, user=TEXT, working_directory=TEXT)
    ),
    "shell_call": _item(action=record(commands=each(TEXT)), environment=_ENVIRONMENT),
    "apply_patch_call": _item(operation=record(type=INERT, diff=TEXT, path=TEXT)),
    "mcp_call": _item(
        name=INERT,
        server_label=INERT,
        approval_request_id=INERT,
        arguments=EMBEDDED_JSON,
        output=Shape(Kind.JSON),
        error=record(type=INERT, code=INERT, message=TEXT, content=FREE),
    ),
    "mcp_list_tools": _item(
        server_label=INERT,
        error=TEXT,
        tools=each(record(name=INERT, description=TEXT, input_schema=SCHEMA, annotations=FREE)),
    ),
    "mcp_approval_request": _CALL,
    "program": _item(code=TEXT, fingerprint=SEALED),
    "program_output": _item(result=TEXT),
}
_GIVEN = {
    "function_call_output": _RESULT,
    "custom_tool_call_output": _RESULT,
    "computer_call_output": _item(output=_IMAGE, acknowledged_safety_checks=_CHECKS),
    "local_shell_call_output": _item(output=Shape(Kind.JSON)),
    "shell_call_output": _item(
        max_output_length=INERT,
        output=each(record(stdout=TEXT, stderr=TEXT, created_by=INERT, outcome=_OUTCOME)),
    ),
    "apply_patch_call_output": _item(output=Shape(Kind.JSON)),
    "mcp_approval_response": _item(approval_request_id=INERT, reason=TEXT),
    "additional_tools": _item(role=INERT, tools=TOOLS),
    "configuration_update": _item(text=record(format=FORMAT, verbosity=INERT)),
    "compaction_trigger": _item(),
    "item_reference": KEPT,
}
_ITEMS = {"message": _item(role=INERT, phase=INERT, content=_PARTS), **SPOKEN, **_GIVEN}
#: An item without a type is a message.
ITEM = union(_ITEMS, untagged="message")
#: Where the vault restores it, an item may also be the id of one that the provider keeps.
KEPT_ITEM = union({**_ITEMS, "item_reference": record(type=INERT, id=INERT)}, untagged="message")
