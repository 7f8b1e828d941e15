"""`paravent check`: what is wrong with a configuration, and what is right but unwise."""

import stat
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from gateway.cli.configuration import USUAL, Config
from gateway.cli.speech import say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from config.settings import Settings

Remark = tuple[str, Mapping[str, str]]


def check(config: Config = None) -> None:
    """Print each problem with its file, line and key; end with status 1 where there are any."""
    from config.errors import ConfigError  # noqa: PLC0415 - settings take time to import
    from config.load import load  # noqa: PLC0415

    path = config or USUAL
    try:
        settings = load(path)
    except ConfigError as error:
        for problem in error.problems:
            typer.echo(problem.tell(translate))
        say(phrase("%(count)s problem(s) in %(path)s."), count=len(error.problems), path=path)
        raise typer.Exit(1) from None
    errors = list(_errors(settings))
    for message, values in errors:
        typer.echo(f"{path}: {translate(message) % values}")
    for message, values in _warnings(settings, date.today()):  # noqa: DTZ011 - the operator's own day
        say(phrase("Warning: %(warning)s"), warning=translate(message) % values)
    if errors:
        raise typer.Exit(1)
    say(
        phrase("%(path)s is valid: %(providers)s provider(s), %(policies)s policy(ies)."),
        path=path,
        providers=len(settings.providers),
        policies=len(settings.policies),
    )


def _errors(settings: "Settings") -> Iterator[Remark]:
    """Yield what only a try shows."""
    for recognizer in settings.detection.recognizers:
        module, _, name = recognizer.use.rpartition(".")
        try:
            getattr(import_module(module), name)
        except (ImportError, AttributeError):
            yield phrase("the recognizer %(name)s cannot be imported"), {"name": recognizer.use}
    if _lacks_ocr(settings):
        yield (
            phrase(
                "a policy says 'images: redact', and Tesseract with French and English is not here: all "
                "images will be refused (apt-get install tesseract-ocr-fra tesseract-ocr-eng)"
            ),
            {},
        )
    if settings.secret is None and settings.secret_file.exists():
        try:
            settings.key("check")
        except (OSError, ValueError):
            message = phrase("%(path)s does not hold 32 random bytes in base64, or cannot be read")
            yield message, {"path": str(settings.secret_file)}


def _lacks_ocr(settings: "Settings") -> bool:
    """Tell whether a policy has images read where nothing can read them."""
    if all(policy.images != "redact" for policy in settings.policies.values()):
        return False
    from gateway.attachments.ocr import LANGUAGES, languages  # noqa: PLC0415 - imaging takes time to import

    return bool(LANGUAGES - languages())


def _warnings(settings: "Settings", today: date) -> Iterator[Remark]:
    from config.provider import is_loopback  # noqa: PLC0415 - settings take time to import

    officer = settings.organization.officer
    if officer is None or not (officer.email or officer.phone):
        yield (
            phrase(
                "no e-mail or phone for the person in charge of the protection of personal information; "
                "the Act (P-39.1, s. 3.1) has it published"
            ),
            {},
        )
    if not is_loopback(settings.server.host) and settings.server.tls is None:
        yield (
            phrase("%(host)s is reached from the network without TLS: put a proxy with TLS in front of it"),
            {"host": settings.server.host},
        )
    for name, provider in settings.providers.items():
        if provider.api_key is None and not is_loopback(urlsplit(provider.base_url).hostname or ""):
            yield phrase("the provider %(name)s has no api_key"), {"name": name}
        if provider.location == "local" and not _is_near(urlsplit(provider.base_url).hostname or ""):
            message = phrase(
                "the provider %(name)s is said to be local, and its address is not of this network"
            )
            yield message, {"name": name}
        if provider.transfer_assessment and provider.transfer_assessment.approved > today:
            yield phrase("the assessment of %(name)s is approved on a date to come"), {"name": name}
    for name, policy in settings.policies.items():
        if name != "default" and not policy.teams:
            yield phrase("the policy %(name)s names no team: it is used for nobody"), {"name": name}
    if settings.secret_file.exists() and settings.secret_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield phrase("%(path)s can be read by others: chmod 600"), {"path": str(settings.secret_file)}


def _is_near(host: str) -> bool:
    """Tell whether a host is this machine, a private address, or a name that only a local network gives."""
    from ipaddress import ip_address  # noqa: PLC0415 - used here only

    from config.provider import is_loopback  # noqa: PLC0415 - settings take time to import

    try:
        return ip_address(host).is_private
    except ValueError:
        return (
            is_loopback(host)
            or "." not in host
            or host.endswith((".local", ".lan", ".internal", ".home.arpa"))
        )
