"""The statement by which partners and participants are told of the use of AI in a project."""

from collections.abc import Iterator, Sequence

from audit.reports.tally import Tally
from config.provider import AT_HOME
from gateway.language import phrase
from gateway.reports.canadian import number
from gateway.reports.document import Document, Section
from gateway.reports.heading import Period, Reader, contact
from gateway.reports.names import label_name, place_name


def document(
    project: str,
    tally: Tally,
    period: Period,
    reader: Reader,
    *,
    checked: int = 0,
    validation: str | None = None,
) -> Document:
    """Write the statement from the record. ``validation`` tells, in the organization's words, who reviews.

    Without it a blank stands in its place: the record tells of how many calls somebody said to have
    ``checked`` the answer, and not who reviews.
    """
    say = reader.say
    sections = [
        Section(say(phrase("In short")), [_short(project, tally, period, reader)]),
        Section(say(phrase("What for")), *_purposes(tally, reader)),
        Section(say(phrase("Who received these texts")), *_destinations(tally, reader)),
        Section(say(phrase("What was hidden before they were sent")), *_hidden(tally, reader)),
        Section(
            say(phrase("Who checks what AI produces")),
            [
                validation or say(phrase("[To be completed: who reviews what AI produces, and how]")),
                *_checked(checked, tally, reader),
            ],
        ),
        Section(say(phrase("Whom to ask")), [_ask(reader)]),
    ]
    note = say(
        phrase(
            "This statement is made from the record of the organization's privacy gateway. It tells of what "
            "went through that gateway, and of nothing else."
        )
    )
    title = say(phrase("Use of artificial intelligence: %(project)s"), project=project)
    return Document(
        "statement", reader.language, title, reader.facts(period), sections=sections, notes=[note]
    )


def _short(project: str, tally: Tally, period: Period, reader: Reader) -> str:
    if not tally.calls:
        return reader.say(
            phrase("%(when)s, no use of AI is on record for the project “%(project)s”."),
            when=_capital(reader.period(period)),
            project=project,
        )
    return reader.say(
        phrase(
            "%(when)s, %(organization)s called AI services %(calls)s time(s) for the project “%(project)s”. "
            "The texts were inspected by machine before they were sent, and the personal information that "
            "was found was hidden."
        ),
        when=_capital(reader.period(period)),
        organization=reader.organization.name,
        calls=number(tally.calls, reader.language),
        project=project,
    )


def _purposes(tally: Tally, reader: Reader) -> tuple[Sequence[str], Sequence[str]]:
    named = [str(name) for name, _count in tally.purposes.most_common() if name]
    text = phrase("AI was used for:") if named else phrase("The record does not tell the purpose.")
    if named and None in tally.purposes:
        named.append(reader.say(phrase("purposes that were not recorded")))
    return [reader.say(text)], named


def _destinations(tally: Tally, reader: Reader) -> tuple[Sequence[str], Sequence[str]]:
    items = [
        reader.say(
            phrase("%(provider)s (%(place)s): %(calls)s call(s)"),
            provider=provider,
            place=place_name(location, reader.language),
            calls=number(calls, reader.language),
        )
        for (provider, location), calls in tally.destinations.most_common()
    ]
    return list(_crossing(tally, reader)), items


def _crossing(tally: Tally, reader: Reader) -> Iterator[str]:
    if any(location not in AT_HOME for _provider, location in tally.destinations):
        yield reader.say(
            phrase(
                "Some of these services are outside Québec. The gateway sends nothing there without the "
                "reference of a privacy impact assessment (P-39.1, s. 17; A-2.1, s. 70.1)."
            )
        )
    elif tally.destinations:
        yield reader.say(phrase("No text was sent outside Québec."))


def _hidden(tally: Tally, reader: Reader) -> tuple[Sequence[str], Sequence[str]]:
    if not tally.labels:
        return [reader.say(phrase("No personal information was found in these texts."))], []
    names = [label_name(label, reader.language) for label, _count in tally.labels.most_common()]
    said = phrase(
        "These kinds of information were found, and replaced by codes or removed, as the organization's "
        "policy says:"
    )
    limit = phrase(
        "A text in which names and numbers were replaced may still tell of a situation: it remains personal "
        "information. No detection finds everything."
    )
    return [reader.say(limit), reader.say(said)], names


def _checked(checked: int, tally: Tally, reader: Reader) -> Iterator[str]:
    if checked:
        yield reader.say(
            phrase(
                "On record, a person said to have checked the answer of %(checked)s of %(calls)s call(s)."
            ),
            checked=number(checked, reader.language),
            calls=number(tally.calls, reader.language),
        )


def _ask(reader: Reader) -> str:
    officer = reader.organization.officer
    if officer is None:
        return reader.say(phrase("[To be completed: the person in charge of personal information]"))
    return reader.say(
        phrase(
            "For a question, a request for access or rectification, or a complaint: %(contact)s, in charge "
            "of the protection of personal information."
        ),
        contact=contact(officer),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
