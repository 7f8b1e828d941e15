import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.findings import Finding, Why
from detectors.frames import Frames, Kind, frame, pack_found, pack_texts, unpack_found, unpack_texts

texts = st.lists(st.text(st.characters(exclude_categories=())), max_size=8)
findings = st.builds(
    Finding,
    start=st.integers(0, 10**7),
    end=st.integers(0, 10**7),
    label=st.text(max_size=9),
    score=st.integers(0, 10_000).map(lambda n: n / 10_000),
    recognizer=st.text(max_size=9),
    why=st.builds(Why, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)),
)


@given(texts)
def test_texts_survive_surrogates_included(given):
    assert unpack_texts(pack_texts(given)) == given


@given(st.lists(st.one_of(st.lists(findings, max_size=4).map(tuple), st.sampled_from(["ValueError"]))))
def test_findings_and_errors_survive(given):
    assert unpack_found(pack_found(given)) == given


@given(st.lists(st.tuples(st.sampled_from(Kind), st.binary(max_size=40)), max_size=6), st.data())
def test_frames_cut_anywhere_are_the_same(sent, data):
    stream = b"".join(frame(kind, body) for kind, body in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    frames, received = Frames(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        received += frames.feed(stream[start:end])
    assert received == sent


def test_a_frame_of_no_known_kind_is_an_error():
    with pytest.raises(ValueError):
        list(Frames().feed(b"\x00\x00\x00\x00\x63"))
