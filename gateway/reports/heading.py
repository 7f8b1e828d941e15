"""What stands at the head of every report: whose it is, of when, and whom to ask."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from audit.chain import moment
from config.settings import Officer, Organization
from gateway.language import gettext, phrase
from gateway.reports.canadian import day


@dataclass(frozen=True, slots=True)
class Period:
    """A time, ``until`` excluded. Both have the time zone in which their days are told."""

    since: datetime
    until: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.since.date(), (self.until - timedelta(microseconds=1)).date()


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a report is written: in which language, of which organization, on which day.

    ``zone`` is that of the days; None is the machine's own.
    """

    language: str
    organization: Organization
    today: date
    zone: tzinfo | None = None

    def say(self, message: str, **values: object) -> str:
        """Return a message in the reader's language."""
        told = gettext(message, self.language)
        return told % values if values else told

    def day(self, value: date) -> str:
        """Write a date in a sentence."""
        return day(value, self.language)

    def on(self, at: datetime | int | None) -> date | None:
        """Give the day of a time, or of a number of microseconds since 1970."""
        if at is None:
            return None
        return (moment(at) if isinstance(at, int) else at).astimezone(self.zone).date()

    def period(self, period: Period) -> str:
        """Write a period."""
        first, last = period.days
        return self.say(phrase("from %(first)s to %(last)s"), first=self.day(first), last=self.day(last))

    def facts(self, period: Period | None = None) -> list[tuple[str, str]]:
        """Return the facts that every report begins with."""
        told = [(self.say(phrase("Organization")), self.organization.name)]
        if period is not None:
            told.append((self.say(phrase("Period")), self.period(period)))
        told.append((self.say(phrase("Made on")), self.day(self.today)))
        if officer := self.organization.officer:
            told.append((self.say(phrase("Person in charge of personal information")), contact(officer)))
        return told


def contact(officer: Officer) -> str:
    """Write how to reach the person in charge."""
    return ", ".join(filter(None, (officer.name, officer.email, officer.phone)))
