"""The register of communications outside Québec, as a document (P-39.1, s. 17; A-2.1, s. 70.1)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from audit.reports.tally import Tally
from audit.reports.transfers import Destination, Transfers
from config.provider import Provider
from gateway.language import phrase
from gateway.reports.document import Cell, Column, Counts, Document, Form, Table
from gateway.reports.heading import Period, Reader
from gateway.reports.names import place_name


def document(found: Transfers, providers: Mapping[str, Provider], period: Period, reader: Reader) -> Document:
    """Write the register of a period. ``providers`` are those of the configuration of today."""
    approved = {
        assessment.reference: assessment.approved
        for provider in providers.values()
        if (assessment := provider.transfer_assessment) is not None
    }
    columns = _columns(reader)
    tables = [
        Table(key, reader.say(title), columns, [_row(*pair, approved, reader) for pair in pairs])
        for key, title, pairs in (
            ("outside", phrase("Communications outside Québec"), found.outside),
            ("at_home", phrase("Providers in Québec or on own machines"), found.at_home),
        )
    ]
    return Document(
        "transfers",
        reader.language,
        reader.say(phrase("Communications of personal information outside Québec")),
        reader.facts(period),
        tables,
        notes=_notes(found, reader),
    )


def named(counts: Counter[str | None], reader: Reader) -> Counts:
    """Name what was counted, the most first; what was not said is told as such."""
    nothing = reader.say(phrase("not said"))
    return {name or nothing: count for name, count in counts.most_common()}


def _columns(reader: Reader) -> list[Column]:
    return [
        Column("provider", reader.say(phrase("Provider"))),
        Column("location", reader.say(phrase("Country or province"))),
        Column("assessment", reader.say(phrase("Assessment, as recorded"))),
        Column("approved", reader.say(phrase("Date of the assessment, as configured")), Form.DATE),
        Column("calls", reader.say(phrase("Calls")), Form.NUMBER),
        Column("first", reader.say(phrase("First call")), Form.DATE),
        Column("last", reader.say(phrase("Last call")), Form.DATE),
        Column("labels", reader.say(phrase("Values hidden before")), Form.COUNTS),
        Column("teams", reader.say(phrase("Teams")), Form.COUNTS),
        Column("projects", reader.say(phrase("Projects")), Form.COUNTS),
        Column("purposes", reader.say(phrase("Purposes")), Form.COUNTS),
    ]


def _row(to: Destination, tally: Tally, approved: Mapping[str, date], reader: Reader) -> list[Cell]:
    place = place_name(to.location, reader.language)
    return [
        to.provider,
        place if place == to.location else f"{place} ({to.location})",
        to.assessment,
        approved.get(to.assessment or ""),
        tally.calls,
        reader.on(tally.first),
        reader.on(tally.last),
        dict(tally.labels.most_common()),
        named(tally.teams, reader),
        named(tally.projects, reader),
        named(tally.purposes, reader),
    ]


def _notes(found: Transfers, reader: Reader) -> list[str]:
    notes = [
        reader.say(
            phrase(
                "The provider, its place and the reference of the assessment are those recorded with each "
                "call. The record does not hold the date of the assessment: it is the configuration's, on "
                "the day of this report; none is shown for a reference that is no longer there."
            )
        ),
        reader.say(
            phrase(
                "What a provider receives is at best de-identified, not anonymized: it remains personal "
                "information. A value is counted anew in each call that holds it."
            )
        ),
        reader.say(
            phrase("Calls are counted as communicated even where the provider did not answer in the end.")
        ),
    ]
    if found.erased is not None:
        notes.append(
            reader.say(
                phrase("%(count)s call(s) have lost their details by retention: where they went is unknown."),
                count=found.erased.calls,
            )
        )
    return notes
