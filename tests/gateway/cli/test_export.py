import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audit.export import BYTE_ORDER_MARK
from gateway.cli import main

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
@pytest.mark.parametrize(
    "command", [("export",), ("export", "--format", "csv"), ("list",), ("list", "--json")]
)
def test_a_disk_that_is_full_is_told(recorded, configured, command):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gateway.cli", "--language", "en", "audit", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=configured,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert (done.returncode, done.stderr.count(b"not whole: No space left on device")) == (74, 1)
    assert b"exported" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_export_has_every_event_and_no_formula(paravent, recorded):
    status, out, err = paravent("audit", "export")
    events = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [event["kind"] for event in events[:3]] == ["departure", "arrival", "refusal"]
    assert f"{len(events)} event(s)" in err
    assert len({event["sequence"] for event in events}) == len(events)
    for language, delimiter in (("fr", ";"), ("en", ",")):
        table = paravent("--language", language, "audit", "export", "--format", "csv")[1]
        assert table[0] == BYTE_ORDER_MARK
        rows = list(csv.DictReader(io.StringIO(table[1:]), delimiter=delimiter))
        assert rows[0]["sequence"] == "1"
    assert rows[0]["project"] == "'=cmd()"
    assert rows[0]["labels"] == "PERSON=2"
    _, out, _ = paravent("audit", "export", "--since", "2026-03-02", "--until", "2026-03-03")
    assert [json.loads(line)["request_id"] for line in out.splitlines()] == ["req-2"]


def test_an_export_is_utf8_whatever_the_locale(paravent, recorded, monkeypatch):
    paravent("audit", "show", "é")
    out = io.TextIOWrapper(io.BytesIO(), "ascii")
    with monkeypatch.context() as narrow:
        narrow.setattr(sys, "stdout", out)
        with pytest.raises(SystemExit):
            main(["audit", "export"])
    shown = json.loads(out.buffer.getvalue().decode().splitlines()[3])
    assert shown["subject"] == "é"


def test_an_empty_record_exports_the_names_of_the_columns(paravent, recorded):
    future = ("--since", "2090-01-01")
    assert paravent("audit", "export", *future)[1] == ""
    status, out, err = paravent("audit", "export", "--format", "csv", *future)
    assert status == 0
    assert out.startswith(f"{BYTE_ORDER_MARK}sequence")
    assert "0 event(s)" in err
