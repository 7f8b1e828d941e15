"""Google Gemini ``models/{model}:generateContent`` and its kin (google-genai 3.4, v1 and v1beta).

The path names the model. What the provider would keep (``cachedContent``, files, batches) is refused.
"""

from config.provider import Dialect
from gateway.wire.cited import Cited, CitedSoFar
from gateway.wire.format import Delta, Ending, Stream, Unrestorable, WireFormat
from gateway.wire.framing import ARRAY, SSE
from gateway.wire.gemini_parts import CONTENT, TOOL
from gateway.wire.openai_chat import LOGPROBS, SPEECH
from gateway.wire.protobuf import message, repeated
from gateway.wire.shape import (
    CREDENTIAL,
    FREE,
    HELD,
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
    record,
)

_VOICE = message(voice=INERT, prebuilt_voice_config=message(voice_name=INERT), replicated_voice_config=OPAQUE)
_CONFIG = message(
    stop_sequences=each(TEXT),
    response_mime_type=INERT,
    response_schema=SCHEMA,
    response_json_schema=SCHEMA,
    response_format=repeated(
        message(
            text=message(mime_type=INERT, schema=SCHEMA),
            audio=message(mime_type=INERT, delivery=INERT),
            image=message(mime_type=INERT, delivery=INERT, aspect_ratio=INERT, image_size=INERT),
            # Says where at the provider it is to be written.
            video=CREDENTIAL,
        )
    ),
    response_modalities=INERT_LIST,
    media_resolution=INERT,
    seed=INERT,
    routing_config=message(manual_mode=message(model_name=INERT), auto_mode=message()),
    model_selection_config=message(feature_selection_preference=INERT),
    thinking_config=message(thinking_level=INERT, thinking_budget=INERT, include_thoughts=INERT),
    speech_config=message(
        language_code=INERT,
        voice_config=_VOICE,
        multi_speaker_voice_config=message(
            speaker_voice_configs=each(message(speaker=TEXT, voice_config=_VOICE))
        ),
    ),
    translation_config=message(target_language_code=INERT),
)
_REQUEST = {
    "model": INERT,
    "contents": repeated(CONTENT),
    "system_instruction": CONTENT,
    "tools": repeated(TOOL),
    "tool_config": message(
        function_calling_config=message(mode=INERT, allowed_function_names=INERT_LIST),
        retrieval_config=message(language_code=INERT),
    ),
    "safety_settings": each(message(category=INERT, threshold=INERT, method=INERT)),
    "generation_config": _CONFIG,
    "labels": FREE,
    "cached_content": HELD,
    "store": HELD,
    "service_tier": INERT,
    "continuation_token": SEALED,
}
REQUEST = message(**_REQUEST)
_EMBEDDED = message(
    model=INERT,
    content=CONTENT,
    title=TEXT,
    task_type=INERT,
    output_dimensionality=INERT,
    embed_content_config=message(task_type=INERT, title=TEXT, output_dimensionality=INERT),
)

_CANDIDATE = message(
    content=CONTENT,
    finish_reason=INERT,
    safety_ratings=each(message(category=INERT, probability=INERT, severity=INERT)),
    logprobs_result=PIECES,
    continuation_token=SEALED,
    grounding_metadata=message(
        search_entry_point=message(rendered_content=TEXT, sdk_blob=OPAQUE),
        google_maps_widget_context_token=SEALED,
    ),
)
ANSWER = message(
    candidates=each(_CANDIDATE),
    usage_metadata=Shape(Kind.INERT),
    model_version=INERT,
    response_id=INERT,
    create_time=INERT,
)

_INDEX = ("candidates", "*", "index")
_PARTS = ("candidates", "*", "content", "parts", "*")
_CALLED = (*_PARTS, "functionCall")
_SUPPORTS = ("groundingMetadata", "groundingSupports", "*", "segment")
_SOURCES = ("citationMetadata", "citations", "*")
_OFFSETS = ("startIndex", "endIndex")
_TEXTS = ("content", "parts", "*", "text")
STREAM = Stream(
    event=ANSWER,
    deltas=(
        Delta((*_PARTS, "text"), (_INDEX,), answer=True, aside=(*_PARTS, "thought"), channel="text"),
        Delta(
            (*_CALLED, "partialArgs", "*", "stringValue"),
            (_INDEX, (*_CALLED, "partialArgs", "*", "jsonPath")),
        ),
    ),
    endings=(
        # A call that is named is a new one.
        Ending((*_CALLED, "name"), (_INDEX,), before=True),
        Ending(("candidates", "*", "finishReason"), (_INDEX,)),
        Ending(("error",), ()),
    ),
    cited_so_far=tuple(
        CitedSoFar(("candidates", "*", *at), "text", _OFFSETS, in_bytes=True) for at in (_SUPPORTS, _SOURCES)
    ),
    framings=(SSE, ARRAY),
)

_CONFIGS = ("generationConfig", "generation_config")
_MODALITIES = ("responseModalities", "response_modalities")
_LOGPROBS = ("responseLogprobs", "response_logprobs", "logprobs")
GENERATE = WireFormat(
    name="gemini-generate",
    dialect=Dialect.GEMINI,
    request=REQUEST,
    answer=ANSWER,
    tokens_read=(("usageMetadata", "promptTokenCount"),),
    tokens_written=(("usageMetadata", "candidatesTokenCount"),),
    refused_when_hidden=(
        *(Unrestorable(f"{config}.{member}", LOGPROBS) for config in _CONFIGS for member in _LOGPROBS),
        *(
            Unrestorable(f"{config}.{member}", SPEECH, "AUDIO")
            for config in _CONFIGS
            for member in _MODALITIES
        ),
    ),
    structured=tuple(
        (config, member) for config in _CONFIGS for member in ("responseMimeType", "response_mime_type")
    ),
    turns="contents",
    spoken=frozenset({"model"}),
    system="systemInstruction",
    system_names=("system_instruction",),
    system_parts="parts",
    cited=tuple(
        Cited(("candidates", "*"), _TEXTS, at, _OFFSETS, "partIndex", in_bytes=True)
        for at in (_SUPPORTS, _SOURCES)
    ),
)
STREAM_GENERATE = WireFormat(
    name="gemini-stream",
    dialect=Dialect.GEMINI,
    request=REQUEST,
    answer=ANSWER,
    stream=STREAM,
    tokens_read=GENERATE.tokens_read,
    tokens_written=GENERATE.tokens_written,
    refused_when_hidden=GENERATE.refused_when_hidden,
    structured=GENERATE.structured,
    turns="contents",
    spoken=GENERATE.spoken,
    system=GENERATE.system,
    system_names=GENERATE.system_names,
    system_parts=GENERATE.system_parts,
    streams=True,
)
COUNT = WireFormat(
    name="gemini-count-tokens",
    dialect=Dialect.GEMINI,
    request=message(**_REQUEST, generate_content_request=REQUEST),
    answer=record(),
    tokens_read=(("totalTokens",),),
    turns="contents",
    spoken=GENERATE.spoken,
    system="",
)
EMBED = WireFormat(
    name="gemini-embed",
    dialect=Dialect.GEMINI,
    request=_EMBEDDED,
    answer=record(),
    turns="",
    system="",
)
BATCH_EMBED = WireFormat(
    name="gemini-batch-embed",
    dialect=Dialect.GEMINI,
    request=message(requests=repeated(_EMBEDDED)),
    answer=record(),
    turns="",
    system="",
)
#: What can be asked of a model, by the verb in the path.
VERBS = {
    "generateContent": GENERATE,
    "streamGenerateContent": STREAM_GENERATE,
    "countTokens": COUNT,
    "embedContent": EMBED,
    "batchEmbedContents": BATCH_EMBED,
}
