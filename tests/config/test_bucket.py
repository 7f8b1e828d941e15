from datetime import timedelta

import pytest
from pydantic import ValidationError

from config.bucket import Bucket

KEYS = {"bucket": "registre", "region": "ca-central-1", "access_key": "AKIA1", "secret_key": "s3cret"}


def test_a_bucket_at_amazons_needs_no_endpoint():
    bucket = Bucket.model_validate(KEYS)
    assert (bucket.endpoint, bucket.prefix, bucket.retain) == (None, "paravent/", None)


def test_another_server_is_named_and_objects_may_be_locked():
    given = {"endpoint": "https://s3.exemple.quebec", "prefix": "paravent/", "retain": "3650 days"}
    assert Bucket.model_validate({**KEYS, **given}).retain == timedelta(days=3650)
    assert Bucket.model_validate({**KEYS, "endpoint": "http://127.0.0.1:9000"}).endpoint


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://s3.exemple.quebec"},
        {"endpoint": "http://localhost.exemple.quebec"},
        {"endpoint": "https://s3.exemple.quebec/bucket"},
        {"bucket": "Registre!"},
        {"retain": "3 hours"},
        {"retain": 7},
        {"prefix": "../é"},
        {"secret_key": ""},
    ],
)
def test_what_is_wrong_is_refused_without_the_keys(wrong):
    with pytest.raises(ValidationError) as raised:
        Bucket.model_validate({**KEYS, **wrong})
    assert "s3cret" not in str(raised.value)


def test_its_keys_do_not_show():
    assert "s3cret" not in repr(Bucket.model_validate(KEYS))
