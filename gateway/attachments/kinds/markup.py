"""Lines of text from WordprocessingML and DrawingML (ECMA-376, parts 1 and 4), in the order of the document.

The two share the names of what matters here: ``p`` a paragraph, ``t`` text, ``tbl``, ``tr`` and ``tc`` a
table, its rows and its cells. What a library's own objects leave aside (text boxes, notes, charts, content
controls) is in the same tree, so the tree is what is walked.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from lxml import etree

from gateway.attachments.kinds.reading import Draft

Element = Any

#: Elements left out with all that is in them, and what they are called where that is told.
_LEFT_OUT = {
    **dict.fromkeys(("del", "moveFrom"), "deleted text of tracked changes"),
    **dict.fromkeys(("object", "oleObj"), ""),  # counted by their parts
    "control": "form controls",
    **dict.fromkeys(("altChunk", "subDoc"), "embedded documents"),
    "sym": "symbols",
    "contentPart": "drawings by hand",
}
#: Properties, which hold no text of a reader's.
_SILENT = frozenset({"rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "extLst"})
_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "grpSp", "cxnSp"})
_IMAGES = frozenset({"blip", "imagedata"})
#: What shows another part, by the attribute that names it.
_SHOWN = {"chart": "id", "relIds": "dm"}
_TARGET = re.compile(r'HYPERLINK\s+"([^"]{1,2000})"')
#: Codes of fields whose result is laid out by the program; what they say stands beside them.
_LAYOUT = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|REF|NOTEREF|TOC|TC|SEQ|STYLEREF|XE|INDEX|DATE|TIME|HYPERLINK)\b"
)
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Word repeats here what it says of the drawing that the picture is in.
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_OFF = frozenset({"0", "false", "off", "none"})


class Relations(Protocol):
    """What a part refers to by id."""

    def target(self, reference: str) -> str:
        """Return the address of an external link, or ""."""
        ...

    def part(self, reference: str) -> bytes | None:
        """Return the content of another part of the package that is XML, or None."""
        ...


def parse(content: bytes) -> Element:
    """Return the tree of an XML part that `package.check` has passed.

    Raises:
        etree.XMLSyntaxError: it is none.

    """
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def name_of(element: Element) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class Markup:
    """Writes the lines of trees into a draft."""

    def __init__(self, draft: Draft, relations: Relations | None = None) -> None:
        self._draft = draft
        self._relations = relations
        #: What stands in a paragraph and has lines of its own, to be written behind it.
        self._boxes: list[Element] = []
        self._shown: set[str] = set()

    def write(self, element: Element) -> None:
        """Write every paragraph and table in an element."""
        name = name_of(element)
        if name == "p":
            for line in "".join(self._pieces(element)).split("\n"):
                self._draft.add(line)
        elif name == "tbl":
            self._table(element)
        elif name in ("strCache", "numCache"):
            self._draft.add(" | ".join(value.text or "" for value in element.iter("{*}v")))
        elif name in _BLANKS or name in ("t", "txbxContent"):
            self._write_all(element)
        else:
            if said := self._said(element, name):
                self._draft.add(said)
            self._write_all(self._inside(element, name))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._write_all(box)

    def line(self, element: Element) -> str:
        """Return the text in an element as one line, but for boxes, which are written behind."""
        return " ".join("".join(self._pieces(element)).split())

    def _write_all(self, elements: Iterable[Element]) -> None:
        for element in elements:
            self.write(element)

    def _table(self, table: Element) -> None:
        for row in _own(table, "tr", table):
            self._draft.add(" | ".join(map(self.line, _own(row, "tc", table))))
        self._draft.add("")

    def _pieces(self, element: Element) -> Iterator[str]:
        name = name_of(element)
        if name == "t":
            yield element.text or ""
        elif name in _BLANKS:
            yield _BLANKS[name]
        elif name == "txbxContent":
            self._boxes.append(element)
        elif name == "instrText":
            yield self._field(element.text or "")
        else:
            yield self._said(element, name)
            for child in self._inside(element, name):
                yield from self._pieces(child)
                if name != "p" and name_of(child) in ("p", "tc", "tr"):
                    yield " "
            if name in ("hyperlink", "r"):
                yield self._linked(element, name)

    def _inside(self, element: Element, name: str) -> Iterable[Element]:
        """Return the children that may have text; what is left out instead is counted."""
        if name in _LEFT_OUT:
            self._draft.omit(_LEFT_OUT[name])
        elif name == "r" and _is_hidden(element):
            self._draft.omit("hidden text")
        elif name in _SHAPES and _is_hidden_shape(element):
            self._draft.omit("hidden shapes")
        elif name == "AlternateContent":
            # Each choice says the same, for programs of different ages.
            return element[0] if len(element) else ()
        elif name not in _SILENT:
            return element  # type: ignore[no-any-return]
        return ()

    def _said(self, element: Element, name: str) -> str:
        """Return what an element says in an attribute; a part that it shows is written behind."""
        if name in _IMAGES:
            self._draft.omit("images")
        if name in ("docPr", "cNvPr") and not element.tag.startswith(_PICTURE):
            words = (element.get("title"), element.get("descr"))
            return " ".join(f" [{word}] " for word in words if word)
        if name == "textpath":  # letters drawn along a line
            return element.get("string") or ""
        if name == "fldSimple":
            return self._field(next((value for key, value in element.items() if key.endswith("}instr")), ""))
        if name in _SHOWN and self._relations:
            reference = element.get(_RELATIONS + _SHOWN[name]) or ""
            part = None if reference in self._shown else self._relations.part(reference)
            self._shown.add(reference)  # one that shows itself would have no end
            if part is not None:
                self._boxes.append(parse(part))
        return ""

    def _field(self, code: str) -> str:
        target = _TARGET.search(code)
        if target:
            return f" ({target[1]}) "
        if code.strip() and not _LAYOUT.match(code):
            self._draft.omit("field codes")
        return ""

    def _linked(self, element: Element, name: str) -> str:
        """Return where a link leads, as it is told behind the words of the link."""
        link = element.find("{*}rPr/{*}hlinkClick") if name == "r" else element
        reference = None if link is None else link.get(f"{_RELATIONS}id")
        target = self._relations.target(reference) if self._relations and reference else ""
        return f" ({target})" if target else ""


def _own(element: Element, name: str, table: Element) -> Iterator[Element]:
    """Yield the rows or the cells of a table, without those of the tables in its cells."""
    for found in element.iter(f"{{*}}{name}"):
        above = found.getparent()
        while above is not None and name_of(above) != "tbl":
            above = above.getparent()
        if above is table:
            yield found


def _is_hidden(run: Element) -> bool:
    mark = run.find("{*}rPr/{*}vanish")
    return mark is not None and not any(value in _OFF for value in mark.values())


def _is_hidden_shape(shape: Element) -> bool:
    own = next((child.find("{*}cNvPr") for child in shape if name_of(child).startswith("nv")), None)
    return own is not None and own.get("hidden", "0") not in _OFF
