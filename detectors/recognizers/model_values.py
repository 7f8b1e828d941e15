"""Values that the model marks where no rule knows the words around; they give way to what a rule finds."""

import math
import re
from collections.abc import Iterator
from typing import ClassVar

from detectors.cues import Cues
from detectors.filewords import is_tied
from detectors.findings import Why
from detectors.handles import is_system, whole_name
from detectors.impersonal import is_nobodys
from detectors.labels import Label
from detectors.normalise import fold
from detectors.ordinary import BUSINESS, OTHER, is_ordinary
from detectors.reading import Reading
from detectors.recognizers.names import marked
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.weighing import values

#: Name of the pattern that a finding of the model alone tells as its reason.
GUESS = "value model"
#: Below what makes a value known at its other mentions: the model may err.
_MOST = 0.79
_SHORTEST = 3
#: Words near a number, or near words, that make them a code or a password.
_SECRET_CUES = Cues(
    "code", "NIP", "PIN", "mot de passe", "mdp", "password", "passcode", "passphrase", "pw", "pass",
    "clé", "key", "token", "jeton", "wifi", "combinaison", "combination", "cadenas", "alarme", "alarm",
    "porte", "door", "coffre", "réponse", "answer", "secret", "accès", "access", "login", "clavier",
    "keypad", "boîte", "lock", "phrase", "mot", "tape", "composer", "faites", "serrure", "interphone",
    "garage", "barrière", "gate", "panel", "système",
)  # fmt: skip
_CUED_WITHIN = 80
#: Signs and pictures that stand apart behind a value.
_APART = re.compile(r"\s+[\W_]+\Z")
#: Names that a chat gives to all, and what a program writes.
_NO_ONE = frozenset(
    (
        "channel", "here", "everyone", "all", "team", "tous", "media", "param", "return", "override",
        "reboot", "daily", "hourly", "weekly",
    )
)  # fmt: skip
#: A word before the digits of a number, and capitals that belong to it ("HCR 0118 4402 771").
_WORD_FIRST = re.compile(r"([^\W\d_]+)[ ](?=\S)")
_PREFIX = re.compile(r"(?<![\w.'-])([A-Z]{2,3}) \Z")
_LONGEST_PREFIX = 3
_NO_PREFIX = frozenset(
    (
        "no", "id", "ref", "da", "pq", "ccq", "dpj", "cmq", "amf", "cpa", "de", "du", "la", "le",
        "et", "tel", "nas", "sin", "nip", "pin", "dl", "sq", "num", "mrn", "mat", "cas", "ddn",
        "dob", "nam", "uci", "iuc", "ext", "car", "bus", "lot", "art", "cie", "inc", "qc", "on",
    )
)  # fmt: skip
_LETTERED = re.compile(r"\d[a-wyz]\d")
#: What a date is one of, when not of birth.
_OTHER_DATE = re.compile(
    r"(?:evenement|anciennete|marie(?:e|s|es)? [^\n]{0,16}|embauche|deces|decede|signe|signature|expir\w*"
    r"|echeance|accident|reunion|hired|married|signed)\W{0,6}(?:le |on )?\Z"
)
#: "9123-4567 Québec inc.": a corporation that is called by its number.
_CORPORATION = re.compile(r" (?:quebec|canada|ontario) inc")


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
                    span = self.whole(reading, *reading.legible.back(name.start, name.end))
                    if self.may_be(reading, *span):
                        yield Hit(*span, min(_MOST, 1 / (1 + math.exp(self.LEAST - odds))), Why(GUESS))

    def whole(self, reading: Reading, start: int, end: int) -> tuple[int, int]:  # noqa: ARG002 - for numbers
        """Return the span of the value itself."""
        return start, end

    def may_be(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether what the model marks can be such a value at all."""
        return sum(map(str.isalnum, reading.text[start:end])) >= _SHORTEST


class IdNumberByModel(_ByModel):
    """Numbers that name one individual, as the model sees them, those of another label among them."""

    LABEL = Label.ID_NUMBER
    ALSO = ("OTHER",)
    LEAST = -3.0
    FINDS: ClassVar = (
        "Le certificat d'admissibilité [[HK-204418]] a été remis à Luc Gagnon.",
        "Officer [[SM90805]] took the statement.",
    )
    SPARES: ClassVar = (
        "Facture no 204418, payée le 3 mai.",
        "See invoice HK-204418 and standard CSA B651-18.",
    )

    def whole(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """Take two or three capitals before the number in; leave out a longer word, as `FileNumber` does."""
        word = _WORD_FIRST.match(reading.text, start, end)
        if word and not (word[1].isupper() and len(word[1]) <= _LONGEST_PREFIX):
            start = word.end()
        prefix = _PREFIX.search(reading.text, max(0, start - _LONGEST_PREFIX - 2), start)
        cut = (
            prefix is not None
            and fold(prefix[1]) not in _NO_PREFIX
            and not prefix[1].endswith("Q")
            and reading.text[start : start + 1].isdigit()
        )
        return (prefix.start(1) if prefix and cut else start), end - (reading.text[end - 1] in ".,;:")

    def may_be(self, reading: Reading, start: int, end: int) -> bool:
        """Leave alone years, dates, amounts, and what an invoice, a lot or a budget lays claim to."""
        value = reading.folded[start:end]
        return (
            sum(map(str.isdigit, value)) >= _SHORTEST
            and not is_ordinary(value)
            and OTHER.fullmatch(value) is None
            and BUSINESS.match(reading.folded, end) is None
            and not is_tied(reading.before(start, 60))
            and not is_nobodys(reading, start)
        )


class UsernameByModel(_ByModel):
    """Account names, as the model sees them."""

    LABEL = Label.USERNAME
    LEAST = -2.0
    FINDS: ClassVar = ("Connecte-toi avec [[mbelanger42]] sur le portail.",)
    SPARES: ClassVar = ("Le serveur est en panne depuis lundi.",)

    def whole(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """Take the whole of a name that the model cuts at a sign, without its domain and the next word."""
        return whole_name(reading.folded, start, end)

    def may_be(self, reading: Reading, start: int, end: int) -> bool:
        """Leave alone what calls all who are there."""
        called = reading.folded[start:end].lstrip("@")
        return super().may_be(reading, start, end) and called not in _NO_ONE and not is_system(called)


class SecretByModel(_ByModel):
    """Passwords, codes and keys, as the model sees them."""

    LABEL = Label.SECRET
    LEAST = -1.0
    FINDS: ClassVar = ("Pour entrer au bureau, tape [[Hiver2031!]] sur le clavier.",)
    SPARES: ClassVar = ("Il faut changer de mot de passe tous les trois mois.",)

    def whole(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """Leave out signs, pictures and the like that stand apart behind it."""
        tail = _APART.search(reading.text, start, end)
        return start, tail.start() if tail else end

    def may_be(self, reading: Reading, start: int, end: int) -> bool:
        """Ask, of a number and of plain words, that something near say that they open or prove."""
        value = reading.text[start:end]
        plain = not any(map(str.isalpha, value)) or " " in value or value.isalpha()
        cued = _SECRET_CUES.last(reading.folded[max(0, start - _CUED_WITHIN) : start]) if plain else True
        return super().may_be(reading, start, end) and cued is not None


class BirthDateByModel(_ByModel):
    """Birth dates, as the model sees them."""

    LABEL = Label.DATE_OF_BIRTH
    LEAST = -2.0
    FINDS: ClassVar = ("1. Rory Fitzgibbon ([[12 Jan 1983]]), DOB confirmed",)
    SPARES: ClassVar = ("La réunion du 12 janvier 2024 est annulée.",)

    def may_be(self, reading: Reading, start: int, end: int) -> bool:
        """Leave alone a feast, and the date of what a word right before it names instead."""
        dated = any(map(str.isdigit, reading.text[start:end])) and super().may_be(reading, start, end)
        return dated and _OTHER_DATE.search(reading.before(start, 30)) is None


class VehiclePlateByModel(_ByModel):
    """Plates, as the model sees them."""

    LABEL = Label.VEHICLE_PLATE
    LEAST = -3.0
    FINDS: ClassVar = ("Sa Corolla grise, [[K42 BRN]], est restée devant l'entrée.",)
    SPARES: ClassVar = ("Salle B-214, cours 420 KBA, groupe 12.",)


class BankAccountByModel(_ByModel):
    """Parts of bank accounts, as the model sees them."""

    LABEL = Label.CA_BANK_ACCOUNT
    LEAST = -3.0
    FINDS: ClassVar = ("Dépôt direct : transit [[30303]], compte [[123 456 7]], Caisse du Nord",)
    SPARES: ClassVar = ("Le budget 7 410 220 a été voté.",)


class ImmigrationIdByModel(_ByModel):
    """Immigration numbers, as the model sees them."""

    LABEL = Label.CA_IMMIGRATION_ID
    LEAST = -3.0
    FINDS: ClassVar = ("UCI [[88-2140-7735]] please",)
    SPARES: ClassVar = ("La saison 2024-2025 commence.",)

    def may_be(self, reading: Reading, start: int, end: int) -> bool:
        """Leave alone the number of a corporation."""
        return super().may_be(reading, start, end) and _CORPORATION.match(reading.folded, end) is None


class PhoneNumberByModel(_ByModel):
    """Telephone numbers, as the model sees them."""

    LABEL = Label.PHONE_NUMBER
    LEAST = -1.0
    FINDS: ClassVar = ("Rejoindre Luc Gagnon au [[514 555 0187]] après 17 h",)
    SPARES: ClassVar = ("Le lot 5145550187 est vendu.",)

    def may_be(self, reading: Reading, start: int, end: int) -> bool:
        """Leave alone a code with letters among its digits."""
        return super().may_be(reading, start, end) and not _LETTERED.search(reading.folded, start, end)


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
