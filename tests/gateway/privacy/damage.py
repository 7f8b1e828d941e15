"""What models do to pseudonyms: each kind of damage as a function of the pseudonym and a source of chance.

``python tests/gateway/privacy/damage.py [EDITS]`` prints, as Markdown, the share restored for each kind alone and with
every other, then what EDITS random edits (a million by default) gave.
"""

import html
import re
import sys
from collections import Counter, defaultdict
from random import Random  # noqa: TID251 - the same damage every time
from urllib.parse import quote

from gateway.privacy.pseudonyms import ALPHABET, Minter, tag_of
from gateway.privacy.restore import Restorer
from gateway.privacy.tagwords import WORDS

KEY = bytes(range(32))
LABELS = ("PERSON", "PERSON", "PERSON", "PERSON", "STREET_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "CA_SIN")
_HYPHENS = "‐‑‒–—―−﹣－"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SHAPE = re.compile(r"^(\W*)([A-Z]+)-(\w{6})-(\w{3})(\W*)$")


def _parts(name):
    """Return what is before, the tag, who, the form, what is behind; None where it is no longer so."""
    match = _SHAPE.match(name)
    return match.groups() if match else None


def _inside(name, chance, put, sure=1):
    """Put something at some places between two characters, never into an escape."""
    places = [at for at in range(1, len(name)) if re.match(r"\w\w|\w-|-\w", name[at - 1 : at + 1])]
    if re.search(r"[&%\\]", name) or not places:
        places = [at for at in (name.find("-"), name.find("-") + 1) if at > 0]
    for at in sorted(chance.sample(places, min(sure, len(places))), reverse=True):
        name = name[:at] + put() + name[at:]
    return name


def _label(name, chance):
    tag = re.match(r"\W*([A-Z]+)", name)
    words = next((words for label, words in WORDS.items() if tag and tag_of(label) == tag[1]), None)
    return name.replace(tag[1], chance.choice(words), 1) if words else name


def _form(name, other):
    parts = _parts(name)
    return name if parts is None else f"{parts[0]}{parts[1]}-{parts[2]}{other}{parts[4]}"


def _brackets(name, pairs, chance):
    inner = name[1:-1] if name[:1] == "[" and name[-1:] == "]" else name
    before, after = chance.choice(pairs)
    return before + inner + after


KINDS = {
    "lower case": lambda name, chance: name.lower(),
    "title case": lambda name, chance: re.sub(r"[A-Z]\w*", lambda word: word[0].capitalize(), name),
    "emphasis around": lambda name, chance: (
        (mark := chance.choice(["**", "*", "_", "`", "~~"])) + name + mark
    ),
    "emphasis inside the brackets": lambda name, chance: _brackets(
        name, [("[**", "**]"), ("[`", "`]")], chance
    ),
    "emphasis inside": lambda name, chance: _inside(name, chance, lambda: "**", 2),
    "link to nowhere": lambda name, chance: name + chance.choice(["(#)", "()", "(#personne)"]),
    "backslash escapes": lambda name, chance: re.sub(r"(?<!\\)[\[\]_*-]", lambda sign: "\\" + sign[0], name),
    "spaces around hyphens": lambda name, chance: name.replace("-", chance.choice([" - ", "- ", " -"])),
    "spaces inside the brackets": lambda name, chance: _brackets(name, [("[ ", " ]"), ("[ ", "]")], chance),
    "a space inside": lambda name, chance: _inside(name, chance, lambda: " "),
    "no brackets": lambda name, chance: _brackets(name, [("", "")], chance),
    "one bracket": lambda name, chance: _brackets(name, [("[", ""), ("", "]")], chance),
    "more brackets": lambda name, chance: f"[{name}]",
    "other brackets": lambda name, chance: _brackets(
        name, [("« ", " »"), ("(", ")"), ("{", "}"), ("【", "】"), ("<", ">"), ("“", "”")], chance
    ),
    "elision": lambda name, chance: chance.choice(["d'", "l’", "qu'"]) + name,
    "possessive or plural": lambda name, chance: name + chance.choice(["'s", "’s", "s"]),
    "HTML entities": lambda name, chance: re.sub(
        r"(?<![&%\\#\w;])[\[\]-]|-|[\[\]]", lambda sign: f"&#{ord(sign[0])};", name
    ),
    "HTML escape": lambda name, chance: html.escape(name).replace("[", "&lsqb;").replace("]", "&rsqb;"),
    "percent encoding": lambda name, chance: quote(name),
    "percent encoding, hyphens too": lambda name, chance: quote(name).replace("-", "%2D"),
    "full width": lambda name, chance: "".join(
        chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name
    ),
    "\\u escapes": lambda name, chance: re.sub(r"[^\w\s&;#%\\]", lambda sign: f"\\u{ord(sign[0]):04x}", name),
    "\\u escapes of every letter": lambda name, chance: "".join(f"\\u{ord(sign):04x}" for sign in name),
    "other hyphens": lambda name, chance: name.replace("-", chance.choice(_HYPHENS)),
    "unseen characters": lambda name, chance: _inside(name, chance, lambda: chance.choice(_UNSEEN), 3),
    "line break": lambda name, chance: _inside(name, chance, lambda: chance.choice(["\n", "\r\n", "\n  "])),
    "hyphenation": lambda name, chance: _inside(name, chance, lambda: "-\n"),
    "word break tag": lambda name, chance: _inside(name, chance, lambda: "<wbr>"),
    "label translated": _label,
    "label changed": lambda name, chance: re.sub(
        r"[A-Z]{2,}", chance.choice(["CLIENT", "Plaignante", "TRAVAILLEUR", "Employee"]), name, count=1
    ),
    "form dropped": lambda name, chance: _form(name, ""),
    "form made up": lambda name, chance: _form(
        name, "-" + chance.choice(["NOM", "SURNAME", "AAA", "".join(chance.choices(ALPHABET, k=3))])
    ),
    "look-alike letters": lambda name, chance: re.sub(
        r"(?<=-)[\w-]+", lambda code: code[0].replace("0", "O").replace("1", "I"), name, count=1
    ),
}


def table(chance, people=200):
    """Return the pseudonyms of a call with many people, some in two forms, each original a word of its own."""
    minter = Minter(KEY, str(chance.random()).encode())
    for number in range(people):
        label = LABELS[number % len(LABELS)]
        minter.mint(label, f"identity{number}", f"Original{number}x")
        if number % 3 == 0:
            minter.mint(label, f"identity{number}", f"Original{number}y")
    return minter.table


def outcome(restorer, text, original):
    """Return what became of a damaged pseudonym: "restored", "visible" or "wrong"."""
    found = re.findall(r"Original(\d+)[xy]", restorer.text(text))
    own = re.search(r"\d+", original)[0]
    if any(number != own for number in found):
        return "wrong"
    return "restored" if found else "visible"


EDGES = (" ", "\n", "a ", ", ", "")


def edited(name, chance):
    """Return a pseudonym with one or two characters more, less, other, or swapped with their neighbours."""
    signs = ALPHABET + "OILU" + "abcxyz[]- "
    for _edit in range(chance.randint(1, 2)):
        at, sign = chance.randrange(len(name)), chance.choice(signs)
        match chance.randrange(4):
            case 0:
                name = name[:at] + sign + name[at + 1 :]
            case 1:
                name = name[:at] + name[at + 1 :]
            case 2:
                name = name[:at] + sign + name[at:]
            case _:
                name = name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
    return name


def measure(seed=1, rounds=100):
    """Return for each kind: Counter alone, Counter with another."""
    chance = Random(seed)
    hidden = table(chance)
    names, restorer = list(hidden), Restorer(hidden)
    alone, paired = defaultdict(Counter), defaultdict(Counter)
    for kind, damage in KINDS.items():
        for _ in range(rounds):
            name = chance.choice(names)
            text = f"De {damage(name, chance)} à"
            alone[kind][outcome(restorer, text, hidden[name].original)] += 1
        for other, more in KINDS.items():
            if other == kind:
                continue
            for _ in range(max(1, rounds // 10)):
                name = chance.choice(names)
                text = f"De {more(damage(name, chance), chance)} à"
                result = outcome(restorer, text, hidden[name].original)
                paired[kind][result] += 1
                paired[other][result] += 1
                paired[f"{kind} + {other}"][result] += 1
    return alone, paired


def edits(count, seed=1):
    """Return what random edits gave, over a new call every thousand."""
    chance, found = Random(seed), Counter()
    for _call in range(count // 1000):
        hidden = table(chance)
        names, restorer = list(hidden), Restorer(hidden)
        for _edit in range(1000):
            name = chance.choice(names)
            before, after = chance.choice(EDGES), chance.choice(EDGES)
            found[outcome(restorer, before + edited(name, chance) + after, hidden[name].original)] += 1
    return found


if __name__ == "__main__":
    tell = sys.stdout.write
    alone, paired = measure(rounds=1000)
    tell("| Damage | Alone | With another |\n|---|---|---|\n")
    for kind in KINDS:
        one, two = alone[kind], paired[kind]
        tell(f"| {kind} | {one['restored'] / one.total():.1%} | {two['restored'] / two.total():.1%} |\n")
    total = sum((paired[f"{one} + {two}"] for one in KINDS for two in KINDS if one != two), Counter())
    tell(f"\nAll pairs: {dict(total)}\n")
    tell(f"Random edits: {dict(edits(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))}\n")
