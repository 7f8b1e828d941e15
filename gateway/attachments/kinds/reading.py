"""What reading a file gives: its text, or the reason why it cannot be had."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Document(StrEnum):
    """A kind of document that can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    WORD = "docx"
    EXCEL = "xlsx"
    POWERPOINT = "pptx"
    PDF = "pdf"


class Reason(StrEnum):
    """Why a file is not read."""

    UNSUPPORTED = "unsupported"  # a kind that is not known here
    MISMATCH = "mismatch"  # not what it is said to be
    DAMAGED = "damaged"  # cut, broken, or made to break whoever reads it
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    TOO_LARGE = "too_large"  # beyond a limit of the configuration
    NO_TEXT = "no_text"  # a scan, an empty file
    GARBLED = "garbled"  # text that cannot be trusted to be what the page shows
    ANIMATED = "animated"  # an image that moves: more than one picture to look at


class Unfit(Exception):
    """The file is not read. Holds nothing of it: a reason, and the key of the limit that it is beyond."""

    def __init__(self, reason: Reason, limit: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a file is read (see `config.attachments`)."""

    pages: int
    cells: int
    characters: int
    unpacked: int
    ratio: int


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file. ``pages`` counts its pages, sheets or slides; 0 where there are none.

    ``left_out`` counts what the file holds beside the text, by name: it does not leave, and the text says so.
    """

    document: Document
    text: str
    pages: int = 0
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Draft:
    """An extract in the making, that stops growing at the bounds."""

    bounds: Bounds
    lines: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    size: int = 0

    def add(self, line: str) -> None:
        """Put a line at the end, without the spaces behind it; an empty one never follows another.

        Raises:
            Unfit: there is more text than the bounds allow.

        """
        line = line.rstrip()
        if line or (self.lines and self.lines[-1]):
            self.lines.append(line)
            self.size += len(line) + 1
        if self.size > self.bounds.characters:
            raise Unfit(Reason.TOO_LARGE, "characters")

    def omit(self, what: str, count: int = 1) -> None:
        """Count something that is not read; what has no name is told elsewhere."""
        if what and count:
            self.left_out[what] += count

    def extract(self, document: Document, pages: int = 0) -> Extract:
        """Return what was read.

        Raises:
            Unfit: nothing was.

        """
        text = "\n".join(self.lines).strip("\n")
        if not text.strip():
            raise Unfit(Reason.NO_TEXT)
        return Extract(document, text, pages, tuple(sorted(self.left_out.items())))
