import json
from datetime import timedelta

import pytest

from audit.verify import verify
from gateway.cli.registers import today

TODAY = today()


@pytest.fixture(autouse=True)
def ready(recorded, words):
    pass


def opened(paravent, *options):
    code, out, err = paravent("requests", "open", "access", *options)
    assert code == 0, err
    return out.strip()


def listed(paravent, *options):
    code, out, _err = paravent("requests", "list", "--json", *options)
    return code, [json.loads(line) for line in out.splitlines()]


def test_a_request_has_thirty_days(paravent):
    reference = opened(paravent)
    assert reference == f"DEM-{TODAY.year}-0001"
    ((row,),) = listed(paravent)[1:]
    assert row["due"] == (TODAY + timedelta(days=30)).isoformat()
    assert not row["overdue"]


def test_the_exit_status_tells_what_is_overdue(paravent):
    opened(paravent)
    assert listed(paravent, "--overdue") == (0, [])
    late = opened(paravent, "--received", (TODAY - timedelta(days=31)).isoformat())
    code, rows = listed(paravent, "--overdue")
    assert (code, [row["reference"] for row in rows]) == (1, [late])
    assert "overdue" in paravent("requests", "list", "--overdue")[1]
    assert listed(paravent)[0] == 0


def test_a_request_is_extended_answered_and_erased(paravent, recorded, actions):
    reference = opened(paravent, "--reference", "A-2026-14")
    until = (TODAY + timedelta(days=40)).isoformat()
    assert paravent("requests", "extend", reference, "--until", until, "--reason", "volume")[0] == 0
    assert paravent("requests", "erase", reference, "--reason", "x")[0] == 1
    assert paravent("requests", "note", reference, "--text", "Identité vérifiée")[0] == 0
    assert paravent("requests", "answer", reference, "--outcome", "partly")[0] == 0
    ((row,),) = listed(paravent)[1:]
    assert (row["due"], row["extended"], row["answered"], row["outcome"]) == (
        until,
        True,
        TODAY.isoformat(),
        "partly",
    )
    assert listed(paravent, "--open")[1] == []
    assert paravent("requests", "extend", reference, "--until", "2099-01-01", "--reason", "x")[0] == 1
    assert paravent("requests", "erase", reference, "--reason", "but atteint")[0] == 0
    assert listed(paravent)[1] == []
    assert ("requests.extend", reference, {"reason": "volume", "until": until}) in actions()
    assert verify(f"sqlite:///{recorded / 'paravent.db'}").intact


@pytest.mark.parametrize(
    "options",
    [
        ["open", "access", "--reference", "Tremblay"],
        ["open", "access", "--received", (TODAY + timedelta(1)).isoformat()],
        ["open", "access", "--due", "2020-01-01"],
        ["open", "access", "--reference", "A-14"],
        ["extend", "A-14", "--until", TODAY.isoformat(), "--reason", "x"],
        ["answer", "A-14", "--outcome", "granted", "--on", "2020-01-01"],
        ["answer", "A-14", "--outcome", "granted", "--on", (TODAY + timedelta(1)).isoformat()],
        ["answer", "B-15", "--outcome", "granted"],
        ["note", "A-14", "--text", "Appelé Marie-Ève Gagnon"],
        ["note", "B-15", "--text", "vu"],
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_entered(paravent, options, actions):
    opened(paravent, "--reference", "A-14")
    code, out, err = paravent("requests", *options)
    assert (code, out) == (1, "")
    assert err
    assert len(actions("register.")) == 1


def test_a_search_is_tied_to_a_request_that_waits(paravent, recorded, actions):
    reference = opened(paravent)
    look = ("audit", "lookup", "--reason", "demande", "--for")
    assert paravent(*look, reference, given="Marie-Ève Gagnon")[0] == 0
    assert actions("audit.lookup")[0][2]["for"] == reference
    assert listed(paravent)[1][0]["lookups"] == 1
    paravent(*look, reference, "--after", "2", given="Marie-Ève Gagnon")  # a later page of the same search
    assert listed(paravent)[1][0]["lookups"] == 1
    assert paravent(*look, "DEM-1999-0001", given="Marie-Ève Gagnon")[0] == 1
    paravent("requests", "answer", reference, "--outcome", "granted")
    assert paravent(*look, reference, given="Marie-Ève Gagnon")[0] == 1


def test_the_register_is_exported(paravent):
    reference = opened(paravent)
    code, out, _err = paravent("requests", "export", "--format", "json")
    assert (code, json.loads(out)["requests"][0]["reference"]) == (0, reference)
    assert reference in paravent("requests", "export", "--format", "csv")[1]
    assert "Registre des demandes" in paravent("--language", "fr", "requests", "export")[1]
