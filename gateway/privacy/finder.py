"""Finds a pseudonym at one place of a text, as it was or as a model changed it."""

import re
import unicodedata
from bisect import bisect
from collections.abc import Sequence
from operator import itemgetter

from gateway.privacy.aliases import CODE, WHO, Names, as_code
from gateway.privacy.damaged import Damaged, Reader
from gateway.privacy.glyphs import HYPHENS, OPENING, UNSEEN, Cut, Encoding, Sort, glyph_at
from gateway.privacy.masks import Masks
from gateway.privacy.reading import BEFORE

#: Where a pseudonym may begin: a bracket in any writing, or a word.
START = (
    r"[\[［【〔&%\\]"
    r"|(?:(?<![0-9A-Za-z])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2})|(?<=\\u[0-9a-fA-F]{4}))[A-Za-zÀ-ÖØ-öø-ÿＡ-Ｚａ-ｚ]"
)
_START = re.compile(START)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
#: What makes a word the end of a longer one.
_JOINS = re.compile(f"[{HYPHENS}_]")
_MANY = "&%\\"
_SIGNS = OPENING + _MANY
_PLAIN: frozenset[Encoding] = frozenset()
_RUN = re.compile(f"[0-9A-Za-zÀ-ÖØ-öø-ÿ０-９Ａ-Ｚａ-ｚ{UNSEEN}]+")
_TAGGED = re.compile(f"[A-Za-zÀ-ÖØ-öø-ÿＡ-Ｚａ-ｚ{UNSEEN}]+[{HYPHENS}]")
_WHOLE = re.compile(r"\[[A-Z]{1,16}-[0-9A-Z]{6}-[0-9A-Z]{3}\]")
#: Where one begins and ends, its original, its encodings, whether it ends with a bracket of its own (None for
#: a surrogate, which has none), its original's token (`Hidden`).
Found = tuple[int, int, str, frozenset[Encoding], bool | None, str]


class Finder:
    """Finds what a call hid.

    Each method raises `Cut` where the text has not come far enough to tell and more may come (not ``final``).
    """

    def __init__(self, names: Names, masks: Masks) -> None:
        self._names = names
        self._masks = masks
        self._start = re.compile(f"{START}|{masks.starts}") if masks else _START

    def begin(self, whole: str, at: int, places: Sequence[tuple[int, int]]) -> int | None:
        """Return where one may begin next: in one of ``places``, where these are known."""
        if not places:
            match = self._start.search(whole, at)
            return match.start() if match else None
        for number in range(bisect(places, at, key=itemgetter(1)), len(places)):
            start, end = places[number]
            if match := self._start.search(whole, max(at, start), end):
                return match.start()
        return None

    def at(self, whole: str, at: int, *, final: bool) -> Found | None:
        """Return what begins at a place."""
        if self._masks and (mask := self._masks.at(whole, at, final=final)):
            return at, *mask, _PLAIN, None, ""
        if (
            whole[at] == "["
            and (match := _WHOLE.match(whole, at))
            and (what := self._names.exact.get(match[0]))
        ):
            return at, match.end(), what.original, _PLAIN, True, what.token
        if not final and self._names.begins_as_written(whole, at):
            raise Cut
        if whole[at] in OPENING:
            return self._proven(whole, at, Reader(self._names, whole, at, final=final).bracketed(at + 1))
        if whole[at] in _MANY:
            return self._encoded(whole, at, final=final)
        return self._word(whole, at, final=final)

    def _encoded(self, whole: str, at: int, *, final: bool) -> Found | None:
        """Return the pseudonym whose bracket is written in more than one character."""
        glyph = glyph_at(whole, at, final=final)
        reader = Reader(self._names, whole, at, final=final)
        if glyph is not None and glyph.sort is Sort.OPEN:
            return self._proven(whole, at, reader.bracketed(glyph.end), glyph.encoding)
        if glyph is not None and glyph.escapes and whole[glyph.end : glyph.end + 1] == "[":
            found = reader.bracketed(glyph.end + 1)
            # Else the backslash is the end of a folder's name, say.
            return self._proven(whole, at if found and found.leads else glyph.end, found)
        return None

    def _word(self, whole: str, at: int, *, final: bool) -> Found | None:
        """Return the pseudonym without bracket that begins with a word."""
        run = _RUN.match(whole, at)
        if run is None:
            return None
        word, end, names = _capitals(run[0]), run.end(), self._names
        code = as_code(word)
        if end == len(whole) and not final:
            if word in names.word_beginnings or code in names.beginnings:
                raise Cut
            return None
        before = whole[at - 1 : at]
        reader = Reader(names, whole, at, final=final)
        if word in names.words:
            found = reader.labelled(end)
        elif names.is_who(code) and not _JOINS.match(before):
            found = reader.bare(end, code)
            if found is not None and len(found.code) == WHO and not any(map(str.isdigit, word)):
                return None
        else:
            return None
        if found is not None and len(found.code) == WHO and before and before in OPENING:
            return None
        encoding = Encoding.PERCENT if _PERCENT.match(whole, max(0, at - 3), at) else None
        return self._proven(whole, at, found, encoding)

    def _proven(
        self, whole: str, begin: int, found: Damaged | None, encoding: Encoding | None = None
    ) -> Found | None:
        if found is None:
            return None
        token = ""
        if len(found.code) == CODE:
            what = self._names.of_code(found.code)
            original, token = (what.original, what.token) if what else (None, "")
        else:
            before = whole[max(0, begin - BEFORE) : begin]
            original = self._names.of_who(found.code, said=found.said, before=before)
        if original is None:
            return None
        encodings = found.encodings | {encoding} if encoding else found.encodings
        return begin, found.end, original, encodings, found.closed, token

    def is_doubtful(self, whole: str, at: int) -> bool:
        """Whether a pseudonym that is none of ours may begin at a place."""
        if whole[at] in _SIGNS:
            return True
        tag = _TAGGED.match(whole, at)
        return tag is not None and _capitals(tag[0][:-1]) in self._names.words

    def resembling(self, whole: str, at: int, *, final: bool) -> int | None:
        """Return the end of what looks like a pseudonym and is none that could be proven, or None."""
        reader = Reader(self._names, whole, at, final=final)
        if whole[at] in OPENING:
            return reader.resembles(at + 1, opened=True)
        if whole[at] in _MANY:
            glyph = glyph_at(whole, at, final=final)
            opens = glyph is not None and glyph.sort is Sort.OPEN
            return reader.resembles(glyph.end, opened=True) if glyph and opens else None
        return reader.resembles(at, opened=False)


def _capitals(run: str) -> str:
    """Return a word in capitals without accents, its digits kept."""
    if run.isascii():
        return run.upper()
    return "".join(c for c in unicodedata.normalize("NFKD", run).upper() if c.isascii())
