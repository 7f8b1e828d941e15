"""A short name for exactly this detector: the same code, weights and options give the same answers."""

import hashlib
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_LIBRARIES = ("phonenumbers", "presidio-analyzer", "python-stdnum")
_NOT_CODE = {"__pycache__", "corpus", "training", "weights"}
_LENGTH = 12


def fingerprint(options: object, weights: str) -> str:
    """Return a hex fingerprint of all that decides.

    That is the code, its word lists, the libraries it asks, the version of the weights, and the options.
    """
    digest = hashlib.sha256()
    for path, content in _sources(files("detectors")):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    for part in (*(version(name) for name in _LIBRARIES), weights, _canonical(options)):
        digest.update(f"{len(part)}\0{part}".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()[:_LENGTH]


def _sources(folder: Traversable, path: str = "") -> list[tuple[str, bytes]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir() and entry.name not in _NOT_CODE:
            found += _sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith((".py", ".txt")):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found


def _canonical(options: object) -> str:
    """Return the options as text; a set is put in order, since its repr is not."""
    names = sorted(options.__dataclass_fields__) if hasattr(options, "__dataclass_fields__") else []
    values = {name: getattr(options, name) for name in names}
    return repr(
        {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}
    )
