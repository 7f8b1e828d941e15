"""The words around the number of a person's file, as patterns on folded text with a group ``value``."""

import re

import re2

from detectors.relax import encode, options, relax

# A number marker: "no", "n°", "numéro", "#".
_NO = r"(?:nos?\b\.?|n[°º]s?\.?|n\.°|num(?:ero)?s?\b\.?|nbr|number\b|nr\b\.?|#|№|id\b)"
_SEP = r"[ \t]*(?:\.{3,40}|_{3,40})?[ \t]*(?:[:.=(\"'«»>\]|\[-][ \t]*){0,4}(?:(?<!\.)\n[ \t]*)?"
_VALUE = (
    r"(?P<value>(?!kb\d)(?:[a-z]{1,8}(?:[ -](?=\d)|(?=\d)|-(?=[a-z0-9]{1,6}-?\d)))?(?:[a-z]{1,4}-)?\d+"
    r"(?:(?:[./-]|(?<=\d)[ ](?=\d{2,})|(?<=\d\d)[ ](?=\d{1,4}-\d)|(?<=\d{3} \d{3})[ ](?=\d(?!\w))|"
    r"(?<=\d{4} \d{4})[ ](?=\d(?!\w)))?"
    r"(?:\d+|[a-z]{1,4}(?![a-z])))*(?: [a-z](?![\w'.]))?)(?!\w)"
)

# What names one person by itself, with or without a marker.
_STRONG = (
    r"(?:n[o°]\.? )?(?:dossiers?|doss\.|matricules?|matr?\.?|mrn|hosp(?:ital)? ?#?|chart|fiche"
    r"|reclamation|claim(?: number| no)?|grief|grievance|"
    r"(?:mon|ton|son|votre|notre|my|your|his|her) (?:numero|number)(?: de [a-z]+)?(?= (?:c'est|est|is)"
    r"| ?[:,]),?|code (?:du |de )?(?:participante?|client|membre|usager|employe|patient)|(?:numero|no) "
    r"(?:de )?(?:participante?|membre|client|patient|usager)|"
    r"student (?:number|no|id)|employee(?: number| no| id)?|employe(?:e|\(e\)|\.e)?|sinistre|constat"
    r"(?: d'infraction)?|ticket de tribunal|"
    r"n/ref|v/ref|n/d|v/d|notre ref(?:erence)?|votre ref(?:erence)?|our (?:file|ref(?:erence)?)|your "
    r"(?:file|ref(?:erence)?)|ours|"
    r"badge|permis cmq|cmq|oiiq|oiiaq|opq|otstcfq|ooaq|oppq|oeq|odq|cpa|oiq|bsp|amf|barreau|oaciq|aibq"
    r"|cnq|rbq individuel|mff|minc|"
    r"(?:employee|employe|student|etudiant|patient|member|membre|client|case|file|claim|dossier"
    r"|customer)[_-]?(?:number|num|no|id)|"
    r"(?:numero|num|no|id)[_-]?(?:dossier|employe|etudiant|patient|membre|client|usager)|carte "
    r"(?:ccq|de membre|d'appel|d'hopital|de bibliotheque|d'etudiant|opus)|vignette"
    r"(?: de stationnement)?|"
    r"no de bande|numero de bande|statut d'indien|status card|registry n(?:o|umber)|certificat de "
    r"statut(?: d'indien)?|scis|scsi|band (?:no|number)|"
    r"lesion|ivac|cnesst|csst|indemnisation|file|cause|evenement|event|incident|requete|plainte"
    r"|case(?= ?(?:no\b|n[o°]|number|#|id\b|file|:|[a-z]{0,4}-?\d{4}))"
    r"|complaint|demande(?: n[o°])|"
    r"membership|member(?: no| number| id)?|membre|adherent|abonnement|abonnee?|electeur|electrice"
    r"|inscription|certificat|participante?|visite|admission|sejour|episode|usager|patient(?: id|e)?|"
    r"no d'?eleve|enfant n[o°]|child (?:no|number|#)|joueu(?:r|se) n[o°]|eleve n[o°]|lic\.?|no"
    r" etudiant|etudiant(?:e)? n[o°]"
    r"|contrat d'assurance|assure|adherent|prestataire|beneficiaire|"
    r"donat(?:eur|rice)(?:\.id)?|donor(?:[._ -]id)?|chauffeur|rapport de police|demandeur n[o°]"
    r"|candidate?|detenue?|residente?|allocataire|salariee?|stagiaire|benevole"
    r"|volunteer|emp\.?|uda|gmmq|socan|artisti|aqtis|sartec|spacq|enseignante?|eleve n[o°]|requerante?"
    r"|plaignante?|demandeu(?:r|se) n[o°]|temoin n[o°]"
    r"|inmate|resident (?:no|id)|subscriber|customer|insured|applicant|enrolment|enrollment"
    r"|registration (?:no|number)"
    r"|contravention|billet d(?:'infraction|e courtoisie)|ordonnance|consultation n[o°]"
    r"|aeroplan|air miles|optimum|grand voyageur|fidelite|loyalty|frequent flyer"
    r"|permis d'armes?|firearms? licen[cs]e|cas n[o°]|code d'implique|impliquee?|sujet n[o°]"
    r"|subject (?:no|id)"
    r"|accession|specimen n[o°]|numero d'identification|identification (?:no|number)"
    r"|(?:notre|votre|our|your) numero|rente|pension|allocation|prestation|dossier_\w{3,15})"
)
# Words allowed between what names and the number: "dossier CNESST", "réclamation de M. Roy no".
_MIDDLE = (
    r"(?: (?:de |d'|du |des |of |the |locataire|chez vous|c?est\b|jeunesse|medical|client|cnesst|csst"
    r"|ivac|saaq|ramq|bsf|tal|taq"
    r"|tat|dpj|mifi|sst|no|police|plainte|l'|la |le |"
    r"appel|etudiant|employe|employee|patient|eleve|membre|interne|academique|personnel|hydro"
    r"|medicament|hospitalier|clinique|reclamation|"
    r"accident|claim|court|cour|greffe|aide juridique|estate|succession|scolaire|number|antérieur"
    r"|anterieur|actuel|usager|recours|infraction|"
    r"appelant|d'assurance|assurance|collective|groupe|group|policy|est|is|c'est|son|votre|mon|notre"
    r"|fraude|ref|reference|titulaire|participant(?:e)?|"
    r"aibq|oaciq|cmq|oiiq|barreau|quebec|nordique|criminel|civil|familial|demande|chart|hsc|chum|cusm"
    r"|muhc|retraite|tuteur|incident|evenement|pour personnes handicapees)[a-z]*){0,4}"
)
# What may also name something else than a person: a sign, or a longer number, must follow.
_WEAK = (
    r"(?:agt|agente?|compte(?: hydro(?:-quebec)?| client| bell| energir| videotron)?|account|client"
    r"|carte|policy|police"
    r"|(?:mon|ton|son|votre|my|your) contrat|locataire|rx|prescription|requisition|prelevement|ppa|fps"
    r"|ppr|passag(?:er|ere)"
    r"|passenger|worker|travailleu(?:r|se)|registration)"
)
WEAK = (
    rf"(?<![\w-])(?:{_WEAK})(?![a-z]){_MIDDLE}(?:\s?(?:{_NO})?[ \t]*[:#=(]{_SEP}|\s?{_NO}[ \t]*|(?:, | ))"
    rf"(?:{_NO})?{_SEP}{_VALUE}"
)
_SUBJECT = (
    r"(?:(?:numero|num|n[o°]|number|code|identifiant|ref(?:erence)?|id)\.? (?:de |d'|du |des |of "
    r"|for )?[a-z]{3,20}"
    r"|dossiers?|matricules?|reclamations?|claim|fiche|membre|certificat|plainte|grief|demande|requete"
    r"|compte|carte"
    r"|inscription|candidature|confirmation|permis|polices?|assuree?|beneficiaire|allocataire|abonnement"
    r"|patiente?"
    r"|(?:my|your|his|her|the) (?:file|case|claim|member|account|policy|student|employee)(?: number)?"
    r"|(?:mon|ton|son|votre|notre) (?:numero|code))"
)
FAR = (
    rf"(?<![\w-]){_SUBJECT}(?![a-z_-])[^\d\n;?!=:.$%@\"]{{0,45}}?(?:[:#(,]|\bn[o°]\.?|(?<=[a-z] )(?:est"
    rf"|c'?est|is|was|soit)\b"
    rf"(?: (?:le|bien|the|toujours))?|(?<=bec )|(?<=meme )){_SEP}(?:{_NO})?{_SEP}{_VALUE}"
)
_ELSE = (
    r"(?:facture|invoice|petition|servitude|minutes?|technique|technical|permanents|localisation"
    r"|ethique|ethics|approbation|crsh|frqsc?|irsc|exp\.|echu|lots?|articles?|art|normes?"
    r"|reglement|loi|chapitre|pages?|figure"
    r"|tableau|annexe"
    r"|version|commande|order|soumission|devis|serie|serial|modele|model|isbn|issn|iso|csa|neq|tps|tvq"
    r"|gst|qst|resolution"
    r"|formulaire|form|autoroute|route|sortie|local|salle|bureau|app|appartement|suite|cheque|quai|porte"
    r"|door|vol|flight"
    r"|cours|groupe|produit|product|sku|upc|ligne|bus|train|metro|chambre|etage|commit|issue|revue"
    r"|volume|poste|postal"
    r"|permanent|subvention|grant|offres|projet|budget|budgetaire|zone|district|ordonnances|decret"
    r"|couleur|color|bordereau"
    r"|enregistrement|livraison|affichage|concours|rbq|opc|racj|construction|plan|echantillon|appareil"
    r"|equipement|colis"
    r"|suivi|tracking|piece|telephone|tel|cell|cellulaire|phone|fax|conseil|chantier|entreprise|zoom"
    r"|meeting|reunion|source"
    r"|barres?|erreur|error|civil|promo|rabais|nas|sin|naissance|ne|nee|born|date|montant|amount|prix"
    r"|total|porte"
    r"|civique|rue|immatriculation|plaque|passeport|transit|folio|qr|acces|verification|securite|validation"
    r"|alarme|wifi|gtin|ean|licence rbq|bill|query|posting|feuillet|echelle|emplacement|bits?"
    r"|bytes?)"
)
_ELSE_NAMED = re2.compile(rb"(?:\A|[^a-z])" + relax(_ELSE) + rb"(?:\z|[^a-z])", options(16 << 20))
_CARRIES = re.compile(r"\bporte(?:nt)? (?=(?:le|ton|mon|son|votre|un) )")
# A key of JSON, YAML, a form's address or an element.
_KEY = (
    r"(?:dossier|matricule|employee?|employe|emp|staff|patient|client|customer|member(?:ship)?|membre"
    r"|student|etudiant|sso|payroll|paie|personnel|person(?:ne)?|citizen|citoyen|pupil|enfant|child|driver"
    r"|conducteur|chauffeur|passenger|passager|tenant|worker|travailleur|teacher|enseignant|victim"
    r"(?:e)?|witness"
    r"|temoin|offender|borrower|emprunteur|debtor|debiteur|loan|pret|loyalty|fidelite|card|carte"
    r"|voter|electeur"
    r"|health[_-]?card|licen[cs]e|donneur|inscription|registrant|admission|encounter|visit|visite"
    r"|sinistre|grievor"
    r"|eleve|usager|claim|reclamation|case|chart|mrn|policy|police|insured|assure|beneficia(?:ry|ire)"
    r"|participant|subject"
    r"|donor|donateur|badge|fiche|candidat|candidate|applicant|abonne|subscriber|resident|locataire"
    r"|adherent|benevole"
    r"|volunteer|prestataire|allocataire|stagiaire|detenu|inmate|plainte|complaint|grief|grievance"
    r"|medical|permis|licence)"
)
KEYED = (
    rf"(?<![a-z0-9])(?:(?:numero|num|no|nr|id|code|ref)[_-]?)?{_KEY}(?:[_-]?(?:{_KEY}|number|numero|num"
    rf"|no|nr|id|code|ref))*"
    rf"[\"']?\s?(?:[:=>]|=>)\s?[\"']?{_VALUE}"
)
#: Six letters and digits, of which at least one is a digit: the name of a booking.
BOOKING = (
    r"(?<![\w-])(?:reservation|booking|confirmation|pnr|localisateur|locator|itinera(?:ire|ry))(?![a-z])"
    r"[^\d\n:]{0,40}?[:#]\s?(?P<value>(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6})(?!\w)"
)
NAMED = rf"(?<![\w-])(?:{_STRONG})(?![a-z]){_MIDDLE}\s?(?:{_NO})?{_SEP}(?:{_NO})?{_SEP}{_VALUE}"
MARKED = (
    r"(?<![\w-])(?:permis|permit|licence|license|certificat|contrat|contract|ref(?:erence)?|demande"
    r"|application|commissaire a l'assermentation|commission|"
    r"membre [a-z]{2,8}|carte [a-z]{2,8}|mandat|token(?: rsa)?|jeton|enquete|spvm|spvq|sq|grc|police"
    r"|decision|plumitif|abonne|"
    r"inscription|registre|registraire|dpj|clsc|chsld|hopital|cas|formulaire|declaration|pht|t\.s\."
    r"|inf\.|md|m\.d\.|ph\. ?d\.|ergo|huissier|notaire|"
    r"taxi|chauffeur|co0p|coop|nas tuteur|la place 0-5|place 0-5|hj)"
    rf"[ ,:.]{{0,3}}(?:(?:de |d'|du |des )?[a-z]{{2,14}} )?(?:{_NO}){_SEP}{_VALUE}"
)
ASKED = (
    rf"(?<![\w-])(?:{_STRONG}|numero|n[o°]\.?|number)(?![a-z])[^?\n]{{0,50}}\?[ \t]*\n\s*"
    rf"(?:[-•>][ \t]*|[^\n:]{{1,25}} ?:[ \t]*)?(?:c'est |it'?s )?(?:le )?{_VALUE}"
)
OWN = (
    rf"(?<![\w-])(?:num(?:ero)?|n[o°])\.? (?:(?:d'|de |du |of )[a-z]{{3,20}}(?:\(e\))?{_SEP}"
    rf"|[a-z]{{3,20}} ?[:=#]{_SEP}){_VALUE}"
)
TITLED = (
    r"(?<![\w-])(?:t\.s\.|inf\.|m\.d\.|md|pht|erg\.|ergo|psy\.|dt\.p\.|ps\.ed\.|ipspl|ips|b\. ?pharm\."
    r"|pharm\.|dmd|notaire|avocate?|"
    r"audioprothesiste|orthophoniste|psychologue|travailleuse sociale|travailleur social)(?:,"
    r"| {1,3})[ \t]*(?:permis )?" + _VALUE
)
DA = rf"(?<![\w-])(?:(?:da|ni)[ \t]*[:#=][ \t]*|n\.d\.[ \t]*[:#]?[ \t]*){_VALUE}"
DA_BARE = r"(?<![\w-])(?:no )?da (?P<value>(?:19|20|2[1-9])\d{5})(?![\w-])"
BARE = rf"(?<![\w-])(?:{_NO}){_SEP}{_VALUE}"
LICENCE = (
    r"(?<![\w-])(?:permis|permit|licence|license)(?: (?:no|de|d'exercice|cmq|oiiq|opq|odq|ooaq"
    rf"|oaciq|oeq|oppq|rbq|professionnel|d'infirmiere|number|agent|bsp|opc))*{_SEP}{_VALUE}"
)
REFERENCE = (
    rf"(?<![\w/])(?:ref|reference|n/ref|v/ref|nos? ref|vos? ref)\b\.?(?: dossier| is| est)?{_SEP}{_VALUE}"
)

HEADER = re.compile(
    r"(?:n[o°]\.? |no )?(?:empl|mat)\.?(?: no)?|(?:n[o°]\.? |no )(?:de )?bande|card ?(?:no|number|#)?|"
    r"(?:n[o°]\.?|no|num(?:ero)?|id|#|code)?[ _.]?(?:de |d'|du |de l')?(?:dossier|abonne|assure"
    r"|adherent|carte|card|enfant|child|joueur|player"
    r"|resident|locataire|detenu|allocataire|prestataire|inscription|medical record|salarie|subscriber"
    r"|insured|volunteer|employe[(]e[)]|matricule|employee?"
    r"|employe|fiche|client|membre|member|patient|usager|mrn|chart|"
    r"requete|reclamation|claim|case (?:no|number|#|id)|file|student|etudiant|eleve|participante?|donateur"
    r"|police|policy|sinistre|da|demande|ticket|badge|beneficiaire|"
    r"plainte|candidat|carte d(?:e |')\w+|permis|carte de membre|licence|certificat|vignette"
    r"|dossier client|emp"
    r"|stagiaire|benevole)s?(?: (?:etudiant|employe|eleve|client|patient|membre|medical"
    r"|no))?(?:[ _.]?(?:no|n[o°]|id|number|#|num))?|id[ _](?:\w+)|no[ _]?emp\.?"
)

_PUBLIC = (
    r"(?:facture|invoice|fact\.|petition|servitude|minutes?|soumission [a-z]+ [a-z]+|comite|lot"
    r"|lots|article|art\.|norme|reglement|loi|chapitre|page"
    r"|pages|p\.|figure|tableau|annexe|version|bon de commande|"
    r"commande|order|po|soumission|devis|serie|modele|model|isbn|issn|iso|csa|rlrq|neq|tps|tvq|gst|qst"
    r"|tx|resolution|formulaire|form|projet de loi|"
    r"autoroute|route|sortie|local|salle|bureau|app\.|appartement|suite|cheque|code budgetaire"
    r"|grand livre|quai|porte|vol|flight|cours|groupe|"
    r"gr\.|niveau|etape|question|item|point|piece|p-|numero civique|casier|boite|case postale|c\.p\."
    r"|stationnement|place|espace|produit|product|sku|upc|"
    r"lot no|ligne|bus|circuit|train|metro|chambre|lit|etage|unite|bill|cas|commit|issue|pr|build|rfc"
    r"|cve|doi|revue|vol\.|volume|numero|bulletin|"
    r"poste|ext|subvention|grant|appel d'offres|appel de projets|entente|programme|budget"
    r"|poste budgetaire|zone|district|circonscription|arret|"
    r"ordonnance|decret|publiee?s? sous le|inscrite? sous le|registre foncier|couleur|color|colour"
    r"|bordereau|bienfaisance|organisme(?: de bienfaisance)?|homologation"
    r"|enregistrement|charite|livraison|posting|poste|affichage|concours|rbq|opc|racj|ctq|mapaq|"
    r"c4|plombage|sceau|frqs|frq|crsh|irsc|cer|projet|etude|reçu|recu|receipt|avis|seao|licence rbq"
    r"|permis opc|licence|plan|permis de construction|permis c4|din|lot no|produit|"
    r"echantillon|appareil|equipement|inventaire|colis|suivi|tracking|tag|modele|piece|kb|telephone"
    r"|tel|cell|conseil|chantier|chrono|rapport|caisse|cas type|version no|contrat|contract"
    r"|entreprise)[\s:.(#=]{0,3}(?:(?:web|en ligne|d'achat|online|amazon|interne|initiale?|finale?"
    r"|originale?|municipale?"
    r"|client|ville) )?(?:n[o°]s?\.?|no|numero|number|#)?[\s:.(#=]{0,3}"
)
#: What ties the number right behind it to something that is no person; searched up to the number.
_PUBLIC_BEFORE = re2.compile(rb"(?:\A|[^a-z])" + relax(_PUBLIC) + rb"\z", options(16 << 20))
#: Letters before a number: an acronym that tells what it is, unless they are one or two capitals (a few
#: more after "réf."), with the space after them.
PREFIX = re.compile(r"[^\W\d_]+ ")
LONGEST_PREFIX = {"reference": 5}
#: The next number of a list.
FOLLOWING = re.compile(r"(?:\s?[/,;&]\s?|\s(?:et|and|ou|or)\s)(?P<value>[a-z0-9][a-z0-9-]*)(?![\w-])")
#: Fewest digits of a number that only a marker announces.
CODE = 5


def names_else(before: str) -> bool:
    """Tell whether words, on folded text, say that the number after them counts or names something else."""
    return _ELSE_NAMED.search(encode(_CARRIES.sub("", before))) is not None


def is_tied(before: str) -> bool:
    """Tell whether the words right before a number tie it to something that is no person."""
    return _PUBLIC_BEFORE.search(encode(before)) is not None
