"""Office files are ZIP packages of XML (ECMA-376, part 2): what is looked at before a library opens one.

A library trusts what it opens. A package is therefore first read through once, within bounds: sizes, names,
and each XML part by a parser that refuses document type definitions, which such parts may not have and which
all entity bombs need.
"""

import io
import zlib
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gateway.attachments.kinds.reading import Bounds, Document, Reason, Unfit

#: Parts of one package: more than the largest presentation has.
_PARTS = 5_000
#: Bytes from which a part's ratio says anything: a short one of spaces is no bomb.
_LARGE = 1024 * 1024
_CHUNK = 256 * 1024
#: Elements inside each other: Word nests some forty.
_DEPTH = 256
_ENCRYPTED = 0x1
_METHODS = frozenset({ZIP_STORED, ZIP_DEFLATED})
_TYPES = "[Content_Types].xml"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Document.WORD,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Document.EXCEL,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": Document.POWERPOINT,
}


class Package:
    """A package that was read through: bounded, whole, and without definitions of entities."""

    def __init__(self, content: bytes, bounds: Bounds) -> None:
        """Read it through.

        Raises:
            Unfit: it is damaged, encrypted, too large once unpacked, holds macros, or is no Office file.

        """
        try:
            with ZipFile(io.BytesIO(content)) as archive:
                parts = archive.infolist()
                _bound(parts, bounds)
                self.names = tuple(part.filename for part in parts)
                if _TYPES not in self.names:
                    raise Unfit(Reason.UNSUPPORTED)
                types = _Types(archive.read(_TYPES))
                self.document = types.document
                #: The parts that are XML, by name.
                self.xml = {name: archive.read(name) for name in self.names if types.is_xml(name)}
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
            raise Unfit(Reason.DAMAGED) from None
        for part in self.xml.values():
            check(part)
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise Unfit(Reason.MACROS)


def _bound(parts: list[ZipInfo], bounds: Bounds) -> None:
    if len(parts) > _PARTS:
        raise Unfit(Reason.TOO_LARGE, "unpacked")
    # Two parts of one name would be read by one program and not by another.
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise Unfit(Reason.DAMAGED)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Unfit(Reason.ENCRYPTED)
    if any(part.compress_type not in _METHODS for part in parts):
        raise Unfit(Reason.DAMAGED)
    # Parts that overlap are counted each: what is told here is the most that can come out.
    if sum(part.file_size for part in parts) > bounds.unpacked:
        raise Unfit(Reason.TOO_LARGE, "unpacked")
    for part in parts:
        if part.file_size > _LARGE and part.file_size > bounds.ratio * max(1, part.compress_size):
            raise Unfit(Reason.TOO_LARGE, "ratio")


def check(content: bytes) -> None:
    """Refuse what is no XML, nested too deeply, or has a document type definition.

    Raises:
        Unfit: with `Reason.DAMAGED`.

    """
    depth = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise Unfit(Reason.DAMAGED)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_said: object) -> None:
        raise Unfit(Reason.DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for at in range(0, len(content), _CHUNK):
            parser.Parse(content[at : at + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unfit(Reason.DAMAGED) from None


class _Types:
    """What a package says that each of its parts is. A library goes by that, not by the part's name."""

    def __init__(self, content: bytes) -> None:
        check(content)
        self._xml_endings = {".xml", ".rels"}
        self._xml_names: set[str] = set()
        self._kinds: list[str] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._note
        parser.Parse(content, True)

    def _note(self, _name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        self._kinds.append(kind)
        # Drawings of old (VML) are often not quite XML; nothing here reads them.
        if kind.endswith("xml"):
            self._xml_names.add(attributes.get("PartName", "").lower())
            self._xml_endings.add("." + attributes.get("Extension", "xml").lower())

    def is_xml(self, name: str) -> bool:
        """Return whether a part is said to be XML, or named as it."""
        name = name.lower()
        return f"/{name}" in self._xml_names or name.endswith(tuple(self._xml_endings))

    @property
    def document(self) -> Document:
        """The kind of document, by its main part."""
        if any("macroenabled" in kind or "vbaproject" in kind for kind in self._kinds):
            raise Unfit(Reason.MACROS)
        found = {_MAIN[kind] for kind in self._kinds if kind in _MAIN}
        if len(found) != 1:
            raise Unfit(Reason.UNSUPPORTED)
        return found.pop()
