"""Lists of models: the caller sees those that it may call."""

from collections.abc import Callable, Mapping
from typing import Any

#: The member that holds a list of models, and the one that names each, in every dialect.
_LISTS = (("data", "id"), ("models", "name"))


def only_allowed(answer: Any, allow: Callable[[str], bool]) -> Any:
    """Return a list of models, in whichever dialect, without those that are not allowed."""
    if not isinstance(answer, dict):
        return answer
    for listed, name in _LISTS:
        if isinstance(answer.get(listed), list):
            models = [model for model in answer[listed] if isinstance(model, dict)]
            return {**answer, listed: [model for model in models if allow(_named(model, name))]}
    return answer


def _named(model: Mapping[str, Any], name: str) -> str:
    """Return the name that a call would give a listed model."""
    return str(model.get(name) or "").removeprefix("models/")
