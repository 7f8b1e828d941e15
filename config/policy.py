"""What is done to each kind of information, and for whom."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, Field, ValidationInfo

from config.nearest import suggest
from config.section import Section, refuse
from detectors.labels import Label


class Action(StrEnum):
    """What happens to a finding before the text leaves."""

    PSEUDONYMIZE = "pseudonymize"
    REDACT = "redact"
    MASK = "mask"
    REPLACE = "replace"
    HASH = "hash"
    KEEP = "keep"
    REFUSE = "refuse"


class Scope(StrEnum):
    """How far one value keeps one pseudonym; wider lets a provider link more of what it receives."""

    CALL = "call"
    CONVERSATION = "conversation"
    TEAM = "team"
    ORGANIZATION = "organization"


@cache
def shipped_actions() -> Mapping[str, Action]:
    """Return the action of each label where a policy says nothing."""
    text = resources.files("config").joinpath("defaults.yaml").read_text("utf-8")
    return {label: Action(action) for label, action in yaml.safe_load(text)["labels"].items()}


def _check_label(label: str, info: ValidationInfo) -> str:
    """Refuse a label outside the vocabulary and the operator's own, which `load` gives as the context."""
    known = {*Label, *(info.context or ())}
    if label not in known:
        refuse(suggest((), label, known))
    return label


class Policy(Section):
    """What a team's calls may hold. What a policy leaves unsaid, it takes from the policy named `default`."""

    labels: Mapping[Annotated[str, AfterValidator(_check_label)], Action] = Field(default_factory=dict)
    teams: tuple[str, ...] = ()
    scope: Scope = Scope.CONVERSATION
    #: Whether the model is told what the pseudonyms are, in the calls where something was replaced.
    instruction: bool = True
    images: Literal["refuse"] = "refuse"
    files: Literal["refuse"] = "refuse"
    #: Patterns of the model names that these teams may call, among those of the provider.
    models: tuple[str, ...] = ("*",)

    def allows(self, model: str) -> bool:
        """Tell whether these teams may call a model."""
        return any(fnmatchcase(model, pattern) for pattern in self.models)

    def action(self, label: str) -> Action:
        """Return what is done to a finding; a label nobody decided upon is pseudonymized."""
        return self.labels.get(label) or shipped_actions().get(label, Action.PSEUDONYMIZE)

    @property
    def version(self) -> str:
        """A short fingerprint of every decision in the policy, the shipped ones included."""
        said = self.model_dump(mode="json") | {"labels": {**shipped_actions(), **self.labels}}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]

    def over(self, default: "Policy") -> "Policy":
        """Return this policy with what it leaves unsaid taken from another; a team is never inherited."""
        said = {name: getattr(self, name) for name in self.model_fields_set}
        labels = {**default.labels, **self.labels}
        return default.model_copy(update={**said, "labels": labels, "teams": self.teams})
