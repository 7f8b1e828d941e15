"""Presidio recognizers of somebody else's, by their dotted names, as an operator configures them."""

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from presidio_analyzer import EntityRecognizer

#: What recognizers of Presidio's need that is not installed with it.
_WANTED = {
    "GLiNERRecognizer": "pip install gliner, and the model in the local cache of Hugging Face",
    "HuggingFaceNerRecognizer": "pip install transformers torch, and the model in"
    " the local cache of Hugging Face",
    "MedicalNERRecognizer": "pip install transformers torch, and the model in"
    " the local cache of Hugging Face",
    "StanzaRecognizer": "pip install stanza, and its model",
}


def foreign(
    names: Iterable[str], arguments: Iterable[tuple[str, str]], language: str
) -> Iterator[EntityRecognizer]:
    """Tell the recognizers of some dotted names, each made with its arguments and loaded.

    ``arguments``: pairs of a name and a JSON object; a name that comes twice takes them in their order.
    Raises ValueError, telling what to install, when one cannot be imported, made or loaded.
    """
    written: dict[str, list[dict[str, Any]]] = {}
    for name, given in arguments:
        written.setdefault(name, []).append(json.loads(given))
    for name in names:
        left = written.get(name)
        yield _import_recognizer(name, left.pop(0) if left else {}, language)


def _import_recognizer(name: str, arguments: dict[str, Any], language: str) -> EntityRecognizer:
    """Return a recognizer of somebody else's, loaded, filed under our one language."""
    module, _, attribute = name.rpartition(".")
    try:
        kind = getattr(import_module(module), attribute)
        recognizer = kind(**{"supported_language": language, **arguments})
        if not isinstance(recognizer, EntityRecognizer):
            raise ValueError(f"recognizer {name!r} is not a Presidio EntityRecognizer")  # noqa: TRY004, TRY301
        if not recognizer.is_loaded:
            recognizer.load()
            recognizer.is_loaded = True
    except ModuleNotFoundError as error:
        raise ValueError(
            f"recognizer {name!r} cannot be used: install the package that holds {error.name!r}"
        ) from error
    except Exception as error:  # a library of somebody else's may raise anything
        raise ValueError(
            f"recognizer {name!r} cannot be used: {error or type(error).__name__}{_wanted(name)}"
        ) from error
    recognizer.supported_language = language
    return recognizer


def _wanted(name: str) -> str:
    """Return what a recognizer of Presidio's wants that Paravent does not install, as advice."""
    return next((f" ({advice})" for end, advice in _WANTED.items() if name.endswith(end)), "")
