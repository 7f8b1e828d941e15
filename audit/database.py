"""Opens the audit's database, SQLite or PostgreSQL, so that a commit is durable; and migrates it."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from audit.errors import AuditUnavailable

_MIGRATION_LOCK = 0x7061726176656E74
"""The key of PostgreSQL's advisory lock: "paravent" in ASCII."""

_MOMENT = 0.02
"""Seconds between two attempts to put a new file in WAL mode."""

_LOOKED_AT = 1_000
"""Entries of an index from which SQLite tells how its columns are spread."""

#: What spares SQLite work: the hundreds of entries of a long call lie on as many pages of their index.
#: 16 MiB of pages in memory, and as much in the log before it is put into the file.
_WRITING = ("cache_size=-16384", "wal_autocheckpoint=4096")

#: How PostgreSQL plans a reader's questions: the record is in memory or on a disk that seeks fast, and who
#: asks takes one core, not those of the calls. Several times quicker for a month's counts of a long record.
_READING = {"random_page_cost": 1.1, "max_parallel_workers_per_gather": 0}


class Access(StrEnum):
    """What an engine is for. Each transaction of a reader sees one moment of the database."""

    READ = "read"
    WRITE = "write"


@contextmanager
def unavailable() -> Iterator[None]:
    """Turn any failure of the database into `AuditUnavailable`, without the values it speaks of."""
    try:
        yield
    except (SQLAlchemyError, CommandError, psycopg.Error, sqlite3.Error, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise AuditUnavailable(f"the audit database failed: {type(cause).__name__}") from None


def open_engine(url: str, access: Access, *, patience: float = 5.0) -> Engine:
    """Make an engine for `sqlite:///FILE` or `postgresql://...`; nothing is opened before its first use.

    ``patience`` is how long, in seconds, a connection, a lock or a statement is waited for. Raises
    `ValueError` for another kind of address.
    """
    address = parse(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address, access, patience)
    return _open_postgresql(address, access, patience)


def parse(url: str) -> URL:
    """Read a database's address. Raises `ValueError`, which does not repeat it: it may hold a password."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise ValueError("the database's address cannot be read") from None
    backend = address.get_backend_name()
    if backend == "sqlite" and address.database and address.database != ":memory:":
        return address
    if backend == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    raise ValueError("the database must be sqlite:///FILE or postgresql://...")


def sqlite_file(url: str) -> Path | None:
    """Tell the file of an SQLite database; None for PostgreSQL."""
    address = parse(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def _open_sqlite(address: URL, access: Access, patience: float) -> Engine:
    path = quote(os.path.abspath(address.database or ""))  # noqa: PTH100 - resolve() would follow links

    def connect() -> sqlite3.Connection:
        # mode=rw: a file that has gone is an outage, never the occasion for a new and empty one.
        connection = sqlite3.connect(
            f"file:{path}?mode=rw",
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
        )
        # FULL: in WAL mode each commit waits for the disk. secure_delete: what is erased is overwritten.
        for pragma in ("synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        for pragma in ("query_only=ON",) if access is Access.READ else _WRITING:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True)
    begin = "BEGIN IMMEDIATE" if access is Access.WRITE else "BEGIN"

    @event.listens_for(engine, "begin")
    def take_the_lock(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _open_postgresql(address: URL, access: Access, patience: float) -> Engine:
    milliseconds = max(1, round(patience * 1000))
    settings = {
        "synchronous_commit": "on",
        "statement_timeout": milliseconds if access is Access.WRITE else 0,
        "lock_timeout": milliseconds,
        # A process that hangs with the end of the chain locked must not hang all the others.
        "idle_in_transaction_session_timeout": milliseconds if access is Access.WRITE else 0,
        "default_transaction_read_only": "on" if access is Access.READ else "off",
    }
    # What the address says of the first comes after, and holds.
    given = [f"-c {name}={value}" for name, value in _READING.items()] if access is Access.READ else []
    given.append(str(address.query.get("options", "")))
    options = " ".join([*given, *(f"-c {name}={value}" for name, value in settings.items())]).strip()
    return create_engine(
        address.difference_update_query(["options"]),
        connect_args={
            "options": options,
            "connect_timeout": max(2, round(patience)),
            "keepalives_idle": 2,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": milliseconds,
            "application_name": "paravent",
        },
        isolation_level="READ COMMITTED" if access is Access.WRITE else "REPEATABLE READ",
        paramstyle="format",  # by position, as SQLite: a statement compiled once serves both
        pool_pre_ping=True,
        hide_parameters=True,
    )


def migrate(url: str, *, patience: float = 30.0) -> None:
    """Create the tables or bring them to this version, however many processes do so at once.

    Raises `AuditUnavailable` where the database cannot be reached or written, or comes from a later
    version.
    """
    with unavailable():
        file = sqlite_file(url)
        if file is not None:
            _create(file, patience)
        engine = open_engine(url, Access.WRITE, patience=patience)
        try:
            _upgrade(engine)
            if file is not None:
                _describe(engine)
        finally:
            engine.dispose()


def _create(file: Path, patience: float) -> None:
    """Make the file, readable by its owner alone, and put it in WAL mode, which it remembers."""
    with suppress(FileExistsError):
        # One that exists is not opened: closing it would let go of every lock that this process has on it
        # (fcntl), and another process then takes SQLite's own files away from under it.
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
    deadline = time.monotonic() + patience
    try:
        while not _is_in_wal_mode(connection):
            # The change of mode does not wait for another process that makes it at the same time.
            if time.monotonic() > deadline:
                raise sqlite3.OperationalError("locked")
            time.sleep(_MOMENT)
    finally:
        connection.close()


def _is_in_wal_mode(connection: sqlite3.Connection) -> bool:
    try:
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    return bool(mode == "wal")


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with engine.begin() as connection:  # one transaction for all: a crash leaves the database as it was
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _describe(engine: Engine) -> None:
    """Tell SQLite's planner how the columns are spread, once the record is four times what it was told of.

    PostgreSQL does so by itself. It looks at `_LOOKED_AT` entries of each index, whatever their number.
    """
    with engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT sequence FROM head").scalar() or 0
        told = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").scalar()
        known = (
            told
            and connection.exec_driver_sql(
                "SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_events_at'"
            ).scalar()
        )
    if count < max(_LOOKED_AT, 4 * int((known or "0").split()[0])):
        return
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
