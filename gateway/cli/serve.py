"""`paravent serve`: the gateway itself."""

import gc
import os
import signal
import threading
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.configuration import USUAL, VARIABLE, Config, read
from gateway.cli.speech import fail, say
from gateway.language import phrase

if TYPE_CHECKING:
    from fastapi import FastAPI

    from config.settings import Settings


def serve(
    config: Config = None,
    host: Annotated[str | None, typer.Option("--host", help=phrase("The address to listen on."))] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help=phrase("The port to listen on."))
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, help=phrase("How many processes serve."))
    ] = None,
) -> None:
    """Serve until stopped. The database is created or migrated first."""
    import uvicorn  # noqa: PLC0415 - slow to import

    settings = read(config)
    _prepare(settings)
    # Each serving process reads the configuration by itself: what it holds is never on a command line.
    os.environ[VARIABLE] = str((config or USUAL).absolute())
    server, tls = settings.server, settings.server.tls
    say(
        phrase("Paravent listens on %(scheme)s://%(host)s:%(port)s"),
        scheme="https" if tls else "http",
        host=host or server.host,
        port=server.port if port is None else port,
    )
    uvicorn.run(
        "gateway.cli.serve:application",
        factory=True,
        host=host or server.host,
        port=server.port if port is None else port,
        workers=workers or server.workers,
        loop="uvloop",
        http="gateway.http.heads:Connection",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=30,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


def application() -> "FastAPI":
    """Return the application of one serving process, of the configuration that `serve` checked."""
    from config.load import load  # noqa: PLC0415 - slow to import
    from gateway.app import create_app  # noqa: PLC0415

    _end_with_parent()
    app = create_app(load(Path(os.environ[VARIABLE])))
    gc.collect()
    gc.freeze()  # what is here now stays: the collector need not look at it again
    return app


def _prepare(settings: "Settings") -> None:
    """Do once what several serving processes would otherwise do at the same time."""
    from audit.database import migrate  # noqa: PLC0415 - slow to import
    from audit.errors import AuditUnavailable  # noqa: PLC0415

    try:
        migrate(settings.database.get_secret_value())
        if settings.vault and settings.vault.url and not settings.vault.is_shared:
            migrate(settings.vault.url.get_secret_value())
    except AuditUnavailable as error:
        fail(phrase("The database cannot be used: %(reason)s"), reason=error)
    try:
        settings.key("pseudonyms")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        fail(phrase("The secret cannot be used: %(reason)s"), reason=reason)


def _end_with_parent() -> None:
    """Stop this process when the one that watches over it is killed: nobody would stop it later."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
