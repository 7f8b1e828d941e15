"""The commands. Each is a function in the file of its name, and imports what is slow when it runs."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from gateway.cli import (
    audit,
    check,
    checkpoints,
    count,
    demo,
    detect,
    evaluate,
    export,
    handling,
    held,
    holds,
    incidents,
    indexkeys,
    init,
    keys,
    lookup,
    missed,
    preview,
    purge,
    reports,
    requests,
    serve,
    speech,
    verify,
)
from gateway.cli.help import translated, usage_error
from gateway.cli.speech import say
from gateway.language import chosen, phrase


def build() -> typer.Typer:
    """Return the commands, with their help still in English."""
    app = typer.Typer(
        name="paravent",
        help=phrase("A gateway that hides Québec personal information from external LLM APIs."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    app.command("demo", help=phrase("Show it at work on a real letter; no key, network or file is needed."))(
        demo.demo
    )
    app.command("init", help=phrase("Write a commented paravent.yaml."))(init.init)
    app.command(
        "check", help=phrase("Validate the configuration; name each problem with its file and line.")
    )(check.check)
    app.command("serve", help=phrase("Run the gateway."))(serve.serve)
    app.command(
        "detect", help=phrase('Find personal information: JSON lines {"id", "text"} in, entities out.')
    )(detect.detect)
    app.command("preview", help=phrase("Show a text as it would leave, with what was hidden and why."))(
        preview.preview
    )
    app.command("evaluate", help=phrase("Measure detection on a folder of marked documents."))(
        evaluate.evaluate
    )
    keyring = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    keyring.command("create", help=phrase("Make a key; print its token, this once."))(keys.create)
    keyring.command("list", help=phrase("List the keys."))(keys.list_)
    keyring.command("revoke", help=phrase("End a key at once."))(keys.revoke)
    app.add_typer(keyring, name="keys", help=phrase("Who may use the gateway."))
    records = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    records.command("list", help=phrase("List calls, the newest first."))(audit.list_)
    records.command("show", help=phrase("Show everything on record about one call."))(audit.show)
    records.command("count", help=phrase("Count calls by day, team, label and the like."))(count.count)
    records.command("export", help=phrase("Write the record: JSON lines, CSV, OCSF or CEF."))(export.export)
    records.command("verify", help=phrase("Check that nothing on record was changed or removed."))(
        verify.verify
    )
    records.command("checkpoint-key", help=phrase("Print the public key that checkpoints are checked with."))(
        checkpoints.checkpoint_key
    )
    records.command("index-keys", help=phrase("Count what each key of the index has made."))(
        indexkeys.index_keys
    )
    records.command("lookup", help=phrase("Find the calls that held a person's information."))(lookup.lookup)
    records.command(
        "purge", help=phrase("Erase details that were kept long enough; without --confirm, count them.")
    )(purge.purge)
    kept = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    kept.command("add", help=phrase("Keep events from being erased."))(holds.add)
    kept.command("list", help=phrase("List what is kept."))(holds.list_)
    kept.command("lift", help=phrase("End a hold."))(holds.lift)
    records.add_typer(kept, name="hold", help=phrase("What is not erased, whatever its age."))
    app.add_typer(records, name="audit", help=phrase("The privacy officer's questions."))
    app.add_typer(_held(), name="held", help=phrase("Calls that wait for a person's approval."))
    app.add_typer(_incidents(), name="incidents", help=phrase("The register of confidentiality incidents."))
    app.add_typer(_requests(), name="requests", help=phrase("The register of requests and complaints."))
    app.add_typer(_reports(), name="reports", help=phrase("What the record tells of a period."))
    return app


def _held() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("list", help=phrase("List the calls that wait."))(held.list_)
    group.command("show", help=phrase("Print what would leave, with its pseudonyms."))(held.show)
    group.command("approve", help=phrase("Let a call through once."))(held.approve)
    group.command("refuse", help=phrase("Do not let a call through."))(held.refuse)
    return group


def _incidents() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("open", help=phrase("Open an incident, on a value or on conditions; print its reference."))(
        incidents.open_
    )
    group.command("missed", help=phrase("Report a value that detection missed: list it, open an incident."))(
        missed.missed
    )
    group.command("add", help=phrase("Add calls to an incident."))(incidents.add)
    group.command("list", help=phrase("List the incidents."))(incidents.list_)
    group.command("show", help=phrase("Show an incident, entry by entry."))(handling.show)
    group.command("calls", help=phrase("Print the calls of an incident."))(incidents.calls)
    group.command("describe", help=phrase("Say or correct what the register wants of an incident."))(
        handling.describe
    )
    group.command("note", help=phrase("Add a note."))(handling.note)
    group.command("assess", help=phrase("Assess the risk of serious injury."))(handling.assess)
    group.command("notify", help=phrase("Put on record that notice was given."))(handling.notify)
    group.command("close", help=phrase("Close an incident."))(handling.close)
    group.command("erase", help=phrase("Erase an incident that was kept long enough."))(handling.erase)
    group.command("export", help=phrase("Write the register."))(incidents.export)
    return group


def _requests() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("open", help=phrase("Open a request or a complaint; print its reference."))(requests.open_)
    group.command("list", help=phrase("List the requests, or those that are overdue."))(requests.list_)
    group.command("extend", help=phrase("Give a request more time."))(requests.extend)
    group.command("answer", help=phrase("Put the answer on record."))(requests.answer)
    group.command("note", help=phrase("Add a note."))(requests.note)
    group.command("erase", help=phrase("Erase an answered request."))(requests.erase)
    group.command("export", help=phrase("Write the register."))(requests.export)
    return group


def _reports() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("transfers", help=phrase("Communications outside Québec."))(reports.transfers)
    group.command("projects", help=phrase("The use of AI by project."))(reports.projects)
    group.command("statement", help=phrase("What a project's partners and participants are told."))(
        reports.statement
    )
    group.command("activity", help=phrase("A month's activity, for management."))(reports.activity)
    return group


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - used here only

        typer.echo(f"Paravent {version('paravent')}")
        raise typer.Exit


def _options(
    _language: Annotated[
        str,
        typer.Option(
            "--language",
            metavar="fr|en",
            envvar="PARAVENT_LANGUAGE",
            help=phrase("The language of the messages."),
        ),
    ] = "fr",
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_tell_version, help=phrase("Show the version and exit.")
        ),
    ] = False,
) -> None:
    """Take the language; `main` has read it already."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    speech.language.set(chosen(given, os.environ))
    try:
        command = translated(build())
        status = command.main(_without_language(given), prog_name="paravent", standalone_mode=False)
    except TyperException as error:
        status = error.exit_code
        typer.echo(usage_error(error.format_message()), err=True)
        say(phrase("See: paravent --help"))
    except typer.Abort:
        status = 1
    except BrokenPipeError:
        # The reader went away (`| head`): there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except OSError as error:
        # The disk of what was to be written is full, for instance: no address or text stands in this.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 74
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        say(phrase("A file, or what was written, failed and is not whole: %(reason)s"), reason=reason)
    except Exception as error:  # noqa: BLE001 - its message may hold a caller's text
        place = traceback.extract_tb(error.__traceback__)[-1]
        status = 70
        say(
            phrase("Unexpected error: %(kind)s at %(file)s:%(line)s"),
            kind=type(error).__name__,
            file=place.filename,
            line=place.lineno,
        )
    sys.exit(status if isinstance(status, int) else 0)


def _without_language(arguments: Sequence[str]) -> list[str]:
    """Return the arguments without `--language`, which may stand anywhere before `--`."""
    kept: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return [*kept, argument, *rest]
        if argument == "--language":
            next(rest, None)
        elif not argument.startswith("--language="):
            kept.append(argument)
    return kept
