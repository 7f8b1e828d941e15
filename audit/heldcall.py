"""A call that waits for a person's approval, or has waited."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from audit.chain import microseconds, moment
from audit.keys import Role
from audit.records import Who


class State(StrEnum):
    """Where a held call stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Held:
    """What it is now. ``patience`` is how long it waits, and then how long an approval holds.

    ``reviewers`` are the teams whose reviewers may decide; officers and admins always may. ``decider`` is the
    name of whoever did, ``sealed`` what would leave, encrypted.
    """

    id: str
    fingerprint: bytes
    key_id: str
    name: str
    team: str | None
    project: str | None
    purpose: str | None
    provider: str
    operation: str
    model: str | None
    policy: str
    labels: Mapping[str, int]
    reviewers: tuple[str, ...]
    at: datetime
    expires: datetime
    patience: timedelta
    state: State = State.WAITING
    decider: str | None = None
    reason: str | None = None
    sealed: bytes | None = None

    def may_be_reviewed_by(self, who: Who) -> bool:
        """Tell whether somebody may decide upon it, unless it is their own."""
        if who.role in (Role.OFFICER, Role.ADMIN):
            return True
        return who.role == Role.REVIEWER and who.team is not None and who.team in self.reviewers

    def is_of(self, who: Who) -> bool:
        """Tell whether somebody made the call: by the key, or by its name where that was given anew."""
        return self.key_id == who.key_id or self.name == who.name


def row_of(call: Held) -> dict[str, Any]:
    """Give the row of a call, but for its salt."""
    row = {name: getattr(call, name) for name in Held.__slots__}
    return row | {
        "labels": json.dumps(dict(sorted(call.labels.items()))),
        "reviewers": json.dumps(list(call.reviewers), ensure_ascii=False),
        "at": microseconds(call.at),
        "expires": microseconds(call.expires),
        "patience": call.patience // timedelta(microseconds=1),
        "state": call.state.value,
    }


def held_of(row: Mapping[str, Any]) -> Held:
    """Give the call of a row, which may be without what would leave."""
    given: dict[str, Any] = {name: row.get(name) for name in Held.__slots__}
    return Held(
        **given
        | {
            "labels": json.loads(row["labels"]),
            "reviewers": tuple(json.loads(row["reviewers"])),
            "at": moment(row["at"]),
            "expires": moment(row["expires"]),
            "patience": timedelta(microseconds=row["patience"]),
            "state": State(row["state"]),
        }
    )
