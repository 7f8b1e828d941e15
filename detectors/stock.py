"""Presidio as it comes, to be measured beside ours: its patterns and context words, without a name model.

The two recognizers of Canada, which are off by default, are on. There is no statistical model behind it: a
blank spaCy pipeline cuts the words, and each word is its own lemma, without which no context word would be
seen. An entity for which there is no label of ours (URL, dates that nobody says to be a birth) is left out.
"""

import logging
from collections.abc import Iterable, Mapping

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import (
    CaPostalCodeRecognizer,
    CaSinRecognizer,
    EmailRecognizer,
)
from spacy.language import Language
from spacy.tokens import Doc

from detectors.findings import Finding, resolve
from detectors.labels import Label

LANGUAGES = ("en", "fr")

#: Presidio's entities under our labels.
LABELS: Mapping[str, Label] = {
    "CA_POSTAL_CODE": Label.CA_POSTAL_CODE,
    "CA_SIN": Label.CA_SIN,
    "CREDIT_CARD": Label.CREDIT_CARD,
    "EMAIL_ADDRESS": Label.EMAIL_ADDRESS,
    "IBAN_CODE": Label.CA_BANK_ACCOUNT,
    "IP_ADDRESS": Label.IP_ADDRESS,
    "MAC_ADDRESS": Label.ID_NUMBER,
    "MEDICAL_LICENSE": Label.ID_NUMBER,
    "PHONE_NUMBER": Label.PHONE_NUMBER,
    "UK_NHS": Label.ID_NUMBER,
    "US_BANK_NUMBER": Label.CA_BANK_ACCOUNT,
    "US_DRIVER_LICENSE": Label.QC_DRIVER_LICENCE,
    "US_ITIN": Label.ID_NUMBER,
    "US_PASSPORT": Label.CA_PASSPORT,
    "US_SSN": Label.CA_SIN,
}

#: The public suffixes that come with the package: nothing is asked of the network, nothing kept on disk. And
#: names that RFC 2606 reserves, since addresses in invented documents end with them.
_SUFFIXES = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), extra_suffixes=("example", "test"))


class StockPresidio:
    """A plain `AnalyzerEngine` for English and French."""

    def __init__(self) -> None:
        logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)  # it tells what it leaves out, twice
        registry = RecognizerRegistry(supported_languages=[*LANGUAGES])
        registry.load_predefined_recognizers(languages=[*LANGUAGES])
        for language in LANGUAGES:
            registry.remove_recognizer("EmailRecognizer", language=language)
            registry.add_recognizer(_OfflineEmail(supported_language=language))
            registry.add_recognizer(CaSinRecognizer(supported_language=language))
            registry.add_recognizer(CaPostalCodeRecognizer(supported_language=language))
        self._analyzer = AnalyzerEngine(
            registry=registry,
            nlp_engine=_BlankPipelines(),
            supported_languages=[*LANGUAGES],
        )
        known = {language: self._analyzer.get_supported_entities(language) for language in LANGUAGES}
        self._entities = {language: [*LABELS.keys() & known[language]] for language in LANGUAGES}

    def analyse(self, text: str, language: str) -> tuple[Finding, ...]:
        """Return what it finds in a text, under our labels; a language that is not English is French."""
        spoken = "en" if language == "en" else "fr"
        results = self._analyzer.analyze(text, language=spoken, entities=self._entities[spoken])
        return resolve(_findings(results))


class _OfflineEmail(EmailRecognizer):
    """Presidio's own, but for the list of public suffixes, which it downloads."""

    def validate_result(self, pattern_text: str) -> bool:
        """Tell whether the address ends with a public suffix."""
        return bool(_SUFFIXES(pattern_text).fqdn)


class _BlankPipelines(SpacyNlpEngine):
    """Presidio's engine over spaCy, without a trained model."""

    def __init__(self) -> None:
        super().__init__(models=[{"lang_code": language, "model_name": ""} for language in LANGUAGES])
        self.nlp = {language: _pipeline(language) for language in LANGUAGES}  # type: ignore[assignment]


@Language.component("paravent_lemmas")
def _words_as_lemmas(doc: Doc) -> Doc:
    for token in doc:
        token.lemma_ = token.lower_
    return doc


def _pipeline(language: str) -> Language:
    pipeline = spacy.blank(language)
    pipeline.add_pipe("paravent_lemmas")
    return pipeline


def _findings(results: Iterable[RecognizerResult]) -> Iterable[Finding]:
    for result in results:
        yield Finding(result.start, result.end, str(LABELS[result.entity_type]), result.score, "presidio")
