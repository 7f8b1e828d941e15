from detectors.engine import Engine, EngineOptions
from detectors.labels import Label
from detectors.specimen import LETTER


def test_reading_the_letter_wakes_the_recognizers_of_every_everyday_kind():
    found = {finding.label for finding in Engine(EngineOptions(names=False)).analyse(LETTER)}
    assert found >= {
        Label.PERSON,
        Label.STREET_ADDRESS,
        Label.CA_POSTAL_CODE,
        Label.EMAIL_ADDRESS,
        Label.PHONE_NUMBER,
        Label.DATE_OF_BIRTH,
        Label.CA_SIN,
        Label.QC_HEALTH_INSURANCE_NUMBER,
        Label.CA_BANK_ACCOUNT,
        Label.ID_NUMBER,
    }
