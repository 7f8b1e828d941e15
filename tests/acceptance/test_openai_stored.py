"""The stock openai SDK, where the provider keeps responses and conversations and the vault restores them."""

import base64
import json
import re
import sqlite3

import httpx
import openai
import pytest
from openai import OpenAI

from audit.keys import KeyStore
from tests.acceptance.conftest import PERSON, UNSPOKEN, Gateway, everything_written, leaked, start, stop

KEY = base64.b64encode(bytes(range(48))).decode()
CODE = re.compile(r"\[PERSON-[0-9A-Z]{6}-[0-9A-Z]{3}\]")
GIVEN = frozenset({PERSON, "Gagnon", "558 073 029", "Julie Tremblay", "Tremblay"})


@pytest.fixture(scope="module")
def keeping(tmp_path_factory, provider):
    running = start(tmp_path_factory.mktemp("vault"), provider, extra=f'vault: {{keys: ["{KEY}"]}}\n')
    yield running
    stop(running, GIVEN)


@pytest.fixture
def client(keeping: Gateway):
    with OpenAI(base_url=f"{keeping.url}/v1", api_key=keeping.token, max_retries=0) as made:
        yield made


@pytest.fixture(scope="module")
def stranger(keeping: Gateway):
    store = KeyStore(keeping.database)
    token = store.create("autre", "rh", "staff", None)[1]
    store.close()
    with OpenAI(base_url=f"{keeping.url}/v1", api_key=token, max_retries=0) as made:
        yield made


def asks(client, said, **members):
    return client.responses.create(model="echo-kept-3", input=said, **members)


def test_a_later_response_restores_what_an_earlier_one_hid(client, keeping) -> None:
    recording = keeping.fresh()
    first = asks(client, f"Le dossier de {PERSON}, NAS 558 073 029.", instructions="Sois brève.")
    second = asks(client, "Et Mme Gagnon ?", previous_response_id=first.id)
    assert second.output_text == f"Le dossier de {PERSON}, NAS 558 073 029.\nEt Mme Gagnon ?"
    third = asks(client, "Résume.", previous_response_id=second.id)
    assert third.output_text == f"{second.output_text}\nRésume."
    assert third.output[0].summary[0].text == f"On me dit : {third.output_text}"
    assert not leaked(recording, GIVEN, keeping.token)
    one, two, three = recording.bodies()
    (person,), (same,) = CODE.findall(one["input"]), CODE.findall(two["input"])
    assert person[:14] == same[:14], "the same person keeps the same code"
    # The model is told what the codes are wherever it may see one, and the caller does not see that.
    assert three["instructions"] == two["instructions"]
    assert one["instructions"] == f"Sois brève.\n\n{two['instructions']}"
    assert (first.instructions, second.instructions, third.instructions) == ("Sois brève.", None, None)
    assert keeping.calls()[0].ending == "delivered"


@pytest.mark.parametrize("size", [1, 4, 7])
def test_a_stream_goes_on_with_what_is_kept(client, keeping, size) -> None:
    recording = keeping.fresh()
    with client.responses.stream(model=f"echo-kept-{size}", input=f"Je suis {PERSON}.") as stream:
        first = stream.get_final_response()
    with client.responses.stream(
        model=f"echo-kept-{size}", input="Qui suis-je ?", previous_response_id=first.id
    ) as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert final.output_text == f"Je suis {PERSON}.\nQui suis-je ?"
    assert [event.sequence_number for event in events] == list(range(len(events)))
    again = client.responses.retrieve(final.id, stream=True)
    assert [event.type for event in again] == [event.type for event in events]
    assert not leaked(recording, GIVEN, keeping.token)


def test_what_is_kept_is_fetched_cancelled_and_deleted(client, keeping) -> None:
    recording = keeping.fresh()
    made = asks(client, f"Bonjour {PERSON}.", background=True, metadata={"dossier": PERSON})
    got = client.responses.retrieve(made.id, include=["message.output_text.logprobs"])
    assert (got.output_text, got.metadata) == (f"Bonjour {PERSON}.", {"dossier": PERSON})
    listed = client.responses.input_items.list(made.id, limit=1)
    assert [item.content[0].text for item in listed] == [f"Bonjour {PERSON}."]
    assert client.responses.cancel(made.id).status == "cancelled"
    client.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError) as caught:
        client.responses.retrieve(made.id)
    assert caught.value.code == "stored_unknown"
    assert [call.partition(" ")[0] for call, _size in recording.arrived] == [
        "POST", "GET", "GET", "POST", "DELETE"
    ]  # fmt: skip
    operations = [call.opening.values["operation"] for call in keeping.calls(6)[1:] if call.departure]
    assert operations == [
        "openai-response-delete",
        "openai-response-cancel",
        "openai-response-input-items",
        "openai-response-get",
        "openai-responses",
    ]
    assert not leaked(recording, GIVEN, keeping.token)


def test_pages_of_items_follow_each_other(client, keeping) -> None:
    keeping.fresh()
    first = asks(client, f"Un : {PERSON}.")
    second = asks(client, "Deux.", previous_response_id=first.id)
    pages = list(client.responses.input_items.list(second.id, limit=1))
    assert [item.content[0].text for item in pages] == [f"Un : {PERSON}.", "Deux."]


def test_a_conversation_is_kept_from_its_beginning(client, keeping) -> None:
    recording = keeping.fresh()
    made = client.conversations.create(
        items=[{"type": "message", "role": "user", "content": f"Voici {PERSON}."}],
        metadata={"sujet": "Julie Tremblay"},
    )
    assert made.metadata == {"sujet": "Julie Tremblay"}
    answer = asks(client, "Et Mme Gagnon ?", conversation=made.id)
    assert answer.output_text == f"Voici {PERSON}.\nEt Mme Gagnon ?"
    added = client.conversations.items.create(
        made.id, items=[{"type": "message", "role": "user", "content": "Aussi Julie Tremblay."}]
    )
    assert added.data[0].content[0].text == "Aussi Julie Tremblay."
    second = asks(client, "Qui ?", conversation={"id": made.id})
    assert second.output_text.splitlines()[2:] == ["Aussi Julie Tremblay.", "Qui ?"]
    items = list(client.conversations.items.list(made.id))
    assert f"Voici {PERSON}." in str(items)
    one = client.conversations.items.retrieve(items[0].id, conversation_id=made.id)
    assert one.content[0].text == f"Voici {PERSON}."
    client.conversations.items.delete(items[0].id, conversation_id=made.id)
    assert client.conversations.update(made.id, metadata={"a": PERSON}).metadata == {"a": PERSON}
    assert client.conversations.retrieve(made.id).metadata == {"a": PERSON}
    assert client.conversations.delete(made.id).deleted
    with pytest.raises(openai.NotFoundError):
        asks(client, "Encore ?", conversation=made.id)
    assert not leaked(recording, GIVEN, keeping.token)
    codes = {code[:14] for code in CODE.findall(str(recording.bodies()))} - {"[PERSON-XXXXXX"}
    assert len(codes) == 2, "one for each of the two people, in every call"


def test_a_structured_answer_that_is_fetched_again_stays_json(client, keeping) -> None:
    keeping.fresh()
    told = {"nom": 'Mme Julie Tremblay-"Ti-Loup" est au\n418 555-0123'}
    form = {"type": "json_schema", "name": "f", "schema": {"type": "object"}}
    made = asks(client, json.dumps(told, ensure_ascii=False), text={"format": form})
    assert json.loads(client.responses.retrieve(made.id).output_text) == told


def test_the_note_behind_a_callers_words_is_not_shown_to_them(client, keeping) -> None:
    recording = keeping.fresh()
    turns = [
        {"role": "user", "content": "Bonjour."},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Oui ?"}]},
        {"role": "user", "content": f"Je suis {PERSON}."},
    ]
    made = asks(client, turns)
    assert "XXXXXX" in str(recording.bodies()[0]["input"])
    items = list(client.responses.input_items.list(made.id))
    assert [item.content[0].text for item in items] == ["Bonjour.", "Oui ?", f"Je suis {PERSON}."]


def test_two_empty_conversations_do_not_share_their_codes(client, keeping) -> None:
    recording = keeping.fresh()
    for _time in range(2):
        asks(client, f"Voici {PERSON}.", conversation=client.conversations.create().id)
    codes = [CODE.findall(str(body))[0] for body in recording.bodies() if body.get("input")]
    assert len(set(codes)) == 2


def test_items_are_sent_as_their_ids(client, keeping) -> None:
    recording = keeping.fresh()
    first = asks(client, f"Le dossier de {PERSON}.")
    second = asks(
        client,
        [
            {"role": "user", "content": "Le précédent :"},
            {"type": "item_reference", "id": first.output[1].id},
            {"role": "user", "content": "Qui est Mme Gagnon ?"},
        ],
    )
    assert "Qui est Mme Gagnon ?" in second.output_text
    assert not leaked(recording, GIVEN, keeping.token)
    assert (
        CODE.findall(recording.bodies()[1]["input"][2]["content"])[0][:14]
        == (CODE.findall(recording.bodies()[0]["input"])[0][:14])
    )


@pytest.mark.parametrize(
    "operation",
    [
        lambda client, id_, _item: client.responses.retrieve(id_),
        lambda client, id_, _item: client.responses.delete(id_),
        lambda client, id_, _item: client.responses.cancel(id_),
        lambda client, id_, _item: client.responses.input_items.list(id_),
        lambda client, id_, _item: asks(client, "Qui ?", previous_response_id=id_),
        lambda client, id_, _item: asks(client, "Qui ?", previous_response_id=id_, stream=True),
        lambda client, _id, item: asks(client, [{"type": "item_reference", "id": item}]),
        lambda client, _id, item: asks(client, [{"id": item}]),
        lambda client, id_, _item: client.responses.compact(model="echo-3", previous_response_id=id_),
    ],
)
def test_another_teams_id_is_not_found_and_nothing_is_sent(client, stranger, keeping, operation) -> None:
    made = asks(client, f"Bonjour {PERSON}.")
    recording = keeping.fresh()
    with pytest.raises(openai.NotFoundError) as caught:
        operation(stranger, made.id, made.output[1].id)
    assert caught.value.code == "stored_unknown"
    with pytest.raises(openai.NotFoundError):
        operation(client, "resp_unheard_of", "msg_unheard_of")
    assert not recording.requests
    assert client.responses.retrieve(made.id).output_text == f"Bonjour {PERSON}."


@pytest.mark.parametrize("query", ["after=558073029", "before=msg_x", "q=558073029", "include=é"])
def test_a_query_says_nothing_of_its_own(client, keeping, query) -> None:
    made = asks(client, "Bonjour.")
    recording = keeping.fresh()
    url = f"{keeping.url}/v1/responses/{made.id}/input_items?{query}"
    assert httpx.get(url, headers=keeping.credentials, timeout=60).status_code in {400, 404}
    assert not recording.requests


def test_what_is_not_stored_is_not_kept(client, keeping) -> None:
    keeping.fresh()
    made = asks(client, f"Bonjour {PERSON}.", store=False)
    with pytest.raises(openai.NotFoundError) as caught:
        client.responses.retrieve(made.id)
    assert caught.value.code == "stored_unknown"


def test_what_still_cannot_be_restored_is_refused_by_name(client, keeping) -> None:
    recording = keeping.fresh()
    with pytest.raises(openai.BadRequestError) as caught:
        asks(client, "Bonjour", prompt={"id": "pmpt_1"})
    assert (caught.value.code, caught.value.param) == ("stored_refused", "prompt")
    for operation in (client.files.list, client.batches.list, client.vector_stores.list):
        with pytest.raises(openai.NotFoundError) as unknown:
            operation()
        assert unknown.value.code == "stored_refused"
    assert not recording.requests


def test_a_vault_that_fails_refuses_and_what_it_could_not_keep_is_withheld(client, keeping) -> None:
    made = asks(client, f"Bonjour {PERSON}.")
    keeping.fresh()
    database = sqlite3.connect(keeping.folder / "paravent.db", isolation_level=None)
    database.execute("ALTER TABLE vault RENAME TO elsewhere")
    try:
        recording = keeping.fresh()
        for members in ({"previous_response_id": made.id}, {}):
            with pytest.raises(openai.InternalServerError) as caught:
                asks(client, "Qui ?", **members)
            assert (caught.value.status_code, caught.value.code) == (503, "vault_unavailable")
        assert not recording.requests
    finally:
        database.execute("ALTER TABLE elsewhere RENAME TO vault")
    database.execute("CREATE TRIGGER full BEFORE INSERT ON vault BEGIN SELECT RAISE(ABORT, 'full'); END")
    try:
        with pytest.raises(openai.InternalServerError) as caught:
            asks(client, f"Bonjour {PERSON}.")
        assert (caught.value.status_code, caught.value.code) == (502, "answer_withheld")
        with pytest.raises(openai.APIError) as broken:
            list(asks(client, f"Bonjour {PERSON}.", stream=True))
        assert broken.value.code == "answer_withheld"
        assert keeping.calls()[0].ending == "interrupted"
    finally:
        database.execute("DROP TRIGGER full")
        database.close()


def test_nothing_that_was_said_stands_in_the_database(client, keeping) -> None:
    asks(client, f"Le dossier de {PERSON} et de Julie Tremblay, NAS 558 073 029.")
    written = everything_written(keeping)
    assert b"vault" in written
    assert not [word for word in UNSPOKEN | GIVEN if word.encode() in written]
