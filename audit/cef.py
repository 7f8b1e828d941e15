r"""Events in the Common Event Format (CEF, version 0), one a line, for a collector of security events.

The header's fields escape ``\`` and ``|``, the values of the extension ``\``, ``=`` and line ends. What an
officer wrote (``detail``) is left out.
"""

from collections.abc import Iterable, Iterator

from audit.calls import Event
from audit.ocsf import product_version, severity_of
from audit.records import Kind

_SEVERITY = {1: 1, 2: 3, 3: 6, 4: 9}
"""From OCSF's severities to CEF's, 0 to 10."""

_NAMES = {
    Kind.DEPARTURE: "Call left",
    Kind.ARRIVAL: "Call ended",
    Kind.REFUSAL: "Call refused",
    Kind.ADMINISTRATION: "Administration",
}
#: Columns of the record, and the keys of CEF's dictionary that say the same.
_SAME = {
    "name": "suser",
    "key_id": "suid",
    "role": "spriv",
    "provider": "destinationServiceName",
    "operation": "app",
    "outcome": "outcome",
    "code": "reason",
    "bytes_received": "in",
    "bytes_sent": "out",
    "subject": "duser",
}
#: What the dictionary has no key for goes into its custom ones, each with its label.
_CUSTOM = {
    "team": "cs2",
    "project": "cs3",
    "model": "cs4",
    "policy": "cs5",
    "location": "cs6",
    "status": "cn1",
}


def cef_lines(events: Iterable[Event]) -> Iterator[str]:
    """Give one line for each event."""
    for event in events:
        yield cef(event) + "\n"


def cef(event: Event) -> str:
    """Give an event as CEF has it."""
    values = event.values
    code = str(values.get("action", event.kind.value))
    head = ("Paravent", "Paravent", product_version(), code, _NAMES[event.kind])
    told: dict[str, object] = {
        "rt": round(event.at.timestamp() * 1000),
        "externalId": event.sequence,
        "act": code,
    }
    if event.request_id is not None:
        told |= {"flexString1": event.request_id, "flexString1Label": "request"}
    told |= {"flexString2": event.digest, "flexString2Label": "digest"}
    told |= {key: values[name] for name, key in _SAME.items() if name in values}
    for name, key in _CUSTOM.items():
        if name in values:
            told |= {key: values[name], f"{key}Label": name}
    if event.labels:
        counts = " ".join(f"{label}:{count}" for label, count in event.labels.items())
        told |= {"cs1": counts, "cs1Label": "hidden"}
    severity = str(_SEVERITY[severity_of(event)])
    header = "|".join(_field(each) for each in ("CEF:0", *head, severity))
    return f"{header}|{' '.join(f'{key}={_value(value)}' for key, value in told.items())}"


def _field(text: str) -> str:
    return _line(text.replace("\\", "\\\\").replace("|", "\\|"), " ")


def _value(value: object) -> str:
    return _line(str(value).replace("\\", "\\\\").replace("=", "\\="), "\\n")


def _line(text: str, end: str) -> str:
    return text.replace("\r\n", end).replace("\n", end).replace("\r", end)
