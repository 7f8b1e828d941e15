import json
import subprocess
import sys

TEXT = "Mme Marie-Ève Gagnon, NAS 046 454 286 😀, écrire à marie@exemple.quebec"


def entities(line, text):
    return {
        (entity["type"], text[entity["start"] : entity["end"]]) for entity in json.loads(line)["entities"]
    }


def test_each_line_is_answered_in_order(paravent):
    given = "".join(
        json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate([TEXT, "", "Rien ici."])
    )
    status, out, err = paravent("detect", given=given)
    assert (status, err) == (0, "")
    first, second, third = out.splitlines()
    assert entities(first, TEXT) >= {("CA_SIN", "046 454 286"), ("EMAIL_ADDRESS", "marie@exemple.quebec")}
    assert ("PERSON", "Marie-Ève Gagnon") in entities(first, TEXT)
    assert [json.loads(line)["id"] for line in (first, second, third)] == [0, 1, 2]
    assert json.loads(second)["entities"] == json.loads(third)["entities"] == []
    entity = json.loads(first)["entities"][0]
    assert set(entity) == {"start", "end", "type", "score", "recognizer"}


def test_a_secret_that_would_be_refused_is_an_entity_too(paravent):
    text = "Mot de passe : Xk9!pq2Lm"
    _, out, _ = paravent("detect", given=json.dumps({"id": "a", "text": text}))
    assert ("SECRET", "Xk9!pq2Lm") in entities(out, text)


def test_bad_lines_are_told_after_nothing_is_lost(paravent):
    given = b'{"id": 1, "text": "NAS 046 454 286"}\nTremblay\n[]\n{"id": 2}\n\n{"id": 3, "text": 4}\n\xff\n{"id": 4, "text": "b"}'
    status, out, err = paravent("detect", given=given)
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1, 4]
    assert [line.split(":")[0] for line in err.splitlines()] == [f"Line {n}" for n in (2, 3, 4, 6, 7)]
    assert "Tremblay" not in err


def test_what_the_default_policy_keeps_is_not_reported(paravent, configured):
    path = configured / "paravent.yaml"
    path.write_text(path.read_text() + "policies: {default: {labels: {EMAIL_ADDRESS: keep}}}\n")
    _, out, _ = paravent("detect", "--config", str(path), given=json.dumps({"id": 1, "text": TEXT}))
    assert "EMAIL_ADDRESS" not in out
    assert "CA_SIN" in out


def test_an_answer_comes_before_the_next_question():
    with subprocess.Popen(
        [sys.executable, "-m", "gateway.cli", "detect"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        for text in ("a@b.ca", "c@d.ca"):
            process.stdin.write(json.dumps({"id": text, "text": text}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == text
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_value_repeated_in_a_text_is_hidden_each_time(paravent):
    text = "NAS 046 454 286. Voir aussi le formulaire (046 454 286) joint."
    _, out, _ = paravent("detect", given=json.dumps({"id": 1, "text": text}))
    assert [text[e["start"] : e["end"]] for e in json.loads(out)["entities"]] == ["046 454 286"] * 2
