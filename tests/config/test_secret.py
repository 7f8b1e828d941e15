import base64
import stat
import threading

import pytest

from config.load import load
from config.secret import derive, is_strong, read_or_create

STRONG = base64.b64encode(bytes(range(48))).decode()


def settings(tmp_path, extra=""):
    path = tmp_path / "paravent.yaml"
    path.write_text(
        "organization: {name: I}\n"
        "providers: {p: {dialect: openai, base_url: 'https://e.ca', location: QC}}\n" + extra
    )
    return load(path, {"S": STRONG})


def test_keys_differ_by_purpose_and_stay_the_same(tmp_path):
    one = settings(tmp_path, "secret: ${S}\n")
    assert one.key("cache") == settings(tmp_path, "secret: ${S}\n").key("cache")
    assert len({one.key(purpose) for purpose in ("cache", "pseudonyms", "index")}) == 3
    assert len(one.key("cache")) == 32
    assert not (tmp_path / "paravent.secret").exists()
    assert STRONG not in repr(one)


def test_reading_a_configuration_makes_no_file_and_using_it_does(tmp_path):
    one = settings(tmp_path)
    file = tmp_path / "paravent.secret"
    assert not file.exists()
    key = one.key("cache")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert settings(tmp_path).key("cache") == key
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_processes_that_start_at_once_agree(tmp_path):
    path, found = tmp_path / "s", []
    barrier = threading.Barrier(8)

    def start():
        barrier.wait()
        found.append(read_or_create(path))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_weak_or_damaged_secret_is_refused(tmp_path):
    path = tmp_path / "s"
    path.write_text("c2hvcnQ=\n")
    with pytest.raises(ValueError):
        read_or_create(path)


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        (STRONG, True),
        (base64.urlsafe_b64encode(b"\xff" * 32).decode(), True),
        (STRONG[:20] + "\n" + STRONG[20:], True),
        ("", False),
        ("é" * 60, False),
        (base64.b64encode(b"x" * 31).decode(), False),
    ],
)
def test_strength(text, strong):
    assert is_strong(text) is strong


def test_keys_are_hkdf_of_the_secret():
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    expected = HKDF(SHA256(), 32, salt=None, info=b"paravent/index").derive(bytes(range(48)))
    assert derive(STRONG, "index") == expected
