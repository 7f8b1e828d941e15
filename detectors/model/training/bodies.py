"""What may stand between a token's own vector and its scores: ways to read a token among its neighbours.

All take vectors (texts, tokens, width) and a mask (texts, tokens, 1) that is 0 beyond a text's end, and
return vectors of the same shape. ``docs/detection.md`` compares them; the convolutions are shipped.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from detectors.model.training.dropout import Dropout

DILATIONS = (1, 2, 4, 8, 1)
_HEADS = 4
#: Tokens to each side that a piece of a long text brings along for a body that has no edge of its own.
_WIDE_HALO = 64


class Convolutions(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is there for training only
    """Residual gated convolutions of three tokens, further and further apart."""

    #: Tokens to each side that bear on a token.
    halo = sum(DILATIONS)

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in DILATIONS)
        self.layers = nn.ModuleList(nn.Linear(3 * width, 2 * width) for _ in DILATIONS)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Read each token with those around it."""
        for norm, layer, dilation in zip(self.norms, self.layers, DILATIONS, strict=True):
            h = norm(x) * mask
            before = functional.pad(h, (0, 0, dilation, 0))[:, : h.shape[1]]
            after = functional.pad(h, (0, 0, 0, dilation))[:, dilation:]
            gated = functional.glu(layer(torch.cat([before, h, after], dim=2)), dim=2)
            x = x + self.dropout(gated)
        return x


class Recurrent(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is there for training only
    """A long short-term memory that reads both ways."""

    halo = _WIDE_HALO

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.memory = nn.LSTM(width, width, batch_first=True, bidirectional=True)
        self.joined = nn.Linear(2 * width, width)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Read each token after those before it, and before those after it."""
        h = self.norm(x)
        if self.training:
            lengths = mask[:, :, 0].sum(1).long().cpu()
            packed = pack_padded_sequence(h, lengths, batch_first=True, enforce_sorted=False)
            h, _ = pad_packed_sequence(self.memory(packed)[0], batch_first=True, total_length=x.shape[1])
        else:
            h, _ = self.memory(h)
        read: Tensor = x + self.dropout(self.joined(h))
        return read


class Attention(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is there for training only
    """Two layers of self-attention; nearer tokens count for more (linear biases, Press et al. 2022)."""

    halo = _WIDE_HALO

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        depth = range(2)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in depth)
        self.asked = nn.ModuleList(nn.Linear(width, 3 * width) for _ in depth)
        self.mixed = nn.ModuleList(nn.Linear(width, width) for _ in depth)
        self.second_norms = nn.ModuleList(nn.LayerNorm(width) for _ in depth)
        self.wider = nn.ModuleList(nn.Linear(width, 4 * width) for _ in depth)
        self.narrower = nn.ModuleList(nn.Linear(2 * width, width) for _ in depth)
        self.register_buffer("slopes", torch.tensor([2.0 ** -(i + 1) for i in range(_HEADS)]))
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Read each token with all of its text."""
        texts, count, width = x.shape
        at = torch.arange(count, dtype=x.dtype)
        apart = at[None, :] - at[:, None]
        # Half of the heads look more to one side: a distance alone does not tell before from after.
        sided = [apart.abs(), apart.abs(), apart.abs() + 3 * apart.relu(), apart.abs() + 3 * (-apart).relu()]
        near = torch.stack(sided)
        bias = -near * self.slopes[:, None, None] + (mask.transpose(1, 2)[:, None] - 1) * 1e4
        for i in range(len(self.norms)):
            parts = self.asked[i](self.norms[i](x)).view(texts, count, 3, _HEADS, width // _HEADS)
            q, k, v = parts.permute(2, 0, 3, 1, 4).unbind(0)
            weights = (q @ k.transpose(2, 3) * (width // _HEADS) ** -0.5 + bias).softmax(dim=3)
            joined = (weights @ v).transpose(1, 2).reshape(texts, count, width)
            x = x + self.dropout(self.mixed[i](joined))
            h = functional.glu(self.wider[i](self.second_norms[i](x)), dim=2)
            x = x + self.dropout(self.narrower[i](h))
        return x


BODIES: dict[str, type[Convolutions] | type[Recurrent] | type[Attention]] = {
    "convolutions": Convolutions,
    "recurrent": Recurrent,
    "attention": Attention,
}
