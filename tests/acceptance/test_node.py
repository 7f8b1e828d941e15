"""The stock openai and @anthropic-ai/sdk packages on Node, pointed at the gateway."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.acceptance.conftest import leaked

_FOLDER = Path(__file__).parent / "node"


def test_the_node_clients_get_the_letter_back_and_leak_nothing(gateway, letter, values, node_project) -> None:
    recording = gateway.fresh()
    given = json.dumps({"url": gateway.url, "token": gateway.token, "letter": letter})
    ran = subprocess.run(
        [shutil.which("node") or "node", "clients.mjs"],
        cwd=_FOLDER,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    got = json.loads(ran.stdout)
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
