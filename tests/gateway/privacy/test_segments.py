import json
from itertools import pairwise

import pytest
from bodies import ANTHROPIC_MESSAGES, OPENAI_CHAT
from hypothesis import given
from hypothesis import strategies as st

from detectors.findings import Finding
from gateway.privacy.segments import Segment, extract, needs_inspection, seams, spread
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.openai_chat import CHAT
from gateway.wire.shape import Kind
from gateway.wire.walk import Place


def user(content):
    return {"messages": [{"role": "user", "content": content}]}


def texts(*pieces):
    return extract(user([{"type": "text", "text": piece} for piece in pieces]), CHAT)


@pytest.mark.parametrize(("wire", "body"), [(CHAT, OPENAI_CHAT), (MESSAGES, ANTHROPIC_MESSAGES)])
def test_the_same_body_gives_the_same_segments(wire, body):
    assert extract(body, wire) == extract(json.loads(json.dumps(body)), wire)


def test_headers_come_first_and_cannot_be_changed():
    headers = [("a", "2026-10-21"), ("b", "Jean Roy"), ("c", "")]
    first, second, *_rest = extract(user("x"), CHAT, headers)
    assert (first.place, first.text) == (Place(("header", "a"), Kind.INERT, fixed=True), "2026-10-21")
    assert (second.place.kind, second.place.fixed) == (Kind.TEXT, True)
    listed = extract(
        user("x"), CHAT, [("anthropic-beta", "a-2025-05-14, b"), ("idempotency-key", "Roy,Jean")]
    )
    assert [one.place.kind for one in listed[:2]] == [Kind.INERT, Kind.TEXT]


def test_what_stands_in_the_address_is_a_text_that_cannot_be_changed():
    given = [("model", "echo-3"), ("after", "Jean Roy"), ("before", "")]
    header, model, after, *rest = extract(user("x"), CHAT, [("a", "b")], given)
    assert header.place.path == ("header", "a")
    assert (model.place, model.text) == (Place(("url", "model"), Kind.INERT, fixed=True), "echo-3")
    assert (after.place, after.text) == (Place(("url", "after"), Kind.TEXT, fixed=True), "Jean Roy")
    assert rest[0].place.path[0] == "messages"


def cues(body, wire=CHAT):
    return {segment.text: segment.cue for segment in extract(body, wire)}


def test_a_short_value_is_inspected_with_the_name_that_says_what_it_is():
    call = {
        "function": {"name": "f", "arguments": json.dumps({"nas": 212345672, "l": ["x"], "n" * 65: "long"})}
    }
    found = cues({"user": "jroy", "messages": [{"role": "assistant", "content": "a", "tool_calls": [call]}]})
    assert found["jroy"] == "user: "
    assert found["212345672"] == "nas: "
    assert found["x"] == "l: "
    assert found["long"] == found["a"] == ""
    assert cues(user("b") | {"metadata": {"nom": "y" * 321, "ville": "z" * 320}}) | {"b": ""} == {
        "user": "",
        "b": "",
        "nom": "",
        "y" * 321: "",
        "ville": "",
        "z" * 320: "ville: ",
    }


def test_a_words_of_the_format_needs_no_inspection_and_a_number_does():
    inert = [
        Segment(Place(("a",), Kind.INERT, fixed=True), text)
        for text in ("user", "tool_use", "gpt-5", "046454286")
    ]
    assert [needs_inspection(segment) for segment in inert] == [False, False, True, True]
    assert needs_inspection(Segment(Place(("a",)), "user"))


def test_a_value_without_a_name_is_not_taken_for_a_member_name():
    body = {"messages": [], "metadata": {"": "tremblay", "nas": "tremblay"}}
    inspected = [segment.text for segment in extract(body, CHAT) if needs_inspection(segment)]
    assert inspected.count("tremblay") == 2
    assert "nas" not in inspected


def moved(segment, *spans):
    return spread([segment], [[Finding(*span, "PERSON", 0.9, "x") for span in spans]], [], [])[0]


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([(5, 8)], [(0, 3)]),
        ([(0, 8)], [(0, 3)]),
        ([(3, 7)], [(0, 2)]),
        ([(0, 5)], []),
        ([(0, 3), (5, 8)], [(0, 3)]),
        ([(0, 6), (6, 8)], [(0, 1), (1, 3)]),
    ],
)
def test_what_is_found_in_the_cue_is_not_found_in_the_text(spans, left):
    segment = Segment(Place(("*",), name="nom"), "Roy", "nom: ")
    assert [(found.start, found.end) for found in moved(segment, *spans)] == left


def test_parts_that_follow_each_other_are_one_text():
    (seam,) = seams(texts("Mon NAS est 046 4", "54 286."))
    assert (seam.text, seam.middle) == ("Mon NAS est 046 454 286.", 17)
    assert [cut.text for cut in seams(extract(user(["a", "b", "c"]), CHAT))] == ["abc", "abc"]
    assert not seams(texts("seul"))


def test_parts_that_do_not_follow_each_other_are_not():
    assert not seams(
        extract({"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}, CHAT)
    )
    assert not seams(extract({**user("a"), "stop": ["b", "c"]}, CHAT))
    tool = {"type": "tool_use", "id": "t", "name": "x", "input": {}}
    parts = [{"type": "text", "text": "a"}, tool, {"type": "text", "text": "b"}]
    assert not seams(extract({"messages": [{"role": "assistant", "content": parts}]}, MESSAGES))


@given(st.lists(st.integers(1, 60), min_size=2, max_size=12), st.integers(0, 400), st.integers(1, 70))
def test_a_finding_over_any_number_of_cuts_is_placed_in_each_part(lengths, start, length):
    text = "".join(chr(0x4E00 + at) for at in range(sum(lengths)))
    start = min(start, len(text) - 1)
    value = text[start : start + length]
    bounds = [sum(lengths[:at]) for at in range(len(lengths) + 1)]
    segments = texts(*(text[a:b] for a, b in pairwise(bounds)))
    cuts = seams(segments)
    assert len(cuts) == len(lengths) - 1
    assert all(len(cut.text) <= 160 and cut.text in text for cut in cuts)
    places = [cut.text.find(value) for cut in cuts]
    across = [[Finding(at, at + len(value), "PERSON", 0.9, "x")] if at >= 0 else [] for at in places]
    found = spread(segments, [()] * len(segments), cuts, across)
    parts = [
        "".join(one.text[f.start : f.end] for f in own) for one, own in zip(segments, found, strict=True)
    ]
    crossing = any(start < bound < start + len(value) for bound in bounds[1:-1])
    assert "".join(parts) == (value if crossing else "")


def test_a_finding_across_a_cut_takes_in_those_that_it_meets():
    segments = texts("Jean Trem", "blay Roy")
    first, second = (at for at, one in enumerate(segments) if one.place.path[-1] == "text")
    found = [()] * len(segments)
    found[first] = (Finding(0, 6, "PERSON", 0.5, "x"),)
    found[second] = (Finding(2, 8, "PERSON", 0.5, "x"),)
    across = [[Finding(5, 13, "PERSON", 0.9, "y"), Finding(0, 4, "CITY", 0.9, "y")]]
    placed = spread(segments, found, seams(segments), across)
    assert [(f.start, f.end, f.score) for f in placed[first]] == [(0, 9, 0.9)]
    assert [(f.start, f.end, f.score) for f in placed[second]] == [(0, 8, 0.9)]
