"""The manners of every part of the configuration."""

from typing import NoReturn

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from config.errors import Fault


class Section(BaseModel):
    """Frozen, closed to unknown keys, and silent about the values it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def refuse(*faults: Fault) -> NoReturn:
    """Refuse the value being validated; the keys of the faults start from that value.

    Raises:
        PydanticCustomError: always, with the faults as its context, for `load` to place in the file.

    """
    told = "; ".join(fault.tell() for fault in faults)
    raise PydanticCustomError("faults", "{told}", {"told": told, "faults": faults})
