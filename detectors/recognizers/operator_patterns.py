"""Regular expressions that an operator adds to the configuration."""

from collections.abc import Iterator

import re2

from detectors.findings import Why
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer

_SCORE = 0.9


class OperatorPattern(Recognizer):
    """One RE2 expression, matched as it is against the normalised text; it runs in linear time on any input.

    The group ``value`` is what is found, the whole match where there is none. Raises ValueError for what RE2
    does not accept (look-around, back-references, a repetition too large) or what matches nothing at all.
    """

    def __init__(self, label: str, regex: str, supported_language: str = "fr") -> None:
        options = re2.Options()
        options.log_errors = False
        try:
            self._regex = re2.compile(regex, options)
        except re2.error as error:
            raise ValueError(
                f"the pattern for {label} is not a regular expression RE2 accepts: {error}"
            ) from None
        if self._regex.search(""):
            raise ValueError(f"the pattern for {label} matches the empty text")
        self._group = "value" if "value" in self._regex.groupindex else 0
        super().__init__(supported_language, label=label)

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell each match."""
        for match in self._regex.finditer(reading.text.encode("utf-8", "replace").decode("utf-8")):
            start, end = match.span(self._group)
            if 0 <= start < end:
                yield Hit(start, end, _SCORE, Why("operator"))
