"""What is asked and answered, as the API's description tells it."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from audit.calls import Call, Cursor, Ending, Search
from audit.export import plain
from audit.records import LONGEST_DETAIL, is_fit

#: Years of times that can be asked for.
_FIRST, _LAST = 1970, 9998


class Asked(BaseModel):
    """Closed to unknown fields, and silent about the values it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _read_moment(value: object) -> object:
    """Read a day or a time; without a zone, it is the machine's own, as for the commands."""
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if not _FIRST <= moment.year <= _LAST:
            raise ValueError
        return moment.astimezone(UTC)
    return value


def _check_fit(text: str) -> str:
    if not is_fit(text, LONGEST_DETAIL):
        raise ValueError
    return text


Moment = Annotated[AwareDatetime, BeforeValidator(_read_moment)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_check_fit)]
Reason = Annotated[str, Field(min_length=3, max_length=500), AfterValidator(_check_fit)]
Place = Annotated[str, Field(pattern=r"^[0-9]{1,18}\.[0-9]{1,18}$")]
Limit = Annotated[int, Field(ge=1, le=500)]


class Filters(Asked):
    """Which calls; what is left out is any. ``until`` is excluded."""

    since: Moment | None = None
    until: Moment | None = None
    team: Name | None = None
    project: Name | None = None
    provider: Name | None = None
    model: Name | None = None
    label: Name | None = None
    outcome: Ending | None = None

    def search(self) -> Search:
        """Return the search."""
        asked = {name: getattr(self, name) for name in type(self).model_fields if name in _OF_SEARCH}
        return Search(ending=self.outcome, **asked)

    def names(self) -> str:
        """Return which filters were given, and no value of theirs."""
        return " ".join(name for name in sorted(self.model_fields_set) if getattr(self, name) is not None)


class PageFilters(Filters):
    """The same, a page at a time: ``after`` is the ``following`` of the page before."""

    after: Place | None = None
    limit: Limit = 50

    def cursor(self) -> Cursor | None:
        """Return where the page before ended."""
        return Cursor.parse(self.after) if self.after else None


class SearchFilters(PageFilters):
    """The same, with what may be somebody's: the name of a key, or a part of any identifier on record."""

    caller: Name | None = None
    request_id: Name | None = None
    text: Annotated[Name, Field(min_length=2)] | None = None


_OF_SEARCH = frozenset(Search.__slots__) - {"ending"}


class CountAnswer(BaseModel):
    """How many calls there are of a name; ``values`` counts what they hid, by label alone."""

    name: str | None
    calls: int
    values: int | None = None


class CountsAnswer(BaseModel):
    """Calls counted by one of what they tell."""

    by: str
    counts: list[CountAnswer]


class EventAnswer(BaseModel):
    """An event of the chain, with those of its columns that are filled (see the officer's guide)."""

    model_config = ConfigDict(extra="allow")

    sequence: int
    at: datetime
    kind: str
    request_id: str | None = None
    labels: dict[str, int]
    erased: list[str] = []
    digest: str


class CallAnswer(BaseModel):
    """All that is on record of one request."""

    request_id: str
    ending: Ending
    departure: EventAnswer | None = None
    refusal: EventAnswer | None = None
    arrival: EventAnswer | None = None


class PageAnswer(BaseModel):
    """Calls, the newest first; ``following`` begins the next page, where there is one."""

    calls: list[CallAnswer]
    following: str | None = None


class Lookup(Asked):
    """A person's value, which is not kept, and why it is looked for, which is."""

    value: str = Field(min_length=2, max_length=500)
    reason: Reason
    after: int | None = Field(None, ge=1, le=2**63 - 1)
    limit: Limit = 50


class MatchAnswer(CallAnswer):
    """A call that held the value: whole, or each word of it (``parts``), and under which labels."""

    match: str
    found_as: list[str]


class MatchesAnswer(BaseModel):
    """The calls that held the value, the newest first."""

    matches: list[MatchAnswer]
    following: int | None = None


class ErrorDetail(BaseModel):
    """What went wrong: a code to rely on, and words in the language that was asked for."""

    code: str
    message: str
    request_id: str
    fields: list[str] = []


class ErrorAnswer(BaseModel):
    """Every answer that is not a success."""

    error: ErrorDetail


def call_plain(call: Call) -> dict[str, Any]:
    """Return a call as JSON has it."""
    parts = {"departure": call.departure, "refusal": call.refusal, "arrival": call.arrival}
    told = {name: plain(event) for name, event in parts.items() if event is not None}
    return {"request_id": call.request_id, "ending": call.ending.value, **told}
