"""HTML: what a reader sees or a screen reader says, without scripts, styles and comments."""

import re
from html.parser import HTMLParser

from gateway.attachments.kinds.plain import decode
from gateway.attachments.kinds.reading import Bounds, Document, Draft, Extract

#: Elements that are left out with all that is in them, and what they are called where that is told.
_LEFT_OUT = {"script": "scripts", "style": "styles", "template": "templates", "iframe": "embedded pages"}
#: Elements that stand for something which is no text.
_EMBEDDED = {"img": "images", "video": "videos", "audio": "sounds", "object": "embedded objects"}
#: Elements that are part of a line; any other begins a line of its own.
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
        ),
        *(
            "kbd",
            "label",
            "mark",
            "q",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "time",
        ),
        *(
            "tt",
            "u",
            "var",
            "wbr",
            "img",
            "input",
            "button",
            "select",
            "option",
            "meter",
            "output",
            "progress",
        ),
    }
)
_CELLS = frozenset({"td", "th"})
#: Attributes that a reader meets as text.
_SAID = ("alt", "title", "placeholder", "aria-label", "summary", "label")
_SPACES = re.compile(r"[^\S\n\xa0]+")


def read(content: bytes, bounds: Bounds) -> Extract:
    """Return the text of a page: a line for each block, cells of a row between bars, targets behind links.

    Raises:
        Unfit: no text, or text in an encoding that cannot be told.

    """
    page = _Page(Draft(bounds))
    page.feed(decode(content))
    page.close()
    page.end_line()
    return page.draft.extract(Document.HTML)


class _Page(HTMLParser):
    """Gathers the lines of a page. Never fails: what is no HTML is text."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(convert_charrefs=True)
        self.draft = draft
        self._line: list[str] = []
        self._inside: str | None = None
        self._as_written = False
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element (`HTMLParser` calls this, and the three below)."""
        if self._inside:
            return
        if tag in _LEFT_OUT:
            self._inside = tag
            self.draft.omit(_LEFT_OUT[tag])
            return
        self._begin(tag)
        said = {name: value for name, value in attrs if value}
        if tag in _EMBEDDED:
            self.draft.omit(_EMBEDDED[tag])
        if tag == "meta":
            self.draft.omit("document properties", "content" in said)
        elif said.get("type", "").lower() == "hidden":
            self.draft.omit("hidden fields")
        elif "value" in said:
            self._line.append(f" {said['value']} ")
        self._line += (f" {said[name]} " for name in _SAID if name in said)
        if tag == "a":
            self._targets.append(said.get("href", ""))
        self._as_written |= tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if self._inside:
            if tag == self._inside:
                self._inside = None
            return
        if tag == "a" and self._targets:
            target = self._targets.pop()
            if target and not target.lower().startswith(("#", "javascript:", "data:")):
                self._line.append(f" ({target})")
        if tag not in _CELLS:
            self._begin(tag)
        self._as_written &= tag != "pre"

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._inside:
            return
        if self._as_written:
            first, *others = data.split("\n")
            self._line.append(first)
            for other in others:
                self.end_line()
                self._line.append(other)
        else:
            self._line.append(_SPACES.sub(" ", data.replace("\n", " ")))

    def handle_comment(self, data: str) -> None:
        """Leave a comment out."""
        self.draft.omit("comments", bool(data.strip()))

    def _begin(self, tag: str) -> None:
        if tag in _CELLS:
            self._line.append(" | " if "".join(self._line).strip() else "")
        elif tag not in _INLINE:
            self.end_line()

    def end_line(self) -> None:
        """Put what was gathered at the end of the draft as one line."""
        line = "".join(self._line)
        self._line.clear()
        if not line.strip():
            return
        self.draft.add(line if self._as_written else _SPACES.sub(" ", line).strip())
