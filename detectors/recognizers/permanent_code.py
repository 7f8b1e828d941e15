"""Permanent codes of the ministry of education."""

import re

from detectors import checksums
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.health_insurance import EDUCATION, GATE, HEALTH, SHAPE, begins_with_word
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit


class PermanentCode(PatternRecognizer):
    """LLLP DDMMYY NN: letters of the name, the birth date, and two digits that only the ministry can check.

    The month of women has 50 added, the day of those born after 1999 has 62 added.

    The shape is that of a health insurance number. The nearest cue decides; without one, a number whose
    check digit is right is the RAMQ's, then one that only reads as DDMMYY is a permanent code.
    """

    LABEL = Label.QC_PERMANENT_CODE
    SCANNED = True
    GATE = GATE
    CUES = EDUCATION
    AGAINST = HEALTH
    REACH_AGAINST = 50
    PATTERNS = (Pattern("shape", SHAPE, 0.6, cued=0.96, mistyped=0.75),)
    FINDS = (
        "code permanent : [[TREJ12038504]]",
        "Code perm. [[gagm 2458 9207]]",
        "élève [[NGUL67610703]]",
        "Permanent code: [[NGUL 676107 03]]",
        "nom,code_permanent\nRoy,[[TREJ99999904]]",
    )
    SPARES = (
        "TREJ32638504",
        "TRE12038504",
        "NAM TREM 8503 1216",
        "RAMQ : TREJ12038504",
        "code 0409 1826 0026",
        "cest 11 11 2003",
    )
    REACH = 50

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone a word and the number behind it ("code 0409 1826"), where nothing speaks of a code."""
        hit = super().judge(reading, pattern, start, end)
        return None if hit and not hit.why.context and begins_with_word(reading, start) else hit

    def validate(self, value: str) -> str | None:
        """Return "date" when the digits hold a birth date."""
        return "date" if checksums.permanent_code_date(re.sub(r"[\s.-]", "", value)) else None
