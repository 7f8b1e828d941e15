"""Which calls wait until a person has approved them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from config.duration import read_duration
from config.errors import Fault, phrase
from config.label import KnownLabel
from config.section import Section, refuse


def _check(wait: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= wait <= timedelta(days=7):
        refuse(Fault((), phrase("write a duration between 1 minute and 7 days")))
    return wait


class Approval(Section):
    """A call that meets any of the conditions waits. A purpose is what the caller says it is."""

    #: Kinds of information: a call in which one was found waits.
    labels: tuple[KnownLabel, ...] = ()
    purposes: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    #: The teams whose reviewers may decide; without any, the caller's own. Officers and admins always may.
    reviewers: tuple[str, ...] = ()
    #: How long a call waits, and then how long its approval holds.
    expires: Annotated[timedelta, BeforeValidator(read_duration), AfterValidator(_check)] = timedelta(
        minutes=30
    )

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not (self.labels or self.purposes or self.teams):
            refuse(Fault((), phrase("say which calls wait for approval: labels, purposes or teams")))
        return self

    def wants(self, labels: Iterable[str], purpose: str | None, team: str | None) -> bool:
        """Tell whether a call waits. Purposes are compared without their case and outer spaces."""
        said = (purpose or "").strip().casefold()
        return (
            not set(self.labels).isdisjoint(labels)
            or said in {each.strip().casefold() for each in self.purposes}
            or team in self.teams
        )
