import json

import pytest


def test_the_communications_of_a_period_are_told(paravent, recorded, actions):
    code, out, _err = paravent("reports", "transfers", "--month", "2026-03", "--format", "json")
    told = json.loads(out)
    (row,) = told["outside"]
    assert (code, row["provider"], row["assessment"], row["approved"], row["calls"]) == (
        0,
        "openai",
        "EFVP-1",
        None,
        1,
    )
    assert row["projects"] == {"=cmd()": 1}
    assert told["at_home"] == []
    ((action, subject, detail),) = actions()
    assert (action, subject, detail["format"]) == ("reports.transfers", "calls", "json")
    assert detail["since"].startswith("2026-03-01")
    assert "'=cmd()" in paravent("reports", "transfers", "--month", "2026-03", "--format", "csv")[1]


@pytest.mark.parametrize("report", ["transfers", "projects", "activity"])
def test_each_report_is_a_page_in_each_language(paravent, recorded, report):
    for language in ("fr", "en"):
        code, out, _err = paravent("--language", language, "reports", report, "--month", "2026-03")
        assert (code, f'<html lang="{language}">' in out) == (0, True)


def test_the_projects_of_this_year_are_told_by_default(paravent, recorded):
    told = json.loads(
        paravent("reports", "projects", "--since", "2026-03-01", "--until", "2026-03-31", "--format", "json")[
            1
        ]
    )
    assert [row["project"] for row in told["projects"]] == ["=cmd()"]
    assert paravent("reports", "projects", "--format", "json")[0] == 0


def test_a_months_activity_stands_beside_the_month_before(paravent, recorded):
    told = json.loads(paravent("reports", "activity", "--month", "2026-04", "--format", "json")[1])
    assert told["total"][0] == {"name": "Calls that left", "before": 1, "now": 0, "change": -1.0}
    told = json.loads(paravent("reports", "activity", "--month", "2026-03", "--format", "json")[1])
    assert told["refusals"] == [{"name": "content_refused", "before": 0, "now": 1, "change": None}]
    assert (
        json.loads(paravent("reports", "activity", "--month", "2026-01", "--format", "json")[1])["team"] == []
    )
    assert paravent("reports", "activity")[0] == 0


def test_a_statement_is_made_for_a_project(paravent, recorded):
    arguments = ("reports", "statement", "=cmd()", "--month", "2026-03", "--format", "markdown")
    code, out, err = paravent(*arguments)
    assert (code, out.startswith("# Use of artificial intelligence: =cmd()")) == (0, True)
    assert "To be completed" in out
    assert "--validation" in err
    _code, out, err = paravent(*arguments, "--validation", "The team reads everything.")
    assert ("The team reads everything." in out, err) == (True, "")
    code, out, err = paravent("reports", "statement", "Another")
    assert (code, "<html" in out, "is its name written" in err) == (0, True, True)


@pytest.mark.parametrize(
    "options",
    [["--month", "2026-03", "--since", "2026-01-01"], ["--since", "2026-03-02", "--until", "2026-03-01"]],
)
def test_a_period_that_is_none_is_refused(paravent, recorded, options, actions):
    assert paravent("reports", "transfers", *options)[:2] == (1, "")
    assert actions() == []
