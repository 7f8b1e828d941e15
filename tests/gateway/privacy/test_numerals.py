"""Numbers that are somebody's: out as a pseudonym in a string, back as the number that they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planting import prepare

from gateway.privacy.channel import Channel, Piece
from gateway.privacy.glyphs import Cut
from gateway.privacy.numerals import held_back, is_number, string_around
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.deliver import deliver
from gateway.wire.openai_chat import CHAT
from gateway.wire.shape import EMBEDDED_JSON, FREE
from gateway.wire.strict_json import dump_answer, parse

NUMBER, TEXT, NAME = "[SIN-K7Q2M9-A3X]", "[SIN-K7Q2M9-B4Y]", "[PERSON-T3AZE9-4D5]"
TABLE = {
    NUMBER: Hidden("558073029", "CA_SIN", "558073029"),
    TEXT: Hidden("558073029", "CA_SIN"),
    NAME: Hidden("Marie-Ève", "PERSON", r'"Marie-\u00c8ve"'),
}
#: JSON of a model, and what its caller gets.
TOLD = {
    f'{{"nas": "{NUMBER}"}}': '{"nas": 558073029}',
    f'{{"nas": "{TEXT}"}}': '{"nas": "558073029"}',
    f'{{"nas":"{NUMBER}","b":["{NUMBER}",\n "{NUMBER}" , 3]}}': '{"nas":558073029,"b":[558073029,\n 558073029 , 3]}',
    f'{{"{NUMBER}": 1, "a": {{"{NUMBER}" : "{NUMBER}"}}}}': '{"558073029": 1, "a": {"558073029" : 558073029}}',
    f'{{"a": "NAS {NUMBER}", "b": "{NUMBER}."}}': '{"a": "NAS 558073029", "b": "558073029."}',
    f'{{"nas": {NUMBER}}}': '{"nas": 558073029}',
    f'["{NAME}", "de {NAME}"]': r'["Marie-\u00c8ve", "de Marie-\u00c8ve"]',
    json.dumps({"x": f'{{"nas": "{NUMBER}", "n": "{NAME}"}}'}): json.dumps(
        {"x": '{"nas": 558073029, "n": "Marie-\\u00c8ve"}'}
    ),
    json.dumps({"x": f'NAS "{NUMBER}", de {NAME}'}): r'{"x": "NAS \"558073029\", de Marie-\u00c8ve"}',
}


@pytest.mark.parametrize(("said", "told"), TOLD.items())
def test_a_number_comes_back_as_one_and_a_string_as_it_was_spelled(said, told):
    restorer = Restorer(TABLE)
    assert restorer.json_text(said) == told
    assert restorer.unresolved == 0
    for around in ("", " " * 100):
        assert restorer.json_text(around + said) == around + told


@pytest.mark.parametrize("said", TOLD)
@given(cuts=st.lists(st.integers(0, 130), max_size=6), size=st.integers(0, 3))
def test_however_it_is_cut(said, cuts, size):
    ends = range(1, len(said), size) if size else sorted({at for at in cuts if at < len(said)})
    pieces = [said[start:end] for start, end in zip([0, *ends], [*ends, len(said)], strict=True)]
    channel = Channel(Restorer(TABLE), json=True)
    made = [Piece(piece) for piece in pieces]
    for piece in made:
        channel.add(piece)
    channel.finish()
    assert all(piece.settled for piece in made)
    assert "".join(piece.restored for piece in made) == TOLD[said]


def test_a_text_that_is_no_json_keeps_its_quotes_and_letters():
    said = f'Le NAS est "{NUMBER}", au nom de {NAME}.'
    assert Restorer(TABLE).text(said) == 'Le NAS est "558073029", au nom de Marie-Ève.'


def test_a_value_of_somebodys_own_making_keeps_its_types():
    restorer = Restorer(TABLE)
    value = {"nas": NUMBER, "b": [NUMBER, {"c": NUMBER, NUMBER: NAME}], "d": f"{NUMBER} ", "e": TEXT}
    for shape in (FREE, EMBEDDED_JSON):
        restored = deliver(value, shape, restorer.text, restorer.json_text, restorer.leaf)
        assert restored == {
            "nas": 558073029,
            "b": [558073029, {"c": 558073029, "558073029": "Marie-Ève"}],
            "d": "558073029 ",
            "e": "558073029",
        }
    assert deliver(NUMBER, EMBEDDED_JSON, restorer.text, restorer.json_text, restorer.leaf) == "558073029"


@pytest.mark.parametrize("digits", ["558073029", "558073029.0", "5.58073029e8", "5580730290E-1"])
@pytest.mark.parametrize("wire", [CHAT, MESSAGES], ids=lambda wire: wire.name)
def test_there_and_back_with_every_digit_as_it_was(wire, digits):
    given = f'{{"nas":{digits},"nom":"Marie-\\u00C8ve","n":{digits}}}'
    if wire is CHAT:
        call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": given}}
        said = {"role": "assistant", "content": None, "tool_calls": [call]}
    else:
        said = {
            "role": "assistant",
            "content": [{"type": "tool_use", "id": "t", "name": "f", "input": parse(given)}],
        }
    body = {"model": "m", "messages": [{"role": "user", "content": "Oui."}, said]}
    outbound = prepare(body, wire, {"558073029": "CA_SIN", "Marie-Ève": "PERSON"})
    assert "558073029" not in outbound.body.decode()
    left = next(m for m in json.loads(outbound.body)["messages"] if m["role"] == "assistant")
    restorer = Restorer(outbound.hidden)
    shape = wire.answer.members["choices"].items.members["message"] if wire is CHAT else wire.answer
    back = deliver(left, shape, restorer.text, restorer.json_text, restorer.leaf)
    if wire is CHAT:
        assert back["tool_calls"][0]["function"]["arguments"] == given
    else:
        assert dump_answer(back["content"][0]["input"]) == given.replace("\\u00C8", "È")


def test_a_token_tells_whether_it_is_a_number():
    assert is_number("5")
    assert is_number("-1.0e3")
    assert not is_number('"a"')
    assert not is_number("")


def test_what_has_not_come_is_waited_for():
    for said in (f'["{NUMBER}', f'["{NUMBER}"', f'["{NUMBER}"  '):
        with pytest.raises(Cut):
            string_around(said, 2, 2 + len(NUMBER), final=False)
    assert string_around(f'["{NUMBER}"', 2, 2 + len(NUMBER), final=True) == (1, 3 + len(NUMBER))
    assert string_around(f'["{NUMBER}', 2, 2 + len(NUMBER), final=True) is None
    assert string_around(f'["a {NUMBER}"', 4, 4 + len(NUMBER), final=True) is None
    assert held_back('{"a": "', 0, 7) == 6
    assert held_back('{"a": \\\\"', 0, 8) == 6
    assert held_back('{"a": "', 7, 7) == 7
    assert held_back("{1", 0, 2) == 2


@pytest.mark.parametrize(
    "told", [r'{"nom": "Marie-\u00c8ve", "nas": 558073029}', '{"nom": "Marie-Ève", "nas": 558073029}']
)
@pytest.mark.parametrize("asked", ["Qui est Marie-Ève ?", "NAS 558073029 ?", "Qui ?"])
def test_a_models_own_words_come_back_to_it_the_same_however_values_were_spelled(asked, told):
    """Signed thoughts are bound to what went before: no turn may change what an earlier one sent."""
    values = {"558073029": "CA_SIN", "Marie-Ève": "PERSON"}
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"nom": "Marie-Ève"}'}}
    turns = [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": told},
    ]
    first = prepare({"model": "m", "messages": turns}, CHAT, values)
    sent = json.loads(first.body)["messages"]
    name, number = (json.loads(sent[-1]["content"])[key] for key in ("nom", "nas"))
    said = f"{name} a le numéro {number}, voir « {name} »."
    restored = Restorer(first.hidden).text(said)
    assert restored == "Marie-Ève a le numéro 558073029, voir « Marie-Ève »."
    again = prepare(
        {"model": "m", "messages": [*turns, {"role": "assistant", "content": restored}]}, CHAT, values
    )
    assert json.loads(again.body)["messages"] == [*sent, {"role": "assistant", "content": said}]
