"""How often a key may ask: so many times in so many seconds, counted by each process."""

import math
import time
from collections import OrderedDict, deque

from gateway.api.errors import TooOften

_KEYS = 10_000


class Pace:
    """Counts what each key asks within the last ``seconds``."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def step(self, key_id: str) -> None:
        """Count one more. Raises `TooOften`, saying when to ask again; then it is not counted."""
        now = time.monotonic()
        asked = self._asked.setdefault(key_id, deque())
        self._asked.move_to_end(key_id)
        while asked and asked[0] <= now - self._seconds:
            asked.popleft()
        if len(asked) >= self._most:
            raise TooOften(seconds=math.ceil(asked[0] + self._seconds - now))
        asked.append(now)
        if len(self._asked) > _KEYS:
            self._asked.popitem(last=False)
