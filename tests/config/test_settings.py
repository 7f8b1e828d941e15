from config.settings import Settings

PROVIDER = {"dialect": "openai", "base_url": "https://e.ca", "location": "QC"}


def made(**extra):
    return Settings.model_validate({"organization": {"name": "I"}, "providers": {"p": PROVIDER}} | extra)


def test_a_team_gets_its_policy_and_others_the_default():
    settings = made(policies={"rh": {"teams": ["rh"], "labels": {"CA_SIN": "refuse"}}})
    assert settings.policy_for("rh")[0] == "rh"
    assert settings.policy_for("ti")[0] == "default"
    assert settings.policy_for(None)[0] == "default"
    assert settings.policy_for("rh")[1].action("SECRET") == "refuse"


def test_the_default_provider_is_the_marked_one_else_the_first_of_its_dialect():
    providers = {"a": PROVIDER, "b": PROVIDER | {"default": True}, "c": PROVIDER | {"dialect": "anthropic"}}
    settings = made(providers=providers)
    assert settings.default_provider("openai")[0] == "b"
    assert settings.default_provider("anthropic")[0] == "c"
    assert made().default_provider("openai")[0] == "p"
    assert made().default_provider("anthropic") is None


def test_models_are_allowed_by_pattern():
    provider = made(providers={"p": PROVIDER | {"models": ["gpt-*", "o3"]}}).providers["p"]
    assert [provider.allows(model) for model in ("gpt-5", "o3", "o3-mini", "GPT-5")] == [
        True,
        True,
        False,
        False,
    ]


def test_sizes_can_be_written_with_units():
    assert made(server={"body_limit": "2 MiB"}).server.body_limit == 2 * 1024 * 1024
    assert made().server.body_limit == 10 * 1024 * 1024
