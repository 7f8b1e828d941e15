import pytest

from gateway.api.surface import DESCRIPTION_PATH, OWN_PATHS
from gateway.language import LANGUAGES

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_api_describes_itself_and_no_provider(house):
    answer = await house.ask(None, "GET", DESCRIPTION_PATH)
    assert answer.status_code == 200
    told = answer.json()
    assert told["openapi"].startswith("3.")
    assert told["paths"]
    assert all(path.startswith(OWN_PATHS) for path in told["paths"])
    for operations in told["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            assert {"401", "403", "429"} <= operation["responses"].keys()
            assert any(code.startswith("2") for code in operation["responses"])


async def test_only_the_gateways_own_paths_are_its_own(house):
    """Ollama's operations begin with /api too."""
    for path in ("/api/chat", "/api/tags", "/api/heldover", "/api/auditor", "/api"):
        answer = await house.ask("officer", "POST", path, {})
        assert answer.status_code >= 400
        assert "openapi" not in answer.text, path


@pytest.mark.parametrize("path", ["/api/audit/nowhere", "/api/held/a/b/c", "/api/audit", "/api/audit/"])
async def test_a_path_that_is_none_is_told(house, path):
    for method in ("GET", "DELETE", "PATCH"):
        answer = await house.ask("officer", method, path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_path")


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-CA,fr;q=0.9", "fr"), ("en", "en"), ("de, en;q=0.5, fr;q=0.4", "en"), ("", "fr"), ("de", "fr")],
)
async def test_errors_are_in_the_readers_language(house, header, language):
    assert language in LANGUAGES
    for path in ("/api/audit/nowhere", "/api/audit/calls/nothing", "/api/audit/counts?by=x"):
        answer = await house.ask("officer", "GET", path, headers={"accept-language": header})
        assert answer.headers["content-language"] == language
        english = answer.json()["error"]["message"].startswith(("Nothing", "Some"))
        assert english is (language == "en")
