"""Handles at the head of what their owner says: chats, forums, channels."""

import re
from collections import Counter
from collections.abc import Iterator

from detectors.gazetteer import BRANDS, WORDS, is_given
from detectors.handles import is_service, is_setting
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_NAME = r"(?P<value>@?[a-z0-9_][\w.-]{1,30}[\w])"
_CLOCK = r"\d{1,2} ?(?::|h) ?\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
_WHEN = (
    rf"(?:\(?(?:{_CLOCK}|il y a \d|hier|today|yesterday|aujourd'hui|\d+ (?:h|min|j|hours?|minutes?|days?"
    rf"|heures?|jours?)\b"
    r"|le \d{1,2} [a-z]+))"
)
_SAID = (
    r"(?:a (?:ecrit|repondu|partage|commente|dit|publie|aime)|wrote|replied|said|commented|posted|shared"
    r"|dit|ecrit"
    r"|has (?:joined|left|quit)|joined|left|est parti|a rejoint|a quitte)"
)
# A key of settings is followed by a value, a speaker by a sentence.
_SETTING = re.compile(r"\s*(?:[\"'\[{<|>&*$]|-?[\d.]+\b|true\b|false\b|null\b|none\b|yes\b|no\b|\S+\s*$|$)")
_MARKED = re.compile(r"(?=.*[a-z]).*[_\d].*")
_JOINED = re.compile(r"[a-z]+(?:\.[a-z]+)+|[a-z]+(?:-[a-z]+){2,}")
_MISREAD = re.compile(r"[a-z-]+[01][a-z-]*")
_CAMEL = re.compile(
    r"(?!Mc|Mac|De[A-Z]|Le[A-Z]|La[A-Z]|Du[A-Z]|Des[A-Z]|Saint)(?=\w{7})[A-Z][a-z]+(?:[A-Z][a-z]+)+|[a-z]{1,2}[A-Z]+[a-z]+[A-Z][A-Za-z]*|[xX]{1,2}[a-z]{3,}[xX]{1,2}"
)
_TAKES_TURNS = 2
#: Elements of HTML, duties and programs between angle brackets.
_NO_ONE = frozenset(
    (
        "system", "server", "bot", "script", "div", "span", "tbody", "thead", "tfoot", "table", "html",
        "body", "head", "main", "section", "article", "header", "footer", "nav", "form", "style", "title",
        "ops", "garde", "user", "assistant", "admin", "modo", "mod", "support", "summary", "details",
        "pre", "code", "xml", "root",
    )
)  # fmt: skip


class ChatHandle(PatternRecognizer):
    """Who speaks, where that is a handle: with a mark, a digit, a point, or capitals in the middle.

    A plain word that takes turns with handles is one too, unless it is a given name.
    """

    LABEL = Label.USERNAME
    GATE = (
        r"@[a-z]|[a-z0-9]_|[a-z]\d|[a-z]\.[a-z]|[a-z]-[a-z]+-|<|\n\w+ ?:|^\w+ ?:|\d\] ?\w+ ?:|ecrit|repondu"
        r"|wrote|repli|said"
        r"|comment|joined|left|quit"
    )
    PATTERNS = (
        Pattern(
            "turn",
            rf"(?m)^[> *-]{{0,4}}(?:\d{{1,2}}[.)] )?(?:@ ?)?"
            rf"(?:[\[(]?{_CLOCK}[\])]? ?(?:-|:)? ?)?{_NAME}\*{{0,2}} ?(?::|-)(?= |$)",
            0.65,
        ),
        Pattern("channel", rf"(?m)^(?:[\[(]?{_CLOCK}[\])]?\s)?<[@+%~&]?{_NAME}>(?=\s)", 0.85),
        Pattern("time", rf"(?m)^[> *-]{{0,4}}{_NAME}\*{{0,2}}(?: ?[·•|,-]| ?\[)? ?{_WHEN}", 0.7),
        Pattern("act", rf"(?m)^[> *-]{{0,4}}{_NAME} {_SAID}", 0.75),
        Pattern(
            "by",
            rf"(?<!\w)(?<!group )(?<!order )(?:par|by|auteur|author) ?:? {_NAME}"
            r"(?=,? (?:le |on |il y a |\d)|,|[ \t]*$|\n)",
            0.65,
        ),
        Pattern(
            "event",
            rf"(?<![\w-])(?:quit|join|part|nick|kick|profil|vendeur|vendeuse|seller"
            rf"|membre)(?:e)?s?(?: ?[:,—-])? {_NAME}(?!\w)",
            0.65,
        ),
    )
    FINDS = (
        "[10:42] <[[cassoulet]]> salut\n[10:43] <[[mireille_]]> allo",
        "[[pat_the_rat]]: t'es où toi?\n[[gab.ouellet]]: au dep",
        "[[hibou-des-neiges]] · il y a 3 heures",
        "par [[Cricket1982]], le 3 juin à 14 h",
        "* [[poulet_frit]] has joined #quebec",
        "[[nadb]]: yo le rapport\n[[izzy.k]]: quoi donc\n[[nadb]]: mardi",
        "[[TiGuyBleuet]] : ayoye donc",
        "1. [[verglas_1998]] : c'est monsieur Nantel",
        "[[@hedvig]] 01:15 use the other",
        "[12:44] [[xXmooseXx]]: server down AGAIN",
    )
    SPARES = (
        "font_size : 12",
        "created_at: 2024-05-04",
        "Étape_1 : ouvrir le fichier",
        "Marie : oui\nLuc : non\nMarie : bon",
        "Objet : réunion\nLieu : salle 12\nObjet : suite",
        "10:41 - début",
        "peut-être : oui",
        "GROUP BY t.titre_2, t.nom",
        "ops2: Rose restarted.",
        "<tbody>\n<tr>",
        "<+ops> ok qui a redémarré",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the handles, and the plain words that take turns with them."""
        hits = list(super().find(reading))
        yield from hits
        if sum(hit.why.pattern == "turn" for hit in hits) == 0:
            return
        pattern = self.PATTERNS[0]
        turns = [match.span("value") for match in pattern.matches(reading)]
        spoken = Counter(reading.folded[start:end] for start, end in turns)
        for start, end in turns:
            word = reading.folded[start:end]
            if (
                spoken[word] >= _TAKES_TURNS
                and len(word) > _TAKES_TURNS + 1
                and reading.text[start:end].islower()
                and word.isalpha()
                and word not in WORDS
                and not is_given(word)
            ):
                yield Hit(start, end, 0.65, self.reason(pattern, ""))

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone names, words, keys of settings, and what is no handle."""
        value = reading.folded[start:end].lstrip("@")
        written = reading.text[start:end]
        if pattern.name == "channel":
            return (
                None
                if value in _NO_ONE or (value in WORDS and not is_given(value))
                else super().judge(reading, pattern, start, end)
            )
        if is_service(value) or not _is_handle(written, value, pattern.name):
            return None
        if not re.search(r"[a-z]{3}", value) or is_setting(value) or re.search(r"\d[._-]\d|[a-z]-\d", value):
            return None
        if (
            value.endswith((".py", ".js", ".html", ".md", ".com", ".ca", ".org", ".pdf", ".docx"))
            or "@" in reading.text[end : end + 1]
        ):
            return None
        if pattern.name == "turn":
            line = reading.folded[end : end + 200].partition("\n")[0].lstrip(" :-")
            if (
                _SETTING.match(line)
                and Counter(
                    re.findall(rf"(?m)^[^\n]{{0,20}}?{re.escape(value)} ?[:-]", reading.folded)
                ).total()
                < _TAKES_TURNS
            ):
                return None
        return super().judge(reading, pattern, start, end)


def _is_handle(written: str, folded: str, pattern: str) -> bool:
    """Tell whether a word is written as a handle, not as a name, a title or a word that a scanner misread."""
    if pattern == "time" and written.startswith("@"):
        return True
    if _MARKED.fullmatch(folded):
        misread = pattern in {"turn", "by"} and _MISREAD.fullmatch(folded)
        return not misread and (not written.isupper() or "_" in written)
    if _JOINED.fullmatch(folded):
        return written.islower()
    return (
        pattern in {"turn", "act", "time"} and _CAMEL.fullmatch(written) is not None and folded not in BRANDS
    )
