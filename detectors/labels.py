"""The vocabulary of what can be found in a text."""

from enum import StrEnum


class Label(StrEnum):
    """A kind of personal or confidential information.

    What counts as each is told, with examples, in ``docs/labels.md``.
    """

    PERSON = "PERSON"
    STREET_ADDRESS = "STREET_ADDRESS"
    CA_POSTAL_CODE = "CA_POSTAL_CODE"
    EMAIL_ADDRESS = "EMAIL_ADDRESS"
    PHONE_NUMBER = "PHONE_NUMBER"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    CA_SIN = "CA_SIN"
    QC_HEALTH_INSURANCE_NUMBER = "QC_HEALTH_INSURANCE_NUMBER"
    QC_DRIVER_LICENCE = "QC_DRIVER_LICENCE"
    QC_PERMANENT_CODE = "QC_PERMANENT_CODE"
    CA_PASSPORT = "CA_PASSPORT"
    CA_IMMIGRATION_ID = "CA_IMMIGRATION_ID"
    CREDIT_CARD = "CREDIT_CARD"
    CA_BANK_ACCOUNT = "CA_BANK_ACCOUNT"
    IP_ADDRESS = "IP_ADDRESS"
    VEHICLE_PLATE = "VEHICLE_PLATE"
    USERNAME = "USERNAME"
    ID_NUMBER = "ID_NUMBER"
    SECRET = "SECRET"  # noqa: S105 - a label's name, not a password
    CONFIDENTIAL_TERM = "CONFIDENTIAL_TERM"
