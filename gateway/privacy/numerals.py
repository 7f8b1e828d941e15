r"""A value that was a JSON number comes back as one, where its pseudonym is the whole of a JSON string.

``{"nas": 558073029}`` leaves as ``{"nas": "[SIN-…]"}``, and what a model says of it is a string as well.
"""

import re

from gateway.privacy.glyphs import Cut

#: A quote of a string at any depth of JSON in JSON, each level of which doubles the backslashes.
_OPENING = re.compile(r'\\*"\Z')
_BLANK = r"(?:\s|\\+[nrt])*"
#: What stands before a value, as far back as is known, and never before a name.
_BEFORE_VALUE = re.compile(rf"(?:^|[:,\[]){_BLANK}\Z")
_BEHIND_NAME = re.compile(rf"{_BLANK}(:)?")
#: What may be the beginning of a quote.
_BEGUN = re.compile(r'\\*"?\Z')
_BACK = 64


def is_number(token: str) -> bool:
    """Return whether a token (`gateway.privacy.pseudonyms.Hidden`) is a number's."""
    return token[:1] not in ("", '"')


def string_around(whole: str, begin: int, end: int, *, final: bool) -> tuple[int, int] | None:
    """Return the beginning and the end of the string that a part of a JSON text is all of, quotes included.

    None where it is only a part of one, a name, or no string at all. Raises `Cut` where the text has not come
    far enough to tell and more may come.
    """
    opening = _OPENING.search(whole, max(0, begin - _BACK), begin)
    if opening is None or not _BEFORE_VALUE.search(whole[max(0, opening.start() - _BACK) : opening.start()]):
        return None
    quote = opening[0]
    if not whole.startswith(quote, end):
        if not final and quote.startswith(whole[end:]):
            raise Cut
        return None
    close = end + len(quote)
    behind = _BEHIND_NAME.match(whole, close)
    if behind is not None and behind[1]:
        return None
    if not final and (behind is None or behind.end() == len(whole)):
        raise Cut
    return opening.start(), close


def held_back(whole: str, done: int, settled: int) -> int:
    """Return how much is settled of a text of which more will come: a quote may be taken away again."""
    begun = _BEGUN.search(whole, done, settled)
    return begun.start() if begun else settled
