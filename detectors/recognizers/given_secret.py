"""Secrets that are handed over: answered, shown after an account, replaced, dictated, an argument."""

import re

from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.recognizers.secret_words import is_made_up, trim
from detectors.secretwords import NOT

_WORD = (
    r"(?:mots? de passe|mdp|passwords?|passphrase|passcode|pwd?|nip|pin|cle(?: (?:wi-?fi|wpa))?|wi-?fi key)"
)
_VALUE = r"(?P<value>[^\s\"'`«»<>,;()]{4,60})"
_ASKED = r"(?:mots? de passe|mdp|password|passwd|pw|nip|cle wi-?fi|code wi-?fi)"
#: What a phrase after a sign begins with when it tells about the secret instead of being it.
_ABOUT = (
    r"(?:voir|see|oublie|perdu|meme|same|demander?|demandez|ask|aucun|none|non|changer?|envoye|sent|a|au|aux|le"
    r"|la|les|un|une|the|with|avec|sans|par|pour|for|dans|in|de|du|des|on|il|elle|je|vous|tu|nous|is|est|not"
    r"|ne|doit|must|should|minimum|minimale?|au moins|at least|obligatoire|required|expire|reset|nouveau|new"
    r"|politique|policy|gestion|ce|cette|this|that|jamais|never|utilise[rz]?|use|acces|remis|communique)"
)


class GivenSecret(PatternRecognizer):
    """What answers a question for a password, follows an account, replaces a key, or is dictated in words."""

    LABEL = Label.SECRET
    GATE = (
        r"mots? de passe|mdp|passw|passphrase|passcode|\bpwd?\b|\bnip\b|\bpin\b|\bcle\b|wi-?fi|tout (?:colle"
        r"|attache)|cadenas|padlock|combinaison|combination|token|secret|pdo\(|connect\(|@[\w.-]+ ?/"
        r"|login|identifiant"
        r"|\bcodes?\b"
    )
    PATTERNS = (
        Pattern(
            "answered",
            rf"(?<![\w-]){_ASKED}[^\n?:=]{{0,30}}\?{{1,3}}\s{{1,3}}(?:[a-z]{{2,14}} ?: )?(?:(?:mets"
            r"|met|essaie|use|try"
            rf"|put|it'?s|c'?est|tape) )?{_VALUE}",
            0.75,
        ),
        Pattern(
            "now",
            rf"(?<![\w-]){_WORD}[^\n.;:=]{{0,40}}?(?:[,;] ?|: )?(?:it'?s now|it is now|est maintenant|is now"
            rf"|c'?est maintenant|the new one ?:|la nouvelle ?:|le nouveau ?:) {_VALUE}",
            0.75,
        ),
        Pattern(
            "was",
            rf"(?<![\w-]){_WORD}(?: [\w'-]{{1,14}}){{0,7}}? (?:c'?etait|etait|c'?est|est|is|was|used to be)"
            rf"(?: encore| toujours| still)? {_VALUE}",
            0.7,
        ),
        Pattern("key", r"(?<![\w-])(?:nouvelle "
        r"|ancienne )?cle ?: (?P<value>[^\s\"'`«»<>,;()]{8,60})", 0.72),
        Pattern("after mail", r"@[\w.-]{3,40}\.[a-z]{2,8} ?/ ?(?P<value>[^\s/,;()]{5,40})", 0.75),
        Pattern(
            "pair, said",
            r"(?<![\w-])(?:login|identifiants?|acces|user"
            r"|usager)[ :]{1,2}[\w.@-]{3,40} / (?P<value>[^\s/,;()]{5,40})",
            0.75,
        ),
        Pattern("network of", r"(?<![\w-])(?:wi-?fi|wpa2?) (?:de|du|d'|of|for"
        r"|chez) ?[\w' -]{2,24} ?: ?(?P<value>[^\s,;()]{8,40})", 0.75),
        Pattern(
            "words joined",
            r"(?<![\w-])(?:dit|est|c'?est|c|etait"
            r"|:) (?P<value>[a-z\d]{3,}(?: [a-z\d]{2,}){1,3}),? tout (?:colle|attache|d'un bloc)",
            0.8,
        ),
        Pattern(
            "phrase",
            rf"(?<![\w-])(?:mots? de passe|mdp"
            rf"|password)[^\n:=\"«.;]{{0,40}} ?: (?P<value>(?!{_ABOUT}\b)[a-z]{{3,14}}"
            r"(?: [a-z]{3,14}){1,3})[ \t]*(?=\n|$)",
            0.7,
        ),
        Pattern(
            "lock",
            r"(?<![\w-])(?:cadenas|padlock)(?: (?:de|du|des|la|le|of|the|[a-z]{3,12})){0,4} "
            r"(?P<value>\d{3,4}|\d{1,2}-\d{1,2}-\d{1,2})(?![\w-]|[.,]\d| ?[$%x])",
            0.7,
        ),
        Pattern(
            "digits apart",
            r"(?<![\w-])(?:codes?|nip|pin|combinaison|combination)\b[^\n]{0,50}\n?[^\n]{1,30}?(?<=\s)(?P<value>\d(?:-\d){3,5}[*#]?)(?![\w-])",
            0.75,
        ),
        Pattern(
            "or else",
            r"(?:token|secret|key|passw\w*|mdp)[\"']?\)? (?:or|\?\?"
            r"|\|\|) [\"'](?P<value>[^\"'\s]{8,120})[\"']",
            0.8,
        ),
        Pattern(
            "argument",
            r"(?:pdo|mysqli?(?:_connect)?|pg_connect|\.connect)\([^)\n]{0,200}?, ?[\"'][^\"'\n]{1,40}[\"'], ?"
            r"[\"'](?P<value>[^\"'\s]{4,60})[\"']",
            0.8,
        ),
    )  # fmt: skip
    FINDS = (
        "Interac to norm? password?\nmets [[drolet7788]]. pis",
        "staging password rotated, it's now [[Tuque-Rouge-19]] until friday",
        "mon ancien mdp c'était [[naruto09]] lol",
        "Mon mot de passe de l'ordi du local 3 est [[lapinbleu8]], changez-le",
        "Nouvelle clé : [[PatinsVerts2026!]]. Remis",
        "la clé était [[PatinsBleus2025]] et là",
        "courriel.... j.ostiguy@fai.example / [[Minou1946]]\n",
        "apparently 192.168.1.64, login gardien_lincoln / [[lincoln1650]]. Is",
        "le wifi de Teta: [[BeirutNour1960]]\n",
        "le mot de passe du drive c'est [[coop panet 1925]] tout attaché bye",
        "Mot de passe pour venir la chercher : [[licorne mauve]]\nAllergie",
        "Cadenas de la remorque [[417]], plaque",
        "le code de la pharmacie?\nGaëlle 23:41 — [[3-1-4-5*]] mais",
        'TOKEN = os.environ.get("TOKEN") or "[[pat_8Wq2LmN0xZtR]]"',
        "new PDO('mysql:host=10.0.4.19', 'lecteur', '[[Tourlou!2016]]');",
    )
    SPARES = (
        "Mot de passe : voir la directrice\n",
        "mot de passe oublié? cliquez ici",
        "la clé est sous le tapis",
        "la clé était perdue depuis 2019",
        "le mot de passe est expiré",
        "password? no idea",
        "Nouvelle clé : voir annexe",
        "3 cadenas 2024",
        "login page / accueil",
        "le code civil, art. 1-2",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Ask, but where the words around leave no doubt, that the value look made up."""
        value = reading.text[start:end] if pattern.name == "digits apart" else trim(reading.text[start:end])
        end = start + len(value)
        if len(value) < 3 or NOT.fullmatch(reading.folded[start:end]):  # noqa: PLR2004
            return None
        if pattern.name == "lock":
            return (
                None if re.fullmatch(r"(?:19|20)\d\d", value) else super().judge(reading, pattern, start, end)
            )
        if pattern.name not in _PLAIN and not (is_made_up(value) and not _NUMBER.fullmatch(value)):
            return None
        return super().judge(reading, pattern, start, end)


_PLAIN = frozenset(("words joined", "phrase", "digits apart", "or else", "argument"))
_NUMBER = re.compile(r"[\d.,/:$ -]+(?:h\d*|\$|%|e|er)?|\d{1,3}[a-z]{1,3}")
