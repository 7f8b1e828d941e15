"""Driver's licences of the SAAQ."""

import re

from detectors import checksums
from detectors.cues import Cues
from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer


class DriverLicence(PatternRecognizer):
    """A letter and twelve digits, of which the six in the middle are the birth date (DDMMYY)."""

    LABEL = Label.QC_DRIVER_LICENCE
    SCANNED = True
    SPOKEN = True
    GATE = r"[a-z][\s.-]{0,2}\d{4}[\s.-]{0,3}\d{2}"
    CUES = Cues(
        "permis", "permis de conduire", "SAAQ", "P.C.", "no de permis", "permis probatoire",
        "permis d'apprenti",
        "licence", "license", "driver's licence", "driver's license", "DL", "driver's lic.",
        "driving licence",
    )  # fmt: skip
    AGAINST = Cues("facture", "invoice", "no de série", "serial", "commande")
    PATTERNS = (
        Pattern("grouped", r"(?<![a-z0-9])[a-z][ -]?\d{4}[ .-]{1,2}\d{6}[ .-]{1,2}\d{2}(?![a-z0-9])", 0.85),
        Pattern("plain", r"(?<![a-z0-9])[a-z][ -]?\d{12}(?![a-z0-9])", 0.6),
        Pattern(
            "loose",
            r"(?<![a-z0-9])[a-z](?!\d{6}\.\s)[\s.-]{0,2}\d{4}[\s.-]{0,3}\d{2}[\s.-]{0,3}\d{4}[\s.-]{0,3}\d{2}(?![a-z0-9])",
            0.0,
        ),
        Pattern("short", r"(?<![a-z0-9])[a-z]\d{4}[ -]\d{6}[ -]\d(?![a-z0-9])", 0.0, cued=0.6, mistyped=0.6),
    )
    FINDS = (
        "permis de conduire [[T6515-120385-04]]",
        "[[G2506 240892 02]]",
        "Permis : [[l153117127408]]",
        "Driver’s licence: [[T6515–120385–04]]",
        "No permis : [[T6515 320385 04]]",
    )
    SPARES = ("A1234-56789-01232", "facture F123456789012", "T6515-320385-04", "T6515-120385")

    def validate(self, value: str) -> str | None:
        """Return "date" when the digits hold a birth date."""
        number = re.sub(r"[\s.-]", "", value)
        return "date" if checksums.licence_date(number) else None
