"""How texts are searched."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from config.errors import Fault, phrase
from config.section import Section, refuse

if TYPE_CHECKING:
    from detectors.engine import EngineOptions

_LABEL = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def _lines(value: Any) -> Any:
    """Read one term a line when the terms come from a file; empty lines and `#` lines are not terms."""
    if not isinstance(value, str):
        return value
    return [line.strip() for line in value.splitlines() if line.strip() and not line.startswith("#")]


def _check_label(label: str) -> str:
    if not _LABEL.fullmatch(label):
        refuse(Fault((), phrase("a label is written in capitals, digits and _ (STUDENT_ID)")))
    return label


def _check_regex(regex: str) -> str:
    """Refuse a pattern that is wrong, that RE2 (whose time is linear) cannot run, or that matches nothing."""
    import re2  # noqa: PLC0415 - a shared library that most configurations never need

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(regex, options)
        re.compile(regex)
    except (re2.error, re.error):
        message = phrase("this regular expression is wrong, or uses lookaround or back-references")
        refuse(Fault((), message))
    if compiled.search("") is not None:
        refuse(Fault((), phrase("this regular expression matches an empty text")))
    return regex


def _check_dotted(name: str) -> str:
    if not _DOTTED.fullmatch(name):
        refuse(Fault((), phrase("write the full name of a Presidio recognizer (package.module.Class)")))
    return name


Label = Annotated[str, AfterValidator(_check_label)]
Term = Annotated[str, Field(min_length=2)]
Lines = Annotated[tuple[Term, ...], BeforeValidator(_lines), Field(repr=False)]


class Pattern(Section):
    """A regular expression of the organisation's own, and the label of what it finds."""

    label: Label
    regex: Annotated[str, Field(min_length=1), AfterValidator(_check_regex)]


class Recognizer(Section):
    """A Presidio recognizer from another package, and the labels it reports."""

    use: Annotated[str, AfterValidator(_check_dotted)]
    labels: tuple[Label, ...] = Field(min_length=1)
    #: What its class is made with: the name or folder of a model, the labels it gives.
    arguments: dict[str, JsonValue] = Field(default_factory=dict)


class Detection(Section):
    """The detection engine's options and its means."""

    workers: int = Field(1, ge=1, le=64)
    #: Longest time a call may spend in detection, in seconds; a call that takes longer is refused.
    deadline: float = Field(20.0, gt=0, le=600)
    #: How many texts are remembered (by keyed hash, with what was found in them).
    cache_entries: int = Field(20_000, ge=0, le=10_000_000)
    #: How readily a doubtful name is hidden: 0 balances missing and erring, 2 hides nearly all.
    strictness: float = Field(0.5, ge=-2, le=4)
    minimum_score: float = Field(0.5, ge=0, le=1)
    #: Words that must not leave: project names, partners, people. From a list or from `file:`.
    terms: Lines = ()
    #: Values that are never hidden: the organisation's own address, its public numbers.
    allow: Lines = ()
    patterns: tuple[Pattern, ...] = ()
    recognizers: tuple[Recognizer, ...] = ()

    def labels(self) -> Iterator[str]:
        """Yield the labels that the operator added to the vocabulary."""
        yield from (pattern.label for pattern in self.patterns)
        for recognizer in self.recognizers:
            yield from recognizer.labels

    def options(self) -> "EngineOptions":
        """Return what the detection engine needs to know."""
        from detectors.engine import EngineOptions  # noqa: PLC0415 - the engine is slow to import

        return EngineOptions(
            minimum_score=self.minimum_score,
            strictness=self.strictness,
            terms=self.terms,
            allow=self.allow,
            patterns=tuple((pattern.label, pattern.regex) for pattern in self.patterns),
            recognizers=tuple(recognizer.use for recognizer in self.recognizers),
            arguments=tuple(
                (recognizer.use, json.dumps(recognizer.arguments, sort_keys=True))
                for recognizer in self.recognizers
            ),
        )
