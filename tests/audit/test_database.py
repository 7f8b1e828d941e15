import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from audit.chain import SALTS_BYTES, seal
from audit.database import Access, migrate, open_engine, parse, sqlite_file, unavailable
from audit.errors import AuditUnavailable
from audit.records import Administration
from audit.writer import Writer

RACE = "import sys; from audit.database import migrate; sys.stdin.readline(); migrate(sys.argv[1])"

READ = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT sequence FROM head').fetchone()[0])"


def test_two_processes_may_migrate_at_once(empty_url):
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, empty_url], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for process in starts:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in starts] == [b""] * 2
    assert [process.returncode for process in starts] == [0] * 2
    engine = open_engine(empty_url, Access.READ)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM head")).scalar_one() == 1
    engine.dispose()


def test_migrating_again_changes_nothing(url, change):
    change("UPDATE head SET sequence = 5")
    migrate(url)
    assert change("SELECT sequence FROM head") == [(5,)]


def test_a_database_of_a_later_version_is_not_touched(url, change):
    change("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(AuditUnavailable):
        migrate(url)


def test_a_reader_on_postgresql_takes_one_core_and_what_the_address_says_holds(postgres_server):
    for query, access, expected in (
        ("", Access.READ, ("1.1", "0")),
        ("?options=-crandom_page_cost%3D2", Access.READ, ("2", "0")),
        ("?options=-cmax_parallel_workers_per_gather%3D3", Access.WRITE, ("4", "3")),
    ):
        engine = open_engine(postgres_server + query, access)
        with engine.connect() as connection:
            shown = [
                connection.exec_driver_sql(f"SHOW {name}").scalar()
                for name in ("random_page_cost", "max_parallel_workers_per_gather")
            ]
        engine.dispose()
        assert tuple(shown) == expected


def test_commits_are_durable(url):
    engine = open_engine(url, Access.WRITE)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    engine.dispose()


def test_a_reader_cannot_write(url):
    engine = open_engine(url, Access.READ)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text("UPDATE head SET sequence = 1"))
    engine.dispose()


def test_a_reader_sees_one_moment(url, change):
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        query = text("SELECT sequence FROM head")
        before = connection.execute(query).scalar_one()
        change("UPDATE head SET sequence = 9")
        assert connection.execute(query).scalar_one() == before
    engine.dispose()


def test_a_new_file_is_its_owners_alone(tmp_path):
    file = tmp_path / "été.db"
    migrate(f"sqlite:///{file}")
    assert sqlite_file(f"sqlite:///{file}") == file
    for each in tmp_path.iterdir():
        assert stat.S_IMODE(each.stat().st_mode) == 0o600


def test_a_missing_file_is_not_made_anew(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/gone.db", Access.WRITE)
    with pytest.raises(AuditUnavailable), unavailable(), engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_have_any_name(tmp_path):
    url = f"sqlite:///{tmp_path}/100%20?.db"
    migrate(url)
    file = sqlite_file(url)
    assert file is not None
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT sequence FROM head").fetchall() == [(0,)]
    connection.close()


@pytest.mark.parametrize(
    "url", ["", "paravent.db", "sqlite://", "sqlite:///:memory:", "mysql://root:hunter2@db/x"]
)
def test_other_addresses_are_refused_without_repeating_them(url):
    with pytest.raises(ValueError) as caught:
        parse(url)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_failure_is_told_without_values(url):
    engine = open_engine(url, Access.WRITE)
    with pytest.raises(AuditUnavailable) as caught, unavailable(), engine.begin() as connection:
        connection.execute(text("INSERT INTO head VALUES (:a, :b, :b)"), {"a": 1, "b": b"Josianne"})
    engine.dispose()
    assert "Josianne" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_no_server_is_unavailable():
    with pytest.raises(AuditUnavailable):
        migrate("postgresql://nobody:secret@127.0.0.1:1/none", patience=2)


def test_no_folder_is_unavailable(tmp_path):
    with pytest.raises(AuditUnavailable, match="FileNotFoundError"):
        migrate(f"sqlite:///{tmp_path}/none/audit.db")


def test_the_migrations_are_packaged():
    import audit

    folder = Path(os.fspath(audit.__path__[0])) / "migrations"
    assert {"env.py", "script.py.mako", "versions"} <= {each.name for each in folder.iterdir()}


def test_migrating_does_not_let_go_of_what_the_process_has_open(tmp_path):
    """Closing any handle on a file drops the process's locks on it; another process then removes the log."""
    file = tmp_path / "paravent.db"
    url = f"sqlite:///{file}"
    migrate(url)
    engine = open_engine(url, Access.WRITE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE head SET sequence = 7"))
    migrate(url)
    seen = subprocess.run(
        [sys.executable, "-c", READ, str(file)], capture_output=True, check=True, text=True
    ).stdout
    with engine.begin() as connection:
        connection.execute(text("UPDATE head SET sequence = 8"))
    again = subprocess.run(
        [sys.executable, "-c", READ, str(file)], capture_output=True, check=True, text=True
    ).stdout
    engine.dispose()
    assert (seen.strip(), again.strip()) == ("7", "8")


def test_sqlite_learns_how_a_record_that_has_grown_is_spread(tmp_path, monkeypatch):
    """Without it, its planner reads the whole record for a question that an index answers."""
    url = f"sqlite:///{tmp_path}/audit.db"

    def told():
        with closing(sqlite3.connect(tmp_path / "audit.db")) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchall():
                return None
            query = "SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_events_at'"
            return int(connection.execute(query).fetchone()[0].split()[0])

    def grow(count):
        engine = open_engine(url, Access.WRITE)
        with engine.begin() as connection:
            at = datetime(2026, 3, 2, tzinfo=UTC)
            record = Administration(at, "officer", "audit.list", "calls", {})
            Writer(engine).extend(connection, [seal(record, bytes(SALTS_BYTES))] * count)
        engine.dispose()
        migrate(url)

    monkeypatch.setattr("audit.database._LOOKED_AT", 10)
    migrate(url)
    grow(9)
    assert told() is None
    grow(1)
    assert told() == 10
    grow(29)
    assert told() == 10
    grow(1)
    assert told() >= 20  # it looks at a part, and reckons
