import pytest

from config.policy import Action, Policy
from detectors.findings import Finding
from gateway.errors import Refused
from gateway.privacy.decide import decide, is_strict
from gateway.privacy.segments import Segment
from gateway.wire.shape import Kind
from gateway.wire.spelling import digits
from gateway.wire.walk import Place


def segment(text, kind=Kind.TEXT, *, fixed=False, path=("messages", 0, "content"), member=False):
    return Segment(Place(path, kind, fixed=fixed, member=member), text)


def finding(text, value, label="PERSON", score=0.9):
    start = text.index(value)
    return Finding(start, start + len(value), label, score, "test")


def plan(*said, policy=None, remembered=()):
    """Decide on (segment or text, value, label) triples; no value: nothing found."""
    segments, findings = [], []
    for one, *found in said:
        part = one if isinstance(one, Segment) else segment(one)
        segments.append(part)
        findings.append([finding(part.text, *found)] if found else [])
    return decide(segments, findings, policy or Policy(), remembered)


def edited(decided, at=0):
    return [(edit.start, edit.end, edit.label, edit.action) for edit in decided.edits[at]]


def test_a_finding_becomes_an_edit_of_the_policys_action():
    decided = plan(("Bonjour Zoé.", "Zoé"), policy=Policy(labels={"PERSON": Action.MASK}))
    assert edited(decided) == [(8, 11, "PERSON", Action.MASK)]
    assert decided.labels == {"PERSON": 1}
    assert decided.originals == {"Zoé"}
    assert decided.hides
    assert not plan(("Bonjour",)).hides


def test_what_may_stay_stays_and_what_may_not_is_refused():
    assert not plan(("Bonjour Zoé.", "Zoé"), policy=Policy(labels={"PERSON": Action.KEEP})).hides
    with pytest.raises(Refused) as refused:
        plan(("clé: abcdef", "abcdef", "SECRET"))
    assert (refused.value.path, refused.value.facts["label"]) == ("messages.0.content", "SECRET")
    assert "abcdef" not in str(vars(refused.value))


def test_empty_and_blank_findings_are_nothing():
    text = segment("a  b")
    blank = [Finding(1, 3, "PERSON", 1, "x"), Finding(3, 3, "PERSON", 1, "x")]
    assert decide([text], [blank], Policy()).edits == ((),)


def test_a_particular_value_is_hidden_at_every_other_place():
    decided = plan(
        ("NAS 046 454 286.", "046 454 286", "CA_SIN"), ("x 046 454 286, dossier_046 454 286.pdf",), ("rien",)
    )
    assert edited(decided, 1) == [
        (2, 13, "CA_SIN", Action.PSEUDONYMIZE),
        (23, 34, "CA_SIN", Action.PSEUDONYMIZE),
    ]
    assert not decided.edits[2]
    assert decided.labels == {"CA_SIN": 3}


def test_a_value_is_particular_by_any_of_its_labels():
    decided = plan(("Jean 046454286", "046454286"), ("046454286", "046454286", "CA_SIN"), ("x 046454286",))
    assert edited(decided, 2) == [(2, 11, "CA_SIN", Action.PSEUDONYMIZE)]


def test_what_is_hidden_for_another_is_hidden_where_it_is_escaped():
    value = 'rue "X", 046454286'
    decided = plan((value, value, "STREET_ADDRESS"), ('a rue \\"X\\", 046454286 b',))
    assert [(start, end) for start, end, *_rest in edited(decided, 1)] == [(2, 22)]


def test_of_overlapping_values_the_first_and_longest_is_hidden():
    decided = plan(
        ("046454286", "046454286", "CA_SIN"),
        ("046454286 0123", "046454286 0123", "ID_NUMBER"),
        ("a 046454286 0123 b 046454286",),
    )
    assert [(start, end) for start, end, *_rest in edited(decided, 2)] == [(2, 16), (19, 28)]


def test_a_place_that_is_hidden_already_is_not_hidden_again():
    decided = plan(("046454286", "046454286", "CA_SIN"), ("x 046454286 y", "046454286 y", "CA_BANK_ACCOUNT"))
    assert edited(decided, 1) == [(2, 13, "CA_BANK_ACCOUNT", Action.PSEUDONYMIZE)]


def test_a_name_is_hidden_only_where_it_is_one_and_the_rest_is_counted():
    decided = plan(("M. Roy, rue Roy, Royal", "Roy"), ("à l'école Roy",))
    assert len(edited(decided)) == 1
    assert not decided.edits[1]
    assert decided.spared == {"Roy": 2}


def test_what_stands_beside_a_replacement_is_counted_as_it_will_stand():
    text = segment("aZoéRoy")
    both = [[Finding(1, 4, "PERSON", 1, "x")], [Finding(0, 3, "PERSON", 1, "x")]]
    assert decide([text, segment("Roy")], both, Policy()).spared == {"Roy": 1}


@pytest.mark.parametrize(
    ("label", "value", "strict"),
    [
        ("PERSON", "Marie-Christine Tremblay-Bouchard", False),
        ("CONFIDENTIAL_TERM", "Projet Aurore boréale", False),
        ("CA_SIN", "046 454 286", True),
        ("EMAIL_ADDRESS", "a@b.ca", True),
        ("STREET_ADDRESS", "12, rue Laval", True),
        ("ID_NUMBER", "12345", False),
        ("USERNAME", "admin", False),
    ],
)
def test_how_particular_a_value_is(label, value, strict):
    assert is_strict(label, value) is strict


FIXED = {"fixed": True, "path": ("messages", 0, "id")}


@pytest.mark.parametrize(
    ("part", "label", "score", "refused"),
    [
        (segment("046454286", Kind.INERT, **FIXED), "CA_SIN", 0.9, True),
        (segment("046454286", Kind.INERT, **FIXED), "CA_SIN", 0.5, False),
        (segment("outil_tremblay", Kind.INERT, **FIXED), "PERSON", 0.9, False),
        (segment("abc12345", Kind.INERT, **FIXED), "ID_NUMBER", 0.9, False),
        (segment("nom_de_jean", **FIXED, member=True), "PERSON", 0.9, False),
        (segment("dateNaissance", **FIXED, member=True), "PERSON", 0.9, False),
        (segment("Tremblay", **FIXED, member=True), "PERSON", 0.9, True),
        (segment("jean tremblay", **FIXED, member=True), "PERSON", 0.9, True),
        (segment("tel_5145550123", **FIXED), "PHONE_NUMBER", 0.6, True),
        (segment("Je pense à Zoé", Kind.SEALED, **FIXED), "PERSON", 0.6, True),
        (segment("046454286", Kind.SEALED, **FIXED), "CA_SIN", 0.9, True),
        (segment("A046454286" * 8, Kind.SEALED, **FIXED), "CA_SIN", 0.9, False),
        (segment("ErUB", Kind.SEALED, **FIXED), "PERSON", 0.9, False),
    ],
)
def test_a_finding_in_a_place_that_cannot_change_is_refused_unless_it_is_an_accident(
    part, label, score, refused
):
    found = [[Finding(0, len(part.text), label, score, "x")]]
    if refused:
        with pytest.raises(Refused) as error:
            decide([part], found, Policy())
        assert error.value.path == "messages.0.id"
    else:
        assert decide([part], found, Policy()).edits == ((),)


def test_a_member_name_of_a_program_stays_where_it_could_be_replaced_too():
    names = [segment(name, member=True) for name in ("multiline", "nomComplet", "Zoé Roy", "jean tremblay")]
    found = [[Finding(0, len(one.text), "PERSON", 0.9, "x")] for one in names]
    assert [len(own) for own in decide(names, found, Policy()).edits] == [0, 0, 1, 1]
    assert len(plan(("jean", "jean")).edits[0]) == 1


def test_a_particular_value_in_a_place_that_cannot_change_is_refused():
    with pytest.raises(Refused):
        plan(("NAS 046454286", "046454286", "CA_SIN"), (segment("call-046454286", Kind.INERT, **FIXED),))


def test_what_the_provider_signed_is_left_alone_and_counted():
    signed = segment("Je pense à Zoé, 046 454 286, [PERSON-K7Q2M9-A3X].", Kind.SEALED, **FIXED)
    decided = plan((signed, "Zoé"), ("Zoé, 046 454 286", "046 454 286", "CA_SIN"), remembered={0})
    assert decided.edits[0] == ()
    assert decided.spared == {"046 454 286": 1}
    assert decided.reserved == set()


def test_lookalikes_are_reserved_but_not_those_in_signed_texts():
    sealed = segment("[PERSON-AAAAAA-AAA]", Kind.SEALED, **FIXED)
    decided = plan(("voir [PERSON-K7Q2M9-A3X] et [SIN-B00B1E-ZZ9]",), (sealed,))
    assert decided.reserved == {"[PERSON-K7Q2M9-A3X]", "[SIN-B00B1E-ZZ9]"}


@pytest.mark.parametrize("path", [("seed",), ("*", "*"), ("max_tokens",)])
def test_a_number_that_its_check_digits_prove_is_refused_where_it_cannot_be_hidden(path):
    place = Place(path, name=path[-1], fixed=True)
    with pytest.raises(Refused) as refused:
        decide([Segment(place, digits("558073029", "558073029"))], [()], Policy())
    assert refused.value.facts["label"] == "CA_SIN"
    for number in ("558073028", "5145550199"):
        assert not decide([Segment(place, digits(number, number))], [()], Policy()).hides
    kept = Policy(labels={"CA_SIN": "keep"})
    assert not decide([Segment(place, digits("558073029", "558073029"))], [()], kept).hides


def test_a_number_of_the_formats_own_is_nobodys_otherwise():
    number = digits("5145550199", "5145550199")
    seed, unknown = Place(("seed",), name="seed", fixed=True), Place(("*", "*"), name="phone", fixed=True)
    perhaps, certainly = ([(Finding(0, 10, "PHONE_NUMBER", score, "x"),)] for score in (0.55, 0.9))
    assert not decide([Segment(seed, number)], perhaps, Policy()).hides
    for place, found in ((unknown, perhaps), (seed, certainly)):
        with pytest.raises(Refused):
            decide([Segment(place, number)], found, Policy())
