import base64

import pytest

from config.attachments import Attachments
from gateway.attachments.intake import take, told_limits, weigh
from gateway.errors import GatewayError
from gateway.wire.carrier import carried
from gateway.wire.openai_chat import REQUEST


def parts(*contents: str):
    files = [{"type": "file", "file": {"filename": "a.txt", "file_data": each}} for each in contents]
    return carried({"messages": [{"role": "user", "content": files}]}, REQUEST)


def encoded(size: int) -> str:
    return base64.b64encode(b"a" * size).decode()


@pytest.mark.parametrize(
    ("limits", "limit", "path"),
    [
        ({"files": 1}, "files", "messages.0.content.1"),
        ({"file_size": 1024}, "file_size", "messages.0.content.0"),
        ({"total_size": 3000}, "total_size", "messages.0.content.1"),
    ],
)
def test_too_much_is_refused_before_it_is_decoded(limits, limit, path):
    made = Attachments(**limits)
    with pytest.raises(GatewayError) as caught:
        weigh(parts(encoded(2000), encoded(2000)), made, told_limits(made))
    assert (caught.value.code, caught.value.path) == ("files_too_large", path)
    assert caught.value.facts["most"] == str(limits[limit])


def test_what_fits_is_taken_as_it_came():
    found = parts(encoded(3), "data:text/plain,b%C3%A9")
    weigh(found, Attachments(), {})
    assert [(file.content, file.media, file.name) for file in take(found)] == [
        (b"aaa", "", "a.txt"),
        ("bé".encode(), "text/plain", "a.txt"),
    ]


def test_what_holds_no_file_is_refused():
    for act, content in (
        (lambda found: weigh(found, Attachments(), {}), ""),
        (take, "https://exemple.quebec"),
    ):
        with pytest.raises(GatewayError) as caught:
            act(parts(content))
        assert caught.value.code == "file_not_included"
