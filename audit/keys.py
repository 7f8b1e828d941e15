"""Staff keys. A token is shown once; only its SHA-256 is kept, and every change is an event on the chain."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from secrets import token_bytes, token_hex, token_urlsafe
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, Row, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from audit.chain import SALTS_BYTES, digest_of_key, microseconds, moment, seal
from audit.database import Access, migrate, open_engine, unavailable
from audit.errors import KeyNameTaken, UnknownKey
from audit.models import access_keys
from audit.records import Administration, Who
from audit.writer import Writer

_PREFIX = "pv_"
_TOKEN_BYTES = 32


class Role(StrEnum):
    """What a key's bearer may do.

    A reviewer validates answers and approves held calls of their team, an officer reads the audit and does so
    for every team, an admin also changes the keys.
    """

    STAFF = "staff"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    ADMIN = "admin"


class Action(StrEnum):
    """What happened to a key, as the chain names it."""

    CREATED = "key.created"
    REVOKED = "key.revoked"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key, without its token."""

    id: str
    name: str
    team: str | None
    role: Role
    expires: datetime | None
    created: datetime
    revoked: datetime | None

    @property
    def who(self) -> Who:
        """The caller, as the records name it."""
        return Who(self.id, self.name, self.team, self.role.value)

    def in_force(self, at: datetime) -> bool:
        """Tell whether a call at this time may use it."""
        return self.revoked is None and (self.expires is None or at < self.expires)


class KeyStore:
    """The keys of a database, which it creates where it is missing. Blocks: call it from a thread.

    Raises `AuditUnavailable` where the database fails. A key and the event that tells of it are stored in
    one transaction: there is no key that the chain does not know.
    """

    def __init__(self, url: str) -> None:
        migrate(url)
        self._writing = open_engine(url, Access.WRITE)
        self._reading = open_engine(url, Access.READ)
        self._writer = Writer(self._writing)

    def close(self) -> None:
        """Close the connections."""
        self._writing.dispose()
        self._reading.dispose()

    def create(
        self,
        name: str,
        team: str | None = None,
        role: Role | str = Role.STAFF,
        expires: datetime | None = None,
        *,
        actor: str = "command line",
    ) -> tuple[KeyRecord, str]:
        """Make a key and its token, which cannot be had again.

        Name and team are kept in composed form (NFC), so that they are the same however they were typed.

        Raises `KeyNameTaken` if a key in force has the name, `ValueError` for an unknown role or an
        ``expires`` without a time zone.
        """
        if expires is not None and expires.tzinfo is None:
            raise ValueError("expires has no time zone")
        token = _PREFIX + token_urlsafe(_TOKEN_BYTES)
        now = datetime.now(UTC)
        name, team = normalize("NFC", name), team and normalize("NFC", team)
        record = KeyRecord(token_hex(6), name, team, Role(role), expires, now, None)
        row = {
            "id": record.id,
            "token_hash": _hash(token),
            "name": name,
            "team": team,
            "role": record.role.value,
            "expires": None if expires is None else microseconds(expires),
            "created": microseconds(now),
            "revoked": None,
        }
        _ = record.who  # its fields are checked before anything is stored
        with unavailable(), self._writing.begin() as connection:
            try:
                connection.execute(insert(access_keys), row)
            except IntegrityError:
                raise KeyNameTaken("a key in force has this name") from None
            self._tell(connection, Action.CREATED, record.id, now, actor)
        return record, token

    def revoke(self, key: str, *, actor: str = "command line") -> KeyRecord:
        """End a key, by its id or its name. Raises `UnknownKey` if none in force has it."""
        now = datetime.now(UTC)
        # Names were once kept as they were typed.
        wanted = or_(access_keys.c.id == key, access_keys.c.name.in_({key, normalize("NFC", key)}))
        with unavailable(), self._writing.begin() as connection:
            found = connection.execute(select(access_keys.c.id).where(wanted, _in_force)).scalars().all()
            # A name may be another key's id; an id is the surer.
            identity = key if key in found else next(iter(found), None)
            if identity is None:
                raise UnknownKey("no key in force has this id or name")
            change = update(access_keys).where(access_keys.c.id == identity)
            connection.execute(change.values(revoked=microseconds(now)))
            self._tell(connection, Action.REVOKED, identity, now, actor)
            return _record(connection.execute(select(access_keys).where(access_keys.c.id == identity)).one())

    def list(self) -> tuple[KeyRecord, ...]:
        """Give all keys ever made, the oldest first."""
        query = select(access_keys).order_by(access_keys.c.created, access_keys.c.id)
        with unavailable(), self._reading.connect() as connection:
            return tuple(_record(row) for row in connection.execute(query))

    def find(self, token: str, at: datetime | None = None) -> KeyRecord | None:
        """Give the key of a token if it is in force (at a given time: now).

        The time it takes tells nothing of the tokens that exist: what is searched is a hash.
        """
        wanted = _hash(token)
        query = select(access_keys).where(access_keys.c.token_hash == wanted)
        with unavailable(), self._reading.connect() as connection:
            row = connection.execute(query).first()
        if row is None or not hmac.compare_digest(row.token_hash, wanted):
            return None
        record = _record(row)
        return record if record.in_force(at or datetime.now(UTC)) else None

    def _tell(self, connection: Connection, action: Action, key: str, now: datetime, actor: str) -> None:
        """Bind the key's row, as it is now, to the chain: `verify` finds a later change."""
        row = connection.execute(select(access_keys).where(access_keys.c.id == key)).one()
        detail = {"row": digest_of_key(row).hex()}
        record = Administration(now, actor, action.value, key, detail)
        self._writer.extend(connection, [seal(record, token_bytes(SALTS_BYTES))])


_in_force = access_keys.c.revoked.is_(None)


def _hash(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _record(row: Row[Any]) -> KeyRecord:
    return KeyRecord(
        row.id,
        row.name,
        row.team,
        Role(row.role),
        None if row.expires is None else moment(row.expires),
        moment(row.created),
        None if row.revoked is None else moment(row.revoked),
    )
