"""How far the record was passed on: one process at a time does so, and another goes on where it stopped.

At least once: the place is kept after events were handed over, so that a crash in between hands them over
anew. Blocks: use a thread.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from audit.calls import Event
from audit.chain import microseconds
from audit.database import Access, open_engine, unavailable
from audit.models import feeds
from audit.reader import Reader

_LEASE = timedelta(seconds=30)
"""How long a process that says nothing more keeps the others waiting."""


class Feed:
    """One place in the record of a database that is migrated. Raises `AuditUnavailable`."""

    def __init__(self, url: str, name: str) -> None:
        self._writing = open_engine(url, Access.WRITE)
        self._reading = open_engine(url, Access.READ)
        self._reader = Reader(url)
        self._name = name
        self._holder = token_hex(8)

    def close(self) -> None:
        """Close the connections."""
        for part in (self._writing, self._reading):
            part.dispose()
        self._reader.close()

    def take(self, now: datetime) -> int | None:
        """Take the feed, or keep it; give the last sequence that was passed on, None where another has it."""
        mine = feeds.c.name == self._name
        free = or_(
            feeds.c.holder == self._holder, feeds.c.holder.is_(None), feeds.c.until < microseconds(now)
        )
        lease = {"holder": self._holder, "until": microseconds(now + _LEASE)}
        with unavailable():
            with self._writing.begin() as connection:
                if connection.execute(update(feeds).where(mine, free).values(lease)).rowcount:
                    return int(connection.execute(select(feeds.c.sequence).where(mine)).scalar_one())
                if connection.execute(select(feeds.c.name).where(mine)).first() is not None:
                    return None
            try:
                with self._writing.begin() as connection:
                    connection.execute(insert(feeds), {"name": self._name, "sequence": 0, **lease})
            except IntegrityError:  # another process was first
                return None
        return 0

    def after(self, sequence: int, limit: int) -> Sequence[Event]:
        """Give the events that follow, in the order of the chain."""
        return self._reader.events(after=sequence, limit=limit)

    def keep(self, sequence: int, now: datetime) -> bool:
        """Note that all up to a sequence was passed on; tell whether the feed is still this process's."""
        mine = feeds.c.name == self._name, feeds.c.holder == self._holder
        told = {"sequence": sequence, "until": microseconds(now + _LEASE)}
        with unavailable(), self._writing.begin() as connection:
            return bool(connection.execute(update(feeds).where(*mine).values(told)).rowcount)

    def leave(self) -> None:
        """Let another process go on at once."""
        mine = feeds.c.name == self._name, feeds.c.holder == self._holder
        with unavailable(), self._writing.begin() as connection:
            connection.execute(update(feeds).where(*mine).values(holder=None, until=0))
