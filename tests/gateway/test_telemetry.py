import errno
import io
import json
from contextlib import contextmanager, redirect_stderr

import structlog
from prometheus_client import generate_latest

from gateway.telemetry import Metrics, configure_logs


@contextmanager
def logging(**options):
    """Give what is written on standard error, and a new logger."""
    error = io.StringIO()
    with redirect_stderr(error):
        configure_logs(**options)
    try:
        yield error, structlog.get_logger()
    finally:
        structlog.reset_defaults()


def test_each_process_part_counts_for_itself():
    one, other = Metrics(), Metrics()
    one.hidden.labels("PERSON").inc(2)
    assert one.registry.get_sample_value("paravent_hidden_total", {"label": "PERSON"}) == 2
    assert other.registry.get_sample_value("paravent_hidden_total", {"label": "PERSON"}) is None


def test_every_number_is_ours_and_named_after_what_it_counts():
    metrics = Metrics()
    names = [family.name for family in metrics.registry.collect()]
    assert len(names) == sum(not name.startswith("registry") for name in vars(metrics))
    assert all(name.startswith("paravent_") for name in names)
    assert b"paravent_ahead_seconds_bucket" in generate_latest(metrics.registry)


def test_a_log_is_one_json_object_a_line():
    with logging() as (written, log):
        log.error("failed", request_id="r-1", error="KeyError", said="é\nà")
        log.warning("late")
    first, second = map(json.loads, written.getvalue().splitlines())
    assert first.pop("timestamp").endswith("Z")
    said = {"request_id": "r-1", "error": "KeyError", "said": "é\nà"}
    assert first == {"event": "failed", "level": "error", **said}
    assert second["event"] == "late"


def test_what_an_error_says_is_never_written():
    with logging() as (written, log):
        try:
            raise KeyError("Marie-Ève Gagnon")  # noqa: TRY301
        except KeyError as error:
            log.error("failed", exc_info=True)  # noqa: G201
            log.error("failed", exc_info=error, errors=[error])  # noqa: TRY400
    bare, named = map(json.loads, written.getvalue().splitlines())
    assert (bare["event"], named["exc_info"], named["errors"]) == ("failed", "KeyError", ["KeyError"])
    assert "Gagnon" not in written.getvalue()
    assert "Traceback" not in written.getvalue()


def test_the_level_says_what_is_kept():
    with logging(level="ERROR") as (written, log):
        log.warning("unseen")
        log.error("seen")
    assert [json.loads(line)["event"] for line in written.getvalue().splitlines()] == ["seen"]


def test_a_line_that_cannot_be_written_is_lost_and_nothing_else():
    class Full(io.StringIO):
        def write(self, text):
            raise OSError(errno.ENOSPC, "No space left on device")

    with redirect_stderr(Full()):
        configure_logs()
    structlog.get_logger().warning("unavailable", code="audit_unavailable")
    structlog.reset_defaults()
