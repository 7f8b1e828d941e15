import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from audit.errors import Decided, OwnCall, RecordInvalid, TooManyHeld, UnknownHeld
from audit.held import HeldCalls
from audit.heldcall import State
from audit.reader import Reader
from audit.verify import verify


@pytest.fixture
def held(url):
    held = HeldCalls(url)
    yield held
    held.close()


@pytest.fixture
def call(held, make):
    return held.hold(make.held("h1", sealed=b"sealed"))


@pytest.fixture
def officer(make):
    return make.who(key_id="k5", name="Officière", team=None, role="officer")


def actions(url):
    reader = Reader(url)
    events = reader.events()
    reader.close()
    return [(event.values["action"], event.values["name"], event.values["subject"]) for event in events]


def test_a_call_is_held_approved_and_let_through_once(url, held, call, officer):
    later = call.at + timedelta(minutes=20)
    approved = held.decide("h1", State.APPROVED, by="Officière", at=later, reason="vu", who=officer)
    assert (approved.state, approved.decider, approved.reason) == (State.APPROVED, "Officière", "vu")
    assert approved.expires == later + call.patience, "an approval holds as long again"
    assert held.seek(call.fingerprint, later) == approved
    assert [held.use("h1", call.fingerprint, at=later, request_id="r2") for _ in range(2)] == [True, False]
    assert held.seek(call.fingerprint, later) is None
    used = held.get("h1", later)
    assert (used.state, used.sealed) == (State.USED, None)
    assert actions(url) == [
        ("held.waiting", "Poste d’accueil", "h1"),
        ("held.approved", "Officière", "h1"),
        ("held.used", "Poste d’accueil", "h1"),
    ]
    assert verify(url).intact


def test_a_refused_call_stays_refused_and_its_text_is_gone(held, call, officer):
    held.decide("h1", State.REFUSED, by="Officière", at=call.at, reason="non", who=officer)
    found = held.seek(call.fingerprint, call.at)
    assert (found.state, found.reason, found.sealed) == (State.REFUSED, "non", None)
    assert not held.use("h1", call.fingerprint, at=call.at, request_id="r2")
    with pytest.raises(Decided):
        held.decide("h1", State.APPROVED, by="Officière", at=call.at, reason="", who=officer)


def test_the_same_call_twice_is_held_once(held, call, make):
    again = replace(make.held("h2"), fingerprint=call.fingerprint)
    assert held.hold(again).id == "h1"
    assert [each.id for each in held.all(call.at)] == ["h1"]
    assert held.all(call.at)[0].sealed is None, "a list is without what would leave"
    assert held.get("h1", call.at).sealed == b"sealed"


def test_an_approval_is_for_its_own_call_alone(held, call, make, officer):
    held.hold(make.held("h2"))
    held.decide("h1", State.APPROVED, by="x", at=call.at, reason="", who=officer)
    other = make.held("h2").fingerprint
    for identity, fingerprint in (("h1", other), ("h2", other), ("h2", call.fingerprint), ("h1", b"")):
        assert not held.use(identity, fingerprint, at=call.at, request_id="r")
    assert held.use("h1", call.fingerprint, at=call.at, request_id="r")


def test_what_has_expired_is_not_there_any_more(url, held, call, officer):
    over = call.expires
    assert held.seek(call.fingerprint, over) is None
    assert held.all(over) == ()
    with pytest.raises(UnknownHeld):
        held.decide("h1", State.APPROVED, by="x", at=over, reason="", who=officer)
    assert held.purge(over - timedelta(microseconds=1)) == 0
    assert held.purge(over) == 1
    assert actions(url)[-1] == ("held.expired", "gateway", "h1")
    assert verify(url).intact


def test_an_approval_expires_too(held, call, officer):
    approved = held.decide("h1", State.APPROVED, by="x", at=call.at, reason="", who=officer)
    assert not held.use("h1", call.fingerprint, at=approved.expires, request_id="r")


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ({"role": "staff", "key_id": "k2", "name": "Autre"}, UnknownHeld),
        ({"role": "reviewer", "key_id": "k2", "name": "Autre", "team": "RH"}, UnknownHeld),
        ({"role": "reviewer", "key_id": "k2", "name": "Autre", "team": None}, UnknownHeld),
        ({"role": "reviewer"}, OwnCall),
        ({"role": "officer"}, OwnCall),
        ({"role": "officer", "key_id": "new"}, OwnCall),
    ],
)
def test_who_may_not_decide_does_not(held, call, make, who, error):
    for state in (State.APPROVED, State.REFUSED):
        with pytest.raises(error):
            held.decide("h1", state, by="x", at=call.at, reason="r", who=make.who(**who))
    assert held.get("h1", call.at) == call


def test_a_reason_that_cannot_be_kept_decides_nothing(held, call):
    for reason in ("deux\nlignes", "x" * 2001):
        with pytest.raises(RecordInvalid):
            held.decide("h1", State.REFUSED, by="x", at=call.at, reason=reason)
    assert held.get("h1", call.at).state is State.WAITING


def test_one_key_cannot_fill_the_table(held, make):
    for number in range(100):
        held.hold(make.held(f"h{number}"))
    with pytest.raises(TooManyHeld):
        held.hold(make.held("h100"))
    assert held.hold(make.held("h100", key_id="k2")).id == "h100"


def test_of_many_who_use_an_approval_at_once_one_does(held, call, officer):
    held.decide("h1", State.APPROVED, by="x", at=call.at, reason="", who=officer)
    done = []
    threads = [
        threading.Thread(
            target=lambda: done.append(held.use("h1", call.fingerprint, at=call.at, request_id="r"))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 7 + [True]


def test_what_the_chain_says_names_the_call_that_was_let_through(url, held, call, officer):
    held.decide("h1", State.APPROVED, by="x", at=call.at, reason="", who=officer)
    held.use("h1", call.fingerprint, at=call.at, request_id="req-7")
    reader = Reader(url)
    (event,) = reader.events(action="held.used")
    reader.close()
    assert json.loads(event.values["detail"])["request_id"] == "req-7"


def test_an_approval_that_nobody_gave_is_found(url, held, call, change):
    change("UPDATE held_calls SET state = 'approved', decider = 'Officière'")
    assert [(each.fault, each.part) for each in verify(url).problems] == [("held", "held_calls")]
