"""The use of AI project by project, as a document."""

from collections.abc import Mapping

from audit.reports.tally import Tally
from gateway.language import phrase
from gateway.reports.document import Column, Document, Form, Table
from gateway.reports.heading import Period, Reader
from gateway.reports.transfers import named


def document(found: Mapping[str, Tally], period: Period, reader: Reader) -> Document:
    """Write the list of projects of a period."""
    columns = [
        Column("project", reader.say(phrase("Project"))),
        Column("calls", reader.say(phrase("Calls")), Form.NUMBER),
        Column("first", reader.say(phrase("First call")), Form.DATE),
        Column("last", reader.say(phrase("Last call")), Form.DATE),
        Column("purposes", reader.say(phrase("Purposes")), Form.COUNTS),
        Column("destinations", reader.say(phrase("Providers")), Form.COUNTS),
        Column("teams", reader.say(phrase("Teams")), Form.COUNTS),
        Column("labels", reader.say(phrase("Values hidden before")), Form.COUNTS),
    ]
    rows = [
        [
            name,
            tally.calls,
            reader.on(tally.first),
            reader.on(tally.last),
            named(tally.purposes, reader),
            {f"{who} ({where})": count for (who, where), count in tally.destinations.most_common()},
            named(tally.teams, reader),
            dict(tally.labels.most_common()),
        ]
        for name, tally in found.items()
    ]
    return Document(
        "projects",
        reader.language,
        reader.say(phrase("Use of AI by project")),
        reader.facts(period),
        [Table("projects", reader.say(phrase("Projects")), columns, rows)],
        notes=[
            reader.say(
                phrase(
                    "The project and the purpose are what the caller said; calls without one are left out."
                )
            )
        ],
    )
