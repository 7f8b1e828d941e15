"""`paravent serve`: the gateway itself."""

import gc
import os
import signal
import socket
import sys
import threading
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.configuration import USUAL, VARIABLE, Config, read
from gateway.cli.speech import fail, language, say
from gateway.language import chosen, phrase

if TYPE_CHECKING:
    from fastapi import FastAPI

    from config.settings import Settings

#: Seconds that a serving process may take to load, or to answer the one that watches over it.
_READY_SECONDS = 60


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

    settings = read(config, sends=True)
    _prepare(settings)
    # Each serving process reads the configuration by itself: what it holds is never on a command line.
    os.environ[VARIABLE] = str((config or USUAL).absolute())
    os.environ["PARAVENT_LANGUAGE"] = language.get()
    server, tls = settings.server, settings.server.tls
    at = (host or server.host, server.port if port is None else port)
    _try(*at)
    say(
        phrase("Paravent listens on %(scheme)s://%(host)s:%(port)s"),
        scheme="https" if tls else "http",
        host=f"[{at[0]}]" if ":" in at[0] else at[0],
        port=at[1],
    )
    _end_on_hangup()
    uvicorn.run(
        "gateway.cli.serve:application",
        factory=True,
        host=at[0],
        port=at[1],
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
        timeout_worker_healthcheck=_READY_SECONDS,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


def application() -> "FastAPI":
    """Return the application of one serving process, of the configuration that `serve` checked."""
    from gateway.app import create_app  # noqa: PLC0415 - slow to import

    _end_with_parent()
    language.set(chosen((), os.environ))
    try:
        settings = read(Path(os.environ[VARIABLE]), sends=True)
    except typer.Exit as ended:  # changed since: the problems are told
        sys.exit(ended.exit_code)
    app = create_app(settings)
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


def _try(host: str, port: int) -> None:
    """End with status 1 where nobody can listen: an address of another machine, a port that is taken."""
    reason = ""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            try:
                with socket.socket(family, kind, protocol) as tried:
                    tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    tried.bind(address)
            except OSError as error:
                reason = error.strerror or type(error).__name__
            else:
                return  # a name may have addresses of which this machine has one
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
    fail(
        phrase("Nothing can listen on %(host)s, port %(port)s: %(reason)s"),
        host=host,
        port=port,
        reason=reason,
    )


def _end_on_hangup() -> None:
    """Let calls end when the terminal goes away, as at SIGTERM. Several processes reload instead."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # nohup has it ignored
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def _end_with_parent() -> None:
    """Stop this process when the one that watches over it is killed: nobody would stop it later."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
