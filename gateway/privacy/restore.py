"""Pseudonyms back into originals: whole texts here, streams in `gateway.privacy.stream`."""

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from gateway.privacy.aliases import Names
from gateway.privacy.damaged import STRETCH
from gateway.privacy.finder import Finder, Found
from gateway.privacy.glyphs import Cut, Encoding
from gateway.privacy.masks import Masks, merged
from gateway.privacy.numerals import held_back, is_number, string_around
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.reading import BEFORE, Reading, Span
from gateway.privacy.signs import signs
from gateway.privacy.sources import Source
from gateway.wire.strict_json import escape, parse

#: A link to nowhere that a model makes of brackets: ``[PERSON-…](#)``.
_LINK = re.compile(r"\((?:#[^\s()]{0,40})?\)")
_LINK_BEGUN = re.compile(r"\((?:#[^\s()]{0,40})?\Z")
#: A letter escaped in JSON strings nested in each other: an original that was read out of such a text.
_NESTED = re.compile(r"(?<!\\)(\\{2,32})u[0-9a-fA-F]{4}")
#: A text up to so long is read at once; a longer one is first searched for any sign of a pseudonym.
_SHORT = 80


class Restorer:
    """Restores what one call hid, and counts it.

    ``restored`` counts pseudonyms put back, ``unresolved`` texts that look like one and cannot be proven to
    be ours. ``reserved`` are the lookalikes that the caller wrote, ``sources`` the documents that an answer
    may cite.
    """

    def __init__(
        self,
        hidden: Mapping[str, Hidden],
        reserved: frozenset[str] = frozenset(),
        sources: Sequence[Source | None] = (),
    ) -> None:
        self.sources = sources
        self._names = Names(hidden, reserved)
        self._masks = Masks(hidden)
        self._finder = Finder(self._names, self._masks)
        self._has_numbers = any(is_number(what.token) for what in hidden.values())
        self.restored = 0
        self.unresolved = 0

    def __bool__(self) -> bool:
        """Whether there is anything to restore."""
        return bool(self._names.exact or self._masks)

    @property
    def widest(self) -> int:
        """The most characters that ever wait in a stream: those of one pseudonym, each written in several."""
        return max((STRETCH + 1) * self._names.widest, self._masks.longest)

    def text(self, text: str, *, whole_json: bool = False) -> str:
        """Return a whole text restored, in one pass: nothing that was put back is looked at again.

        ``whole_json`` says that a text which begins like a JSON document is one.
        """
        return self._whole(text, json=whole_json and text.lstrip()[:1] in ("{", "["))

    def leaf(self, text: str, *, whole_json: bool = False) -> Any:
        """Return a whole string of a JSON value restored: a number, where it stands for one."""
        what = self._names.exact.get(text) if self._has_numbers else None
        if what is None or not is_number(what.token):
            return self.text(text, whole_json=whole_json)
        self.restored += 1
        return parse(what.token)

    def json_text(self, text: str) -> str:
        """Return the inside of a JSON document, or a fragment of one, restored with JSON escapes."""
        return self._whole(text, json=True)

    def spans(self, text: str, *, whole_json: bool = False) -> list[Span]:
        """Return what `text` replaces, without counting it: it tells where offsets have moved."""
        kept = self.restored, self.unresolved
        spans = self._spans(text, json=whole_json and text.lstrip()[:1] in ("{", "["))
        self.restored, self.unresolved = kept
        return spans

    def _whole(self, text: str, *, json: bool) -> str:
        return _applied(text, self._spans(text, json=json))

    def _spans(self, text: str, *, json: bool) -> list[Span]:
        if not self:
            return []
        places = self._places(text) if len(text) > _SHORT else [(0, len(text))]
        spans, _settled = self.read(text, Reading(), json=json, places=places) if places else ([], 0)
        return spans

    def _places(self, text: str) -> list[tuple[int, int]]:
        places = signs(text, self._names) if self._names.exact else []
        return merged((*places, *self._masks.places(text))) if self._masks else places

    def unsettled(self, text: str, before: str = "") -> int:
        """Return how many characters at the end of a text may be the start of a pseudonym still to come.

        ``before`` is what the text follows.
        """
        kept = self.restored, self.unresolved
        _spans, settled = self.read(text, Reading(before=before), final=False)
        self.restored, self.unresolved = kept
        return len(text) - settled

    def _settled(self, whole: str, told: int, settled: int) -> int:
        return held_back(whole, told, settled) if self._has_numbers else settled

    def read(
        self,
        text: str,
        reading: Reading,
        *,
        json: bool = False,
        final: bool = True,
        places: Sequence[tuple[int, int]] = (),
    ) -> tuple[list[Span], int]:
        """Return the pseudonyms of the next piece of a text, in order, and how far the piece is settled.

        What is behind that may be the beginning of one (never where the text is ``final``) and is to be given
        again with what follows it. An original inside of JSON strings is escaped for each of them, and at
        least once where the text is known to be ``json``. ``places`` are those of a whole text where one may
        begin, if that is known.
        """
        if not self:
            return [], len(text)
        start = len(reading.before)
        whole = reading.before + text
        spans: list[Span] = []
        told = at = start
        settled = len(whole)
        doubtful: list[int] = []
        closed_at = start if reading.closed else -1
        try:
            while True:
                if closed_at == at and (link := _link(whole, at, final=final)):
                    spans.append(Span(at - start, link - start, ""))
                    reading.nesting.feed(whole[at:link])
                    told = at = link
                begins = self._finder.begin(whole, at, places)
                if begins is None:
                    break
                at = begins
                found = self._finder.at(whole, at, final=final)
                if found is None:
                    if self._finder.is_doubtful(whole, at):
                        doubtful.append(at - start)
                    at += 1
                    continue
                around = string_around(whole, *found[:2], final=final) if is_number(found[5]) else None
                reading.passed(whole[told : found[0]])
                inside = around is not None and reading.nesting.depth and around[0] >= told
                span = _span(whole, found, around if inside else None, reading, json=json)
                self.restored += 1
                spans.append(Span(span.start - start, span.end - start, span.original))
                reading.nesting.feed(whole[found[0] : span.end])
                told = at = span.end
                closed_at = at if found[4] else -1
        except Cut:
            settled = at
        settled = settled if final else self._settled(whole, told, settled)
        # What is held is looked at again.
        doubtful = [place for place in doubtful if start + place < settled]
        if not places:
            reading.passed(whole[told:settled])
        reading.closed = closed_at == settled
        resembling = partial(self._finder.resembling, final=final)
        self.unresolved += reading.lookalikes.count(whole[start:settled], doubtful, resembling)
        reading.before = whole[max(0, settled - BEFORE) : settled]
        return spans, settled - start


def _span(whole: str, found: Found, around: tuple[int, int] | None, reading: Reading, *, json: bool) -> Span:
    """Return what is written for a pseudonym, and where: in the place of the string ``around`` a number's."""
    begin, end, original, encodings, closed, token = found
    if around is not None:
        return Span(*around, token)
    if closed is False and not reading.depth and whole[end : end + 1] == "]":
        end += 1
    return Span(begin, end, _written(original, encodings, max(reading.nesting.depth, json), token))


def _link(whole: str, at: int, *, final: bool) -> int | None:
    """Return the end of a link to nowhere. Raises `Cut` where it is not yet whole."""
    if match := _LINK.match(whole, at):
        return match.end()
    if not final and _LINK_BEGUN.match(whole, at):
        raise Cut
    return None


def _written(original: str, encodings: frozenset[Encoding], strings: int, token: str = "") -> str:
    """Return an original as its place demands: encoded as what stood there, in so many JSON strings.

    A ``token`` that is a string's is how whoever wrote it writes it in one.
    """
    if token[:1] == '"' and strings and not encodings:
        original = token[1:-1]
        for _string in range(1, strings):
            original = escape(original)
        return original
    if Encoding.HTML in encodings:
        original = html.escape(original)
    if Encoding.PERCENT in encodings:
        original = quote(original, safe="", errors="surrogatepass")
    if Encoding.ESCAPED in encodings and not strings:
        original = json.dumps(original)[1:-1]
    for _string in range(_written_in(original), strings):
        original = escape(original)
    return original


def _written_in(original: str) -> int:
    """Return in how many JSON strings an original is as it is written: each doubles the backslashes."""
    return max((len(slashes).bit_length() for slashes in _NESTED.findall(original)), default=0)


def _applied(text: str, spans: list[Span]) -> str:
    if not spans:
        return text
    pieces: list[str] = []
    done = 0
    for span in spans:
        pieces += (text[done : span.start], span.original)
        done = span.end
    return "".join((*pieces, text[done:]))
