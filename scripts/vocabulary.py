# ruff: noqa: INP001 - scripts are not a package
"""The names that people meet: settings, labels, refusals, metrics, events. Read from the code, not listed."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ByteSize, SecretStr
from pydantic.fields import FieldInfo

from audit import held
from audit.calls import Ending
from audit.chain import CALLER, ERASED, MAIN, SPINE, DetailClass
from audit.faults import Fault
from audit.heldcall import State
from audit.holds import PLACED, RELEASED
from audit.keys import Action as KeyAction
from audit.records import Kind
from audit.registers import entries as register
from audit.validations import MARKED, Verdict
from config.policy import Action
from config.settings import Settings
from detectors.labels import Label
from gateway.http.exchange import FILES_READ
from gateway.telemetry import Metrics

ROOT = Path(__file__).resolve().parent.parent
_MIB = 1024 * 1024
_ASKED = re.compile(r"(?:audit|incidents|requests|reports)\.[a-z_]+")


def settings() -> dict[str, str]:
    """Return each key of a configuration and its default, as the table of settings writes it."""
    return dict(_keys(Settings, ""))


def labels() -> set[str]:
    """Return what can be found in a text."""
    return set(Label)


def actions() -> set[str]:
    """Return what can be done to it."""
    return set(Action)


def metrics() -> set[str]:
    """Return the names that /metrics gives."""
    return {
        sample
        for family in Metrics().registry.collect()
        for sample in [f"{family.name}_total" if family.type == "counter" else family.name]
    }


def record_fields() -> set[str]:
    """Return what an event on record is made of."""
    return {*SPINE, *CALLER, *MAIN}


def events() -> set[str]:
    """Return the kinds, endings, actions and faults that an officer reads."""
    commands = sorted(path for part in ("cli", "api") for path in (ROOT / "gateway" / part).glob("*.py"))
    asked = {text for path in commands for text in _texts(path) if _ASKED.fullmatch(text)}
    ours = {ERASED, register.ENTERED, register.ERASED, PLACED, RELEASED, FILES_READ}
    ours |= {MARKED, held.WAITING, held.APPROVED, held.REFUSED, held.USED, held.EXPIRED, *Verdict, *State}
    return {*Kind, *Ending, *KeyAction, *ours, *DetailClass, *Fault, *asked}


def refusals() -> set[str]:
    """Return the codes of everything that a caller can be told."""
    codes = set()
    for path in sorted((ROOT / "gateway").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "code":
                codes |= set(_constants(node.value))
            elif path.name == "errors.py" and isinstance(node, ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if getattr(target, "id", "") == "code" and node.value is not None:
                    codes |= set(_constants(node.value))
    return codes


def _keys(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        key = f"{prefix}{name}"
        section, suffix = _section(field.annotation)
        if section is not None:
            yield from _keys(section, f"{key}{suffix}.")
        else:
            yield key, _default(field)


def _section(kind: Any) -> tuple[type[BaseModel] | None, str]:
    """Return the section that a key opens, if it does, and what stands for each of many."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _section(arguments[0])
    if origin in (Union, UnionType):
        return next((found for each in arguments if (found := _section(each))[0]), (None, ""))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, ""
    if arguments and origin is not None:
        inner, _ = _section(next(each for each in reversed(arguments) if each is not Ellipsis))
        return inner, "[]" if origin is tuple else ".NAME"
    return None, ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None:
        return "none"
    if isinstance(value, ByteSize):
        return f"`{value // _MIB} MiB`"
    if isinstance(value, timedelta):
        value = f"{value // timedelta(minutes=1)} minutes"
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, tuple):
        value = "[" + ", ".join(f'"{each}"' for each in value) + "]"
    if isinstance(value, float):
        value = f"{value:g}"
    return f"`{value}`"


def _constants(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        yield from _constants(node)
