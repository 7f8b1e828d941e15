"""The gate of the words of accounts opens for each of them."""

import re

import pytest

from detectors.accountwords import ACCOUNT, DOES, DONE, GATE, PLACE

_SAID = [
    (ACCOUNT, "les comptes"),
    (ACCOUNT, "acces de"),
    (ACCOUNT, "reponds a"),
    (PLACE, "plateforme"),
    (PLACE, "tiktok"),
    (DONE, "deverrouille"),
    (DONE, "password for"),
    (DONE, "publiee par"),
    (DOES, "a insulte"),
    (DOES, "has been"),
    (DOES, "se connecte"),
]


@pytest.mark.parametrize(("words", "said"), _SAID)
def test_what_is_said_of_accounts_is_known_and_opens_the_gate(words: str, said: str) -> None:
    assert re.search(words, said)
    assert re.search(GATE, said)
