import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.language import LANGUAGES, accepted, chosen, gettext


def test_french_comes_first():
    assert gettext("Nothing to hide.") == "Rien à cacher."
    assert gettext("Nothing to hide.", "en") == "Nothing to hide."
    assert gettext("Nothing to hide.", "de") == "Rien à cacher."
    assert gettext("Not in any catalogue") == "Not in any catalogue"


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "fr"),
        ([], {"LANG": "C.UTF-8"}, "fr"),
        ([], {"LANG": "en_CA.UTF-8"}, "en"),
        ([], {"LANG": "en_CA.UTF-8", "PARAVENT_LANGUAGE": "fr"}, "fr"),
        ([], {"LANG": "fr_CA", "LC_ALL": "en_US"}, "en"),
        (["check", "--language", "en"], {"PARAVENT_LANGUAGE": "fr"}, "en"),
        (["--language=en"], {}, "en"),
        (["--language=de"], {"LANG": "en_CA"}, "fr"),
        (["--language"], {}, "fr"),
        (["--", "--language=en"], {}, "fr"),
    ],
)
def test_the_language_of_a_command(arguments, environment, language):
    assert chosen(arguments, environment) == language


def test_every_message_is_translated_and_the_catalogues_are_up_to_date():
    script = Path(__file__).parents[2] / "scripts" / "translations.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("EN-ca", "en"),
        ("fr-CA,fr;q=0.8,en;q=0.6", "fr"),
        ("de,en;q=0.5,fr;q=0.4", "en"),
        ("fr;q=0,en;q=0.1", "en"),
        ("*", "fr"),
        ("de", "fr"),
        ("en;q=nan", "fr"),
        ("en;q=x", "fr"),
        (";;,,q=", "fr"),
    ],
)
def test_a_reader_is_answered_in_the_language_they_want_most(header, language):
    assert accepted(header) == language


@given(st.text())
def test_any_header_gives_a_language_that_is_spoken(header):
    assert accepted(header, "en") in LANGUAGES
