"""What the README and the other pages tell people to type: it exists, and it parses."""

import ast
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from gateway.cli import build

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
_INLINE = re.compile(r"`((?:\.venv/bin/)?(?:paravent|make) [^`]+)`")
_EVERYWHERE = {"--help", "--language"}


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}:{number}", code)
        for page in PAGES
        for number, (kind, code) in enumerate(_BLOCK.findall(page.read_text("utf-8")))
        if kind == language
    ]


def command_lines() -> list[tuple[str, list[str]]]:
    """Return each line that calls make or paravent, in words, without what the shell does with it."""
    found = []
    for place, code in blocks("sh"):
        for line in code.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            words = words[
                : next((at for at, word in enumerate(words) if word in {"|", ">", "<", "&&"}), None)
            ]
            calls = [at for at, word in enumerate(words) if Path(word).name in {"paravent", "make"}]
            if calls and not words[0].startswith(("docker", "export")):
                found.append((place, words[calls[0] :]))
    for page in PAGES:
        for text in _INLINE.findall(page.read_text("utf-8")):
            words = shlex.split(text)
            if "|" not in text and "…" not in text:
                found.append((str(page.relative_to(ROOT)), words))
    return found


COMMANDS = command_lines()


@pytest.mark.parametrize(("place", "words"), [case for case in COMMANDS if case[1][0] == "make"], ids=str)
def test_each_make_target_exists(place, words):
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    assert [word for word in words[1:] if "=" not in word and word not in targets] == []


@pytest.mark.parametrize(("place", "words"), [case for case in COMMANDS if case[1][0] != "make"], ids=str)
def test_each_command_and_option_exists(place, words):
    command = get_command(build())
    rest = words[1:]
    while isinstance(command, TyperGroup) and rest and not rest[0].startswith("-"):
        assert rest[0] in command.commands, rest[0]
        command = command.commands[rest.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts} | _EVERYWHERE
    assert [word for word in rest if word.startswith("--") and word.partition("=")[0] not in known] == []


def test_there_are_commands_to_check():
    assert len(COMMANDS) > 20
    assert len(blocks("python")) >= 4


@pytest.mark.parametrize(("place", "code"), blocks("python"), ids=lambda value: value.split("\n")[0])
def test_python_parses(place, code):
    ast.parse(code)


@pytest.mark.parametrize(
    "example", sorted((ROOT / "docs" / "examples").glob("*.yaml")), ids=lambda path: path.name
)
def test_yaml_examples_parse(example):
    assert yaml.safe_load(example.read_text("utf-8"))


@pytest.mark.parametrize(("place", "code"), blocks("javascript"), ids=lambda value: value.split("\n")[0])
def test_javascript_parses(place, code, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node")
    (tmp_path / "snippet.mjs").write_text(code, "utf-8")
    done = subprocess.run(
        [node, "--check", "snippet.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("place", "code"), blocks("sh"), ids=lambda value: value.split("\n")[0])
def test_shell_parses(place, code):
    done = subprocess.run(["bash", "-n"], input=code, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
