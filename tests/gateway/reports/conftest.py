from datetime import UTC, date, datetime

import pytest

from config.settings import Organization
from gateway.reports.heading import Period, Reader

ORGANIZATION = Organization.model_validate(
    {"name": "Institut <Démocratie>", "officer": {"name": "Ada Officier", "email": "ada@exemple.qc.ca"}}
)


@pytest.fixture(params=["fr", "en"])
def reader(request):
    """Give a reader of each language in turn."""
    return Reader(request.param, ORGANIZATION, date(2026, 11, 24), UTC)


@pytest.fixture
def french():
    return Reader("fr", ORGANIZATION, date(2026, 11, 24), UTC)


@pytest.fixture
def november():
    return Period(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
