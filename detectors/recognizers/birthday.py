"""Birthdays: the day and the month of a birth, without its year, that a text says to be someone's."""

from detectors.dates import MONTH_AND_DAY
from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer

_DAY = rf"(?P<value>{MONTH_AND_DAY})"
_LINK = (
    r"(?: (?:c'?est|est|is|on|tombe|etait|was|ce sera|sera|le|the|cette annee|demain|aujourd'hui"
    r"|tomorrow|today)| ?:|,|:){0,3} (?:le |the )?"
)
_WHOSE = r"(?:(?<![a-z])(?:ma|mon|sa|son|ta|ton|votre|leur|my|his|her|your|their)|'s) "


class Birthday(PatternRecognizer):
    """A day and a month after "ma fête", "aura 4 ans le", "'s bday" and their like; no one's feast."""

    LABEL = Label.DATE_OF_BIRTH
    GATE = r"fete|anniv|birthday|bday|\bans\b|years? old|\bturn(?:s|ed|ing)? \d|\bma date\b"
    PATTERNS = (
        Pattern("whose", rf"{_WHOSE}(?:fete|anniversaire|anniv\.?|b-?day|birthday|date){_LINK}{_DAY}", 0.8),
        Pattern(
            "age reached",
            r"(?<![a-z])(?:eu|avoir|aura|auras|aurai|auront|fete|fetera|fetait) (?:ses )?\d{1,3} ans"
            rf"(?: [a-z]{{3,9}})? le {_DAY}",
            0.85,
        ),
        Pattern("age turned", rf"(?<![a-z])turn(?:s|ed|ing)? \d{{1,3}} (?:on )?(?:the )?{_DAY}", 0.85),
        Pattern("feast and age", rf"(?<=[a-z]) (?:fete|fetera) le {_DAY} ?\((?:ses )?\d{{1,3}} ans", 0.85),
    )
    FINDS = (
        "ma fête c'est le [[3 mai]] oublie pas",
        "Cyrus a eu 10 ans le [[9 avril]].",
        "Rosie's bday [[Apr 17]], wifi",
        "Yolande fête le [[15 août]] (84 ans!)",
        "y va avoir 4 ans le [[11 mars]]",
        "Elle lui a dit sa fête, [[22 mai]], et",
        "Sa fête est demain, le [[25 novembre]]; il aura 40.",
    )
    SPARES = (
        "la fête nationale le 24 juin",
        "l'école fête le 15 août son ouverture",
        "une entente de 4 ans le 11 mars",
        "la fête des voisins, 7 juin",
    )
