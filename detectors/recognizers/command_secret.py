"""Secrets on command lines and in files of hashed passwords."""

from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.recognizers.secret_words import trim
from detectors.secretwords import NOT

_SHORTEST = 3


class CommandSecret(PatternRecognizer):
    """What a command is given as its password or its token, and a hashed password."""

    LABEL = Label.SECRET
    GATE = r"mysql|mariadb|redis|curl|wget|http|net user|sshpass|--[a-z]|\$(?:apr1|[1256y]|2[aby]|argon2)"
    PATTERNS = (
        Pattern(
            "mysql", r"\b(?:mysql|mysqldump|mariadb|mysqladmin)\b[^\n]{0,80}? -p(?P<value>[^\s]{3,60})", 0.85
        ),
        Pattern(
            "curl",
            r"\b(?:curl|wget|http)\b[^\n]{0,120}? (?:-u|--user) [\"']?[^\s:\"']{1,60}:(?P<value>[^\s\"']"
            r"{3,80})",
            0.85,
        ),
        Pattern("redis", r"\bredis-cli\b[^\n]{0,60}? -a [\"']?(?P<value>[^\s\"']{3,80})", 0.85),
        Pattern("net user", r"\bnet user \S{1,40} (?P<value>[^\s/*]{4,60})", 0.8),
        Pattern("sshpass", r"\bsshpass\b[^\n]{0,20}? -p ?[\"']?(?P<value>[^\s\"']{3,80})", 0.9),
        Pattern(
            "option",
            r"(?<!\S)--(?:password|pass|token|api-key|secret|auth|access-token"
            r"|passphrase)[ =][\"']?(?P<value>[^\s\"'$<{-][^\s\"']{3,200})",
            0.8,
        ),
        Pattern("crypt", r"(?<![\w$])(?P<value>\$(?:apr1|1|2[aby]|5|6|y|argon2id?)\$[^\s:\"']{10,200})", 0.9),
    )
    FINDS = (
        "mysql -u app -p[[M0tSecret!9]] paie",
        "curl -u roy:[[Tuque-rouge-5]] https://x.example",
        "app --token [[a1b2c3d4e5]] run",
        "roy:[[$2y$10$abcdefghijklmnopqrstuv]]:19000",
    )
    SPARES = ("mysql -u app -p", "app --token $TOKEN", "curl https://x.example", "prix de 5$ et 6$")

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone placeholders and variables."""
        value = trim(reading.text[start:end])
        end = start + len(value)
        if len(value) < _SHORTEST or (pattern.name != "crypt" and NOT.fullmatch(reading.folded[start:end])):
            return None
        return super().judge(reading, pattern, start, end)
