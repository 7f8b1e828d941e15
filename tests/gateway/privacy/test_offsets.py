import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planting import prepare

from gateway.privacy.offsets import Shift, sent, shifted
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.reading import Span
from gateway.privacy.restore import Restorer
from gateway.wire.cohere import CHAT as COHERE
from gateway.wire.deliver import deliver
from gateway.wire.gemini import GENERATE
from gateway.wire.openai_chat import CHAT
from gateway.wire.openai_responses import RESPONSES

CODE = "[PERSON-K7Q2M9-A3E]"
PIECES = st.lists(st.tuples(st.sampled_from(["text", "code"]), st.text(max_size=4)), max_size=6)


@given(PIECES, st.data())
@pytest.mark.parametrize("in_bytes", [False, True])
def test_a_part_of_a_text_is_the_same_part_of_it_restored(in_bytes, pieces, data):
    """Whatever stands between two offsets, these may be anywhere but inside of a code."""

    def size(text):
        return len(text.encode("utf-8", "surrogatepass")) if in_bytes else len(text)

    raw = new = ""
    spans, cuts = [], [(0, 0)]
    for kind, text in pieces:
        received = "<code>" if kind == "code" else text
        if kind == "code":
            spans.append(Span(len(raw), len(raw) + len(received), text))
            raw, new = raw + received, new + text
            cuts.append((len(raw), len(new)))
        else:
            cuts += [(len(raw) + at, len(new) + at) for at in range(1, len(text) + 1)]
            raw, new = raw + text, new + text
    shift = Shift(raw, spans, in_bytes=in_bytes)
    (start, before), (end, after) = sorted(data.draw(st.tuples(*[st.sampled_from(cuts)] * 2)))
    assert shift(size(raw[:end])) == size(new[:after])
    moved = shift(size(raw[:start]), begins=True)
    # Where a code stood for nothing, both of its ends are one place.
    assert moved == size(new[:before])


@given(st.integers(1, 5))
def test_a_mark_inside_of_a_code_takes_in_all_of_what_stands_there(inside):
    shift = Shift("ab<code>cd", [Span(2, 8, "Zoé Roy")])
    assert (shift(2 + inside, begins=True), shift(2 + inside)) == (2, 9)
    assert (shift(2, begins=True), shift(8), shift(10)) == (2, 9, 11)
    assert shift(99) == 100


def marked(start, end, **more):
    return {"start_index": start, "end_index": end, **more}


def google(start, end, **more):
    return {"startIndex": start, "endIndex": end, **more}


TEXT = f"é {CODE} va au {CODE}."
WHOLE = {
    "chat": (
        CHAT,
        {
            "choices": [
                {"message": {"content": TEXT, "annotations": [{"url_citation": marked(25, 47)}]}},
                {"message": {"content": None}},
            ]
        },
        lambda answer: answer["choices"][0]["message"]["annotations"][0]["url_citation"],
    ),
    "responses": (
        RESPONSES,
        {"output": [{"type": "message", "content": [{"type": "output_text", "text": TEXT, "annotations": [
            {"type": "url_citation", **marked(25, 47)}, {"type": "file_citation", "index": 3}]}]}]},
        lambda answer: answer["output"][0]["content"][0]["annotations"][0],
    ),
    "gemini": (
        GENERATE,
        {"candidates": [{"content": {"parts": [{"text": "rien"}, {"text": TEXT}]}, "groundingMetadata": {
            "groundingSupports": [{"segment": google(26, 48, partIndex=1)}]}}]},
        lambda answer: answer["candidates"][0]["groundingMetadata"]["groundingSupports"][0]["segment"],
    ),
    "cohere": (
        COHERE,
        {"message": {"content": [{"type": "thinking", "thinking": TEXT}, {"type": "text", "text": TEXT}],
                     "citations": [{"start": 25, "end": 47, "content_index": 1, "sources": []}]}},
        lambda answer: answer["message"]["citations"][0],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wire", "answer", "mark"), WHOLE.values(), ids=WHOLE)
def test_what_an_answer_counts_is_counted_anew(wire, answer, mark):
    original = "Maïté Côté"
    restorer = Restorer({CODE: Hidden(original, "PERSON")})
    given = repr(answer)
    received = mark(answer)
    delivered = deliver(answer, wire.answer, restorer.text, restorer.json_text)
    counted = restorer.restored
    delivered = shifted(answer, delivered, wire.cited, restorer.spans)
    assert restorer.restored == counted, "nothing is counted twice"
    assert repr(answer) == given, "what was received stays as it was"
    new = mark(delivered)
    start, end = [value for name, value in new.items() if "start" in name.lower() or "end" in name.lower()]
    text = TEXT.replace(CODE, original)
    part = text.encode()[start:end].decode() if "startIndex" in received else text[start:end]
    assert part == f" au {original}."[1:-1] or part == f"au {original}"


def test_nothing_is_changed_where_nothing_is_hidden_or_cited():
    restorer = Restorer({CODE: Hidden("x", "PERSON")})
    for answer in (
        {},
        {"message": None},
        {"message": {"content": [], "citations": [{"start": 1, "end": 2}]}},
        {"message": {"content": [{"type": "text", "text": "Oui."}], "citations": [{"start": True}, None, 3]}},
        {"message": {"content": [{"type": "text", "text": "Oui."}], "citations": {"start": 1}}},
    ):
        assert shifted(answer, answer, COHERE.cited, restorer.spans) is answer


MARIE, LUC = "Marie-Ève Gagnon", "Luc Roy"
SAID = f"D'après {MARIE} (🍁), {LUC} part. {MARIE} reste."
USER = {"role": "user", "content": "Qui part ?"}
URL = {"url": "https://exemple.qc.ca", "title": "Avis"}


def chat_again(content, mark):
    said = {
        "role": "assistant",
        "content": content,
        "annotations": [{"type": "url_citation", "url_citation": mark | URL}],
    }
    return {"model": "m", "messages": [USER, said]}


def responses_again(content, mark):
    part = {"type": "output_text", "text": content, "annotations": [{"type": "url_citation", **mark, **URL}]}
    said = {"type": "message", "id": "msg_1", "role": "assistant", "content": [part]}
    return {"model": "m", "store": False, "input": [USER, said]}


def cohere_again(content, mark):
    mark = {
        "start": mark["start_index"],
        "end": mark["end_index"],
        "text": "x",
        "sources": [],
        "content_index": 1,
    }
    return {"model": "m", "messages": [USER, {"role": "assistant", "content": content, "citations": [mark]}]}


def thought(text):
    return [{"type": "thinking", "thinking": "Voyons."}, {"type": "text", "text": text}]


#: What sends an answer again, how, and where its mark is then.
AGAIN = {
    "chat": (CHAT, chat_again, str, lambda said: (said["content"], said["annotations"][0]["url_citation"])),
    "chat in parts": (
        CHAT,
        chat_again,
        lambda text: [{"type": "text", "text": text}],
        lambda said: (said["content"][0]["text"], said["annotations"][0]["url_citation"]),
    ),
    "responses": (
        RESPONSES,
        responses_again,
        str,
        lambda said: (said["content"][0]["text"], said["content"][0]["annotations"][0]),
    ),
    "cohere": (COHERE, cohere_again, str, lambda said: (said["content"], said["citations"][0])),
    "cohere in parts": (
        COHERE,
        cohere_again,
        thought,
        lambda said: (said["content"][1]["text"], said["citations"][0]),
    ),
}


@pytest.mark.parametrize(("wire", "body", "content", "mark"), AGAIN.values(), ids=AGAIN)
@pytest.mark.parametrize("part", [f"{LUC} part", MARIE, "part", f"{MARIE} reste.", SAID])
def test_an_answer_that_is_sent_again_counts_the_characters_of_what_leaves(wire, body, content, mark, part):
    start = SAID.index(part)
    given = {"start_index": start, "end_index": start + len(part)}
    asked = body(content(SAID), given)
    before = copy.deepcopy(asked)
    outbound = prepare(asked, wire, {MARIE: "PERSON", LUC: "PERSON"})
    assert asked == before
    text, left = mark(json.loads(outbound.body)[wire.turns][-1])
    begin, end = [
        left[name] for name in (("start", "end") if "start" in left else ("start_index", "end_index"))
    ]
    assert Restorer(outbound.hidden).text(text[begin:end]) == part
    assert MARIE not in text


@pytest.mark.parametrize("odd", [{"start_index": "1"}, {"start_index": True, "end_index": None}, {}, 3])
def test_marks_that_count_nothing_stay_as_they_are(odd):
    body = {
        "messages": [
            {"content": 3, "annotations": [{"url_citation": odd}]},
            {"annotations": "x"},
            {"content": SAID},
        ]
    }
    assert sent(body, body, CHAT.resent) is body
