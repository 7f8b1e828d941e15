"""Passwords and keys that a word announces."""

import re

from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.secretwords import (
    ASSIGNED,
    KEY,
    LINK_OR_SPACE,
    NOT,
    OPEN,
    PLAIN,
    SAID,
    TRAILING,
    WORDS,
)


class SecretWord(PatternRecognizer):
    """What follows "mot de passe :", `PASSWORD=`, "clé d'API" and their like.

    A value without a sign between it and its word must look made up: a digit, a symbol or mixed case. A
    variable, a placeholder, a type or a common word is not a secret.
    """

    LABEL = Label.SECRET
    GATE = (
        r"mots? de passe|motdepasse|mot_de|mdp|pass|pwd|secret|token|jeton|api[_ -]?key|apikey|cle|key"
        r"|psk|wi-?fi|credential|signing|\bpw\b"
    )
    PATTERNS = (
        Pattern(
            "quoted",
            rf"(?<![\w-]){WORDS}(?:{SAID}|[^\n\"«»`:=]{{0,40}}\b(?:est|is|:)){LINK_OR_SPACE}(?:«\s?"
            r"|\"|“|`|')(?P<value>[^\"«»`\n']{3,60}?)\s?(?:»|\"|`|')",
            0.9,
        ),
        Pattern("password", rf"(?<![\w-]){WORDS}{SAID}{ASSIGNED}{OPEN}(?P<value>{PLAIN}{{3,120}})", 0.9),
        Pattern(
            "said",
            rf"(?<![\w-]){WORDS}{SAID}\s(?:est|is|c'est|was|etait|sera)\s(?:still |toujours "
            rf"|maintenant |now |encore )?{OPEN}(?P<value>{PLAIN}{{4,"
            r"80})",
            0.7,
        ),
        Pattern("bare", rf"(?<![\w-])(?:{WORDS}|wi-?fi){SAID}[ \t]{{1,2}}\(?(?P<value>{PLAIN}{{5,60}})", 0.7),
        Pattern(
            "key",
            rf"(?<![\w.]){KEY}[\"']?{ASSIGNED}[\"'`]?(?P<value>(?:\{{[a-z0-9-]+\}})?[^\s\"'`,;<>{{}}"
            r"()]{6,300})",
            0.85,
        ),
        Pattern(
            "key, said",
            r"(?<![\w-])(?:cle (?:d'?api|secrete|privee|api|de licence)|jeton(?: d'acces)?|api key"
            r"|secret key|access token|license key|token)(?: (?:est|is))?\s?[:=]?\s(?P<value>"
            r"(?=[\w.+/=-]*\d)[\w.+/=-]{12,200})",
            0.8,
        ),
        Pattern(
            "changed",
            rf"(?<![\w-])(?:{WORDS}|pw)[^\n]{{2,60}}?(?:replaced by|remplacee? par|changee? "
            r"(?:pour|en)|changed (?:it )?to"
            rf"|reset to|set to|used to be|etait avant|devenu) {OPEN}(?P<value>{PLAIN}{{4,60}})",
            0.75,
        ),
        Pattern(
            "of a thing",
            rf"(?<![\w-])(?:{WORDS}|pw) (?:du|de la|de l'|des|d'|pour le|pour la|for the|for|of"
            rf" the)\s?[a-z'-]{{2,16}} "
            rf"{OPEN}(?P<value>(?=[^\s]*[\d\W_]){PLAIN}{{5,60}})",
            0.7,
        ),
        Pattern(
            "secure string", r"convertto-securestring(?: -string)? [\"'](?P<value>[^\"'\n]{3,80})[\"']", 0.9
        ),
        Pattern("element", r"<(?:[\w-]*password|motdepasse|secret|token)>(?P<value>[^<\s]{3,100})</", 0.9),
        Pattern(
            "password, far",
            rf"(?<![\w-]){WORDS} [^\n:=\"'«]{{2,40}}?{ASSIGNED}{OPEN}(?P<value>{PLAIN}{{5,60}})",
            0.75,
        ),
    )
    FINDS = (
        "mot de passe : [[Hiver2026!]]",
        "mdp : [[Hiver2026!]]",
        "DB_PASSWORD=[[Gr1v3-Bl4nch3!72]]",
        "JWT_SECRET=[[b0b5f7d2a9c94e1f8e36d1c7a2f4b68e]]",
        "Mdp temporaire [[Automne-2024-xk]] donné",
        "mot de passe temporaire [[Bienvenue2025!]]",
        "AWS_SECRET_ACCESS_KEY=[[u8Jk2+Lw0fQ/7yRrT5cVb1NnMmXx4ZsEaPpOoIi3]]",
        "le mot de passe est « [[girafe bleue]] ».",
        '"password": "[[correct-horse-9]]"',
        "new psk = [[maple!Fjord_9921]] (rotate",
        "Le mot de passe de la voûte : [[Juillet-31-Percé]].",
        "$mdp = ConvertTo-SecureString '[[Verglas*1998*Panne]]' -AsPlainText",
        "the wifi password is still [[BoucherieSlovenia88]]; ne",
        "(identifiant x, wifi [[PatatesPilees!42]]).",
        "mdp `[[sarcelle-28-Quenouille]]`",
        'mot de passe verbal "[[tofu soyeux]]"',
        "le mot de passe de l'enfant, qui est « [[girafe bleue]] ».",
        "admin_pass = [[Hik-2021-depanneur]]",
        'default pw calvin replaced by "[[c4lv1n&h0bbes]]"',
        "mdp du vocal [[oreilles-crisses]]",
        "mdp temporaire [[Arequipa*69*]] — change",
        "the password used to be [[winter-Storm9]] but",
        "userPassword: [[{SSHA}q8Zt0yXnW1b6cVd3KkLr5uPjQeR9sT2m]]",
    )
    SPARES = (
        "mot de passe oublié",
        "« mot de passe oublié »",
        "Le mot de passe est obligatoire.",
        'password = os.environ["X"]',
        "password: str",
        "token: ${TOKEN}",
        "max_tokens=4096",
        'headers={"X-Api-Key": API_KEY}',
        "Wifi : gratuit",
        "- [~] Wi-Fi : SSID `Clinique`",
        "bad password user=nguyen.tt",
        "le mot de passe du rez-de-chaussée",
        "password for the sign-in page",
        "GESTION DES MOTS DE PASSE (PTI-03, rév. 2)",
        "rues, écoles. PASS\nTC-015 Search",
    )

    def judge(  # noqa: PLR0911 - each kind of word that is no secret
        self, reading: Reading, pattern: Pattern, start: int, end: int
    ) -> Hit | None:
        """Take the punctuation off; leave alone what is no secret."""
        value = trim(reading.text[start:end])
        end = start + len(value)
        if len(value) < 3 or NOT.fullmatch(reading.folded[start:end]):  # noqa: PLR2004
            return None
        if pattern.name in {"bare", "said", "password, far"} and not is_made_up(value):
            return None
        if pattern.name == "bare" and _REFERENCE.fullmatch(value):
            return None
        if pattern.name in {"changed", "of a thing"} and not (is_made_up(value) or is_coined(value)):
            return None
        if pattern.name == "key" and re.fullmatch(r"[A-Z]+(?:_[A-Z]+)+", value):
            return None
        if pattern.name in {"password", "key"} and not _likely(value, pattern.name):
            return None
        return super().judge(reading, pattern, start, end)


#: The number of a policy or of a test ("PTI-03").
_REFERENCE = re.compile(r"[A-Z]{2,4}-\d{1,3}")


def trim(value: str) -> str:
    """Take the punctuation off the end of a value; after a digit, an exclamation mark is a part of it."""
    while value and value[-1] in TRAILING:
        if (value[-1] == "!" and any(map(str.isdigit, value))) or (value[-1] == "*" and "*" in value[1:-1]):
            break
        value = value[:-1]
    return value


def is_made_up(value: str) -> bool:
    """Tell whether a value mixes letters with digits or symbols as no word does."""
    letters = any(map(str.isalpha, value))
    digits = any(map(str.isdigit, value))
    return (letters and digits) or (digits and len(value) > 5) or bool(re.search(r"[!@#$%^&*_+=]", value))  # noqa: PLR2004


def is_coined(value: str) -> bool:
    """Tell whether hyphens join whole words, as in a made-up password ("oreilles-crisses")."""
    return re.fullmatch(r"[^\W\d_]{3,}(?:[-.][^\W\d_]{3,}){1,5}", value) is not None


def _likely(value: str, name: str) -> bool:
    """Tell whether an assigned value may be a secret: not a number alone for a key, not a call or a path."""
    if name == "key":
        return not value.isdigit() and not re.fullmatch(r"[a-z_]+(?:\.[a-z_]+)+|[a-z]+[:_-]?[a-z]*", value)
    return not re.fullmatch(r"[a-z]+\(.*", value)
