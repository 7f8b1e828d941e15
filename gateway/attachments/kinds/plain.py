"""Text, Markdown, CSV and JSON: letters in one of the encodings that can be told for certain."""

import codecs
import json
import re

from gateway.attachments.kinds.reading import Bounds, Document, Extract, Reason, Unfit

#: Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What no text has: control characters but tab, line ends and form feed, and halves of surrogate pairs.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: What French and English write beyond ASCII: bytes that make anything else in Windows-1252 are not in it.
_WESTERN = frozenset(
    "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸñÑáíóúÁÍÓÚßøØåÅãõ«»“”‘’–—…•·€£¢°ºª©®™§¶±×÷½¼¾²³¹µ\xa0\xad¿¡"
)

#: Three in a row stand in no French word, and in most of another alphabet's.
_FOREIGN = re.compile(r"[^\x00-\x7f\W\d_]{3}")


def decode(content: bytes) -> str:
    """Return the text of some bytes: UTF-8, UTF-16 or UTF-32 with a mark, else Windows-1252.

    The last is what spreadsheets in French still write CSV in. It fits any bytes, so it is only taken where
    every letter is one of French or English: misread, a name would be found by no detector.

    Raises:
        Unfit: it is no text, or in no encoding that can be told for certain.

    """
    text = _decoded(content)
    if _CONTROL.search(text):
        raise Unfit(Reason.GARBLED)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    try:
        for mark, encoding in _MARKS:
            if content.startswith(mark):
                return content[len(mark) :].decode(encoding)
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise Unfit(Reason.GARBLED) from None
    if _FOREIGN.search(text) or not all(letter.isascii() or letter in _WESTERN for letter in text):
        raise Unfit(Reason.GARBLED)
    return text


def read(content: bytes, document: Document, bounds: Bounds) -> Extract:
    """Return the text of a file of this kind, as it stands.

    Raises:
        Unfit: see `decode`; or what is said to be JSON is none.

    """
    text = decode(content)
    if len(text) > bounds.characters:
        raise Unfit(Reason.TOO_LARGE, "characters")
    if not text.strip():
        raise Unfit(Reason.NO_TEXT)
    if document is Document.JSON:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise Unfit(Reason.MISMATCH) from None
    return Extract(document, text)
