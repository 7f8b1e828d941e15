# ruff: noqa: INP001 - scripts are not a package
"""Parts of a page that are made: what stands between `<!-- made: NAME ... -->` and `<!-- end: NAME -->`."""

import re


def replaced(page: str, name: str, content: str) -> str:
    """Return a page with a made part made anew. Raises ValueError when the page has no such part."""
    found = re.search(rf"<!-- made: {name}\b[^>]*-->\n\n(.*?)<!-- end: {name} -->", page, re.DOTALL)
    if found is None:
        raise ValueError(f"there is no made part {name}")
    return f"{page[: found.start(1)]}{content}\n{page[found.end(1) :]}"
