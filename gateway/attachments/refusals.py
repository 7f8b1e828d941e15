"""Why a file is not read, as the caller is told. Nothing of the file, nor its name, is in any of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.errors import phrase
from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.errors import GatewayError, Refused, TooLarge, Unavailable


@dataclass(frozen=True, slots=True)
class Telling:
    """A refusal's code, and its message."""

    code: str
    message: str


_TOLD: Mapping[Reason, Telling] = {
    Reason.UNSUPPORTED: Telling(
        code="file_unsupported",
        message=phrase(
            "Files of this kind cannot be read: %(path)s. Send text, Markdown, CSV, JSON, HTML, DOCX, XLSX, "
            "PPTX or PDF, or copy the text into the message."
        ),
    ),
    Reason.MISMATCH: Telling(
        code="file_mismatch",
        message=phrase(
            "The file is not what its media type or its name says: %(path)s. Save it in the format that its "
            "name says, and send it again."
        ),
    ),
    Reason.DAMAGED: Telling(
        code="file_damaged",
        message=phrase(
            "The file is damaged or cannot be read safely: %(path)s. Open it, save a new copy and send that, "
            "or copy its text into the message."
        ),
    ),
    Reason.ENCRYPTED: Telling(
        code="file_encrypted",
        message=phrase("The file is encrypted or protected: %(path)s. Send a copy without protection."),
    ),
    Reason.MACROS: Telling(
        code="file_macros",
        message=phrase(
            "The file holds macros: %(path)s. Save it without them (.docx, .xlsx or .pptx) and send that."
        ),
    ),
    Reason.NO_TEXT: Telling(
        code="file_without_text",
        message=phrase(
            "No text was found in the file: %(path)s. A scanned page is an image, which is not read: send a "
            "file with text, or copy it into the message."
        ),
    ),
    Reason.GARBLED: Telling(
        code="file_garbled",
        message=phrase(
            "The text of the file cannot be told for certain, so that names in it would be missed: %(path)s. "
            "Save text as UTF-8, send the document that a PDF was made from, or copy the text into the "
            "message."
        ),
    ),
}


def refusal(
    unfit: Unfit, path: str, limits: Mapping[str, object], told: Mapping[Reason, Telling] = _TOLD
) -> GatewayError:
    """Return what the caller is told of a file that was not read; ``told`` has the words for each reason."""
    if unfit.reason is Reason.TOO_LARGE:
        return too_large(path, unfit.limit, limits)
    telling = told[unfit.reason]
    return Refused(telling.message, code=telling.code, path=path)


def too_large(path: str, limit: str, limits: Mapping[str, object]) -> GatewayError:
    """Return what the caller is told of files beyond a limit of the configuration."""
    return TooLarge(
        phrase(
            "The files are larger than may be read: %(path)s (limit 'attachments.%(limit)s': %(most)s). "
            "Send fewer or smaller ones, or only the part that matters."
        ),
        code="files_too_large",
        path=path,
        limit=limit,
        most=limits.get(limit, ""),
    )


def by_reference(path: str) -> GatewayError:
    """Return what the caller is told of a file that is only referred to."""
    return Refused(
        phrase(
            "A file that is only referred to cannot be read: %(path)s. Send the file itself with the request "
            "(base64 or a data URL)."
        ),
        code="file_not_included",
        path=path,
    )


def took_too_long() -> GatewayError:
    """Return what the caller is told when reading had no end."""
    return Unavailable(
        phrase("The files took too long to read, so nothing was sent. Send fewer or smaller ones."),
        code="files_timeout",
    )


def out_of_order() -> GatewayError:
    """Return what the caller is told when no file can be read."""
    return Unavailable(
        phrase(
            "Files cannot be read at this time, so nothing was sent. Try again in a moment, or send text."
        ),
        code="files_unavailable",
    )
