"""`paravent audit index-keys`: which keys made the entries by which a person's calls are found."""

from gateway.cli.audit import opened
from gateway.cli.configuration import Config, read
from gateway.cli.speech import console, say, translate
from gateway.language import phrase


def index_keys(config: Config = None) -> None:
    """Count the entries that each key has made: one without any is needed no more."""
    from rich.table import Table  # noqa: PLC0415 - slow to import

    from audit.index import IndexKey  # noqa: PLC0415 - slow to import

    known = [IndexKey(key).id for key in read(config).index_keys()]
    with opened(config, "audit.index_keys", "index", {}) as reader:
        made = reader.index_keys()
    table = Table(box=None, pad_edge=False)
    for title in (phrase("Key"), phrase("Entries"), phrase("Use")):
        table.add_column(translate(title))
    for key in known:
        use = phrase("makes and finds") if key == known[0] else phrase("finds")
        table.add_row(key, str(made.get(key, 0)), translate(use))
    lost = {key: count for key, count in made.items() if key not in known}
    for key, count in lost.items():
        table.add_row(key, str(count), translate(phrase("not configured: its entries are not found")))
    console().print(table)
    if lost:
        say(phrase("Put the secrets of the keys that are missing behind the others in audit.index_keys."))
