"""The whole configuration, as one value that never changes."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    ByteSize,
    Field,
    PrivateAttr,
    SecretStr,
    field_validator,
    model_validator,
)

from config.attachments import Attachments
from config.audit import Audit
from config.detection import Detection
from config.errors import Fault, phrase
from config.policy import Policy
from config.provider import Dialect, Provider
from config.secret import derive, is_strong, read_or_create
from config.section import Section, refuse
from config.vault import Vault

#: First parts of the gateway's own paths, which a provider cannot be named after.
RESERVED = frozenset({"v1", "v1beta", "livez", "readyz", "metrics", "api", "console", "static", "openapi"})
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"[A-Za-z0-9.:-]+")
_DATABASE = re.compile(r"(sqlite:///(?!:memory:)|postgresql(\+psycopg)?://).+", re.DOTALL)


def _check_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        refuse(Fault((), phrase("a name is written in small letters, digits and hyphens")))
    if name in RESERVED:
        refuse(Fault((), phrase("this name is one of the gateway's own paths: choose another")))
    return name


def _check_host(host: str) -> str:
    if not _HOST.fullmatch(host):
        refuse(Fault((), phrase("write an address to listen on (127.0.0.1, 0.0.0.0, ::1 or a host name)")))
    return host


def _check_database(url: SecretStr) -> SecretStr:
    if not _DATABASE.fullmatch(url.get_secret_value()):
        refuse(Fault((), phrase("write sqlite:///file.db or postgresql://user:password@host/name")))
    return url


def _check_secret(secret: SecretStr) -> SecretStr:
    if not is_strong(secret.get_secret_value()):
        refuse(Fault((), phrase("write at least 32 random bytes in base64 (openssl rand -base64 48)")))
    return secret


class Officer(Section):
    """The person in charge of the protection of personal information (P-39.1, s. 3.1)."""

    name: str = Field(min_length=1)
    email: str | None = Field(None, pattern=r"^[^@\s]+@[^@\s]+$")
    phone: str | None = Field(None, min_length=3)


class Organization(Section):
    """Whose gateway this is, and who answers for it."""

    name: str = Field(min_length=1)
    officer: Officer | None = None


class Tls(Section):
    """The certificate chain and the key, in PEM files, when no proxy in front ends TLS."""

    certificate: Path
    key: Path


class Server(Section):
    """Where and how the gateway listens."""

    host: Annotated[str, AfterValidator(_check_host)] = "127.0.0.1"
    port: int = Field(8080, ge=1, le=65535)
    workers: int = Field(1, ge=1, le=256)
    #: Largest request body, in bytes; `10 MiB` can be written.
    body_limit: ByteSize = Field(ByteSize(10 * 1024 * 1024), ge=1024, le=1024**3)
    language: Literal["fr", "en"] = "fr"
    tls: Tls | None = None


class Settings(Section):
    """Everything an operator decides. Made by `config.load.load`."""

    organization: Organization
    database: Annotated[SecretStr, AfterValidator(_check_database)] = SecretStr("sqlite:///paravent.db")
    audit: Audit = Audit()
    vault: Vault | None = None
    server: Server = Server()
    detection: Detection = Detection()
    attachments: Attachments = Attachments()
    providers: Mapping[Annotated[str, AfterValidator(_check_name)], Provider] = Field(min_length=1)
    policies: Mapping[str, Policy] = Field(default_factory=dict)
    #: The root of every key; without it, the file `paravent.secret` beside the configuration is used.
    secret: Annotated[SecretStr, AfterValidator(_check_secret)] | None = None

    _folder: Path = PrivateAttr(default_factory=Path)

    @field_validator("providers")
    @classmethod
    def _one_default(cls, providers: Mapping[str, Provider]) -> Mapping[str, Provider]:
        chosen: dict[Dialect, str] = {}
        faults: list[Fault] = []
        for name, provider in providers.items():
            if provider.default and chosen.setdefault(provider.dialect, name) != name:
                message = phrase("%(other)s is already the default provider of this dialect")
                faults.append(Fault((name, "default"), message, {"other": chosen[provider.dialect]}))
        if faults:
            refuse(*faults)
        return providers

    @field_validator("policies")
    @classmethod
    def _one_policy_a_team(cls, policies: Mapping[str, Policy]) -> Mapping[str, Policy]:
        if faults := tuple(_shared_teams(policies)):
            refuse(*faults)
        return policies

    @model_validator(mode="after")
    def _inherit(self) -> Self:
        default = self.policies.get("default", Policy())
        others = {name: policy.over(default) for name, policy in self.policies.items() if name != "default"}
        object.__setattr__(self, "policies", {"default": default, **others})
        return self

    def policy_for(self, team: str | None) -> tuple[str, Policy]:
        """Return the policy that names the team, else the default one, with its name."""
        named = (item for item in self.policies.items() if team is not None and team in item[1].teams)
        return next(named, ("default", self.policies["default"]))

    def default_provider(self, dialect: Dialect) -> tuple[str, Provider] | None:
        """Return where the bare paths of a dialect go: the provider marked default, else the first one."""
        speaking = [item for item in self.providers.items() if item[1].dialect == dialect]
        marked = (item for item in speaking if item[1].default)
        return next(marked, speaking[0] if speaking else None)

    def key(self, purpose: str) -> bytes:
        """Return the 32-byte key of a purpose ("pseudonyms", "index"...), always the same.

        The first call creates `paravent.secret` where neither it nor the `secret` key exists.

        Raises:
            OSError: the file cannot be read or made.
            ValueError: the file does not hold 32 random bytes in base64.

        """
        root = self.secret.get_secret_value() if self.secret else read_or_create(self.secret_file)
        return derive(root, purpose)

    def index_keys(self) -> tuple[bytes, ...]:
        """Return the keys of the audit's index: the first makes entries, each finds those that it made.

        Raises what `key` raises.
        """
        given = [derive(each.get_secret_value(), "index") for each in self.audit.index_keys]
        return tuple(dict.fromkeys([*given, self.key("index")]))

    @property
    def secret_file(self) -> Path:
        """Where the secret is kept when the configuration does not hold one."""
        return self._folder / "paravent.secret"


def _shared_teams(policies: Mapping[str, Policy]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for name, policy in policies.items():
        for index, team in enumerate(policy.teams):
            if name == "default":
                message = phrase("the default policy is for every team that no other policy names")
                yield Fault((name, "teams", index), message)
            elif owners.setdefault(team, name) != name:
                message = phrase("this team already has the policy %(other)s")
                yield Fault((name, "teams", index), message, {"other": owners[team]})
