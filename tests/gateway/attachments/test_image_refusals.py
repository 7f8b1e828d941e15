import pytest

from gateway.attachments.image_refusals import no_ocr, refusal, took_too_long
from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.attachments.process import ReadingFailed

OF_IMAGES = (Reason.UNSUPPORTED, Reason.MISMATCH, Reason.ANIMATED, Reason.DAMAGED, Reason.GARBLED)


@pytest.mark.parametrize("reason", OF_IMAGES)
def test_each_reason_has_a_code_of_its_own_and_says_where(reason):
    error = refusal(Unfit(reason), "messages.0.content.1", {})
    assert error.code.startswith("image_")
    assert "messages.0.content.1" in error.message % error.facts
    assert len({refusal(Unfit(each), "", {}).code for each in OF_IMAGES}) == len(OF_IMAGES)


def test_a_limit_is_told_with_its_value():
    error = refusal(Unfit(Reason.TOO_LARGE, "pixels"), "a", {"pixels": "25000000"})
    assert (error.status, error.facts["most"]) == (413, "25000000")


def test_what_is_no_fault_of_the_image_can_be_tried_again():
    assert took_too_long().status == 503
    assert no_ocr(ReadingFailed("Tesseract is not here")).cause == "Tesseract is not here"
    assert no_ocr(OSError("/a/path")).cause == "OSError"
