import json
import time
from random import Random  # noqa: TID251 - the same text every time

import pytest
from bodies import ANTHROPIC_MESSAGES, OPENAI_CHAT
from planting import KEY, prepare

from config.policy import Action, Policy
from detectors.findings import Finding
from gateway.errors import Refused
from gateway.privacy.decide import decide
from gateway.privacy.note import NOTE
from gateway.privacy.pseudonyms import Minter
from gateway.privacy.restore import Restorer
from gateway.privacy.rewrite import Call, Outbound, rewrite, without_body
from gateway.privacy.segments import extract, seams
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.openai_chat import CHAT

both = pytest.mark.parametrize("wire", [CHAT, MESSAGES], ids=["openai", "anthropic"])
PEOPLE = {"Zoé Roy": "PERSON", "Roy": "PERSON", "Zoé": "PERSON", "046 454 286": "CA_SIN", "Léo Roy": "PERSON"}


def user(content):
    return {"role": "user", "content": content}


def assistant(content):
    return {"role": "assistant", "content": content}


def sent(wire, *messages, **more):
    return json.loads(prepare({"messages": list(messages), **more}, wire, PEOPLE).body)


def test_nobody_else_makes_an_outbound():
    with pytest.raises(TypeError, match=r"only gateway\.privacy\.rewrite"):
        Outbound("POST", "/", (), b"", {}, {}, frozenset(), object())
    empty = without_body("GET", "/models", (("limit", "5"),))
    assert (empty.target, empty.body) == ("/models?limit=5", b"")
    assert without_body("GET", "/models").target == "/models"


def test_an_outbound_shows_no_text():
    outbound = prepare({"messages": [user("Zoé Roy")]}, CHAT, PEOPLE)
    assert "Zoé" not in repr(outbound)
    assert "PERSON-" not in repr(outbound)
    assert outbound.labels == {"PERSON": 1}


@pytest.mark.parametrize(("wire", "body"), [(CHAT, OPENAI_CHAT), (MESSAGES, ANTHROPIC_MESSAGES)])
def test_what_hides_nothing_leaves_as_it_came(wire, body):
    outbound = prepare(body, wire, PEOPLE, headers=[("anthropic-version", "x")], query=[("beta", "true")])
    assert json.loads(outbound.body) == body
    assert (outbound.target, outbound.headers) == ("/v1/x?beta=true", (("anthropic-version", "x"),))


def test_every_action_of_a_policy_is_done():
    policy = Policy(labels={"PERSON": Action.REDACT, "CA_SIN": Action.MASK})
    outbound = prepare({"messages": [user("Zoé Roy 046 454 286")]}, CHAT, PEOPLE, policy=policy)
    assert json.loads(outbound.body) == {"messages": [user(" ***********")]}
    assert not outbound.hidden


def test_what_could_not_be_restored_is_refused_only_when_something_is_hidden():
    with pytest.raises(Refused) as refused:
        sent(CHAT, user("Zoé Roy"), logprobs=True)
    assert refused.value.path == "logprobs"
    assert sent(CHAT, user("Bonjour"), logprobs=True)
    assert sent(CHAT, user("Zoé Roy"), logprobs=False)


def test_the_walks_must_agree():
    body = {"messages": [user("Zoé Roy")]}
    segments = extract(body, CHAT)
    plan = decide(
        segments,
        [[Finding(0, 7, "PERSON", 1, "x")] if s.text == "Zoé Roy" else [] for s in segments],
        Policy(),
    )
    other = Call(CHAT, "POST", "/", {"messages": [user("Léo Roy")]})
    with pytest.raises(AssertionError):
        rewrite(other, segments, plan, Minter(KEY, b""), salt=KEY)


TURNS = [
    user("Je suis Zoé Roy."),
    assistant("Bonjour Zoé Roy."),
    user("Mon NAS : 046 454 286. Roy, c'est mon nom."),
    assistant("Compris, Zoé."),
    user("Et Léo Roy ?"),
    assistant("Qui est Léo Roy ?"),
    user("Un Roy de plus."),
]
LATER = [
    user("Bonjour."),
    assistant("Bonjour."),
    user("Je suis Zoé Roy."),
    assistant("Bonjour Zoé Roy."),
    user([{"type": "text", "text": "Et Léo Roy ?"}]),
]
SYSTEMS = [None, "Consigne.", "Consigne pour Roy.", [{"type": "text", "text": "Consigne."}]]


@both
@pytest.mark.parametrize("turns", [TURNS, LATER], ids=["from the first turn", "later"])
@pytest.mark.parametrize("system", SYSTEMS)
def test_earlier_turns_keep_their_bytes(wire, turns, system):
    if wire is CHAT:
        turns, more = [*([{"role": "system", "content": system}] if system else []), *turns], {}
    else:
        more = {"system": system} if system else {}
    more["tools"] = [] if wire is CHAT else [{"name": "f", "description": "Pour Zoé", "input_schema": {}}]
    before = None
    for count in range(1, len(turns) + 1):
        if turns[count - 1]["role"] != "user":
            continue
        now = sent(wire, *turns[:count], **more)
        if before is not None:
            stable = len(before["messages"])
            assert json.dumps(now["messages"][:stable]) == json.dumps(before["messages"])
            assert (now.get("system"), now["tools"]) == (before.get("system"), before["tools"])
        before = now
    assert json.dumps(before).count(NOTE) == 1


@both
def test_a_mention_in_the_tools_is_not_changed_by_a_later_turn(wire):
    tool = {"name": "f", "description": "Pour Roy", "input_schema": {}}
    tools = (
        [{"type": "function", "function": {"name": "f", "description": "Pour Roy"}}]
        if wire is CHAT
        else [tool]
    )
    first = sent(wire, user("Zoé Roy"), tools=tools)
    second = sent(wire, user("Zoé Roy"), assistant("Oui."), user("Léo Roy"), tools=tools)
    assert second["tools"] == first["tools"]


@both
def test_a_lookalike_of_the_callers_comes_back_as_it_was(wire):
    (code,) = prepare({"messages": [user("Zoé Roy")]}, wire, PEOPLE).hidden
    outbound = prepare(
        {"messages": [user("Zoé Roy"), assistant("Oui."), user(f"Que veut dire {code} ?")]}, wire, PEOPLE
    )
    assert code not in outbound.hidden
    restorer = Restorer(outbound.hidden, outbound.reserved)
    assert restorer.text(f"{code} {next(iter(outbound.hidden))}") == f"{code} Zoé Roy"


def test_the_hidden_values_of_a_whole_book_take_less_than_a_second():
    rng = Random(1)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(3, 9))) for _ in range(3000)]
    names = rng.choices(words, k=4000)
    values = [f"{names[at]} {names[-at]}".title() if at % 2 else f"{10**8 + at * 7919}" for at in range(2000)]
    text, spans = "", []
    for value in values:
        text += " ".join(rng.choices(words, k=70)) + " "
        spans.append(
            Finding(len(text), len(text) + len(value), "PERSON" if " " in value else "CA_SIN", 0.9, "x")
        )
        text += value + " "
    body = {"messages": [user(text)]}
    assert len(text) > 900_000
    started = time.perf_counter()
    segments = extract(body, CHAT)
    assert not seams(segments)
    plan = decide(segments, [spans if one.text == text else [] for one in segments], Policy())
    outbound = rewrite(Call(CHAT, "POST", "/", body), segments, plan, Minter(KEY, b""), salt=KEY)
    left = json.loads(outbound.body)["messages"]
    assert Restorer(outbound.hidden).text(left[-1]["content"]) == text
    # About a third of a second on a slow machine; what is quadratic takes ten.
    assert time.perf_counter() - started < 3
    assert len(outbound.hidden) == len(set(values))
