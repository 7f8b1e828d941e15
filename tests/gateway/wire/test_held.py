import pytest

from config.provider import Dialect
from gateway.wire.held import HELD, held
from gateway.wire.routes import find


@pytest.mark.parametrize(
    ("path", "dialect", "told"),
    [
        ("/v1/responses/resp_1/unheard_of", Dialect.OPENAI, "/responses"),
        ("/files", Dialect.OPENAI, "/files"),
        ("/v1/batches/b", Dialect.OPENAI, "/batches"),
        ("/v1/batch/jobs", Dialect.OPENAI, "/batch"),
        ("/openai/v1/files", Dialect.AZURE, "/files"),
        ("/openai/batches", Dialect.AZURE, "/batches"),
        ("/v1/messages/batches", Dialect.ANTHROPIC, "/messages/batches"),
        ("/v1/files/f/content", Dialect.ANTHROPIC, "/files"),
        ("/v1beta/cachedContents", Dialect.GEMINI, "/cachedContents"),
        ("/v1/files/x", Dialect.GEMINI, "/files"),
        ("/upload/v1beta/files", Dialect.GEMINI, "/upload"),
        ("/v1/interactions", Dialect.GEMINI, "/interactions"),
        ("/tunedModels/x", Dialect.GEMINI, "/tunedModels"),
        ("/v1/embed-jobs", Dialect.COHERE, "/embed-jobs"),
        ("/v2/batches", Dialect.COHERE, "/v2/batches"),
        ("/v1beta/models/m:predict", Dialect.GEMINI, None),
        ("/v1/images/generations", Dialect.OPENAI, None),
        ("/v1/filesystem", Dialect.OPENAI, None),
        ("/api/pull", Dialect.OLLAMA, None),
    ],
)
def test_what_a_provider_keeps_is_known_by_its_path(path, dialect, told):
    assert held(path, dialect) == told


def test_files_and_batches_are_served_in_no_dialect():
    for dialect, names in HELD.items():
        for name in names:
            if "batch" in name or "file" in name:
                assert not any(find(method, f"/v1{name}", dialect) for method in ("GET", "POST", "DELETE"))
