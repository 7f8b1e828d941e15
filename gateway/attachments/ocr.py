"""Reads the words of a picture with Tesseract, started by the process that may do no more than that.

The picture goes in and the words come out through pipes: nothing is written to a disk.
"""

import csv
import io
import os
import re
import signal
import subprocess
from functools import partial
from shutil import which

from PIL import Image

from detectors.lifeline import die_with_parent
from gateway.attachments.kinds.lettering import Lettering, Line, Word, joined
from gateway.attachments.kinds.picture import Picture, turned
from gateway.attachments.kinds.reading import Reason, Unfit

#: French and English, and what tells which way up a page is.
LANGUAGES = frozenset({"fra", "eng", "osd"})
_PROGRAM, _READING = "tesseract", "fra+eng"
#: Page segmentation modes of Tesseract: which way up, a page, text here and there.
_WAY_UP, _PAGE, _SCATTERED = "0", "3", "11"
#: Letters of screens are smaller than those of scanned pages, which Tesseract was trained with.
_SMALL_PIXELS = 2_500_000
_LARGER = 2
#: Unless Tesseract says that a picture stands upright, each way is tried on a picture of so many pixels.
_TRIAL_PIXELS = 1_500_000
_WAYS = (0, 90, 180, 270)
_TURN = re.compile(r"^Rotate: (\d+)\nOrientation confidence: ([\d.]+)$", re.MULTILINE)
#: How sure Tesseract must be that a picture stands upright; one that does is given more than ten.
_CLEARLY = 5.0
_WORD = "5"


class NoOcr(Exception):
    """There is no Tesseract, or it lacks a language."""


def read_words(picture: Picture) -> tuple[int, Lettering]:
    """Return how far to the right a picture is to be turned to stand upright, in degrees, and its words then.

    Raises:
        NoOcr: no picture can be read.
        Unfit: this one cannot.

    """
    if LANGUAGES - languages():
        raise NoOcr
    grey = picture.image.convert("L")
    turn = _upright(grey)
    grey = turned(grey, turn)
    width, height = grey.size
    scale = _LARGER if width * height <= _SMALL_PIXELS else 1
    if scale > 1:
        grey = grey.resize((width * scale, height * scale), Image.Resampling.LANCZOS)
    page, scattered = (_lines(_run(grey, mode), scale) for mode in (_PAGE, _SCATTERED))
    return turn, Lettering(joined(page, scattered), width, height)


def _upright(grey: Image.Image) -> int:
    """Return how far to turn a picture, found out by reading it: upside down, hardly a word is certain."""
    try:
        told = _TURN.search(_run(grey, _WAY_UP))
    except Unfit:  # too few letters
        told = None
    if told and int(told[1]) == 0 and float(told[2]) >= _CLEARLY:
        return 0
    trial = grey.copy()
    side = round(_TRIAL_PIXELS**0.5)
    trial.thumbnail((side, side))
    sure = {way: _certainty(turned(trial, way)) for way in _WAYS}
    return max(_WAYS, key=lambda way: sure[way])


def _certainty(grey: Image.Image) -> float:
    words = (word for line in _lines(_run(grey, _PAGE), 1) for word in line)
    return sum(word.weight * word.certainty for word in words)


def languages() -> frozenset[str]:
    """Return the languages that Tesseract has here; none where it is not here itself."""
    program = which(_PROGRAM)
    if program is None:
        return frozenset()
    told = subprocess.run(  # noqa: S603 - nothing of a caller's
        [program, "--list-langs"], capture_output=True, check=False, env=_environment()
    )
    return frozenset() if told.returncode else frozenset(told.stdout.decode("ascii", "replace").split())


def _run(grey: Image.Image, mode: str) -> str:
    """Return what Tesseract says of a picture: one word a line, or which way is up."""
    room = io.BytesIO()
    grey.save(room, "PPM")
    language, *output = ("osd",) if mode == _WAY_UP else (_READING, "tsv")
    told = subprocess.run(  # noqa: S603 - nothing of a caller's but the picture
        [which(_PROGRAM) or _PROGRAM, "stdin", "stdout", "-l", language, "--psm", mode, *output],
        input=room.getvalue(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
        env=_environment(),
        # It takes on the limits of this process; should that be ended, so is it.
        preexec_fn=partial(die_with_parent, os.getpid()),
    )
    if told.returncode == -signal.SIGXCPU:
        raise Unfit(Reason.TOO_LARGE, "deadline")
    if told.returncode == -signal.SIGABRT:  # how it ends without memory
        raise Unfit(Reason.TOO_LARGE, "memory")
    if told.returncode:
        raise Unfit(Reason.DAMAGED)
    return told.stdout.decode("utf-8")


def _lines(told: str, scale: int) -> list[Line]:
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = row["text"].strip() if row["level"] == _WORD and row["text"] else ""
        if not text:
            continue
        left, top, width, height = (int(row[side]) for side in ("left", "top", "width", "height"))
        # Rounded outwards, to whole pixels of the picture itself.
        box = (left // scale, top // scale, -(-(left + width) // scale), -(-(top + height) // scale))
        place = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
        lines.setdefault(place, []).append(Word(text, box, float(row["conf"])))
    return [tuple(words) for words in lines.values()]


def _environment() -> dict[str, str]:
    kept = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
    # Threads of its own only wait for each other where several pictures are read.
    return {"OMP_THREAD_LIMIT": "1"} | {name: os.environ[name] for name in kept if name in os.environ}
