import numpy as np
import pytest

from detectors.model.training.figures import FIGURES


@pytest.mark.parametrize("slot", FIGURES)
def test_figures_are_short_and_have_a_digit(slot):
    for seed in range(20):
        figure = FIGURES[slot](np.random.default_rng(seed))
        assert any(char.isdigit() for char in figure)
        assert len(figure) < 20
