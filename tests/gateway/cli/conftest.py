import io
import sys

import pytest

from gateway.cli import main

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
