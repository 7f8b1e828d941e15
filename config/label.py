"""A label, as a configuration may name it."""

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from config.nearest import suggest
from config.section import refuse
from detectors.labels import Label


def _check(label: str, info: ValidationInfo) -> str:
    """Refuse a label outside the vocabulary and the operator's own, which `load` gives as the context."""
    known = {*Label, *(info.context or ())}
    if label not in known:
        refuse(suggest((), label, known))
    return label


KnownLabel = Annotated[str, AfterValidator(_check)]
