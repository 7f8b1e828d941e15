"""The register of requests and complaints, as a document."""

from collections.abc import Iterable
from datetime import date

from audit.registers.requests import Request
from gateway.language import phrase
from gateway.reports.document import Column, Document, Form, Table
from gateway.reports.heading import Reader

SUBJECTS = {
    "access": phrase("access"),
    "rectification": phrase("rectification"),
    "complaint": phrase("complaint"),
}
OUTCOMES = {
    "granted": phrase("granted"),
    "partly": phrase("granted in part"),
    "refused": phrase("denied"),
    "withdrawn": phrase("withdrawn"),
}


def document(found: Iterable[Request], reader: Reader) -> Document:
    """Write the register, one row a request, in order of reference."""
    columns = [
        Column("reference", reader.say(phrase("Reference"))),
        Column("subject", reader.say(phrase("Subject"))),
        Column("received", reader.say(phrase("Received on")), Form.DATE),
        Column("due", reader.say(phrase("Due on")), Form.DATE),
        Column("answered", reader.say(phrase("Answered on")), Form.DATE),
        Column("outcome", reader.say(phrase("Outcome"))),
        Column("state", reader.say(phrase("State"))),
        Column("lookups", reader.say(phrase("Searches made")), Form.NUMBER),
        Column("notes", reader.say(phrase("Notes"))),
    ]
    rows = [
        [
            each.reference,
            reader.say(SUBJECTS[each.subject.value]),
            each.received,
            each.due,
            each.answered,
            reader.say(OUTCOMES[each.outcome.value]) if each.outcome else None,
            state(each, reader),
            each.lookups,
            "\n".join(text for _at, text in each.notes) or None,
        ]
        for each in found
    ]
    return Document(
        "requests",
        reader.language,
        reader.say(phrase("Register of requests and complaints")),
        reader.facts(),
        [Table("requests", reader.say(phrase("Requests and complaints")), columns, rows)],
        notes=[
            reader.say(
                phrase(
                    "The clock is of 30 days from the day of receipt, unless a day was set (P-39.1, s. 32; "
                    "A-2.1, s. 47: lengths recalled, not read in the text)."
                )
            )
        ],
    )


def state(request: Request, reader: Reader, today: date | None = None) -> str:
    """Tell whether a request waits, is overdue, or was answered in time."""
    if request.answered is not None:
        return reader.say(phrase("answered late") if request.was_late else phrase("answered"))
    if request.is_overdue(today or reader.today):
        return reader.say(phrase("overdue"))
    return reader.say(phrase("waits, extended") if request.extended else phrase("waits"))
