import pytest

from gateway.http.crossing import Crossing


async def way(path, kind="http"):
    """Return who serves a path."""
    taken = []

    def server(name):
        async def serve(scope, receive, send):
            taken.append(name)

        return serve

    app = Crossing(server("proxy"), openapi_url=None)
    app.middleware_stack = server("pages")
    await app({"type": kind, "path": path}, None, None)
    return taken


@pytest.mark.parametrize(
    "path", ["/v1/chat/completions", "/v1beta/models/x:y", "/openai/v1/models", "/LIVEZ", "/consoles/", "*"]
)
async def test_a_call_goes_to_the_proxy(path):
    assert await way(path) == ["proxy"]


@pytest.mark.parametrize(
    "path", ["/", "", "/livez", "/readyz", "/metrics", "/api/x", "/console/", "/static/x"]
)
async def test_the_gateways_own_pages_do_not(path):
    assert await way(path) == ["pages"]


async def test_what_concerns_no_request_goes_to_the_pages():
    assert await way("/v1/x", "websocket") == ["pages"]


async def test_a_start_and_an_end_have_no_path():
    said = []

    async def receive():
        return {"type": "lifespan.startup" if not said else "lifespan.shutdown"}

    async def send(message):
        said.append(message["type"])

    await Crossing(None, openapi_url=None)({"type": "lifespan"}, receive, send)
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
