"""Looks at the images of a request before anything is decided, and paints over what was decided upon."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from config.attachments import Attachments
from config.policy import Policy
from gateway.attachments.image_refusals import no_ocr, refusal, took_too_long
from gateway.attachments.intake import take, told_limits, weigh
from gateway.attachments.kinds.lettering import Lettering, Word
from gateway.attachments.kinds.reading import Unfit
from gateway.attachments.memory import FileMemory
from gateway.attachments.process import ReadingFailed, ask_apart
from gateway.attachments.reader import Attached
from gateway.attachments.turns import side_by_side
from gateway.privacy.decide import Edit
from gateway.wire.carrier import Carried, File, carried, is_data_url, with_contents
from gateway.wire.pictures import Slot
from gateway.wire.shape import Shape

T = TypeVar("T")
#: Bytes of JSON that tell one word, and how many words one image can have.
_WORD_BYTES, _WORDS = 200, 100_000
#: Bytes that one pixel can take in a file that is not made smaller, in base64.
_PIXEL_BYTES = 5
#: What is counted among the labels: words that were painted over because nobody can tell what they say.
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Look:
    """An image that was looked at. ``kind`` is the format that it will be written in, turned by ``turn``."""

    where: Carried
    file: File
    kind: str
    turn: int
    lettering: Lettering

    @property
    def media(self) -> str:
        """The media type that it will have."""
        return f"image/{self.kind.lower()}"


@dataclass(frozen=True, slots=True)
class Album:
    """A body with slots where its images were, and these images."""

    body: Any = field(repr=False)
    looks: tuple[Look, ...] = ()


class ImageReader:
    """Has each image looked at, and painted, by a process of its own; remembers what was seen.

    ``key`` is the secret that the memory is kept under; ``turns`` are those of all such processes.
    """

    def __init__(self, limits: Attachments, key: bytes, turns: asyncio.Semaphore) -> None:
        self._limits = limits
        self._told = told_limits(limits)
        self._turns = turns
        self.memory = FileMemory(key, limits.cache_size)

    async def look(self, body: Any, shape: Shape, policy: Policy) -> Album:
        """Return the body without its images, and what can be read in them, where the policy says so.

        Raises:
            GatewayError: one cannot be looked at, and why.

        """
        if policy.images != "redact":
            return Album(body)
        found = [each for each in carried(body, shape) if each.is_image]
        if not found:
            return Album(body)
        weigh(found, self._limits, self._told)
        files = await asyncio.to_thread(take, found)
        looks = await self._each(self._look, list(zip(found, files, strict=True)))
        slots = {look.where.path: (Slot(number), look.media) for number, look in enumerate(looks)}
        return Album(with_contents(body, shape, slots), tuple(looks))

    async def paint(
        self, looks: Sequence[Look], found: Sequence[Sequence[Edit]]
    ) -> tuple[list[str], tuple[Attached, ...]]:
        """Return what goes into each slot, and what is put on record of each image.

        Raises:
            GatewayError: one cannot be painted over.

        """
        contents = await self._each(self._paint, list(zip(looks, found, strict=True)))
        return contents, tuple(map(self._attached, looks, found))

    async def _each(self, work: Callable[..., Awaitable[T]], given: Sequence[tuple[Any, ...]]) -> list[T]:
        """Return what each gives, side by side and within the time that a call has."""
        tasks = (partial(work, *one) for one in given)
        return await side_by_side(tasks, self._turns, self._limits.deadline, took_too_long)

    async def _look(self, where: Carried, file: File) -> Look:
        key = await asyncio.to_thread(self.memory.key, file.content, file.media, "look")
        told = self.memory.recall(key)
        if told is None:
            asked = {"certainty": self._limits.certainty}
            told = await self._ask("look", asked, where, file, _WORD_BYTES * _WORDS)
            self.memory.remember(key, told)
        lines = tuple(
            tuple(Word(text, tuple(box), sure) for text, box, sure in line) for line in told["lines"]
        )
        return Look(where, file, told["kind"], told["turn"], Lettering(lines, *told["size"]))

    async def _paint(self, look: Look, found: Sequence[Edit]) -> str:
        spans = [(edit.start, edit.end) for edit in found]
        boxes = look.lettering.boxes(spans, self._limits.certainty)
        most = _PIXEL_BYTES * look.lettering.width * look.lettering.height
        told = await self._ask("paint", {"boxes": boxes, "turn": look.turn}, look.where, look.file, most)
        content = str(told["content"])
        written = look.where.carrier.content(look.where.part) or ""
        return f"data:{look.media};base64,{content}" if is_data_url(written) else content

    async def _ask(
        self, task: str, asked: dict[str, Any], where: Carried, file: File, most: int
    ) -> dict[str, Any]:
        asked = {**asked, "media": file.media, "pixels": self._limits.pixels}
        try:
            return await ask_apart(task, asked, file.content, self._limits, most)
        except Unfit as unfit:
            raise refusal(unfit, where.dotted, self._told) from None
        except (ReadingFailed, OSError) as error:
            raise no_ocr(error) from None

    def _attached(self, look: Look, found: Sequence[Edit]) -> Attached:
        painted = Counter(edit.label for edit in found)
        painted[UNREADABLE] += look.lettering.doubtful(self._limits.certainty)
        return Attached(look.kind.lower(), len(look.file.content), painted=tuple(sorted((+painted).items())))
