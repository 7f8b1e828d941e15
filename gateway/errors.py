"""What can be told to a caller. One tree, rendered in the caller's dialect by `gateway.http.render`.

GatewayError
├── Unauthenticated        401  no key, or one that is unknown, expired or revoked
├── Forbidden              403  the policy or the key's role does not allow it
├── Unknown                404  no such provider, path or method here
│   └── WrongMethod        405  the path is served, by other methods
├── Unreadable             400  not a request that the wire format describes
├── Refused                400  readable, but may not leave
├── TooLarge               413
├── UnsupportedEncoding    415
├── Unavailable            503  detector or audit out of order: nothing was sent
├── ProviderUnreachable    502
│   └── Withheld           502  it answered, and the answer could not be kept for the calls to come
└── LeakPrevented          500  the last check found an original in what was about to leave
"""

from typing import ClassVar

from config.errors import phrase


class GatewayError(Exception):
    """Something to tell the caller.

    ``message`` is an English msgid with named fields; ``facts`` fill them and hold only labels, structural
    paths, limits and names from the configuration: never a caller's text.
    """

    status: ClassVar[int] = 500
    code: str = "internal_error"
    message: str = phrase("The gateway failed. Nothing was sent to the provider.")

    def __init__(
        self, message: str | None = None, *, code: str | None = None, path: str | None = None, **facts: object
    ) -> None:
        """Keep what the answer and the audit need; the text is rendered later, in the caller's language."""
        self.message = message or self.message
        self.code = code or self.code
        self.path = path
        self.facts: dict[str, object] = {"path": path or "", **facts}
        super().__init__(self.code)


class Unauthenticated(GatewayError):
    """No usable key."""

    status = 401
    code = "invalid_api_key"
    message = phrase("The Paravent key is missing, unknown, expired or revoked. Ask your IT team for a key.")


class Forbidden(GatewayError):
    """The key is good, the request is not allowed to it."""

    status = 403
    code = "not_allowed"
    message = phrase("The policy does not allow this request.")


class Unknown(GatewayError):
    """Nothing here answers to this path."""

    status = 404
    code = "unknown_path"
    message = phrase("This path is not served by the gateway. Supported paths are listed in the user guide.")


class WrongMethod(Unknown):
    """The path is served, but not so. The fact ``methods`` names those that it takes."""

    status = 405
    code = "method_not_allowed"
    message = phrase("This path does not take this method. It takes: %(methods)s.")


class Unreadable(GatewayError):
    """The request does not follow its wire format, or cannot be read safely."""

    status = 400
    code = "invalid_request"
    message = phrase("The request body could not be read.")


class Refused(GatewayError):
    """The request was understood and may not leave."""

    status = 400
    code = "content_refused"
    message = phrase("The request holds content that may not leave the organisation.")


class TooLarge(GatewayError):
    """The body is over the configured limit."""

    status = 413
    code = "request_too_large"
    message = phrase("The request body is larger than %(limit)s bytes. Send less text at a time.")


class UnsupportedEncoding(GatewayError):
    """The body's encoding or media type cannot be read."""

    status = 415
    code = "unsupported_encoding"
    message = phrase(
        "Send the body as UTF-8 JSON (content-type: application/json), uncompressed or in gzip or deflate."
    )


class Unavailable(GatewayError):
    """A part that the promises rest on is out of order. Nothing was sent.

    The fact ``cause`` says why, in words of ours, for logs and metrics alone.
    """

    status = 503
    code = "detector_unavailable"
    message = phrase(
        "Personal information could not be looked for, so nothing was sent. Try again in a moment."
    )

    @property
    def cause(self) -> str:
        """Why, "" where nobody said."""
        return str(self.facts.get("cause", ""))


class ProviderUnreachable(GatewayError):
    """The provider did not answer."""

    status = 502
    code = "provider_unreachable"
    message = phrase("The provider could not be reached.")


class Withheld(ProviderUnreachable):
    """The provider's answer names what later calls could not restore, so it is not delivered."""

    code = "answer_withheld"
    message = phrase(
        "The provider has answered, but what would restore the conversation in later calls could not be "
        "kept, so the answer is withheld. Try again in a moment."
    )


class LeakPrevented(GatewayError):
    """The last check found an original value in what was about to leave. Nothing was sent."""

    status = 500
    code = "leak_prevented"
    message = phrase(
        "A hidden value was still present in the request, so nothing was sent. Tell your IT team."
    )
