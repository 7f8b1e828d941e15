"""Checks the chain with other eyes: recomputes it from the rows, and shares no code that writes.

Reads one moment of the database, so it may run while the gateway does. It finds what was changed; it
cannot find a tail that was cut together with the head, unless told of an event that must be there: a
receipt's or a signed checkpoint's sequence and digest.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from audit.bundles import carried_by_nobody, is_as_written, pairs_of
from audit.chain import ERASED, ZERO, class_of, digest_of_key, moment
from audit.checkpoint import Checkpoint
from audit.database import Access, open_engine, unavailable
from audit.faults import LISTED, Fault, Problem, Verification
from audit.models import access_keys, carried, checkpoints, entries, events, head, hidden
from audit.pages import Page, pages
from audit.records import Kind
from audit.rows import read_rows
from audit.sound import judge
from audit.unended import Unended
from audit.vouched import TOLD, Vouched


def verify(
    url: str, expected: Iterable[tuple[int, str]] = (), public_keys: Iterable[str] = ()
) -> Verification:
    """Check a whole database. ``expected`` are pairs of a sequence and a hexadecimal digest.

    The checkpoints in the database must agree with the chain and, where ``public_keys`` (hexadecimal) are
    given, be signed by one of them. Raises `AuditUnavailable` where the database cannot be read.
    """
    with unavailable():
        engine = open_engine(url, Access.READ)
        try:
            with engine.connect() as connection:
                return examine(connection, expected, public_keys)
        finally:
            engine.dispose()


def examine(
    connection: Connection, expected: Iterable[tuple[int, str]] = (), public_keys: Iterable[str] = ()
) -> Verification:
    """Check what a transaction sees."""
    walk = _Walk(connection)
    for sequence, digest in expected:
        walk.expect(sequence, digest)
    walk.expect_checkpoints(tuple(public_keys))
    return walk.result()


_NAMES = events.c.keys()
_KIND = _NAMES.index("kind")
_ACTION = slice(_NAMES.index("action"), _NAMES.index("detail") + 1)


@dataclass(slots=True)
class _Erasure:
    """What an erasure did, seen from the details that point to it."""

    count: int = 0
    digests: Any = field(default_factory=sha256)


class _Walk:
    """One pass over the events in order, with the lists that belong to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._expected: dict[int, set[str]] = defaultdict(set)
        self._problems: list[Problem] = []
        self._erased: dict[tuple[int, str], _Erasure] = defaultdict(_Erasure)
        self._told: dict[tuple[int, str], Mapping[str, str]] = {}
        self._keys: dict[str, Mapping[str, str]] = {}
        self._vouched = Vouched()
        self._unended = Unended()
        self._count = self._sequence = 0
        self._digest = ZERO

    def expect(self, sequence: int, digest: str) -> None:
        self._expected[sequence].add(digest)

    def expect_checkpoints(self, public_keys: Sequence[str]) -> None:
        for sequence, digest, at, key_id, signature in read_rows(self._connection, checkpoints):
            try:
                checkpoint = Checkpoint(sequence, digest.hex(), moment(at), key_id, signature.hex())
                signed = not public_keys or checkpoint.signed_by(public_keys)
                self.expect(sequence, checkpoint.digest)
            except (AttributeError, TypeError, OverflowError):  # a column of another type
                signed = False
            if not signed:
                self._blame(sequence, Fault.SIGNATURE, "checkpoints")

    def result(self) -> Verification:
        for page in pages(self._connection):
            for row in page.rows:
                self._check(row, page)
            self._blame_strays(page)
        self._check_end()
        erased: Counter[str] = Counter()
        for (_, name), erasure in self._erased.items():
            erased[name] += erasure.count
        self._check_erasures()
        self._check_keys()
        for part in (self._unended, self._vouched):
            self._problems += part.problems(self._connection)
        self._problems += carried_by_nobody(self._connection)
        problems = tuple(sorted(self._problems, key=lambda problem: problem.sequence)[:LISTED])
        return Verification(self._count, self._sequence, self._digest.hex(), dict(erased), problems)

    def _blame(self, sequence: Any, fault: Fault, part: str) -> None:
        self._problems.append(Problem(sequence if isinstance(sequence, int) else 0, fault, part))

    def _blame_strays(self, page: Page) -> None:
        """Report what is left in the lists of a page: it belongs to no event."""
        lists = {hidden.name: page.labels, entries.name: page.entries, carried.name: page.carried}
        for part, left in lists.items():
            for sequence in left:
                self._blame(sequence, Fault.STRAY, part)

    def _check(self, row: Sequence[Any], page: Page) -> None:
        sequence, digest = row[0], row[1]
        if sequence != self._sequence + 1:
            self._blame(sequence, Fault.GAP, "event")
        try:
            labels, pairs = page.labels.pop(sequence, ()), page.entries.pop(sequence, ())
            if borne := page.carried.pop(sequence, ()):
                own, pairs = pairs, pairs_of(pairs, borne, page.bundles)
                if not is_as_written(sequence, own, borne, page.bundles, pairs):
                    self._blame(sequence, Fault.STRAY, carried.name)
            follows, edited, erased = judge(self._digest, row, labels, pairs)
            for detail in edited:
                self._blame(sequence, Fault.EDITED, detail)
            for detail, event, lost in erased:
                self._count_erased(event, class_of(detail, row[_KIND]), lost)
            if row[_KIND] == Kind.ADMINISTRATION:
                self._listen(sequence, *row[_ACTION])
            else:
                self._unended.follow(sequence, row[_KIND], row[_KIND + 1])
        except (AttributeError, TypeError, ValueError):  # another type, or bytes that are no text
            follows = False
        if not follows:
            self._blame(sequence, Fault.BROKEN, "event")
        self._count += 1
        self._sequence, self._digest = sequence, digest if isinstance(digest, bytes) else ZERO
        if self._expected and self._expected.pop(sequence, set()) - {self._digest.hex()}:
            self._blame(sequence, Fault.REPLACED, "event")

    def _count_erased(self, event: int, name: str, digest: bytes) -> None:
        erasure = self._erased[event, name]
        erasure.count += 1
        erasure.digests.update(digest)

    def _listen(self, sequence: int, action: str, subject: str, detail: str) -> None:
        """Remember what the chain says of erasures, keys and other rows, to compare it with the tables."""
        if action is not None and action.startswith((ERASED, "key.", *TOLD)):
            told = json.loads(detail)
            if not isinstance(told, dict):
                raise TypeError
            if action == ERASED:
                self._told[sequence, subject] = told
            elif action.startswith(TOLD):
                self._vouched.listen(action, subject, told)
            else:
                self._keys[subject] = told

    def _check_end(self) -> None:
        ends = [tuple(row[1:]) for row in read_rows(self._connection, head)]
        if ends != [(self._sequence, self._digest)]:
            cut = any(isinstance(sequence, int) and sequence > self._sequence for sequence, _ in ends)
            self._blame(self._sequence, Fault.TAIL if cut else Fault.HEAD, "head")
        for sequence in self._expected:  # those seen are gone from it
            self._blame(sequence, Fault.TAIL if sequence > self._sequence else Fault.GAP, "event")

    def _check_erasures(self) -> None:
        for event, name in self._told.keys() | self._erased.keys():
            told, done = self._told.get((event, name), {}), self._erased[event, name]
            if (told.get("count"), told.get("digest")) != (str(done.count), done.digests.hexdigest()):
                self._blame(event, Fault.ERASURE, name)

    def _check_keys(self) -> None:
        for row in read_rows(self._connection, access_keys):
            told = self._keys.pop(row[0], {})
            try:
                same = told.get("row") == digest_of_key(row).hex()
            except (TypeError, ValueError):  # another type, or bytes that are no text
                same = False
            if not same:
                self._blame(0, Fault.KEY, "access_keys")
        for _ in self._keys:  # the chain knows a key that the table has lost
            self._blame(0, Fault.KEY, "access_keys")
