"""The tables. `migrations/` makes the same ones; a test compares them on both databases.

`events` is the chain, one row an event, numbered from 1 without a gap; `hidden`, `entries` and `carried` are
the lists that belong to its details. Times are microseconds since 1970-01-01 UTC and texts are compared by
code point, so that a row has the same columns and digests on SQLite and on PostgreSQL.

There are no foreign keys, so that `events` can later be partitioned by ranges of `sequence`, cut at the
turn of a month: the table of today is attached as the first partition, without a rewrite. `verify` finds
what a foreign key would have refused.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from audit.chain import CALLER, MAIN, SPINE, Detail
from audit.records import LONGEST

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite keeps a table in the order of a primary key only when its type is INTEGER."""
_TEXT = String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql")
_LONG_TEXT = Text().with_variant(Text(collation="C"), "postgresql")

_NUMBERS = {
    *("at", "stream", "bytes_received", "bytes_sent", "segments", "characters_seen"),
    *("characters_analysed", "status", "bytes_delivered", "tokens_in", "tokens_out", "restored"),
    *("unresolved", "first_us", "total_us"),
}
_REQUIRED = {"at", "kind"}


def _column(name: str) -> Column[str] | Column[int]:
    if name in _NUMBERS:
        return Column(name, BigInteger(), nullable=name not in _REQUIRED)
    return Column(name, _LONG_TEXT if name == "detail" else _TEXT, nullable=name not in _REQUIRED)


events = Table(
    "events",
    metadata,
    Column("sequence", _NUMBER, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(), nullable=False),
    *(_column(name) for name in SPINE),
    *(Column(f"{part}_digest", LargeBinary(), nullable=part is not Detail.MAIN) for part in Detail),
    *(Column(f"{part}_salt", LargeBinary()) for part in Detail),
    # The sequence of the event that tells of a detail's erasure.
    *(Column(f"{part}_erased", BigInteger()) for part in Detail),
    *(_column(name) for name in CALLER),
    *(_column(name) for name in MAIN),
)

Index("ix_events_at", events.c.at)
for _name in ("request_id", "name", "team", "project", "provider", "model", "outcome", "action"):
    _filled = events.c[_name].is_not(None)
    Index(
        f"ix_events_{_name}",
        *(events.c[_name], events.c.at),
        sqlite_where=_filled,
        postgresql_where=_filled,
    )
_some = {"refusal": events.c.kind == "refusal", "main_erased": events.c.main_erased.is_not(None)}
for _name, _of_some in _some.items():
    Index(f"ix_events_{_name}", events.c.at, sqlite_where=_of_some, postgresql_where=_of_some)

#: How many values of each label an event speaks of. ``at`` is the event's, to page through a label by time.
hidden = Table(
    "hidden",
    metadata,
    Column("sequence", _NUMBER, primary_key=True, autoincrement=False),
    Column("label", _TEXT, primary_key=True),
    Column("count", BigInteger(), nullable=False),
    Column("at", BigInteger(), nullable=False),
    Index("ix_hidden_label", "label", "at"),
    sqlite_with_rowid=False,
)

entries = Table(
    "entries",
    metadata,
    Column("sequence", _NUMBER, primary_key=True, autoincrement=False),
    Column("entry", LargeBinary(), primary_key=True),
    Column("label", _TEXT, primary_key=True),
    Index("ix_entries_entry", "entry", "sequence"),
    sqlite_with_rowid=False,
)

#: The events whose entries an event has as well (`audit.carrying`); below zero, of one that has lost its own.
carried = Table(
    "carried",
    metadata,
    Column("sequence", _NUMBER, primary_key=True, autoincrement=False),
    Column("bundle", BigInteger(), primary_key=True, autoincrement=False),
    Index("ix_carried_bundle", "bundle", "sequence"),
    sqlite_with_rowid=False,
)

#: The end of the chain: one row, locked by whoever appends, so that several processes take turns.
head = Table(
    "head",
    metadata,
    Column(
        "id", Integer(), CheckConstraint("id = 1", name="ck_head_one"), primary_key=True, autoincrement=False
    ),
    Column("sequence", BigInteger(), nullable=False),
    Column("digest", LargeBinary(), nullable=False),
)

#: The departures whose call has not ended, kept up by whoever appends: few among many.
open_calls = Table(
    "open_calls",
    metadata,
    Column("request_id", _TEXT, primary_key=True),
    Column("sequence", BigInteger(), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("sequence", _NUMBER, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(), nullable=False),
    Column("at", BigInteger(), nullable=False),
    Column("key_id", _TEXT, nullable=False),
    Column("signature", LargeBinary(), nullable=False),
)

#: Staff keys: of a token only its SHA-256 is kept.
access_keys = Table(
    "access_keys",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("token_hash", LargeBinary(), nullable=False),
    Column("name", _TEXT, nullable=False),
    Column("team", _TEXT),
    Column("role", _TEXT, nullable=False),
    Column("expires", BigInteger()),
    Column("created", BigInteger(), nullable=False),
    Column("revoked", BigInteger()),
    Index("ix_access_keys_token_hash", "token_hash", unique=True),
)

#: What restores the conversations that a provider keeps: ``reference`` is a digest of whose it is and of its
#: id there, ``sealed`` is encrypted with the key ``key_id``. A part is written by one call and never changed.
vault = Table(
    "vault",
    metadata,
    Column("reference", LargeBinary(), primary_key=True),
    Column("part", LargeBinary(), primary_key=True),
    Column("key_id", _TEXT, nullable=False),
    Column("sealed", LargeBinary(), nullable=False),
    Column("expires", BigInteger(), nullable=False),
    Index("ix_vault_expires", "expires"),
    sqlite_with_rowid=False,
)

#: The registers of incidents and of requests: what an officer entered, entry by entry, never changed. Each is
#: bound to the chain by an event. ``body`` is JSON.
register_entries = Table(
    "register_entries",
    metadata,
    Column("reference", _TEXT, primary_key=True),
    Column("number", BigInteger(), primary_key=True, autoincrement=False),
    Column("register", _TEXT, nullable=False),
    Column("at", BigInteger(), nullable=False),
    Column("author", _TEXT, nullable=False),
    Column("kind", _TEXT, nullable=False),
    Column("body", _LONG_TEXT, nullable=False),
    Column("salt", LargeBinary(), nullable=False),
    Index("ix_register_entries_register", "register", "at"),
    sqlite_with_rowid=False,
)

#: The calls that an entry names, and how each was found.
register_calls = Table(
    "register_calls",
    metadata,
    Column("reference", _TEXT, primary_key=True),
    Column("number", BigInteger(), primary_key=True, autoincrement=False),
    Column("request_id", _TEXT, primary_key=True),
    Column("found", _TEXT, nullable=False),
    sqlite_with_rowid=False,
)

#: What people say of answers: one row a person and call, as it is now. ``validator`` is a keyed hash of the
#: call and the key. Each change is an event.
validations = Table(
    "validations",
    metadata,
    Column("request_id", _TEXT, primary_key=True),
    Column("validator", LargeBinary(), primary_key=True),
    Column("at", BigInteger(), nullable=False),
    Column("verdict", _TEXT, nullable=False),
    Column("salt", LargeBinary(), nullable=False),
    sqlite_with_rowid=False,
)

#: Calls that wait for a person's approval, as they are now; each change is an event. ``fingerprint`` is a
#: keyed hash of who would send what, ``sealed`` what would leave, encrypted, for as long as the call waits.
held_calls = Table(
    "held_calls",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("fingerprint", LargeBinary(), nullable=False),
    *(Column(name, _TEXT, nullable=False) for name in ("key_id", "name")),
    *(Column(name, _TEXT) for name in ("team", "project", "purpose")),
    *(Column(name, _TEXT, nullable=False) for name in ("provider", "operation")),
    Column("model", _TEXT),
    Column("policy", _TEXT, nullable=False),
    *(Column(name, _LONG_TEXT, nullable=False) for name in ("labels", "reviewers")),
    *(Column(name, BigInteger(), nullable=False) for name in ("at", "expires", "patience")),
    Column("state", _TEXT, nullable=False),
    Column("decider", _TEXT),
    Column("reason", _LONG_TEXT),
    Column("sealed", LargeBinary()),
    Column("salt", LargeBinary(), nullable=False),
    Index("ix_held_calls_fingerprint", "fingerprint"),
    Index("ix_held_calls_expires", "expires"),
    sqlite_with_rowid=False,
)

#: How far the record was passed on, and which process does so now, until when.
feeds = Table(
    "feeds",
    metadata,
    Column("name", _TEXT, primary_key=True),
    Column("sequence", BigInteger(), nullable=False),
    Column("holder", _TEXT),
    Column("until", BigInteger(), nullable=False),
    sqlite_with_rowid=False,
)

_valid = access_keys.c.revoked.is_(None)
_named = ("ix_access_keys_name_in_force", access_keys.c.name)
Index(*_named, unique=True, sqlite_where=_valid, postgresql_where=_valid)
