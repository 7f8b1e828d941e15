import json

from streaming import choice, chunk, sse

from gateway.privacy.channel import Piece
from gateway.privacy.waiting import Cast, Place, SaidAgain, Waiting, key_at, parsed
from gateway.wire.openai_chat import CHAT
from gateway.wire.sse import Decoder

DELTA = CHAT.stream.deltas[0]


def event(text):
    return Decoder().feed(sse(chunk(choice(content="x"), choice(1, content=text))))[0]


def piece(raw, restored=None):
    made = Piece(raw)
    made.restored, made.settled = (raw if restored is None else restored), restored is not None
    return made


def again(text, restored):
    return SaidAgain(event(text), piece(text, restored), Cast(Place(0, DELTA, (1,), False, (1,), {})))


def test_an_event_that_is_like_another_goes_out_as_it_came_or_with_its_own_text():
    assert again("a", "a").rendered() == event("a").raw
    body = json.loads(again("a", 'Zoé "Z"').rendered().removeprefix(b"data: "))
    assert [each["delta"]["content"] for each in body["choices"]] == ["x", 'Zoé "Z"']
    assert again("a", "a").settled
    assert not again("a", None).settled


def test_only_the_first_event_of_a_mould_is_read_to_write_one(monkeypatch):
    cast = Cast(Place(0, DELTA, (1,), False, (1,), {}))
    written = [cast.written(event(text), text) for text in ("a", "é \ud83d", "")]
    monkeypatch.setattr("gateway.privacy.waiting.parsed", None)
    assert [cast.written(event("b"), text) for text in ("a", "é \ud83d", "")] == written
    said = [json.loads(each.removeprefix(b"data: "))["choices"][1]["delta"]["content"] for each in written]
    assert said == ["a", "é \ud83d", ""]


def test_an_event_waits_for_each_of_its_texts():
    body = {"a": "", "b": ""}
    waiting = Waiting(event("x"), body)
    waiting.places = [(body, "a", piece("1", "un")), (body, "b", piece("2"))]
    assert not waiting.settled
    waiting.places[1][2].settled = True
    assert waiting.settled
    assert waiting.rendered() == b'data: {"a":"un","b":"2"}\n\n'


def test_what_is_no_object_is_nothing():
    assert parsed(None) is parsed("[1]") is parsed("{") is parsed('{"a":' * 5000) is None
    assert parsed(' {"a": 1}') == {"a": 1}


def test_a_pattern_enters_arrays_at_the_same_places():
    assert key_at({"a": [{"b": 1}, {"b": 2}]}, ("a", "*", "b"), (1,)) == 2
    assert key_at({"a": [{"b": 1}]}, ("a", "*", "c"), (0,)) is None
