"""Engines for tests of the workers: the texts tell them what to do."""

import os
import re
import time
from pathlib import Path

from detectors.findings import Finding, Why


class Digits:
    """Finds runs of digits; obeys a text that is an order."""

    version = "digits-1"

    def __init__(self, options):
        self.options = options

    def analyse(self, text):
        if text.startswith("sleep "):
            time.sleep(float(text.split()[1]))
        elif text == "die":
            os._exit(9)
        elif text.startswith("raise"):
            raise ValueError(text)
        elif text == "print":
            print("noise on standard output")  # noqa: T201
        elif text == "options":
            return (Finding(0, 7, repr(self.options), 1.0, "options"),)
        return tuple(
            Finding(m.start(), m.end(), "ID_NUMBER", 0.9, "digits", Why(pattern="digits"))
            for m in re.finditer(r"\d+", text)
        )


class Broken:
    version = "broken"

    def __init__(self, options):
        raise RuntimeError("no weights here")


class OnceThenBroken(Digits):
    """Starts when the file named by the options exists; a test removes it to keep replacements from starting."""

    def __init__(self, options):
        super().__init__(options)
        if not Path(options).exists():
            raise RuntimeError("gone")


class Versioned(Digits):
    """Has the version that a file says."""

    def __init__(self, options):
        super().__init__(options)
        self.version = Path(options).read_text()
