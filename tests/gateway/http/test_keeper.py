import pytest

from config.provider import Dialect
from gateway.errors import Refused, Unavailable, Unknown, Withheld
from gateway.http.keeper import Keeper
from gateway.privacy.kept import Kept
from gateway.privacy.pseudonyms import Hidden, Minter
from gateway.vault.seal import Owner
from gateway.vault.store import VaultFailed
from gateway.wire.routes import find

MEMORY = Kept(b"k" * 32, {"[PERSON-ABCDEF-GHJ]": Hidden("Marie-Ève Gagnon", "PERSON")})
TEAM = Owner("team:com", "open")


class Entries:
    """A vault in memory, which can be told to fail; what encrypts and stores is tested in tests/gateway/vault."""

    def __init__(self):
        self.entries = {}
        self.failing = False
        self.asked = []

    def _begin(self, *asked):
        self.asked.append(asked)
        if self.failing:
            raise VaultFailed("down")

    async def check(self):
        self._begin("check")

    async def recall(self, owner, ids):
        self._begin("recall", *ids)
        if not all((owner, id_) in self.entries for id_ in ids):
            raise Unknown(code="stored_unknown")
        return self.entries[owner, ids[0]]

    async def keep(self, owner, id_, kept, belonging=()):
        self._begin("keep", id_, tuple(belonging))
        for name in (id_, *belonging):
            self.entries[owner, name] = kept or self.entries[owner, id_]

    async def prolong(self, owner, id_):
        self._begin("prolong", id_)

    async def erase(self, owner, ids):
        self._begin("erase", *ids)


@pytest.fixture
def vault():
    made = Entries()
    made.entries[TEAM, "resp_1"] = made.entries[TEAM, "conv_1"] = MEMORY
    made.entries[TEAM, "msg_1"] = MEMORY
    return made


@pytest.fixture
def open_call(vault, who):
    async def opening(method, path, body=None, query=(), keeper=None):
        route = find(method, f"/v1{path}", Dialect.OPENAI)
        return await (keeper or Keeper(vault)).open(route, who, "open", body, dict(query))

    return opening


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/responses/resp_1", None),
        ("DELETE", "/responses/resp_1", None),
        ("POST", "/responses/resp_1/cancel", None),
        ("POST", "/conversations", {}),
        ("POST", "/conversations/conv_1/items", {"items": []}),
        ("POST", "/responses", {"input": [{"id": "msg_1"}]}),
    ],
)
async def test_without_a_vault_what_needs_one_is_refused_and_told_what_to_set(open_call, method, path, body):
    with pytest.raises((Unknown, Refused)) as caught:
        await open_call(method, path, body, keeper=Keeper(None))
    assert caught.value.code == "stored_refused"
    assert "vault" in caught.value.message


async def test_without_a_vault_other_calls_go_as_they_are(open_call):
    for path, body in (("/responses", {"input": "x"}), ("/chat/completions", {})):
        route, kept = await open_call("POST", path, body, keeper=Keeper(None))
        assert (route, kept) == (find("POST", f"/v1{path}", Dialect.OPENAI), None)


async def test_what_is_not_stored_does_not_ask_the_vault(open_call, vault):
    for path, body in (
        ("/responses", {"store": False}),
        ("/chat/completions", {}),
        ("/responses/compact", {}),
    ):
        assert (await open_call("POST", path, body))[1] is None
    assert vault.asked == []


async def test_a_response_is_kept_once_its_id_is_known_with_what_belongs_to_it(open_call, vault):
    _route, kept = await open_call("POST", "/responses", {"previous_response_id": "resp_1"})
    assert kept.before == MEMORY
    await kept.depart()
    assert vault.asked == [("recall", "resp_1")]
    kept.see({"type": "response.created", "response": {"id": "resp_2", "output": []}})
    await kept.settle()
    kept.see({"type": "response.in_progress", "response": {"id": "resp_2", "output": []}})
    await kept.settle()
    kept.see({"type": "response.output_item.added", "item": {"id": "msg_2"}})
    kept.see({"type": "response.output_item.done", "item": {"id": "msg_2"}})
    await kept.settle()
    kept.see({"type": "response.completed", "response": {"id": "resp_2", "output": [{"id": "msg_2"}]}})
    await kept.settle()
    assert vault.asked[1:] == [("keep", "resp_2", ()), ("keep", "resp_2", ("msg_2",))]


async def test_a_conversation_has_what_a_call_adds_before_it_leaves(open_call, vault):
    _route, kept = await open_call("POST", "/responses", {"conversation": "conv_1", "store": False})
    minter = kept.minter(Minter(b"other", b"scope"))
    assert minter.key == MEMORY.key
    minter.mint("PERSON", "roy", "Luc Roy")
    kept.memory = Kept.of(minter)
    await kept.depart()
    assert vault.asked[1:] == [("keep", "conv_1", ()), ("prolong", "conv_1")]
    assert [hidden.original for hidden in vault.entries[TEAM, "conv_1"].table.values()] == ["Luc Roy"]
    kept.see({"id": "resp_2", "output": [{"id": "msg_2"}]})
    await kept.settle()
    assert vault.asked[-1] == ("keep", "conv_1", ("msg_2",)), "the response is not kept, its items are"


async def test_a_call_that_adds_nothing_lets_a_conversation_live_on(open_call, vault):
    _route, kept = await open_call("POST", "/responses", {"conversation": "conv_1"})
    await kept.depart()
    assert vault.asked[1:] == [("prolong", "conv_1")]


async def test_every_id_of_a_path_and_of_a_query_must_be_known(open_call, vault):
    path = "/conversations/conv_1/items/msg_1"
    assert (await open_call("GET", path))[1].before == MEMORY
    for path, query in (
        ("/conversations/conv_1/items/msg_9", {}),
        ("/conversations/conv_1/items", {"after": "558073029"}),
        ("/responses/resp_1/input_items", {"before": "x"}),
    ):
        with pytest.raises(Unknown):
            await open_call("GET", path, query=query)


@pytest.mark.parametrize(("status", "erased"), [(200, True), (404, True), (500, False), (429, False)])
async def test_what_the_provider_has_erased_is_erased(open_call, vault, status, erased):
    _route, kept = await open_call("DELETE", "/responses/resp_1")
    await kept.end(status)
    assert (("erase", "resp_1") in vault.asked) is erased
    _route, fetched = await open_call("GET", "/responses/resp_1")
    await fetched.end(status)
    assert vault.asked[-1] == ("recall", "resp_1")


async def test_what_cannot_be_kept_does_not_leave_or_is_withheld(open_call, vault):
    _route, joining = await open_call("POST", "/responses", {"conversation": "conv_1"})
    _route, erasing = await open_call("DELETE", "/responses/resp_1")
    vault.failing = True
    with pytest.raises(Unavailable):
        await joining.depart()
    joining.see({"id": "resp_2"})
    with pytest.raises(Withheld):
        await joining.settle()
    with pytest.raises(Withheld) as caught:
        await erasing.end(200)
    assert caught.value.code == "erasure_incomplete"
