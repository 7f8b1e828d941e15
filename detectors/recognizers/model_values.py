"""Values that the model marks where no rule knows the words around; they give way to what a rule finds."""

import math
from collections.abc import Iterator
from typing import ClassVar

from detectors.findings import Why
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.names import marked
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.weighing import values

#: Name of the pattern that a finding of the model alone tells as its reason.
GUESS = "value model"
#: Below what makes a value known at its other mentions: the model may err.
_MOST = 0.79


class _ByModel(Recognizer):
    """Values of one kind of the model; `LEAST` are the log-odds from which one is believed."""

    LEAST: ClassVar[float]
    #: Further kinds of the model that are told as this label.
    ALSO: ClassVar[tuple[str, ...]] = ()
    NEEDS_NAMES: ClassVar = True

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the values of the kind among what the model marks in the reading."""
        names = marked(reading)
        for kind in (self.LABEL, *self.ALSO):
            for name, odds in values(names, kind, reading.strictness):
                if odds >= self.LEAST:
                    score = min(_MOST, 1 / (1 + math.exp(self.LEAST - odds)))
                    yield Hit(*reading.legible.back(name.start, name.end), score, Why(GUESS))


class IdNumberByModel(_ByModel):
    """Numbers that name one individual, as the model sees them, those of another label among them."""

    LABEL = Label.ID_NUMBER
    ALSO = ("OTHER",)
    LEAST = -2.0
    FINDS: ClassVar = (
        "Le certificat d'admissibilité [[HK-204418]] a été remis à Luc Gagnon.",
        "Officer [[SM90805]] took the statement.",
    )
    SPARES: ClassVar = (
        "Facture no 204418, payée le 3 mai.",
        "See invoice HK-204418 and standard CSA B651-18.",
    )


class UsernameByModel(_ByModel):
    """Account names, as the model sees them."""

    LABEL = Label.USERNAME
    LEAST = -2.0
    FINDS: ClassVar = ("Pour le portail, son compte est [[mbelanger42]] depuis lundi.",)
    SPARES: ClassVar = ("Le serveur est en panne depuis lundi.",)


class SecretByModel(_ByModel):
    """Passwords, codes and keys, as the model sees them."""

    LABEL = Label.SECRET
    LEAST = -1.0
    FINDS: ClassVar = ("Pour entrer au bureau, tape [[Hiver2031!]] sur le clavier.",)
    SPARES: ClassVar = ("Il faut changer de mot de passe tous les trois mois.",)


class BirthDateByModel(_ByModel):
    """Birth dates, as the model sees them."""

    LABEL = Label.DATE_OF_BIRTH
    LEAST = -2.0
    FINDS: ClassVar = ("1. Rory Fitzgibbon ([[12 Jan 1983]]), DOB confirmed",)
    SPARES: ClassVar = ("La réunion du 12 janvier 2024 est annulée.",)


class VehiclePlateByModel(_ByModel):
    """Plates, as the model sees them."""

    LABEL = Label.VEHICLE_PLATE
    LEAST = -1.0
    FINDS: ClassVar = ("Sa Corolla grise, [[K42 BRN]], est restée devant l'entrée.",)
    SPARES: ClassVar = ("Salle B-214, cours 420 KBA, groupe 12.",)


class BankAccountByModel(_ByModel):
    """Parts of bank accounts, as the model sees them."""

    LABEL = Label.CA_BANK_ACCOUNT
    LEAST = -1.0
    FINDS: ClassVar = ("Dépôt direct : transit [[30303]], compte [[123 456 7]], Caisse du Nord",)
    SPARES: ClassVar = ("Le budget 7 410 220 a été voté.",)


class ImmigrationIdByModel(_ByModel):
    """Immigration numbers, as the model sees them."""

    LABEL = Label.CA_IMMIGRATION_ID
    LEAST = -2.0
    FINDS: ClassVar = ("UCI [[88-2140-7735]] please",)
    SPARES: ClassVar = ("La saison 2024-2025 commence.",)


class PhoneNumberByModel(_ByModel):
    """Telephone numbers, as the model sees them."""

    LABEL = Label.PHONE_NUMBER
    LEAST = -1.0
    FINDS: ClassVar = ("Rejoindre Luc Gagnon au [[514 555 0187]] après 17 h",)
    SPARES: ClassVar = ("Le lot 5145550187 est vendu.",)


VALUES_BY_MODEL: tuple[type[_ByModel], ...] = (
    IdNumberByModel,
    UsernameByModel,
    SecretByModel,
    BirthDateByModel,
    VehiclePlateByModel,
    BankAccountByModel,
    ImmigrationIdByModel,
    PhoneNumberByModel,
)
