"""The words of a Québec address as patterns: generics, directions, units, boxes, civic numbers."""

import re

from detectors.nameshape import CAPITAL, LETTER

#: Words before the name of a street that mean a street whatever follows.
_SURE = (
    r"rue|r\.(?= [A-Z])|ruelle|avenue|aven\.|ave\.?|av\.?|boulevard|boul\.?|bl?vd\.?|bd\.?|boulv?\.?"
    r"|chemin|chem\.|chernin|route|rte\.?|rang|rg\.?|mont[ée]e|mt[ée]e|croissant|crois\.?|crt\.?"
    r"|impasse|imp\."
    r"|all[ée]e|autoroute|aut\.|terrasse"
    r"|terr\.|promenade|prom\.|rond-point|carr[ée]|sentier|grande[ -]all[ée]e"
    r"|chauss[ée]e|esplanade"
)
#: Those that mean something else as well ("2 places", "une côte"): the name must have a capital.
_DOUBTFUL = (
    r"place|pl\.|cours?|c[ôo]te|passage|pass\.|quai|domaine|[îi]le|square|parc|mail|jardins?"
    r"|cercle|clos|plateau"
    r"|voie|faubourg|carrefour|parvis|traverse|descente|belv[ée]d[èe]re|placette|pointe|hameau"
    r"|halte|concession"
)
_ENGLISH = (
    r"Street|St\.?|Avenue|Ave?\.?|Road|Rd\.?|Drive|Dr\.?|Lane|Ln\.?|Crescent|Cres\.?|Court|Crt\.?"
    r"|Ct\.?|Circle|Cir\.?"
    r"|Terrace|Terr?\.?|Highway|Hwy\.?|Boulevard|Boul\.?|Blvd\.?|Place|Pl\.?|Square|Sq\.?|Way|Row"
    r"|Trail|Parkway"
    r"|Pkwy\.?|Gardens|Close|Heights|Hill|Side Road|Grove|Mews|Ridge|Crossing|Loop"
    r"|STREET|ST\.?|AVENUE|AVE?\.?|ROAD|RD\.?|DRIVE|DR\.?|LANE|CRESCENT|CRES\.?|COURT|BLVD\.?"
    r"|PLACE|TERRACE|HIGHWAY"
    r"|street|st\.?|avenue|ave\.?|road|rd\.?|drive|lane|crescent|cres\.?|blvd\.?|highway|hwy"
)
_ORDINAL = r"\d{1,3} ?(?:re|er|[eè]re|[eè]me|i[eè]me|e|nd|st|rd|th)"
_ORDINAL_GENERIC = r"avenue|ave?\.?|rue|rang|rg\.?|boulevard|boul\.?|concession|street|st\.?|ligne|croissant"
_LINK = r"(?:(?:de la|de l'|de les|de|du|des|d'|la|le|les|l'|aux?|of the|of)(?:(?<=')| {1,2}))"
#: "1234", "5775A", "77-B", "12 ½", "5-120", "2301-2311", "10 250,"; a digit misread as a letter still counts.
#: It begins with a plain character class, which is what lets a scan skip prose quickly.
NUMBER = re.compile(
    r"[\dlIO](?:(?<![\w$€£.,:/#°½-].)|(?<=[A-Za-z]:.))(?:(?<!\d .)|(?<=h \d\d .)"
    r"|(?<=[h:]\d\d .))(?:(?<=\d)|(?=\d))"
    r"(?:(?<=\d)\d? \d{3}(?=,| (?:rue|boul|av|ch|rang|route|chemin)[ .a])|[\dlIO]{0,4})"
    r"(?:-?[A-DF-Za-df-z](?![\w'])| [A-D](?=[ ,]))?(?: ?½| 1/2| [Bb]is| [Tt]er| BIS| TER)?"
    r"(?: ?(?:-|à|/) ?\d{1,5}[A-DF-Za-df-z]?(?!\w)){0,3}(?![\w])"
)
#: A calendar puts a backslash before its commas.
_BLANK = r"(?: {0,2}\\?, {0,2}| {1,3})"

FRENCH = re.compile(
    rf"{_BLANK}(?:(?:de|sur) (?:la |l'))?(?:"
    rf"(?P<ordinal>{_ORDINAL} (?:{_ORDINAL_GENERIC})(?![\w']))"
    rf"|(?P<chapter>ch\.?(?![\w'-]))|(?P<sure>(?:{_SURE})(?![\w'-]))|(?P<doubtful>(?:{_DOUBTFUL})"
    r"(?![\w'-])))",
    re.IGNORECASE,
)
_WORD = rf"{CAPITAL}(?:{LETTER}|['.-](?={LETTER}))*"
ENGLISH = re.compile(
    rf"(?:{_BLANK}| - )(?P<name>(?:(?:(?:East|West|North|South|[EWNS]\.) )?"
    rf"(?:(?:Old |Mc)?{_WORD}\.?|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}}?)"
    rf"(?P<generic>{_ENGLISH})(?![\w-]|'\w)"
)
#: The same in small letters, where only the words before the generic can tell ("139 cedar avenue").
ENGLISH_SMALL = re.compile(
    r"(?:, | )(?P<name>(?:[a-z][a-z'-]{2,} ){1,3}?)(?<= )"
    r"(?:street|avenue|ave\.?|road|rd\.?|drive|lane|crescent|cres\.?|court|boulevard|blvd\.?"
    r"|terrace|highway)(?![\w'])"
)
LOWER = re.compile(
    rf",? (?P<name>(?:{_LINK}){{0,2}}[^\W\d_][^\W\d_'-]*(?:[' -][^\W\d_]+){{0,2}}?)"
    r"(?= (?:app?|apt|est|ouest|nord|sud)\b)"
)
BARE = re.compile(
    rf"(?P<gap>, | )(?P<name>(?:{_LINK}){{0,2}}{_WORD}(?:[ -](?:{_LINK})?{_WORD}(?!\d)){{0,3}})"
)

_SPELLED = (
    r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze"
    r"|seize|vingts?|trente"
    r"|quarante|cinquante|soixante|cents?|mille)"
)
#: A number in words, as dictated, right before an offset; two words at least.
SPELLED = re.compile(rf"(?<![\w-]){_SPELLED}(?:(?: et |[ -]){_SPELLED}(?![\w'])){{1,7}}\Z")
#: The generics looked for after such a number.
SPELLED_BEFORE = (" rue ", " avenue ", " boulevard ", " chemin ", " route ", " rang ")

NAME_WORD = re.compile(
    rf" {{1,3}}(?P<link>(?:{_LINK}|(?:de la|de|du|des)\n){{0,2}})"
    rf"(?P<word>(?:{LETTER}|['.-](?={LETTER})|-\n *(?=[a-z])|\d(?=[eèr])|(?<=[^\W\d_])[01]+"
    r"(?=[^\W\d_]))+\.?)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r" {1,2}(?:no\.? ?)?\d{1,4}(?!\w)")
DIRECTION = re.compile(
    r",? {1,2}(?:(?:est|ouest|nord|sud|east|west|north|south|[ns]\.-?[eo]\.?)(?![\w'-])"
    r"|[eowns](?:\.|(?![\w'-])))",
    re.IGNORECASE,
)
AFTER_EST = re.compile(
    r"\s*(?:$|[,.;:)?!\n\t\"|<]|(?:app?|apt|appartement|bureau|bur|local|suite|unit|[àa]|#|en|et|au"
    r"|pres|près|coin|depuis|mon|ma|mes|je|c'est|cest)\b)"
)
_SPOKEN = (
    rf"(?:(?:{_SPELLED})(?:(?: et |[ -]){_SPELLED}){{0,4}}|one|two|three|four|five|seven|eight|nine|ten)"
)
_UNIT_WORDS = (
    r"appartements?|apparts?\.?|appts?\.?|apts?\.?|apps?\.?|ap\.?|bureaux?|bur\.?|local|loc\.|suites?|ste\."
    r"|unit[ée]?s?|logements?|log\.?|porte|chambre|ch\.?|room|rm\.?|studio|condo|b[âa]timent"
    r"|b[âa]t\.|bloc|tour|ph"
    r"|terrain|casier|site|espace|loft|door|ent\.|pavillon|villa|roulotte|floor|[ée]tage|entr[ée]e|niveau"
    r"|chalet|bldg\.?|building|r[ée]s\.|r[ée]sidence|maison mobile"
)
_NUMBERED_UNIT = (
    rf"(?:{_UNIT_WORDS}) {{0,2}}(?:no\.? ?|n[°o] ?|# ?)?(?:[A-Za-z]-?)?[\dlO]*\d[\dlO]*(?:\.\d{{1,3}}(?!\d))?"
    r"(?:(?! [aà] ) ?-? ?[A-Za-z](?![\w'])|-\d{1,4})?(?!\w| \d{3}(?!\d))"
)
_LETTERED_UNIT = rf"(?:{_UNIT_WORDS}) [A-Za-z](?:-?\d{{1,4}})?(?!\w|'\w|\.\w)"
UNIT = re.compile(
    rf" {{0,2}}\\?,?(?: {{0,2}}|\n[ \t]*)\(?(?:{_NUMBERED_UNIT}|{_LETTERED_UNIT}"
    rf"|(?:appartement|apartment|logement|bureau|suite) {_SPOKEN}(?!\w)|num[ée]ro \d{{1,4}}(?![\w-]| \d)"
    r"|ph-\d{1,3}(?!\w)|ss-sol|s/sol"
    r"|# ?[A-Za-z]?-?[\dl]{1,5}[A-Za-z]?(?!\w)|# ?[A-Z](?!\w)"
    r"|, (?:no\.?|n[°o]) ?\d{1,4}(?![\w-]| \d)"
    r"|ss(?![\w.])|(?<=, )\d{1,2} ?(?:er|re|e|[eè]me)(?=[,.;)\n]|$)"
    r"|sous-sol|s\.-?s\.|rez-de-chauss[ée]e|rdc|penthouse|basement"
    r"|\d{1,2} ?(?:er|re|e|[eè]me|nd|st|rd|th) (?:[ée]tage|floor)|(?:[ée]tage|floor) \d{1,2}(?!\w))",
    re.IGNORECASE,
)
_BOX = (
    r"(?:c\. ?p\.|cp(?= )|c\. ?postale|case postale|casier postal|b\. ?p\.|bo[îi]te postale|p\.? ?o\.? ?box"
    r"|post office box|postal box)"
    r" ?(?:no\.? ?|n[°o] ?|# ?)?\d{1,6}(?![\w-])"
    r"(?:,? (?:succ\.?|succursale|stn\.?|station) "
    rf"(?-i:[A-Z](?!\w)|(?:{_LINK})?{_WORD}(?:[ -](?:{_LINK})?{_WORD}){{0,2}}))?"
)
_RURAL = r"(?:r\. ?r\.|rr) ?(?:no\.? ?|# ?)?\d{1,2}(?!\w)(?:,? (?:comp\.?|site|box) \d{1,4}){0,2}"
EXTRA = re.compile(rf"(?: ?, ?| )(?:{_BOX}|{_RURAL})", re.IGNORECASE)
BOX = re.compile(
    rf"(?<![\w-])(?:{_BOX}|(?:r\. ?r\.|rr) ?(?:no\.? ?|# ?)?\d{{1,2}},? (?:box|bo[îi]te|comp\.?"
    rf"|site) \d{{1,4}}|poste restante|general delivery)(?![\w-])",
    re.IGNORECASE,
)
#: A unit, or a rural route, written before the civic number: "Apt 12, 3480", "#4 - 1655", "R.R. 1, 233".
LEADING_UNIT = re.compile(
    r"(?<![\w-])(?:(?:appartement|appart|appt|app|apt|bureau|bur|local|suite|unit[ée]?|logement"
    r"|log|studio|condo|room"
    r"|apartment|r\.?r)\.? ?(?:no\.? ?|# ?)?|# ?)[A-Za-z]?-?\d{1,5}[A-Za-z]?(?:, ?| ?- ?| )\Z",
    re.IGNORECASE,
)
#: The same, where the number of the unit is joined to the civic number: "Unit 5 - 220".
LEADING_WORD = re.compile(
    r"(?<![\w-])(?:appartement|appart|appt|app|apt|bureau|bur|local|suite|unit[ée]?|logement|log"
    r"|studio|condo|apartment)\.? \Z",
    re.IGNORECASE,
)
#: A street before its number, where a field holds nothing else: "RUE LABELLE, 512", "2e rue, numéro 18".
REVERSED = re.compile(
    r"(?:(?<=\n)|(?<=: )|(?<=  )|(?<=\t)|(?<=\b[Ll][ea] )|(?<=\b[DdAa]u )|(?<=[—–|;] )|(?<=- )|(?<=\.\.)|\A)["
    rf" \t]*(?P<street>(?:{_ORDINAL} (?:{_ORDINAL_GENERIC})"
    rf"|(?:{_SURE}|ch\.)(?![\w'-]) [^\n,;:\d]{{2,40}}?|(?:rang|rg\.?|route|rte) \d{{1,3}}(?: "
    r"(?:est|ouest|nord|sud))?), ?"
    rf"(?:no\.? ?|n[°o] ?|num[ée]ro ?|# ?|au )?\d{{1,5}}(?:-?[A-Za-z])?)(?=[ \t]*(?:$|[\n,;.)|\t]|"
    r"  | [—–-] ))",
    re.IGNORECASE,
)
