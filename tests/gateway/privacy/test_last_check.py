import json
from urllib.parse import quote, quote_plus

import pytest
from bodies import OPENAI_CHAT
from hypothesis import given
from hypothesis import strategies as st
from planting import VALUES, changed, positions, prepare

from gateway.errors import LeakPrevented
from gateway.privacy import rewrite as rewriting
from gateway.privacy.last_check import check
from gateway.privacy.note import ADDED, NOTE
from gateway.privacy.occurrences import Occurrences
from gateway.wire.openai_chat import CHAT

ZOE = 'Zoé "Z" Roy'


def leaks(body, *originals, target="/v1/x", headers=(), spared=None, ours=()):
    try:
        check(json.dumps(body).encode(), target, headers, Occurrences(originals), spared or {}, ours=ours)
    except LeakPrevented:
        return True
    return False


def nested(value, levels):
    for _level in range(levels):
        value = json.dumps({"x": [value]})
    return value


@pytest.mark.parametrize("levels", range(5))
@pytest.mark.parametrize("value", [ZOE, "046 454 286", "Roy\n12, rue X"])
def test_a_value_in_json_in_json_is_seen(levels, value):
    assert leaks({"a": nested(f"\n{value}", levels)}, value)
    assert leaks({"a": nested({value: 1}, levels)}, value)
    assert not leaks({"a": nested("autre", levels)}, value)


@pytest.mark.parametrize(
    "text", ['x {Zoé \\"Z\\" Roy', 'Zo\\u00e9 "Z" Roy', '{"a": Zoé \\\\\\"Z\\\\\\" Roy', '[Zoé "Z" Roy']
)
def test_a_value_in_the_escapes_of_a_log_is_seen(text):
    assert leaks({"a": text}, ZOE)


def test_a_value_in_a_number_a_name_a_header_or_the_url_is_seen():
    assert leaks({"a": 4520123456789017}, "4520123456789017")
    assert leaks({"a": [{"Zoé Roy": 1}]}, "Zoé Roy")
    assert leaks({}, "Zoé Roy", headers=[("x", "de Zoé Roy")])
    assert leaks({}, "Zoé Roy", target=f"/v1/{quote('Zoé Roy')}")
    assert leaks({}, "Zoé Roy", target=f"/v1/x?{quote_plus('Zoé Roy')}=1")
    assert leaks({"a": "dossier_046454286.pdf"}, "046454286")


def test_what_is_not_the_value_passes():
    assert not leaks({"a": "Royal", "Roy": 1}, "Roy")
    assert not leaks({"a": "Royauté"}, "Royau")
    assert not leaks({"max_tokens": 4096, "content": "x"}, "4096", "content", "max_tokens")
    assert leaks({"a": "content 4096"}, "content")
    assert leaks({"a": "content 4096"}, "4096")
    assert not leaks({"a": None, "b": True, "c": "true"}, "null")


def test_spared_occurrences_pass_and_one_more_does_not():
    body = {"a": "rue Tremblay", "b": "école Tremblay"}
    assert not leaks(body, "Tremblay", spared={"Tremblay": 2})
    assert leaks(body, "Tremblay", spared={"Tremblay": 1})


def test_the_gateways_own_words_pass_once():
    body = {"system": NOTE, "messages": []}
    assert not leaks(body, "Personal information", ours=ADDED)
    assert leaks({**body, "b": "Personal information"}, "Personal information", ours=ADDED)
    assert leaks(body, "Personal information")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=12), st.integers(0, 3))
def test_any_value_that_stands_alone_is_seen(value, levels):
    assert leaks({"a": nested(f" {value} ", levels)}, value)


@pytest.mark.parametrize("value", VALUES)
def test_a_rewriting_that_forgets_is_caught(monkeypatch, value):
    """Every place of a body, with a rewriting that leaves the text as it is."""
    monkeypatch.setattr(rewriting, "_pieces", lambda text, *_rest: [(text, text)])
    for path in positions(OPENAI_CHAT):
        if path[-1] not in ("type", "role"):
            with pytest.raises(LeakPrevented):
                prepare(changed(OPENAI_CHAT, path, lambda _old: f"de {value}."), CHAT, VALUES)


@pytest.mark.parametrize(
    "spoil", [str.upper, lambda text: text + " 046 454 286", lambda text: f"{text}\n046 454 286"]
)
def test_a_rewriting_that_adds_is_caught(monkeypatch, spoil):
    right = rewriting._pieces

    def spoilt(*all_of_it):
        return [("", spoil("".join(new for _old, new in right(*all_of_it))))]

    monkeypatch.setattr(rewriting, "_pieces", spoilt)
    body = {"messages": [{"role": "user", "content": "NAS 046 454 286"}]}
    if spoil is str.upper:
        assert prepare(body, CHAT, VALUES)
    else:
        with pytest.raises(LeakPrevented):
            prepare(body, CHAT, VALUES)


def test_a_value_in_what_the_rewriting_does_not_touch_is_caught():
    body = {"messages": [{"role": "user", "content": "NAS 046 454 286"}]}
    for more in ({"query": [("after", "046 454 286")]}, {"query": [("046 454 286", "")]}):
        with pytest.raises(LeakPrevented):
            prepare(body, CHAT, VALUES, **more)


def test_a_value_found_in_json_in_json_is_seen_as_it_is_written():
    value = "H\\\\u00e9l\\\\u00e8ne Roy"
    assert leaks({"x": f'payload="{{\\"nom\\": \\"{value}\\"}}"'}, value)
    assert not leaks({"x": 'payload="{\\"nom\\": \\"[PERSON-K7Q2M9-A3X]\\"}"'}, value)
