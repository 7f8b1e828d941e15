"""Numbers of the same shape, line after line, each beside a name: a list of people by their numbers."""

import re
from collections.abc import Iterator
from typing import ClassVar

from detectors.filewords import names_else
from detectors.findings import Why
from detectors.gazetteer import is_name
from detectors.labels import Label
from detectors.normalise import fold
from detectors.ordinary import is_ordinary, shape
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer

#: A code at the head of a line or of a field, and what follows it.
_HEADED = re.compile(
    r"(?m)^[ \t>*•|-]{0,6}(?:\d{1,2}[.)] )?(?P<value>[a-z]{1,5}-?\d{2,9}(?:-\d{1,4})?|\d{4,10}(?:-\d{1,4})?)"
    r"(?:[ \t]{2,}|\t| ?[|;,:] ?| [—–-] | )(?=[^\n]*[a-z]{2})"
)
#: A code that ends a line, behind a name and a separator.
_TAILED = re.compile(
    r"(?m)(?:[ \t]{2,}|\t| ?[|;,:] ?| [—–-] |[ (])(?P<value>[a-z]{1,5}-?\d{3,9}(?:-\d{1,4})?"
    r"|\d{5,10}(?:-\d{1,4})?)\)?[ \t]*\|?$"
)
_WORD = re.compile(r"[^\W\d_]{2,}(?:['-][^\W\d_]+)*")
_FEWEST_LINES = 3
#: How far a name may stand from its code, in characters and in words.
_BESIDE = 45
_FIRST = 3
_NEAR = 3
_FEWEST_DIGITS = 5
_FEWEST_MIXED = 3


class ListedNumber(Recognizer):
    """The codes of one shape at the same end of three lines and more, most of which hold a name."""

    LABEL = Label.ID_NUMBER
    GATE = r"\d{4}|[a-z]-?\d\d"
    FINDS: ClassVar = (
        "[[2031188]]    Abena Sarpong\n[[2029914]]    Camille Pellerin-Roy\n[[2033410]]    Gustave Roy",
        "[[ALB-069]] — Ferdinand Guérette\n[[ALB-094]] — Monica Gagnon\n[[ALB-052]] — succession W. Nadeau",
        "Marie Roy, [[2138874]]\nLuc Gagnon, [[2140019]]\nZoé Ly, [[2139552]]",
    )
    SPARES: ClassVar = (
        "10422 vis à bois\n10423 clou\n10424 rondelle",
        "2024 Marie Roy\n2023 Luc Gagnon\n2022 Zoé Ly",
        "1180,00 Marie\n1200,00 Luc\n1300,00 Zoé",
        "KIN-201 | Rate limit of | Oksana\nKIN-204 | Copy on top of | Léa\nKIN-209 | Export to | Luc",
        "facture\n88120 Roy\n88121 Gagnon",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the codes of each list."""
        for pattern in (_HEADED, _TAILED):
            ahead = pattern is _HEADED
            rows: dict[str, list[tuple[int, int, int]]] = {}
            for match in pattern.finditer(reading.folded):
                start, end = match.span("value")
                value = match["value"]
                digits = sum(map(str.isdigit, value))
                if is_ordinary(value) or digits < (_FEWEST_DIGITS if value.isdigit() else _FEWEST_MIXED):
                    continue
                rows.setdefault(shape(value), []).append((reading.folded.count("\n", 0, start), start, end))
            for lines in rows.values():
                yield from self._listed(reading, lines, ahead=ahead)

    def _listed(self, reading: Reading, lines: list[tuple[int, int, int]], *, ahead: bool) -> Iterator[Hit]:
        run: list[tuple[int, int, int]] = []
        for line in [*lines, (len(reading.text) + 99, 0, 0)]:
            if run and line[0] - run[-1][0] > _NEAR:
                if len(run) >= _FEWEST_LINES and self._of_people(reading, run, ahead=ahead):
                    yield from (Hit(start, end, 0.6, Why("listed")) for _, start, end in run)
                run = []
            run.append(line)

    def _of_people(self, reading: Reading, run: list[tuple[int, int, int]], *, ahead: bool) -> bool:
        """Tell whether a known name stands right beside most codes, and no header says that all is else."""
        cell = reading.cell(run[0][1])
        if cell is not None and names_else(cell.header):
            return False
        named = sum(self._is_named(reading.text, start, end, ahead=ahead) for _, start, end in run)
        return named * 3 >= len(run) * 2 and not names_else(reading.before(run[0][1], 60))

    def _is_named(self, text: str, start: int, end: int, *, ahead: bool) -> bool:
        beside = (
            text[end : end + _BESIDE].partition("\n")[0]
            if ahead
            else text[max(0, start - _BESIDE) : start].rpartition("\n")[2]
        )
        words = _WORD.findall(beside)
        return any(
            word[0].isupper() and is_name(fold(word))
            for word in (words[:_FIRST] if ahead else words[-_FIRST:])
        )
