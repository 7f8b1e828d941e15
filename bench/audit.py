"""The record when it is long: pages, look-ups, counts, verification and appending, with so many events.

``python -m bench audit [--events N] [--postgresql URL] [--keep FOLDER]``: on SQLite, and on PostgreSQL where
an address is given (or PARAVENT_TEST_POSTGRES is set), in a schema of its own that goes with the run.
"""

import argparse
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg

from audit.calls import Cursor, Ending, Search
from audit.chain import microseconds
from audit.counts import By
from audit.reader import Reader
from audit.verify import verify
from bench import history, ledger

_MIDDLE = history.BEGINNING + (history.END - history.BEGINNING) / 2
_WEEK = Search(since=_MIDDLE, until=_MIDDLE + timedelta(days=7))
_MONTH = Search(since=_MIDDLE, until=_MIDDLE + timedelta(days=30))
_SEARCHES: dict[str, Search] = {
    "all": Search(),
    "one week": _WEEK,
    "caller": Search(caller="Poste 7"),
    "team": Search(team="Équipe 3"),
    "project": Search(project="Projet 11"),
    "provider": Search(provider="gemini"),
    "model": Search(model="modele-5"),
    "label": Search(label="PHONE_NUMBER"),
    "team, provider, model, one month": Search(
        team="Équipe 3", provider="gemini", model="modele-5", since=_MONTH.since, until=_MONTH.until
    ),
    "caller, project, label": Search(caller="Poste 7", project="Projet 11", label="PHONE_NUMBER"),
    "caller never seen": Search(caller="Poste 999"),
    **{f"ending {ending}": Search(ending=ending) for ending in Ending},
    "ending open, one month": Search(ending=Ending.OPEN, since=_MONTH.since, until=_MONTH.until),
    "ending open, team": Search(ending=Ending.OPEN, team="Équipe 3"),
    "ending unreachable, team, model": Search(ending=Ending.UNREACHABLE, team="Équipe 3", model="modele-5"),
    "beginning of a request id": Search(request_id="req-00000000000000"),
    "text": Search(text="modele-5"),
    "text that is nowhere": Search(text="introuvable"),
}
_PERSONS = {
    "the most frequent person": history.person(0)[0][1],
    "a rare person": history.person(19_000)[0][1],
    "a telephone number": history.person(300)[1][1],
    "a first name": "Rosalie",
    "two words of frequent names": "Marie-Ève Gagnon",
    "two first names, of several persons": "Rosalie Xavier",
    "a frequent first name with nobody's": "Rosalie Inconnue",
    "nobody": "Personne Inconnue",
}


def main(arguments: list[str]) -> None:
    """Make the databases, measure, print the figures as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m bench audit")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--postgresql", metavar="URL", default=os.environ.get("PARAVENT_TEST_POSTGRES"))
    parser.add_argument(
        "--keep", metavar="FOLDER", type=Path, help="where the SQLite file stays, to be used again"
    )
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        file = (given.keep or Path(folder)) / f"history-{given.events}.db"
        url = f"sqlite:///{file}"
        if not file.exists():
            _say_time("made", lambda: history.make(url, given.events))
        print(f"\n{given.events:,} events, SQLite, {file.stat().st_size / 2**20:,.0f} MiB\n")
        _measure(url)
        _measure_ledger(f"sqlite:///{folder}/empty.db", "SQLite, empty")
        if not given.keep:
            _measure_ledger(url, "SQLite, behind them")
        if given.postgresql:
            with _schema(given.postgresql) as other:
                _say_time("copied", lambda: history.copy(url, other))
                print(f"\n{given.events:,} events, PostgreSQL\n")
                _measure(other)
                _measure_ledger(other, "PostgreSQL, behind them")
            with _schema(given.postgresql) as other:
                _measure_ledger(other, "PostgreSQL, empty")


def _say_time(what: str, do: Callable[[], object]) -> None:
    begun = time.perf_counter()
    do()
    print(f"{what} in {time.perf_counter() - begun:,.0f} s", flush=True)


@contextmanager
def _schema(server: str) -> Iterator[str]:
    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(server.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        try:
            yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


def _measure(url: str) -> None:
    reader = Reader(url)
    middle = Cursor(microseconds(_MIDDLE), 0)
    print("| what | median ms | worst ms | found |\n|---|---|---|---|")
    for name, search in _SEARCHES.items():
        _row(f"page: {name}", lambda search=search: len(reader.calls(search).calls))
        if search.since is None:
            _row(f"page in the middle: {name}", lambda search=search: len(reader.calls(search, middle).calls))
    for name, value in _PERSONS.items():
        _row(f"look-up: {name}", lambda value=value: len(reader.lookup(value, [history.KEY]).matches))
    request_id = reader.calls().calls[0].request_id
    _row("one call", lambda: reader.call(request_id) is not None)
    for by in By:
        _row(f"count of a month by {by}", lambda by=by: len(reader.counts(by, _MONTH)), 5)
        _row(f"count of all by {by}", lambda by=by: len(reader.counts(by)), 3)
    reader.close()
    begun, used = time.perf_counter(), time.process_time()
    found = verify(url)
    elapsed, worked = time.perf_counter() - begun, time.process_time() - used
    assert found.intact
    print(
        f"\nverify: {found.events / elapsed:,.0f} events/s, "
        f"{found.events / worked:,.0f} for a second of this process's processor time\n",
        flush=True,
    )


def _measure_ledger(url: str, which: str) -> None:
    print(f"\nthe ledger: {which}\n")
    ledger.measure(url)


def _row(name: str, do: Callable[[], int], times: int = 9) -> None:
    found = do()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        do()
        taken.append((time.perf_counter() - begun) * 1000)
    print(f"| {name} | {statistics.median(taken):.1f} | {max(taken):.1f} | {found} |", flush=True)
