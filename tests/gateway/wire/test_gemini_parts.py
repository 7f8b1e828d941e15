import pytest

from gateway.errors import Refused
from gateway.wire.gemini_parts import CONTENT, TOOL
from gateway.wire.walk import walk


@pytest.mark.parametrize(
    ("tool", "code"),
    [
        ({"mcpServers": [{"streamableHttpTransport": {"url": "https://exemple.ca"}}]}, "destination_refused"),
        ({"mcp_servers": [{}]}, "destination_refused"),
        ({"googleMaps": {"authConfig": {"apiKey": "k"}}}, "destination_refused"),
        ({"retrieval": {"externalApi": {"endpoint": "https://exemple.ca"}}}, "destination_refused"),
        ({"fileSearch": {"fileSearchStoreNames": ["s"]}}, "stored_refused"),
        ({"newTool": {}}, "unsupported_content"),
    ],
)
def test_a_tool_that_leads_elsewhere_is_refused(tool, code):
    with pytest.raises(Refused) as caught:
        walk(tool, TOOL, lambda _place, text: text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "tool", [{"googleSearch": {}}, {"codeExecution": {}}, {"googleMaps": {"enableWidget": True}}]
)
def test_a_tool_of_googles_own_is_taken(tool):
    assert walk(tool, TOOL, lambda _place, text: text) == tool


def test_names_and_signatures_are_no_texts():
    seen = {}
    part = {"functionCall": {"name": "f", "args": {"cle": "valeur"}}, "thoughtSignature": "c2ln"}
    walk(
        {"role": "model", "parts": [part]},
        CONTENT,
        lambda place, text: seen.update({text: place.kind.name}) or text,
    )
    assert seen == {"model": "INERT", "f": "INERT", "cle": "TEXT", "valeur": "JSON", "c2ln": "SEALED"}
