"""Canadian postal codes."""

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_SECOND = "abceghj-nprstv-z"


class PostalCode(PatternRecognizer):
    """A9A 9A9, never with D, F, I, O, Q, U, nor W or Z first; G, H and J are Québec.

    In one run and in lower case, other provinces' codes look like hexadecimal and need a cue.
    """

    LABEL = Label.CA_POSTAL_CODE
    GATE = rf"[abceghj-nprstvxy][0-9oil][{_SECOND}][\s-]{{0,3}}[0-9oil][{_SECOND}][0-9oil]"
    CUES = Cues(
        "code postal", "C.P.", "CP", "postal code", "postal", "postcode", "Québec", "QC", "PQ", "Qué.",
        "adresse",
        "address", "Ontario", "ON", "Montréal", "Canada",
    )  # fmt: skip
    PATTERNS = (
        Pattern(
            "Québec", rf"(?<![a-z0-9])[ghj]\d[{_SECOND}](?: ?- ?| {{0,2}})\d[{_SECOND}]\d(?![a-z0-9])", 0.9
        ),
        Pattern(
            "spaced",
            rf"(?<![a-z0-9])[abceghj-nprstvxy]\d[{_SECOND}](?:-| {{1,2}})\d[{_SECOND}]\d(?![a-z0-9])",
            0.8,
        ),
        Pattern("plain", rf"(?<![a-z0-9])[abceghj-nprstvxy]\d[{_SECOND}]\d[{_SECOND}]\d(?![a-z0-9])", 0.6),
        Pattern("broken", rf"(?<![a-z0-9])[ghj]\d[{_SECOND}] ?\n ?\d[{_SECOND}]\d(?![a-z0-9])", 0.7),
        Pattern(
            "misread",
            rf"(?<![a-z0-9])[ghj][0-9oil][{_SECOND}] {{0,2}}[0-9oil][{_SECOND}][0-9oil](?![a-z0-9])",
            0.6,
        ),
    )
    FINDS = (
        "Montréal (Québec)  [[H2X 1Y4]]",
        "laval [[h7w5b6]]",
        "[[G1R 5A5]]",
        "Ottawa ON [[K1A 0B1]]",
        "Rimouski [[G5L lA9]]",
        "code postal: [[J8X-3X7]]",
        "ville,code_postal\nLaval,[[k1a0b1]]",
    )
    SPARES = ("le secteur H2X", "D1A 1A1", "W1A 1A1", "la couleur b1c2e3", "commit a1b2c3", "hol lol")

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone, without a cue, what may be hexadecimal; and words read as digits."""
        value = reading.text[start:end]
        hit = super().judge(reading, pattern, start, end)
        if hit is None or (pattern.name == "misread" and sum(map(str.isdigit, value)) < 2):  # noqa: PLR2004
            return None
        if pattern.name == "plain" and not hit.why.context and not value.isupper():
            return None
        return hit
