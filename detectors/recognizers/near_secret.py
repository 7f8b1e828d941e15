"""Passwords by their making, in a text that speaks of passwords; what one is reset to; keys of settings."""

import re
from collections.abc import Iterator

from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.recognizers.secret_words import is_made_up, trim
from detectors.secretwords import NOT

_WORD = (
    r"(?:mots? de passe|mdp|passwords?|passphrase|passcode|pwd?|pass|n\.?i\.?p\.?|pin|codes?|combinaison"
    r"|combination|cle (?:wi-?fi|reseau)|wi-?fi)"
)
_ONLY = r"(?:mots? de passe|mdp|passwords?|passphrase|passcode|pwd?|pass)"
_VALUE = r"(?P<value>[^\s\"'`«»<>,;()|]{4,60})"
_RESET = (
    r"(?:(?:re)?initialisee?s?|reinitialise|remise?s?|remplacee?s?|changee?s?|mise?s?|fixee?s?|reglee?s?|passee?s?"
    r"|reset|set|changed|rotated|switched|updated)(?: temporairement| temporarily| back| it)?"
    r" (?:a|pour|par|to|en)(?: \"| «)?"
)
#: Settings that hold a secret of their own, and those that do where their value is long and mixed.
_SHORT = (
    r"(?:pin|nip|pin[_-]?code|code[_-]?(?:pin|nip|porte|alarme|acces)|(?:door|alarm|gate|access|entry)[_-]?code"
    r"|cvv2?|cvc|otp|passcode)"
)
_LONG = (
    r"(?:[a-z0-9]{1,20}[_.-]){0,3}(?:csrf|xsrf|totp|otp|seed|graine|salt|sel|pepper|session|sid|cookie|recovery"
    r"|backup|nonce|hmac|signature|webhook|dsn|cle|jeton|key|token)(?:[_.-][a-z0-9]{1,20}){0,3}"
)
_SAYS = re.compile(
    r"mots? de passe|\bmdp\b|passw|passphrase|passcode|\bpwd?\b|wi-?fi|\bnip\b|identifiant|\blogin|connexion"
    r"|\bsession|\bcodes? d'acces|credential|motdepasse|protege|\bpass\b|cle reseau|\bcompte\b|\baccount\b"
)
_SAYS_PASS = re.compile(r"mots? de passe|\bmdp\b|passw|passphrase|passcode|\bpwd?\b|wi-?fi")
_FAR, _AFTER, _NEAR = 400, 120, 160
_OR = re.compile(r"[.,]? (?:ou|or|puis|then) (?:bien |maybe |else )?(?P<value>[^\s\"'`«»<>,;()|]{5,60})")
_QUOTED = re.compile(r"[\"'],\s?[\"'](?P<value>[\w.-]{6,40})(?=[\"'])")
_NEVER = re.compile(r"(?!)(?P<value>)")
_FOLLOWING = {"either": _OR, "listed setting": _QUOTED}
_NUMBER = re.compile(r"[\d.,/:$ h-]+|\d{1,3}[a-z]{1,3}|[a-z]{1,3}\d{1,2}")
_ALPHABETS = re.compile(r"(?=.*[a-z])(?=.*\d)")
_SIGN = re.compile(r"[!#*$%&?~^+]")
#: What follows the name of a network: its key.
_NAMED = re.compile(r"\W{1,6}(?:pw|pwd|mdp|mots? de passe|pass|password|cle|key|code)\b")
_COINED = re.compile(r"[^\W\d_]{3,}(?:[-._][^\W\d_]{2,}){1,5}")
_CODE = re.compile(r"[#*]?\d{4,8}[#*]?|\d(?:-\d){3,5}")
#: Where the words around leave no doubt.
_TOLD = frozenset(("short setting", "attribute", "identified", "old, new", "new, old"))


class NearSecret(PatternRecognizer):
    """What is made as a password is one where the text speaks of passwords or accounts within a few lines.

    A word for it is followed, in its sentence, by what it is reset to, or by what looks made up.
    """

    LABEL = Label.SECRET
    GATE = (
        r"mots? de passe|mdp|passw|passphrase|passcode|\bpwd?\b|\bpass\b|nip\b|\bpin|code|combin|cle\b|wi-?fi"
        r"|identifi|login|connexion|session|credential|motdepasse|protege|compte|account|cvv|cvc|otp|csrf|xsrf"
        r"|seed|graine|salt|\bsel\b|pepper|sess|sid\b|cookie|recovery|backup|nonce|hmac|signature|webhook|dsn"
        r"|jeton|key|token|/user:"
    )
    PATTERNS = (
        Pattern(
            "shaped",
            r"(?<![^\s\"'`«(:=/>])(?P<value>(?=[^\s]{0,30}?[a-z]{3})(?=[^\s]{0,38}?\d)"
            r"[a-z\d][\w.-]{0,30}[!#*$%&?~^+][\w!#*$%&?~^+.-]{0,30})(?=[\s\"'`»),;.:<|]|$)",
            0.8,
        ),
        Pattern(
            "coined",
            r"(?<![^ \"'`«(:>])(?P<value>[a-z]{3,}(?:[-.][a-z]{3,}){1,3}[-.]?\d{1,4})(?=[\s\"'`»),;.<|]|$)",
            0.7,
        ),
        Pattern("reset to", rf"(?<![\w-]){_WORD}\b[^\n.;:=]{{0,70}}? {_RESET}[ :]{{1,2}}{_VALUE}", 0.85),
        Pattern(
            "in sentence",
            rf"(?<![\w-]){_ONLY}\b[^\n.;:=]{{2,60}}?[,(:] ?(?:bon, )?(?:c'?est |it'?s )?{_VALUE}",
            0.72,
        ),
        Pattern("either", rf"(?<![\w-]){_ONLY}\b[^\n.;:=]{{0,40}}? (?:either|soit) {_VALUE}", 0.8),
        Pattern(
            "short setting",
            rf"(?<![\w-])[\"']?(?:\w{{1,20}}[_.-])?{_SHORT}[\"']?\s?[:=]\s?[\"'](?P<value>[\w#*-]{{3,12}})(?=[\"'])",
            0.85,
        ),
        Pattern(
            "long setting",
            rf"(?<![\w-])[\"']?{_LONG}[\"']?\s?(?:[:=]|=>)\s?[\"']?(?!ssh-)(?P<value>(?=[\w.+/~-]*\d)"
            r"(?=[\w.+/~-]*[a-z])[\w+/~-]{8,200}={0,2})(?![\w/(.])",
            0.8,
        ),
        Pattern(
            "listed setting",
            rf"(?<![\w-])[\"']?{_LONG}[\"']?\s?(?:[:=]|=>)\s?\[\s?[\"'](?P<value>[\w.-]{{6,40}})(?=[\"'])",
            0.8,
        ),
        Pattern(
            "grouped",
            r"(?:codes? de (?:recuperation|secours|verification|validation|activation)|recovery|backup code"
            rf"|graine|seed|{_ONLY})\b[^\n:]{{0,100}}?[ :(](?P<value>(?=[a-z\d-]*\d)(?=[a-z\d-]*[a-z])"
            r"[a-z\d]{2,5}(?:-[a-z\d]{1,5}){1,5})(?![\w-])",
            0.75,
        ),
        Pattern(
            "attribute",
            r"(?:name|key|id)=[\"'][\w.:-]*(?:passw(?:or)?d|pwd|secret|token|csrf|api[_-]?key|mdp|mot_?de_?passe)"
            r"[\w.:-]*[\"'][^<>\n]{1,40}?\bvalue=[\"'](?P<value>[^\"'\s]{4,200})[\"']",
            0.9,
        ),
        Pattern("identified", r"\bidentified (?:with [\w']+ )?by [\"'](?P<value>[^\"'\n]{3,80})[\"']", 0.9),
        Pattern("net use", r"/user:[\w.@\\-]{2,60} (?P<value>[^\s/]{4,60})", 0.85),
        Pattern(
            "pair, bare",
            r"(?m)(?:^|[:,(] ?)@?[a-z][\w.@-]{2,40} / "
            r"(?P<value>(?=[^\s]*[a-z]{3})[^\s\"'`«»<>,;()|/]{6,40})",
            0.75,
        ),
        Pattern("network", rf"(?<![\w-])wi-?fi\b[^\n:=]{{0,40}}?(?:[:=]|[—–-]|->) ?{_VALUE}", 0.75),
        Pattern(
            "old, new",
            r"(?<![\w-])(?:codes?|nip|pin|mdp|mot de passe)\b[^\n]{0,90}?(?:ancien|vieux|old)\W{1,3}"
            r"(?P<value>[#*]?[\w!]{4,20}[#*]?)(?= ?(?:→|->|=>|,|;))",
            0.75,
        ),
        Pattern(
            "new, old",
            r"(?:ancien|vieux|old)\W{1,3}[\w!#*]{4,20} ?(?:→|->|=>|,|;) ?(?:le )?(?:nouveau|new)\W{1,3}"
            r"(?P<value>[#*]?[\w!]{4,20}[#*]?)",
            0.75,
        ),
    )
    FINDS = (
        "je vous ai donné un mot de passe hier.\n\nC'est [[Framboise4!]], parce que",
        "lien protégé par [[Loisir!118]].",
        "tapé son mot de passe. Je lui ai dicté [[Corneille-Tuque-44]] au",
        "Le NIP du jeton RSA est remis à [[7719]]. Changez",
        "mot de passe réinitialisé à [[Theatre-Octobre1]]; Mme",
        "a même écrit le mot de passe du dossier dessus, [[Lucie1950]], fait",
        "forgot the password, it was either [[Sailboat9]] or [[sailboat9!]]\n",
        '"plate": "V", "pin": "[[3391]]",',
        'recovery: ["[[k4np-77xw]]", "[[r9tt-02ve]]"]',
        "  sel: [[37a89f0f9cee07093d2c200cf16b3b33]]\n",
        '<add key="SmtpPassword" value="[[courrier-99]]" />',
        "TO 'x'@'%' IDENTIFIED BY '[[Guid0n_casse]]';",
        "net use Z: /user:TALON\\mkanape [[Nutshimit*2025]]\n",
        "session poste 3\nremplac.kim / [[Vaudreuil-Soleil1]]. PAS",
        "code de récupération ne passe pas. Elle lit [[7KQ2-PF9D]] sur",
        "mot de passe sur un papier ([[leek-and-potato]])",
        "wi-fi — [[7dindon7dindon]]\n",
        "le code du portail: ancien [[8024]] → nouveau [[3916]].",
    )
    SPARES = (
        "mot de passe réinitialisé à distance",
        "le code passe à la version 2.1",
        "Le wifi : gratuit pour tous",
        "sel : 5 g, poivre",
        "login : lundi / 12h30",
        "session 1 : article-de-loi 12",
        "le mot de passe doit avoir 12 caractères (majuscules)",
        "compte 4512, 50% de rabais",
        "session: docker-compose-3.yml",
        "key: primary, token: max_tokens2048",
        "login admin, pod/hermes-7d9c et CAN/CSA-Z614-20",
        '"wifi_ssid": "HELIX-7A10", "ok"',
        "Wi-Fi: BELL442  pw ici",
        "MOTS DE PASSE (PTI-03, rév. 2), voir KB-0118\nsrv-web-03",
        "le compte rendu de mi-session H-24",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the secrets, and the one that is told as another way to write it, or listed behind it."""
        for hit in super().find(reading):
            yield hit
            following = _FOLLOWING.get(hit.why.pattern, _NEVER)
            at = hit.end
            while match := following.match(reading.folded, at):
                start, end = match.span("value")
                end = start + len(trim(reading.text[start:end]))
                if not is_made_up(reading.text[start:end]):
                    break
                at = match.end("value")
                yield Hit(start, end, hit.score, hit.why)

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask that it look made up, by as much as the words around leave open."""
        value = reading.text[start:end]
        value = value.rstrip(".,;:?)|") if pattern.name == "shaped" else trim(value)
        end = start + len(value)
        if len(value) < 3 or NOT.fullmatch(reading.folded[start:end]):  # noqa: PLR2004
            return None
        return (
            super().judge(reading, pattern, start, end)
            if _may_be(reading, pattern.name, start, end)
            else None
        )


def _may_be(reading: Reading, pattern: str, start: int, end: int) -> bool:
    """Tell whether what fits a pattern is made as a secret, and what must be said around it is."""
    value, folded = reading.text[start:end], reading.folded[start:end]
    if pattern in _TOLD:
        told = any(map(str.isdigit, value)) or pattern == "identified"
    elif pattern == "shaped":
        around = reading.folded[max(0, start - _FAR) : end + _AFTER]
        told = _SIGN.search(value) is not None and _SAYS.search(around) is not None
        told = told and _ALPHABETS.match(folded) is not None and "**" not in value
    elif pattern == "coined":
        says = _SAYS_PASS.search(reading.folded, max(0, start - _NEAR), start)
        told = says is not None and not _REFERENCE.fullmatch(value)
    elif pattern == "grouped":
        mixed = any(map(_ALPHABETS.match, folded.split("-")))
        told = mixed and (value.isupper() or value.islower())
    elif pattern in {"long setting", "listed setting"}:
        told = not _PLAIN_WORDS.fullmatch(folded)
    elif pattern == "reset to" and _CODE.fullmatch(folded):
        told = True
    elif _NUMBER.fullmatch(folded):
        told = False
    else:
        named = pattern == "network" and _NAMED.match(reading.folded, end) is not None
        bracketed = reading.text[start - 1] == "("
        coined = (pattern in {"reset to", "network"} or bracketed) and _COINED.fullmatch(value) is not None
        told = not named and not _REFERENCE.fullmatch(value) and (coined or _is_mixed(value))
    return told


def _is_mixed(value: str) -> bool:
    """Tell whether a value mixes letters with digits, or with signs that no word has."""
    letters = sum(map(str.isalpha, value))
    digits = sum(map(str.isdigit, value))
    return letters > 2 and (digits > 0 or _SIGN.search(value[:-1]) is not None)  # noqa: PLR2004


#: A code of a document or a product ("PTI-03"), and joined words with a version.
_REFERENCE = re.compile(r"[A-Z]{2,}(?:[-.]?[A-Z]*[-.]?\d+)+")
_PLAIN_WORDS = re.compile(r"[a-z]+(?:[-_/][a-z]+)*[-_/]?(?:v?\d{1,4})?")
