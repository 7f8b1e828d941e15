"""What is done to each kind of information, and for whom."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Literal, Self

import yaml
from pydantic import AfterValidator, Field

from config.approval import Approval
from config.errors import Fault, phrase
from config.label import KnownLabel
from config.section import Section, refuse
from detectors.labels import Label


class Action(StrEnum):
    """What happens to a finding before the text leaves."""

    PSEUDONYMIZE = "pseudonymize"
    SURROGATE = "surrogate"
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


#: What a surrogate can be invented for.
SURROGATES = frozenset(
    {
        Label.PERSON,
        Label.STREET_ADDRESS,
        Label.CA_POSTAL_CODE,
        Label.EMAIL_ADDRESS,
        Label.PHONE_NUMBER,
        Label.CA_SIN,
        Label.IP_ADDRESS,
    }
)


def _check_surrogates(labels: Mapping[str, Action]) -> Mapping[str, Action]:
    """Refuse surrogates for a label that has none."""
    unfit = [
        label for label, action in labels.items() if action is Action.SURROGATE and label not in SURROGATES
    ]
    if unfit:
        message = phrase("no surrogate can be made for this; those that have one: %(labels)s")
        known = ", ".join(sorted(SURROGATES))
        refuse(*(Fault((label,), message, {"labels": known}) for label in unfit))
    return labels


class Policy(Section):
    """What a team's calls may hold. What a policy leaves unsaid, it takes from the policy named `default`."""

    labels: Annotated[Mapping[KnownLabel, Action], AfterValidator(_check_surrogates)] = Field(
        default_factory=dict
    )
    teams: tuple[str, ...] = ()
    scope: Scope = Scope.CONVERSATION
    #: Whether the model is told what the pseudonyms are, in the calls where something was replaced.
    instruction: bool = True
    #: Whether images are looked at, and what is found in them painted over (see `config.attachments`).
    images: Literal["refuse", "redact"] = "refuse"
    #: Whether the text of files is read and sent in their place (see `config.attachments`).
    files: Literal["refuse", "extract"] = "refuse"
    #: Patterns of the model names that these teams may call, among those of the provider.
    models: tuple[str, ...] = ("*",)
    #: Which calls wait until a person has approved them.
    approval: Approval | None = None

    def allows(self, model: str) -> bool:
        """Tell whether these teams may call a model."""
        return any(fnmatchcase(model, pattern) for pattern in self.models)

    def action(self, label: str) -> Action:
        """Return what is done to a finding; a label nobody decided upon is pseudonymized."""
        return self.labels.get(label) or shipped_actions().get(label, Action.PSEUDONYMIZE)

    @cached_property
    def version(self) -> str:
        """A short fingerprint of every decision in the policy, the shipped ones included."""
        said = self.model_dump(mode="json") | {"labels": {**shipped_actions(), **self.labels}}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]

    def __copy__(self) -> Self:
        """Return a copy that works its version out anew: `model_copy` changes it next."""
        copied = super().__copy__()
        copied.__dict__.pop("version", None)
        return copied

    def over(self, default: "Policy") -> "Policy":
        """Return this policy with what it leaves unsaid taken from another; a team is never inherited."""
        said = {name: getattr(self, name) for name in self.model_fields_set}
        labels = {**default.labels, **self.labels}
        return default.model_copy(update={**said, "labels": labels, "teams": self.teams})
