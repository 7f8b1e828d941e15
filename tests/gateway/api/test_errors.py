import json

import pytest

from gateway.api import errors
from gateway.api.errors import Conflicting, TooOften, error_answer
from gateway.errors import GatewayError, Unavailable
from gateway.language import LANGUAGES, gettext

OWN = [TooOften, Conflicting]


def test_each_kind_stands_in_the_tree_with_a_code_of_its_own():
    tree = errors.__doc__.splitlines()
    for kind in OWN:
        assert any(f" {kind.__name__} " in line and str(kind.status) in line for line in tree)
    assert len({kind.code for kind in (*OWN, GatewayError)}) == 3


@pytest.mark.parametrize("kind", OWN)
def test_each_is_told_in_both_languages(kind):
    told = {
        json.loads(error_answer(kind(seconds=3), language).body)["error"]["message"] for language in LANGUAGES
    }
    assert len(told) == 2
    assert gettext(kind.message, "en") == kind.message


def test_it_says_when_to_come_back():
    assert error_answer(TooOften(seconds=7), "fr").headers["retry-after"] == "7"
    assert "retry-after" in error_answer(Unavailable(), "fr").headers
    assert "retry-after" not in error_answer(Conflicting(), "fr").headers


def test_names_of_fields_are_told_where_there_are_any():
    assert json.loads(error_answer(GatewayError(), "en", fields=("since",)).body)["error"]["fields"] == [
        "since"
    ]
    assert "fields" not in json.loads(error_answer(GatewayError(), "en").body)["error"]
