"""Against an independent server that speaks S3 (moto), over HTTP on this machine."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from audit.bucket import BucketPlace
from audit.checkpoint import Signer
from audit.witness import FilePlace, Witness, read_checkpoints, signed_checkpoints

AT = datetime(2026, 3, 2, tzinfo=UTC)
SIGNER = Signer(bytes(32))
KEYS = [SIGNER.public_key]


@pytest.fixture
def place(s3):
    place = BucketPlace(s3.bucket, prefix="registre/", **s3.access)
    yield place
    place.close()


def points(*sequences):
    return [SIGNER.sign(sequence, f"{sequence:064x}", AT) for sequence in sequences]


def test_what_is_put_comes_back_in_the_order_of_the_chain(place):
    put = points(2, 10, 9)
    for each in put:
        place.put(each)
    found, bad = signed_checkpoints(place.lines(), KEYS)
    assert ([each.sequence for each in found], bad) == ([2, 9, 10], 0)
    assert set(found) == set(put)
    assert [json.loads(line)["sequence"] for line in place.lines(newest=1)] == [10]


def test_others_objects_are_left_alone_and_forged_ones_are_counted(place, s3):
    (mine,) = points(3)
    place.put(mine)
    s3.client.put_object(Bucket=s3.bucket, Key="autre/1", Body=b"no")
    s3.client.put_object(
        Bucket=s3.bucket, Key="registre/9999", Body=f"{points(4)[0]}".replace("4", "5").encode()
    )
    assert signed_checkpoints(place.lines(), KEYS) == ((mine,), 1)


def test_an_object_is_locked_for_as_long_as_was_said(s3):
    place = BucketPlace(s3.bucket, retain=timedelta(days=400), **s3.access)
    place.put(points(1)[0])
    place.close()
    (kept,) = s3.client.list_objects_v2(Bucket=s3.bucket)["Contents"]
    told = s3.client.head_object(Bucket=s3.bucket, Key=kept["Key"])
    assert told["ObjectLockMode"] == "COMPLIANCE"
    assert timedelta(days=399) < told["ObjectLockRetainUntilDate"] - datetime.now(UTC) <= timedelta(days=400)


def test_a_copy_of_the_bucket_is_read_as_a_folder(place, s3, tmp_path):
    for each in points(1, 2):
        place.put(each)
    for each in s3.client.list_objects_v2(Bucket=s3.bucket)["Contents"]:
        file = tmp_path / each["Key"].replace("/", "_")
        file.write_bytes(s3.client.get_object(Bucket=s3.bucket, Key=each["Key"])["Body"].read())
    found, bad = read_checkpoints(tmp_path, KEYS)
    assert ([each.sequence for each in found], bad) == ([1, 2], 0)


def test_a_refusal_is_told_by_its_code_alone(s3):
    place = BucketPlace("no-such-bucket", **s3.access)
    with pytest.raises(OSError, match="NoSuchBucket"):
        place.put(points(1)[0])
    with pytest.raises(OSError, match="NoSuchBucket"):
        place.lines()
    place.close()


def test_a_server_that_is_away_is_told(s3, monkeypatch):
    monkeypatch.setattr("audit.bucket._ATTEMPTS", 1)
    place = BucketPlace(s3.bucket, **(s3.access | {"endpoint": "http://127.0.0.1:1"}))
    with pytest.raises(OSError, match="cannot be reached") as raised:
        place.put(points(1)[0])
    assert s3.access["secret_key"] not in str(raised.value)
    place.close()


def test_a_place_that_fails_keeps_none_from_the_others_and_is_tried_again(url, fill, make, place, tmp_path):
    path = tmp_path / "points.jsonl"
    fill(make.refusal())

    class Away:
        def __init__(self):
            self.up, self.put_ = False, place.put

        def put(self, checkpoint):
            if not self.up:
                raise OSError("the bucket cannot be reached")
            self.put_(checkpoint)

    away = Away()
    witness = Witness(url, SIGNER, [away, FilePlace(path)])
    for _ in range(2):
        with pytest.raises(OSError):
            witness.take(AT)
    assert len(read_checkpoints(path, KEYS)[0]) == 1
    away.up = True
    assert witness.take(AT) is not None
    assert witness.take(AT) is None
    witness.close()
    assert len(read_checkpoints(path, KEYS)[0]) == 1
    assert len(signed_checkpoints(place.lines(), KEYS)[0]) == 1
