import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def serving(folder, *arguments):
    port = free_port()
    command = [sys.executable, "-m", "gateway.cli", "serve", "--port", str(port), *arguments]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True) as process:
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return None


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)
    return found


def children(pid):
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(path.parent.name))
    return found


def family(pid):
    return [one for child in children(pid) for one in (child, *family(child))]


def test_a_configuration_that_is_wrong_is_told_and_nothing_starts(paravent, configured):
    path = configured / "paravent.yaml"
    path.write_text(path.read_text() + "srver: {}\ndatabase: x\n")
    code, out, err = paravent("serve")
    assert (code, out) == (1, "")
    assert "paravent.yaml:4: srver" in err
    assert "paravent.yaml:5: database" in err
    assert not (configured / "paravent.secret").exists()


def test_a_database_or_a_secret_that_cannot_be_used_is_told(paravent, configured):
    (configured / "paravent.secret").write_text("weak")
    code, _, err = paravent("serve")
    assert code == 1
    assert "secret cannot be used" in err
    path = configured / "paravent.yaml"
    path.write_text(path.read_text() + "database: sqlite:///no/folder/x.db\n")
    code, _, err = paravent("serve")
    assert code == 1
    assert "database cannot be used" in err


def test_it_serves_then_stops_when_asked(configured):
    with serving(configured) as (process, url):
        until(lambda: status(f"{url}/readyz") == 200)
        assert (configured / "paravent.db").exists()
        assert (configured / "paravent.secret").exists()
        assert status(f"{url}/v1/nothing") in {401, 404}
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) in {0, -signal.SIGTERM}
        written = process.stderr.read().decode()
        assert url in written
        assert "nothing" not in written


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_no_process_outlives_a_killed_gateway(configured):
    with serving(configured, "--workers", "2") as (process, url):
        until(lambda: status(f"{url}/readyz") == 200)
        pids = until(lambda: len(found := family(process.pid)) >= 4 and found)
        process.kill()
        process.wait()
        until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in pids), 10)
