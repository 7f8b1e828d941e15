"""Why an image is not sent, as the caller is told. Nothing that it shows is in any of it."""

from collections.abc import Mapping

from config.errors import phrase
from gateway.attachments import refusals
from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.attachments.process import ReadingFailed
from gateway.attachments.refusals import Telling
from gateway.errors import GatewayError, Unavailable

_TOLD: Mapping[Reason, Telling] = {
    Reason.UNSUPPORTED: Telling(
        code="image_unsupported",
        message=phrase("Images of this kind cannot be looked at: %(path)s. Send a PNG, JPEG, WebP or GIF."),
    ),
    Reason.MISMATCH: Telling(
        code="image_mismatch",
        message=phrase(
            "The image is not what its media type says: %(path)s. Save it in the format that its type says, "
            "and send it again."
        ),
    ),
    Reason.ANIMATED: Telling(
        code="image_animated",
        message=phrase("The image moves, so that it cannot be looked at: %(path)s. Send a still one."),
    ),
    Reason.DAMAGED: Telling(
        code="image_damaged",
        message=phrase(
            "The image is damaged or cannot be read safely: %(path)s. Open it, save a new copy and send that."
        ),
    ),
    Reason.GARBLED: Telling(
        code="image_unreadable",
        message=phrase(
            "Most of the text in the image cannot be read, so that what is personal in it would be missed: "
            "%(path)s. Send a sharper image, or write its text into the message."
        ),
    ),
}


def refusal(unfit: Unfit, path: str, limits: Mapping[str, object]) -> GatewayError:
    """Return what the caller is told of an image that was not looked at."""
    return refusals.refusal(unfit, path, limits, _TOLD)


def took_too_long() -> GatewayError:
    """Return what the caller is told when looking had no end."""
    return Unavailable(
        phrase("The images took too long to look at, so nothing was sent. Send fewer or smaller ones."),
        code="images_timeout",
    )


def no_ocr(error: ReadingFailed | OSError) -> GatewayError:
    """Return what the caller is told when no image can be looked at."""
    return Unavailable(
        phrase(
            "Images cannot be looked at at this time, so nothing was sent. Send text, or tell your IT team."
        ),
        code="images_unavailable",
        cause=str(error) if isinstance(error, ReadingFailed) else type(error).__name__,
    )
