"""A bucket of S3, or of a server that speaks as it does, where checkpoints are kept."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from config.duration import read_duration
from config.errors import Fault, phrase
from config.section import Section, refuse

_ENDPOINT = re.compile(r"https://[^/]+/?|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?/?")


def _check_endpoint(endpoint: str) -> str:
    if not _ENDPOINT.fullmatch(endpoint):
        refuse(Fault((), phrase("write https://host, or http:// to this machine alone")))
    return endpoint


def _check_retain(retain: timedelta) -> timedelta:
    if not timedelta(days=1) <= retain <= timedelta(days=36_500):
        refuse(Fault((), phrase("an object is locked for a day at least, and for 36500 days at most")))
    return retain


class Bucket(Section):
    """Where and with which key; one that may put and list, and not delete, is enough."""

    bucket: str = Field(min_length=3, max_length=63, pattern=r"^[a-z0-9][a-z0-9.-]+$")
    region: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    #: The server; without it, Amazon's own in this region.
    endpoint: Annotated[str, AfterValidator(_check_endpoint)] | None = None
    access_key: SecretStr = Field(min_length=1)
    secret_key: SecretStr = Field(min_length=1)
    #: How the names of the objects begin.
    prefix: str = Field("paravent/", max_length=200, pattern=r"^[A-Za-z0-9/_.-]*$")
    #: How long each object is locked (S3 Object Lock, compliance mode); the bucket must be made for it.
    retain: Annotated[timedelta, BeforeValidator(read_duration), AfterValidator(_check_retain)] | None = None
