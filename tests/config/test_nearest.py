from config.nearest import known_keys, suggest
from config.settings import Settings


def test_the_nearest_name_is_suggested_whatever_its_case():
    assert suggest(("a",), "Provider", ["providers", "policies"]).tell() == "unknown; did you mean providers?"
    assert suggest((), "base-url", ["base_url"]).tell() == "unknown; did you mean base_url?"


def test_without_a_near_one_all_are_told():
    assert suggest((), "zzz", ["b", "a"]).tell() == "unknown; what can stand here: a, b"


def test_the_keys_of_each_place_are_known():
    assert "providers" in known_keys(Settings, ())
    assert "email" in known_keys(Settings, ("organization", "officer"))
    assert "base_url" in known_keys(Settings, ("providers", "any"))
    assert "approved" in known_keys(Settings, ("providers", "any", "transfer_assessment"))
    assert known_keys(Settings, ("detection", "patterns", 0)) == ("label", "regex")
    assert known_keys(Settings, ("database",)) == ()
