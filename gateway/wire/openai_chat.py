"""OpenAI ``POST /chat/completions`` (OpenAPI description of 2026-08-21; openai-python 3.54) and its kin.

Mistral, vLLM, DeepSeek and OpenRouter add the members marked below.
"""

from config.errors import phrase
from config.provider import Dialect
from gateway.wire.cited import Cited, CitedSoFar
from gateway.wire.file_parts import CHAT_FILE, MISTRAL_DOCUMENT
from gateway.wire.format import Delta, Ending, Stream, Unrestorable, WireFormat
from gateway.wire.pictures import CHAT_IMAGE
from gateway.wire.shape import (
    CREDENTIAL,
    EMBEDDED_JSON,
    FREE,
    INERT,
    INERT_LIST,
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

_FUNCTION = record(name=INERT, description=TEXT, parameters=SCHEMA, strict=INERT)
_CALLED = record(name=INERT, arguments=EMBEDDED_JSON)
_TEXT_PART = record(type=INERT, text=TEXT)
_IMAGE_URL = record(Kind.OPAQUE, url=OPAQUE, detail=INERT)
_PARTS = each(
    union(
        {
            "text": _TEXT_PART,
            "refusal": record(type=INERT, refusal=TEXT),
            "image_url": image_in(CHAT_IMAGE, type=INERT, image_url=_IMAGE_URL),
            "input_audio": OPAQUE,
            "file": CHAT_FILE,
            # Mistral
            "thinking": record(type=INERT, thinking=each(_TEXT_PART), signature=SEALED, closed=INERT),
            "reference": record(type=INERT, reference_ids=INERT_LIST),
            "tool_reference": record(type=INERT, tool=INERT, title=TEXT, description=TEXT, url=TEXT),
            "document_url": MISTRAL_DOCUMENT,
        }
    )
)
_TOOL_RESULT_PARTS = each(union({"text": _TEXT_PART}), Kind.JSON)
_TOOL_CALLS = each(
    union(
        {
            "function": record(id=INERT, type=INERT, index=INERT, function=_CALLED),
            "custom": record(id=INERT, type=INERT, index=INERT, custom=record(name=INERT, input=TEXT)),
        },
        untagged="function",
    )
)


def _message(content: Shape = _PARTS) -> Shape:
    return record(
        role=INERT,
        content=content,
        name=TEXT,
        refusal=TEXT,
        tool_calls=_TOOL_CALLS,
        function_call=_CALLED,
        tool_call_id=INERT,
        audio=record(id=INERT),
        reasoning_content=TEXT,
        reasoning=TEXT,
        reasoning_details=each(record(type=INERT, text=TEXT, summary=TEXT, data=SEALED, signature=SEALED)),
        prefix=INERT,  # Mistral, DeepSeek
        annotations=each(record(type=INERT, url_citation=record(url=TEXT, title=TEXT))),
    )


_MESSAGES = each(
    union(
        dict.fromkeys(("developer", "system", "user", "assistant"), _message())
        | dict.fromkeys(("tool", "function"), _message(_TOOL_RESULT_PARTS)),
        tag="role",
    )
)
_TOOL_CHOICE = record(
    Kind.INERT,
    type=INERT,
    function=record(name=INERT),
    custom=record(name=INERT),
    allowed_tools=record(mode=INERT, tools=each(record(type=INERT, function=record(name=INERT)))),
)

REQUEST = record(
    model=INERT,
    messages=_MESSAGES,
    tools=each(
        union(
            {
                "function": record(type=INERT, function=_FUNCTION),
                "custom": record(
                    type=INERT,
                    custom=record(
                        name=INERT,
                        description=TEXT,
                        format=record(type=INERT, grammar=record(syntax=INERT, definition=TEXT)),
                    ),
                ),
            }
        )
    ),
    functions=each(_FUNCTION),
    function_call=record(Kind.INERT, name=INERT),
    tool_choice=_TOOL_CHOICE,
    parallel_tool_calls=INERT,
    response_format=record(
        type=INERT, json_schema=record(name=INERT, description=TEXT, schema=SCHEMA, strict=INERT)
    ),
    prediction=record(type=INERT, content=_PARTS),
    stop=each(TEXT),
    user=TEXT,
    safety_identifier=TEXT,
    prompt_cache_key=TEXT,
    metadata=FREE,
    web_search_options=record(
        search_context_size=INERT,
        user_location=record(
            type=INERT, approximate=record(city=TEXT, region=TEXT, country=INERT, timezone=INERT)
        ),
    ),
    data_sources=CREDENTIAL,  # Azure "On Your Data": endpoints and keys
    service_tier=INERT,
    reasoning_effort=INERT,
    verbosity=INERT,
    modalities=INERT_LIST,
    audio=record(format=INERT, voice=INERT),
    stream=INERT,
    stream_options=record(include_usage=INERT, include_obfuscation=INERT),
    store=INERT,
    n=INERT,
    seed=INERT,
    temperature=INERT,
    top_p=INERT,
    max_tokens=INERT,
    max_completion_tokens=INERT,
    frequency_penalty=INERT,
    presence_penalty=INERT,
    logprobs=INERT,
    top_logprobs=INERT,
    prompt_cache_retention=INERT,
    # Mistral
    prompt_mode=INERT,
    random_seed=INERT,
    safe_prompt=INERT,
    guardrails=each(record(block_on_error=INERT)),
)

_ANSWER_MESSAGE = record(
    role=INERT,
    content=_PARTS,
    tool_calls=each(record(id=INERT, type=INERT, function=_CALLED, custom=record(name=INERT, input=TEXT))),
    function_call=_CALLED,
    audio=record(id=INERT, data=OPAQUE, transcript=TEXT),
    reasoning_details=each(record(type=INERT, text=TEXT, summary=TEXT, data=SEALED, signature=SEALED)),
)
_CHOICE = record(finish_reason=INERT, message=_ANSWER_MESSAGE, delta=_ANSWER_MESSAGE, logprobs=PIECES)
ANSWER = record(
    id=INERT,
    object=INERT,
    model=INERT,
    system_fingerprint=INERT,
    service_tier=INERT,
    obfuscation=INERT,
    choices=each(_CHOICE),
)

_CITATIONS = ("annotations", "*", "url_citation")
_OFFSETS = ("start_index", "end_index")
_CHOICE_KEY = ("choices", "*", "index")
_CALL = ("choices", "*", "delta", "tool_calls", "*")
_DETAIL = ("choices", "*", "delta", "reasoning_details", "*")


def _spoken(member: str) -> Delta:
    return Delta(
        ("choices", "*", "delta", member), (_CHOICE_KEY,), answer=member == "content", channel=member
    )


STREAM = Stream(
    event=ANSWER,
    deltas=(
        *map(_spoken, ("content", "refusal", "reasoning_content", "reasoning")),
        Delta((*_CALL, "function", "arguments"), (_CHOICE_KEY, (*_CALL, "index")), Kind.JSON),
        Delta((*_CALL, "custom", "input"), (_CHOICE_KEY, (*_CALL, "index"))),
        Delta(("choices", "*", "delta", "function_call", "arguments"), (_CHOICE_KEY,), Kind.JSON),
        Delta(("choices", "*", "delta", "audio", "transcript"), (_CHOICE_KEY,)),
        # OpenRouter
        Delta((*_DETAIL, "text"), (_CHOICE_KEY, (*_DETAIL, "index"))),
        Delta((*_DETAIL, "summary"), (_CHOICE_KEY, (*_DETAIL, "index"))),
        # Mistral
        Delta(("choices", "*", "delta", "content", "*", "text"), (_CHOICE_KEY,)),
        Delta(("choices", "*", "delta", "content", "*", "thinking", "*", "text"), (_CHOICE_KEY,)),
    ),
    endings=(Ending(("choices", "*", "finish_reason"), (_CHOICE_KEY,)),),
    cited_so_far=(CitedSoFar(("choices", "*", "delta", *_CITATIONS), "content", _OFFSETS),),
)

LOGPROBS = phrase(
    "Log probabilities cut hidden values into pieces and cannot be restored: leave out '%(member)s'."
)

SPEECH = phrase(
    "Speech says what stands in the place of hidden values: leave '%(value)s' out of '%(member)s'."
)

CHAT = WireFormat(
    name="openai-chat",
    dialect=Dialect.OPENAI,
    request=REQUEST,
    answer=ANSWER,
    stream=STREAM,
    tokens_read=(("usage", "prompt_tokens"),),
    tokens_written=(("usage", "completion_tokens"),),
    refused_when_hidden=(
        Unrestorable("logprobs", LOGPROBS),
        Unrestorable("top_logprobs", LOGPROBS),
        Unrestorable("modalities", SPEECH, "audio"),
    ),
    structured=(("response_format", "type"),),
    cited=(Cited(("choices", "*", "message"), ("content",), _CITATIONS, _OFFSETS),),
    resent=tuple(
        Cited(("messages", "*"), text, _CITATIONS, _OFFSETS)
        for text in (("content",), ("content", "*", "text"))
    ),
)
