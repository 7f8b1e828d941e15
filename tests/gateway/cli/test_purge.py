import json
import sqlite3

import pytest

from audit.retention import Report
from audit.verify import verify


@pytest.fixture
def kept(recorded):
    """Keep callers and index entries for a day, and all else for ever; what is recorded is of last March."""
    path = recorded / "paravent.yaml"
    path.write_text(f"{path.read_text()}audit: {{retention: {{caller: 1 day, index: P1D}}}}\n")
    return recorded


def asked(paravent, action):
    events = map(json.loads, paravent("audit", "export")[1].splitlines())
    return [json.loads(event["detail"]) for event in events if event.get("action") == action]


def names(folder):
    database = sqlite3.connect(folder / "paravent.db")
    found = [name for (name,) in database.execute("SELECT name FROM events WHERE sequence <= 3")]
    database.close()
    return found


def test_without_confirmation_it_only_counts(paravent, kept):
    before = names(kept)
    status, out, err = paravent("audit", "purge")
    assert status == 0
    assert [line.split()[0] + line.split()[-2] for line in out.splitlines()[1:]] == ["caller1", "index0"]
    assert "add --confirm" in err
    assert names(kept) == before == ["Jo", None, None]
    assert asked(paravent, "audit.purge") == [
        {"confirm": "false", "caller": "1 day, 0:00:00", "index": "1 day, 0:00:00"}
    ]


def test_confirmed_it_erases_and_prints_the_proof(paravent, kept):
    status, out, err = paravent("audit", "purge", "--confirm")
    assert status == 0
    assert "1 detail(s) erased" in err
    name, count, sequence, digest = out.strip().split("\t")
    assert (name, count) == ("caller", "1")
    assert names(kept) == [None, None, None]
    assert asked(paravent, "detail.erased") == [{"count": "1", "digest": digest}]
    events = map(json.loads, paravent("audit", "export")[1].splitlines())
    assert next(e["sequence"] for e in events if e.get("action") == "detail.erased") == int(sequence)
    found = verify(f"sqlite:///{kept}/paravent.db")
    assert found.intact
    assert found.erased == {"caller": 1}
    status, out, err = paravent("audit", "purge", "--confirm")
    assert (status, out) == (0, "")
    assert "0 detail(s) erased" in err


def test_what_is_on_hold_stays_until_the_hold_is_lifted(paravent, kept):
    hold = paravent("audit", "hold", "add", "--reason", "plainte 4", "--request", "req-1")[1].strip()
    out = paravent("audit", "purge")[1]
    assert out.splitlines()[1].split()[-2:] == ["0", "1"]
    assert paravent("audit", "purge", "--confirm")[1] == ""
    assert names(kept)[0] == "Jo"
    assert paravent("audit", "hold", "lift", hold)[0] == 0
    assert paravent("audit", "purge", "--confirm")[1].startswith("caller\t1\t")
    assert names(kept)[0] is None


def test_an_ending_that_was_erased_can_be_asked_for(paravent, kept):
    path = kept / "paravent.yaml"
    path.write_text(path.read_text().replace("caller: 1 day", "call: 1 day"))
    paravent("audit", "purge", "--confirm")
    out = paravent("audit", "list", "--json", "--ending", "erased")[1]
    assert [json.loads(line)["request_id"] for line in out.splitlines()] == ["req-1"]


def test_without_a_schedule_nothing_is_erased(paravent, recorded):
    status, out, err = paravent("audit", "purge", "--confirm")
    assert (status, out) == (1, "")
    assert "everything is kept" in err


def test_files_that_could_not_be_cleaned_are_told(paravent, kept, monkeypatch):
    monkeypatch.setattr("audit.retention.erase", lambda *_: Report((), scrubbed=False))
    status, _, err = paravent("audit", "purge", "--confirm")
    assert status == 1
    assert "run this again" in err


def test_a_database_that_cannot_be_used_is_told(paravent, kept):
    path = kept / "paravent.yaml"
    (kept / "folder.db").mkdir()
    path.write_text(path.read_text() + "database: sqlite:///folder.db\n")
    status, out, err = paravent("audit", "purge", "--confirm")
    assert (status, out) == (1, "")
    assert "database cannot be used" in err
