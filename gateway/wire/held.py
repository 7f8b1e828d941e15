"""What stays at a provider between calls and is not served: files, batches and the like."""

import re

from config.provider import Dialect

#: By the beginning of its path, what is refused, and told why.
HELD = {
    Dialect.OPENAI: (
        "/agents",
        "/assistants",
        "/batch",
        "/batches",
        "/chat/completions",
        "/containers",
        "/conversations",
        "/files",
        "/fine_tuning",
        "/responses",
        "/threads",
        "/uploads",
        "/vector_stores",
    ),
    Dialect.ANTHROPIC: ("/files", "/messages/batches", "/skills"),
    Dialect.COHERE: ("/connectors", "/datasets", "/embed-jobs", "/finetuning", "/v2/batches"),
    Dialect.GEMINI: (
        "/batches",
        "/cachedContents",
        "/corpora",
        "/download",
        "/fileSearchStores",
        "/files",
        "/interactions",
        "/tunedModels",
        "/upload",
    ),
}
_GEMINI_VERSION = re.compile(r"/v1(?:alpha|beta)?(?=/)")


def held(path: str, dialect: Dialect) -> str | None:
    """Return what, of the list, a path below a provider leads to; None where it is not on it."""
    if dialect is Dialect.AZURE:
        return held(path.removeprefix("/openai"), Dialect.OPENAI)
    bare = _GEMINI_VERSION.sub("", path, count=1) if dialect is Dialect.GEMINI else path.removeprefix("/v1")
    return next((name for name in HELD.get(dialect, ()) if f"{bare}/".startswith(f"{name}/")), None)
