import io
import struct
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

import pytest

from gateway.attachments.kinds.package import Package, check
from gateway.attachments.kinds.reading import Bounds, Document, Reason, Unfit
from tests.gateway.attachments.files import BOUNDS, excel, part, powerpoint, with_parts, word

WORD = word("Bonjour.")
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


def refused(content: bytes, bounds: Bounds = BOUNDS) -> tuple[Reason, str]:
    with pytest.raises(Unfit) as caught:
        Package(content, bounds)
    return caught.value.reason, caught.value.limit


@pytest.mark.parametrize(
    ("content", "document"),
    [(WORD, Document.WORD), (excel(("a",)), Document.EXCEL), (powerpoint("a"), Document.POWERPOINT)],
)
def test_the_kind_is_that_of_the_main_part(content, document):
    assert Package(content, BOUNDS).document is document


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = with_parts(WORD, {"word/media/a.xml": bytes(50 * 1024**2)})
    assert len(bomb) < 200_000
    assert refused(bomb) == (Reason.TOO_LARGE, "ratio")
    assert refused(bomb, Bounds(1, 1, 1, 1024**2, 10_000)) == (Reason.TOO_LARGE, "unpacked")


def test_a_size_that_lies_gives_no_more_than_it_says():
    content = bytearray(with_parts(WORD, {"word/extra.xml": b"<a>" + b" " * 500_000 + b"</a>"}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 7)
    assert refused(bytes(content)) == (Reason.DAMAGED, "")


def test_too_many_parts_are_refused():
    many = {f"word/{number}.bin": b"" for number in range(5_001)}
    assert refused(with_parts(WORD, many, method=ZIP_STORED)) == (Reason.TOO_LARGE, "unpacked")


def test_entities_are_refused_wherever_they_are():
    for name in (
        "word/document.xml",
        "docProps/core.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "customXml/item1.xml",
    ):
        assert refused(with_parts(WORD, {name: ENTITIES})) == (Reason.DAMAGED, "")


def test_entities_in_a_part_that_is_named_otherwise_are_refused_too():
    types = part(WORD, "[Content_Types].xml").replace(
        b"</Types>", b'<Override PartName="/word/evil.bin" ContentType="application/x+xml"/></Types>'
    )
    assert refused(with_parts(WORD, {"[Content_Types].xml": types, "word/evil.bin": ENTITIES})) == (
        Reason.DAMAGED,
        "",
    )


def test_entities_in_another_encoding_are_refused_too():
    assert refused(with_parts(WORD, {"word/a.xml": ENTITIES.decode().encode("utf-16")})) == (
        Reason.DAMAGED,
        "",
    )


def test_deep_trees_are_refused():
    with pytest.raises(Unfit):
        check(b"<a>" * 300 + b"</a>" * 300)
    check(b"<a>" * 200 + b"</a>" * 200)


def test_macros_are_refused_by_name_and_by_kind():
    assert refused(with_parts(WORD, {"word/vbaProject.bin": b"x"})) == (Reason.MACROS, "")
    types = part(WORD, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert refused(with_parts(WORD, {"[Content_Types].xml": types})) == (Reason.MACROS, "")


def test_a_part_that_is_encrypted_is_refused():
    content = bytearray(WORD)
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(bytes(content)) == (Reason.ENCRYPTED, "")


def test_a_method_that_libraries_do_not_share_is_refused():
    assert refused(with_parts(WORD, {}, method=ZIP_BZIP2)) == (Reason.DAMAGED, "")


def test_two_parts_of_one_name_are_refused():
    assert refused(with_parts(WORD, {"word/A.xml": b"<a/>", "WORD/a.xml": b"<a/>"})) == (Reason.DAMAGED, "")


def test_an_archive_is_no_document():
    room = io.BytesIO()
    with ZipFile(room, "w") as archive:
        archive.writestr("a.txt", "Bonjour")
    assert refused(room.getvalue()) == (Reason.UNSUPPORTED, "")


@pytest.mark.parametrize("cut", [4, 100, len(WORD) // 2, len(WORD) - 30])
def test_a_file_that_is_cut_is_refused(cut):
    assert refused(WORD[:cut]) == (Reason.DAMAGED, "")
