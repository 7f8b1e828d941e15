import io
import json
import sys
from datetime import UTC, datetime

import pytest

from audit.database import migrate
from audit.ledger import append_now
from audit.reader import Reader
from audit.records import Arrival, Departure, Kind, Outcome, Refusal, Who
from gateway.cli import main
from gateway.cli.detection import detector

CONFIG = """\
organization: {name: Institut, officer: {name: A, email: a@b.ca}}
providers:
  maison: {dialect: openai, base_url: "http://127.0.0.1:9/v1", location: local}
"""


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    """Run each command in an empty folder, in English, whatever the machine says."""
    monkeypatch.chdir(tmp_path)
    for name in ("PARAVENT_CONFIG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARAVENT_LANGUAGE", "en")
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def configured(tmp_path):
    (tmp_path / "paravent.yaml").write_text(CONFIG, "utf-8")
    return tmp_path


@pytest.fixture
def paravent(capsys, monkeypatch):
    """Run a command in this process; return its status and what it wrote."""

    def run(*arguments, given=""):
        data = given if isinstance(given, bytes) else given.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


@pytest.fixture
def recorded(configured):
    """Put a call that left and was answered, and one that was refused, on record."""
    url = f"sqlite:///{configured / 'paravent.db'}"
    migrate(url)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    append_now(
        url,
        Departure(
            "req-1",
            at,
            Who("k1", "Jo", "rh", "staff"),
            "=cmd()",
            None,
            "openai",
            "US",
            "EFVP-1",
            "chat",
            "gpt-5",
            False,
            "default",
            "p1",
            "d1",
            {"PERSON": 2},
            "conversation",
            10,
            12,
            1,
            8,
            8,
        ),
    )
    append_now(url, Arrival("req-1", at, Outcome.DELIVERED, 200, 1, 1, 5, 6, 2, 0, 1.0, 2.0))
    append_now(
        url,
        Refusal(
            "req-2",
            at.replace(day=2),
            None,
            None,
            None,
            None,
            None,
            None,
            "content_refused",
            400,
            {"SECRET": 1},
            "messages.0.content",
            3,
            None,
            None,
            None,
            3,
            3,
        ),
    )
    return configured


@pytest.fixture(scope="session")
def shipped_detector():
    """Give the detection that is shipped, made once: making it takes seconds."""
    return detector(None)


@pytest.fixture
def words(monkeypatch, shipped_detector):
    """Inspect the officer's words with an engine that is ready."""
    monkeypatch.setattr("gateway.cli.words.detector", lambda _config: shipped_detector)


@pytest.fixture
def actions(configured):
    """Give a function that tells the events of administration: (action, subject, detail)."""

    def told(beginning=""):
        reader = Reader(f"sqlite:///{configured / 'paravent.db'}")
        try:
            events = reader.events(Kind.ADMINISTRATION)
        finally:
            reader.close()
        values = [event.values for event in events]
        return [
            (each["action"], each["subject"], json.loads(each["detail"]))
            for each in values
            if each["action"].startswith(beginning)
        ]

    return told
