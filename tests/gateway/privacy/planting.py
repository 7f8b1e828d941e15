"""Plants values in requests and follows them: a stand-in for the detectors, and the steps a request goes through."""

import copy
import json
import re
from urllib.parse import unquote

from config.policy import Policy
from detectors.findings import Finding, resolve
from gateway.errors import GatewayError
from gateway.privacy.decide import decide
from gateway.privacy.pseudonyms import Minter
from gateway.privacy.rewrite import Call, rewrite
from gateway.privacy.scope import conversation
from gateway.privacy.sealed import remembered
from gateway.privacy.segments import extract, needs_inspection, seams, spread

KEY = bytes(range(32))
#: An invented person; the numbers have right check digits.
VALUES = {
    "TREM 7503 1218": "QC_HEALTH_INSURANCE_NUMBER",
    "046 454 286": "CA_SIN",
    "Maïté Tremblay-Côté": "PERSON",
    "maite.tremblay@exemple.ca": "EMAIL_ADDRESS",
}
ALL = "; ".join(VALUES)
#: In a JSON number, a tool's name or an identifier.
TIGHT = {
    "TREM75031218": "QC_HEALTH_INSURANCE_NUMBER",
    "046454286": "CA_SIN",
    "4520123456789017": "CREDIT_CARD",
}


def detect(text, values):
    """Return where the values stand in a text, exactly as written; a compiled pattern is one as well."""
    return resolve(
        Finding(match.start(), match.end(), label, 0.95, "planted")
        for value, label in values.items()
        for match in re.finditer(value if isinstance(value, re.Pattern) else re.escape(value), text)
    )


def prepare(
    body,
    wire,
    values,
    *,
    headers=(),
    query=(),
    policy=None,
    knows=lambda *_: False,
    note=True,
    known=None,
    scope=b"",
):
    """Return the `Outbound` of a request, by the steps of the gateway. Raises what they raise."""
    segments = extract(body, wire, headers)
    cuts = seams(segments)
    found = [detect(one.inspected, values) if needs_inspection(one) else () for one in segments]
    findings = spread(segments, found, cuts, [detect(cut.text, values) for cut in cuts])
    plan = decide(segments, findings, policy or Policy(), remembered(segments, knows))
    minter = Minter(KEY, scope + conversation(body, wire.turns).encode(), plan.reserved)
    call = Call(wire, "POST", "/v1/x", body, tuple(query), tuple(headers))
    return rewrite(call, segments, plan, minter, salt=KEY[:16], with_note=note, known=known)


def hidden(body, wire, values=VALUES | TIGHT, **more):
    """Return what leaves of a request with planted values, or None when it is refused."""
    try:
        return prepare(body, wire, values, **more)
    except GatewayError as error:
        refused = error
    assert refused.code != "leak_prevented"
    assert not any(value in str(refused.facts) + str(refused.path) for value in values)
    return None


def spoken(value):
    """Yield every string, name and number of a JSON value, and of the JSON inside of its strings."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from spoken(name)
            yield from spoken(item)
    elif isinstance(value, list):
        for item in value:
            yield from spoken(item)
    elif isinstance(value, str):
        yield value
        try:
            inside = json.loads(value)
        except ValueError:
            return
        if isinstance(inside, dict | list):
            yield from spoken(inside)
    else:
        yield json.dumps(value)


def leaks(outbound, value):
    """Return whether a value can be read anywhere in what is about to leave."""
    said = [*spoken(json.loads(outbound.body)), outbound.body.decode(), unquote(outbound.target)]
    said += [part for header in outbound.headers for part in header]
    escaped = json.dumps(value)[1:-1]
    # Parts of one text, put together again.
    joined = "".join(text for text in said[:-2] if text not in ("type", "text", "content"))
    return any(form in text for text in (*said, joined) for form in (value, escaped))


def opened(value):
    """Return a JSON value with the JSON in its strings read as well."""
    if isinstance(value, dict):
        return {name: opened(item) for name, item in value.items()}
    if isinstance(value, list):
        return [opened(item) for item in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return opened(json.loads(value))
        except ValueError:
            return value
    return value


JSON = "json"


def positions(value, path=()):
    """Yield the path of every string in a body; `JSON` in a path opens a string that holds JSON."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from positions(item, (*path, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from positions(item, (*path, at))
    elif isinstance(value, str):
        inside = json.loads(value) if value[:1] in ("{", "[") else None
        if inside is None:
            yield path
        else:
            yield from positions(inside, (*path, (JSON,)))


def objects(value, path=()):
    """Yield the path of every object in a body, also in strings that hold JSON."""
    if isinstance(value, dict):
        yield path
    if isinstance(value, str) and value[:1] in ("{", "["):
        yield from objects(json.loads(value), (*path, (JSON,)))
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for at, item in items:
        yield from objects(item, (*path, at))


def changed(body, path, change):
    """Return a body with ``change`` applied to what stands at a path."""
    if not path:
        return change(body)
    if path[0] == (JSON,):
        return json.dumps(changed(json.loads(body), path[1:], change))
    body = copy.copy(body)
    body[path[0]] = changed(body[path[0]], path[1:], change)
    return body


def greeted(wire, body):
    """Return a body that begins with a turn of the user, so that it is a conversation."""
    return {wire.turns: [{"role": "user", "content": "Bonjour."}], **body} if wire.system else body


def branch(body, path):
    """Return the part of a body that a path leads through, as a body, and the path in it."""

    def trimmed(value, rest):
        """Return a value with nothing beside the path in its lists, and the path in it."""
        if not rest or rest[0] == (JSON,):
            return value, rest
        inside, after = trimmed(value[rest[0]], rest[1:])
        if isinstance(value, list):
            return [inside], (0, *after)
        return {**value, rest[0]: inside}, (rest[0], *after)

    return trimmed({path[0]: body[path[0]]}, path)


def altered(body, path, change):
    """Return the branch of a body with ``change`` applied at a path (in the whole body for no path)."""
    small, inside = branch(body, path) if path else (body, path)
    return changed(small, inside, change)


def plant(wire, body, path, planted):
    """Return the branch of a body, as a conversation, with something planted at a path."""
    return greeted(wire, altered(body, path, planted if callable(planted) else lambda _old: planted))


def no_number_leaks(wire, body):
    """Assert that what looks like an identifier is hidden or refused in any place, as a text and as a number."""
    for path in positions(body):
        for planted in (*TIGHT, *map(int, filter(str.isdigit, TIGHT))):
            outbound = hidden(altered(body, path, lambda _old, planted=planted: planted), wire)
            assert outbound is None or not any(leaks(outbound, value) for value in TIGHT)


def no_member_leaks(wire, body):
    """Assert that values in the name of a member, and in one that is unknown, are hidden or refused."""
    for path in objects(body):
        for name, value in ((f"de {ALL}", "x"), ("autre", {"x": [ALL, json.dumps({"y": [ALL]})]})):
            outbound = hidden(
                altered(body, path, lambda old, name=name, value=value: {**old, name: value}), wire
            )
            assert outbound is None or not any(leaks(outbound, value) for value in VALUES)
