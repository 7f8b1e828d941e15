from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from audit.errors import AuditUnavailable, KeyNameTaken, RecordInvalid, UnknownKey
from audit.keys import KeyStore, Role
from audit.reader import Reader
from audit.records import Kind
from audit.verify import verify

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)


@pytest.fixture
def store(url):
    store = KeyStore(url)
    yield store
    store.close()


def test_a_name_is_the_same_however_its_accents_were_typed(url):
    store = KeyStore(url)
    typed = "E\N{COMBINING ACUTE ACCENT}quipe"
    record, token = store.create(typed, typed)
    assert (record.name, record.team) == ("Équipe", "Équipe")
    assert store.find(token).team == "Équipe"
    with pytest.raises(KeyNameTaken):
        store.create("Équipe")
    assert store.revoke(typed).id == record.id
    store.close()


def test_a_key_is_found_by_its_token(store):
    record, token = store.create("Accueil", "Mobilisation", "officer", NOW + timedelta(days=1))
    assert token.startswith("pv_")
    assert len(token) == 46
    assert store.find(token, NOW) == record
    assert record.role is Role.OFFICER
    assert record.who.name == "Accueil"
    assert record.who.team == "Mobilisation"


def test_two_keys_have_nothing_in_common(store):
    first, second = store.create("a"), store.create("b")
    assert first[1] != second[1]
    assert first[0].id != second[0].id
    assert store.find(second[1]) == second[0]
    assert store.list() == (first[0], second[0])


@pytest.mark.parametrize("token", ["", "pv_", "pv_" + "A" * 43, "\ud800", "é"])
def test_another_token_finds_nothing(store, token):
    store.create("Accueil")
    assert store.find(token) is None


def test_a_key_ends_when_it_expires(store):
    _, token = store.create("Accueil", expires=NOW)
    assert store.find(token, NOW - timedelta(microseconds=1)) is not None
    assert store.find(token, NOW) is None


def test_a_revoked_key_is_no_longer_found_and_its_name_is_free(store):
    record, token = store.create("Accueil")
    ended = store.revoke("Accueil")
    assert ended.id == record.id
    assert ended.revoked is not None
    assert store.find(token) is None
    assert store.create("Accueil")[0].id != record.id
    assert store.list()[0] == ended


def test_a_key_is_revoked_by_its_id_first(store):
    first, _ = store.create("Accueil")
    second, token = store.create(first.id)
    assert store.revoke(first.id).id == first.id
    assert store.find(token) == second


def test_names_in_force_are_unique(store):
    store.create("Accueil")
    with pytest.raises(KeyNameTaken):
        store.create("Accueil")
    assert len(store.list()) == 1


@pytest.mark.parametrize("key", ["Accueil", "nobody"])
def test_a_key_that_is_not_in_force_cannot_be_revoked(store, key):
    store.create("Accueil")
    store.revoke("Accueil")
    with pytest.raises(UnknownKey):
        store.revoke(key)


def test_what_cannot_be_kept_is_refused(store):
    with pytest.raises(ValueError):
        store.create("Accueil", role="king")
    with pytest.raises(ValueError, match="time zone"):
        store.create("Accueil", expires=NOW.replace(tzinfo=None))
    with pytest.raises(RecordInvalid):
        store.create("a\nb")
    assert store.list() == ()


def test_the_chain_knows_each_key(store, url):
    record, _ = store.create("Accueil", actor="Claude Tremblay")
    store.revoke(record.id, actor="Claude Tremblay")
    reader = Reader(url)
    events = reader.events(Kind.ADMINISTRATION)
    reader.close()
    assert [event.values["action"] for event in events] == ["key.created", "key.revoked"]
    assert {event.values["subject"] for event in events} == {record.id}
    assert {event.values["name"] for event in events} == {"Claude Tremblay"}
    assert verify(url).intact


def test_only_the_hash_of_a_token_is_kept(store, change):
    _, token = store.create("Accueil")
    tables = ["access_keys", "events", "head"]
    rows = [value for table in tables for row in change(f"SELECT * FROM {table}") for value in row]
    assert sha256(token.encode()).digest() in rows
    assert not any(token[3:] in str(value) for value in rows)


def test_a_key_is_not_stored_without_its_event(store, change, url):
    change("DELETE FROM head")
    with pytest.raises(AuditUnavailable):
        store.create("Accueil")
    assert change("SELECT * FROM access_keys") == []


def test_a_database_that_fails_lets_nobody_in(store, change):
    _, token = store.create("Accueil")
    change("DROP TABLE access_keys")
    with pytest.raises(AuditUnavailable):
        store.find(token)
