"""Events as OCSF 1.7.0 has them: class API Activity (6003), for a collector of security events.

Every attribute that the class requires is there (schema.ocsf.io/1.7.0/classes/api_activity). No address of a
caller is kept, so the source is the gateway itself. What the schema has no place for stands under
``unmapped``, with the names of the record. What an officer wrote (``detail``) is left out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from audit.calls import Event
from audit.chain import CALLER, MAIN
from audit.records import Kind, Outcome

SCHEMA = "1.7.0"
_CATEGORY, _CLASS = 6, 6003
_OTHER = 99
#: What the last word of an action does, as OCSF's activities; what consults the record reads.
_VERBS = {
    **dict.fromkeys(("created", "placed", "entered", "marked", "waiting", "opened"), 1),
    **dict.fromkeys(("approved", "refused", "used", "read"), 3),
    **dict.fromkeys(("revoked", "released", "erased", "expired"), 4),
}
_ACTIVITIES = {1: "Create", 2: "Read", 3: "Update", 4: "Delete"}
_SEVERITIES = {1: "Informational", 2: "Low", 3: "Medium", 4: "High"}
_GRAVE = {"leak_prevented": 4, "audit.denied": 3}
_SUCCESS, _FAILURE, _UNKNOWN = (1, "Success"), (2, "Failure"), (0, "Unknown")
_QUEBEC = "QC"
_MAPPED = {"provider", "location", "operation", "status", "code", "team", "action", "outcome"}
_REST = tuple(name for name in MAIN if name not in _MAPPED | {"detail"})


def ocsf_lines(events: Iterable[Event]) -> Iterator[str]:
    """Give one line with an object for each event."""
    for event in events:
        yield json.dumps(ocsf(event), ensure_ascii=False) + "\n"


def ocsf(event: Event) -> dict[str, Any]:
    """Give an event as OCSF has it."""
    values = event.values
    activity, name = _activity(event)
    severity = severity_of(event)
    (status_id, status), code = _status(event), values.get("code") or values.get("outcome")
    told: dict[str, Any] = {
        "activity_id": activity,
        "activity_name": name,
        "category_uid": _CATEGORY,
        "category_name": "Application Activity",
        "class_uid": _CLASS,
        "class_name": "API Activity",
        "type_uid": _CLASS * 100 + activity,
        "type_name": f"API Activity: {name}",
        "severity_id": severity,
        "severity": _SEVERITIES[severity],
        "time": round(event.at.timestamp() * 1000),
        "status_id": status_id,
        "status": status,
        "metadata": {
            "version": SCHEMA,
            "product": {"name": "Paravent", "vendor_name": "Paravent", "version": product_version()},
            "log_name": "audit",
            "event_code": str(values.get("action", event.kind.value)),
            "uid": event.digest,
            "sequence": event.sequence,
            "original_time": event.at.isoformat(),
        },
        "actor": {"user": _user(values)} if any(each in values for each in CALLER) else _GATEWAY,
        "api": _api(event),
        "src_endpoint": {"svc_name": "paravent"},
    }
    if code is not None:
        told["status_code"] = code
    if event.request_id is not None:
        told["metadata"]["correlation_uid"] = event.request_id
    if "provider" in values:
        told["dst_endpoint"] = {"svc_name": values["provider"], **_place(values.get("location"))}
    rest: dict[str, Any] = {name: values[name] for name in _REST if name in values}
    rest |= {"hidden": dict(event.labels)} if event.labels else {}
    rest |= {"erased": [each.value for each in event.erased]} if event.erased else {}
    return told | ({"unmapped": rest} if rest else {})


def severity_of(event: Event) -> int:
    """Tell how grave an event is: 1 is for information, 4 high."""
    grave = _GRAVE.get(str(event.values.get("code") or event.values.get("action")))
    return grave or (2 if event.kind is Kind.REFUSAL else 1)


@cache
def product_version() -> str:
    """Give the version of Paravent."""
    return version("paravent")


_GATEWAY: Mapping[str, Any] = {"app_name": "Paravent"}


def _activity(event: Event) -> tuple[int, str]:
    if event.kind is not Kind.ADMINISTRATION:
        return _OTHER, event.kind.value.capitalize()
    action = str(event.values.get("action", ""))
    reads = action.startswith("audit.")
    activity = 2 if reads else _VERBS.get(action.rpartition(".")[2], _OTHER)
    return activity, _ACTIVITIES.get(activity, action or "erased")


def _status(event: Event) -> tuple[int, str]:
    if event.kind is Kind.REFUSAL or event.values.get("action") == "audit.denied":
        return _FAILURE
    if event.kind is Kind.ARRIVAL:
        outcome = event.values.get("outcome")
        return _SUCCESS if outcome == Outcome.DELIVERED else _FAILURE if outcome else _UNKNOWN
    return _UNKNOWN if event.kind is Kind.DEPARTURE else _SUCCESS


def _user(values: Mapping[str, Any]) -> dict[str, Any]:
    user: dict[str, Any] = {"type_id": _OTHER, "type": values.get("role", "actor")}
    user |= {"name": values["name"]} if "name" in values else {}
    user |= {"uid": values["key_id"]} if "key_id" in values else {}
    return user | ({"groups": [{"name": values["team"]}]} if "team" in values else {})


def _api(event: Event) -> dict[str, Any]:
    values = event.values
    told: dict[str, Any] = {
        "operation": str(values.get("operation") or values.get("action") or event.kind.value)
    }
    told["service"] = {"name": str(values.get("provider", "paravent"))}
    if event.request_id is not None:
        told["request"] = {"uid": event.request_id}
    if "status" in values:
        told["response"] = {"code": values["status"]}
        told["response"] |= {"error": values["code"]} if "code" in values else {}
    return told


def _place(location: object) -> dict[str, Any]:
    """Give a country (ISO 3166-1) and its part (ISO 3166-2), where the provider is in any."""
    if not isinstance(location, str) or location == "local":
        return {}
    whole = f"CA-{_QUEBEC}" if location == _QUEBEC else location
    country, _, part = whole.partition("-")
    return {"location": {"country": country, **({"region": whole} if part else {})}}
