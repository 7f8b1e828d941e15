"""What the engine knows about a text before the recognizers run, in the form Presidio passes around."""

from typing import TYPE_CHECKING

from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.tokens import Doc
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from detectors.reading import Reading

_NOTHING = Doc(Vocab())


class Artifacts(NlpArtifacts):
    """Presidio's artifacts, with our reading of the text and the verdict of the pre-filter.

    ``idle`` names the recognizers that cannot find anything in this text. A recognizer that meets other
    artifacts, or none, makes its own reading and runs.
    """

    def __init__(self, reading: "Reading", idle: frozenset[str]) -> None:
        super().__init__(
            entities=[], tokens=_NOTHING, tokens_indices=[], lemmas=[], nlp_engine=None, language="fr"
        )
        self.reading = reading
        self.idle = idle
