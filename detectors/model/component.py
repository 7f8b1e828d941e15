"""The tagger as a spaCy component: ``spacy.blank("xx").add_pipe("paravent_names")`` sets ``doc.ents``."""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from detectors.model.tagger import NameTagger


class Names:
    """Sets the entities of a document; a name that ends inside a spaCy token takes the whole token."""

    def __init__(self, directory: Path | None = None, strictness: float = 0.0) -> None:
        self._tagger = NameTagger(directory)
        self._strictness = strictness

    def __call__(self, doc: Doc) -> Doc:
        """Add the names to the entities that are there already, which win where they overlap."""
        found = [
            doc.char_span(name.start, name.end, label=name.kind, alignment_mode="expand")
            for name in self._tagger.tag(doc.text, self._strictness)
        ]
        taken = {token.i for span in doc.ents for token in span}
        kept = filter_spans([span for span in found if span is not None])
        doc.ents = (*doc.ents, *(span for span in kept if taken.isdisjoint(range(span.start, span.end))))
        return doc


@Language.factory(
    "paravent_names", assigns=["doc.ents"], default_config={"directory": None, "strictness": 0.0}
)
def make_names(nlp: Language, name: str, directory: str | None, strictness: float) -> Names:  # noqa: ARG001
    """Make the component, from the shipped weights unless a folder is given."""
    return Names(Path(directory) if directory else None, strictness)
