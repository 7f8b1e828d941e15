import subprocess
import sys
import time
from importlib.metadata import version

import pytest

from gateway import cli


def test_help_is_in_the_asked_language_wherever_it_is_asked(paravent, monkeypatch):
    assert "Run the gateway." in paravent("--help")[1]
    monkeypatch.delenv("PARAVENT_LANGUAGE")
    french = paravent("--help")[1]
    assert "Fait fonctionner la passerelle." in french
    assert "Commandes" in french
    assert "Affiche ce message" in french
    assert "Run the gateway." in paravent("--language", "en", "--help")[1]
    assert "The key's id or name." in paravent("keys", "revoke", "--help", "--language=en")[1]
    monkeypatch.setenv("LANG", "en_CA.UTF-8")
    assert "Run the gateway." in paravent("--help")[1]
    assert "Fait fonctionner" in paravent("--help", "--language=fr")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nonsense",), "There is no command"),
        (("serv",), "There is no command 'serv'. Did you mean 'serve'?"),
        (("preview", "no-such-file"), "The value of '[FILE]' is not there."),
        (("preview", "/"), "The value of '[FILE]' is not of the right kind."),
        (("keys", "create", "--name", "a", "--expires", "tomorrow"), "is no date (2026-12-31)."),
        (("check", "--nonsense"), "There is no option --nonsense."),
        (("keys", "create"), "The option '--name' is missing."),
        (("evaluate",), "The argument"),
        (("serve", "--port", "many"), "The value of '--port' cannot be used"),
        (("init", "a", "b"), "One argument too many: b"),
        (("check", "--config"), "The option '--config' wants a value."),
    ],
)
def test_a_wrong_command_line_is_told(paravent, arguments, told):
    status, out, err = paravent(*arguments)
    assert (status, out) == (2, "")
    assert told in err
    assert "See: paravent --help" in err


def test_it_tells_its_version(paravent):
    status, out, err = paravent("--version")
    assert (status, out, err) == (0, f"Paravent {version('paravent')}\n", "")


def test_an_unexpected_error_does_not_repeat_its_message(paravent, monkeypatch):
    def broken():
        raise RuntimeError("Marie Tremblay")

    monkeypatch.setattr(cli, "build", broken)
    status, out, err = paravent("check")
    assert (status, out) == (70, "")
    assert "RuntimeError" in err
    assert "Tremblay" not in err


def test_help_is_quick():
    times = []
    for _ in range(3):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "gateway.cli", "--help"], capture_output=True, check=True
        )
        times.append(time.perf_counter() - began)
        assert b"paravent" in done.stdout
    assert min(times) < 0.5


def test_nothing_slow_is_imported_before_a_command_runs():
    code = "import sys, gateway.cli; gateway.cli.build(); print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()
    slow = {
        "spacy",
        "presidio_analyzer",
        "sqlalchemy",
        "fastapi",
        "pydantic",
        "numpy",
        "uvicorn",
        "rich.table",
    }
    assert slow.isdisjoint(modules)
