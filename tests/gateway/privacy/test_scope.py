from gateway.privacy.scope import conversation


def said(*messages, **more):
    return conversation({"messages": list(messages), **more})


FIRST = {"role": "user", "content": "Bonjour"}


def test_every_turn_of_a_conversation_is_the_same_one():
    answer, more = {"role": "assistant", "content": "Oui"}, {"role": "user", "content": "Et ?"}
    assert (
        said(FIRST) == said(FIRST, answer, more) == said({"role": "system", "content": "x"}, FIRST, tools=[])
    )
    assert said(FIRST) != said(more)


def test_marks_that_move_along_do_not_matter_nor_how_a_text_is_written():
    marked = {
        "role": "user",
        "content": [{"type": "text", "text": "Bonjour", "cache_control": {"type": "ephemeral"}}],
    }
    assert said(marked) == said(FIRST)
    assert said({"role": "user", "content": [{"type": "text", "text": "Bonsoir"}]}) != said(FIRST)


def test_a_session_of_the_clients_own_goes_first():
    assert conversation({"messages": [FIRST]}, session="s") == conversation({}, session="s") == "s"


def test_any_body_has_a_scope():
    for body in ({}, [], {"messages": "x"}, {"messages": ["x", {"role": "tool"}]}, {"messages": None}):
        assert isinstance(conversation(body), str)
    assert said({"role": "user", "content": None}) != said({"role": "user", "content": 3})
