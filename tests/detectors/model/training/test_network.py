import itertools

import pytest

from detectors.model.labels import LABELS

torch = pytest.importorskip("torch", reason="torch is installed for training only")

from detectors.model.training.network import loss  # noqa: E402

_COUNT = len(LABELS)


def test_the_loss_is_that_of_all_paths():
    generator = torch.Generator().manual_seed(1)
    scores = torch.randn(2, 3, _COUNT, generator=generator)
    steps = torch.randn(_COUNT, _COUNT, generator=generator)
    allowed = (torch.rand(2, 3, _COUNT, generator=generator) < 0.5).float()
    allowed[:, :, 0] = 1
    mask = torch.tensor([[1.0, 1, 1], [1, 1, 0]])

    def total(text, size, only):
        value = torch.tensor(0.0, dtype=torch.float64)
        for path in itertools.product(range(_COUNT), repeat=size):
            if only and not all(allowed[text, i, label] for i, label in enumerate(path)):
                continue
            whole = (0, *path, 0)
            score = sum(steps[a, b] for a, b in itertools.pairwise(whole))
            value += torch.exp(score + sum(scores[text, i, label] for i, label in enumerate(path))).double()
        return value.log()

    expected = sum(total(t, n, only=False) - total(t, n, only=True) for t, n in ((0, 3), (1, 2))) / 5
    assert float(loss(scores, steps, allowed, mask)) == pytest.approx(float(expected), rel=1e-4)
