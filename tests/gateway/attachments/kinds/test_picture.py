import io
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gateway.attachments.kinds.picture import Picture, open_picture, painted, turned
from gateway.attachments.kinds.reading import Reason, Unfit
from tests.gateway.attachments.drawings import SECRET, bomb, drawn, moving, written

PIXELS = 1_000_000


def reopened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def refused(content: bytes, media: str = "", pixels: int = PIXELS) -> Unfit:
    with pytest.raises(Unfit) as caught:
        open_picture(content, media, pixels)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "media", "becomes"),
    [
        ("PNG", "image/png", "PNG"),
        ("GIF", "image/gif; x=y", "PNG"),
        ("JPEG", "image/JPG", "JPEG"),
        ("WEBP", "", "JPEG"),
    ],
)
def test_a_picture_is_written_anew_without_what_the_file_said_beside_it(kind, media, becomes):
    content = written(drawn("Bonjour"), kind)
    found = painted(open_picture(content, media, PIXELS), [])
    again = reopened(found)
    assert (again.format, again.size, again.mode) == (becomes, drawn("Bonjour").size, "RGB")
    assert not again.getexif()
    assert SECRET.encode() not in found
    assert found == painted(open_picture(content, media, PIXELS), [])


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_refused(kind):
    assert refused(moving(kind)).reason is Reason.ANIMATED


def test_of_several_pictures_of_one_moment_the_first_is_the_photograph():
    room = io.BytesIO()
    drawn("un").save(room, "MPO", save_all=True, append_images=[drawn("deux", ink="red")])
    found = open_picture(room.getvalue(), "image/jpeg", PIXELS)
    assert (found.kind, found.image.size) == ("JPEG", drawn("un").size)


def test_the_pixels_are_counted_before_they_are_unpacked():
    unfit = refused(bomb())
    assert (unfit.reason, unfit.limit) == (Reason.TOO_LARGE, "pixels")
    assert refused(written(Image.new("L", (101, 100))), pixels=10_000).limit == "pixels"


@pytest.mark.parametrize(
    ("content", "media", "reason"),
    [
        (b"", "", Reason.UNSUPPORTED),
        (b"BM" + bytes(60), "", Reason.UNSUPPORTED),
        (written(drawn("x"), "TIFF"), "", Reason.UNSUPPORTED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", Reason.UNSUPPORTED),
        (written(drawn("x")), "image/svg+xml", Reason.UNSUPPORTED),
        (written(drawn("x")), "image/jpeg", Reason.MISMATCH),
        (written(drawn("x"))[:-300], "image/png", Reason.DAMAGED),
        (written(drawn("x"), "JPEG")[:-900], "", Reason.DAMAGED),
    ],
)
def test_what_is_no_picture_is_refused(content, media, reason):
    assert refused(content, media).reason is reason


@given(
    st.integers(0, 5_000), st.binary(min_size=1, max_size=8), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"])
)
def test_damage_is_refused_or_shown_and_nothing_else(at, damage, kind):
    content = bytearray(written(drawn("Bonjour", size=12), kind))
    at %= len(content)
    content[at : at + len(damage)] = damage
    try:
        found = open_picture(bytes(content), "", PIXELS)
    except Unfit:
        return
    assert found.image.mode == "RGB"
    assert found.image.width * found.image.height <= PIXELS


def test_what_transparent_pixels_hide_is_gone():
    image = drawn("Gagnon").convert("RGBA")
    image.putalpha(0)
    found = open_picture(written(image), "", PIXELS).image
    assert found.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_is_shown(mode):
    image = Image.new("L", (40, 20), 0)
    image.paste(255, (20, 0, 40, 20))
    if mode.startswith("I"):
        deep = Image.new("I", (40, 20), 300)
        deep.paste(60_000, (20, 0, 40, 20))
        image = deep.convert(mode)
    else:
        image = image.convert(mode)
    found = open_picture(written(image), "", PIXELS).image
    assert (found.getpixel((5, 5)), found.getpixel((35, 5))) == ((0, 0, 0), (255, 255, 255))


def test_a_photograph_stands_as_its_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn to the right
    found = open_picture(written(Image.new("RGB", (40, 20)), "JPEG", exif=exif), "", PIXELS)
    assert found.image.size == (20, 40)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_under_the_paint_nothing_is_left(kind):
    image = Image.new("RGB", (64, 64))
    image.frombytes(secrets.token_bytes(3 * 64 * 64))
    again = reopened(painted(Picture(image, kind), [(8, 8, 40, 24)])).convert("L")
    assert max(again.crop((12, 12, 36, 20)).tobytes()) <= 8


def test_a_picture_is_turned_before_it_is_painted():
    image = Image.new("RGB", (40, 20), "white")
    image.putpixel((0, 0), (255, 0, 0))
    assert turned(image, 90).getpixel((19, 0)) == (255, 0, 0)
    assert turned(image, 180).getpixel((39, 19)) == (255, 0, 0)
    assert turned(image, 270).getpixel((0, 39)) == (255, 0, 0)
    again = reopened(painted(Picture(image, "PNG"), [(0, 0, 10, 10)], 90))
    assert (again.size, again.getpixel((5, 5)), again.getpixel((5, 15))) == (
        (20, 40),
        (0, 0, 0),
        (255, 255, 255),
    )
