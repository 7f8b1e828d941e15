"""The activity of a month beside that of the month before, as a document for those who manage."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from audit.reports.activity import DIMENSIONS, Activity
from audit.reports.tally import Tally
from gateway.language import phrase
from gateway.reports.canadian import month
from gateway.reports.document import Cell, Column, Document, Form, Table
from gateway.reports.heading import Period, Reader

_TITLES = {
    "team": phrase("By team"),
    "project": phrase("By project"),
    "purpose": phrase("By purpose"),
    "provider": phrase("By provider"),
}
_FIGURES: Mapping[str, Callable[[Tally], int]] = {
    phrase("Calls that left"): lambda tally: tally.calls,
    phrase("Calls refused"): lambda tally: tally.refused,
    phrase("Values hidden"): lambda tally: tally.labels.total(),
    phrase("Tokens sent"): lambda tally: tally.tokens_in,
    phrase("Tokens received"): lambda tally: tally.tokens_out,
}


def document(now: Activity, before: Activity, period: Period, reader: Reader) -> Document:
    """Write the activity of a period of one month, and of the month before it."""
    first = period.days[0]
    previous = first.replace(month=first.month - 1) if first.month > 1 else date(first.year - 1, 12, 1)
    months = tuple(month(each, reader.language) for each in (previous, first))
    tables = [_total(now.total, before.total, months, reader)]
    tables += [_by(name, now, before, months, reader) for name in DIMENSIONS]
    counted = (
        ("refusals", phrase("Refusals by reason"), now.total.reasons, before.total.reasons),
        ("labels", phrase("Values hidden by label"), now.total.labels, before.total.labels),
    )
    for key, title, current, past in counted:
        names = sorted({*current, *past}, key=lambda name, of=current: (-of[name], name or ""))  # type: ignore[misc]
        rows = [[_name(name, reader), *_compared(current[name], past[name])] for name in names]
        tables.append(Table(key, reader.say(title), _columns(months, reader), rows))
    return Document(
        "activity",
        reader.language,
        reader.say(phrase("Use of AI in %(month)s"), month=months[1]),
        reader.facts(period),
        tables,
        notes=[
            reader.say(
                phrase(
                    "Tokens are those that providers count. A value is counted anew in each call that holds "
                    "it. What was erased by retention since is under “not said”."
                )
            )
        ],
    )


def _total(now: Tally, before: Tally, months: Iterable[str], reader: Reader) -> Table:
    rows = [
        [reader.say(title), *_compared(figure(now), figure(before))] for title, figure in _FIGURES.items()
    ]
    return Table("total", reader.say(phrase("Total")), _columns(months, reader), rows)


def _by(name: str, now: Activity, before: Activity, months: Iterable[str], reader: Reader) -> Table:
    current, past, nothing = now.by[name], before.by[name], Tally()
    columns = [
        *_columns(months, reader),
        Column("refused", reader.say(phrase("Calls refused")), Form.NUMBER),
        Column("hidden", reader.say(phrase("Values hidden")), Form.NUMBER),
        Column("tokens_in", reader.say(phrase("Tokens sent")), Form.NUMBER),
        Column("tokens_out", reader.say(phrase("Tokens received")), Form.NUMBER),
    ]

    def place(own: str | None) -> tuple[int, str]:
        return -current.get(own, nothing).calls, own or ""

    rows: list[list[Cell]] = []
    for own in sorted({*current, *past}, key=place):
        tally = current.get(own, nothing)
        compared = _compared(tally.calls, past.get(own, nothing).calls)
        figures = (tally.refused, tally.labels.total(), tally.tokens_in, tally.tokens_out)
        rows.append([_name(own, reader), *compared, *figures])
    return Table(name, reader.say(_TITLES[name]), columns, rows)


def _columns(months: Iterable[str], reader: Reader) -> list[Column]:
    before, now = months
    return [
        Column("name", reader.say(phrase("What"))),
        Column("before", before, Form.NUMBER),
        Column("now", now, Form.NUMBER),
        Column("change", reader.say(phrase("Change")), Form.CHANGE),
    ]


def _compared(now: int, before: int) -> list[Cell]:
    """Give both figures and their change; from nothing, there is none to tell."""
    return [before, now, now / before - 1 if before else None]


def _name(name: str | None, reader: Reader) -> str:
    return name or reader.say(phrase("not said"))
