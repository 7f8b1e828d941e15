"""Where the record is passed on to as it grows: an organisation's own collector of security events."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from config.errors import Fault, phrase
from config.section import Section, refuse


class Syslog(Section):
    """A collector that takes RFC 5424: over TLS (RFC 5425), or unprotected over TCP (RFC 6587) or UDP."""

    host: str = Field(min_length=1, pattern=r"^[A-Za-z0-9.:-]+$")
    port: int = Field(6514, ge=1, le=65535)
    protocol: Literal["tls", "tcp", "udp"] = "tls"
    #: The certificates (PEM) of whoever vouches for the collector; without it, the machine's own.
    ca: Path | None = None


class Siem(Section):
    """How events are written, and where they go. No event holds a value, nor what an officer wrote."""

    format: Literal["ocsf", "cef"]
    stdout: bool = False
    syslog: Syslog | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.stdout == (self.syslog is not None):
            refuse(Fault((), phrase("say where events go: stdout: true, or syslog")))
        return self
