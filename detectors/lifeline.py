"""What ties a worker to the process that started it."""

import os
import signal
import sys

#: `PR_SET_PDEATHSIG` of prctl(2).
_PARENT_DEATH_SIGNAL = 1


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when its parent dies, even in the middle of its work.

    Elsewhere, a worker ends when it next reads from its closed input.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only there

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we could ask
            sys.exit(1)
