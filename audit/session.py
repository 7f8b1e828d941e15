"""A connection to the database that commits batches of events durably, and is made anew after a failure."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import Connection

from audit.chain import Sealed
from audit.database import Access, open_engine, sqlite_file, unavailable
from audit.errors import AuditUnavailable
from audit.writer import Link, Writer


class Session:
    """Commits one batch after another; for one thread. ``patience`` bounds each wait, in seconds."""

    def __init__(self, url: str, patience: float) -> None:
        self._engine = open_engine(url, Access.WRITE, patience=patience)
        self._writer = Writer(self._engine)
        self._file = sqlite_file(url)
        self._connection: Connection | None = None
        self._identity: tuple[int, int] | None = None

    def commit(self, batch: Sequence[Sealed]) -> list[Link]:
        """Store a batch durably, at the end of the chain, all of it or nothing; an empty one is a trial.

        Raises `AuditUnavailable`.
        """
        with unavailable():
            connection = self._connect()
            # Nothing is stored. A crash loses the batch, for which nobody has a receipt: nothing left.
            with self._writer.together(connection), connection.begin():
                links = self._writer.extend(connection, batch)
                # The rows and the new head are in an open transaction, seen by nobody. A crash of this
                # process, of the database or of the machine rolls them back together: the chain ends
                # where it did. The next transaction, here or elsewhere, is the recovery: it reads the
                # head under its lock, as this one did.
            # COMMIT has returned: SQLite has synced its log (synchronous=FULL), PostgreSQL has flushed
            # its own (synchronous_commit=on). A crash from here on loses no row. Rows without a receipt
            # stand for calls that never left: too much on record, never too little.
            # Had COMMIT failed half-way (its answer lost), the rows might be stored or not: that is told
            # as not stored, and again the record can only say too much.
            self._expect_the_same_file()
            # SQLite goes on writing to a file that was removed or replaced; those rows would be lost at
            # exit. They are refused, and the file that is there now is opened before the next batch.
        # Receipts may be handed out. A crash from here on leaves a departure without an arrival: a call
        # that is shown as open, since nobody can say how it ended.
        return links

    def close(self) -> None:
        """Give the connection up; the next `commit` makes another."""
        if self._connection is not None:
            with suppress(AuditUnavailable), unavailable():
                self._connection.invalidate()
                self._connection.close()
            self._connection = None
        self._engine.dispose()

    def _connect(self) -> Connection:
        if self._connection is None:
            self._identity = self._identify()
            self._connection = self._engine.connect()
        self._expect_the_same_file()
        return self._connection

    def _identify(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        status = self._file.stat()
        return status.st_dev, status.st_ino

    def _expect_the_same_file(self) -> None:
        if self._identify() != self._identity:
            raise AuditUnavailable("the database's file was replaced")
