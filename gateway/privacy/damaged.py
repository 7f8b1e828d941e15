"""Reads a pseudonym that a model has changed: its case, brackets, hyphens, label, encoding, or lost its form.

What proves it are its letters and digits, never what stands around them: all nine, the check character among
them, are those of one that this call minted, or the first six are somebody's and no other's come near.
"""

from typing import NamedTuple

from gateway.privacy.aliases import CODE, WHO, Names, as_code
from gateway.privacy.glyphs import Encoding, Glyph, Sort, glyph_at
from gateway.privacy.tagwords import FORMS

#: Signs that may stand between two letters, and letters of a word in the tag's or the form's place.
_GAP, _WORD = 8, 24
#: How many letters and digits stand before each hyphen of a code.
_SHAPE = f"0-{WHO}-"
#: Letters too many that still look like a code.
_MORE = 3
#: How many times as wide as it was a pseudonym may become: each character as an escape or entity of six.
STRETCH = 7


class Damaged(NamedTuple):
    """A pseudonym read: where it ends, its letters and digits, what stands where tag or form should.

    ``leads`` is whether a backslash before its bracket is of its writing, ``closed`` whether it has a bracket
    of its own at the end.
    """

    end: int
    code: str
    said: str
    encodings: frozenset[Encoding]
    closed: bool = False
    leads: bool = False


class Reader:
    """Reads at one place of a text, never further than one damaged pseudonym reaches.

    Every method raises `Cut` where the text has not come far enough to tell and more may come.
    """

    def __init__(self, names: Names, text: str, start: int, *, final: bool) -> None:
        self._names = names
        self._text = text
        self._limit = start + STRETCH * names.widest
        self._final = final
        self._encodings: set[Encoding] = set()

    def bracketed(self, at: int) -> Damaged | None:
        """Read what stands behind an opening bracket."""
        label, gap, gaps = "", "", 0
        #: What may be the letters that say who, and the label before them.
        attempts, alive, several = [("", "")], True, False
        while (glyph := self._next(at)) is not None:
            at = glyph.end
            if glyph.sort in (Sort.HYPHEN, Sort.FILLER):
                gaps += 1
                gap += "-" if glyph.sort is Sort.HYPHEN else glyph.letter
                if gaps > _GAP:
                    return None
                continue
            if glyph.sort not in (Sort.SIGN, Sort.ACCENTED):
                return None
            if label and alive:
                if label in self._names.words or "-" in gap or "_" in gap:
                    attempts.append(("", label))
                several = several or bool(gap.strip("_"))
            gap, gaps = "", 0
            attempts = self._went_on(attempts, glyph)
            label += glyph.letter
            # A label of several words is a known one.
            alive = alive and len(label) <= _WORD and (not several or label in self._names.word_beginnings)
            for who, said in attempts:
                if len(who) == WHO:
                    return self._form(at, who, said, opened=True)
            if not alive and not attempts:
                return None
        return None

    def _went_on(self, attempts: list[tuple[str, str]], glyph: Glyph) -> list[tuple[str, str]]:
        if glyph.sort is not Sort.SIGN:
            return []
        letter, beginnings = as_code(glyph.letter), self._names.beginnings
        return [(who + letter, said) for who, said in attempts if who + letter in beginnings]

    def labelled(self, at: int) -> Damaged | None:
        """Read what stands behind a known label without bracket: a hyphen must part them."""
        glyph, parted = self._after_gap(at)
        if glyph is None or "-" not in parted:
            return None
        who, gaps = "", 0
        while glyph is not None:
            at = glyph.end
            if glyph.sort is Sort.SIGN:
                who, gaps = who + as_code(glyph.letter), 0
                if who not in self._names.beginnings:
                    return None
                if len(who) == WHO:
                    return self._form(at, who, "", opened=False)
            elif glyph.sort in (Sort.HYPHEN, Sort.FILLER) and gaps < _GAP:
                gaps += 1
            else:
                return None
            glyph = self._next(at)
        return None

    def bare(self, at: int, who: str) -> Damaged | None:
        """Read what stands behind the six letters of somebody, without label or bracket."""
        return self._form(at, who, None, opened=False)

    def _form(self, at: int, who: str, label: str | None, *, opened: bool) -> Damaged | None:
        """Read the form and what closes it. No ``label`` at all stands for a bare code."""
        encodings = set(self._encodings)
        glyph, gap = self._after_gap(at)
        parted = "-" in gap or (opened and "_" in gap)
        if glyph is not None and glyph.sort is Sort.SIGN and (parted or opened):
            begin = self._start_of_last
            exact = self._exact(glyph, who)
            if exact is not None:
                return self._closed(exact, opened=opened)
            self._encodings = encodings
            made_up = self._made_up(begin, opened=opened) if parted and label is not None else None
            if made_up is not None:
                end, said, closed = made_up
                return Damaged(end, who, said, frozenset(self._encodings), closed=closed)
        if opened and glyph is not None and glyph.sort is Sort.CLOSE:
            leads = self._escaped
            return Damaged(glyph.end, who, label or "", frozenset(self._encodings), closed=True, leads=leads)
        # At the very end of a text, what was opened and not closed was rather broken off.
        if (not opened or glyph is not None) and self._ends_word(glyph, gap, who):
            return Damaged(at, who, label or "", frozenset(encodings))
        return None

    def _ends_word(self, glyph: Glyph | None, gap: str, who: str) -> bool:
        """Whether letters that say who stand by themselves: a dash with space around is not theirs."""
        if gap[:1] in ("-", "_"):
            return False
        if glyph is not None and glyph.sort is Sort.SIGN:
            # A whole code whose hyphen was lost is not left without its end.
            return gap[:1] == " " and ("-" in gap or self._exact(glyph, who) is None)
        return True

    def _exact(self, glyph: Glyph | None, who: str) -> tuple[int, str] | None:
        """Read the form of a code of ours, and what must not follow it."""
        code, gaps, end = who, 0, 0
        while glyph is not None:
            if glyph.sort is Sort.SIGN:
                code, gaps, end = code + as_code(glyph.letter), 0, glyph.end
                if code not in self._names.beginnings:
                    return None
                if len(code) == CODE:
                    return (end, code) if self._is_over(end) else None
            elif glyph.sort in (Sort.HYPHEN, Sort.FILLER) and gaps < _GAP:
                gaps += 1
            else:
                return None
            glyph = self._next(glyph.end)
        return None

    def _is_over(self, end: int) -> bool:
        """Whether no letter or digit runs on: the s of a plural may."""
        after = self._peek(end)
        if after is not None and after.sort is Sort.SIGN and self._text[end] == "s":
            after = self._peek(after.end)
        return after is None or after.sort is not Sort.SIGN

    def _closed(self, exact: tuple[int, str], *, opened: bool) -> Damaged:
        end, code = exact
        encodings = frozenset(self._encodings)
        if opened:
            glyph, _gap = self._after_gap(end)
            if glyph is not None and glyph.sort is Sort.CLOSE:
                leads = self._escaped
                return Damaged(glyph.end, code, "", frozenset(self._encodings), closed=True, leads=leads)
        return Damaged(end, code, "", encodings)

    def _made_up(self, at: int, *, opened: bool) -> tuple[int, str, bool] | None:
        """Read a form that a model made up: a few letters, or a word that says which part of a name."""
        said, end = "", at
        while (glyph := self._peek(end)) is not None and glyph.sort in (Sort.SIGN, Sort.ACCENTED):
            said, end = said + glyph.letter, self._next_end(end)
            if len(said) > _WORD:
                return None
        if len(said) != CODE - WHO and said not in FORMS:
            return None
        closing, _gap = self._after_gap(end) if opened else (None, "")
        if closing is not None and closing.sort is Sort.CLOSE:
            return closing.end, said, True
        broken_off = opened and glyph is None
        return None if broken_off or (glyph is not None and glyph.sort is Sort.HYPHEN) else (end, said, False)

    def resembles(self, at: int, *, opened: bool) -> int | None:
        """Return the end of what looks like a pseudonym though it is none of ours, or None."""
        label, rest, parted, gaps, shape = "", "", False, 0, ""
        while (glyph := self._next(at)) is not None and glyph.sort not in (Sort.CLOSE, Sort.OPEN, Sort.OTHER):
            if glyph.sort is Sort.HYPHEN or glyph.sort is Sort.FILLER:
                if not opened and len(rest) == CODE:
                    break
                gaps += 1
                shape += f"{len(rest)}-" if glyph.sort is Sort.HYPHEN else " "
                parted = parted or (glyph.sort is Sort.HYPHEN and bool(label))
                if gaps > _GAP or (not _SHAPE.startswith(shape) and label not in self._names.word_beginnings):
                    return None
            elif parted and glyph.sort is Sort.SIGN:
                rest, gaps = rest + glyph.letter, 0
            elif parted:
                return None
            else:
                label, gaps = label + glyph.letter, 0
            if len(label) > _WORD or len(rest) > CODE + (_MORE if opened else 0):
                return None
            at = glyph.end
        closed = opened and glyph is not None and glyph.sort is Sort.CLOSE
        digits = any(map(str.isdigit, rest))
        if shape == _SHAPE and len(rest) == CODE:
            return at if opened or digits else None
        known = closed and digits and label in self._names.words
        return at if known and len(rest) >= WHO - 1 else None

    def _next(self, at: int) -> Glyph | None:
        glyph = self._peek(at)
        if glyph is not None and glyph.encoding is not None:
            self._encodings.add(glyph.encoding)
        return glyph

    def _next_end(self, at: int) -> int:
        glyph = self._next(at)
        return at if glyph is None else glyph.end

    def _peek(self, at: int) -> Glyph | None:
        if at >= self._limit:
            return None
        return glyph_at(self._text, at, final=self._final)

    def _after_gap(self, at: int) -> tuple[Glyph | None, str]:
        """Return the first sign behind hyphens and fillers, and those; nothing behind too many of them."""
        gap, self._escaped = "", False
        for _sign in range(_GAP + 1):
            self._start_of_last = at
            glyph = self._next(at)
            if glyph is None or glyph.sort not in (Sort.HYPHEN, Sort.FILLER):
                return glyph, gap
            gap += "-" if glyph.sort is Sort.HYPHEN else glyph.letter
            self._escaped = glyph.escapes
            at = glyph.end
        return None, gap
