"""Health numbers of other provinces, Indian status and other numbers of a person that Québec meets."""

import re

from stdnum import luhn
from stdnum.ca import bc_phn

from detectors.cues import Cues
from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer


class ProvincialHealthNumber(PatternRecognizer):
    """Nine to twelve digits next to the name of a plan; Ontario's has up to two letters and Luhn's digit."""

    LABEL = Label.ID_NUMBER
    GATE = (
        r"ohip|health|sante|\bphn\b|\bmsp\b|ontario|alberta|assurance|medicare|hcn|card|carte"
        r"|indien|indian|status|statut|scis|scsi|bande|band|registre|regist"
    )
    CUES = Cues(
        "OHIP", "PHN", "MSP", "HCN", "health card", "health number", "personal health number", "carte santé",
        "carte Santé de l'Ontario",
        "assurance-santé", "assurance maladie de l'Ontario", "Alberta Health", "carte d'assurance maladie",
        "hospitalisation",
        "statut d'Indien", "status card", "Indian status", "SCIS", "SCSI", "certificat sécurisé",
        "registre des Indiens", "registry number",
        "no de registre", "numéro de registre", "no de bande", "band number", "numéro de bande",
        "status number", "treaty number",
    )  # fmt: skip
    PATTERNS = (
        Pattern("Ontario", r"(?<![\w-])\d{4}[ -]\d{3}[ -]\d{3}(?:[ -]?[a-z]{1,2})?(?!\w)", 0.0, cued=0.9),
        Pattern("ten", r"(?<![\w-])\d{10}(?:[ -]?[a-z]{2})?(?!\w)", 0.0, cued=0.9),
        Pattern("nine", r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{3}(?!\w)", 0.0, cued=0.75),
        Pattern("twelve", r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{3}[ -]?\d{3}(?!\w)", 0.0, cued=0.75),
        Pattern("band, family", r"(?<![\w-])\d{3}[ -]\d{5}[ -]\d{2}(?!\w)", 0.0, cued=0.9),
    )
    REACH = 40
    FINDS = (
        "OHIP [[1234 567 897 AB]]",
        "statut d'Indien [[0510012301]]",
        "SCIS [[0770001202]]",
        "registry no. [[0810045601]]".replace("registry no.", "registry number"),
    )
    SPARES = ("5145550142", "1181440711", "la santé de 1 234 567 890 personnes")

    def validate(self, value: str) -> str | None:
        """Return the check that a number passes; those without one are taken on their cue."""
        digits = re.sub(r"\D", "", value)
        if bc_phn.is_valid(digits):
            return "mod11"
        return "luhn" if luhn.is_valid(digits) else ""
