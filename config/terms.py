"""The organisation's own list of terms, as a file that can be added to."""

import fcntl
import os
from pathlib import Path

from config.document import read

_KEY = ("detection", "terms")


def terms_file(config: Path) -> Path | None:
    """Tell which file a configuration takes `detection.terms` from; None where it names none.

    Raises:
        OSError: the configuration cannot be read.

    """
    return read(config.read_text("utf-8"), os.environ, config.parent).files.get(_KEY)


def is_term(text: str) -> bool:
    """Tell whether a text can be a line of the list: `#` begins a comment."""
    return len(text) > 1 and text.isprintable() and not text.startswith("#") and text == text.strip()


def append_term(path: Path, term: str) -> bool:
    """Add a term at the end of the list and wait for the disk; tell False for one that is in it.

    Whoever adds at the same time waits; whoever reads sees the line whole or not at all. The file stays the
    same one: it may be mounted by itself, or be a link.

    Raises:
        OSError: the file cannot be read or written. What was there is left as it was.
        ValueError: the term is not a line, or the file is not UTF-8.

    """
    if not is_term(term):
        raise ValueError("a term is one line of at least two characters that does not begin with #")
    with path.open("r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held = file.read().decode("utf-8")
        if term.casefold() in {line.strip().casefold() for line in held.splitlines()}:
            return False
        size = file.seek(0, os.SEEK_END)
        line = f"{'' if not held or held.endswith(chr(10)) else chr(10)}{term}\n".encode()
        if file.write(line) != len(line):
            file.truncate(size)
            raise OSError("the term was written in part")
        os.fsync(file)
    return True
