"""Dates of birth told by their place only: after "b." or "n.", or behind the names of a family."""

import re
from collections.abc import Iterator
from typing import ClassVar

from detectors.dates import DATE, exists
from detectors.findings import Why
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek

#: "Tello b. 04/04/1974", "(n. 5 sept. 1841": after a name, a bracket or at the head of a line.
_ABBREVIATED = Seek(
    rf"(?:(?<=[a-z]{{2}} )|(?<=[a-z]{{2}}, )|(?<=[(\[])|(?:^|(?<=\n))[ \t]*)[nb]\. ?(?:le )?"
    rf"(?P<value>{DATE.pattern})"
)
_FAMILY = Seek(
    r"(?<![a-z])(?:(?:mon |ma |son |sa |nos |mes |ses |his |her |my |our )?(?:enfants?|conjointe?"
    r"|epou(?:x|se)|spouse|child(?:ren)?"
    r"|kids?|fils|filles?|mari|femme|husband|wife|sons?|daughters?|bebes?|baby|jumea?u?x?|jumelles"
    r"|twins|dependa?e?nts?"
    r"|personnes? a charge|beneficiaires?|naissances?|anniversaires|birthdays|dates? de naissance"
    r"|ddn)(?:\(s\))?)"
    r"(?: a charge| mineurs?)?(?: \d)? ?: ?"
)
_MEMBER = re.compile(
    rf"(?:[,;] ?| et | and | & )?(?P<name>[^\d\n:;()]{{2,40}}?)(?:, ?| ?[(\[] ?| )"
    rf"(?P<value>{DATE.pattern})[)\]]?"
)
_KIN = (
    r"(?:fils|fille|garcon|conjointe?|epou(?:x|se)|enfant|bebe|mari|femme|son|daughter|wife"
    r"|husband|kid|mere|pere|mother|father"
    r"|soeur|frere|sister|brother|blonde|chum|jumea?u?|jumelle|twin|baby|cadette?|ainee?)"
)
#: "ma fille (2018-02-03)", "ma mère est du 17 octobre 1949".
_RELATED = Seek(
    rf"(?<![a-z])(?:mon|ma|son|sa|notre|votre|leur|ton|ta|my|his|her|our|their) {_KIN}(?:,?"
    rf" [a-z'-]{{2,20}}){{0,2}}"
    rf"(?: ?\(| est d[ue] (?:le )?|, ){DATE.pattern.join(('(?P<value>', ')'))}"
)
#: "Accusé : Jean-Loup Gros-Louis (1991 01 09)", "CHERY Guerda F 12 JUN 1980 CAN".
_PERSONAL = Seek(
    r"(?<![a-z])(?:accusee?|accused|patiente?|eleve|etudiante?|usagere?|victime|plaignante?"
    r"|demandeu(?:r|resse)|defendeu(?:r|resse)"
    r"|assuree?|joueu(?:r|se)|player|student|resident|requerante?|candidate?) ?: ?"
    rf"(?P<name>[^\d\n:;()]{{3,40}}?) ?\("
    rf"(?P<value>{DATE.pattern})\)"
)
_SEXED = Seek(rf"(?<=[a-z] [mfx] )(?P<value>{DATE.pattern})(?= (?:[a-z]{{2,3}}\b|\())")
#: What announces the births of several people, and each of them on the lines below.
_ANNOUNCED = Seek(
    r"(?:dates? de naissance|dates of birth|ddn|birthdays|anniversaires|fetes)\b[^\n]{0,80}:["
    r" \t]*\n(?P<list>(?:[^\n]+\n?){1,30})"
)
_LISTED = re.compile(rf"(?P<name>[^\d\n:;()]{{2,40}}?)(?: ?[:(,–—-] ?)(?:le )?(?P<value>{DATE.pattern})")
_BORN_BY = re.compile(
    r"(?:[^\W\d_a-zà-ÿ][\w'.-]*)(?:[ ,]{1,2}(?:[^\W\d_a-zà-ÿ][\w'.-]*|de|du|d'[\w-]+|la|le|van|von))*"
)


class FamilyBirthDate(Recognizer):
    """A date after "n." or "b.", or right behind each name of a family; no word says that it is a birth."""

    LABEL = Label.DATE_OF_BIRTH
    GATE = (
        r"(?:\A|[^a-z])[nb]\. ?(?:le )?\w|(?:enfant|conjoint|epou|spouse|child|kid|fil|mari|femme"
        r"|husband|wife|son|daughter"
        r"|bebe|baby|jum|twin|depend|charge|beneficiaire|naissances?|anniversaires|birthdays"
        r"|ddn)[a-z() 0-9]{0,14} ?:"
        r"|accus|patient|eleve|etudiant|usager|victime|plaignant|demandeu|defendeu|assur|joueu"
        r"|player|student|resident|requerant"
        r"|candidat|dates? de naiss|dates of birth|birthdays|fetes|[a-z] [mfx] \d"
        r"|(?:mon|ma|son|sa|notre|votre|leur|ton|ta|my|his|her|our|their) [a-z]"
    )
    FINDS: ClassVar = (
        "Luz Marina Tello b. [[04/04/1974]]\n",
        "mon fils né hier et ma fille ([[2018-02-03]])",
        "ma mère est du [[17 octobre 1949]]",
        "Enfant 1 : Maya, [[2016-07-08]]",
        "Accusé : Jean-Loup Gros-Louis ([[1991 01 09]])",
        "CHERY Guerda F [[12 JUN 1980]] CAN AN843808",
        "les dates de naissance pour l'assureur :\nCorinne : [[5 sept. 1979]] — Bertrand : [[7/11/1966]]",
        "n. [[5 sept. 1841]]   † 1919",
        "Conjointe : Thuy Lam, [[1982-10-19]]. Enfants : Zoé ([[2012-01-30]]), Arthur ([[2014-09-11]])",
    )
    SPARES: ClassVar = (
        "Enfants : Zoé, inscrite le 2024-09-03",
        "art. 3 b. 12-03-1999 al. 2",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the dates after an abbreviation, then those of families."""
        yield from self._abbreviated(reading)
        yield from self._family(reading)
        for pattern in (_RELATED, _PERSONAL, _SEXED):
            for match in pattern.matches(reading):
                if exists(match["value"]):
                    yield Hit(*match.span("value"), 0.75, Why("related", "calendar", "naissance"))
        for announced in _ANNOUNCED.matches(reading):
            for match in _LISTED.finditer(reading.folded, *announced.span("list")):
                if exists(match["value"]):
                    yield Hit(*match.span("value"), 0.75, Why("listed", "calendar", "naissance"))

    def _abbreviated(self, reading: Reading) -> Iterator[Hit]:
        """Tell the dates after "n." and "b.", behind a name or at the head of a line."""
        for match in _ABBREVIATED.matches(reading):
            if exists(match["value"]):
                yield Hit(*match.span("value"), 0.85, Why("abbreviated", "calendar", "né"))

    def _family(self, reading: Reading) -> Iterator[Hit]:
        """Tell the dates right behind the names of a family: "Enfants : Zoé (2012-01-30)"."""
        for label in _FAMILY.matches(reading):
            at = label.end()
            while member := _MEMBER.match(reading.folded, at):
                at = member.end()
                if exists(member["value"]) and _BORN_BY.fullmatch(reading.text, *member.span("name")):
                    yield Hit(*member.span("value"), 0.75, Why("family", "calendar", "naissance"))
