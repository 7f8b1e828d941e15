"""`paravent demo`: a real letter through a real gateway, seen from all four sides."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from gateway.cli.rehearsal import Rehearsal

_FAULTS = {
    "left": phrase("something personal left, or nothing did"),
    "streamed": phrase("the streamed answer is not the letter"),
    "tool": phrase("the tool call does not hold the letter"),
    "audit": phrase("the record does not count what was hidden"),
    "chain": phrase("the record's chain is broken"),
}


def demo(
    once: Annotated[bool, typer.Option("--once", help=phrase("Stop after the demonstration."))] = False,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help=phrase("The port to listen on."))
    ] = None,
) -> None:
    """Show what staff wrote, what left, what came back and the record; then serve until Ctrl-C."""
    chosen = port if port is not None else 0 if once else 8080
    try:
        faults = asyncio.run(_demonstrate(once=once, port=chosen))
    except KeyboardInterrupt:
        return
    except OSError as error:
        fail(
            phrase("The port %(port)s cannot be used (%(reason)s): choose one with --port."),
            port=chosen,
            reason=error.strerror,
        )
    if faults:
        raise typer.Exit(1)


async def _demonstrate(*, once: bool, port: int) -> list[str]:
    from gateway.cli.rehearsal import rehearse, staged  # noqa: PLC0415 - starts everything there is

    say(phrase("Starting a gateway and an echo provider on this machine…"))
    with tempfile.TemporaryDirectory(prefix="paravent-demo-") as folder:
        async with staged(Path(folder), port) as stage:
            seen = await rehearse(stage)
            faults = seen.faults()
            _show(console(), seen)
            if faults:
                for fault in faults:
                    say(phrase("Not kept: %(what)s."), what=translate(_FAULTS[fault]))
            else:
                say(
                    phrase(
                        "All four sides agree: nothing personal left, the letter came back whole, "
                        "the calls are on record."
                    )
                )
            if not once:
                say(phrase("The gateway goes on serving; the provider repeats what it is told. Try it:"))
                _invite(stage.url, stage.token)
                await asyncio.Event().wait()
            return faults


def _invite(url: str, token: str) -> None:
    body = {"model": "echo", "messages": [{"role": "user", "content": "Je m'appelle Julie Tremblay."}]}
    text = json.dumps(body, ensure_ascii=False).replace("'", "'\\''")
    say(
        phrase(
            "  curl %(url)s/v1/chat/completions -H 'Authorization: Bearer %(token)s' \\\n"
            "    -H 'Content-Type: application/json' -d '%(body)s'\nStop with Ctrl-C."
        ),
        url=url,
        token=token,
        body=text,
    )


def _show(screen: "Console", seen: "Rehearsal") -> None:
    from rich.panel import Panel  # noqa: PLC0415 - slow to import

    panels: tuple[tuple[str, str, RenderableType], ...] = (
        (phrase("1. What staff wrote"), "red", _marked(seen)),
        (phrase("2. What left"), "green", _left(seen)),
        (phrase("3. What came back"), "blue", _returned(seen)),
        (phrase("4. The record"), "yellow", _record(seen)),
    )
    for title, colour, content in panels:
        screen.print(Panel(content, title=translate(title), title_align="left", border_style=colour))


def _marked(seen: "Rehearsal") -> "Text":
    from rich.text import Text  # noqa: PLC0415 - slow to import

    text = Text(seen.letter.text.strip())
    shift = len(seen.letter.text) - len(seen.letter.text.lstrip())
    for mark in seen.letter.marks:
        text.stylize("bold red", mark.start - shift, mark.end - shift)
    return text


def _left(seen: "Rehearsal") -> "Text":
    """Return the first request's last message, from the bytes that the provider received."""
    from rich.text import Text  # noqa: PLC0415 - slow to import

    from gateway.privacy.pseudonyms import LOOKALIKE  # noqa: PLC0415

    text = Text(json.loads(seen.left[0].body)["messages"][-1]["content"].strip())
    text.highlight_regex(LOOKALIKE.pattern, "bold green")
    return text


def _returned(seen: "Rehearsal") -> "Text":
    from rich.text import Text  # noqa: PLC0415 - slow to import

    text = Text()
    same = {True: phrase("identical to the letter"), False: phrase("NOT identical to the letter")}
    for title, returned in ((phrase("Stream"), seen.streamed), (phrase("Tool call"), seen.tool_text)):
        verdict = translate(same[returned == seen.letter.text])
        style = "bold blue" if returned == seen.letter.text else "bold red"
        text.append(f"{translate(title)} : {verdict} ({len(returned)})\n", style)
    shown = seen.streamed.strip()
    text.append("\n" + shown)
    return text


def _record(seen: "Rehearsal") -> "RenderableType":
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(box=None, pad_edge=False)
    titles = (
        phrase("No."),
        phrase("Provider"),
        phrase("Model"),
        phrase("Stream"),
        phrase("Hidden"),
        phrase("Ended"),
    )
    for title in titles:
        table.add_column(translate(title), overflow="fold")
    for call in reversed(seen.calls):
        event = call.opening
        hidden = ", ".join(f"{label} {count}" for label, count in sorted(event.labels.items()))
        values = event.values
        streamed = translate(phrase("yes") if values.get("stream") else phrase("no"))
        table.add_row(
            str(event.sequence),
            str(values.get("provider")),
            str(values.get("model")),
            streamed,
            hidden,
            call.ending,
        )
    table.caption = translate(phrase("chain verified") if seen.chain_holds else phrase("chain broken"))
    table.caption_justify = "left"
    return table
