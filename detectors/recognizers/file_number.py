"""Numbers by which an organisation knows one person: files, employees, patients, members, claims."""

import re
from collections.abc import Iterator

from detectors.dates import DATE, exists
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

# A number marker: "no", "n°", "numéro", "#".
_NO = r"(?:nos?\b\.?|n[°º]s?\.?|n\.°|num(?:ero)?s?\b\.?|nbr|number\b|nr\b\.?|#|№|id\b)"
_SEP = r"[ \t]*(?:[:.=(\"'«»>\]|\[-][ \t]*){0,4}(?:(?<!\.)\n[ \t]*)?"
_VALUE = (
    r"(?P<value>(?!kb\d)(?:[a-z]{1,5}(?:[ -](?=\d)|(?=\d)|-(?=[a-z0-9]{1,6}-?\d)))?(?:[a-z]{1,4}-)?\d+(?:(?:[./-]|(?<=\d)[ ](?=\d{2,})|(?<=\d\d)[ ](?=\d{1,4}-\d)|(?<=\d{3} \d{3})[ ](?=\d(?!\w)))?"
    r"(?:\d+|[a-z]{1,4}(?![a-z])))*(?: [a-z](?![\w'.]))?)(?!\w)"
)

# What names one person by itself, with or without a marker.
_STRONG = (
    r"(?:n[o°]\.? )?(?:dossiers?|doss\.|matricules?|matr?\.?|mrn|hosp(?:ital)? ?#?|chart|fiche|reclamation|claim(?: number| no)?|grief|grievance|"
    r"code (?:du |de )?(?:participante?|client|membre|usager|employe|patient)|(?:numero|no) (?:de )?(?:participante?|membre|client|patient|usager)|"
    r"student (?:number|no|id)|employee(?: number| no| id)?|employe(?:e|\(e\)|\.e)?|sinistre|constat(?: d'infraction)?|ticket de tribunal|"
    r"n/ref|v/ref|n/d|v/d|notre ref(?:erence)?|votre ref(?:erence)?|our (?:file|ref(?:erence)?)|your (?:file|ref(?:erence)?)|ours|"
    r"badge|permis cmq|cmq|oiiq|oiiaq|opq|otstcfq|ooaq|oppq|oeq|odq|cpa|barreau|oaciq|aibq|cnq|rbq individuel|mff|minc|"
    r"(?:employee|employe|student|etudiant|patient|member|membre|client|case|file|claim|dossier|customer)[_-]?(?:number|num|no|id)|"
    r"(?:numero|num|no|id)[_-]?(?:dossier|employe|etudiant|patient|membre|client|usager)|carte (?:ccq|de membre|d'appel|d'hopital|de bibliotheque|d'etudiant|opus)|vignette(?: de stationnement)?|"
    r"no de bande|numero de bande|statut d'indien|status card|registry n(?:o|umber)|certificat de statut(?: d'indien)?|scis|scsi|band (?:no|number)|"
    r"lesion|ivac|cnesst|csst|indemnisation|file|case|cause|evenement|event|incident|requete|plainte|complaint|demande(?: n[o°])|"
    r"membership|member(?: no| number| id)?|membre|adherent|abonnement|abonnee?|electeur|electrice|inscription|certificat|participante?|visite|admission|sejour|episode|usager|patient(?: id|e)?|"
    r"no d'?eleve|eleve n[o°]|lic\.?|no etudiant|etudiant(?:e)? n[o°]|police|policy|contrat d'assurance|assure|adherent|prestataire|beneficiaire|"
    r"donat(?:eur|rice)(?:\.id)?|donor(?:[._ -]id)?|chauffeur|rapport de police|carte|demandeur n[o°]|agent|agt|agente|candidate?|compte(?: hydro| client)?|account|client)"
)
# Words allowed between what names and the number: "dossier CNESST", "réclamation de M. Roy no".
_MIDDLE = (
    r"(?: (?:de |d'|du |des |of |the |jeunesse|medical|client|cnesst|csst|ivac|saaq|ramq|bsf|tal|taq|tat|dpj|mifi|sst|no|police|plainte|l'|la |le |"
    r"appel|etudiant|employe|employee|patient|eleve|membre|interne|academique|personnel|hydro|medicament|hospitalier|clinique|reclamation|"
    r"accident|claim|court|cour|greffe|aide juridique|estate|succession|scolaire|number|antérieur|anterieur|actuel|usager|recours|infraction|"
    r"appelant|d'assurance|assurance|collective|groupe|group|policy|est|is|c'est|son|votre|mon|notre|fraude|ref|reference|titulaire|participant(?:e)?|"
    r"aibq|oaciq|cmq|oiiq|barreau|quebec|nordique|criminel|civil|familial|demande|chart|hsc|chum|cusm|muhc|retraite|tuteur|incident|evenement|pour personnes handicapees)[a-z]*){0,4}"
)
_NAMED = rf"(?<![\w-])(?:{_STRONG})(?![a-z]){_MIDDLE}\s?(?:{_NO})?{_SEP}(?:{_NO})?{_SEP}{_VALUE}"
_MARKED = (
    r"(?<![\w-])(?:permis|permit|licence|license|certificat|contrat|contract|ref(?:erence)?|demande|application|commissaire a l'assermentation|commission|"
    r"membre [a-z]{2,8}|carte [a-z]{2,8}|mandat|token(?: rsa)?|jeton|enquete|spvm|spvq|sq|grc|police|decision|plumitif|abonne|"
    r"inscription|registre|registraire|dpj|clsc|chsld|hopital|cas|formulaire|declaration|pht|t\.s\.|inf\.|md|m\.d\.|ph\. ?d\.|ergo|huissier|notaire|"
    r"taxi|chauffeur|co0p|coop|nas tuteur|la place 0-5|place 0-5|hj)"
    rf"[ ,:.]{{0,3}}(?:(?:de |d'|du |des )?[a-z]{{2,14}} )?(?:{_NO}){_SEP}{_VALUE}"
)
_ASKED = (
    rf"(?<![\w-])(?:{_STRONG}|numero|n[o°]\.?|number)(?![a-z])[^?\n]{{0,50}}\?[ \t]*\n\s*(?:[-•>][ \t]*|[^\n:]{{1,25}} ?:[ \t]*)?(?:c'est |it'?s )?(?:le )?{_VALUE}"
)
_OWN = rf"(?<![\w-])(?:num(?:ero)?|n[o°])\.? (?:(?:d'|de |du |of )[a-z]{{3,20}}(?:\(e\))?{_SEP}|[a-z]{{3,20}} ?[:=#]{_SEP}){_VALUE}"
_TITLED = (
    r"(?<![\w-])(?:t\.s\.|inf\.|m\.d\.|md|pht|erg\.|ergo|psy\.|dt\.p\.|ps\.ed\.|ipspl|ips|b\. ?pharm\.|pharm\.|dmd|notaire|avocate?|"
    r"audioprothesiste|orthophoniste|psychologue|travailleuse sociale|travailleur social)(?:,| {1,3})[ \t]*(?:permis )?"
    + _VALUE
)
_DA = rf"(?<![\w-])(?:da|ni)[ \t]*[:#=][ \t]*{_VALUE}"
_BARE = rf"(?<![\w-])(?:{_NO}){_SEP}{_VALUE}"
_LICENCE = rf"(?<![\w-])(?:permis|permit|licence|license)(?: (?:no|de|d'exercice|cmq|oiiq|opq|odq|ooaq|oaciq|oeq|oppq|rbq|professionnel|d'infirmiere|number|agent|bsp|opc))*{_SEP}{_VALUE}"
_REFERENCE = rf"(?<![\w/])(?:ref|reference|n/ref|v/ref|nos? ref|vos? ref)\b\.?(?: dossier| is| est)?{_SEP}{_VALUE}"

_HEADER = re.compile(
    r"(?:n[o°]\.?|no|num(?:ero)?|id|#|code)?[ _.]?(?:de |d'|du )?(?:dossier|matricule|employee?|employe|fiche|client|membre|member|patient|usager|mrn|chart|"
    r"requete|reclamation|claim|case|file|student|etudiant|eleve|participante?|donateur|police|policy|sinistre|da|demande|ticket|badge|beneficiaire|"
    r"plainte|candidat|dossier client|emp|stagiaire|benevole)s?(?:[ _.]?(?:no|n[o°]|id|number|#|num))?|id[ _](?:\w+)|no[ _]?emp\.?"
)

_PUBLIC = re.compile(
    r"(?<![a-z])(?:facture|invoice|fact\.|lot|lots|article|art\.|norme|reglement|loi|chapitre|page|pages|p\.|figure|tableau|annexe|version|bon de commande|"
    r"commande|order|po|soumission|devis|serie|modele|model|isbn|issn|iso|csa|rlrq|neq|tps|tvq|gst|qst|tx|resolution|formulaire|form|projet de loi|"
    r"autoroute|route|sortie|local|salle|bureau|app\.|appartement|suite|cheque|code budgetaire|grand livre|quai|porte|vol|flight|cours|groupe|"
    r"gr\.|niveau|etape|question|item|point|piece|p-|numero civique|casier|boite|case postale|c\.p\.|stationnement|place|espace|produit|product|sku|upc|"
    r"lot no|ligne|bus|circuit|train|metro|chambre|lit|etage|unite|bill|cas|commit|issue|pr|build|rfc|cve|doi|revue|vol\.|volume|numero|bulletin|"
    r"poste|ext|subvention|grant|appel d'offres|appel de projets|entente|programme|budget|poste budgetaire|zone|district|circonscription|arret|"
    r"ordonnance|decret|bordereau|bienfaisance|organisme(?: de bienfaisance)?|homologation|enregistrement|charite|livraison|posting|poste|affichage|concours|rbq|opc|racj|ctq|mapaq|"
    r"c4|plombage|sceau|frqs|frq|crsh|irsc|cer|projet|etude|reçu|recu|receipt|avis|seao|licence rbq|permis opc|licence|plan|permis de construction|permis c4|din|lot no|produit|"
    r"echantillon|appareil|equipement|inventaire|colis|suivi|tracking|tag|modele|piece|kb|telephone|tel|cell|conseil|chantier|chrono|rapport|caisse|cas type|version no|contrat|contract|entreprise)[\s:.(#]{0,3}(?:n[o°]s?\.?|no|numero|number|#)?[\s:.(#]{0,3}"
)
_UNIT = re.compile(r" ?(?:\$|%|€|h\b|km\b|kg\b|m2\b|mg\b|ml\b|cm\b|mm\b|ans?\b|jours?\b|mois\b|semaines?\b|minutes?\b|personnes\b|pages?\b|[.,]\d\d\b)")
_SHORT_DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}[ /]000|\d/\d[ \d]*")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-/ ](?:19|20)\d\d|[-/ ](?:1[0-2]|0?[1-9]))?")
# An acronym before a number tells what it is: it is not a part of it.
_ACRONYM = re.compile(r"(?:csq|caq|nas|sin|nam|ramq|iuc|uci|tel|no|id|ref|tal|taq|tat|rq|cp|du|de|le|la|et|to|of|for|te|is|est) ")
_CODE = 5


class FileNumber(PatternRecognizer):
    """A number that a word ties to one person. The words are in the patterns; the value must hold a number
    that is no year, date, amount or quantity, and that no word ties to something else (an invoice, a lot).
    """

    LABEL = Label.ID_NUMBER
    SCANNED = True
    GATE = r"\d"
    PATTERNS = (
        Pattern("named", _NAMED, 0.66),
        Pattern("marked", _MARKED, 0.65),
        Pattern("licence", _LICENCE, 0.65),
        Pattern("reference", _REFERENCE, 0.62),
        Pattern("asked", _ASKED, 0.62),
        Pattern("own", _OWN, 0.62),
        Pattern("titled", _TITLED, 0.62),
        Pattern("DA", _DA, 0.62),
        Pattern("numbered", _BARE, 0.6),
    )
    FINDS = (
        "No demande : [[4318842]]",
        "employeeNumber: [[204418]]",
        "primaire; mat. [[55120]]\nPage",
        "Grievance no. [[2024-33]]",
        "no d'evenement [[38-240624-091]] si",
        "(membre AIBQ no [[7341]])",
        "commissaire à l'assermentation no [[218 774]], pour",
        "No événement : [[GAT-2024-031877]]",
        "Police : [[PR-4471902]]",
        "Police : [[0987-22-1164]]",
        "(employé [[E-20713]])",
        "Client n° [[C-00418]]",
        "Dossier no [[2024-FAM-0318]]     Avocat",
        "No d'employé :   [[60342]]",
        "matricule [[A-0925]], écrit",
        "N° de réclamation : [[A0123 55 471]]",
        "Dossier IVAC : [[1 203 557-8]]",
        "dossier CNESST [[512 884 310]]",
        "MRN [[0418827]]     RAMQ",
        "No dossier BSF : [[43-3059118]]",
        "our file [[M-2024-0316]]",
        "student number [[2041187]]. i was",
        "employee #[[E-20771]]",
        '"chart": "[[HSC-0093318]]"',
        "permis [[1127]]\nCopie",
        "fiche [[1180442]]",
        "Constat d'infraction n° [[805 114 337 920]]",
        "agt Maltais, mat [[4471]]\n",
        "Avez-vous le numéro du constat?\n— [[300 118 724 6]]\n",
        "numéro d'électeur : [[0147-221-33]]",
        "Y. Cliche, T.S., [[84-4410-11]]",
        "DA        Nom          Cours\n[[2033817]]   Roy Noah     201-NYA\n[[2210049]]   Ly Éric      604-101",
        "Patient : Roy, Jean   # [[D-77031]]",
        "Requête | Reçue | Objet\n[[24-1180]] | 3 avr. | rats\n[[24-1181]] | 4 avr. | bacs",
        "no_dossier,nom\n[[30117]],Roy\n[[30118]],Ly",
    )
    SPARES = (
        "facture no 5512",
        "le dossier 2024",
        "l'article 12 de la loi",
        "dossier de 12 pages",
        "dossier du 12 mars 2024",
        "lot no 1 234 567 du cadastre",
        "n° 7",
        "bon de commande no 458812",
        "employés : 450",
        "client depuis 2019",
        "NEQ 1181440711",
        "RLRQ, c. P-39.1, art. 90.12",
        "norme ISO 27001",
        "formulaire IMM 5257",
        "résolution no 2024-118",
        "les dossiers 1 et 2",
        "compte 12 500 $",
        "police de 12 points",
        "contrat 22-117",
        "la carte 1/2 000 du secteur",
        "ni l'article 81.5 de la loi",
        "date 14/06",
        "Inscrire son nom au compte de taxes.\nC-1002  Code",
    )  # fmt: skip

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell what the patterns find, and the cells under a header that names a person's number."""
        yield from super().find(reading)
        for cell in reading.cells:
            if _HEADER.fullmatch(cell.header.strip()) and 2 < cell.end - cell.start <= 24:  # noqa: PLR2004
                value = reading.folded[cell.start : cell.end]
                if re.fullmatch(r"[a-z]{0,5}[ -]?\d[\w ./-]*", value) and not self._ordinary(reading, cell.start, cell.end):
                    yield Hit(cell.start, cell.end, 0.85, self.reason(self.PATTERNS[0], "column"))

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Take off a word that only follows the number; leave ordinary numbers alone."""
        prefix = _ACRONYM.match(reading.folded, start, end)
        start = prefix.end() if prefix else start
        if end - start > 2 and reading.folded[end - 2] == " " and reading.text[end - 1].islower():  # noqa: PLR2004
            end -= 2
        digits = sum(map(str.isdigit, reading.folded[start:end]))
        if digits < 3 or self._ordinary(reading, start, end):  # noqa: PLR2004
            return None
        before = reading.before(start, 60)
        if pattern.name in {"numbered", "reference", "marked", "own", "titled"} and _tied(before):
            return None
        if pattern.name == "numbered" and digits < _CODE:
            return None
        if pattern.name == "reference" and digits < 4:  # noqa: PLR2004
            return None
        return super().judge(reading, pattern, start, end)

    def _ordinary(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a number is a year, a date, an amount or a quantity."""
        value = reading.folded[start:end]
        after = reading.folded[end : end + 12]
        return bool(
            _YEARS.fullmatch(value)
            or _SHORT_DATE.fullmatch(value)
            or not value.strip("0 -./")
            or _school_year(value)
            or (DATE.fullmatch(value) and exists(value))
            or _UNIT.match(after)
            or reading.folded[max(0, start - 1) : start] == "$"
        )


def _school_year(value: str) -> bool:
    """Tell whether a value is a year and the next one, as in 2024-25."""
    match = re.fullmatch(r"(?:19|20)(\d\d)[-/ ](\d\d)", value)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def _tied(before: str) -> bool:
    """Tell whether the words right before a number tie it to something that is no person."""
    return any(match.end() == len(before) for match in _PUBLIC.finditer(before))
