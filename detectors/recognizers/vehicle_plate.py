"""Licence plates."""

import re

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit
from detectors.vocabulary import is_word

_PLATE = (
    r"(?:[a-z] ?\d{2}[ -]?[a-z]{3}|[a-z]{3}[ -]\d[ -]?[a-z]{3}|t ?\d{5} ?[a-z](?![a-z])"
    r"|v[ae]2 ?[a-z]{2,3}|[a-z] ?\d{5} ?\d"
    r"|[a-z]{2,3}[ -]?\d{4,5}(?:[ -]?[a-z](?![a-z]))?|\d{2}[a-z][ -]?[a-z]{3}|[a-z]{3}[ -]?\d{2}[a-z]"
    r"|[a-z]{3}[ -]?\d{3,4}"
    r"|[a-z]\d{4}[a-z]|r[a-z]\d{4}[a-z]|\d{3} ?\d[a-z]{2}|\d{3}[ -]?[a-z]{3}|[a-z]{1,2}[ -]?\d{3}["
    r" -]?\d{2,3}|[a-z] ?\d{5,6}|[a-z]{2}[ -]?\d{4,5}"
    r"|[a-z]{4}[ -]\d{3}|\d{4}[ -]?[a-z]{2,3}|[a-z]{3} \d{2} \d{3})"
)
_MAKES = (
    "F150", "Honda", "Toyota", "Mazda", "Hyundai", "Kia", "Ford", "Chevrolet", "Chevy", "Nissan", "Subaru",
    "Volkswagen", "VW", "Jeep", "Dodge", "RAM", "Tesla", "BMW", "Audi", "Mercedes", "Corolla", "Civic",
    "RAV4", "Buick", "GMC", "Volvo", "Lexus", "Acura", "Mitsubishi", "Elantra", "Accent", "Sentra", "CR-V",
    "F-150", "Pontiac", "Chrysler", "Cadillac", "Infiniti", "Mini", "Fiat", "Tiguan", "Golf", "Jetta",
    "Rogue", "Kona", "Soul", "Santa Fe", "Tucson", "Sienna", "Odyssey", "Prius", "Camry", "Caravan",
    "Outlander", "Escape", "Silverado", "Sierra", "Forester", "Impreza", "Outback", "Micra", "Versa",
    "Yaris", "Matrix", "F-250", "F-350", "Tacoma", "Tundra", "Highlander", "4Runner", "Sorento", "Sportage",
    "Explorer", "Equinox", "Traverse", "Tahoe", "Durango", "Cherokee", "Wrangler", "Ridgeline", "CX-5",
    "CX-3", "CX-30", "CX-9", "Mazda3", "Mazda 3", "Altima", "Maxima", "Murano", "Pathfinder", "Kicks",
    "Qashqai", "Nissan Leaf", "Malibu", "Cruze", "Impala", "Corvette", "Mustang", "Fiesta", "Econoline",
    "Sprinter", "ProMaster", "Ioniq", "Palisade", "Kia Rio", "Forte", "Niro", "Crosstrek", "Passat",
    "Touareg", "Ski-Doo", "Sea-Doo", "Polaris", "Harley", "Peterbilt", "Kenworth", "Freightliner",
)  # fmt: skip


class VehiclePlate(PatternRecognizer):
    """Plates in the series of Québec and other provinces, next to a word for the plate or for the vehicle.

    Written in capitals with their space, the series of Québec are like nothing else, and found alone.

    Right after "plaque" or "immatriculation" any short mixture of letters and digits is one.
    """

    LABEL = Label.VEHICLE_PLATE
    SCANNED = True
    SPOKEN = True
    GATE = (
        r"\b[a-z]\d\d [a-z]{3}\b|\b\d\d[a-z] [a-z]{3}\b|\b[a-z]{3} \d\d[a-z]\b|plaque|\bpl\.|plate"
        r"|immat|\breg|\bplq|\bpl\b|vehicul|\bveh\b|vehicle|\bauto|voiture|\bchars?\b|camion|berline|\bcar\b"
        r"|truck|\bvan\b|moto|remorque|pickup|"
        r"fourgon|tacot|taxi|\bdriv|conduit|transit|\bvus\b|\bsuv\b|licence|stationn|parking|"
        + "|".join(make.lower() for make in _MAKES)
    )
    CUES = Cues(
        "plaque", "pl.", "immatriculation", "immatriculé", "immatriculée", "immat.", "plate", "licence plate",
        "license plate",
        "registration", "véhicule", "véh.", "vehicle", "auto", "automobile", "voiture", "char", "camion",
        "camionnette", "berline",
        "car", "truck", "van", "moto", "motoneige", "VTT", "remorque", "pickup", "fourgonnette", "fourgon",
        "VUS", "SUV", "taxi", "Transit", "drives", "driving", "conduit",
        "stationné", "stationnée", "stationnement", "garée", "garé", "parking", "parked", "plaqué", *_MAKES,
    )  # fmt: skip
    AGAINST = Cues(
        "cours", "sigle", "local", "salle", "course", "room", "NIV", "VIN", "vol", "flight", "norme",
        "modèle", "model", "article",
        "formulaire", "rayon",
    )  # fmt: skip
    REACH = 60
    REACH_AFTER = 15
    PATTERNS = (
        Pattern(
            "series, spaced",
            r"(?<![\w-])(?:[A-Z]\d\d [A-Z]{3}|\d\d[A-Z] [A-Z]{3}|[A-Z]{3} \d\d[A-Z])(?![\w-])",
            0.6,
            cued=0.9,
            cased=True,
        ),
        Pattern(
            "series",
            r"(?<![\w-])(?:[A-Z]\d\d[ -]?[A-Z]{3}|\d\d[A-Z][ -]?[A-Z]{3}|[A-Z]{3}[ -]?\d\d[A-Z])"
            r"(?![\w-])",
            0.0,
            cued=0.9,
            cased=True,
        ),
        Pattern(
            "older",
            r"(?<![\w-])(?:\d{3} [A-Z]{3}|[A-Z]{3} \d{3,4}|[A-Z]{1,2} ?\d{3} \d{3}|F[A-Z]{2} ?\d{4}"
            r"|[LT] ?\d{5,6}(?: [A-Z])?|[A-Z]{4} \d{3})(?![\w-])(?! \d)",
            0.0,
            cued=0.75,
            cased=True,
        ),
        Pattern(
            "named",
            r"\b(?:(?:licence |license )?plates?|plaques?|immatriculation|immatriculee?s?|immat\.?"
            r"|plate ?(?:no|number|#))"
            r"(?: d'immatriculation| d[ue] [a-z]+| de (?:la|l'|son|sa|mon|ma|ton|ta) ?[a-z]+| (?:quebec"
            r"|ontario|f(?= )|taxi|temporaire|avant|arriere)| d'auto|(?: number"
            r"| no\.?| n°))?"
            rf"(?: (?:ontario|quebec|number|lue?|notee?|partielle|finissant par))?(?: c'?est| c(?= )| est| is"
            rf"|,| was| etait| serait| lue?| notee?)?(?: le| bien)?[\s:=#(\"'«-]{{0,5}}(?P<value>"
            rf"{_PLATE})(?![\w-])(?! \d)",
            0.95,
        ),
        Pattern(
            "personal",
            r"\b(?:plaques?|plates?|immatriculation|immatriculee?)(?: personnalisee| number"
            r"| no\.?)? ?[:=(]\s?[\"'«]?(?P<value>(?=[a-z ]{0,6}\d)[a-z0-9]{2,7})(?![\w-])",
            0.7,
        ),
        Pattern(
            "vanity",
            r"\b(?:plaque|plate)s? (?:d'immatriculation )?(?:personnalisee|perso|vanit[ey])"
            r"[ :=(]{1,3}[\"'«]?\s?"
            r"(?P<value>[a-z0-9]{2,7}(?: [a-z0-9]{1,5})?)(?=\s?[\"'»).,;]|\s*$)",
            0.7,
        ),
        Pattern(
            "named, far",
            rf"\b(?:plaques?|plates?|immatriculation)(?: [a-z'-]{{1,12}}){{1,6}} ?: ?"
            rf"(?P<value>{_PLATE})(?![\w-])(?! \d)",
            0.85,
        ),
        Pattern(
            "vehicle, sign",
            r"\b(?:[Mm]oto|[Mm]otoneige|[Ss]cooter|VTT|[Qq]uad|ATV|[Aa]uto|[Cc]har|[Vv]oiture|[Cc]amion|[Rr]emorque"
            r"|[Rr]oulotte|[Cc]ar|[Tt]ruck|[Vv]an|[Tt]railer)"
            r" ?[:=] ?(?P<value>(?=[A-Z\d -]*\d)(?=[A-Z\d -]*[A-Z])"
            r"[A-Z\d]{1,4}(?:[ -][A-Z\d]{1,4}){1,2})(?![\w-])",
            0.8,
            cased=True,
        ),
        Pattern(
            "spread",
            r"(?<![\w-])[A-Z] \d\d [A-Z]{3}(?![\w-])",
            0.0,
            cued=0.7,
            cased=True,
        ),
        Pattern(
            "registration",
            r"\b(?:registration|immat\w*|plq|no plaque|plaque no)\.?(?: n[o°]\.?"
            r"| number)?[ :#=]{1,3}(?P<value>" + _PLATE + r")(?![\w-])(?! \d)",
            0.75,
        ),
    )
    HEADER = re.compile(
        r"(?:n[o°]\.? (?:de )?|num(?:ero)? (?:de )?)?(?:plaques?|plates?|immat(?:riculation)?\.?"
        r"|licen[cs]e plates?)(?: (?:no|number|du vehicule))?"
    )
    CELL = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9 -]{2,8}")
    FINDS = (
        "plaque [[K47 WNL]]",
        "Danika ([[T08 BCS]])",
        "Immatriculation : [[R19 JKP]]   Assureur",
        "Plate: [[12A BCD]]",
        "Hyundai Accent 2014 ([[D22 GFS]])",
        "Plaque : [[V 118 204]]",
        "char rouge, plaque [[M61RDV]] je pense",
        "Berline blanche dans l'entrée, [[W08 XQB]].",
        "la plaque c'est [[n33 wrj]]",
        "Immatriculation : [[FJH 2208]]",
        '"plaque": "[[V52 LMJ]]"',
        "drove up in the brown Tacoma, [[C25 YNE]].",
        "le F-250 ([[FNA6618]]) est parké",
        "plaque [[FKN 2241]]; REER",
        "dome T508, plate [[T 90418 C]]",
        "he drives a white transit, [[FGZ 5510]]",
        "j'ai noté le taxi [[T 47055]]",
        "permis ontarien, plaque [[CLZ1 116]]",
        "immatriculée [[M 65195 8]], à",
        "case,plaque\n12,[[LOUPGRI]]\n14,aucune",
        "moto : [[61 KDP 8]] |",
        "she parks her own car ([[EXT 47B]]) there",
        "The ATV plate [[VTT 21 884]] was",
        "Bus plate for the border form: [[A 27184]].",
    )
    SPARES = (
        "a12 bcd",
        "cours 420 KBA",
        "la plaque commémorative de 1967",
        "auto-école, cours de 12 h",
        "voiture à 420 KM",
        "plaque de 12 mm",
        "le camion 2024",
        "ECG 12D 02:50",
        "G1R 5A5, près du stationnement",
    )

    def holds(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a cell of such a column holds a plate; letters alone are in capitals and no word."""
        letters = reading.text[start:end]
        bare = letters.isalpha() and (not letters.isupper() or is_word(reading.folded[start:end]))
        spaced = " " in letters and not any(map(str.isdigit, letters))
        return super().holds(reading, start, end) and not bare and not spaced

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone what is a number with its unit, or a month or a road with its number."""
        if re.fullmatch(r"(?!f[a-z]{2})[a-z]{1,3} ?(?:19|20)\d\d|\d{1,3}", reading.folded[start:end]) and (
            pattern.name != "named" or reading.folded[start:end].isdigit()
        ):
            return None
        if pattern.name == "vehicle, sign" and re.search(r" (?:19|20)\d\d\Z", reading.text[start:end]):
            return None
        words = {word for word in reading.folded[start:end].replace("-", " ").split() if word.isalpha()}
        told = _BESIDE.search(reading.folded, max(0, start - 16), start) is not None
        if words & _NOT_LETTERS and not (told and pattern.name.startswith("series")):
            return None
        return super().judge(reading, pattern, start, end)


#: What a plate follows at once, in brackets or not.
_BESIDE = re.compile(
    r"(?:plaques?|plates?|immat\w*|car|auto|truck|van|char|camion|vehicule|voiture|moto)\W{1,3}\Z"
)
# fmt: off
_NOT_LETTERS = frozenset((
    "km", "kg", "kw", "kva", "min", "sec", "mai", "jan", "fev", "mar", "avr", "jun", "jul", "aou",
    "sep", "oct", "nov", "dec", "may", "apr", "aug", "feb", "est", "art", "app", "apt", "rue", "rte",
    "ave", "bur", "cad", "usd", "eur", "cm", "mm", "ml", "mg", "qc", "rg", "no", "de", "du", "la", "le",
    "et", "en", "un", "une", "des", "les", "ans", "pm", "am", "h", "tps", "tvq", "iso", "csa", "vus",
    "nip", "pin", "ext", "bus", "max", "tva", "hrs", "ing", "gr", "lb", "lbs", "pi", "mo", "go", "ko",
    "hz", "ghz", "mhz", "ch", "hp", "cc", "cv", "cyl", "par", "sur", "aux", "son", "ses", "mes", "tes",
    "ces", "and", "the", "for", "per", "via", "jrs", "sem", "nas", "sin", "ddn", "nam", "dob", "tel",
    "fax", "loi", "xle", "xlt", "sel", "slt", "ltz", "trx", "tdi", "gti", "awd", "fwd", "rwd", "hev", "lx",
    "gt", "limited", "ecg", "irm", "tdm", "rfc", "faq", "isbn", "issn", "drs",
    "fra", "fin", "phy", "fre",
    "nord", "sud", "ouest", "tv", "dx", "hd", "red", "zone", "caq", "plq", "pcq", "rpm", "kwh", "mpg",
    "gal", "pcs", "pl",
))
# fmt: on
