"""Where what restores a provider's stored conversations is kept, encrypted, and for how long."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from config.audit import Key
from config.duration import read_duration
from config.errors import Fault, phrase
from config.section import Section, refuse

_SHARED = re.compile(r"(rediss?|valkeys?)://.+", re.DOTALL)
_DATABASE = re.compile(r"(sqlite:///(?!:memory:)|postgresql(\+psycopg)?://).+", re.DOTALL)


def _check_url(url: SecretStr) -> SecretStr:
    value = url.get_secret_value()
    if not _DATABASE.fullmatch(value) and not _SHARED.fullmatch(value):
        refuse(
            Fault(
                (), phrase("write sqlite:///file.db, postgresql://user:password@host/name or valkey://host")
            )
        )
    return url


def _check_ttl(ttl: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= ttl <= timedelta(days=3650):
        refuse(Fault((), phrase("write a duration between 1 minute and 3650 days")))
    return ttl


class Vault(Section):
    """What restores conversations that a provider keeps (`previous_response_id`, OpenAI's conversations)."""

    #: A database of its own, or Valkey or Redis; without it, the audit's database.
    url: Annotated[SecretStr, AfterValidator(_check_url)] | None = None
    #: The first encrypts; those behind it still read what they have encrypted.
    keys: tuple[Key, ...] = Field(min_length=1)
    #: How long an entry outlives the last call that went on with it.
    ttl: Annotated[timedelta, BeforeValidator(read_duration), AfterValidator(_check_ttl)] = timedelta(days=30)

    @property
    def is_shared(self) -> bool:
        """Whether it is a Valkey or Redis."""
        return self.url is not None and _SHARED.fullmatch(self.url.get_secret_value()) is not None
