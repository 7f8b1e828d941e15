"""Numbers that tell by their check digits what they are, wherever they stand."""

import re

from stdnum import luhn

from detectors import checksums
from detectors.labels import Label

#: What is issued to a person (Service Canada): nine digits that begin with 1 to 7, or 9.
_SIN = re.compile(r"[1-79]\d{8}")


def label_of(number: str) -> Label | None:
    """Return what a number is by its check digits, or None where these tell nothing.

    One seed or limit in a dozen of nine digits is a social insurance number by chance: a caller can choose
    another, and nobody can take back a number that has left.
    """
    if not luhn.is_valid(number):
        return None
    if _SIN.fullmatch(number):
        return Label.CA_SIN
    return Label.CREDIT_CARD if checksums.card_scheme(number) else None
