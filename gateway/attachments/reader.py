"""Puts the text of the files in a request in their places, before anything else looks at it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from config.attachments import Attachments
from config.policy import Policy
from gateway.attachments.heading import headed
from gateway.attachments.kinds.reading import Extract, Unfit
from gateway.attachments.memory import ExtractMemory
from gateway.attachments.process import ReadingFailed, read_apart
from gateway.attachments.refusals import by_reference, out_of_order, refusal, too_large, took_too_long
from gateway.wire.carrier import Carried, File, carried, length, read_file, with_texts
from gateway.wire.shape import Shape

#: What is no document: refused where it stands, with all that a policy does not allow.
_OTHER_MEDIA = ("image/", "audio/", "video/")


@dataclass(frozen=True, slots=True)
class Attached:
    """What is put on record of one file: its kind, its size in bytes, its pages (0: it has none)."""

    document: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class Readable:
    """A body with the texts of its files, and what those were."""

    body: Any = field(repr=False)
    files: tuple[Attached, ...] = ()


class FileReader:
    """Reads the files of requests, each in a process of its own, and remembers what they said.

    ``key`` is the secret that the memory is kept under.
    """

    def __init__(self, limits: Attachments, key: bytes) -> None:
        self._limits = limits
        self._told = {
            name: f"{value:d}" if isinstance(value, int) else f"{value:g}"
            for name, value in dict(limits).items()
        }
        self._turns = asyncio.Semaphore(limits.processes)
        self.memory = ExtractMemory(key, limits.cache_size)

    async def read(self, body: Any, shape: Shape, policy: Policy) -> Readable:
        """Return the body with a text in the place of each file, where the policy says so.

        What is no file of a known kind of part stays, and the walk over the body refuses it.

        Raises:
            GatewayError: a file is not read, and why; then none is.

        """
        if policy.files != "extract":
            return Readable(body)
        found = [each for each in carried(body, shape) if not _is_other(each)]
        if not found:
            return Readable(body)
        if len(found) > self._limits.files:
            raise too_large(_dotted(found[self._limits.files]), "files", self._told)
        self._weigh(found)
        files = await asyncio.to_thread(_open, found)
        extracts = await self._extracts(found, files)
        texts = {
            each.path: headed(extract, file.name)
            for each, file, extract in zip(found, files, extracts, strict=True)
        }
        attached = (
            Attached(extract.document, len(file.content), extract.pages)
            for file, extract in zip(files, extracts, strict=True)
        )
        return Readable(with_texts(body, shape, texts), tuple(attached))

    def _weigh(self, found: Sequence[Carried]) -> None:
        total = 0
        for each in found:
            written = each.carrier.content(each.part)
            if written is None:
                raise by_reference(_dotted(each))
            size = length(written)
            total += size
            if size > self._limits.file_size:
                raise too_large(_dotted(each), "file_size", self._told)
            if total > self._limits.total_size:
                raise too_large(_dotted(each), "total_size", self._told)

    async def _extracts(self, found: Sequence[Carried], files: Sequence[File]) -> list[Extract]:
        """Return what each file says, those that are not remembered read side by side."""
        keys = await asyncio.to_thread(self._keys, files)
        known = {key: self.memory.get(key) for key in keys}
        asked = {key: at for at, key in reversed(list(enumerate(keys))) if known[key] is None}
        try:
            async with asyncio.timeout(self._limits.deadline), asyncio.TaskGroup() as group:
                tasks = {
                    key: group.create_task(self._read(found[at], files[at])) for key, at in asked.items()
                }
        except TimeoutError:
            raise took_too_long() from None
        except ExceptionGroup as several:
            raise several.exceptions[0] from None
        for key, task in tasks.items():
            known[key] = task.result()
            self.memory.put(key, task.result())
        extracts = [extract for key in keys if (extract := known[key]) is not None]
        if sum(len(extract.text) for extract in extracts) > self._limits.characters:
            raise too_large(_dotted(found[-1]), "characters", self._told)
        return extracts

    def _keys(self, files: Sequence[File]) -> list[bytes]:
        return [self.memory.key(file.content, file.media, file.ending) for file in files]

    async def _read(self, where: Carried, file: File) -> Extract:
        async with self._turns:
            try:
                return await read_apart(file.content, file.media, file.ending, self._limits)
            except Unfit as unfit:
                raise refusal(unfit, _dotted(where), self._told) from None
            except (ReadingFailed, OSError):
                raise out_of_order() from None


def _is_other(each: Carried) -> bool:
    """Return whether a part says that it holds no document."""
    return each.carrier.said(each.part, each.carrier.media).lower().startswith(_OTHER_MEDIA)


def _open(found: Sequence[Carried]) -> list[File]:
    """Return the files as they came."""
    files = []
    for each in found:
        carrier, part = each.carrier, each.part
        media, name = carrier.said(part, carrier.media), carrier.said(part, carrier.name)
        file = read_file(carrier.content(part) or "", media, name)
        if file is None:
            raise by_reference(_dotted(each))
        files.append(file)
    return files


def _dotted(each: Carried) -> str:
    return ".".join(map(str, each.path))
