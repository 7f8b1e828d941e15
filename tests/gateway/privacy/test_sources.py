import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.restore import Restorer
from gateway.privacy.sources import documents, source, told_back, told_out
from gateway.privacy.stream import StreamRestorer
from gateway.wire.anthropic_messages import MESSAGES, STREAM
from gateway.wire.framing import SSE
from tests.gateway.privacy.planting import prepare

MARIE = "Marie-Ève Gagnon"
TEXT = f"Le rapport de Mme {MARIE} date du 3 mai. Il est signé par {MARIE}, de Lévis."


def document(text: str) -> dict:
    return {
        "type": "document",
        "source": {"type": "text", "media_type": "text/plain", "data": text},
        "citations": {"enabled": True},
    }


def mark(text: str, quote: str, number: int, **more) -> dict:
    start = text.index(quote)
    return {
        "type": "char_location",
        "cited_text": quote,
        "document_index": number,
        "start_char_index": start,
        "end_char_index": start + len(quote),
        **more,
    }


PDF = {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "AAAA"}}
QUOTE = f"Il est signé par {MARIE}"
ASKED = {
    "role": "user",
    "content": [document("Rien ici."), document(TEXT), {"type": "text", "text": "Qui ?"}],
}


@pytest.fixture
def outbound():
    return prepare({"model": "m", "max_tokens": 9, "messages": [ASKED]}, MESSAGES, {MARIE: "PERSON"})


def sent(outbound) -> tuple[str, str]:
    """What the provider read of the document, and what it quotes."""
    text = json.loads(outbound.body)["messages"][0]["content"][1]["source"]["data"]
    return text, text[text.index("Il est") : text.index(", de Lévis")]


def test_documents_are_counted_over_all_messages():
    result = {"type": "tool_result", "tool_use_id": "t", "content": [document("b")]}
    messages = [
        {"role": "user", "content": [document("a"), PDF]},
        {"role": "user", "content": [result]},
        {},
        "x",
    ]
    assert documents(messages) == [
        ("messages", 0, "content", 0, "source", "data"),
        None,
        ("messages", 1, "content", 0, "content", 0, "source", "data"),
    ]
    assert documents("x") == []


def test_an_answer_counts_the_characters_of_the_callers_text(outbound):
    text, quote = sent(outbound)
    answer = {"content": [{"type": "text", "text": "Elle.", "citations": [mark(text, quote, 1)]}]}
    restored = {
        "content": [{"type": "text", "text": "Elle.", "citations": [mark(text, quote, 1, cited_text=QUOTE)]}]
    }
    told = told_back(answer, restored, MESSAGES.cited_sources, outbound.sources)
    assert told["content"][0]["citations"] == [mark(TEXT, QUOTE, 1)]


def test_a_stream_as_well(outbound):
    text, quote = sent(outbound)
    restorer = StreamRestorer(STREAM, Restorer(outbound.hidden, sources=outbound.sources))
    body = {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "citations_delta", "citation": mark(text, quote, 1)},
    }
    out = b"".join(
        restorer.feed(event)
        for event in SSE.decoder().feed(f"event: content_block_delta\ndata: {json.dumps(body)}\n\n".encode())
    )
    (data,) = (line for line in (out + restorer.flush()).decode().split("\n") if line.startswith("data:"))
    assert json.loads(data[5:])["delta"]["citation"] == mark(TEXT, QUOTE, 1)


def test_what_is_sent_again_says_what_the_provider_said(outbound):
    text, quote = sent(outbound)
    said = {"type": "text", "text": "Elle.", "citations": [mark(TEXT, QUOTE, 1)]}
    messages = [ASKED, {"role": "assistant", "content": [said]}, {"role": "user", "content": "Merci."}]
    again = prepare({"model": "m", "max_tokens": 9, "messages": messages}, MESSAGES, {MARIE: "PERSON"})
    (citation,) = json.loads(again.body)["messages"][1]["content"][0]["citations"]
    assert citation == mark(text, quote, 1)


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "page_location", "document_index": 1, "start_page_number": 1, "end_page_number": 2},
        {"type": "content_block_location", "document_index": 1, "start_block_index": 0, "end_block_index": 1},
        {"type": "char_location", "document_index": 7, "start_char_index": 50, "end_char_index": 60},
        {"type": "char_location", "document_index": True, "start_char_index": 50, "end_char_index": 60},
        {
            "type": "char_location",
            "document_index": 1,
            "start_char_index": 50,
            "end_char_index": 60,
            "cited_text": "?",
        },
        {"type": "char_location", "document_index": 1, "start_char_index": "50", "end_char_index": 60},
        {"type": "char_location", "document_index": 1},
        None,
        3,
    ],
)
def test_what_counts_something_else_stays(outbound, odd):
    answer = {"content": [{"type": "text", "text": "Elle.", "citations": [odd]}]}
    assert told_back(answer, answer, MESSAGES.cited_sources, outbound.sources) == answer


def test_without_documents_nothing_is_looked_at():
    answer = {"content": [{"citations": [mark(TEXT, QUOTE, 0)]}]}
    assert told_back(answer, answer, MESSAGES.cited_sources, ()) is answer
    assert told_out(answer, answer, MESSAGES.resent_sources, ()) is answer


WORDS = st.text("abcé ", max_size=9)


@given(
    st.lists(
        st.tuples(
            WORDS, st.tuples(st.text("XY", min_size=1, max_size=6), st.text("[]K", min_size=1, max_size=9))
        ),
        max_size=5,
    ),
    WORDS,
)
def test_there_and_back_again(parts, last):
    """Offsets between pieces, and at their ends, come back as they were."""
    pieces = [piece for kept, changed in parts for piece in ((kept, kept), changed)] + [(last, last)]
    made = source(pieces)
    assert (made.came, made.leaves) == ("".join(own for own, _ in pieces), "".join(new for _, new in pieces))
    here = there = 0
    for own, new in pieces:
        steps = range(len(own) + 1) if own == new else (0,)
        for step in steps:
            begins = own != new
            assert made.out(here + step, begins=begins) == there + step
            assert made.back(there + step, begins=begins) == here + step
        here, there = here + len(own), there + len(new)
