import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audit.index import IndexKey, entries_of
from audit.ledger import append_now
from audit.records import Departure, Who
from audit.verify import verify
from config.load import load
from gateway.cli.registers import today


@pytest.fixture
def held(recorded, words):
    """Put three calls with a person's name on record, two of them to one provider."""
    url = f"sqlite:///{recorded / 'paravent.db'}"
    key = IndexKey(load(recorded / "paravent.yaml").key("index"))
    for number, provider in enumerate(("openai", "openai", "anthropic")):
        append_now(
            url,
            Departure(
                f"held-{number}",
                datetime(2026, 3, 5 + number, tzinfo=UTC),
                Who("k1", "Jo", "rh", "staff"),
                *(None, None, provider, "US", "EFVP-1", "chat", "gpt-5", False, "default", "p1", "d1"),
                {"PERSON": 1},
                *("conversation", 10, 12, 1, 8, 8),
                entries_of([("PERSON", "Marie-Ève Gagnon")], key),
            ),
        )
    return url


def opened(paravent, *options, given=""):
    code, out, err = paravent("incidents", "open", "--reason", "signalement 12", *options, given=given)
    assert (code, out) == (0, f"INC-{today().year}-0001\n"), err
    return out.strip(), err


def test_an_incident_opens_on_a_value_that_is_kept_nowhere(paravent, held, actions):
    reference, err = opened(paravent, "--value", given="GAGNON Marie Eve")
    assert "3 call(s)" in err
    code, out, _err = paravent("incidents", "calls", reference)
    assert (code, out.splitlines()) == (0, ["held-0\twhole", "held-1\twhole", "held-2\twhole"])
    asked, *told = actions()
    assert asked == ("incidents.open", "incident", {"by": "value", "reason": "signalement 12"})
    assert [action for action, _subject, _detail in told] == ["register.entered"] * 2 + ["incidents.calls"]
    assert b"agnon" not in Path(held.removeprefix("sqlite:///")).read_bytes().lower()
    assert verify(held).intact


def test_an_incident_opens_on_conditions_and_takes_more_calls(paravent, held, actions):
    reference, err = opened(paravent, "--provider", "anthropic", "--since", "2026-03-01")
    assert "1 call(s)" in err
    code, _out, err = paravent("incidents", "add", reference, "--value", given="Gagnon")
    assert (code, "2 call(s) added" in err) == (0, True)
    _code, out, _err = paravent("incidents", "calls", reference, "--limit", "2")
    assert out.splitlines() == ["held-0\tparts", "held-1\tparts"]
    _code, out, _err = paravent("incidents", "calls", reference, "--after", "held-1")
    assert out.splitlines() == ["held-2\tfilter"]
    assert actions("incidents.open")[0][2]["provider"] == "anthropic"


def test_an_incident_can_be_of_no_call(paravent, held):
    assert "0 call(s)" in opened(paravent)[1]


@pytest.mark.parametrize(
    "options",
    [
        ["incidents", "open", "--reason", "x", "--value", "--team", "rh"],
        ["incidents", "open", "--reason", "x", "--value"],
        ["incidents", "open", "--reason", "x", "--known", str(today() + timedelta(1))],
        ["incidents", "open", "--reason", "Marie-Ève Gagnon a appelé"],
        ["incidents", "add", "INC-1999-0001", "--team", "rh"],
        ["incidents", "add", "INC-1999-0001"],
        ["incidents", "calls", "INC-1999-0001"],
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_opened(paravent, held, options, actions):
    code, out, err = paravent(*options)
    assert (code, out) == (1, "")
    assert err
    assert actions("register.") == []


def test_the_register_is_listed_and_exported(paravent, held, actions):
    reference, _err = opened(paravent, "--circumstances", "Erreur du fournisseur", "--team", "rh")
    code, out, _err = paravent("incidents", "list", "--open", "--json")
    assert (code, json.loads(out)["reference"], json.loads(out)["serious"]) == (0, reference, None)
    assert reference in paravent("incidents", "list")[1]
    code, out, _err = paravent("incidents", "export", "--format", "json")
    (row,) = json.loads(out)["incidents"]
    assert (code, row["circumstances"], row["calls"]) == (0, "Erreur du fournisseur", 4)
    assert reference in paravent("incidents", "export", "--format", "csv")[1]
    page = paravent("--language", "fr", "incidents", "export")[1]
    assert re.search(r'<html lang="fr">.*Registre des incidents de confidentialité', page, re.DOTALL)
    assert [action for action, _subject, _detail in actions("incidents.export")] == ["incidents.export"] * 3
