import pytest

torch = pytest.importorskip("torch", reason="torch is installed for training only")

from detectors.model.training.dropout import Dropout  # noqa: E402


def test_a_share_is_hidden_and_made_up_for():
    torch.manual_seed(1)
    dropout = Dropout(0.3)
    hidden = dropout(torch.ones(400, 250))
    assert (hidden == 0).float().mean() == pytest.approx(0.3, abs=0.01)
    assert hidden.mean() == pytest.approx(1, abs=0.01)
    assert not torch.equal(hidden, dropout(torch.ones(400, 250)))
    assert torch.equal(dropout.eval()(torch.ones(3)), torch.ones(3))


def test_it_follows_from_the_seed_and_each_one_draws_its_own():
    def drawn():
        torch.manual_seed(2)
        return [Dropout(0.5)(torch.ones(20, 20)) for _ in range(2)]

    first, second = drawn()
    assert not torch.equal(first, second)
    assert torch.equal(first, drawn()[0])
