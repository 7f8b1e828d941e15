from datetime import UTC, datetime

import pytest

from audit.index import IndexKey, entries_of
from audit.ledger import append_now
from audit.records import Departure, Who
from audit.verify import verify
from config.load import load


@pytest.fixture
def terms(recorded):
    path = recorded / "paravent.yaml"
    path.write_text(path.read_text("utf-8") + 'detection: {terms: "file:termes.txt"}\n', "utf-8")
    (recorded / "termes.txt").write_text("Projet Boréal\n", "utf-8")
    return recorded / "termes.txt"


@pytest.fixture(autouse=True)
def seen(recorded, words):
    """Put a call in which the value was detected on record."""
    key = IndexKey(load(recorded / "paravent.yaml").key("index"))
    append_now(
        f"sqlite:///{recorded / 'paravent.db'}",
        Departure(
            "seen",
            datetime(2026, 4, 5, tzinfo=UTC),
            Who("k1", "Jo", "rh", "staff"),
            *(None, None, "openai", "US", "EFVP-1", "chat", "gpt-5", False, "default", "p1", "d1"),
            {"PERSON": 1},
            *("conversation", 10, 12, 1, 8, 8),
            entries_of([("PERSON", "Kawisen Awashish")], key),
        ),
    )


def missed(paravent, *options, given="Kawisen Awashish"):
    return paravent("incidents", "missed", "--reason", "signalement 13", *options, given=given)


def test_one_command_lists_the_value_opens_the_incident_and_names_the_calls(
    paravent, recorded, terms, actions
):
    code, out, err = missed(paravent, "--since", "2026-02-01", "--until", "2026-03-02")
    reference = out.strip()
    assert code == 0, err
    assert load(recorded / "paravent.yaml").detection.terms == ("Projet Boréal", "Kawisen Awashish")
    _code, out, _err = paravent("incidents", "calls", reference)
    assert out.splitlines() == ["req-1\tfilter", "seen\twhole"]
    assert ("incidents.missed", "value", {"reason": "signalement 13", "term": "True"}) in actions()
    assert "Awashish" not in str(actions())
    assert "a value that detection missed" in paravent("incidents", "export", "--format", "csv")[1]
    assert verify(f"sqlite:///{recorded / 'paravent.db'}").intact


def test_it_says_what_it_cannot_find_and_when_the_term_counts(paravent, terms):
    _code, _out, err = missed(paravent)
    assert "in 1 call(s)" in err
    assert "have no entry in the index" in err
    assert "started again" in err
    assert "incidents add" in err
    assert "Awashish" not in err


def test_a_value_that_is_listed_already_is_not_listed_twice(paravent, terms):
    code, _out, err = missed(paravent, given="projet boréal")
    assert (code, "already" in err) == (0, True)
    assert terms.read_text("utf-8") == "Projet Boréal\n"


def test_without_a_list_nothing_is_done_unless_that_is_said(paravent, actions):
    code, out, err = missed(paravent)
    assert (code, out, "file:terms.txt" in err) == (1, "", True)
    assert actions() == []
    code, out, _err = missed(paravent, "--without-term")
    assert (code, out.startswith("INC-")) == (0, True)


@pytest.mark.parametrize("given", ["", " ", "# x", "deux\nlignes"])
def test_what_cannot_be_a_term_is_refused_before_anything_is_done(paravent, terms, given, actions):
    code, out, _err = missed(paravent, given=given)
    assert (code, out, actions()) == (1, "", [])


def test_a_list_that_cannot_be_written_leaves_the_incident_open_and_says_so(
    paravent, terms, monkeypatch, actions
):
    def full(_path, _term):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("config.terms.append_term", full)
    code, out, err = missed(paravent)
    assert (code, out.startswith("INC-")) == (1, True)
    assert "No space left" in err
    assert [subject for _action, subject, _detail in actions("register.")] == [out.strip()] * 2
