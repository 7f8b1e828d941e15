"""Payment cards."""

import re

from stdnum import luhn

from detectors import checksums
from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_START = r"(?<![\w])(?<!\d[ .,-])"
_END = r"(?!\w)(?![ -]\d{2,})(?!-\d)(?![.,]\d)"
#: Digits of most cards: Amex, the others.
_USUAL = (15, 16)


class CreditCard(PatternRecognizer):
    """Thirteen to nineteen digits whose start and length are those of a network, with Luhn's check digit.

    Next to a cue, any number that long is taken: a mistyped card is still a card.
    """

    LABEL = Label.CREDIT_CARD
    SCANNED = True
    SPOKEN = True
    GATE = r"\d(?:[\s.-]{0,3}\d){12}"
    CUES = Cues(
        "carte", "carte de crédit", "carte de débit", "débit", "crédit", "par débit", "Visa",
        "Mastercard", "Master Card", "MC", "Amex", "American Express", "Discover", "Interac", "card",
        "credit card", "debit card", "CVV", "CVC", "cc", "card number", "expiration", "PAN",
    )  # fmt: skip
    AGAINST = Cues("IMEI", "facture", "invoice", "suivi", "tracking", "commande", "NEQ", "série", "ISBN")
    PATTERNS = (
        Pattern(
            "fours",
            rf"{_START}\d{{4}}([ .-]{{1,2}})\d{{4}}\1\d{{4}}\1\d{{1,4}}(?:\1\d{{1,3}})?{_END}",
            0.9,
            cued=0.97,
        ),
        Pattern("amex", rf"{_START}3\d{{3}}[ .-]{{1,2}}\d{{6}}[ .-]{{1,2}}\d{{4,5}}{_END}", 0.9, cued=0.97),
        Pattern("plain", rf"{_START}\d{{13,19}}{_END}", 0.9, cued=0.97),
        Pattern(
            "broken", rf"{_START}\d{{4}}(?:[\s.-]{{0,3}}\d{{4}}){{3}}{_END}", 0.8, cued=0.95, mistyped=0.6
        ),
    )
    FINDS = (
        "Visa [[4540 4805 7777 3818]].",
        "[[5555-5555-5555-4444]]",
        "[[378282246310005]]",
        "Amex [[3782 822463 10005]]",
        "[[2223003122003222]]",
        "carte [[4111 1111 1111 1112]]",
        "card=[[4111111111111111]] exp",
        "[[4111 1111\n1111 1111]]",
        '"carte": "[[5455166739697819]]"',
    )
    SPARES = (
        "4111111111111112",
        "411111111111",
        "1234 5678 9012 3456",
        "IMEI 490154203237518",
        "500-17-123456-231",
        "facture 4111111111111111",
        "carte=22777001184420&x",
        "ISBN 9782763712345",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone a number in one piece that fails its check and is not as long as most cards are."""
        hit = super().judge(reading, pattern, start, end)
        usual = end - start in _USUAL or pattern.name != "plain"
        return hit if usual or (hit is not None and hit.why.validation) else None

    def validate(self, value: str) -> str | None:
        """Return "luhn" for a number of a network that passes it."""
        digits = re.sub(r"\D", "", value)
        return "luhn" if checksums.card_scheme(digits) and luhn.is_valid(digits) else None
