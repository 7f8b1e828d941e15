"""Health insurance numbers of the RAMQ (NAM)."""

import re

from detectors import checksums
from detectors.cues import Cues
from detectors.gazetteer import WORDS
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

#: A number of the RAMQ and a permanent code are written alike: four letters and eight digits.
SHAPE = (
    r"(?:(?<![a-z0-9])|(?<=\bnam)|(?<=\bramq))[a-z]{4}[ .-]{0,2}\d{4}[ .-]{0,2}\d{4}(?![a-z0-9])"
    r"|(?<![a-z0-9])[a-z]{4}[ .-]?\d{6}[ .-]?\d{2}(?![a-z0-9])"
    r"|(?<![a-z0-9])[a-z]{4}[ .-]?\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]?\d{2}(?![a-z0-9])"
    r"|(?<![a-z0-9])[a-z]{3} [a-z][ .-]{0,2}\d{4}[ .-]{0,2}\d{4}(?![a-z0-9])"
)
GATE = r"[a-z][\s.-]{0,2}\d{2}[\s.-]{0,2}\d{2}[\s.-]{0,2}\d{2}[\s.-]{0,2}[0-9a-z]\d"
HEALTH = Cues(
    "NAM", "N.A.M.", "RAMQ", "R.A.M.Q.", "assurance maladie", "ass. maladie", "ass. mal.", "carte soleil",
    "carte d'assurance maladie", "régie", "health insurance", "health card", "medicare", "medicare card",
    "HIN",
    "carte santé", "maladie",
)  # fmt: skip
EDUCATION = Cues(
    "code permanent", "code perm.", "permanent code", "code étudiant", "student code", "CP", "C.P.",
    "perm code",
    "code MEQ", "code MELS", "code ministère",
)  # fmt: skip


_OF_PUPILS = re.compile(r"codes? perm|permanent code")
_OF_HEALTH = re.compile(r"ramq|assurance maladie|carte soleil|health (?:insurance|card)|\bnam\b")
_DIGIT = re.compile(r"[1-9]")
#: More groups of four behind it make it a card ("Visa 4506 2765 0169 8390").
_MORE_DIGITS = re.compile(r"[ -]\d{4}[ -]\d{4}")


def begins_with_word(reading: Reading, start: int) -> bool:
    """Tell whether the four letters are a word in small letters that a blank parts from the digits."""
    letters = reading.text[start : start + 4]
    blank = reading.text[start + 4 : start + 5].isspace()
    return (
        blank and letters.islower() and (reading.folded[start : start + 4] in WORDS or letters == "cest")
    ) or letters.lower() in {"issn", "isbn"}


class HealthInsuranceNumber(PatternRecognizer):
    """LLLP YYMM DDSV: letters of the name, the birth date, a sequence character and a check digit.

    The letters are three of the surname and one of the given name; the month of women has 50 added.

    Found alone when the date and the check digit agree; with the date only, found with less certainty, as
    typing mistakes are common; with a cue, always. See `PermanentCode` for the shape they share.
    """

    LABEL = Label.QC_HEALTH_INSURANCE_NUMBER
    SCANNED = True
    GATE = GATE
    CUES = HEALTH
    AGAINST = EDUCATION
    REACH_AGAINST = 50
    PATTERNS = (
        Pattern("shape", SHAPE, 0.9, cued=0.97, mistyped=0.8),
        Pattern(
            "sequence letter",
            r"(?<![a-z0-9])[a-z]{4}[ -]?\d{4}[ -]?\d{2}[a-z]\d(?![a-z0-9])",
            0.9,
            mistyped=0.7,
        ),
        Pattern("broken", r"(?<![a-z0-9])[a-z]{4}\s{1,2}\d{4}\s{1,2}\d{4}(?![a-z0-9])", 0.0, mistyped=0.0),
        Pattern("short", r"(?<![a-z0-9])[a-z]{4}[ .-]?\d{4}[ .-]?\d{3}(?![a-z0-9])", 0.0, mistyped=0.6),
    )
    FINDS = (
        "NAM : [[TREM 8503 1216]]",
        "carte soleil [[gagm92582415]]",
        "[[NGUL 0761 0518]] (f)",
        "RAMQ [[TREM 8503 1217]]",
        "No d’assurance maladie : [[TREM-8503-1216]]",
        "NAM[[TREM85031216]]",
        "Carte soleil  :  [[TREM  85O3  l2l6]]",
        "Nom;RAMQ\nRoy;[[TREM85031217]]",
        "Usager [[TREM 8503 1217]] vu ce matin",
    )
    SPARES = (
        "TREM85133216",
        "série ABCD12345678",
        "NAM : AAAA 0000 0000",
        "code permanent TREJ12038504",
        "le plan NORD 2030 2040",
        "TD 19153-004-5475345. Visa 4506 2765 0169 8390",
    )
    REACH = 50

    def validate(self, value: str) -> str | None:
        """Return "nam" when the date and the check digit are right."""
        return "nam" if checksums.nam(re.sub(r"[\s.-]", "", value)) else None

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Add to the common judgement: a number with the date but not the digit is still worth hiding."""
        if not _DIGIT.search(reading.text, start, end) or _MORE_DIGITS.match(reading.text, end):
            return None
        if begins_with_word(reading, start) and self.surroundings(reading, start, end)[0] is None:
            return None
        hit = super().judge(reading, pattern, start, end)
        number = re.sub(r"[\s.-]", "", reading.text[start:end])
        if hit is not None and not hit.why.context and checksums.permanent_code_date(number):
            # It reads as both: a heading far above may say that these are codes of pupils.
            pupils = _OF_PUPILS.search(reading.folded) and not _OF_HEALTH.search(reading.folded)
            return None if pupils else hit
        if hit is not None or pattern.name != "shape":
            return hit
        if not checksums.nam_date(number) or self.surroundings(reading, start, end)[1]:
            return None
        return Hit(start, end, 0.55, self.reason(pattern, "date"))
