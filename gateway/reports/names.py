"""The names of labels and places, for readers who do not know their codes."""

from collections.abc import Mapping

from gateway.language import gettext, phrase

_LABELS: Mapping[str, str] = {
    "PERSON": phrase("names of people"),
    "STREET_ADDRESS": phrase("street addresses"),
    "CA_POSTAL_CODE": phrase("postal codes"),
    "EMAIL_ADDRESS": phrase("e-mail addresses"),
    "PHONE_NUMBER": phrase("telephone numbers"),
    "DATE_OF_BIRTH": phrase("dates of birth"),
    "CA_SIN": phrase("social insurance numbers"),
    "QC_HEALTH_INSURANCE_NUMBER": phrase("health insurance numbers"),
    "QC_DRIVER_LICENCE": phrase("driver's licence numbers"),
    "QC_PERMANENT_CODE": phrase("permanent codes of students"),
    "CA_PASSPORT": phrase("passport numbers"),
    "CA_IMMIGRATION_ID": phrase("immigration numbers"),
    "CREDIT_CARD": phrase("payment card numbers"),
    "CA_BANK_ACCOUNT": phrase("bank accounts"),
    "IP_ADDRESS": phrase("IP addresses"),
    "VEHICLE_PLATE": phrase("licence plates"),
    "USERNAME": phrase("user names"),
    "ID_NUMBER": phrase("file and member numbers"),
    "SECRET": phrase("passwords and other secrets"),
    "CONFIDENTIAL_TERM": phrase("confidential terms of the organization"),
}
_PLACES: Mapping[str, str] = {
    "local": phrase("on the organization's own machines"),
    "QC": phrase("Québec"),
    "CA-QC": phrase("Québec"),
    "CA": phrase("Canada"),
    "CA-ON": phrase("Ontario"),
    "CA-BC": phrase("British Columbia"),
    "CA-AB": phrase("Alberta"),
    "CA-MB": phrase("Manitoba"),
    "CA-NB": phrase("New Brunswick"),
    "CA-NS": phrase("Nova Scotia"),
    "CA-SK": phrase("Saskatchewan"),
    "US": phrase("United States"),
    "FR": phrase("France"),
    "IE": phrase("Ireland"),
    "DE": phrase("Germany"),
    "GB": phrase("United Kingdom"),
    "NL": phrase("Netherlands"),
    "SE": phrase("Sweden"),
    "CH": phrase("Switzerland"),
}


def label_name(label: str, language: str) -> str:
    """Name what a label stands for; one that an operator added is its own name."""
    return gettext(_LABELS[label], language) if label in _LABELS else label


def place_name(location: str | None, language: str) -> str:
    """Name a country or a province; one without a name here is its code."""
    if location is None:
        return ""
    return gettext(_PLACES[location], language) if location in _PLACES else location
