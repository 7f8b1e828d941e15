"""The engine: a text in, what is personal in it out."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts

from detectors.findings import Finding, Why, resolve
from detectors.fingerprint import fingerprint
from detectors.foreign import foreign
from detectors.nlp import ReadingEngine
from detectors.prefilter import Prefilter
from detectors.recognizers import RECOGNIZERS
from detectors.recognizers.model_values import GUESS
from detectors.recognizers.names import shipped_tagger
from detectors.recognizers.operator_patterns import OperatorPattern
from detectors.recognizers.recognizer import WHY, Recognizer
from detectors.recognizers.terms import ConfidentialTerms

_LANGUAGE = "fr"
_PSEUDONYM = re.compile(r"\[[A-Z]+-[0-9A-Z]{6}-[0-9A-Z]{3}\]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What an operator may decide about detection.

    ``labels``: the labels to report, None for all. ``minimum_score``: below it, nothing is reported.
    ``strictness``: how readily a doubtful name is hidden, 0 balanced, 2 nearly all.
    ``terms``: confidential terms.
    ``allow``: values never reported. ``patterns``: pairs of a label and an RE2 regular expression.
    ``recognizers``: dotted names of further Presidio recognizers. ``names``: use the name model.
    ``arguments``: pairs of such a name and what its class is made with, a JSON object, in their order.
    """

    labels: frozenset[str] | None = None
    minimum_score: float = 0.5
    strictness: float = 0.0
    terms: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    recognizers: tuple[str, ...] = ()
    arguments: tuple[tuple[str, str], ...] = ()
    names: bool = True


class Engine:
    """Presidio's `AnalyzerEngine` with our recognizers. Safe to use from several threads.

    Raises ValueError when an option cannot be used: a pattern that RE2 does not accept, a recognizer that
    cannot be imported.
    """

    def __init__(self, options: EngineOptions = EngineOptions()) -> None:
        self._options = options
        self._allowed = frozenset(options.allow)
        tagger = shipped_tagger() if options.names else None
        ours = list(_recognizers(options))
        theirs = list(foreign(options.recognizers, options.arguments, _LANGUAGE))
        self._nlp = ReadingEngine(Prefilter(ours), tagger, options.strictness)
        self._analyzer = _Analyzer(
            registry=_FixedRegistry([*ours, *theirs]),
            nlp_engine=self._nlp,
            supported_languages=[_LANGUAGE],
            context_aware_enhancer=_NoEnhancer(),
            default_score_threshold=options.minimum_score,
        )
        self._entities = sorted({entity for one in [*ours, *theirs] for entity in one.supported_entities})
        self.version = fingerprint(options, getattr(tagger, "version", ""))

    def analyse(self, text: str) -> tuple[Finding, ...]:
        """Return what is personal in a text, sorted, without overlaps; offsets are those of ``text``.

        A pure function of the text and the options. Whatever a recognizer raises goes through: there is no
        partial answer.
        """
        results = self._analyzer.analyze(
            text, language=_LANGUAGE, entities=self._entities, nlp_artifacts=self._nlp.process_text(text)
        )
        if not results:
            return ()
        found = resolve(_without_guesses([_finding(result) for result in results]))
        if "[" in text:
            found = tuple(_outside_pseudonyms(text, found))
        return tuple(finding for finding in found if self._reported(text, finding))

    def _reported(self, text: str, finding: Finding) -> bool:
        labels = self._options.labels
        return (labels is None or finding.label in labels) and (
            not self._allowed or text[finding.start : finding.end] not in self._allowed
        )


class _FixedRegistry(RecognizerRegistry):
    """A registry that does not look up, for each text, what never changes."""

    def __init__(self, recognizers: list[EntityRecognizer]) -> None:
        super().__init__(recognizers=recognizers, supported_languages=[_LANGUAGE])

    def get_recognizers(
        self,
        language: str,
        entities: list[str] | None = None,
        all_fields: bool = False,
        ad_hoc_recognizers: list[EntityRecognizer] | None = None,
    ) -> list[EntityRecognizer]:
        """Return all recognizers, or what Presidio makes of it when a caller brings their own."""
        if ad_hoc_recognizers:
            found: list[EntityRecognizer] = super().get_recognizers(
                language, entities, all_fields, ad_hoc_recognizers
            )
            return found
        return list(self.recognizers)


class _Analyzer(AnalyzerEngine):
    """Presidio's engine, that does not ask each of our recognizers to look at each result again.

    They have weighed the context themselves. Other recognizers are asked.
    """

    def _enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        others = [recognizer for recognizer in recognizers if not isinstance(recognizer, Recognizer)]
        if not others:
            return raw_results
        ours = {recognizer.id for recognizer in recognizers} - {recognizer.id for recognizer in others}
        key = RecognizerResult.RECOGNIZER_IDENTIFIER_KEY
        settled = [result for result in raw_results if result.recognition_metadata[key] in ours]
        open_results = [result for result in raw_results if result.recognition_metadata[key] not in ours]
        return settled + list(
            super()._enhance_using_context(text, open_results, nlp_artifacts, others, context)
        )


class _NoEnhancer(ContextAwareEnhancer):
    """Our recognizers weigh the context themselves."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self,
        text: str,  # noqa: ARG002 - Presidio's signature
        raw_results: list[RecognizerResult],
        *_: Any,
        **__: Any,
    ) -> list[RecognizerResult]:
        """Return the results as they are."""
        return raw_results


def _recognizers(options: EngineOptions) -> Iterator[Recognizer]:
    for kind in RECOGNIZERS:
        if options.names or not kind.NEEDS_NAMES:
            yield kind()
    if options.terms:
        yield ConfidentialTerms(options.terms)
    for label, regex in options.patterns:
        yield OperatorPattern(label, regex)


def _without_guesses(findings: list[Finding]) -> Iterator[Finding]:
    """Tell the findings, without the values of the model alone that touch what a rule found."""
    rules = sorted((one.start, one.end) for one in findings if one.why.pattern != GUESS)
    if len(rules) == len(findings):
        yield from findings
        return
    furthest = list(accumulate((end for _, end in rules), max))
    for one in findings:
        before = bisect_left(rules, one.end, key=lambda span: span[0])
        if one.why.pattern != GUESS or not before or furthest[before - 1] <= one.start:
            yield one


def _finding(result: RecognizerResult) -> Finding:
    metadata = result.recognition_metadata or {}
    return Finding(
        start=result.start,
        end=result.end,
        label=result.entity_type,
        score=result.score,
        recognizer=metadata.get(RecognizerResult.RECOGNIZER_NAME_KEY, ""),
        why=metadata.get(WHY, Why()),
    )


def _outside_pseudonyms(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Tell the parts of the findings that lie outside pseudonyms in the text, if they say anything."""
    taken = [match.span() for match in _PSEUDONYM.finditer(text)]
    for finding in findings:
        at = finding.start
        pieces = []
        for start, end in taken:
            if start < finding.end and end > finding.start:
                pieces.append((at, start))
                at = end
        if at == finding.start:
            yield finding
            continue
        for start, end in [*pieces, (at, finding.end)]:
            if start < end and _LETTER_OR_DIGIT.search(text, start, end):
                yield replace(finding, start=start, end=end)
