"""How the record is vouched for, and how long its details are kept."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from config.errors import Fault, phrase
from config.section import Section, refuse

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_PLAIN = re.compile(r"([0-9]{1,6}) ?(d|days?|h|hours?|min|minutes?|s|seconds?)")
#: ISO 8601, without years and months: how long these are depends on when they begin.
_ISO = re.compile(r"P(?=.)([0-9]{1,5}W|([0-9]{1,6}D)?(T(?=.)([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?)")


def _read_duration(value: Any) -> Any:
    """Read `365 days` or `P365D`. A number alone is refused: of what, would be a guess."""
    if isinstance(value, str) and (plain := _PLAIN.fullmatch(value)):
        return timedelta(**{_UNITS[plain[2][0]]: int(plain[1])})
    if not isinstance(value, timedelta) and not (isinstance(value, str) and _ISO.fullmatch(value)):
        refuse(Fault((), phrase("write a duration with its unit: 365 days, 12 hours, 5 minutes, or P365D")))
    return value


def _check_age(age: timedelta) -> timedelta:
    if not timedelta(days=1) <= age <= timedelta(days=36_500):
        refuse(Fault((), phrase("details are kept for a day at least, and for 36500 days at most")))
    return age


def _check_interval(interval: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= interval <= timedelta(days=1):
        refuse(Fault((), phrase("write a duration between 1 second and 1 day")))
    return interval


Age = Annotated[timedelta, BeforeValidator(_read_duration), AfterValidator(_check_age)]
Interval = Annotated[timedelta, BeforeValidator(_read_duration), AfterValidator(_check_interval)]


class Checkpoints(Section):
    """Where signed statements of how far the record has come are put, and how often."""

    #: A file that is best on another machine, or append-only: whoever has the database should not have it.
    file: Path | None = None
    #: Whether they are written on standard output too, for a log collector.
    stdout: bool = False
    every: Interval = timedelta(minutes=5)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.file is None and not self.stdout:
            refuse(Fault((), phrase("say where checkpoints go: a file, or stdout: true")))
        return self


class Retention(Section):
    """How long each class of detail is kept (P-39.1, s. 23); what is left out is kept for ever."""

    #: Which member of staff.
    caller: Age | None = None
    #: What the call was: provider, model, project, purpose, labels, sizes.
    call: Age | None = None
    #: What an administrator or officer did.
    action: Age | None = None
    #: The keyed hashes by which a person's calls are found.
    index: Age | None = None

    def ages(self) -> Mapping[str, timedelta]:
        """Return the ages that were set, by the name of the class of detail."""
        return {name: age for name in type(self).model_fields if (age := getattr(self, name)) is not None}


class Audit(Section):
    """The record: its checkpoints and its retention."""

    checkpoints: Checkpoints | None = None
    retention: Retention = Retention()
