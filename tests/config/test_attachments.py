import pytest
from pydantic import ValidationError

from config.attachments import Attachments


def test_sizes_may_be_written_as_people_write_them():
    limits = Attachments(file_size="5 MiB", memory="512MiB")
    assert (limits.file_size, limits.memory) == (5 * 1024**2, 512 * 1024**2)


@pytest.mark.parametrize(
    "limits", [{"files": 0}, {"memory": "1 MiB"}, {"deadline": 0}, {"pages": 10**6}, {"page": 1}]
)
def test_a_limit_that_is_none_is_refused(limits):
    with pytest.raises(ValidationError):
        Attachments(**limits)
