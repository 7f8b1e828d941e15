import json
import re
import threading
from types import SimpleNamespace

import pytest
import pytest_asyncio
from planting import detect

from audit.records import Who
from config.policy import Policy
from config.provider import Dialect
from detectors.analyser import Analyser, Analysis
from gateway.errors import Refused, Unavailable, Unreadable
from gateway.http import prepare as module
from gateway.http.exchange import Exchange
from gateway.http.prepare import Preparer
from gateway.privacy.pseudonyms import LOOKALIKE
from gateway.state import SealedMemory
from gateway.telemetry import Metrics
from gateway.wire.routes import find

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = b"k" * 32


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def analyser():
    """A real one, whose engine takes runs of digits for numbers of files."""
    running = Analyser(None, cache_key=KEY, cache_entries=9, deadline=2.0, factory="stand_in_engines:Digits")
    await running.start()
    yield running
    await running.close()


class Prepared:
    """What is left of one request: the outbound, the exchange, the metrics."""

    def __init__(self, outbound, exchange, metrics):
        self.outbound, self.exchange, self.metrics = outbound, exchange, metrics
        self.body = json.loads(outbound.body)
        self.codes = LOOKALIKE.findall(self.body["messages"][-1]["content"])


@pytest.fixture
def prepare(analyser, make_request):
    """Prepare a request of one text, or of whole messages."""
    metrics = Metrics()

    async def prepare(
        said, *, using=analyser, memory=None, dialect=Dialect.OPENAI, query="", headers=None, **known
    ):
        exchange = Exchange(
            "r-1", dialect, Who("k1", "Zoé", "com", "staff"), policy=Policy(instruction=False)
        )
        path = "/chat/completions" if dialect is Dialect.OPENAI else "/v1/messages"
        exchange.route = find("POST", path, dialect)
        for name, value in known.items():
            setattr(exchange, name, value)
        prepare.exchange = exchange
        messages = [{"role": "user", "content": said}] if isinstance(said, str) else said
        preparer = Preparer(using, memory or SealedMemory(KEY), KEY, metrics)
        request = make_request(query=query, **(headers or {}))
        outbound = await preparer.prepare(request, exchange, {"model": "echo", "messages": messages})
        return Prepared(outbound, exchange, metrics)

    return prepare


async def test_what_is_found_is_replaced_and_counted(prepare, analyser):
    done = await prepare("Le dossier 4417, et le 4418.")
    assert re.fullmatch(
        rf"Le dossier {LOOKALIKE.pattern}, et le {LOOKALIKE.pattern}\.", done.body["messages"][0]["content"]
    )
    assert done.outbound.labels == done.exchange.labels == {"ID_NUMBER": 2}
    assert done.exchange.detector_version == analyser.version == "digits-1"
    assert done.exchange.characters_seen == done.exchange.characters_analysed >= 28
    assert done.exchange.segments >= 2
    assert re.fullmatch(r"[0-9a-f]{16}", done.exchange.scope)
    assert {hidden.original for hidden in done.outbound.hidden.values()} == {"4417", "4418"}


async def test_what_holds_nothing_leaves_as_it_came(prepare):
    done = await prepare("Rien.", headers={"openai_beta": "x=v", "cookie": "c"}, query="limit=5&key=pv_x")
    assert done.body == {"model": "echo", "messages": [{"role": "user", "content": "Rien."}]}
    assert (done.outbound.headers, done.outbound.target) == (
        (("openai-beta", "x=v"),),
        "/chat/completions?limit=5",
    )
    assert (done.outbound.labels, done.outbound.hidden) == ({}, {})


async def test_the_model_is_told_of_codes_unless_the_policy_says_no(prepare):
    done = await prepare("Le dossier 4417.", policy=Policy())
    assert [message["role"] for message in done.body["messages"]] == ["system", "user"]


async def test_a_policy_that_refuses_ends_it_and_says_where(prepare):
    with pytest.raises(Refused) as caught:
        await prepare("Le dossier 4417.", policy=Policy(labels={"ID_NUMBER": "refuse"}))
    assert caught.value.path == "messages.0.content"
    assert prepare.exchange.labels == {"ID_NUMBER": 1}


async def test_what_is_said_of_the_call_is_inspected_as_well(prepare):
    with pytest.raises(Refused) as caught:
        await prepare("Rien.", project="Dossier 4417")
    assert "project" in caught.value.path


async def test_a_query_that_may_not_go_on_ends_it_before_anything_is_read(prepare):
    with pytest.raises(Unreadable):
        await prepare("Le dossier 4417.", query="q=4417")
    assert prepare.exchange.characters_seen == 0


@pytest.mark.parametrize(
    ("order", "code", "cause"),
    [
        ("raise", "detector_unavailable", "the engine raised "),
        ("die", "detector_unavailable", "the worker that held these texts died"),
        ("sleep 9", "detection_timeout", "detection took more than "),
    ],
)
async def test_detection_that_fails_ends_it_without_a_word_of_the_text(prepare, order, code, cause):
    with pytest.raises(Unavailable) as caught:
        await prepare(order)
    assert caught.value.code == code
    assert caught.value.cause.startswith(cause)
    assert caught.value.__suppress_context__
    assert (prepare.exchange.characters_seen, prepare.exchange.characters_analysed) == (len(order), 0)


@pytest.mark.parametrize("short", ["characters", "texts"])
async def test_a_search_of_less_than_all_is_a_failure(prepare, short):
    async def analyse(texts, matters):
        left = texts[1:] if short == "texts" else texts
        characters = sum(map(len, texts)) - (short == "characters")
        return Analysis(tuple(() for _ in left), characters, 0, 0)

    with pytest.raises(Unavailable):
        await prepare("Le dossier 4417.", using=SimpleNamespace(version="x", analyse=analyse))


async def test_characters_are_counted_by_whether_they_were_read_before(prepare):
    def counted(metrics, origin):
        return metrics.registry.get_sample_value("paravent_characters_total", {"origin": origin})

    first = await prepare("Jamais vu, 1.")
    seen, metrics = first.exchange.characters_seen, first.metrics
    cached = counted(metrics, "cached")
    assert counted(metrics, "analysed") + cached == seen
    again = await prepare("Jamais vu, 1.")
    assert counted(metrics, "cached") - cached == again.exchange.characters_seen == seen
    assert counted(metrics, "analysed") == seen - cached
    assert metrics.registry.get_sample_value("paravent_detection_seconds_count") == 2


def turn(*said):
    roles = ("user", "assistant")
    return [{"role": roles[at % 2], "content": text} for at, text in enumerate(said)]


OTHER_TEAM = Who("k2", "Léo", "rh", "staff")
TEAMLESS = Who("k3", "Ana", None, "staff")


@pytest.mark.parametrize(
    ("scope", "same"),
    [
        ("call", set()),
        ("conversation", {"turn"}),
        ("team", {"turn", "conversation"}),
        ("organization", {"turn", "conversation", "team", "key"}),
    ],
)
async def test_a_value_keeps_its_code_as_far_as_the_scope_goes(prepare, scope, same):
    policy = Policy(scope=scope, instruction=False)
    first = await prepare("Voir 4417.", policy=policy)
    others = {
        "turn": await prepare(turn("Voir 4417.", "Oui.", "4417?"), policy=policy, request_id="r-2"),
        "conversation": await prepare("Autre : 4417.", policy=policy, request_id="r-3"),
        "team": await prepare("Voir 4417.", policy=policy, request_id="r-4", who=OTHER_TEAM),
        "key": await prepare("Voir 4417.", policy=policy, request_id="r-5", who=TEAMLESS),
    }
    assert {name for name, other in others.items() if other.codes == first.codes} == same
    assert {name for name, other in others.items() if other.exchange.scope == first.exchange.scope} == same


async def test_a_client_that_names_its_session_is_believed(prepare):
    named = {"headers": {"x_claude_code_session_id": "s-1"}}
    one, two = await prepare("Voir 4417.", **named), await prepare("Autre : 4417.", **named)
    assert one.codes == two.codes
    assert (await prepare("Voir 4417.")).codes != one.codes


async def test_a_literal_that_looks_like_a_code_is_never_minted(prepare):
    async def analyse(texts, matters):
        found = tuple(detect(text, {re.compile(r"\b4417\b"): "ID_NUMBER"}) for text in texts)
        return Analysis(found, sum(map(len, texts)), 0, 0)

    using = SimpleNamespace(version="x", analyse=analyse)
    code = (await prepare("Voir 4417.", using=using)).codes[0]
    done = await prepare(turn("Voir 4417.", f"C'est {code}.", "Et 4417?"), using=using)
    assert done.body["messages"][1]["content"] == f"C'est {code}."
    assert done.codes != [code]


async def test_what_the_provider_signed_goes_back_unchanged_and_nothing_else_does(prepare):
    block = {"type": "thinking", "thinking": "Il dit 4417.", "signature": "c2ln"}
    messages = [*turn("Voir 4417."), {"role": "assistant", "content": [block]}, *turn("Et?")]
    with pytest.raises(Refused):
        await prepare(messages, dialect=Dialect.ANTHROPIC)
    memory = SealedMemory(KEY)
    memory.remember("Il dit 4417.", "c2ln")
    done = await prepare(messages, dialect=Dialect.ANTHROPIC, memory=memory)
    assert done.body["messages"][1]["content"] == [block]
    assert "4417" not in done.body["messages"][0]["content"]


@pytest.mark.parametrize(("received", "beside"), [(200_000, False), (200_001, True)])
async def test_a_large_request_is_rewritten_beside_the_event_loop(prepare, monkeypatch, received, beside):
    threads = []
    real = module.rewrite
    monkeypatch.setattr(
        module,
        "rewrite",
        lambda *given, **more: (threads.append(threading.current_thread()), real(*given, **more))[1],
    )
    await prepare("Voir 4417.", bytes_received=received)
    assert (threads[0] is not threading.main_thread()) == beside


@pytest.mark.parametrize("missing", ["route", "policy", "who"])
async def test_only_an_admitted_request_is_prepared(prepare, missing):
    with pytest.raises(AssertionError, match="admitted"):
        await prepare("Voir 4417.", **{missing: None})


async def test_what_was_found_in_earlier_texts_is_shared_with_nobody_and_no_other_policy(
    prepare, monkeypatch
):
    keys = []
    plain = module.decide

    def decide(*given, key, **more):
        keys.append(key)
        return plain(*given, key=key, **more)

    monkeypatch.setattr(module, "decide", decide)
    said = "Le dossier 4417."
    other = Who("k2", "Ana", "rh", "staff")
    others = [
        {},
        {"who": other},
        {"who": Who("k1", "Zoé", None, "staff")},
        {"policy": Policy(instruction=False, labels={"PERSON": "mask"})},
        {"policy": Policy(instruction=False, scope="team")},
        {"policy": Policy(instruction=False, scope="team"), "who": other},
    ]
    for more in others:
        await prepare(said, **more)
    await prepare("Un autre dossier, le 4417.")
    assert len(set(keys)) == len(others) + 1
    await prepare(said)
    assert keys[-1] == keys[0]
