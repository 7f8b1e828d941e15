"""One regular expression for many words, that reads each character of a text about once."""

import re
from collections.abc import Iterable
from typing import Any

_END = ""


def word_tree(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of some literal words at a place.

    Python tries the branches of ``a|b|c`` one after the other; here words that begin alike share their
    beginning, so that the cost does not grow with their number.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[_END] = {}
    return _pattern(tree)


def _pattern(node: dict[str, Any]) -> str:
    branches = [_branch(char, child) for char, child in sorted(node.items()) if char != _END]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in node else ''}"


def _branch(char: str, child: dict[str, Any]) -> str:
    rest = _pattern(child)
    return (r"[ ]" if char == " " else re.escape(char)) + rest
