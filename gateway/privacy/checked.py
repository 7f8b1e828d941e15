"""What tells by itself whose it is: numbers with check digits, identifiers with a name in them."""

import re

from stdnum import luhn

from detectors import checksums
from detectors.labels import Label
from gateway.privacy.modelname import names_somebody
from gateway.wire.shape import Kind
from gateway.wire.spelling import Digits
from gateway.wire.walk import Place

#: What is issued to a person (Service Canada): nine digits that begin with 1 to 7, or 9.
_SIN = re.compile(r"[1-79]\d{8}")


#: The member whose identifiers callers choose: of tools, functions and schemas.
_CHOSEN = "name"


def told_by(place: Place, text: str) -> Label | None:
    """Return what an identifier or a number tells of itself, or None."""
    if isinstance(text, Digits):
        return label_of(text)
    chosen = place.kind is Kind.INERT and place.name == _CHOSEN
    return Label.PERSON if chosen and names_somebody(text) else None


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
