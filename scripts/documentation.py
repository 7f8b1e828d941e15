# ruff: noqa: INP001 - scripts are not a package
"""Keeps docs/ true: `python scripts/documentation.py` writes the made pages, `--check` says what is wrong.

Checked: the made pages, and the made parts of others, are those that the code makes; each setting has its
row, with its default; each label, action, refusal, metric, record field and event name is told where its
reader looks; each link leads somewhere.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import commands
import dialects
import recognizers
import sections
import vocabulary

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MADE: Mapping[str, Callable[[], str]] = {"commands.md": commands.render, "dialects.md": dialects.render}
PARTS: Mapping[str, Mapping[str, Callable[[], str]]] = {"detection.md": {"recognizers": recognizers.render}}
_GUIDES = ("guide.fr.md", "guide.en.md")
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
_FENCED = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r"^\| `([^`]+)` \| (.+?) \| ", re.MULTILINE)


def faults() -> Iterator[str]:
    """Yield what is missing, wrong or out of date in the documentation."""
    for name, render in MADE.items():
        path = DOCS / name
        if not path.exists() or path.read_text("utf-8") != render():
            yield f"docs/{name} is out of date: python scripts/documentation.py"
    for name in PARTS:
        if (DOCS / name).read_text("utf-8") != _remade(name):
            yield f"docs/{name} has a part that is out of date: python scripts/documentation.py"
    yield from _settings()
    yield from _told("labels.md", vocabulary.labels(), "label")
    yield from _told("configuration.md", vocabulary.actions(), "action")
    yield from _told("administration.md", vocabulary.metrics(), "metric")
    yield from _told("officer.md", vocabulary.record_fields(), "field of a record")
    yield from _told("officer.md", vocabulary.events(), "event name")
    for guide in _GUIDES:
        yield from _told(guide, vocabulary.refusals(), "refusal")
    for path in pages():
        yield from _links(path)


def _remade(name: str) -> str:
    """Return a page with its made parts made anew."""
    page = (DOCS / name).read_text("utf-8")
    for part, render in PARTS[name].items():
        page = sections.replaced(page, part, render())
    return page


def pages() -> list[Path]:
    """Return every page that people read, the ones at the root included."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def _settings() -> Iterator[str]:
    text = (DOCS / "configuration.md").read_text("utf-8")
    rows = dict(_SETTING.findall(text.partition("## Every key")[2].partition("\n## ")[0]))
    expected = vocabulary.settings()
    for key, default in expected.items():
        if key not in rows:
            yield f"docs/configuration.md: the setting {key} has no row"
        elif rows[key] != default:
            yield f"docs/configuration.md: the default of {key} is {default}, not {rows[key]}"
    for key in rows.keys() - expected.keys():
        yield f"docs/configuration.md: there is no setting {key}"


def _told(page: str, names: set[str], what: str) -> Iterator[str]:
    text = (DOCS / page).read_text("utf-8")
    yield from (
        f"docs/{page}: the {what} `{name}` is not told" for name in sorted(names) if f"`{name}`" not in text
    )


def _links(path: Path) -> Iterator[str]:
    for target in _LINK.findall(_FENCED.sub("", path.read_text("utf-8"))):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        other = (path.parent / file).resolve() if file else path
        if not other.exists():
            yield f"{path.relative_to(ROOT)}: {target} leads nowhere"
        elif anchor and anchor not in _anchors(other):
            yield f"{path.relative_to(ROOT)}: {target} has no such heading"


def _anchors(path: Path) -> set[str]:
    headings = _HEADING.findall(_FENCED.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def main() -> int:
    """Write the made pages, or check everything; return the exit status."""
    if "--check" not in sys.argv[1:]:
        for name, render in MADE.items():
            (DOCS / name).write_text(render(), "utf-8")
        for name in PARTS:
            (DOCS / name).write_text(_remade(name), "utf-8")
    found = list(faults())
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
