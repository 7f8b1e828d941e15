"""The words that models write for a pseudonym's tag when they translate it: French, English and Spanish."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from detectors.labels import Label
from gateway.privacy.pseudonyms import tag_of

#: For each label, what its tag may become, in upper case; several words are told by a space.
WORDS: Mapping[Label, tuple[str, ...]] = {
    Label.PERSON: (
        *("PERSONNE", "NOM", "PRÉNOM", "NOM DE FAMILLE", "NOM COMPLET", "INDIVIDU", "PERSONNES"),
        *("NAME", "SURNAME", "FIRST NAME", "LAST NAME", "FULL NAME", "PERSONS", "PEOPLE"),
        *("PERSONA", "NOMBRE", "APELLIDO", "NOMBRE COMPLETO", "PERSONAS"),
    ),
    Label.STREET_ADDRESS: ("ADRESSE", "DIRECCIÓN", "DOMICILE", "STREET", "STREET ADDRESS", "RUE", "CALLE"),
    Label.CA_POSTAL_CODE: (*("CODE POSTAL", "CODEPOSTAL", "POSTALE", "POSTAL CODE", "ZIP", "CÓDIGO POSTAL"),),
    Label.EMAIL_ADDRESS: (
        *("COURRIEL", "ADRESSE COURRIEL", "MAIL", "E-MAIL", "EMAIL ADDRESS", "CORREO", "MÉL"),
        *("CORREO ELECTRÓNICO", "ADRESSE ÉLECTRONIQUE"),
    ),
    Label.PHONE_NUMBER: (
        *("TÉLÉPHONE", "TÉL", "NUMÉRO DE TÉLÉPHONE", "TELEPHONE", "TEL", "PHONE NUMBER", "TELÉFONO"),
        *("CELLULAIRE", "CELL", "MOBILE"),
    ),
    Label.DATE_OF_BIRTH: (
        *("DATE DE NAISSANCE", "NAISSANCE", "DATE OF BIRTH", "BIRTH DATE", "DOB", "DDN", "BIRTHDAY"),
        *("FECHA DE NACIMIENTO", "NACIMIENTO", "ANNIVERSAIRE"),
    ),
    Label.CA_SIN: ("NAS", "NUMÉRO D ASSURANCE SOCIALE", "SOCIAL INSURANCE NUMBER", "SSN", "NSS"),
    Label.QC_HEALTH_INSURANCE_NUMBER: (
        *("SANTÉ", "NAM", "RAMQ", "ASSURANCE MALADIE", "NUMÉRO D ASSURANCE MALADIE", "HEALTH CARD", "SALUD"),
        *("CARTE SANTÉ",),
    ),
    Label.QC_DRIVER_LICENCE: ("PERMIS", "PERMIS DE CONDUIRE", "LICENSE", "DRIVER LICENCE", "LICENCIA"),
    Label.QC_PERMANENT_CODE: ("ÉTUDIANT", "ÉLÈVE", "CODE PERMANENT", "PERMANENT CODE", "ESTUDIANTE"),
    Label.CA_PASSPORT: ("PASSEPORT", "PASAPORTE", "PASSPORT NUMBER"),
    Label.CA_IMMIGRATION_ID: ("IMMIGRANT", "INMIGRACIÓN", "IUC", "UCI"),
    Label.CREDIT_CARD: ("CARTE", "CARTE DE CRÉDIT", "CREDIT CARD", "TARJETA", "TARJETA DE CRÉDITO"),
    Label.CA_BANK_ACCOUNT: ("COMPTE", "COMPTE BANCAIRE", "BANK ACCOUNT", "CUENTA", "CUENTA BANCARIA"),
    Label.IP_ADDRESS: ("ADRESSE IP", "IP ADDRESS", "DIRECCIÓN IP"),
    Label.VEHICLE_PLATE: (
        "PLAQUE",
        "IMMATRICULATION",
        "LICENCE PLATE",
        "LICENSE PLATE",
        "MATRÍCULA",
        "PLACA",
    ),
    Label.USERNAME: ("UTILISATEUR", "UTILISATRICE", "USERNAME", "USER NAME", "USUARIO", "IDENTIFIANT"),
    Label.ID_NUMBER: ("NUMÉRO", "NO", "NÚMERO", "ID", "DOSSIER", "ID NUMBER", "FILE"),
    Label.SECRET: ("MOT DE PASSE", "PASSWORD", "SECRETO", "CLÉ", "CONTRASEÑA"),
    Label.CONFIDENTIAL_TERM: ("TERME", "TERMES", "TÉRMINO", "CONFIDENTIEL", "CONFIDENTIAL"),
}
#: What a tag, or a form that a model makes up, says about the part of a name that is meant.
SURNAME = frozenset(
    {"SURNAME", "LASTNAME", "FAMILYNAME", "FAMILY", "LAST", "NOMDEFAMILLE", "FAMILLE", "APELLIDO"}
)
GIVEN = frozenset({"GIVENNAME", "FIRSTNAME", "GIVEN", "FIRST", "PRENOM"})
FULL = frozenset({"FULL", "FULLNAME", "COMPLET", "NOMCOMPLET", "NOMBRECOMPLETO"})
#: What a model may write where the form stands.
FORMS = SURNAME | GIVEN | FULL | {"NOM", "NAME"}


def bare(word: str) -> str:
    """Return a word as it is compared: capitals without accents, spaces or hyphens."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed.upper() if "A" <= character <= "Z")


@cache
def known_words(label: str) -> frozenset[str]:
    """Return what the tag of a label may be written as, `bare`, the tag itself among it."""
    words = WORDS.get(label, ())  # type: ignore[call-overload]
    return frozenset({tag_of(label), *map(bare, words)})


def words_of(labels: Iterable[str]) -> frozenset[str]:
    """Return the same for several labels."""
    return frozenset().union(*map(known_words, labels))
