import pytest

from gateway import errors
from gateway.errors import GatewayError, TooLarge
from gateway.language import LANGUAGES, gettext

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, GatewayError)]


def test_each_kind_has_a_code_of_its_own_and_stands_in_the_tree():
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    tree = errors.__doc__.splitlines()
    for kind in KINDS:
        line = next(line for line in tree if f" {kind.__name__} " in f" {line} ")
        assert kind is GatewayError or f" {kind.status}" in line


def test_no_status_makes_an_sdk_send_again_by_itself():
    # The SDKs repeat 408, 409 and 429; a 5xx says in its headers whether that helps.
    assert not {408, 409, 429} & {kind.status for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_is_written_in_both_languages_and_filled_by_its_facts(kind, language):
    error = kind(limit=10, methods="POST")
    assert gettext(error.message, language) % error.facts
    assert (language == "en") == (gettext(kind.message, language) == kind.message)


def test_what_is_raised_says_its_code_and_nothing_else():
    error = TooLarge("Body of %(limit)s for %(path)s", code="odd", path="messages.0", limit=3)
    assert (str(error), error.args) == ("odd", ("odd",))
    assert (error.message, error.path) == ("Body of %(limit)s for %(path)s", "messages.0")
    assert error.facts == {"path": "messages.0", "limit": 3}
    assert (TooLarge.code, TooLarge().code) == ("request_too_large", "request_too_large")
    assert TooLarge(limit=3).facts == {"path": "", "limit": 3}
