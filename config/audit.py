"""How the record is vouched for, and how long its details are kept."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, SecretStr, model_validator

from config.bucket import Bucket
from config.duration import read_duration
from config.errors import Fault, phrase
from config.secret import is_strong
from config.section import Section, refuse
from config.siem import Siem


def _check_age(age: timedelta) -> timedelta:
    if not timedelta(days=1) <= age <= timedelta(days=36_500):
        refuse(Fault((), phrase("details are kept for a day at least, and for 36500 days at most")))
    return age


def _check_interval(interval: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= interval <= timedelta(days=1):
        refuse(Fault((), phrase("write a duration between 1 second and 1 day")))
    return interval


def _check_key(key: SecretStr) -> SecretStr:
    if not is_strong(key.get_secret_value()):
        refuse(Fault((), phrase("write at least 32 random bytes in base64 (openssl rand -base64 48)")))
    return key


#: At least 32 random bytes in base64.
Key = Annotated[SecretStr, AfterValidator(_check_key)]
Age = Annotated[timedelta, BeforeValidator(read_duration), AfterValidator(_check_age)]
Interval = Annotated[timedelta, BeforeValidator(read_duration), AfterValidator(_check_interval)]


class Checkpoints(Section):
    """Where signed statements of how far the record has come are put, and how often."""

    #: A file that is best on another machine, or append-only: whoever has the database should not have it.
    file: Path | None = None
    #: A bucket that whoever has the database cannot change.
    s3: Bucket | None = None
    #: Whether they are written on standard output too, for a log collector.
    stdout: bool = False
    every: Interval = timedelta(minutes=5)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.file is None and self.s3 is None and not self.stdout:
            refuse(Fault((), phrase("say where checkpoints go: a file, s3, or stdout: true")))
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
    """The record: its checkpoints, its retention, its index, and where it is passed on to."""

    checkpoints: Checkpoints | None = None
    siem: Siem | None = None
    retention: Retention = Retention()
    #: Secrets from which the keys of the blind index are made: new entries have the first, look-ups try each,
    #: and `secret` too. Without it, `secret` alone.
    index_keys: tuple[Key, ...] = ()
