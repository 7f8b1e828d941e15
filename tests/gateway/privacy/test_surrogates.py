import json

import pytest
from planting import prepare

from config.policy import Policy
from gateway.privacy.identity import Identities
from gateway.privacy.namelists import Gender, gender_of, given_names, surnames
from gateway.privacy.pseudonyms import Minter
from gateway.privacy.restore import Restorer
from gateway.privacy.surrogates import Surrogates
from gateway.wire.openai_chat import CHAT

KEY = bytes(range(32))


def surrogates(*texts, minter=None):
    identities = Identities()
    minter = minter or Minter(KEY, b"scope")
    return Surrogates(minter, identities.of, texts), minter


def people(*names, texts=()):
    chosen, minter = surrogates(*names, *texts)
    return [chosen.of("PERSON", name) for name in names], minter


def test_the_parts_of_a_name_keep_their_own():
    (whole, surname, given, loud, turned), _minter = people(
        "Marie-Ève Gagnon", "Gagnon", "Marie-Ève", "MARIE-ÈVE GAGNON", "Gagnon, Marie-Ève"
    )
    assert whole == f"{given} {surname}"
    assert loud == whole.upper()
    assert turned == f"{surname}, {given}"
    assert gender_of(given.casefold()) is Gender.WOMAN
    assert given in given_names(Gender.WOMAN)
    assert surname in surnames()


def test_particles_and_initials_stay_what_they_are():
    (whole, short), _minter = people("Jean-François de la Durantaye", "J.-F. de la Durantaye")
    given, _, rest = whole.partition(" ")
    assert rest.startswith("de la ")
    assert short == f"{given[0]}. {rest}"


def test_two_people_share_no_word():
    (one, two, three), _minter = people("Marie Gagnon", "Paul Gagnon", "Paul Roy")
    words = [*one.split(), *two.split(), *three.split()]
    assert len(set(words)) == len(words)


def test_the_same_scope_gives_the_same_and_another_does_not():
    first, again = people("Zoé Roy")[0], people("Zoé Roy")[0]
    assert first == again
    other, _ = surrogates("Zoé Roy", minter=Minter(KEY, b"other"))
    assert [other.of("PERSON", "Zoé Roy")] != first


def test_what_the_call_says_is_never_taken():
    (free,), _minter = people("Zoé Roy")
    given, surname = free.split()
    (taken,), _minter = people("Zoé Roy", texts=[f"le dossier {surname.upper()}-{given}2"])
    assert not {given, surname} & set(taken.split())


def test_when_nothing_is_free_a_pseudonym_stands():
    (stands,), minter = people("Zoé Roy", texts=[" ".join(surnames())])
    assert stands.startswith("[PERSON-")
    assert minter.table[stands].original == "Zoé Roy"


@pytest.mark.parametrize("other", ["Zoe Roy", "M.-È. G."])
def test_what_could_not_come_back_as_written_gets_a_pseudonym(other):
    (one, two), minter = people("Zoé Roy", other)
    assert (one[:1] == "[", two[:8]) == (False, "[PERSON-")
    assert Restorer(minter.table).text(f"{one} {two}") == f"Zoé Roy {other}"


def test_a_conversation_that_goes_on_has_the_same_people():
    (whole,), minter = people("Zoé Roy")
    resumed = Minter.resumed(minter.key, minter.table, ())
    chosen, _ = surrogates("Roy Léa Roy", minter=resumed)
    # Who is who is told by what the earlier call hid.
    chosen._identify("PERSON", "Zoé Roy")
    assert chosen.of("PERSON", "Zoé Roy") == whole
    assert chosen.of("PERSON", "Roy") == whole.split()[1]
    assert not set(chosen.of("PERSON", "Léa Côté").split()) & set(whole.split())


VALUES = {
    "Marie-Ève Gagnon": "PERSON",
    "Gagnon": "PERSON",
    "514 555-1234": "PHONE_NUMBER",
    "046 454 286": "CA_SIN",
    "me@cegep.ca": "EMAIL_ADDRESS",
    "H2X 1Y4": "CA_POSTAL_CODE",
    "12, rue Roy": "STREET_ADDRESS",
    "10.0.0.1": "IP_ADDRESS",
}


def test_a_call_leaves_with_surrogates_and_comes_back_as_it_was():
    policy = Policy(labels=dict.fromkeys(VALUES.values(), "surrogate"))
    text = "Mme Gagnon : " + ", ".join(VALUES) + ". L'avis de Gagnon."
    outbound = prepare({"messages": [{"role": "user", "content": text}]}, CHAT, VALUES, policy=policy)
    (message,) = json.loads(outbound.body)["messages"]
    assert "[" not in message["content"]
    assert not any(value in message["content"] for value in VALUES)
    assert Restorer(outbound.hidden, outbound.reserved).text(message["content"]) == text
