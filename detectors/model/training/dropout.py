"""Dropout whose chances are drawn by numpy, a byte each: torch's own took a sixth of the training."""

import numpy as np
import torch
from torch import Tensor, nn

_BYTE = 256


class Dropout(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is there for training only
    """Hides a share of the numbers, to the nearest 256th, and makes up for it; follows from torch's seed."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._hidden = round(share * _BYTE)
        self._random = np.random.Generator(np.random.SFC64(int(torch.randint(2**62, ()))))

    def forward(self, x: Tensor) -> Tensor:
        """Hide while training."""
        if not self.training:
            return x
        drawn = torch.from_numpy(self._random.integers(_BYTE, size=tuple(x.shape), dtype=np.uint8))
        return x * (drawn >= self._hidden).to(x.dtype).mul_(_BYTE / (_BYTE - self._hidden))
