import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streaming import ROY, SIN, TABLE, block, call, choice, chunk, sse

from gateway.privacy import moulds as module
from gateway.privacy.moulds import Mould, Moulds
from gateway.privacy.restore import Restorer
from gateway.privacy.stream import StreamRestorer
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.openai_chat import CHAT
from gateway.wire.sse import Decoder

PATH = ("choices", 0, "delta", "content")


def event(text, **more):
    return Decoder().feed(sse({**chunk(choice(content=text)), **more}))[0]


def learned(text, given_event=None):
    known = Moulds()
    known.add(given_event or event(text), text, PATH, "known")
    return known


def test_an_event_with_another_text_is_known_without_being_read():
    known = learned("Bonjour")
    assert known.find(event("le monde").raw) == ("known", "le monde")
    accented = json.dumps(chunk(choice(content="été")), ensure_ascii=False)
    assert known.find(f"data: {accented}\n\n".encode()) == ("known", "été")
    assert known.find(event('dit "oui"\n\\ ').raw) == ("known", 'dit "oui"\n\\ ')


@pytest.mark.parametrize(
    "other",
    [
        event("été").raw,  # as an escape
        event("monde").raw.replace(b"monde", b"\\"),
        event("monde").raw.replace(b"monde", b"\\q"),
        event("").raw,
        event("monde", id="chatcmpl-2").raw,
        event("monde").raw.replace(b"\n\n", b"\r\n\r\n"),
        event("monde").raw.replace(b"monde", b"\xff"),
        event("monde").raw.replace(b"monde", b"a\nb"),
        event("monde").raw.replace(b"monde", b'a", "content": "b'),
        b"data: [DONE]\n\n",
        b"",
    ],
)
def test_what_could_be_anything_else_is_read(other):
    assert learned("Bonjour").find(other) is None


@pytest.mark.parametrize(
    ("text", "given_event"),
    [
        ("é", event("é")),  # its escape is not what it says
        ("Bonjour", event("Bonjour", user="Bonjour")),
        ("index", event("index")),
        ("\ud83d", event("\ud83d")),
        ("Bonjour", event("Bonsoir", user="Bonjour")),
    ],
)
def test_no_mould_is_made_of_what_leaves_a_doubt(text, given_event):
    known = learned(text, given_event)
    assert known.find(given_event.raw) is None


def test_a_mould_does_not_lap_over_itself():
    assert Mould(b'"ab', b'b"', None).text(b'"ab"') is None
    assert Mould(b'"ab', b'b"', None).text(b'"abb"') is None
    assert Mould(b'"ab', b'b"', None).text(b'"abcb"') == "c"


def test_a_stream_whose_events_all_differ_is_left_alone(monkeypatch):
    known = Moulds()
    tried = []
    monkeypatch.setattr(module, "_cut", lambda *given: tried.append(given))
    for number in range(100):
        known.add(event("a", obfuscation=str(number)), "a", PATH, number)
    assert len(tried) < 10


ENDED = {"type": "content_block_stop", "index": 0}
ANTHROPIC = [
    lambda text: block(0, "text_delta", text=text),
    lambda text: block(1, "text_delta", text=text),
    lambda text: block(0, "thinking_delta", thinking=text),
    lambda text: block(0, "signature_delta", signature=text),
    lambda text: block(0, "input_json_delta", partial_json=text),
    lambda text: ENDED,
]
MARK = {"type": "url_citation", "url_citation": {"start_index": 0, "end_index": 25}}
OPENAI = [
    lambda text: chunk(choice(content=text)),
    lambda text: chunk(choice(1, content=text)),
    lambda text: chunk(choice(content=text), choice(1, content="b")),
    lambda text: chunk(choice(content=text, reasoning=text)),
    lambda text: chunk(choice(finish="stop", content=text)),
    lambda text: chunk(choice(content=text, annotations=[MARK])),
    lambda text: chunk(choice(tool_calls=[call(0, text)])),
    lambda text: {**chunk(choice(content=text)), "user": f"de {SIN}"},
    lambda text: {**chunk(choice(content=text)), "user": "[SIN-B00B1E-ZZ8]"},
    lambda text: {**chunk(choice(content=text)), "usage": {"prompt_tokens": 3}},
    lambda text: ": ping",
]
TEXTS = st.sampled_from(["a", " b", "é", "[", "SIN", "-B00B1E-", "ZZ9", "]", ROY, SIN, "PERSON-K7Q2M9", '"', "\\", "\n", "[SIN-B00B1E-ZZ8]", "", "index", "[PERSON-K7", "Q2M9-A3X]"])  # fmt: skip
CASES = st.sampled_from([(CHAT, OPENAI), (MESSAGES, ANTHROPIC)]).flatmap(
    lambda case: st.tuples(
        st.just(case[0]),
        st.lists(st.tuples(st.sampled_from(case[1]), st.lists(TEXTS, min_size=1, max_size=6)), max_size=6),
    )
)


def delivered(wire, raw, table):
    """Return the bytes after each event, what is left, the counts, the signed texts, and what was noted."""
    signed = []
    restorer = Restorer(table)
    stream = StreamRestorer(wire.stream, restorer, remember=lambda *each: signed.append(each))
    out, noted = [], []
    for each in Decoder().feed(raw):
        out.append(stream.feed(each))
        noted.append(isinstance(stream.last, dict) and stream.last.get("usage"))
    return out, stream.flush(), restorer.restored, restorer.unresolved, signed, noted


@given(CASES, st.booleans(), st.sampled_from([TABLE, {}]))
def test_a_stream_is_delivered_as_if_every_event_were_read(case, ascii_only, table):
    wire, said = case
    bodies = [make(text) for make, texts in said for text in texts]
    raw = b"".join(
        b"data: " + (each if isinstance(each, str) else json.dumps(each, ensure_ascii=ascii_only)).encode() + b"\n\n"
        for each in bodies
    )  # fmt: skip
    known = delivered(wire, raw, table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Moulds, "find", lambda *given: None)
        assert known == delivered(wire, raw, table)


def test_the_moulds_serve():
    raw = sse(*[chunk(choice(content=text)) for text in ("Bon", "jour ", "mad", "ame", " ", "et")])
    read = []
    with pytest.MonkeyPatch.context() as patch:
        plain = StreamRestorer._receive
        patch.setattr(StreamRestorer, "_receive", lambda self, each: read.append(1) or plain(self, each))
        delivered(CHAT, raw, TABLE)
        delivered(CHAT, raw, {})
    assert len(read) == 2
