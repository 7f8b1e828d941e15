import pytest

from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.attachments.refusals import by_reference, out_of_order, refusal, too_large, took_too_long
from gateway.language import gettext

#: The others are of images (test_image_refusals.py).
OF_FILES = [reason for reason in Reason if reason is not Reason.ANIMATED]
PATH = "messages.0.content.1"


@pytest.mark.parametrize("reason", OF_FILES)
def test_each_reason_is_told_in_both_languages_with_its_place(reason):
    error = refusal(Unfit(reason, "pages"), PATH, {"pages": "500"})
    assert error.path == PATH
    assert error.status in (400, 413)
    assert error.code.startswith("file")
    told = {gettext(error.message, language) % error.facts for language in ("en", "fr")}
    assert len(told) == 2
    assert all(PATH in text for text in told)


def test_no_two_reasons_have_one_code():
    assert len({refusal(Unfit(reason), PATH, {}).code for reason in OF_FILES}) == len(OF_FILES)


def test_a_limit_is_named_as_the_configuration_does():
    error = too_large(PATH, "cells", {"cells": "200000"})
    assert "'attachments.cells': 200000" in error.message % error.facts


def test_what_is_no_fault_of_the_file_can_be_tried_again():
    assert by_reference(PATH).status == 400
    assert (took_too_long().status, out_of_order().status) == (503, 503)
