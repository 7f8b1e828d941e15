"""The stock openai, @anthropic-ai/sdk and ai (Vercel's) packages on Node, pointed at the gateway."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.acceptance.conftest import Gateway, leaked

_FOLDER = Path(__file__).parent / "node"


def got_by(script: str, gateway: Gateway, letter: str) -> dict[str, Any]:
    """Run a script and return what it was given back, by what it did."""
    given = json.dumps({"url": gateway.url, "token": gateway.token, "letter": letter})
    ran = subprocess.run(
        [shutil.which("node") or "node", script],
        cwd=_FOLDER,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_node_clients_get_the_letter_back_and_leak_nothing(gateway, letter, values, node_project) -> None:
    recording = gateway.fresh()
    got = got_by("clients.mjs", gateway, letter)
    assert got.pop("refused") == [403, "model_not_allowed"]
    assert set(got) == {
        "openai",
        "openaiStream",
        "openaiTool",
        "responses",
        "responsesStream",
        "responsesTool",
        "anthropic",
        "anthropicStream",
        "anthropicTool",
    }
    assert [name for name, text in got.items() if text != letter] == []
    assert len(recording.requests) == len(got)
    assert not leaked(recording, values, gateway.token)


def test_vercels_sdk_gets_texts_tools_and_objects_back_and_leaks_nothing(
    gateway, letter, values, node_project
) -> None:
    recording = gateway.fresh()
    got = got_by("vercel.mjs", gateway, letter)
    for model in ("chat", "responses", "anthropic"):
        assert got.pop(f"{model} told") == ["stop", 11, 7]
        # Two steps in a stream and three whole, each of which calls the tool; all with the letter.
        assert got.pop(f"{model} tools") == [5, 5, True]
        assert got.pop(f"{model} refused") == [403, False]
        assert [what for what in ("text", "stream", "object") if got.pop(f"{model} {what}") != letter] == []
    assert not got
    assert len(recording.requests) == 3 * 8
    assert not leaked(recording, values, gateway.token)
