import pytest

from gateway.http.listing import only_allowed


def allows(model: str) -> bool:
    return model.startswith("echo-")


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (
            {"data": [{"id": "echo-1"}, {"id": "x"}, {}, "echo-2"], "a": 1},
            {"data": [{"id": "echo-1"}], "a": 1},
        ),
        (
            {"models": [{"name": "models/echo-1"}, {"name": "models/x"}]},
            {"models": [{"name": "models/echo-1"}]},
        ),
        ({"error": {"message": "x"}}, {"error": {"message": "x"}}),
        ([], []),
    ],
)
def test_only_models_that_may_be_called_are_listed(answer, left):
    assert only_allowed(answer, allows) == left
