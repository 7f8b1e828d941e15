"""Codes as people keep them: behind dotted leaders, after the lock itself, changed, turned left and right."""

import re

from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.recognizers.secret_words import is_made_up, trim
from detectors.secretwords import NOT

_OPENED = (
    r"(?:coffre(?:-fort)?|porte|barriere|alarme|cadenas|serrure|portail|garage|cabanon|casier|boites? a cles?"
    r"|digicode|interphone|ascenseur|wi-?fi|ordi(?:nateur)?|courriel|boite vocale|nip|pin|codes?"
    r"|mots? de passe|mdp"
    r"|safe|door|gate|alarm|lock ?box|key ?box|padlock|keypad|locker|e-?mail|laptop|voice ?mail"
    r"|password|passcode)"
)
_LEADER = r"(?: ?\.{3,60} ?| ?_{3,60} ?)"
_CODE = r"(?P<value>[#*]?\d{4,8}[#*]?|(?=[a-z\d#*]*\d)[a-z]\d{3,5}[a-z]?[#*]?)(?![\w-]|[.,:/]\d| ?[$%h])"
_CHANGED = r"(?:passe|change|changed|goes|going|est passe|a change|remplace|switched|moved)"
_TURN = r"(?:left|right|gauche|droite|a gauche|a droite|[lrgd])"


class KeptCode(PatternRecognizer):
    """What stands on a list of codes, right after a barrier or a box, or in the directions to open a safe."""

    LABEL = Label.SECRET
    GATE = (
        r"\.{3}|_{3}|barriere|\balarm|gate is|boite|digicode|key ?pad|lock ?box|key ?box|\bcodes?\b"
        r"|\bnip\b|\bpin\b|\bpuk\b"
        r"|\d[lrgd][ -]|left \d|right \d|gauche \d|droite \d|mots?-code|code ?word|safe ?word|mot secret"
        r"|mots? de passe|mdp|password"
        r"|wi-?fi"
    )
    PATTERNS = (
        Pattern(
            "leader",
            rf"(?<![\w-]){_OPENED}(?: [\w'-]{{1,16}}){{0,5}}{_LEADER}"
            r"(?P<value>(?=[^\s]*[\d&!@#$%*])[^\s,;()]{4,40})",
            0.78,
        ),
        Pattern(
            "after lock",
            rf"(?<![\w-])(?:barriere|digicode|keypad|lock ?box|key ?box|boite a cles?|alarme?"
            rf"|gate is) {_CODE}",
            0.7,
        ),
        Pattern("code, lettered", r"(?<![\w-])code (?P<value>[a-z]\d{3,5}[a-z]?|\d{4,6}[#*])(?![\w-])", 0.62),
        Pattern(
            "code, changed",
            rf"(?<![\w-])(?:codes?|nip|pin)\b[^\n.;:=\d]{{0,40}} {_CHANGED} (?:de "
            rf"|from )(?P<value>[#*]?\d{{4,8}}[#*]?)(?!\w)",
            0.8,
        ),
        Pattern(
            "code, changed to",
            rf"(?<![\w-])(?:codes?|nip|pin)\b[^\n.;:=\d]{{0,40}} {_CHANGED} (?:(?:de|from) [#*\d]{{4,9}} )?"
            r"(?:a|pour|to|par) (?P<value>[#*]?\d{4,8}[#*]?)(?!\w)",
            0.8,
        ),
        Pattern(
            "password, changed to",
            r"(?<![\w-])(?:chang\w{1,4}|reset|remis|set) (?:the |his |her |my |their |le |son |mon |ton )?"
            r"(?:mot de passe|mdp|passwords?|pw) (?:to|pour|en|a) (?P<value>[^\s\"'«»,;()]{5,40})",
            0.8,
        ),
        Pattern(
            "code of a room",
            r"(?<![\w-])code (?:armoire|casier|local|cabanon|cave|remise|sous-sol|toilettes?"
            r"|salle de bain|bathroom"
            r"|washroom|locker|shed) (?P<value>\d{3,6})(?![\w-]|[.,]\d)",
            0.75,
        ),
        Pattern("PUK", r"(?<![\w-])puk ?:? ?(?P<value>\d{8})(?!\w)", 0.85),
        Pattern("quoted word", r"[«\"] ?(?:nip|pin|code) ?[»\"] ?:? ?(?P<value>\d{4,8})(?![\w-])", 0.75),
        Pattern(
            "directions",
            r"(?<![\w-])(?P<value>\d{1,2}[lrgd](?:[ -]{1,2}\d{1,2}[lrgd]){2})(?!\w)",
            0.8,
        ),
        Pattern(
            "directions, told",
            rf"(?<![\w-])(?:{_TURN} )?(?P<value>\d{{1,2}},? (?:puis "
            rf"|then )?{_TURN} \d{{1,2}},? (?:puis |then )?{_TURN}"
            r" \d{1,2})(?!\w)",
            0.8,
        ),
        Pattern(
            "agreed word",
            r"(?<![\w-])(?:mots?-code|mot secret|code ?word|safe ?word|pick-?up (?:word"
            r"|password))[^\n:=«\"]{0,40}"
            r"(?: ?[:=] ?[«\"]? ?| ?[«\"] ?| (?:est|is) )(?P<value>[^\W\d_]{4,20})(?![\w-])",
            0.75,
        ),
        Pattern(
            "online",
            r"(?<![\w-])code d'acces [^\n:=\d]{2,50} ?[:=] ?"
            r"(?P<value>(?=[\w-]*\d)[a-z\d]{1,8}(?:-[a-z\d]{1,8}){1,4})"
            r"(?![\w-])",
            0.8,
        ),
        Pattern(
            "was, is",
            r"(?<![\w-])(?:mots? de passe|mdp|passwords?)[^\n]{0,60}?(?:avant|before|now|la"
            r"|maintenant),? (?:c'etait|c'est"
            r"|it was|it's|was|is) (?P<value>[^\s\"'«»,;()]{6,40})",
            0.75,
        ),
        Pattern(
            "wifi for",
            r"(?<![\w-])wi-?fi(?: [a-z']{2,12}){1,4} "
            r"(?P<value>(?=[^\s]*[a-z])(?=[^\s]*\d)[\w!@#$%&*+=-]{7,40})(?![\w/])",
            0.7,
        ),
    )
    FINDS = (
        "Coffre de la réception ........ [[88-14-62-09]]\n",
        "Porte du personnel ............ [[C5181Y]]\n",
        "Wifi des employés ............. [[homard&beurre]]\n",
        "ch. du Bras ; barrière [[5150]]; petite",
        "vestiaire, porte B, code [[B549]].",
        "le code d'en avant passe de [[2585]] à [[1182]] le 26",
        "he changed the password to [[S0lidarity4ever]] on",
        "code PUK [[75150157]]",
        "> Lockbox [[6310]]. Alarm [[9616]] then OFF",
        "code armoire [[369]]\n",
        "the safe combination ([[28L 06R 51L]]) was",
        "I've changed the password to [[Mom-is-watching]], so",
        "elle a aussi un « NIP » [[303122]]",
        "The safe: left [[31, right 9, left 18]]. In it",
        "Mot-code avec l'école : « [[pamplemousse]] ».",
        "Code d'accès du dossier en ligne : [[Q7-1171-M]].",
        "changé tous mes mots de passe, avant c'était [[felixetmoi1402]], là",
        "wifi pour la musique [[ohlala-2544]], chat",
    )
    SPARES = (
        "Porte 12 ............ ouverte",
        "code B12 du cours",
        "L'appareil affiche le code P0401, puis U0100",
        "le code passe de 12 à 14",
        "Wifi des clients ........ gratuit",
        "tournez à gauche, 2 rues, puis à droite",
        "he changed the password to avoid it",
        "mot secret : demandez à l'accueil",
        "Casier ............ 514-555-0142",
        "wifi gratuit pour covid19",
    )

    def judge(  # noqa: PLR0911 - each kind of word that is no code
        self, reading: Reading, pattern: Pattern, start: int, end: int
    ) -> Hit | None:
        """Leave alone what is no code: a word of the sentence, a telephone number, an amount."""
        value = trim(reading.text[start:end])
        folded = reading.folded[start : start + len(value)]
        if len(value) < 3 or NOT.fullmatch(folded):  # noqa: PLR2004
            return None
        if pattern.name != "code of a room" and _OTHER.fullmatch(folded):
            return None
        if pattern.name == "code, lettered" and not _LOCKED.search(reading.before(start, 70)):
            return None
        if pattern.name == "after lock" and re.fullmatch(r"(?:19|20)\d\d", folded):
            return None
        coined = pattern.name == "password, changed to" and _JOINED.fullmatch(value)
        if pattern.name in _MADE_UP and not coined and not (is_made_up(value) and not value.isdigit()):
            return None
        if pattern.name == "agreed word" and folded in _NO_WORDS:
            return None
        return super().judge(reading, pattern, start, start + len(value))


_JOINED = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,}){2,5}")
_LOCKED = re.compile(
    r"porte|cle\b|cles\b|boite|cadenas|alarm|serrure|door|key|lock|gate|garage|coffre|vestiaire|casier|entree|acces"
    r"|access|interphone|buzz|sonn|barriere|portail|voute|safe|vault|cabanon|buanderie|laundry|entry|unlock|entrer"
)
_MADE_UP = frozenset(("password, changed to", "was, is", "wifi for"))
_NO_WORDS = frozenset(
    ("demandez", "demander", "avec", "voir", "pour", "that", "with", "your", "votre", "donne", "given")
)
_OTHER = re.compile(
    r"\d{3}[ .-]\d{3}[ .-]\d{4}|\d+[.,]\d\d\$?|\d+[$%]|(?:19|20)\d\d-\d\d-\d\d|covid-?\d+"
    r"|[a-z]+\d{1,2}|\d{1,3}[a-z]{0,2}"
)
