"""Letters with accents that were lost on the way, as in "H?l?ne", put back where only one word fits."""

import re
from functools import lru_cache
from itertools import product

#: A word with one to three holes, a letter beside each; nothing else of a sentence looks like it.
_HOLED = re.compile(
    r"(?<![\w?/=&.-])(?=[?\ufffd]?[^\W\d_])(?:[^\W\d_']|[?\ufffd](?![?\ufffd])){4,24}(?![\w=/&])"
)
_HOLE = re.compile(r"[?\ufffd]")
_MAY_BE = re.compile(r"[?\ufffd][^\W\d_]")
_CAPITAL = re.compile(r"[^\W\d_][?\ufffd][A-ZÀ-Þ]")
_MOST = 3
#: Different words of a text that are tried, at most.
_TRIED = 200
#: Words of which it is remembered whether they are known: they are callers' words, and few at a time.
_REMEMBERED = 4096
#: The letter that a hole stands for, the most likely first, and how it is written.
_LETTERS = {"e": "é", "o": "ô", "i": "î", "c": "ç", "a": "à", "u": "û"}


def fill(text: str) -> str:
    """Return a text with the letters put back, of the same length; one without holes as it is."""
    if _MAY_BE.search(text) is None:
        return text
    filled: dict[str, str] = {}
    for match in _HOLED.finditer(text):
        if "?" in match[0] or "\ufffd" in match[0]:
            filled.setdefault(match[0], match[0])
            if len(filled) > _TRIED:
                break
    filled = {word: _filled(word) for word in filled}
    return _HOLED.sub(lambda match: filled.get(match[0], match[0]), text)


def _filled(word: str) -> str:
    holes = len(_HOLE.findall(word))
    if not 0 < holes <= _MOST:
        return word
    # A question mark that ends a word that is whole is one, and so is one before a capital.
    if (word[-1] in "?\ufffd" and _is_known(word[:-1].lower())) or _CAPITAL.search(word):
        return word
    letters = _found(_HOLE.sub("?", word.lower()))
    if letters is None:
        return word
    pieces = iter(letters)
    return _HOLE.sub(lambda hole: next(pieces) if hole.start() else next(pieces).upper(), word)


@lru_cache(_REMEMBERED)
def _is_known(folded: str) -> bool:
    """Tell whether a run of letters is a name or a word."""
    from detectors.gazetteer import is_name  # noqa: PLC0415 - read when a hole is met
    from detectors.vocabulary import is_word  # noqa: PLC0415

    return len(folded) > 2 and (is_name(folded) or is_word(folded))  # noqa: PLR2004 - shorter ones say nothing


def _found(word: str) -> str | None:
    """Return the letters for the holes of a word in small letters, None where it stays unknown."""
    for letters in product(_LETTERS, repeat=word.count("?")):
        pieces = iter(letters)
        if _is_known(re.sub(r"\?", lambda _: next(pieces), word)):  # noqa: B023 - called at once
            return "".join(map(_LETTERS.__getitem__, letters))
    return None
