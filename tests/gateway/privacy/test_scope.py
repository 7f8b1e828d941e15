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


def test_google_names_its_turns_otherwise_and_one_may_stand_alone():
    def scope(contents):
        return conversation({"contents": contents}, "contents")

    first = {"role": "user", "parts": [{"text": "Bonjour"}]}
    assert scope([first]) == scope([first, {"role": "model", "parts": [{"text": "Oui"}]}])
    assert scope([first]) == scope(first) == scope([{"parts": [{"text": "Bonjour"}]}])
    assert scope([first]) != scope([{"role": "user", "parts": [{"text": "Bonsoir"}]}])


def test_any_body_has_a_scope():
    for body in ({}, [], {"messages": "x"}, {"messages": ["x", {"role": "tool"}]}, {"messages": None}):
        assert isinstance(conversation(body), str)
    assert said({"role": "user", "content": None}) != said({"role": "user", "content": 3})


def test_a_conversation_may_stand_in_another_member_and_begin_as_a_text():
    def said(given):
        return conversation({"input": given}, "input")

    part = {"type": "input_text", "text": "Bonjour"}
    first = {"type": "message", "role": "user", "content": [part]}
    assert said("Bonjour") == said([FIRST]) == said([first, {"type": "reasoning", "summary": []}])
    assert said("Bonjour") != said("Bonsoir")


def test_what_is_no_conversation_is_all_one():
    assert conversation({"input": "a"}, "") == conversation({"input": ["b"], "messages": [FIRST]}, "")
