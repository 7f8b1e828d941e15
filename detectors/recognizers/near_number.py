"""Numbers shaped as codes, a few words after a noun that names the file or the card of one person."""

import re

from detectors.filewords import names_else
from detectors.impersonal import is_nobodys
from detectors.labels import Label
from detectors.ordinary import BUSINESS, COUNT, COUNTED, OTHER, UNIT, is_ordinary
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

# What an organisation keeps of one person, by itself.
_NOUN = (
    r"(?:dossiers?|doss\.|matricules?|mat\.|reclamations?|sinistres?|griefs?|grievances?|plaintes?"
    r"|complaints?|constats?"
    r"|membres?|members?|membership|adherente?|abonnee?|abonnement|clients?|cliente|customer"
    r"|patiente?s?|usagers?|usagere"
    r"|beneficiaire|allocataire|prestataire|assuree?|insured|locataires?|tenant|residente?s?"
    r"|employee?s?|etudiante?s?|students?"
    r"|eleves?|pupil|enfants?|child|candidate?s?|participante?s?|cartes?|cards?|bracelet|wristband"
    r"|fiches?|cas|case|file|claim"
    r"|polices?|policy|badge|insigne|emprunteu(?:r|se)|borrower|prets?|loan|hypotheque|mortgage"
    r"|confirmation|reservation"
    r"|booking|accession|requisition|donneu(?:r|se)|donor|victime|victim|temoin|witness|accusee?"
    r"|detenue?|inmate|offender"
    r"|contrevenante?|benevole|volunteer|stagiaire|intern|chauffeur|driver|conduct(?:eur|rice)"
    r"|passagere?|passenger"
    r"|candidature|inscription|tutelle|curatelle|succession|estate|pensionnee?|rentier|retraitee?"
    r"|allocation|prestations?"
    r"|cnesst|csst|ivac|saaq|rqap|rrq|retraite quebec|curateur|aide sociale|assurance-emploi|aide"
    r" juridique|legal aid"
    r"|cert\.|certif\.?|certificate?|mandats?|warrant|juror|pensionnee?|statut|status|clock|acc"
    r"|accession|empl\.|code de cour|court"
    r" code|licen[cs]e|pratique|pnce|permis"
    r"|scouts?|nihb|control|registre autochtone|fast|nexus|carte nexus|scn|scf|loan"
    r"|(?:mon|ton|son|ma|sa|votre|notre|my|your|his|her) (?:contrat|certificat|permis|demande"
    r"|application|licence"
    r"|license|code|numero|number|reference|compte|account)|bourse|bourses|prets et bourses)"
)
_BETWEEN = r"(?:[ ,/-]{1,2}[a-z][a-z.'()&/-]{0,18}|(?<=[a-z]) [a-z]{1,3}-?\d{1,2}(?= ?:)){0,5}?"
#: A code: letters or a hyphen among its digits, or six digits and more.
_CODE = (
    r"(?P<value>(?:[a-z]{1,6}[-/]?)?\d[\da-z]*(?:[-/.][\da-z]+)+|[a-z]{1,6}-?\d{4,}[a-z]?|\d{4,}[a-z]{1,2}"
    r"|\d{6,14}|\d{2,4}(?: \d{2,4}){1,3}(?: \d)?(?:-\d{1,4})?)(?![\w%]|[.,/-]\d)"
)
_SIGNED = re.compile(r"(?:[:#(=°]|\bno\.?|\bnumero|\bnumber|empl\.) ?$")
_FEWEST = 5
_FEWEST_MIXED = 4
_DAY = re.compile(
    r"(?<![a-z])(?:(?:janv|fevr|mars|avril|mai|juin|juil|aout|sept|octo|novem|decem|jan|feb|apr"
    r"|aug)[a-z]*\.?|le|du|au|on) $"
)


class NearNumber(PatternRecognizer):
    """A code within five words of a noun that names the file, the card or the case of one person.

    Where a word between them tells that it counts or names something else, it is left alone.
    """

    LABEL = Label.ID_NUMBER
    SCANNED = True
    SPOKEN = True
    GATE = r"\d{4}|\d[a-z/-]+\d|\d \d{3}"
    PATTERNS = (
        Pattern(
            "near", rf"(?<![\w-]){_NOUN}(?![a-z-]){_BETWEEN}(?: ?\.{{2,60}} ?|[ :#(=\"'«]{{1,4}}){_CODE}", 0.6
        ),
        Pattern(
            "mine",
            r"(?<![\w-])(?:le mien|la mienne|le sien|le tien|le votre|mine|yours) (?:est|etait|is"
            r"|was|c'est)(?: le)? ?:? ?"
            rf"{_CODE}",
            0.62,
        ),
        Pattern(
            "filed",
            r"(?<![\w-])(?:ouverte?|enregistree?|confirmee?|connue?|identifiee?|classee?|filed"
            r"|registered|booked|listed|opened|known"
            r"|reserve|reservee?)(?: [a-z]{2,12}){0,2} (?:sous|under|as)(?: (?:le|la|the|number"
            r"|numero|no|n[o°]\.?|#|dossier|file))*"
            rf" {_CODE}",
            0.65,
        ),
        Pattern(
            "practitioner",
            r"(?<![\w-])(?:inf\.? ?(?:clin|aux|prat|prax)?\.?|ipspl|ips|t\.s\.|m\.d\.|md(?:"
            r" trait\.)?|a\.-?g\.|ing\.|arch\.|notaire"
            r"|o[a-z]{2,5}q|cmq|coach|pharm\.?|pht\.?|erg\.?)(?:[ ,.]{1,3}[a-z.'-]{1,16}){0,3}["
            r" ,:#(]{1,3}(?:n[o°]\.? ?|permis |lic\.? )?"
            r"(?P<value>[a-z]{0,2}\d{4,8}|\d{2}-\d{3,6}(?:-\d{1,3})?)(?![\w%]|[.,/-]\d| ?[$h])",
            0.6,
        ),
        Pattern(
            "officer",
            r"(?<![\w-])(?:agente?|agt|cst|const\.|constable|sgte?|sergente?|officer|cpl|det\.?"
            r"|enq\.?|enqueteu(?:r|se)"
            r"|pompi(?:er|ere)|paramedic|ambulancier|ambulanciere)\.? [a-z. '-]{2,40}?[ ,(]{1,2}"
            r"(?:#|mat\.?|matricule|badge|mle)[ .:#]{0,3}(?P<value>\d{3,6})(?![\w.,/-])",
            0.65,
        ),
    )
    FINDS = (
        "le dossier Protecteur du citoyen [[24-07819]] attend",
        "plainte déontologie [[2024-CM-118]] contre",
        "rappel carte CCQ G. Pezzoli [[0144 882 17]] exp.",
        "mon client chez Vidéotron c'est [[30448812]].",
        "She quoted her union card ([[FTQ-88213]]).",
        "Police d'assurance-vie [[VL-0882214-3]] au nom",
        "dossier CNESST ouvert au cas [[135119717]]",
        "Cst A. Nguyen-Roberge #[[6120]]",
        "matricule attribué......[[T-6804]]",
        "confirmé sous le [[AVP-230722]]. Garantie",
        "Le mien était le [[300275686569]] au",
        "J. Kanapé, inf. clin. [[5322228]]",
        "Tancrède Vigneault, a.-g., OAGQ [[2914]]",
        "Certif. de garantie [[CG-2026-034040]].",
        "Dossier CP-12: [[5657-5880-A]]",
    )
    SPARES = (
        "dossier de presse du 12-03-2024",
        "le dossier de la facture F-22018",
        "carte du lot 4112908",
        "le client a payé 12 500 $",
        "cas de COVID-19",
        "5 membres, tél. 2024-2025",
        "les patients de 65-74 ans",
        "permis de construction 2024-1182",
        "carte mémoire 128 Go",
        "enfants de 2018-2019",
        "étudiants du programme 420.B0",
        "un cas 4bf92f35-77b3-4da6-a3ce-929d0e0e4736 span",
        "dons au dossier (450.555.0184)",
    )

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone what is a date, an amount or a count, and what something else lays claim to."""
        value = reading.folded[start:end]
        digits = sum(map(str.isdigit, value))
        nobodys = pattern.name not in {"officer", "practitioner"} and is_nobodys(reading, start)
        if nobodys or is_ordinary(value) or OTHER.fullmatch(value) or BUSINESS.match(reading.folded, end):
            return None
        if pattern.name not in {"officer", "practitioner"}:
            before = reading.before(start, 90)
            plain = value.replace(" ", "").isdigit() and not _SIGNED.search(before)
            if digits < (_FEWEST if plain else _FEWEST_MIXED):
                return None
            if UNIT.match(reading.folded[end : end + 12]):
                return None
            if names_else(before[-60:]) or (pattern.name == "near" and _DAY.search(before)):
                return None
            if COUNT.fullmatch(value) and COUNTED.match(reading.folded, end, end + 40):
                return None
        return super().judge(reading, pattern, start, end)
