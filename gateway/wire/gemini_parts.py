"""Google Gemini: the parts of contents, and the tools (google-genai 3.4).

What is signed (``thoughtSignature``) is sealed; bytes and files are refused, as are tools that come with
credentials or lead to somewhere else.
"""

from dataclasses import replace

from gateway.wire.file_parts import GEMINI_PART
from gateway.wire.protobuf import choice, message, repeated
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
)

_CALL = message(
    id=INERT,
    name=INERT,
    args=FREE,
    partial_args=each(message(json_path=TEXT, string_value=TEXT, will_continue=INERT)),
    will_continue=INERT,
)
_RESPONSE = message(
    id=INERT,
    name=INERT,
    response=FREE,
    will_continue=INERT,
    scheduling=INERT,
    # Every one of them is bytes or a file.
    parts=repeated(choice()),
)
_TRANSCRIPT = message(
    text=TEXT,
    language_code=INERT,
    speaker_label=TEXT,
    start_offset=INERT,
    end_offset=INERT,
    words=each(message(word=TEXT, start_offset=INERT, end_offset=INERT)),
)
_SPOKEN_BY = message(speaker=TEXT, style=TEXT)


def _part(**opaque: Shape) -> Shape:
    return choice(
        text=TEXT,
        thought=INERT,
        thought_signature=SEALED,
        function_call=_CALL,
        function_response=_RESPONSE,
        executable_code=message(id=INERT, language=INERT, code=TEXT),
        code_execution_result=message(id=INERT, outcome=INERT, output=TEXT),
        tool_call=message(id=INERT, tool_type=INERT, args=FREE),
        tool_response=message(id=INERT, tool_type=INERT, response=FREE),
        audio_transcription=_TRANSCRIPT,
        speech_metadata=_SPOKEN_BY,
        part_metadata=FREE,
        **opaque,
    )


_INLINE = message(Kind.OPAQUE, mime_type=INERT, data=OPAQUE, display_name=TEXT)
PART = replace(_part(inline_data=_INLINE, file_data=OPAQUE), carries=GEMINI_PART)
CONTENT = message(role=INERT, parts=repeated(PART))

_FUNCTION = message(
    name=INERT,
    description=TEXT,
    parameters=SCHEMA,
    parameters_json_schema=SCHEMA,
    response=SCHEMA,
    response_json_schema=SCHEMA,
    behavior=INERT,
)
_RANGE = message(start_time=INERT, end_time=INERT)
_SEARCH = message(
    exclude_domains=each(TEXT),
    blocking_confidence=INERT,
    time_range_filter=_RANGE,
    search_types=message(web_search=message(), image_search=message()),
)
TOOL = choice(
    function_declarations=repeated(_FUNCTION),
    google_search=_SEARCH,
    enterprise_web_search=_SEARCH,
    google_search_retrieval=message(dynamic_retrieval_config=message(mode=INERT)),
    code_execution=message(),
    url_context=message(),
    computer_use=message(
        environment=INERT, excluded_predefined_functions=INERT_LIST, disabled_safety_policies=INERT_LIST
    ),
    # The documents that it reads were stored at the provider.
    file_search=HELD,
    google_maps=message(auth_config=CREDENTIAL, enable_widget=INERT),
    retrieval=CREDENTIAL,
    mcp_servers=CREDENTIAL,
    parallel_ai_search=CREDENTIAL,
    exa_ai_search=CREDENTIAL,
)
