from collections import Counter

from audit.reports.tally import Tally
from gateway.reports.projects import document


def test_each_project_has_its_row_with_whom_it_was_sent_to(reader, november):
    tally = Tally(
        3, destinations=Counter({("openai", "US"): 2, ("maison", "local"): 1}), purposes=Counter({None: 3})
    )
    found = document({"Budget": tally}, november, reader)
    (row,) = found.tables[0].rows
    assert row[:2] == ["Budget", 3]
    assert row[5] == {"openai (US)": 2, "maison (local)": 1}
    assert [*row[4].values()] == [3]
