"""What lies around the gateway in its tests: a provider on the loopback, and receipts of a real ledger."""

import shutil
from datetime import UTC, datetime

import pytest

from audit.database import migrate
from audit.ledger import append_now
from audit.records import Administration
from tests.acceptance.provider import Provider


@pytest.fixture(scope="session")
def provider():
    running = Provider()
    yield running
    running.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """A migrated database without a row, to be copied: migrating takes long."""
    file = tmp_path_factory.mktemp("database") / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(empty_database, tmp_path):
    shutil.copy(empty_database, tmp_path / "paravent.db")
    return f"sqlite:///{tmp_path}/paravent.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request):
    """The address of a migrated database of each kind in turn."""
    if request.param == "sqlite":
        return request.getfixturevalue("database")
    url = request.getfixturevalue("postgres_url")
    migrate(url)
    return url


@pytest.fixture(scope="session")
def receipt(empty_database, tmp_path_factory):
    """A receipt, as only a ledger makes one."""
    file = tmp_path_factory.mktemp("receipt") / "paravent.db"
    shutil.copy(empty_database, file)
    record = Administration(datetime.now(UTC), "test", "test.begun", "test", {})
    return append_now(f"sqlite:///{file}", record)
