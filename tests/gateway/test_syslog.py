import re
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from config.siem import Syslog
from gateway.syslog import Collector, message

AT = datetime(2026, 11, 24, 12, 30, 15, 250, tzinfo=UTC)
#: RFC 5424, s. 6: priority, version, time, host, application, process, kind, no structured data, text.
_FORM = re.compile(
    rb"<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([!-~]{1,255}) ([!-~]{1,48}) (\d+) ([!-~]{1,32}) - (.*)",
    re.DOTALL,
)


class Server:
    """A collector of the loopback that keeps what it is sent."""

    def __init__(self, context=None):
        self.received = bytearray()
        self.connections = []
        self.came = threading.Event()
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        try:
            while True:
                plain, _ = self._listener.accept()
                threading.Thread(target=self._read, args=(plain,), daemon=True).start()
        except OSError:
            pass

    def _read(self, plain):
        try:
            line = self._context.wrap_socket(plain, server_side=True) if self._context else plain
            self.connections.append(line)
            while piece := line.recv(65536):
                self.received += piece
                self.came.set()
            line.close()
        except OSError:
            plain.close()

    def wait(self, size):
        for _ in range(100):
            if len(self.received) >= size:
                return bytes(self.received)
            self.came.wait(0.05)
            self.came.clear()
        raise AssertionError("nothing came")

    def hang_up(self):
        for line in self.connections:
            line.shutdown(socket.SHUT_RDWR)
        self.connections.clear()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self.connections:
            with suppress(OSError):
                line.close()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()


@pytest.fixture
def collector_of():
    made = []

    def make(port, **given):
        collector = Collector(Syslog(host=given.pop("host", "127.0.0.1"), port=port, **given))
        made.append(collector)
        return collector

    yield make
    for collector in made:
        collector.close()


@given(
    st.text(st.characters(codec="utf-8"), max_size=60), st.text(max_size=60), st.sampled_from([1, 2, 3, 4])
)
def test_a_message_has_the_form_of_the_standard(kind, host, severity):
    form = _FORM.fullmatch(message("été | = \\ \n", AT, severity, kind, host))
    assert form
    assert form[2] == b"2026-11-24T12:30:15.000250Z"
    assert form[7].decode() == "été | = \\ \n"
    assert int(form[1]) // 8 == 13


@pytest.mark.parametrize("text", ['{"a": "é"}', "CEF:0|Paravent"])
def test_nothing_stands_before_what_a_collector_looks_for(text):
    assert message(text, AT, 1, "departure").endswith(f" - {text}".encode())


def test_messages_over_tcp_are_counted(server, collector_of):
    collector = collector_of(server.port, protocol="tcp")
    sent = [b"<1>un", "<1>été\n2".encode()]
    collector.send(sent)
    assert server.wait(18) == b"5 <1>un10 " + sent[1]


def test_messages_over_udp_are_a_datagram_each(collector_of):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(5)
        collector_of(listener.getsockname()[1], protocol="udp").send([b"a", b"b"])
        assert [listener.recv(100) for _ in range(2)] == [b"a", b"b"]


def test_a_line_that_broke_is_told_and_made_anew(server, collector_of):
    collector = collector_of(server.port, protocol="tcp")
    collector.send([b"un"])
    server.wait(4)
    server.hang_up()

    def send_until_it_is_told():
        for _ in range(50):
            collector.send([b"deux"])
            server.came.wait(0.02)

    with pytest.raises(OSError):
        send_until_it_is_told()
    collector.send([b"trois"])
    assert server.wait(11).endswith(b"5 trois")


def test_a_collector_that_is_not_there_is_told(collector_of):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(OSError):
        collector_of(port, protocol="tcp").send([b"x"])


def test_over_tls_the_collector_must_be_the_one_that_is_named(tmp_path, collector_of):
    certificate, key = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Server(context)
    try:
        collector_of(server.port, host="localhost", ca=certificate).send([b"x"])
        assert server.wait(3) == b"1 x"
        with pytest.raises(ssl.SSLCertVerificationError):
            collector_of(server.port, host="localhost").send([b"x"])
        with pytest.raises(ssl.SSLCertVerificationError):
            collector_of(server.port, host="127.0.0.1", ca=certificate).send([b"x"])
    finally:
        server.close()


def _certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "c.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "k.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "c.pem", folder / "k.pem"
