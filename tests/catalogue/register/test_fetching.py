"""Fetching from a real https server on this machine, with a certificate made for the test."""

import dataclasses
import http.server
import io
import json
import ssl
import subprocess
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import RegisterImport, Service
from catalogue.register import fetching
from catalogue.register.fetching import Limits, fetch
from catalogue.register.findings import RegisterRefused

SAMPLE = Path(__file__).parent / "rpss_sample.json"
ROOMY = Limits(size=10_000_000, seconds=20, silence=5)


class Answers(http.server.BaseHTTPRequestHandler):
    files: dict[str, bytes] = {}

    def do_GET(self):
        if self.path == "/elsewhere":
            return self._redirect("/rpss.json")
        if self.path == "/insecure":
            return self._redirect("http://localhost/rpss.json")
        if self.path == "/local":
            return self._redirect("file:///etc/passwd")
        if self.path == "/slow":
            return self._slowly()
        if self.path not in self.files:
            return self.send_error(404)
        content = self.files[self.path]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) + 10 * (self.path == "/short")))
        self.send_header("Last-Modified", "Fri, 20 Nov 2026 23:30:00 GMT")
        self.end_headers()
        return self.wfile.write(content)

    def _redirect(self, address):
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def _slowly(self):
        self.send_response(200)
        self.end_headers()
        for _second in range(30):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    path = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(path), "-out", f"{path}.crt"]
    try:
        subprocess.run([*command, *names], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("NOT TESTED: there is no openssl to make a certificate with")
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def site(certificate, monkeypatch):
    """The address of a server that this process trusts; what it has is in `Answers.files`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.handle_error = lambda *_arguments: None
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    monkeypatch.setenv("no_proxy", "localhost")
    monkeypatch.setattr(Answers, "files", {"/rpss.json": SAMPLE.read_bytes(), "/short": b"half"})
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_is_stored_with_the_day_of_its_data_in_prague(site, tmp_path):
    day = fetch(f"{site}/rpss.json", tmp_path / "file", ROOMY)

    assert day == date(2026, 11, 21)
    assert (tmp_path / "file").read_bytes() == SAMPLE.read_bytes()


def test_a_redirect_to_another_https_address_is_followed(site, tmp_path):
    fetch(f"{site}/elsewhere", tmp_path / "file", ROOMY)

    assert (tmp_path / "file").read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize(("path", "line"), [("/insecure", "nezačíná https://"), ("/local", "nejde stahovat")])
def test_a_redirect_anywhere_else_is_refused(site, tmp_path, path, line):
    with pytest.raises(RegisterRefused, match=line):
        fetch(f"{site}{path}", tmp_path / "file", ROOMY)


@pytest.mark.parametrize(
    "address", ["http://localhost/rpss.json", "file:///etc/passwd", "ftp://localhost/", "rpss.json"]
)
def test_only_https_is_fetched(tmp_path, address):
    with pytest.raises(RegisterRefused, match="nezačíná https://"):
        fetch(address, tmp_path / "file", ROOMY)


@pytest.mark.parametrize(
    ("path", "limits", "line"),
    [
        ("/rpss.json", Limits(size=1000), "to registr není"),
        ("/slow", Limits(size=1000, seconds=0.3), "zkuste to později"),
        ("/short", ROOMY, "nejde stahovat"),
        ("/missing", ROOMY, "server odpověděl 404"),
    ],
)
def test_what_is_too_large_too_slow_broken_or_missing_is_refused(site, tmp_path, path, limits, line):
    with pytest.raises(RegisterRefused, match=line):
        fetch(f"{site}{path}", tmp_path / "file", limits)


def test_a_server_nobody_vouches_for_is_refused(site, tmp_path, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(RegisterRefused, match="CERTIFICATE_VERIFY_FAILED"):
        fetch(f"{site}/rpss.json", tmp_path / "file", ROOMY)


@pytest.fixture
def configured(site, code_lists, settings, monkeypatch):
    """The site has all files, and the environment names it."""
    lists = {f"/ciselniky/{path.name}": path.read_bytes() for path in code_lists.iterdir()}
    monkeypatch.setattr(Answers, "files", Answers.files | lists)
    settings.ENVIRONMENT = dataclasses.replace(
        settings.ENVIRONMENT, register_url=f"{site}/rpss.json", code_lists_url=f"{site}/ciselniky"
    )
    return Answers.files


def test_the_register_is_fetched_and_imported(db, configured):
    output = io.StringIO()

    call_command("update_register", stdout=output)

    assert Service.objects.count() == 6
    assert RegisterImport.objects.get().register_date == date(2026, 11, 21)
    assert "Přidáno: 6" in output.getvalue()


def test_a_code_list_that_is_not_there_stops_the_update(db, configured):
    del configured["/ciselniky/obce.json"]

    with pytest.raises(CommandError, match=r"obce\.json nejde stahovat: server odpověděl 404"):
        call_command("update_register")

    assert not Service.objects.exists()


def test_nothing_stays_in_the_temporary_folder(db, configured, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    configured["/rpss.json"] = json.dumps({"polozky": []}).encode()

    with pytest.raises(CommandError, match="prázdný registr"):
        call_command("update_register")

    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_address_that_is_not_set_gets_one_line(db, settings):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, register_url="")

    with pytest.raises(CommandError, match="REGISTER_URL"):
        call_command("update_register")


def test_the_limits_leave_room_for_the_real_register():
    assert fetching.REGISTER.size > 500_000_000
