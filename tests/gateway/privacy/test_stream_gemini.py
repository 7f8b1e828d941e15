"""Gemini's streams: whole answers in pieces, thoughts between the words, calls in fragments."""

import json

import pytest

from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer
from gateway.privacy.stream import StreamRestorer
from gateway.wire.framing import ARRAY, SSE
from gateway.wire.gemini import STREAM

CODE, NAME = "[PERSON-K7Q2M9-A3X]", 'Zoé "Z" Roy'


def restorer(*, json_answer=False):
    hidden = {CODE: Hidden(NAME, "PERSON")}
    return StreamRestorer(STREAM, Restorer(hidden), json_answer=json_answer)


def chunk(*parts, **candidate):
    return {"candidates": [{"content": {"role": "model", "parts": list(parts)}, "index": 0, **candidate}]}


def through(chunks, framing=SSE, **options):
    stream, decoder = restorer(**options), framing.decoder()
    out = []
    for value in chunks:
        out += map(stream.feed, decoder.feed(f"data: {json.dumps(value)}\n\n".encode()))
    out.append(stream.flush())
    parts = [
        part
        for line in b"".join(out).decode().split("\n\n")[:-1]
        for part in json.loads(line.removeprefix("data: "))["candidates"][0]["content"]["parts"]
    ]
    return out, parts


@pytest.mark.parametrize("cut", range(1, len(CODE)))
def test_words_and_thoughts_are_restored_apart_and_none_waits_for_the_other(cut):
    pieces = [CODE[:cut], CODE[cut:]]
    thoughts = [chunk({"text": piece, "thought": True}) for piece in pieces]
    words = [chunk({"text": piece}) for piece in ("Bonjour ", *pieces)]
    out, parts = through([*thoughts, *words, chunk({"text": ""}, finishReason="STOP")])
    assert "".join(part["text"] for part in parts if part.get("thought")) == NAME
    assert "".join(part["text"] for part in parts if not part.get("thought")) == f"Bonjour {NAME}"
    assert out[-1] == b""


def test_a_thought_cut_short_lets_the_answer_through_at_once():
    out, parts = through([chunk({"text": CODE[:9], "thought": True}), chunk({"text": "Bonjour"})])
    assert out[0] == b""
    assert out[1]
    assert [part["text"] for part in parts] == [CODE[:9], "Bonjour"]


def test_only_the_answer_is_json_where_json_is_asked_for():
    _out, parts = through(
        [chunk({"text": f"De {CODE}", "thought": True}), chunk({"text": f'{{"nom": "{CODE}"}}'})],
        json_answer=True,
    )
    assert parts[0]["text"] == f"De {NAME}"
    assert json.loads(parts[1]["text"]) == {"nom": NAME}


@pytest.mark.parametrize("cut", range(1, len(CODE) - 1))
def test_arguments_in_fragments_are_plain_text_by_their_path(cut):
    def fragment(text, path="$.nom", **more):
        return chunk({"functionCall": {"partialArgs": [{"jsonPath": path, "stringValue": text}], **more}})

    chunks = [
        fragment("{" + CODE[:cut], name="f"),
        fragment("Laval", "$.ville"),
        fragment(CODE[cut:]),
        fragment(CODE[:cut], name="g"),
        chunk({"functionCall": {"name": "h", "args": {"nom": CODE, CODE: [CODE]}}}, finishReason="STOP"),
    ]
    _out, parts = through(chunks)
    said = [part["functionCall"] for part in parts]
    fragments = [each["partialArgs"][0] for each in said[:-1]]
    first = "".join(each["stringValue"] for each in fragments[:3] if each["jsonPath"] == "$.nom")
    assert first.replace("\\", "") == "{" + NAME
    # What a call leaves open is not gone on with by the next.
    assert fragments[3]["stringValue"] == CODE[:cut]
    assert said[-1]["args"] == {"nom": NAME, NAME: [NAME]}


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_an_array_comes_back_as_one_however_it_is_cut(size):
    said = [
        chunk({"text": "À [PER"}),
        chunk({"text": CODE[4:] + ' "{['}),
        chunk({"text": ""}, finishReason="STOP"),
    ]
    raw = ("[" + "\n,\r\n".join(json.dumps(one) for one in said) + "\n]\n").encode()
    stream, decoder = restorer(), ARRAY.decoder()
    out = b""
    for start in range(0, len(raw), size):
        out += b"".join(map(stream.feed, decoder.feed(raw[start : start + size])))
    out += b"".join(map(stream.feed, decoder.flush())) + stream.flush()
    texts = [one["candidates"][0]["content"]["parts"][0]["text"] for one in json.loads(out)]
    assert "".join(texts) == f'À {NAME} "{{['
    assert len(texts) == 3
