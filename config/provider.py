"""Where calls may go, and under which conditions the law lets them."""

import ipaddress
import re
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator

from config.errors import Fault, phrase
from config.section import Section, refuse

#: Places that are not "outside Québec" (P-39.1, s. 17).
AT_HOME = frozenset({"QC", "CA-QC", "local"})
#: What can be the value of a header (RFC 9110, section 5.5); spaces would be lost or split it.
_API_KEY = re.compile(r"[!-~]+")
_LOCATION = re.compile(r"local|[A-Z]{2}(-[A-Z0-9]{1,3})?")


class Dialect(StrEnum):
    """The API that a provider speaks."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"
    GEMINI = "gemini"
    OLLAMA = "ollama"
    AZURE = "azure"
    COHERE = "cohere"


class TransferAssessment(Section):
    """The privacy impact assessment that P-39.1, s. 17 wants before anything is sent outside Québec."""

    reference: str = Field(min_length=1)
    approved: date


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only mean this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _check_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port_is_sound = parts.port != 0
    except ValueError:
        refuse(Fault((), phrase("this is not a web address")))
    if parts.scheme not in {"https", "http"} or not host or not port_is_sound:
        refuse(Fault((), phrase("this is not a web address; it should start with https://")))
    if parts.scheme == "http" and not is_loopback(host):
        refuse(Fault((), phrase("http would send in clear: use https (http is only for this machine)")))
    if parts.username or parts.password:
        refuse(Fault((), phrase("a password has no place in an address: use api_key")))
    if parts.query or parts.fragment:
        refuse(Fault((), phrase("the address must end before any ? or #")))
    return url.rstrip("/")


def _check_location(location: str) -> str:
    location = location if location == "local" else location.upper()
    if not _LOCATION.fullmatch(location):
        refuse(Fault((), phrase("write a country or province code (US, FR, QC, CA-ON), or local")))
    return location


def _check_api_key(key: SecretStr) -> SecretStr:
    if not _API_KEY.fullmatch(key.get_secret_value()):
        refuse(Fault((), phrase("a key has no spaces, line ends or accents: is there one at its end?")))
    return key


class Provider(Section):
    """An API that calls may be sent to."""

    dialect: Dialect
    base_url: Annotated[str, AfterValidator(_check_url)]
    api_key: Annotated[SecretStr, Field(min_length=1), AfterValidator(_check_api_key)] | None = None
    #: Patterns of the model names that may be called; `*` stands for anything.
    models: tuple[Annotated[str, Field(min_length=1)], ...] = Field(("*",), min_length=1)
    location: Annotated[str, AfterValidator(_check_location)]
    transfer_assessment: TransferAssessment | None = Field(None, validate_default=True)
    #: Whether the bare paths (`/v1/chat/completions`...) of this dialect go here.
    default: bool = False
    #: Longest silence of the provider, in seconds.
    timeout: float = Field(600.0, gt=0, le=3600)
    #: Whether it is spoken to over HTTP/2 where it offers that; calls then share a connection.
    http2: bool = False

    @field_validator("base_url")
    @classmethod
    def _check_endpoint(cls, url: str, info: ValidationInfo) -> str:
        if info.data.get("dialect") is Dialect.AZURE and re.search(r"/openai(/|$)", url):
            refuse(Fault((), phrase("give the resource's endpoint, without /openai and what follows")))
        return url

    @field_validator("transfer_assessment")
    @classmethod
    def _check_assessment(
        cls, assessment: TransferAssessment | None, info: ValidationInfo
    ) -> TransferAssessment | None:
        location = info.data.get("location")
        if assessment is None and location is not None and location not in AT_HOME:
            message = phrase(
                "the location is outside Québec: give the reference and the date of the assessment "
                "made under section 17 of the Act (P-39.1)"
            )
            refuse(Fault((), message))
        return assessment

    @property
    def is_outside_quebec(self) -> bool:
        """Whether sending here is a communication outside Québec (P-39.1, s. 17)."""
        return self.location not in AT_HOME

    def allows(self, model: str) -> bool:
        """Tell whether a model may be called here."""
        return any(fnmatchcase(model, pattern) for pattern in self.models)
