"""Which headers and query parameters pass, each way. Everything else stays behind."""

import re
from collections.abc import Iterable, Mapping

from config.errors import phrase
from config.provider import Dialect
from gateway.errors import Unreadable

_IDENTIFIERS = re.compile(r"[A-Za-z0-9_.:/=, -]{1,512}")
_PASSED_ON: Mapping[Dialect, tuple[str, ...]] = {
    Dialect.OPENAI: ("openai-beta", "idempotency-key"),
    Dialect.ANTHROPIC: ("anthropic-version", "anthropic-beta", "idempotency-key"),
    Dialect.GEMINI: (),
    Dialect.OLLAMA: (),
    Dialect.AZURE: ("openai-beta", "idempotency-key"),
}
_PASSED_BACK = frozenset(
    {
        "content-type",
        "x-request-id",
        "request-id",
        "retry-after",
        "retry-after-ms",
        "x-should-retry",
        "openai-processing-ms",
        "openai-version",
        "x-generation-id",
        "cf-ray",
    }
)
_PASSED_BACK_PREFIXES = ("x-ratelimit-", "anthropic-ratelimit-")
_QUERY = frozenset({"api-version", "beta", "limit", "after", "before", "order", "after_id", "before_id"})
_VALUE = re.compile(r"[A-Za-z0-9_.:-]{0,128}")
#: Google's formats of an answer (``alt``) that can be read here.
_FORMATS = frozenset({"json", "sse"})


def passed_on(headers: Mapping[str, str], dialect: Dialect) -> tuple[tuple[str, str], ...]:
    """Return the caller's headers that the provider may see. Raises `Unreadable` for an odd value."""
    passed = tuple((name, headers[name]) for name in _PASSED_ON[dialect] if headers.get(name))
    for name, value in passed:
        if not _IDENTIFIERS.fullmatch(value):
            raise Unreadable(phrase("The header '%(name)s' has a value that cannot be passed on."), name=name)
    return passed


def passed_back(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the provider's headers that the caller may see."""
    return [
        (name.lower(), value)
        for name, value in headers
        if name.lower() in _PASSED_BACK or name.lower().startswith(_PASSED_BACK_PREFIXES)
    ]


def passed_query(parameters: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the query parameters that go on. Raises `Unreadable` for any other: a URL is text as well.

    Credentials (``key``) are taken out before, by the authentication.
    """
    kept = tuple((name, value) for name, value in parameters if name != "key")
    for name, value in kept:
        fits = value in _FORMATS if name == "alt" else name in _QUERY and _VALUE.fullmatch(value)
        if not fits:
            raise Unreadable(phrase("The query string has a parameter that cannot be passed on."))
    return kept
