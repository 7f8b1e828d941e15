# ruff: noqa: INP001 - scripts are not a package
"""Keeps the catalogues: `python scripts/translations.py` updates them, `--check` says what is missing.

A message is the first argument of `phrase`, of `gettext` or of an error of `gateway.errors`, or the class
attribute `message` of such an error. English is the message itself; French is written in the .po file.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "gateway" / "locale"
PACKAGES = ("config", "gateway")
_FIELD = re.compile(r"%\((\w+)\)s|%s|\{(\w+)\}")


def messages() -> Catalog:
    """Return every message of the source, with where it stands."""
    errors = ROOT / "gateway" / "errors.py"
    classes = {
        node.name for node in ast.walk(ast.parse(errors.read_text("utf-8"))) if isinstance(node, ast.ClassDef)
    }
    callees = {"phrase", "gettext", *classes}
    catalog = Catalog(project="paravent")
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for message in sorted(set(_in_source(path.read_text("utf-8"), callees, path == errors))):
                catalog.add(message, locations=[(name, 0)])
    return catalog


def _in_source(source: str, callees: set[str], attributes: bool) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", None) in callees:
            if isinstance(text := node.args[0], ast.Constant) and isinstance(text.value, str):
                yield text.value
        elif (
            attributes
            and isinstance(node, ast.Assign | ast.AnnAssign)
            and isinstance(node.value, ast.Constant)
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(target, "id", "") == "message" for target in targets):
                yield str(node.value.value)


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is in the repository."""
    path = LOCALE / language / "LC_MESSAGES" / "paravent.po"
    if not path.exists():
        return Catalog(locale=language, project="paravent")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the catalogue of a language with the messages of the source and no others."""
    catalog = read(language)
    catalog.update(messages(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.version = ""
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    catalog.header_comment = f"# Paravent: what is said in {catalog.locale.english_name}."
    if language == "en":
        for message in catalog:
            if message.id:
                message.string = message.id
    return catalog


def files(catalog: Catalog, language: str) -> dict[Path, bytes]:
    """Return the content of a catalogue's two files."""
    folder = LOCALE / language / "LC_MESSAGES"
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalog, sort_output=True, width=100, omit_header=False, include_lineno=False)
    write_mo(mo, catalog)
    stamp = re.compile(rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By)[^\n]*\n', re.MULTILINE)
    return {folder / "paravent.po": stamp.sub(b"", po.getvalue()), folder / "paravent.mo": mo.getvalue()}


def faults() -> Iterator[str]:
    """Yield what is missing, out of date or wrong in the catalogues."""
    for language in ("en", "fr"):
        catalog = updated(language)
        for message in catalog:
            if not message.id:
                continue
            if not message.string:
                yield f"{language}: not translated: {message.id}"
            elif _fields(message.id) != _fields(message.string):
                yield f"{language}: the fields differ: {message.id}"
        for path, content in files(catalog, language).items():
            if not path.exists() or _content(path.read_bytes(), path) != _content(content, path):
                yield f"{path.relative_to(ROOT)} is out of date: python scripts/translations.py"


def _fields(text: object) -> list[str]:
    return sorted(found[0] for found in _FIELD.finditer(str(text)))


def _content(data: bytes, path: Path) -> object:
    """Return what counts in a file: the pairs, whatever the layout."""
    if path.suffix == ".po":
        return {m.id: m.string for m in read_po(BytesIO(data)) if m.id}
    from gettext import GNUTranslations  # noqa: PLC0415 - used here only

    return {key: value for key, value in GNUTranslations(BytesIO(data))._catalog.items() if key}  # type: ignore[attr-defined]  # noqa: SLF001


def main() -> int:
    """Update the catalogues, or check them; return the exit status."""
    if "--check" not in sys.argv[1:]:
        for language in ("en", "fr"):
            for path, content in files(updated(language), language).items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    found = list(faults())
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
