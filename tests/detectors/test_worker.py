import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from stand_in_engines import Digits

from detectors.frames import Frames, Kind, frame, pack_texts, unpack_found
from detectors.worker import resolve

PATH = [str(Path(__file__).parent), *sys.path]


def setup(factory, options=None, path=PATH):
    return frame(Kind.SETUP, pickle.dumps((path, pickle.dumps((factory, options)))))


def talk(*said, parent=None):
    """Run a worker, say everything at once and close its input; return its frames and its exit status."""
    done = subprocess.run(
        [sys.executable, "-m", "detectors.worker", str(parent or os.getpid())],
        input=b"".join(said),
        capture_output=True,
        timeout=20,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return list(Frames().feed(done.stdout)), done.returncode, done.stderr


def test_it_answers_until_its_input_closes_and_prints_nothing_else():
    texts = pack_texts(["a 1", "print", "raise Gagnon"])
    (ready, found), status, errors = talk(setup("stand_in_engines:Digits"), frame(Kind.TEXTS, texts))
    assert ready == (Kind.READY, b"digits-1")
    one, none, raised = unpack_found(found[1])
    assert one[0].start == 2
    assert none == ()
    assert raised == "ValueError"
    assert (status, errors) == (0, b"")


@pytest.mark.parametrize(
    ("factory", "reason"),
    [
        ("stand_in_engines:Broken", b"RuntimeError: no weights here"),
        ("stand_in_engines:Absent", b"AttributeError"),
        ("no_such_module:Engine", b"ModuleNotFoundError"),
    ],
)
def test_an_engine_that_cannot_be_made_is_told(factory, reason):
    ((kind, told),), _, _ = talk(setup(factory))
    assert kind is Kind.BROKEN
    assert reason in told


def test_a_worker_told_nothing_ends():
    assert talk() == ([], 0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_a_worker_whose_parent_is_already_gone_ends():
    frames, status, _ = talk(setup("stand_in_engines:Digits"), parent=1)
    assert frames == []
    assert status == 1


def test_a_factory_is_named_by_module_and_name():
    assert resolve("stand_in_engines:Digits") is Digits
