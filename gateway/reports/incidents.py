"""The register of confidentiality incidents, as a document (P-39.1, s. 3.8; A-2.1, s. 63.11)."""

from collections.abc import Iterable

from audit.registers.incidents import Assessment, Incident, Notice, Reach
from gateway.language import phrase
from gateway.reports.document import Cell, Column, Document, Form, Table
from gateway.reports.heading import Reader

RECIPIENTS = {
    "cai": phrase("Commission d'accès à l'information"),
    "persons": phrase("persons concerned"),
    "other": phrase("other"),
}
ORIGINS = {
    "officer": phrase("opened by the officer"),
    "missed": phrase("a value that detection missed was reported"),
}


def document(found: Iterable[tuple[Incident, Reach]], reader: Reader) -> Document:
    """Write the register, one row an incident, with what the Regulation wants of it."""
    rows = [_row(incident, reach, reader) for incident, reach in found]
    return Document(
        "incidents",
        reader.language,
        reader.say(phrase("Register of confidentiality incidents")),
        reader.facts(),
        [Table("incidents", reader.say(phrase("Incidents")), _columns(reader), rows)],
        notes=[
            reader.say(
                phrase(
                    "The columns are those that the regulation on confidentiality incidents (A-2.1, r. 3.1, "
                    "s. 7) wants. The number of calls and what was hidden in them come from the record, as "
                    "far as their details are still kept."
                )
            ),
            reader.say(
                phrase(
                    "“Keep until” is five years after the organization knew (A-2.1, r. 3.1, s. 8): that "
                    "length was not checked against the text; read the section before you rely on it."
                )
            ),
        ],
    )


def _columns(reader: Reader) -> list[Column]:
    return [
        Column("reference", reader.say(phrase("Reference"))),
        Column("information", reader.say(phrase("Information concerned"))),
        Column("circumstances", reader.say(phrase("Circumstances"))),
        Column("occurred", reader.say(phrase("When it happened"))),
        Column("known", reader.say(phrase("When it became known")), Form.DATE),
        Column("persons", reader.say(phrase("Persons concerned")), Form.NUMBER),
        Column("assessment", reader.say(phrase("Risk of serious injury, and why"))),
        Column("notices", reader.say(phrase("Notices and their dates"))),
        Column("measures", reader.say(phrase("Measures taken"))),
        Column("calls", reader.say(phrase("Calls")), Form.NUMBER),
        Column("closed", reader.say(phrase("Closed on")), Form.DATE),
        Column("keep_until", reader.say(phrase("Keep until")), Form.DATE),
    ]


def _row(incident: Incident, reach: Reach, reader: Reader) -> list[Cell]:
    return [
        incident.reference,
        incident.information or _hidden(reach, reader),
        incident.circumstances or reader.say(ORIGINS[incident.origin]),
        incident.occurred or _span(reach, reader),
        incident.known,
        incident.persons,
        judged(incident.assessment, reader),
        "\n".join(told(notice, reader) for notice in incident.notices) or None,
        incident.measures,
        reach.calls,
        reader.on(incident.closed),
        incident.kept_until,
    ]


def _hidden(reach: Reach, reader: Reader) -> str | None:
    if not reach.labels:
        return None
    labels = ", ".join(f"{label} = {count}" for label, count in reach.labels.items())
    return reader.say(phrase("hidden in its calls: %(labels)s"), labels=labels)


def _span(reach: Reach, reader: Reader) -> str | None:
    first, last = reader.on(reach.first), reader.on(reach.last)
    if first is None or last is None or first == last:
        return first.isoformat() if first else None
    return reader.say(phrase("from %(first)s to %(last)s"), first=first.isoformat(), last=last.isoformat())


def judged(assessment: Assessment | None, reader: Reader) -> str | None:
    """Write an assessment: what was found, why, by whom and when."""
    if assessment is None:
        return None
    verdict = phrase("serious injury is possible") if assessment.serious else phrase("no serious injury")
    reasons = (
        (phrase("Sensitivity: %(text)s"), assessment.sensitivity),
        (phrase("Anticipated consequences: %(text)s"), assessment.consequences),
        (phrase("Probability of harmful use: %(text)s"), assessment.probability),
        (phrase("Reasons: %(text)s"), assessment.reasons),
    )
    return "\n".join(
        [
            reader.say(
                phrase("%(verdict)s (%(by)s, %(day)s)"),
                verdict=reader.say(verdict),
                by=assessment.by,
                day=reader.on(assessment.at),
            ),
            *(reader.say(message, text=text) for message, text in reasons),
        ]
    )


def told(notice: Notice, reader: Reader) -> str:
    """Write a notice: to whom, when, and what was said of it."""
    who = reader.say(RECIPIENTS[notice.recipient.value])
    return f"{who}, {notice.on.isoformat()}" + (f" ({notice.text})" if notice.text else "")
