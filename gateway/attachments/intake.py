"""Takes files out of a request, within the limits of how many and how large they may be."""

from collections.abc import Mapping, Sequence

from config.attachments import Attachments
from gateway.attachments.refusals import by_reference, too_large
from gateway.wire.carrier import Carried, File, length, read_file


def told_limits(limits: Attachments) -> Mapping[str, str]:
    """Return the limits as callers are told them."""
    return {
        name: f"{value:d}" if isinstance(value, int) else f"{value:g}" for name, value in dict(limits).items()
    }


def weigh(found: Sequence[Carried], limits: Attachments, told: Mapping[str, str]) -> None:
    """Refuse what is too much, and what is not in the request, before anything is decoded.

    Raises `GatewayError`.
    """
    if len(found) > limits.files:
        raise too_large(found[limits.files].dotted, "files", told)
    total = 0
    for each in found:
        written = each.carrier.content(each.part)
        if written is None:
            raise by_reference(each.dotted)
        size = length(written)
        total += size
        if size > limits.file_size:
            raise too_large(each.dotted, "file_size", told)
        if total > limits.total_size:
            raise too_large(each.dotted, "total_size", told)


def take(found: Sequence[Carried]) -> list[File]:
    """Return the files as they came.

    Raises `GatewayError` for what is not in the request.
    """
    files = []
    for each in found:
        carrier, part = each.carrier, each.part
        media, name = carrier.said(part, carrier.media), carrier.said(part, carrier.name)
        file = read_file(carrier.content(part) or "", media, name)
        if file is None:
            raise by_reference(each.dotted)
        files.append(file)
    return files
