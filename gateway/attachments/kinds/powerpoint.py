"""PowerPoint presentations (PPTX): what each shown slide says, its notes and its comments."""

import io
from typing import Any

from pptx import Presentation

from gateway.attachments.kinds.markup import Markup, name_of, parse
from gateway.attachments.kinds.package import Package
from gateway.attachments.kinds.parts import PartRelations
from gateway.attachments.kinds.reading import Bounds, Document, Draft, Extract, Reason, Unfit

_OFF = frozenset({"0", "false"})


def read(content: bytes, package: Package, bounds: Bounds) -> Extract:
    """Return the text of a presentation. Hidden slides, what only masters say, and properties are left out.

    Raises:
        Unfit: there is no text, too much of it, or too many slides.
        Exception: whatever the library raises for a damaged file.

    """
    slides: Any = Presentation(io.BytesIO(content)).slides
    if len(slides) > bounds.pages:
        raise Unfit(Reason.TOO_LARGE, "pages")
    draft = Draft(bounds)
    shown = 0
    for number, slide in enumerate(slides, 1):
        relations = PartRelations(slide.part, package)
        tree = parse(package.xml[str(slide.part.partname).lstrip("/")])
        if tree.get("show", "1") in _OFF:
            draft.omit("hidden slides")
            continue
        shown += 1
        draft.add("")
        heading = len(draft.lines)
        Markup(draft, relations).write(tree)
        for part, notes in relations.of_kind("notesSlide"):
            _write(draft, "Notes", notes, PartRelations(part, package))
        for part, comments in relations.of_kind("comments", "comment"):
            _write_comments(draft, comments, PartRelations(part, package))
        if len(draft.lines) > heading:
            draft.lines.insert(heading, f"[Slide {number}]")
    draft.omit("document properties", any(name.startswith("docProps/") for name in package.names))
    draft.omit("embedded objects", sum("/embeddings/" in name for name in package.names))
    return draft.extract(Document.POWERPOINT, shown)


def _write(draft: Draft, heading: str, content: bytes, relations: PartRelations) -> None:
    own = Draft(draft.bounds)
    Markup(own, relations).write(parse(content))
    draft.left_out += own.left_out
    # The slide's picture and number are part of every page of notes.
    lines = [line for line in own.lines if line.strip() and not line.strip().isdecimal()]
    if lines:
        draft.add(f"[{heading}]")
    for line in lines:
        draft.add(line)


def _write_comments(draft: Draft, content: bytes, relations: PartRelations) -> None:
    tree = parse(content)
    draft.omit("authors of comments", len(tree))
    lines = [line for child in tree for line in _said(draft, child, relations)]
    if lines:
        draft.add("[Comments]")
    for line in lines:
        draft.add(line)


def _said(draft: Draft, comment: Any, relations: PartRelations) -> list[str]:
    """Return the lines of a comment: of old it is one text, of late it has paragraphs."""
    old = [child.text for child in comment if name_of(child) == "text" and child.text]
    own = Draft(draft.bounds)
    Markup(own, relations).write(comment)
    draft.left_out += own.left_out
    return [*old, *own.lines]
