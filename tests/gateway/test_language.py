import subprocess
import sys
from pathlib import Path

import pytest

from gateway.language import chosen, gettext


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
