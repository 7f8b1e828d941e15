"""Channels of a stream, cut and mixed in any way."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from streaming import ROY, SIN, TABLE, block, call, choice, chunk, through

from gateway.privacy.restore import Restorer
from gateway.wire.anthropic_messages import MESSAGES

FRAGMENTS = st.sampled_from(
    [ROY, SIN, ROY.lower(), ROY[:-1], ROY[:9], SIN[1:-1], "[", "p", " à ", "é😀", '"', "\n"]
)
TEXTS = st.lists(FRAGMENTS, max_size=5).map("".join)
#: One text for each channel, and how each is cut.
CHANNELS = st.lists(st.tuples(TEXTS, st.lists(st.integers(0, 60), max_size=4)), min_size=1, max_size=4)


def pieces(text, cuts):
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return [text[start:end] for start, end in pairwise(places)] or [""]


def interleaved(data, channels, event):
    """Return events of several channels in a drawn order, each channel's own in order."""
    waiting = {at: pieces(*channel) for at, channel in enumerate(channels)}
    made = []
    while waiting:
        at = data.draw(st.sampled_from(sorted(waiting)))
        made.append(event(at, waiting[at].pop(0)))
        waiting = {at: left for at, left in waiting.items() if left}
    return made


def check_restored(sent, received, said, channels, expected):
    assert len(received) == len(sent)
    texts = dict.fromkeys(range(len(channels)), "")
    for event in received:
        for at, text in said(event):
            texts[at] += text
    for at, (text, _cuts) in enumerate(channels):
        assert texts[at] == expected(Restorer(TABLE), text)


@settings(max_examples=60)
@given(CHANNELS, st.data())
def test_choices_cut_and_mixed_anyhow_are_what_the_uncut_text_gives(channels, data):
    sent = interleaved(data, channels, lambda at, text: chunk(choice(at, content=text)))
    received = through(*sent, *[chunk(choice(at, "stop")) for at in range(len(channels))], "[DONE]")
    check_restored(
        range(len(sent) + len(channels) + 1),
        received,
        lambda event: (
            []
            if event == "[DONE]"
            else [(c["index"], c["delta"].get("content", "")) for c in event["choices"]]
        ),
        channels,
        lambda restorer, text: restorer.text(text),
    )


@settings(max_examples=60)
@given(CHANNELS, st.data())
def test_parallel_calls_mixed_anyhow_are_what_the_uncut_text_gives(channels, data):
    sent = interleaved(data, channels, lambda at, text: chunk(choice(tool_calls=[call(at, text)])))
    check_restored(
        sent,
        through(*sent),
        lambda event: [
            (c["index"], c["function"]["arguments"]) for c in event["choices"][0]["delta"]["tool_calls"]
        ],
        channels,
        lambda restorer, text: restorer.json_text(text),
    )


@settings(max_examples=60)
@given(CHANNELS, st.data())
def test_blocks_mixed_anyhow_are_what_the_uncut_text_gives(channels, data):
    sent = interleaved(data, channels, lambda at, text: block(at, "text_delta", text=text))
    check_restored(
        sent,
        through(*sent, wire=MESSAGES),
        lambda event: [(event["index"], event["delta"]["text"])],
        channels,
        lambda restorer, text: restorer.text(text),
    )
