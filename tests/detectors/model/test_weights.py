import json
import shutil

import pytest

from detectors.model.weights import GAZETTEER, MANIFEST, NETWORK, SHIPPED, WORDS, DamagedWeights, read_weights

_MEGABYTE = 1 << 20


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "weights")


def test_the_shipped_weights_are_whole_and_small():
    weights = read_weights()
    assert weights.table.dtype == "int8"
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 10 * _MEGABYTE


@pytest.mark.parametrize("name", [WORDS, NETWORK, GAZETTEER])
def test_one_changed_byte_is_refused(copied, name):
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(DamagedWeights, match=name):
        read_weights(copied)


@pytest.mark.parametrize("name", [WORDS, MANIFEST])
def test_a_missing_file_is_refused(copied, name):
    (copied / name).unlink()
    with pytest.raises(DamagedWeights, match=name):
        read_weights(copied)


def test_a_file_that_the_manifest_does_not_name_is_refused(copied):
    manifest = json.loads((copied / MANIFEST).read_text())
    del manifest["sha256"][NETWORK]
    (copied / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(DamagedWeights, match=NETWORK):
        read_weights(copied)
