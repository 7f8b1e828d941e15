"""Answers to secret questions and to transfers of money."""

from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.recognizers.secret_words import trim
from detectors.secretwords import NOT

_QUOTE = r"(?:[\"'`]|«\s?)?"
_VALUE = r"(?P<value>[^\s\"'`«»<>,;()]{3,60})"
_SHORTEST = 3


class SecretAnswer(PatternRecognizer):
    """What is said to be the answer of a transfer or of a question that proves who one is."""

    LABEL = Label.SECRET
    GATE = r"interac|virement|transfer|answer|reponse|question|\bq ?:"
    PATTERNS = (
        Pattern(
            "transfer",
            r"(?:interac|virement|e-?transfer|transfert)[^\n]{0,60}?(?:reponse|rep\.|answer|mot de passe"
            r"|mdp|password|pw)"
            rf"(?: (?:a la question|secrete|de securite))?(?:\s?[:=]\s?|\s(?:est|is|c'?est|sera)\s"
            rf"|\s)(?:le |la )?{_QUOTE}{_VALUE}",
            0.8,
        ),
        Pattern(
            "transfer, answered",
            r"(?:reponse|answer)(?: secrete| de securite)? (?:au|du|pour le|for the|to the) (?:virement"
            r"|transfer|e-?transfer|interac)"
            rf"(?: interac)?(?:\s?[:=]\s?|\s(?:est|is|c'?est|sera)\s)(?:le |la )?{_QUOTE}{_VALUE}",
            0.85,
        ),
        Pattern(
            "question",
            r"question[^\n?]{0,60}\?\s?(?:reponse|rep|answer|r|a)(?:\s?[:=]\s?|\s(?:est|is|c'?est)\s)"
            rf"{_QUOTE}{_VALUE}",
            0.995,
        ),
        Pattern(
            "question, short",
            r"(?<!\w)q ?:[^\n?]{5,80}\?\s?(?:reponse|rep|answer|r|a)(?:\s?[:=]\s?|\s(?:est|is|c'?est)\s)"
            rf"{_QUOTE}{_VALUE}[.\"'»)]*[ \t]*(?=\n|$)",
            0.9,
        ),
        Pattern(
            "asked, answered",
            rf"(?<![\w-])question ?: ?[^\n]{{3,60}}, ?(?:reponse|answer|rep\.) {_QUOTE}{_VALUE}",
            0.8,
        ),
        Pattern(
            "security answer",
            rf"(?:security answer|reponse de securite|reponse secrete|secret answer)(?:\s?[:=]\s?"
            rf"|\s(?:est|is|c'?est)\s){_QUOTE}{_VALUE}",
            0.85,
        ),
    )
    FINDS = (
        "Virement Interac, la réponse c'est [[tarteausucre]]",
        "question : couleur du chat, réponse [[caramel-gris]]\n",
        "transfert Interac à Luc, mdp [[tuque1998]]",
        "security answer is [[Medor]]",
    )
    SPARES = (
        "virement de 1182,04 $",
        "réponse : oui",
        "Q: Does it fit?\nA: With the seat down, yes.",
        "question : quand? réponse : demain",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Take the punctuation off; leave alone what is no answer."""
        value = trim(reading.text[start:end])
        end = start + len(value)
        if len(value) < _SHORTEST or NOT.fullmatch(reading.folded[start:end]):
            return None
        return super().judge(reading, pattern, start, end)
