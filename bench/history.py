"""A long history of invented calls, put on record by the audit's own chain, faster than time does."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from random import Random  # noqa: TID251 - the same history each time, nothing secret

from sqlalchemy import delete

from audit.chain import SALTS_BYTES, seal
from audit.database import Access, migrate, open_engine
from audit.index import IndexKey, entries_of
from audit.models import carried, entries, events, head, hidden, open_calls
from audit.records import Administration, Arrival, Departure, Outcome, Record, Refusal, Who
from audit.writer import Writer

KEY = IndexKey(b"bench index key, 32 bytes or so!")
TEAMS = tuple(f"Équipe {number}" for number in range(8))
PROJECTS = tuple(f"Projet {number}" for number in range(40))
PROVIDERS = ("openai", "anthropic", "gemini", "local")
MODELS = tuple(f"modele-{number}" for number in range(12))
CALLERS = tuple(Who(f"k{n}", f"Poste {n}", TEAMS[n % len(TEAMS)], "staff") for n in range(120))
BEGINNING = datetime(2025, 1, 6, tzinfo=UTC)
END = BEGINNING + timedelta(days=700)
_FIRST = ("Marie-Ève", "Jean", "Zoé", "Luc", "Amélie", "Omar", "Chloé", "Minh", "Rosalie", "Xavier")
_LAST = ("Tremblay", "Gagnon", "Roy", "Côté", "Bouchard", "Gauthier", "Morin", "Lavoie", "Fortin", "Nguyen")
_PEOPLE = 20_000
_BATCH = 2_000
#: The part of the events that is of administration, with refusals; the part of the calls never ended.
_ADMINISTERED, _REFUSED, _LEFT_OPEN = 0.01, 0.03, 0.002


def person(number: int) -> tuple[tuple[str, str], ...]:
    """Return the labels and values of a person: those of small numbers are named most often."""
    # A name has no digit: with one it would be indexed as a code, by no word of it.
    family = "".join("aeiou"[int(digit) % 5] + "bcdfghjklm"[int(digit)] for digit in str(number // 100))
    first = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}-{family}"
    return (
        ("PERSON", first),
        ("PHONE_NUMBER", f"418 555-{number:05}"),
        ("EMAIL_ADDRESS", f"p{number}@exemple.ca"),
    )


def make(url: str, count: int) -> None:
    """Make a database of so many events, in bulk: one transaction for some thousands of them."""
    migrate(url)
    engine = open_engine(url, Access.WRITE, patience=600)
    writer, records = Writer(engine), _records(count)
    with engine.connect() as connection:
        while batch := [seal(record, os.urandom(SALTS_BYTES)) for record in islice(records, _BATCH)]:
            with writer.together(connection), connection.begin():
                writer.extend(connection, batch)
    engine.dispose()
    migrate(url)  # as a gateway that starts does, for the statistics


def copy(source: str, url: str) -> None:
    """Put what a database has into an empty one of PostgreSQL, row by row as it is."""
    migrate(url)
    reading, writing = open_engine(source, Access.READ), open_engine(url, Access.WRITE, patience=600)
    with reading.connect() as read, writing.begin() as write:
        write.execute(delete(head))
        cursor = write.connection.cursor()
        for table in (events, hidden, entries, carried, open_calls, head):
            columns = ", ".join(table.c.keys())
            rows = read.exec_driver_sql(f"SELECT {columns} FROM {table.name}")
            with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as pipe:
                for row in rows:
                    pipe.write_row(row)
    with writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")  # as PostgreSQL soon does by itself
    reading.dispose()
    writing.dispose()


def _records(count: int) -> Iterator[Record]:
    """Yield calls in the order of time, with arrivals a little behind their departures."""
    random = Random(5)
    weights = tuple(accumulate(1 / (rank + 20) for rank in range(_PEOPLE)))
    step = (END - BEGINNING) / count
    late: list[Arrival] = []
    at, made = BEGINNING, 0
    while made < count:
        at += step
        made += 1
        if len(late) > random.randrange(1, 12):
            yield late.pop(0)
            continue
        chance = random.random()
        if chance < _ADMINISTERED:
            yield Administration(at, "officer", "audit.lookup", "calls", {"reason": "demande"})
        elif chance < _REFUSED:
            yield _refusal(random, made, at)
        else:
            departure = _departure(random, made, at, weights)
            yield departure
            if random.random() > _LEFT_OPEN:
                late.append(_arrival(random, departure))


def _departure(random: Random, number: int, at: datetime, weights: tuple[float, ...]) -> Departure:
    people = random.choices(range(_PEOPLE), cum_weights=weights, k=random.choice((0, 1, 1, 2)))
    pairs = [pair for each in people for pair in person(each)[: random.randrange(1, 4)]]
    labels = {label: sum(label == other for other, _ in pairs) for label, _ in pairs}
    return Departure(
        *(f"req-{number:016x}", at, random.choice(CALLERS), random.choice(PROJECTS), "rédaction"),
        *(random.choice(PROVIDERS), "US", "EFVP-2026-03", "chat", random.choice(MODELS), number % 3 == 0),
        *("default", "a1b2c3d4", "e5f6a7b8", labels, "conversation", 4000, 4100, 6, 3500, 3500),
        entries_of(pairs, KEY),
    )


def _refusal(random: Random, number: int, at: datetime) -> Refusal:
    return Refusal(
        *(f"req-{number:016x}", at, random.choice(CALLERS), None, None, random.choice(PROVIDERS), "chat"),
        *(random.choice(MODELS), "secret_found", 400, {"SECRET": 1}, "messages.0.content", 800),
        *("default", "a1b2c3d4", "e5f6a7b8", 600, 600),
    )


def _arrival(random: Random, departure: Departure) -> Arrival:
    outcome = random.choices(list(Outcome), (960, 20, 12, 5, 3))[0]
    took = random.randrange(200, 20_000)
    return Arrival(
        *(departure.request_id, departure.at + timedelta(milliseconds=took), outcome, 200, 5000, 5100),
        *(900, 400, len(departure.labels), 0, took / 4, float(took)),
    )
