"""What a part of an Office package refers to, as python-docx and python-pptx know it."""

from collections.abc import Iterator
from typing import Any

from gateway.attachments.kinds.package import Package


class PartRelations:
    """The relations of one part. Content comes from the package, which was read through before."""

    def __init__(self, part: Any, package: Package) -> None:
        self._relations = part.rels
        self._package = package

    def target(self, reference: str) -> str:
        """Return the address of an external link, or ""."""
        found = self._relations.get(reference)
        return str(found._target) if found is not None and found.is_external else ""  # noqa: SLF001

    def part(self, reference: str) -> bytes | None:
        """Return the content of another part of the package that is XML, or None."""
        found = self._relations.get(reference)
        return None if found is None or found.is_external else self._content(found.target_part)

    def of_kind(self, *kinds: str) -> Iterator[tuple[Any, bytes]]:
        """Yield the parts of these kinds (the last word of a relation's type) that are XML, by name."""
        found = {
            str(relation.target_part.partname): relation.target_part
            for relation in self._relations.values()
            if not relation.is_external and relation.reltype.rpartition("/")[2] in kinds
        }
        for name in sorted(found):
            content = self._content(found[name])
            if content is not None:
                yield found[name], content

    def _content(self, part: Any) -> bytes | None:
        return self._package.xml.get(str(part.partname).lstrip("/"))
