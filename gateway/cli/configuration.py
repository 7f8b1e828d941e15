"""The `--config` option, and how a configuration that cannot be used is told."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.speech import say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from config.settings import Settings

VARIABLE = "PARAVENT_CONFIG"
USUAL = Path("paravent.yaml")

Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar=VARIABLE,
        metavar="FILE",
        help=phrase("The configuration (default: paravent.yaml in this folder)."),
    ),
]
OptionalConfig = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar=VARIABLE,
        metavar="FILE",
        help=phrase("A configuration, for its policy and its detection options (default: those shipped)."),
    ),
]


def read(config: Path | None, *, sends: bool = False) -> "Settings":
    """Return the settings; list every problem on standard error and end with status 1 where there are any.

    Only who ``sends`` needs the keys of the providers: who makes keys or reads the record is spared them.
    """
    from config.errors import ConfigError  # noqa: PLC0415 - settings take time to import
    from config.load import load  # noqa: PLC0415

    path = config or USUAL
    try:
        return load(path, sends=sends)
    except ConfigError as error:
        for problem in error.problems:
            typer.echo(problem.tell(translate), err=True)
        if not path.exists():
            say(phrase("Make one with: paravent init"))
        raise typer.Exit(1) from None
