import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire import anthropic_messages, gemini, openai_chat, openai_responses
from gateway.wire.carrier import carried, length, read_file, with_texts
from gateway.wire.walk import walk

PDF = base64.b64encode(b"%PDF-1.7").decode()


def user(*parts):
    return {"messages": [{"role": "user", "content": list(parts)}]}


CHAT, RESPONSES, MESSAGES = (
    openai_chat.REQUEST,
    openai_responses.RESPONSES.request,
    anthropic_messages.REQUEST,
)
GEMINI = gemini.GENERATE.request
DOCUMENT = {
    "type": "document",
    "source": {"type": "base64", "media_type": "application/pdf", "data": PDF},
    "title": "T",
}
READ = {
    "type": "document",
    "source": {"type": "text", "media_type": "text/plain", "data": "lu"},
    "title": "T",
}
CASES = {
    "chat": (
        CHAT,
        user(
            {
                "type": "file",
                "file": {"file_data": PDF, "filename": "a.pdf"},
                "cache_control": {"type": "ephemeral"},
            }
        ),
        user({"cache_control": {"type": "ephemeral"}, "type": "text", "text": "lu"}),
    ),
    "mistral": (
        CHAT,
        user(
            {
                "type": "document_url",
                "document_url": f"data:application/pdf;base64,{PDF}",
                "document_name": "a.pdf",
            }
        ),
        user({"type": "text", "text": "lu"}),
    ),
    "responses": (
        RESPONSES,
        {
            "input": [
                {"role": "user", "content": [{"type": "input_file", "file_data": PDF, "filename": "a.pdf"}]}
            ]
        },
        {"input": [{"role": "user", "content": [{"type": "input_text", "text": "lu"}]}]},
    ),
    "responses, of a tool": (
        RESPONSES,
        {
            "input": [
                {
                    "type": "function_call_output",
                    "call_id": "c",
                    "output": [{"type": "input_file", "file_data": PDF}],
                }
            ]
        },
        {
            "input": [
                {
                    "type": "function_call_output",
                    "call_id": "c",
                    "output": [{"type": "input_text", "text": "lu"}],
                }
            ]
        },
    ),
    "anthropic": (MESSAGES, user(DOCUMENT), user(READ)),
    "anthropic, of a tool": (
        MESSAGES,
        user({"type": "tool_result", "tool_use_id": "t", "content": [DOCUMENT]}),
        user({"type": "tool_result", "tool_use_id": "t", "content": [READ]}),
    ),
    **{
        f"gemini, {member}.{media}": (
            GEMINI,
            {
                "contents": [
                    {
                        "parts": [
                            {member: {media: "application/pdf", "data": PDF}, "thought": True},
                            {"text": "x"},
                        ]
                    }
                ]
            },
            {"contents": [{"parts": [{"thought": True, "text": "lu"}, {"text": "x"}]}]},
        )
        for member in ("inlineData", "inline_data")
        for media in ("mimeType", "mime_type")
    },
    "gemini, one part": (
        GEMINI,
        {"contents": {"parts": {"inlineData": {"mimeType": "text/csv", "data": PDF}}}},
        {"contents": {"parts": {"text": "lu"}}},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_text_takes_the_place_of_a_file_and_passes_where_the_file_did_not(case):
    shape, body, expected = CASES[case]
    (found,) = carried(body, shape)
    assert found.carrier.content(found.part) is not None
    made = with_texts(body, shape, {found.path: "lu"})
    assert made == expected
    seen = []
    walk(made, shape, lambda _place, text: seen.append(text) or text)
    assert "lu" in seen


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_stays_is_refused_by_the_walk(case):
    from gateway.errors import Refused

    shape, body, _ = CASES[case]
    with pytest.raises(Refused):
        walk(with_texts(body, shape, {}), shape, lambda _place, text: text)


@pytest.mark.parametrize(
    ("written", "content", "media"),
    [
        (PDF, b"%PDF-1.7", ""),
        (f"data:application/pdf;base64,{PDF}", b"%PDF-1.7", "application/pdf"),
        (f"data:;base64,{PDF}", b"%PDF-1.7", ""),
        (f"DATA:text/plain;charset=utf-8;BASE64,{PDF}", b"%PDF-1.7", "text/plain"),
        ("data:text/plain,%C3%A9t%C3%A9", "été".encode(), "text/plain"),
        ("_-8=", b"\xff\xef", ""),
        ("JV BE\nRg", b"%PDF", ""),
    ],
)
def test_files_are_read_as_they_are_written(written, content, media):
    file = read_file(written, "", "a.b.Pdf")
    assert file is not None
    assert (file.content, file.media, file.ending) == (content, media, "Pdf")
    assert length(written) >= len(content)


@pytest.mark.parametrize("written", ["https://exemple.quebec/a", "é", "a", "abc!", "data:,;base64", "gs://x"])
def test_what_is_no_file_is_none(written):
    file = read_file(written, "", "")
    assert file is None or file.content == b";base64"


@given(st.binary(max_size=200), st.booleans(), st.sampled_from(["", "data:x/y;base64,", "data:;base64,"]))
def test_any_bytes_come_back(content, is_url_safe, before):
    encode = base64.urlsafe_b64encode if is_url_safe else base64.b64encode
    written = before + encode(content).decode()
    file = read_file(written, "", "")
    assert file is not None
    assert file.content == content
    assert length(written) >= len(content)


_JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["messages", "content", "type", "source", "data", "role", "input", "parts"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(_JSON, st.sampled_from([CHAT, RESPONSES, MESSAGES, GEMINI]))
def test_a_body_of_any_shape_stays_as_it_is_where_nothing_is_read(body, shape):
    carried(body, shape)
    assert with_texts(body, shape, {}) == body
