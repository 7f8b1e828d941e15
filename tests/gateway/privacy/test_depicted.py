from config.policy import Action, Policy
from detectors.findings import Finding
from gateway.privacy import depicted
from gateway.privacy.decide import decide
from gateway.privacy.segments import Segment, extract
from gateway.wire.openai_chat import CHAT

NAS = "558 073 029"


def person(text: str, name: str) -> Finding:
    start = text.index(name)
    return Finding(start, start + len(name), "PERSON", 0.9, "essai")


def made(said: str, seen: str) -> tuple[Segment, ...]:
    return extract(
        {"messages": [{"role": "user", "content": said}]}, CHAT, pictures=[(("messages", 0), seen)]
    )


def test_what_an_image_says_stands_first_and_tells_where_it_is():
    segments = made("Bonjour", "Mme Gagnon")
    assert depicted.numbers(segments) == [0]
    assert segments[0].place.path == ("picture", "messages", 0)
    assert not segments[0].place.fixed


def test_what_is_found_in_an_image_has_no_stand_in():
    segments = made("Mme Gagnon", "Mme Gagnon")
    findings = [[person(each.text, "Gagnon")] if "Gagnon" in each.text else [] for each in segments]
    plan = depicted.painted_over(segments, decide(segments, findings, Policy()))
    actions = [edit.action for own in plan.edits for edit in own]
    assert actions == [Action.REDACT, Action.PSEUDONYMIZE]
    ((edit,),) = depicted.found(segments, plan)
    assert (edit.start, edit.end, edit.label) == (4, 10, "PERSON")
    assert plan.labels == {"PERSON": 2}


def test_a_number_found_in_the_text_is_painted_over_in_the_image():
    segments = made(f"NAS {NAS}", f"lu : {NAS}")
    findings = [[] if each.place.path[0] == "picture" else _sin(each.text) for each in segments]
    plan = depicted.painted_over(segments, decide(segments, findings, Policy()))
    ((edit,),) = depicted.found(segments, plan)
    assert (edit.label, edit.action) == ("CA_SIN", Action.REDACT)


def test_what_stays_in_an_image_lets_nothing_through_in_the_text():
    segments = made("Mme Gagnon", "rue Gagnon")
    findings = [[] if each.place.path[0] == "picture" else _name(each.text) for each in segments]
    plan = decide(segments, findings, Policy())
    assert plan.spared == {"Gagnon": 1}
    assert depicted.painted_over(segments, plan).spared == {}


def _sin(text: str) -> list[Finding]:
    return (
        [Finding(text.index(NAS), text.index(NAS) + len(NAS), "CA_SIN", 1.0, "essai")] if NAS in text else []
    )


def _name(text: str) -> list[Finding]:
    return [person(text, "Gagnon")] if "Gagnon" in text else []
