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


def until(condition, seconds=60):
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


def command_of(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


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
    path.write_text(path.read_text() + "database: postgresql://nobody@127.0.0.1:1/x\n")
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


def test_a_place_where_nobody_can_listen_is_told(paravent, configured):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, out, err = paravent("serve", "--port", port)
    assert (code, out) == (1, "")
    assert f"Nothing can listen on 127.0.0.1, port {port}" in err
    assert "Paravent listens" not in err
    code, _, err = paravent("serve", "--host", "no such host")
    assert code == 1
    assert "Nothing can listen on no such host" in err


def test_a_terminal_that_goes_away_stops_it_as_a_request_to_stop_does(configured):
    with serving(configured) as (process, url):
        until(lambda: status(f"{url}/readyz") == 200)
        begun = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])))
        with begun:
            begun.sendall(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n")
            assert begun.recv(12) == b"HTTP/1.1 200"
            process.send_signal(signal.SIGHUP)
            assert process.wait(15) == -signal.SIGTERM


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_several_processes_are_replaced_one_by_one_unless_the_configuration_is_wrong(configured):
    def serving_processes():
        return {pid for pid in children(process.pid) if b"spawn_main" in command_of(pid)}

    path = configured / "paravent.yaml"
    with serving(configured, "--workers", "2") as (process, url):
        until(lambda: status(f"{url}/readyz") == 200 and len(serving_processes()) == 2, 120)
        first = serving_processes()
        path.write_text(path.read_text().replace("Institut", "Autre"))
        process.send_signal(signal.SIGHUP)
        until(lambda: status(f"{url}/livez") == 200 and not first & serving_processes(), 120)
        second = until(lambda: len(found := serving_processes()) == 2 and found, 120)
        path.write_text(path.read_text() + "srver: {}\n")
        process.send_signal(signal.SIGHUP)
        until(lambda: b"srver" in os.read(process.stderr.fileno(), 65536))
        until(lambda: serving_processes() == second)
        assert status(f"{url}/readyz") == 200


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_no_process_outlives_a_killed_gateway(configured):
    with serving(configured, "--workers", "2") as (process, url):
        until(lambda: status(f"{url}/readyz") == 200)
        pids = until(lambda: len(found := family(process.pid)) >= 4 and found)
        process.kill()
        process.wait()
        until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in pids), 10)
