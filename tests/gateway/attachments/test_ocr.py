import io
import os
import stat

import pytest
from PIL import Image

from gateway.attachments.kinds.picture import Picture, painted, turned
from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.attachments.ocr import LANGUAGES, NoOcr, languages, read_words
from tests.gateway.attachments.drawings import LINES, drawn

PAGE = (*LINES, "Adresse : 1234, rue Saint-Denis", "Lachine (Quebec) G1R 2B5")


def picture(image: Image.Image) -> Picture:
    return Picture(image.convert("RGB"), "PNG")


@pytest.fixture
def instead(tmp_path, monkeypatch):
    """Give a program in the place of Tesseract, which has its languages."""

    def make(does: str, has: str = "fra\neng\nosd") -> None:
        program = tmp_path / "tesseract"
        program.write_text(
            f'#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "List:\\n{has}\\n"; exit; fi\n{does}\n'
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return make


def test_the_words_of_a_page_and_where_they_stand(tesseract):
    image = drawn(*LINES)
    turn, found = read_words(picture(image))
    assert (turn, found.width, found.height) == (0, *image.size)
    assert found.text.split("\n")[0] == LINES[0]
    (gagnon,) = [word for line in found.lines for word in line if word.text == "Gagnon"]
    left, top, right, bottom = gagnon.box
    inside = image.convert("L").crop((left, top, right, bottom))
    around = image.convert("L").crop((left, top - 6, right, bottom + 6))
    assert gagnon.certainty > 80
    assert sum(pixel < 128 for pixel in inside.tobytes()) == sum(pixel < 128 for pixel in around.tobytes())


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_does_not_stand_is_read_where_its_letters_are(tesseract, turn):
    """Tesseract reads lines that run upwards by itself; what it cannot is turned."""
    image = turned(drawn(*PAGE), turn)
    found, lettering = read_words(picture(image))
    assert "Mme Marie Gagnon" in lettering.text
    start = lettering.text.index("Marie")
    (box,) = lettering.boxes([(start, start + len("Marie Gagnon"))], 0)
    again = picture(Image.open(io.BytesIO(painted(picture(image), [box], found))))
    assert "Dossier" in (left := read_words(again)[1].text)
    assert "Marie" not in left
    assert "Gagnon" not in left


@pytest.mark.parametrize(("ink", "paper"), [("white", "black"), ((90, 90, 90), (200, 200, 200))])
def test_light_letters_and_grey_ones(tesseract, ink, paper):
    assert "Marie Gagnon" in read_words(picture(drawn(*LINES, ink=ink, paper=paper)))[1].text


def test_a_picture_without_text_has_no_words(tesseract):
    assert read_words(picture(Image.new("RGB", (300, 200), "white")))[1].text == ""


def test_without_the_program_or_a_language_nothing_is_read(instead, monkeypatch):
    instead("exit 0", has="eng\nosd")
    assert not languages() >= LANGUAGES
    with pytest.raises(NoOcr):
        read_words(picture(drawn("x")))
    monkeypatch.setenv("PATH", "/nowhere")
    assert languages() == frozenset()
    with pytest.raises(NoOcr):
        read_words(picture(drawn("x")))


@pytest.mark.parametrize(
    ("does", "reason", "limit"),
    [
        ("kill -XCPU $$", Reason.TOO_LARGE, "deadline"),
        ("kill -ABRT $$", Reason.TOO_LARGE, "memory"),
        ("exit 1", Reason.DAMAGED, ""),
        ("kill -SEGV $$", Reason.DAMAGED, ""),
    ],
)
def test_a_picture_that_brings_the_program_down_is_refused(instead, does, reason, limit):
    instead(f"cat > /dev/null; {does}")
    with pytest.raises(Unfit) as caught:
        read_words(picture(drawn("x")))
    assert (caught.value.reason, caught.value.limit) == (reason, limit)


def test_the_program_gets_nothing_of_the_gateways_environment(instead, tmp_path, monkeypatch):
    monkeypatch.setenv("PARAVENT_SECRET", "x")
    told = tmp_path / "told"
    instead(f"cat > /dev/null; /usr/bin/env >> {told}; echo level")
    read_words(picture(drawn("x")))
    assert "OMP_THREAD_LIMIT=1" in told.read_text()
    assert "PARAVENT" not in told.read_text()
