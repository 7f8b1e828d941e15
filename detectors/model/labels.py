"""The tagger's labels: each token is outside, begins or continues a span of one kind."""

#: ``OTHER``: numbers whose form alone tells their label, learned so that they are not taken for another kind.
KINDS = (
    "PERSON",
    "ADDRESS",
    "ORG",
    "LOC",
    "ID_NUMBER",
    "USERNAME",
    "SECRET",
    "DATE_OF_BIRTH",
    "VEHICLE_PLATE",
    "CA_BANK_ACCOUNT",
    "CA_IMMIGRATION_ID",
    "CA_PASSPORT",
    "PHONE_NUMBER",
    "OTHER",
)
#: Kinds that name no individual; a text where only personal information is marked may hold them unmarked.
THINGS = ("ORG", "LOC")
LABELS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
OUTSIDE = 0
#: What opens personal information.
PERSONAL = tuple(LABELS.index(f"B-{kind}") for kind in KINDS if kind not in THINGS)
#: Score of a step that no text can hold, such as a continued address after a person.
IMPOSSIBLE = -30.0


def begins(label: int) -> bool:
    """Tell whether a label opens a span."""
    return label % 2 == 1


def kind_of(label: int) -> str:
    """Return the kind of a label other than `OUTSIDE`."""
    return KINDS[(label - 1) // 2]


def possible(before: int, after: int) -> bool:
    """Tell whether a label may follow another: a span is continued only from its own kind."""
    return after == OUTSIDE or begins(after) or before in (after, after - 1)
