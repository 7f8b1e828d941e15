"""Word documents (DOCX): the text as it reads today, with its notes, headers, text boxes and comments."""

import io
from typing import Any

import docx

from gateway.attachments.kinds.markup import Markup, name_of, parse
from gateway.attachments.kinds.package import Package
from gateway.attachments.kinds.parts import PartRelations
from gateway.attachments.kinds.reading import Bounds, Document, Draft, Extract

#: Parts beside the body, and the heading that their text gets.
_BEHIND = (
    ("footnotes", "Footnotes"),
    ("endnotes", "Endnotes"),
    ("comments", "Comments"),
)


def read(content: bytes, package: Package, bounds: Bounds) -> Extract:
    """Return the text of a document. Deleted text, hidden text and properties are left out.

    Raises:
        Unfit: there is no text, or too much.
        Exception: whatever the library raises for a damaged file.

    """
    part: Any = docx.Document(io.BytesIO(content)).part
    draft, relations = Draft(bounds), PartRelations(part, package)
    for kind, heading in (("header", "Header"), ("footer", "Footer")):
        _write(draft, package, relations, kind, heading)
    Markup(draft, relations).write(parse(package.xml[str(part.partname).lstrip("/")]))
    for kind, heading in _BEHIND:
        _write(draft, package, relations, kind, heading)
    draft.omit("document properties", any(name.startswith("docProps/") for name in package.names))
    draft.omit("embedded objects", sum("/embeddings/" in name for name in package.names))
    return draft.extract(Document.WORD)


def _write(draft: Draft, package: Package, relations: PartRelations, kind: str, heading: str) -> None:
    for part, content in relations.of_kind(kind):
        own = Draft(draft.bounds)
        tree = parse(content)
        Markup(own, PartRelations(part, package)).write(tree)
        draft.left_out += own.left_out
        if any(line.strip() for line in own.lines):
            draft.add("")
            draft.add(f"[{heading}]")
            for line in own.lines:
                draft.add(line)
            draft.add("")
        draft.omit("authors of comments", sum(name_of(child) == "comment" for child in tree))
