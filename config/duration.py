"""A duration as an operator writes it."""

import re
from datetime import timedelta
from typing import Any

from config.errors import Fault, phrase
from config.section import refuse

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_PLAIN = re.compile(r"([0-9]{1,6}) ?(d|days?|h|hours?|m|min|minutes?|s|seconds?)")
#: ISO 8601, without years and months: how long these are depends on when they begin.
_ISO = re.compile(r"P(?=.)([0-9]{1,5}W|([0-9]{1,6}D)?(T(?=.)([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,6}S)?)?)")


def read_duration(value: Any) -> Any:
    """Read `365 days` or `P365D`. A number alone is refused: of what, would be a guess."""
    if isinstance(value, str) and (plain := _PLAIN.fullmatch(value)):
        return timedelta(**{_UNITS[plain[2][0]]: int(plain[1])})
    if not isinstance(value, timedelta) and not (isinstance(value, str) and _ISO.fullmatch(value)):
        refuse(Fault((), phrase("write a duration with its unit: 365 days, 12 hours, 5 minutes, or P365D")))
    return value
