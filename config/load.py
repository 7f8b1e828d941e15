"""Reads `paravent.yaml`; a configuration that is not wholly right does not start."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from config.detection import Detection
from config.document import Document, read
from config.errors import ConfigError, Fault, Key, Problem, phrase
from config.nearest import known_keys, suggest
from config.settings import Settings

#: What is said for each kind of error that pydantic reports. Its own sentences may quote the value.
_SENTENCES: Mapping[str, str] = {
    "missing": phrase("this key is missing"),
    "string_type": phrase("write a text here (between quotes if it looks like a number)"),
    "string_too_short": phrase("this cannot be empty"),
    "string_pattern_mismatch": phrase("this is not written in the expected form"),
    "enum": phrase("write one of: %(expected)s"),
    "literal_error": phrase("write one of: %(expected)s"),
    "int_parsing": phrase("write a whole number"),
    "int_type": phrase("write a whole number"),
    "int_from_float": phrase("write a whole number"),
    "float_parsing": phrase("write a number"),
    "float_type": phrase("write a number"),
    "bool_parsing": phrase("write true or false"),
    "bool_type": phrase("write true or false"),
    "byte_size": phrase("write a size (10 MiB)"),
    "byte_size_unit": phrase("write a size (10 MiB)"),
    "greater_than": phrase("write a number above %(gt)s"),
    "greater_than_equal": phrase("write a number of at least %(ge)s"),
    "less_than_equal": phrase("write a number of at most %(le)s"),
    "tuple_type": phrase("write a list here"),
    "mapping_type": phrase("write keys and values here"),
    "dict_type": phrase("write keys and values here"),
    "model_type": phrase("write keys and values here"),
    "model_attributes_type": phrase("write keys and values here"),
    "date_from_datetime_parsing": phrase("write a date (2026-03-01)"),
    "date_parsing": phrase("write a date (2026-03-01)"),
    "date_type": phrase("write a date (2026-03-01)"),
    "path_type": phrase("write the path of a file"),
    "too_short": phrase("this cannot be empty"),
}
_OTHERWISE = phrase("this value is not accepted (%(kind)s)")
#: Where the key of a provider stands, without the provider's name in between.
_API_KEY = ("providers", "api_key")
_SQLITE = re.compile(r"(sqlite:///)(?!/)(.+)", re.DOTALL)


def load(path: Path, environment: Mapping[str, str] | None = None, *, sends: bool = True) -> Settings:
    """Return the settings of a file; `environment` is the process's own unless given.

    Relative paths (`file:`, the certificate, a SQLite database) start from the file's folder. Who does not
    send anything (``sends``) needs no key of a provider: one that cannot be read here is left out.

    Raises:
        ConfigError: with every problem of the file, not only the first one.

    """
    document = _read(path, os.environ if environment is None else environment)
    if not sends:
        _leave_out_keys(document)
    faults = list(document.faults)
    settings = None
    if document.data is not None or not faults:
        try:
            data = document.data if document.data is not None else {}
            settings = Settings.model_validate(data, context=_added_labels(data))
        except ValidationError as error:
            known = {fault.key for fault in faults}
            told = (fault for details in error.errors() for fault in _faults(details))
            # A value whose variable is missing is wrong for that reason alone.
            faults += [fault for fault in told if fault.key not in known]
    if settings is not None:
        settings = _rooted(settings, path.parent)
        faults += _missing_files(settings)
    if faults or settings is None:
        raise ConfigError([Problem(path, document.line(fault.key), fault) for fault in faults])
    return settings


def variables(path: Path) -> tuple[str, ...]:
    """Return the names of the environment variables that a configuration needs, in its order.

    Raises:
        ConfigError: the file cannot be read.

    """
    return tuple(_read(path, {}).variables)


def _read(path: Path, environment: Mapping[str, str]) -> Document:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        message = phrase("this file cannot be read (%(reason)s)")
        raise ConfigError([Problem(path, 0, Fault((), message, {"reason": reason}))]) from None
    return read(text, environment, path.parent)


def _leave_out_keys(document: Document) -> None:
    """Take the providers' keys that could not be read out of a document, and their faults with them."""
    unread = [fault for fault in document.unread if fault.key[:1] + fault.key[2:] == _API_KEY]
    document.faults = [fault for fault in document.faults if fault not in unread]
    for fault in unread:
        with suppress(KeyError, TypeError):  # another `providers` below it, told by a fault of its own
            del document.data[fault.key[0]][fault.key[1]][fault.key[2]]


def _added_labels(data: Any) -> frozenset[str]:
    """Return the labels that `detection` adds to the vocabulary, however wrong the rest of the file is."""
    try:
        detection = Detection.model_validate(data["detection"])
    except (KeyError, TypeError, ValidationError):
        return frozenset()
    return frozenset(detection.labels())


def _faults(error: ErrorDetails) -> Iterator[Fault]:
    key: Key = tuple(part for part in error["loc"] if part != "[key]")
    context: dict[str, Any] = error.get("ctx", {})
    kind = error["type"]
    if kind == "faults":
        yield from (Fault((*key, *fault.key), fault.message, fault.values) for fault in context["faults"])
    elif kind == "extra_forbidden":
        yield suggest(key, str(key[-1]), known_keys(Settings, key[:-1]))
    else:
        sentence = _SENTENCES.get(kind, _OTHERWISE)
        values = {
            name: str(value).replace(" or ", ", ")
            for name, value in context.items()
            if name in {"expected", "gt", "ge", "le"}
        }
        yield Fault(key, sentence, {**values, "kind": kind})


def _rooted(settings: Settings, folder: Path) -> Settings:
    changes: dict[str, Any] = {}
    if tls := settings.server.tls:
        rooted = {"certificate": folder / tls.certificate, "key": folder / tls.key}
        changes["server"] = settings.server.model_copy(update={"tls": tls.model_copy(update=rooted)})
    if (points := settings.audit.checkpoints) and points.file:
        points = points.model_copy(update={"file": folder.absolute() / points.file})
        changes["audit"] = settings.audit.model_copy(update={"checkpoints": points})
    if rooted_url := _rooted_url(settings.database, folder):
        changes["database"] = rooted_url
    if settings.vault and settings.vault.url and (rooted_url := _rooted_url(settings.vault.url, folder)):
        changes["vault"] = settings.vault.model_copy(update={"url": rooted_url})
    settings = settings.model_copy(update=changes)
    settings._folder = folder.absolute()  # noqa: SLF001 - where the file stands is known here only
    return settings


def _rooted_url(url: SecretStr, folder: Path) -> SecretStr | None:
    name = _SQLITE.fullmatch(url.get_secret_value())
    return SecretStr(f"{name[1]}{folder.absolute() / name[2]}") if name else None


def _missing_files(settings: Settings) -> Iterator[Fault]:
    if tls := settings.server.tls:
        for name, file in (("certificate", tls.certificate), ("key", tls.key)):
            if not file.is_file():
                message = phrase("the file %(path)s cannot be read")
                yield Fault(("server", "tls", name), message, {"path": str(file)})
    points = settings.audit.checkpoints
    files: list[tuple[Key, Path | None]] = [
        (("database",), _sqlite_file(settings.database)),
        (("vault", "url"), _sqlite_file(settings.vault.url) if settings.vault else None),
        (("audit", "checkpoints", "file"), points.file if points else None),
    ]
    for key, made in files:
        if made and not made.parent.is_dir():
            yield Fault(key, phrase("there is no folder %(path)s"), {"path": str(made.parent)})


def _sqlite_file(url: SecretStr | None) -> Path | None:
    """Return the file of a SQLite database."""
    whole = url.get_secret_value() if url else ""
    return Path(whole.removeprefix("sqlite:///")) if whole.startswith("sqlite:///") else None
