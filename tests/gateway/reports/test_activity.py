from collections import Counter

from audit.reports.activity import DIMENSIONS, Activity
from audit.reports.tally import Tally
from gateway.reports.activity import document


def month(calls, refused=0, **by):
    total = Tally(calls, tokens_in=10 * calls, refused=refused, labels=Counter(PERSON=calls))
    total.reasons.update({"content_refused": refused} if refused else {})
    return Activity(total, {name: by.get(name, {}) for name in DIMENSIONS})


def rows(found, key):
    (table,) = (table for table in found.tables if table.key == key)
    return table.rows


def test_a_month_stands_beside_the_one_before(reader, november):
    found = document(month(15, 3), month(10), november, reader)
    assert rows(found, "total")[0][1:] == [10, 15, 0.5]
    assert rows(found, "total")[1][1:] == [0, 3, None]
    assert rows(found, "refusals") == [["content_refused", 0, 3, None]]
    assert rows(found, "labels") == [["PERSON", 10, 15, 0.5]]
    assert [column.title for column in found.tables[0].columns][1:3] == [
        reader.say("October 2026") if reader.language == "en" else "octobre 2026",
        "November 2026" if reader.language == "en" else "novembre 2026",
    ]


def test_what_was_and_is_no_more_has_its_row_and_the_most_come_first(french, november):
    now = month(3, team={"a": Tally(1), None: Tally(2)})
    before = month(4, team={"b": Tally(4)})
    found = rows(document(now, before, november, french), "team")
    assert [row[:4] for row in found] == [["non précisé", 0, 2, None], ["a", 0, 1, None], ["b", 4, 0, -1.0]]
