import re

from hypothesis import given, settings
from hypothesis import strategies as st
from planting import KEY, detect, prepare

from config.policy import Action, Policy
from detectors.labels import Label
from gateway.privacy.decide import decide
from gateway.privacy.pseudonyms import Hidden, Minter
from gateway.privacy.resent import Known
from gateway.privacy.rewrite import Call, rewrite
from gateway.privacy.segments import extract
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.openai_chat import CHAT

#: Forms of two people of one family, whose identities hang upon what was said before.
NAMES = ["Marie Gagnon", "Paul Gagnon", "Gagnon", "M. Gagnon", "MARIE GAGNON", "Zoé"]
VALUES = dict.fromkeys(NAMES, "PERSON") | {
    "046 454 286": "CA_SIN",
    "secret-12345": "SECRET",
    "abc": "USERNAME",
}
POLICY = Policy(labels={Label.SECRET: Action.HASH, Label.USERNAME: Action.MASK})
LOOKALIKE = re.compile(r"\[[A-Z]+-[0-9A-Z]{6}-[0-9A-Z]{3}\]")

SAID = st.lists(st.sampled_from([*VALUES, "et", "[PERSON-AAAAAA-AAA]"]), min_size=1, max_size=4).map(
    ", ".join
)
CONVERSATIONS = st.lists(st.lists(SAID, min_size=1, max_size=5), min_size=1, max_size=4)


def body(turns):
    roles = ("user", "assistant")
    messages = [{"role": roles[at % 2], "content": said} for at, said in enumerate(turns)]
    return {"model": "m", "max_tokens": 9, "messages": messages}


def outgoing(turns, wire=CHAT, **more):
    outbound = prepare(body(turns), wire, VALUES, policy=POLICY, **more)
    return outbound.body, list(outbound.hidden.items()), outbound.values, outbound.labels


@settings(deadline=None)
@given(CONVERSATIONS, st.sampled_from([0, 3, 1000]), st.sampled_from([CHAT, MESSAGES]))
def test_what_is_known_again_changes_no_byte(conversations, entries, wire):
    known = Known(entries)
    for turns in conversations:
        for length in range(1, len(turns) + 1):
            anew = outgoing(turns[:length], wire)
            assert outgoing(turns[:length], wire, known=known) == anew
            assert outgoing(turns[:length], wire, known=known) == anew


def test_a_turn_that_is_sent_again_is_not_minted_again(monkeypatch):
    known, minted = Known(), []
    mint = Minter.mint
    monkeypatch.setattr(Minter, "mint", lambda self, *value: minted.append(value[2]) or mint(self, *value))
    outgoing(["Marie Gagnon", "Gagnon"], known=known)
    minted.clear()
    outgoing(["Marie Gagnon", "Gagnon", "Gagnon, Zoé"], known=known)
    assert minted == ["Zoé"]


def test_who_is_who_is_known_to_what_comes_after():
    known = Known()
    for turns in (["Marie Gagnon, Paul Gagnon"], ["Marie Gagnon, Paul Gagnon", "Gagnon"]):
        assert outgoing(turns, known=known) == outgoing(turns)


def test_a_code_that_the_caller_writes_later_is_minted_no_more():
    known = Known()
    ((code, _hidden),) = outgoing(["Zoé"], known=known)[1]
    turns = ["Zoé", "Oui.", f"Que veut dire {code} ?"]
    assert outgoing(turns, known=known) == outgoing(turns)
    assert code not in dict(outgoing(turns, known=known)[1])


@given(SAID)
def test_two_scopes_share_nothing(said):
    """With one memory for both, each gets what it gets by itself."""
    known = Known()
    bodies = [outgoing([said], scope=scope, known=known) for scope in (b"team a", b"team b")]
    assert bodies == [outgoing([said], scope=scope) for scope in (b"team a", b"team b")]
    names = [{name for name, _hidden in hidden} for _body, hidden, *_rest in bodies]
    assert not names[0] & names[1]
    digests = [*known._kept]
    assert len(digests) == len(set(digests)) == 2 * any(value in said for value in VALUES)


def test_what_earlier_calls_hid_counts_as_said_before():
    known = Known()
    table = {"[PERSON-AAAAAA-AAA]": Hidden("Marie Gagnon", "PERSON")}

    def gone_on(table, known):
        said = body(["Gagnon, Paul Gagnon"])
        segments = extract(said, CHAT)
        plan = decide(segments, [detect(one.inspected, VALUES) for one in segments], POLICY)
        minter = Minter.resumed(KEY, table, ())
        return rewrite(Call(CHAT, "POST", "/", said), segments, plan, minter, salt=KEY, known=known).body

    for earlier in ({}, table, {}, table):
        assert gone_on(earlier, known) == gone_on(earlier, None)
    assert gone_on({}, None) != gone_on(table, None)


def test_no_value_is_in_its_memory():
    known = Known()
    outgoing([", ".join(VALUES)] * 2, known=known)
    assert len(known) == 2
    kept = repr(vars(known))
    assert not any(value in kept for value in VALUES if value != "abc")
    assert LOOKALIKE.search(kept)


@settings(deadline=None)
@given(CONVERSATIONS, st.sampled_from([b"", b"team"]))
def test_calls_that_are_said_to_hide_the_same_do(conversations, scope):
    hidden = {}
    for turns in conversations:
        outbound = prepare(body(turns), CHAT, VALUES, policy=POLICY, scope=scope)
        same, values = outbound.hides_same, outbound.values
        assert bool(same) == bool(values)
        assert hidden.setdefault(same, values) == values


def test_two_scopes_never_hide_the_same():
    calls = [prepare(body(["Zoé"]), CHAT, VALUES, scope=scope) for scope in (b"", b"team", b"")]
    assert calls[0].hides_same == calls[2].hides_same != calls[1].hides_same


def test_numbers_and_their_digits_are_known_again_as_such():
    arguments = '{"nas":558073029, "b":"558073029", "nom":"Mme Zo\\u00e9", "c":"Zoé"}'
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    said = {"role": "assistant", "content": None, "tool_calls": [call]}
    asked = {"model": "m", "messages": [{"role": "user", "content": "Zoé, 558073029"}, said]}
    values, known = {"558073029": "CA_SIN", "Zoé": "PERSON"}, Known()
    made = [prepare(asked, CHAT, values, known=one) for one in (Known(), known, known)]
    assert len({outbound.body for outbound in made}) == 1
    assert len({tuple(outbound.hidden.items()) for outbound in made}) == 1
    assert {what.token for what in made[0].hidden.values()} == {"558073029", '"558073029"', '"Zo\\u00e9"'}
