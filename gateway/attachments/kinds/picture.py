"""Images: opened within bounds as the one still picture that people see, and written anew, it alone.

What is not drawn does not stay: metadata, thumbnails, other frames, colours under transparent pixels.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from gateway.attachments.kinds.reading import Reason, Unfit

#: The formats that are read, as Pillow names them, and the one that each is written in again. Photographs
#: stay JPEG: without loss they would be larger than providers take.
WRITTEN = {"PNG": "PNG", "GIF": "PNG", "JPEG": "JPEG", "MPO": "JPEG", "WEBP": "JPEG"}
#: What is looked for. Of a JPEG, Pillow finds out itself whether it is several.
_READ = ("PNG", "JPEG", "WEBP", "GIF")
#: What media types say of formats; other media types of images are of none that is read.
_SAID = {
    "image/png": ("PNG",),
    "image/x-png": ("PNG",),
    "image/gif": ("GIF",),
    "image/jpeg": ("JPEG", "MPO"),
    "image/jpg": ("JPEG", "MPO"),
    "image/webp": ("WEBP",),
}
_SILENT = frozenset({"", "image/*", "application/octet-stream", "binary/octet-stream"})
#: Several pictures of one moment (a telephone's depth, or its brighter twin); the first is the photograph.
_OF_ONE_MOMENT = "MPO"
_QUALITY = 92
#: Pillow's names are of turns to the left.
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_BLACK = (0, 0, 0)
_WHITE = (255, 255, 255, 255)

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels; the last two are outside."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A still image without transparency, upright. ``kind`` is the format that it is written in again."""

    image: Image.Image
    kind: str


def open_picture(content: bytes, media: str, pixels: int) -> Picture:
    """Return the picture that a file shows. ``media`` is the media type that it is said to have.

    Raises:
        Unfit: it is not shown, and why; never anything else.

    """
    try:
        return _opened(content, media.partition(";")[0].strip().lower(), pixels)
    except Unfit:
        raise
    except MemoryError:
        raise Unfit(Reason.TOO_LARGE, "memory") from None
    except Exception:  # noqa: BLE001 - whatever a library raises for a file that it cannot read
        raise Unfit(Reason.DAMAGED) from None


def _opened(content: bytes, media: str, pixels: int) -> Picture:
    # The size is bounded below, before anything is unpacked; Pillow's own bound only warns.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(io.BytesIO(content), formats=_READ)
    except UnidentifiedImageError:
        raise Unfit(Reason.UNSUPPORTED) from None
    with image:
        kind = image.format or ""
        if media not in _SILENT and kind not in _SAID.get(media, ()):
            raise Unfit(Reason.MISMATCH if media in _SAID else Reason.UNSUPPORTED)
        if image.width * image.height > pixels:
            raise Unfit(Reason.TOO_LARGE, "pixels")
        if kind != _OF_ONE_MOMENT and getattr(image, "n_frames", 1) > 1:
            raise Unfit(Reason.ANIMATED)
        image.load()
        upright = ImageOps.exif_transpose(image)
        return Picture(_flat(upright), WRITTEN[kind])


def _flat(image: Image.Image) -> Image.Image:
    """Return an image as it looks on white paper: what a transparent pixel hides is gone."""
    if image.mode.startswith(("I", "F")):  # sixteen bits of grey, which Pillow would cut off above eight
        extrema: Any = image.getextrema()
        low, high = extrema
        span = float(high - low) or 1.0
        return image.point(lambda grey: (grey - low) * (255.0 / span)).convert("L").convert("RGB")
    if image.has_transparency_data:
        above = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", above.size, _WHITE), above).convert("RGB")
    return image.convert("RGB")


def turned(image: Image.Image, degrees: int) -> Image.Image:
    """Return an image turned to the right by quarters of a circle."""
    return image.transpose(_TURNS[degrees]) if degrees else image


def painted(picture: Picture, boxes: Sequence[Box], turn: int = 0) -> bytes:
    """Return the picture, turned, as a file; black where the boxes are. The same gives the same bytes."""
    upright = turned(picture.image, turn)
    image = Image.new("RGB", upright.size)
    image.paste(upright)  # pixels alone: nothing that the file said about them
    brush = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        brush.rectangle((left, top, right - 1, bottom - 1), fill=_BLACK)
    room = io.BytesIO()
    if picture.kind == "JPEG":
        image.save(room, "JPEG", quality=_QUALITY)
    else:
        image.save(room, "PNG")
    return room.getvalue()
