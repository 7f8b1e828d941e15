"""A bucket of S3, or of what speaks as it does, that keeps checkpoints: one object each."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from audit.checkpoint import Checkpoint

_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 3, 5, 3


class BucketPlace:
    """A bucket. With ``retain``, each object is locked for that long: not even its owner can remove it.

    Objects are named by their event's sequence, so that their order is the chain's. ``endpoint`` is None for
    Amazon's own. A lock wants a bucket that was made for it (S3 Object Lock).
    """

    def __init__(
        self,
        bucket: str,
        *,
        endpoint: str | None,
        region: str,
        access_key: str,
        secret_key: str,
        prefix: str = "",
        retain: timedelta | None = None,
    ) -> None:
        from botocore.config import Config  # noqa: PLC0415 - slow to import, and few have a bucket
        from botocore.session import Session  # noqa: PLC0415

        self._bucket = bucket
        self._prefix = prefix
        self._retain = retain
        self._client: Any = Session().create_client(
            "s3",
            region_name=region,
            endpoint_url=endpoint,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                signature_version="s3v4",
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
                # A server of one's own has rarely a name for each bucket.
                s3={"addressing_style": "path" if endpoint else "auto"},
            ),
        )

    def put(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint. Raises `OSError` if the bucket has not said that it is kept."""
        lock: dict[str, Any] = {}
        if self._retain is not None:
            until = datetime.now(UTC) + self._retain
            lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}
        with _told():
            self._client.put_object(
                Bucket=self._bucket,
                Key=f"{self._prefix}{checkpoint.sequence:020}-{checkpoint.key_id}.json",
                Body=f"{checkpoint}\n".encode(),
                ContentType="application/json",
                **lock,
            )

    def lines(self, newest: int = 100) -> Sequence[str]:
        """Give what the newest objects hold, the oldest of them first. Raises `OSError`."""
        with _told():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            )
            names = deque((each["Key"] for page in pages for each in page.get("Contents", ())), newest)
            return [line for name in names for line in self._read(name).splitlines()]

    def _read(self, name: str) -> str:
        body = self._client.get_object(Bucket=self._bucket, Key=name)["Body"].read()
        return str(body.decode("utf-8", "replace"))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn any failure into `OSError`, with its code and without what was sent."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise OSError(f"the bucket refused: {code}") from None
    except BotoCoreError as error:
        raise OSError(f"the bucket cannot be reached: {type(error).__name__}") from None
