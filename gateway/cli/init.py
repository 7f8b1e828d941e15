"""`paravent init`: a configuration to start from."""

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.configuration import USUAL
from gateway.cli.speech import fail, say
from gateway.language import phrase


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=phrase("Where to write it."))] = Path(),
) -> None:
    """Write a commented `paravent.yaml`; never over one that is there."""
    from config.load import variables  # noqa: PLC0415 - settings take time to import

    path = folder / USUAL
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(resources.files("config").joinpath("template.yaml").read_text("utf-8"))
    except FileExistsError:
        fail(phrase("%(path)s is already there; nothing was written."), path=path)
    except OSError as error:
        fail(phrase("%(path)s cannot be written (%(reason)s)."), path=path, reason=error.strerror)
    say(phrase("%(path)s is written."), path=path)
    say(phrase("Set in the environment: %(names)s"), names=", ".join(variables(path)))
    say(phrase("Then: paravent check, paravent keys create --name …, paravent serve"))
