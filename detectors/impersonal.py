"""Whether a whole text speaks of nobody: a file or a permit in it is an organisation's then."""

import re

from detectors.reading import Reading

#: Fewer words may be the end of a form, or a question, about somebody who is named elsewhere.
_FEWEST = 60
#: The model is asked with a head start; from here on it would mark a person without one.
_SURE = 0.88
_KEY = ("names nobody", "")
#: Somebody speaks of himself, or is addressed by a title.
_PERSONAL = re.compile(
    r"(?<![\w'-])(?:je|j'\w+|mon|ma|mes|moi|my|me|mine|i|i'm|m\.|mme|mlle|mr\.?|mrs\.?|ms\.?|dr\.?|dre)(?![\w'-])"
)
#: Nouns of one person, or of what is kept of one person only.
_OF_ONE = re.compile(
    r"(?<![a-z])(?:employe|matricule|patient|usager|membre|member|eleve|etudiant|student|assure|benefici|locatair"
    r"|tenant|allocatair|participant|prestatair|resident|detenu|inmate|chart|mrn|adherent|abonne|victim|temoin"
    r"|plaignant|requerant|candidat|donneu|donat|donor|chauffeur|driver|insigne|badge|agente?\b|enfant|child"
    r"|cnesst|ivac|indemnis|hospital|naissance|permis de conduire|worker|travailleu|citoyen|votre|your|mrn)"
)


def is_nobodys(reading: Reading, start: int) -> bool:
    """Tell whether a number stands in a text that names nobody, and no word before it is one person's.

    False where the model was not asked, and of a text too short to tell.
    """
    if reading.names is None:
        return False
    known = reading.checks.get(_KEY)
    if known is None:
        known = reading.checks[_KEY] = "nobody" if _is_impersonal(reading) else "somebody"
    return known == "nobody" and _OF_ONE.search(reading.before(start, 60)) is None


def _is_impersonal(reading: Reading) -> bool:
    people = any(name.kind == "PERSON" and name.score > _SURE for name in reading.names or ())
    return not people and len(reading.text.split()) >= _FEWEST and _PERSONAL.search(reading.folded) is None
