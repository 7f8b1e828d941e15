"""Where an answer counts the characters of its own text: citations and annotations."""

from dataclasses import dataclass

from gateway.wire.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Cited:
    """Marks that count characters of a text of the object that they are in.

    ``holder`` leads to such objects, ``text`` from there to their texts, ``marks`` from there to objects of
    whose members ``names`` the first is where a part begins and the second where it ends, in characters (code
    points) or, with ``in_bytes``, in bytes of UTF-8. ``choice`` is the member of a mark that says which text
    is meant; without it, the first that is not empty.
    """

    holder: Pattern
    text: Pattern
    marks: Pattern
    names: tuple[str, ...]
    choice: str = ""
    in_bytes: bool = False


@dataclass(frozen=True, slots=True)
class CitedSoFar:
    """Marks of a stream that count characters of what a channel has said in earlier events.

    ``at`` leads to the marks of an event, ``channel`` is the name of the channel, ``keys`` tell which of that
    name is meant, as those of a `Delta` do; where ``keys`` is None the last that spoke.
    """

    at: Pattern
    channel: str
    names: tuple[str, ...]
    keys: tuple[Pattern, ...] | None = None
    in_bytes: bool = False


@dataclass(frozen=True, slots=True)
class CitedSource:
    """Marks that count characters of a document of the request.

    ``at`` leads to them; of those whose ``type`` is ``kind``, the member ``choice`` is the document's number
    among all of the request, ``quote`` what stands between the offsets.
    """

    at: Pattern
    kind: str = "char_location"
    names: tuple[str, str] = ("start_char_index", "end_char_index")
    choice: str = "document_index"
    quote: str = "cited_text"
