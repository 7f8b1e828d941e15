"""IP addresses."""

import ipaddress
import re

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.recognizers.recognizer import Hit

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_SECTIONS = 32
_GROUPS = 3
#: What is raised from one version to another.
_RISEN = re.compile(
    r"(?:upgrade|update|migrat|mise a (?:niveau|jour)|bump|passe|library|librairie|plugin|logiciel|version)"
    r"[^\n]{0,40}(?: (?:from|to|de|a) |: )(?:[\d.]+ (?:to|a) )?\Z"
)


class IpAddress(PatternRecognizer):
    """IPv4 and IPv6, of a device or of a server; not versions, not section numbers, not the loopback.

    Four small numbers read as a version or a section unless a cue says otherwise or they start a private
    range.
    """

    LABEL = Label.IP_ADDRESS
    GATE = r"\d\.\d{1,3}\.\d{1,3}\.\d|[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f]"
    CUES = Cues(
        "IP", "adresse IP", "IP address", "host", "hôte", "serveur", "server", "remote_addr", "client",
        "from", "depuis",
        "connexion", "session", "login", "ping", "ssh", "dns", "gateway", "passerelle", "adr", "addr", "src",
        "dst",
    )  # fmt: skip
    AGAINST = Cues(
        "version", "ver.", "v", "release", "article", "art.", "section", "chapitre", "clause", "norme",
        "paragraphe", "par.",
        "annexe", "tableau", "figure", "firmware", "fw",
        "micrologiciel", "build", "masque", "netmask", "mask", "sous-section",
        "point", "patch", "library", "librairie", "plugin", "logiciel", "software", "upgrade", "package",
        "paquet", "Grafana", "firmwares", "mise à niveau", "micrologiciels",
    )  # fmt: skip
    REACH = 30
    REACH_AFTER = 0
    PATTERNS = (
        Pattern(
            "IPv4", rf"(?<![\w.-]){_OCTET}(?:\.{_OCTET}){{3}}(?![\w-])(?!\.\d)", 0.9, cued=0.95, mistyped=0.0
        ),
        Pattern(
            "IPv6",
            r"(?<![\w:.])(?=[0-9a-f]*:)[0-9a-f:]{2,39}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?(?:%\w+)?(?![\w:])",
            0.9,
            mistyped=0.0,
        ),
    )
    FINDS = (
        "ip=[[10.44.7.212]] ua",
        "connecté de [[142.217.84.19]], à Montréal",
        "'REMOTE_ADDR': '[[2607:fa48:6d5e:1100:98b4:7fe2:a13:20c1]]'",
        "http://[[192.168.12.77]]:8080/x",
        "[[2001:db8::8a2e:370:7334]]",
        "serveur [[10.2.3.4]]",
        "IP : [[8.8.4.4]]",
    )
    SPARES = (
        '"fw": "10.2.3.4"',
        "version 10.2.3.4",
        "v142.217.84.19",
        "la section 3.2.1.4",
        "Upgrade the Gauss library from 2.10.4.1 to 2.10.5.0 and",
        "patch 10.2.5.1 is out",
        "127.0.0.1",
        "300.1.1.1",
        "de 12:30:45 à 13:00:00",
        "std::abc::def",
        "article 4.12.3.7 du règlement",
        "masque 255.255.255.0",
        "1.2.3.4.5",
        "::1",
    )

    def validate(self, value: str) -> str | None:
        """Return "ipaddress" for an address that may be someone's."""
        try:
            address = ipaddress.ip_address(value.partition("%")[0])
        except ValueError:
            return None
        ordinary = not (address.is_loopback or address.is_unspecified or address.is_multicast)
        return "ipaddress" if ordinary and not value.startswith("255.") else None

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Leave alone four small numbers, and short words around colons, that nothing explains."""
        value = reading.folded[start:end]
        hit = super().judge(reading, pattern, start, end)
        if pattern.name == "IPv4" and _RISEN.search(reading.folded, max(0, start - 60), start):
            return None
        if hit is None or hit.why.context:
            return hit
        if pattern.name == "IPv4":
            parts = [int(part) for part in value.split(".")]
            return None if max(parts) < _SECTIONS and parts[0] != 10 else hit  # noqa: PLR2004 - private range
        groups = [group for group in value.split(":") if group]
        return hit if len(groups) >= _GROUPS and any(map(str.isdigit, value)) else None
