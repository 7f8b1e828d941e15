"""The known name that an unknown one was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from config.errors import Fault, Key, phrase


def suggest(key: Key, unknown: str, known: Iterable[str]) -> Fault:
    """Return the fault of an unknown name, with the nearest known one where there is one."""
    names = sorted(known)
    folded = {name.casefold().replace("-", "_"): name for name in names}
    asked = unknown.casefold().replace("-", "_")
    near = get_close_matches(asked, folded, n=1, cutoff=0.6)
    if near:
        return Fault(key, phrase("unknown; did you mean %(nearest)s?"), {"nearest": folded[near[0]]})
    message = phrase("unknown; what can stand here: %(known)s")
    return Fault(key, message, {"known": ", ".join(names)})


def known_keys(model: type[BaseModel], key: Key) -> tuple[str, ...]:
    """Return the keys that may stand in the section at a place of the document."""
    here: Any = model
    for part in key:
        here = _step(here, part)
    section = next(iter(_sections(here)), None)
    return tuple(section.model_fields) if section else ()


def _step(kind: Any, part: str | int) -> Any:
    for section in _sections(kind):
        if part in section.model_fields:
            return section.model_fields[str(part)].annotation
    arguments = [argument for argument in get_args(_bare(kind)) if argument is not Ellipsis]
    return arguments[-1] if arguments else None


def _sections(kind: Any) -> list[type[BaseModel]]:
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    if get_origin(kind) in {Union, UnionType}:
        return [section for choice in get_args(kind) for section in _sections(choice)]
    return []


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind
