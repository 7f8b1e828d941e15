"""Images as people send them, with text drawn in them; and hostile ones."""

import io
import struct
import zlib

from PIL import Image, ImageDraw, ImageFont

#: The letters that Pillow draws without a font of the system have no accents.
LINES = ("Dossier de Mme Marie Gagnon", "NAS : 558 073 029", "Reunion du comite de suivi")
SECRET = "Hiver2026"


def drawn(*lines: str, size: int = 24, ink: object = "black", paper: object = "white") -> Image.Image:
    """A page of typed lines."""
    image = Image.new(
        "RGB", (40 + max(map(len, lines), default=10) * size * 2 // 3, 60 + 2 * size * len(lines)), paper
    )
    brush, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for number, line in enumerate(lines):
        brush.text((30, 30 + 2 * size * number), line, font=font, fill=ink)
    return image


def written(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    """An image as a file, with what a camera says beside it."""
    exif = Image.Exif()
    exif[0x010E] = SECRET  # ImageDescription
    if kind in ("PNG", "JPEG", "WEBP"):
        more = {"exif": exif, **more}
    room = io.BytesIO()
    image.save(room, kind, **more)
    return room.getvalue()


def moving(kind: str = "GIF") -> bytes:
    frames = [drawn("un"), drawn("un", ink="red")]
    return written(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)


def bomb(side: int = 60_000) -> bytes:
    """A small PNG of very many pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(1 + side // 8) * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
