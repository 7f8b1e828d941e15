"""Puts the text of the files in a request in their places, before anything else looks at it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from config.attachments import Attachments
from config.policy import Policy
from gateway.attachments.heading import headed
from gateway.attachments.intake import take, told_limits, weigh
from gateway.attachments.kinds.reading import Extract, Unfit
from gateway.attachments.memory import ExtractMemory
from gateway.attachments.process import ReadingFailed, read_apart
from gateway.attachments.refusals import out_of_order, refusal, too_large, took_too_long
from gateway.attachments.turns import side_by_side
from gateway.wire.carrier import Carried, File, carried, with_texts
from gateway.wire.shape import Shape

#: What is no document: refused where it stands, with all that a policy does not allow.
_OTHER_MEDIA = ("image/", "audio/", "video/")


@dataclass(frozen=True, slots=True)
class Attached:
    """What is put on record of one file: its kind, its size in bytes, its pages (0: it has none).

    ``painted`` counts what was painted over in an image, by label.
    """

    document: str
    size: int
    pages: int = 0
    painted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Readable:
    """A body with the texts of its files, and what those were."""

    body: Any = field(repr=False)
    files: tuple[Attached, ...] = ()


class FileReader:
    """Reads the files of requests, each in a process of its own, and remembers what they said.

    ``key`` is the secret that the memory is kept under; ``turns`` are those of all such processes.
    """

    def __init__(self, limits: Attachments, key: bytes, turns: asyncio.Semaphore) -> None:
        self._limits = limits
        self._told = told_limits(limits)
        self._turns = turns
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
        weigh(found, self._limits, self._told)
        files = await asyncio.to_thread(take, found)
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

    async def _extracts(self, found: Sequence[Carried], files: Sequence[File]) -> list[Extract]:
        """Return what each file says, those that are not remembered read side by side."""
        keys = await asyncio.to_thread(self._keys, files)
        known = {key: self.memory.get(key) for key in keys}
        asked = {key: at for at, key in reversed(list(enumerate(keys))) if known[key] is None}
        work = (partial(self._read, found[at], files[at]) for at in asked.values())
        read = await side_by_side(work, self._turns, self._limits.deadline, took_too_long)
        for key, fresh in zip(asked, read, strict=True):
            known[key] = fresh
            self.memory.put(key, fresh)
        extracts = [extract for key in keys if (extract := known[key]) is not None]
        if sum(len(extract.text) for extract in extracts) > self._limits.characters:
            raise too_large(found[-1].dotted, "characters", self._told)
        return extracts

    def _keys(self, files: Sequence[File]) -> list[bytes]:
        return [self.memory.key(file.content, file.media, file.ending) for file in files]

    async def _read(self, where: Carried, file: File) -> Extract:
        try:
            return await read_apart(file.content, file.media, file.ending, self._limits)
        except Unfit as unfit:
            raise refusal(unfit, where.dotted, self._told) from None
        except (ReadingFailed, OSError):
            raise out_of_order() from None


def _is_other(each: Carried) -> bool:
    """Return whether a part holds no document: an image, or what it says is none."""
    return each.is_image or each.carrier.said(each.part, each.carrier.media).lower().startswith(_OTHER_MEDIA)
