"""Numbers of a person's device: IMEI and MAC addresses."""

import re

from stdnum import imei

from detectors.cues import Cues
from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer


class DeviceId(PatternRecognizer):
    """IMEI (fifteen digits, Luhn) next to a cue; MAC addresses by their layout."""

    LABEL = Label.ID_NUMBER
    SCANNED = True
    GATE = r"imei|[0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]"
    CUES = Cues(
        "IMEI",
        "MAC",
        "adresse MAC",
        "MAC address",
        "téléphone",
        "appareil",
        "device",
        "wifi",
        "ethernet",
        "hwaddr",
    )
    PATTERNS = (
        Pattern("IMEI", r"(?<![\w-])\d{2}-?\d{6}-?\d{6}-?\d(?![\w-])", 0.0, cued=0.92, mistyped=0.6),
        Pattern("MAC", r"(?<![\w:.-])[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?![\w:-])", 0.85),
    )
    FINDS = (
        "IMEI : [[49-015420-323751-8]]",
        "imei 490154203237518".replace("490154203237518", "[[490154203237518]]"),
        "[[00:1A:2B:3C:4D:5E]]",
    )
    SPARES = ("490154203237518", "00:1A:2B:3C:4D", "12:30:45:10")

    def validate(self, value: str) -> str | None:
        """Return "luhn" for an IMEI that passes it, "" for a MAC address."""
        digits = re.sub(r"[^0-9a-f]", "", value.lower())
        if len(digits) == 12:  # noqa: PLR2004 - six bytes
            return ""
        return "luhn" if imei.is_valid(digits) else None
