"""Canadian passports."""

from detectors.cues import Cues
from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer


class Passport(PatternRecognizer):
    """Two letters and six digits, or since 2023 a letter, six digits, two letters; machine-readable zones.

    The number is found next to a cue; written in capitals, it is also found farther on in a text that speaks
    of a passport.
    """

    LABEL = Label.CA_PASSPORT
    SCANNED = True
    SPOKEN = True
    GATE = r"passe?p|\bpass\.|travel doc|document de voyage|pptc|pssport|p[<a-z]can[a-z<]"
    CUES = Cues(
        "passeport",
        "no de passeport",
        "passport",
        "passport number",
        "passport no",
        "pass.",
        "passep.",
        "passportNo",
        "passportNumber",
        "travel document",
        "document de voyage",
        "pptc",
        "passeports",
    )
    REACH = 90
    PATTERNS = (
        Pattern("old", r"(?<![a-z0-9])[a-z]{2}[ -]?\d{3} ?\d{3}(?![a-z0-9-])", 0.0, mentioned=0.55),
        Pattern("new", r"(?<![a-z0-9])[a-z][ -]?\d{3} ?\d{3}[ -]?[a-z]{2}(?![a-z0-9])", 0.0, mentioned=0.55),
        Pattern(
            "mistyped",
            r"(?<![a-z0-9])(?:[a-z]{2}\d{5}|[a-z]{2}\d{7}|[a-z]\d{5}[a-z]{2}|[a-z]\d{8})(?![a-z0-9-])",
            0.0,
            cued=0.6,
        ),
        Pattern(
            "machine-readable",
            r"(?<![a-z0-9])p[a-z<]can[a-z<]{20,42}(?:\s{1,2}[a-z0-9<]{28,44})?(?![a-z0-9<])",
            0.95,
        ),
    )
    FINDS = (
        "passeport [[AB123456]]",
        "Passport no.: [[A123456BC]]",
        "mon passeport ([[hk482913]])",
        "passeport canadien [[D 209 417 SF]]",
        "passport shown [[QC725258]], visa",
        (
            "le nouveau passeport est arrivé par la poste hier, je l'ai sous les yeux et le numéro, le "
            "voici, c'est [[AR 205771]]."
        ),
        (
            "passeport\n[[P<CANTREMBLAY<<JOSEE<MARIE<<<<<<<<<<<<<<<<<<<\nAB123456<4CAN8503122F2801011<<<<"
            "<<<<<<<<<<06]]"
        ),
    )
    SPARES = (
        "pièce AB123456",
        "passeport A12345",
        "le passeport culturel ABC123456",
        "passeport : 2 ans, 160 $",
    )
