from audit.reports.tally import tallies, tally
from audit.reports.uses import Count, Purpose, Use

A = Purpose("rh", "X", "résumé", "openai", "US", "E-1")
B = Purpose("rh", "Y", None, "maison", "local")


def test_uses_are_added_up_by_a_key():
    found = tally(
        lambda purpose: purpose.team,
        [Use(A, 3, 5, 9, 30, 10), Use(B, 1, 2, 2, 4, 1)],
        [Count(A, "PERSON", 7)],
    )
    (team,) = found.values()
    assert (team.calls, team.first, team.last, team.tokens_in, team.tokens_out) == (4, 2, 9, 34, 11)
    assert team.projects == {"X": 3, "Y": 1}
    assert team.purposes == {"résumé": 3, None: 1}
    assert team.destinations == {("openai", "US"): 3, ("maison", "local"): 1}
    assert team.labels == {"PERSON": 7}


def test_several_keys_go_through_an_iterator_once():
    keys = {"project": lambda purpose: purpose.project, "all": lambda _purpose: None}
    found = tallies(keys, iter([Use(A, 3, 5, 9, 0, 0)]), (), iter([Count(B, "x", 2), Count(B, None, 1)]))
    assert found["project"]["X"].calls == 3
    assert (found["project"]["Y"].refused, found["project"]["Y"].first) == (3, None)
    assert found["all"][None].reasons == {"x": 2, None: 1}


def test_without_anything_there_is_nothing():
    assert tally(lambda purpose: purpose.team, []) == {}
