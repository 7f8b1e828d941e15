from hashlib import blake2b

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import together as module
from detectors.findings import Finding
from detectors.propagate import propagate
from detectors.together import Together

KEY = b"k" * 32
#: (text, what is found in it): names that are each other's parts, everyday words, numbers, a blank value.
TEXTS = [
    ("Bonjour Marie-Ève Gagnon, votre NAS est 046 454 286.", [("Marie-Ève Gagnon", "PERSON", 0.9)]),
    ("NAS: 046 454 286", [("046 454 286", "CA_SIN", 0.95)]),
    ("Mme Gagnon a vu M. Roy rue Gagnon. Le roi Roy.", [("Roy", "PERSON", 0.95)]),
    ("Dossier de marie-eve gagnon et 046 454 286", []),
    ("Rose Petit et Petit, un petit pas. ROSE PETIT", [("Rose Petit", "PERSON", 0.85)]),
    ("le petit rose de Petit", []),
    ("M. Roy (12, rue du Lac)", [("12, rue du Lac", "STREET_ADDRESS", 0.9)]),
    ("écrire au 12, rue du Lac; à Roy", [("Roy", "PERSON", 0.5)]),
    ("Oui.", []),
    ("- (514) 555-0123 -", [("(514) 555-0123", "PHONE_NUMBER", 0.9)]),
    ("tél. (514) 555-0123, poste_514", []),
    ("...... et ......", [("......", "ID_NUMBER", 0.9)]),
    ("Gag\u00adnon\\u00e9 et Marie-E\u0300ve", []),
]
CALLS = st.lists(st.lists(st.sampled_from(range(len(TEXTS))), min_size=1, max_size=9), min_size=1, max_size=5)


def found(text, values):
    return tuple(
        Finding(text.index(value), text.index(value) + len(value), label, score, "test")
        for value, label, score in values
    )


def keyed(text):
    return blake2b(text.encode()).digest()[:24]


def read(together, numbers, *, left_out=()):
    texts = [TEXTS[number][0] for number in numbers]
    findings = [found(*TEXTS[number]) if number not in left_out else () for number in numbers]
    return together.propagate(list(map(keyed, texts)), texts, findings), propagate(texts, findings)


@settings(deadline=None)
@given(CALLS, st.sampled_from([0, 2, 100]), st.frozensets(st.sampled_from(range(len(TEXTS))), max_size=3))
def test_what_is_remembered_changes_nothing(calls, entries, left_out):
    together = Together(KEY, entries)
    for call in calls:
        for left in ((), left_out, ()):
            remembered, anew = read(together, call, left_out=left)
            assert remembered == anew


def test_a_conversation_that_goes_on_is_searched_only_where_it_is_new(monkeypatch):
    together, searched = Together(KEY, 100), []
    mentions = module.Search.mentions
    monkeypatch.setattr(
        module.Search, "mentions", lambda self, text, own: searched.append(text) or mentions(self, text, own)
    )
    history = [0, 1, 2, 4]
    read(together, history)
    searched.clear()
    (*_, last), anew = read(together, [*history, 3])
    # The other search of it is that of `propagate`, which reads everything.
    assert searched.count(TEXTS[3][0]) == 2
    assert searched.count(TEXTS[0][0]) == 1
    assert last == anew[-1]
    assert {TEXTS[3][0][one.start : one.end] for one in last} == {"marie-eve gagnon", "046 454 286"}


def test_a_new_name_is_found_in_the_turns_before():
    together = Together(KEY, 100)
    assert read(together, [3, 8])[0] == ((), ())
    before, after = read(together, [3, 8, 0])
    assert before == after
    assert before[0]


def test_one_text_with_other_findings_is_another():
    text, key = "NAS: 046 454 286", keyed("NAS: 046 454 286")
    own = (Finding(5, 16, "CA_SIN", 0.95, "test"),)
    together = Together(KEY, 100)
    for findings in ([own, ()], [(), own], [own, own], [(), ()]):
        assert together.propagate([key, key], [text, text], findings) == propagate([text, text], findings)


def test_one_value_of_another_kind_is_another():
    together = Together(KEY, 100)
    texts = ["Gagnon arrive", "usager gagnon", "Gagnon et gagnon"]
    for first, label in ((0, "PERSON"), (1, "USERNAME")):
        said = [texts[first], texts[2]]
        findings = [found(said[0], [(said[0].split()[first], label, 0.95)]), ()]
        completed = together.propagate(list(map(keyed, said)), said, findings)
        assert completed == propagate(said, findings)
        assert {one.label for own in completed for one in own} == {label}


def test_no_value_is_in_its_memory():
    together = Together(KEY, 100)
    read(together, range(len(TEXTS)))
    kept = repr([vars(memory) for memory in (vars(together)["_told"], vars(together)["_added"])])
    assert not any(word in kept.casefold() for word in ("gagnon", "roy", "petit", "454", "lac", "555"))


def test_two_keys_make_different_digests():
    kept = []
    for key in (KEY, b"o" * 32):
        together = Together(key, 100)
        read(together, range(len(TEXTS)))
        kept.append({key for name in ("_told", "_added") for key in vars(vars(together)[name])["_kept"]})
    assert not kept[0] & kept[1]
