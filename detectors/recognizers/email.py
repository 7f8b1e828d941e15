"""E-mail addresses."""

import re

from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_LOCAL = r"[\w+&%*=^~!#$-](?:[\w.+&'%*=^~!#$-]*[\w+&%*=^~!#$-])?"
_DOMAIN = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}(?![\w-])"
_WORD_DOT = r"(?: ?(?:\[dot\]|\(dot\)|\[point\]|\(point\)|\{dot\}) ?|\.| dot | point )"
_WORD_AT = (
    r" ?(?:\[ ?at ?\]|\( ?at ?\)|\{at\}|\[ ?arobas[ae]?e?s? ?\]|\( ?arobas[ae]?e?s? ?\)|\[a\]|\(a\)|<at>) ?"
)
_FILES = ("png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "css", "js", "ts", "py", "md", "json", "html")


#: "postgres://user:password@host", "ssh user@host", "user@host:/path": no mail is sent there.
_IN_ADDRESS = re.compile(r"(?:://[^\s/@]{0,60}:[^\s/]{0,60}|(?<!\w)(?:ssh|scp|sftp|rsync) [^\n@]{0,40})\Z")
_REMOTE = re.compile(r":[~/]")
_NEAR = 120


class EmailAddress(PatternRecognizer):
    """Addresses with a domain, accented ones too, and those written so as not to be harvested.

    The last label of the domain is not looked up: no list of public suffixes is read from the network.
    """

    LABEL = Label.EMAIL_ADDRESS
    GATE = r"@|\bat\b|arobas|[\[({<]a[\])}>]"
    PATTERNS = (
        Pattern("address", rf"(?<![\w.+%-])(?<!//){_LOCAL}@{_DOMAIN}", 0.95),
        Pattern("quoted", rf'"[^"\n@]{{1,40}}"@{_DOMAIN}', 0.9),
        Pattern(
            "bracketed",
            rf"(?<![\w.+-])[\w.+-]{{2,40}}{_WORD_AT}[\w-]+(?:{_WORD_DOT}[\w-]+){{0,3}}{_WORD_DOT}[a-z]"
            r"{2,10}\b",
            0.85,
        ),
        Pattern(
            "spaced",
            r"(?<![\w.+-])[\w.+-]{2,40}(?: @ ?|@ )[\w-]+(?:\.[\w-]+){0,3}\.(?:com|ca|qc|org|net|info"
            r"|fr|quebec|example)(?![\w-])",
            0.75,
        ),
        Pattern(
            "spoken",
            r"(?<![\w.+-])(?:[\w+-]{2,30}(?: point | tiret |\.|-)){0,3}[\w.+-]{2,30} "
            r"(?:arobas[ea]?|a commercial|at) "
            r"[\w-]{2,30}(?:(?: point | dot |\.)[\w-]{2,30}){0,2}(?: point | dot |\.)(?:com|ca|qc|org"
            r"|net|info|fr|example)\b",
            0.8,
        ),
    )
    FINDS = (
        "Écrivez à [[marie.roy@exemple.qc.ca]].",
        "<[[m-e.roy+a@example.com]]>",
        "[[marie-ève@exemple.ca]], svp",
        "mailto:[[info@ville.example]]",
        "[[jean [at] ville.qc.ca]]",
        "[[jean.roy(arobase)ville.qc.ca]]",
        "c'est [[marc point roy arobase gmail point com]] voila",
        "[[jean at ville dot ca]]",
        "[[jean＠exemple.ca]]",
        "x=[[a@b.co]]&y",
        "[[joannie (arobase) poste.example]]. Pas de Messenger",
        "virement à  [[b.couillard@ poste.example]]",
        "?courriel=[[jean%40exemple.ca]]&x=1",
    )
    SPARES = (
        "a@b",
        "@mroy",
        "roy@@x.ca",
        "git@github.com:org/depot.git",
        "logo@2x.png",
        "réunion at 5 dot",
        "npm i @types/node",
        "postgres://roy:x9!k@db.exemple.example:5432/a",
        "ssh roy@srv.exemple.example",
        "roy@srv.exemple.example:~$ ls",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone what only looks like an address: a file at double density, a git remote."""
        value = reading.folded[start:end]
        if value.startswith("git@") or value.rpartition(".")[2] in _FILES:
            return None
        if _REMOTE.match(reading.folded, end) or _IN_ADDRESS.search(
            reading.folded[max(0, start - _NEAR) : start]
        ):
            return None
        while value[:1] in "*=&#$!%^~":
            start, value = start + 1, value[1:]
        for separator in ("=", "&"):
            head, found, _ = value.partition("@")[0].rpartition(separator)
            if found:
                start, value = start + len(head) + 1, value[len(head) + 1 :]
        return super().judge(reading, pattern, start, end)
