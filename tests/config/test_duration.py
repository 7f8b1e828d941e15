from datetime import timedelta
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic.functional_validators import BeforeValidator

from config.duration import read_duration

DURATION = TypeAdapter(Annotated[timedelta, BeforeValidator(read_duration)])


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2 days", 48), ("2d", 48), ("90 min", 1.5), ("P2D", 48), ("P1W", 168), ("PT90M", 1.5)],
)
def test_it_is_written_in_words_or_in_iso(text, hours):
    assert DURATION.validate_python(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", [5, 5.0, "5", "", "P1M", "1 month", "-1 day", "1 day 2"])
def test_one_without_its_unit_is_refused(text):
    with pytest.raises(ValidationError):
        DURATION.validate_python(text)
