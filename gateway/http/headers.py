"""Which headers and query parameters pass, each way. Everything else stays behind."""

import re
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers

from config.errors import phrase
from config.provider import Dialect
from gateway.errors import Unreadable
from gateway.privacy.modelname import tells_somebody

_IDENTIFIERS = re.compile(r"[A-Za-z0-9_.:/=, -]{1,512}")
_PASSED_ON: Mapping[Dialect, tuple[str, ...]] = {
    Dialect.OPENAI: ("openai-beta", "idempotency-key"),
    Dialect.ANTHROPIC: ("anthropic-version", "anthropic-beta", "idempotency-key"),
    Dialect.GEMINI: (),
    Dialect.OLLAMA: (),
    Dialect.AZURE: ("openai-beta", "idempotency-key"),
    Dialect.COHERE: (),
}
_BETAS = frozenset({"anthropic-beta", "openai-beta"})
_PASSED_BACK = frozenset(
    {
        b"content-type",
        b"x-request-id",
        b"request-id",
        b"retry-after",
        b"retry-after-ms",
        b"x-should-retry",
        b"openai-processing-ms",
        b"openai-version",
        b"x-generation-id",
        b"cf-ray",
    }
)
_PASSED_BACK_PREFIXES = (b"x-ratelimit-", b"anthropic-ratelimit-")
_CURSOR = r"[A-Za-z0-9_.:-]{0,128}"
_SWITCH = "true|false"
_MEMBERS = r"[a-z_]{1,40}(?:\.[a-z_]{1,40}){0,4}"
#: What the value of a parameter may look like: one that is no cursor has no room for anybody's number.
_QUERY = {
    name: re.compile(value, re.ASCII)
    for name, value in {
        "alt": "json|sse",  # Google's formats of an answer that can be read here
        "api-version": r"\d{4}-\d{2}-\d{2}(?:-[a-z]{1,16})?|[a-z]{1,16}|v?\d{1,3}",
        "beta": _SWITCH,
        "limit": r"\d{1,4}",
        "order": "asc|desc",
        "after": _CURSOR,
        "before": _CURSOR,
        "include": _MEMBERS,
        "include[]": _MEMBERS,
        "include_obfuscation": _SWITCH,
        "starting_after": r"\d{1,6}",
        "stream": _SWITCH,
    }.items()
}
_USUAL = frozenset({"alt", "api-version", "beta", "limit", "after", "before", "order"})


def passed_on(headers: Headers, dialect: Dialect) -> tuple[tuple[str, str], ...]:
    """Return the caller's headers that the provider may see. Raises `Unreadable` for an odd value."""
    # Several lines of one name are one list (RFC 9110, section 5.2).
    lines = ((name, ", ".join(filter(None, headers.getlist(name)))) for name in _PASSED_ON[dialect])
    passed = tuple((name, value) for name, value in lines if value)
    for name, value in passed:
        # Names joined by hyphens are no text that the detectors would read.
        if not _IDENTIFIERS.fullmatch(value) or (name in _BETAS and tells_somebody(value)):
            raise Unreadable(phrase("The header '%(name)s' has a value that cannot be passed on."), name=name)
    return passed


def passed_back(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the provider's headers that the caller may see, their names in lower case."""
    lowered = [(name.lower(), value) for name, value in headers]
    return [
        (name, value)
        for name, value in lowered
        if name in _PASSED_BACK or name.startswith(_PASSED_BACK_PREFIXES)
    ]


def passed_query(
    parameters: Iterable[tuple[str, str]], more: frozenset[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """Return the query parameters that go on. Raises `Unreadable` for any other: a URL is text as well.

    ``more`` are names that the operation takes besides the usual ones. Credentials (``key``) are taken out
    before, by the authentication.
    """
    kept = tuple((name, value) for name, value in parameters if name != "key")
    for name, value in kept:
        if name not in _USUAL | more or not _QUERY[name].fullmatch(value):
            raise Unreadable(phrase("The query string has a parameter that cannot be passed on."))
    return kept
