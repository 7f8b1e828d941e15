"""Streams for the tests: events made, cut, restored and read again."""

import json
from itertools import pairwise

from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer
from gateway.privacy.stream import StreamRestorer
from gateway.wire.openai_chat import CHAT
from gateway.wire.sse import Decoder

ROY, SIN = "[PERSON-K7Q2M9-A3X]", "[SIN-B00B1E-ZZ9]"
ZOE = 'Zoé "Z" \\ Roy\n😀'
TABLE = {ROY: Hidden(ZOE, "PERSON"), SIN: Hidden("046 454 286", "CA_SIN")}


def sse(*events):
    return b"".join(
        b"data: " + (event if isinstance(event, str) else json.dumps(event)).encode() + b"\n\n"
        for event in events
    )


def run(raw, wire=CHAT, table=TABLE, cuts=(), **more):
    """Return the bytes after each chunk of a stream, and at its end."""
    decoder, restorer = Decoder(), StreamRestorer(wire.stream, Restorer(table), **more)
    places = sorted({0, len(raw), *cuts})
    out = []
    for start, end in pairwise(places):
        out.append(b"".join(restorer.feed(event) for event in decoder.feed(raw[start:end])))
    out.append(b"".join(restorer.feed(event) for event in decoder.flush()) + restorer.flush())
    return out


def events(raw):
    decoder = Decoder()
    data = [event.data for event in decoder.feed(raw) + decoder.flush()]
    return [json.loads(each) if each and each.lstrip().startswith("{") else each for each in data]


def through(*given_events, **more):
    return events(b"".join(run(sse(*given_events), **more)))


def choice(index=0, finish=None, **delta):
    return {"index": index, "delta": delta, "finish_reason": finish}


def chunk(*choices):
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": list(choices)}


def call(index, arguments, **more):
    return {"index": index, **more, "function": {"arguments": arguments}}


def block(index, kind, **delta):
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, **delta}}
