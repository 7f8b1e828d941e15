"""`paravent detect`: JSON lines in, JSON lines out."""

import json
import sys
from typing import Any

import typer

from gateway.cli.configuration import OptionalConfig
from gateway.cli.detection import detector
from gateway.cli.speech import say, translate
from gateway.language import phrase


class _BadLineError(Exception):
    """A line that is not a request; its message is a msgid."""


def detect(config: OptionalConfig = None) -> None:
    """Answer each line `{"id", "text"}` as it comes; lines that are none are told, and make the status 1."""
    find = detector(config).find
    failed = False
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            request = _read(line)
            entities = [
                {
                    "start": finding.start,
                    "end": finding.end,
                    "type": str(finding.label),
                    "score": round(finding.score, 4),
                    "recognizer": finding.recognizer,
                }
                for finding in find(request["text"])
            ]
        except _BadLineError as error:
            failed = True
            say(phrase("Line %(number)s: %(reason)s"), number=number, reason=translate(str(error)))
        except Exception as error:  # noqa: BLE001 - the engine's message may hold text
            failed = True
            say(
                phrase("Line %(number)s: detection failed (%(kind)s)"),
                number=number,
                kind=type(error).__name__,
            )
        else:
            sys.stdout.write(json.dumps({"id": request.get("id"), "entities": entities}) + "\n")
            sys.stdout.flush()
    if failed:
        raise typer.Exit(1)


def _read(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        raise _BadLineError(phrase("this is not JSON")) from None
    if not isinstance(request, dict) or not isinstance(request.get("text"), str):
        raise _BadLineError(phrase('this is not an object with a "text"'))
    return request
