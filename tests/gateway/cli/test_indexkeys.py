"""A key of the index is replaced: what the old one made is still found, and told."""

import base64
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from audit.database import migrate
from audit.index import IndexKey, entries_of
from audit.ledger import append_now
from audit.records import Departure, Who
from config.load import load

OLD, NEW = (base64.b64encode(letter * 48).decode() for letter in (b"o", b"n"))
NAME = "Marie-Ève Gagnon"


@pytest.fixture
def keyed(configured, paravent):
    """Give ways to set the keys, to put a call on record under them, and to ask."""
    path = configured / "paravent.yaml"
    plain, url = path.read_text(), f"sqlite:///{configured / 'paravent.db'}"

    def keys(*secrets):
        path.write_text(f"{plain}audit: {{index_keys: [{', '.join(secrets)}]}}\n" if secrets else plain)

    def call(request_id):
        migrate(url)
        entries = entries_of([("PERSON", NAME)], IndexKey(load(path).index_keys()[0]))
        append_now(
            url,
            Departure(
                *(
                    request_id,
                    datetime(2026, 3, 1, 12, tzinfo=UTC),
                    Who("k1", "Jo", "rh", "staff"),
                    None,
                    None,
                ),
                *("openai", "US", "EFVP-1", "openai-chat", "gpt-5", False, "default", "p", "d"),
                *({"PERSON": 1}, "s", 1, 1, 1, 1, 1, entries),
            ),
        )

    def found():
        _, out, _ = paravent("audit", "lookup", "--reason", "dossier 4", "--json", given=NAME)
        return [name for name in ("req-0", "req-1", "req-2") if name in out]

    return SimpleNamespace(
        keys=keys, call=call, found=found, ids=lambda: [IndexKey(k).id for k in load(path).index_keys()]
    )


def test_calls_of_before_are_found_after_each_change(keyed):
    keyed.call("req-0")
    keyed.keys(OLD)
    keyed.call("req-1")
    keyed.keys(NEW, OLD)
    keyed.call("req-2")
    assert keyed.found() == ["req-0", "req-1", "req-2"]
    keyed.keys(NEW)
    assert keyed.found() == ["req-0", "req-2"]


def test_what_each_key_made_is_counted(keyed, paravent):
    keyed.call("req-0")
    keyed.keys(OLD)
    keyed.call("req-1")
    keyed.call("req-2")
    keyed.keys(NEW, OLD)
    new, old, own = keyed.ids()
    status, out, err = paravent("audit", "index-keys")
    assert status == 0
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [[new, "0"], [old, "8"], [own, "4"]]
    assert "index_keys" not in err
    keyed.keys(NEW)
    _, out, err = paravent("audit", "index-keys")
    assert f"{old}  8" in out
    assert "audit.index_keys" in err


def test_a_changed_secret_may_stand_behind_the_new_one(keyed, configured):
    """What was made with an earlier `secret` is found once that stands among the keys."""
    keyed.call("req-0")
    file = configured / "paravent.secret"
    before = file.read_text().strip()
    file.write_text(NEW)
    assert keyed.found() == []
    keyed.keys(NEW, before)
    assert keyed.found() == ["req-0"]
