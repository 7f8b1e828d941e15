"""What is refused: in the caller's dialect, without a word of the text, on record, and nothing leaves."""

import gzip
import json

import httpx
import pytest

SECRET_NAME = "Marie-Ève Gagnon"


def post(
    gateway, path: str, content: bytes | str, token: str | None = None, **headers: str
) -> httpx.Response:
    headers = {
        "authorization": f"Bearer {token or gateway.token}",
        "content-type": "application/json",
        **headers,
    }
    return httpx.post(gateway.url + path, content=content, headers=headers, timeout=30)


def chat(content: object = SECRET_NAME, **members: object) -> str:
    return json.dumps({"model": "echo-3", "messages": [{"role": "user", "content": content}], **members})


CASES = {
    "unknown path": ("/v1/audio/speech", chat(), {}, 404, "unknown_path"),
    "unknown provider path": ("/openai/v1/files", chat(), {}, 404, "stored_refused"),
    "escaped path": ("/v1/chat%2Fcompletions/../files", chat(), {}, 404, "stored_refused"),
    "not JSON": ("/v1/chat/completions", f'{{"model": "{SECRET_NAME}', {}, 400, "invalid_request"),
    "duplicate member": (
        "/v1/chat/completions",
        '{"model":"echo-3","model":"echo-3"}',
        {},
        400,
        "invalid_request",
    ),
    "lone surrogate": ("/v1/chat/completions", chat("\ud83d"), {}, 400, "invalid_request"),
    "NaN": ("/v1/chat/completions", chat(temperature=float("nan")), {}, 400, "invalid_request"),
    "deep": (
        "/v1/chat/completions",
        '{"model":"echo-3","messages":' + "[" * 500 + "]" * 500 + "}",
        {},
        400,
        "invalid_request",
    ),
    "very deep": ("/v1/chat/completions", "[" * 100_000, {}, 400, "invalid_request"),
    "not an object": ("/v1/chat/completions", '["x"]', {}, 400, "invalid_request"),
    "br": ("/v1/chat/completions", chat(), {"content-encoding": "br"}, 415, "unsupported_encoding"),
    "damaged gzip": (
        "/v1/chat/completions",
        gzip.compress(chat().encode(), mtime=0)[:-1],
        {"content-encoding": "gzip"},
        400,
        "invalid_request",
    ),
    "deployment": (
        "/openai/deployments/echo-TREM85031216/chat/completions?api-version=2024-10-21",
        chat("x"),
        {},
        400,
        "content_refused",
    ),
    "thread": ("/v1/messages", chat("x", max_tokens=9, thread={"type": "create"}), {}, 400, "stored_refused"),
    "charset": (
        "/v1/chat/completions",
        chat(),
        {"content-type": "application/json; charset=utf-16"},
        415,
        "unsupported_encoding",
    ),
    "form": (
        "/v1/chat/completions",
        "a=b",
        {"content-type": "application/x-www-form-urlencoded"},
        415,
        "unsupported_encoding",
    ),
    "no model": ("/v1/chat/completions", '{"messages":[]}', {}, 400, "invalid_request"),
    "query": (f"/v1/chat/completions?nom={SECRET_NAME}", chat(), {}, 400, "invalid_request"),
    "file part": (
        "/v1/chat/completions",
        chat([{"type": "file", "file": {"file_id": "f"}}]),
        {},
        400,
        "attachment_refused",
    ),
    "unknown part": ("/v1/chat/completions", chat([{"type": "hologram"}]), {}, 400, "unsupported_content"),
    "unknown role": (
        "/v1/chat/completions",
        json.dumps({"model": "echo-3", "messages": [{"role": "oracle", "content": "x"}]}),
        {},
        400,
        "unsupported_content",
    ),
    "secret": ("/v1/chat/completions", chat("mot de passe : Hiver2026!x"), {}, 400, "content_refused"),
    "logprobs": (
        "/v1/chat/completions",
        chat("Je suis Mme Julie Tremblay", logprobs=True),
        {},
        400,
        "cannot_be_restored",
    ),
    "identifier": (
        "/v1/chat/completions",
        chat("x", tool_choice={"type": "function", "function": {"name": "TREM85031216"}}),
        {},
        400,
        "content_refused",
    ),
    "project": (
        "/v1/chat/completions",
        chat("x"),
        {"x-paravent-project": "dossier <script>"},
        400,
        "invalid_request",
    ),
    "azure data sources": (
        "/v1/chat/completions",
        chat("x", data_sources=[{"endpoint": "e"}]),
        {},
        400,
        "destination_refused",
    ),
    "mcp": (
        "/v1/messages",
        chat("x", max_tokens=9, mcp_servers=[{"url": "u"}]),
        {},
        400,
        "destination_refused",
    ),
    "batches": ("/v1/messages/batches", chat(), {}, 404, "stored_refused"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_it_is_refused_without_an_echo(gateway, case) -> None:
    path, content, headers, status, code = CASES[case]
    recording = gateway.fresh()
    answer = post(gateway, path, content, **headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert SECRET_NAME not in answer.text
    assert "Hiver2026" not in answer.text
    assert not recording.requests
    (call,) = gateway.calls()
    assert call.refusal.values["code"] == code
    assert call.request_id == answer.headers["x-paravent-request-id"]
    assert ("type" in answer.json()) == path.startswith("/v1/messages")


def test_a_large_body_is_refused_before_it_is_read(gateway) -> None:
    recording = gateway.fresh()

    def endless():
        for _ in range(200):
            yield b"x" * 100_000

    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        content=endless(),
        headers={"authorization": f"Bearer {gateway.token}", "content-type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 413
    assert not recording.requests


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer"}, {"x-api-key": "pv_é".encode()}, {"authorization": "Basic x"}],
    ids=str,
)
def test_a_stranger_is_told_nothing_else(gateway, headers) -> None:
    recording = gateway.fresh()
    answer = httpx.post(f"{gateway.url}/v1/chat/completions", content=chat(), headers=headers)
    assert answer.status_code == 401
    assert not recording.requests


@pytest.mark.parametrize("header", ["authorization", "x-api-key", "api-key", "x-goog-api-key"])
def test_the_key_is_taken_from_any_header_and_goes_no_further(gateway, header) -> None:
    recording = gateway.fresh()
    value = f"Bearer {gateway.token}" if header == "authorization" else gateway.token
    answer = httpx.post(f"{gateway.url}/v1/chat/completions", content=chat(), headers={header: value})
    assert answer.json()["choices"][0]["message"]["content"] == SECRET_NAME
    assert gateway.token not in recording.everything()


def test_headers_pass_only_by_name(gateway) -> None:
    recording = gateway.fresh()
    answer = post(
        gateway,
        "/v1/chat/completions",
        chat("Bonjour"),
        **{
            "cookie": "session=julie",
            "x-forwarded-for": "203.0.113.9",
            "referer": "http://exemple.test/julie",
            "user-agent": "poste-de-julie",
            "x-autre": "julie",
            "openai-organization": "org-julie",
        },
    )
    assert answer.status_code == 200
    assert "julie" not in recording.everything()
    assert "203.0.113.9" not in recording.everything()
    assert answer.headers["x-request-id"] == "req_provider"


@pytest.mark.parametrize("header", ["x-paravent-project", "x-paravent-purpose"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_said_of_a_call_is_recorded_only_when_it_names_nobody(gateway, header, method) -> None:
    gateway.fresh()
    path = "/v1/models" if method == "GET" else "/v1/chat/completions"
    name = header.rpartition("-")[2]
    for told in ("Dossier de Mme Julie Tremblay", "Budget participatif"):
        body = {} if method == "GET" else {"json": json.loads(chat("Bonjour"))}
        answer = httpx.request(
            method, gateway.url + path, headers={**gateway.credentials, header: told}, **body
        )
        (call,) = gateway.calls()
        assert call.request_id == answer.headers["x-paravent-request-id"]
        expected = told if answer.status_code == 200 and method == "POST" else None
        assert call.opening.values.get(name) == expected
    assert answer.status_code == 200
