"""The printed proxy configurations, run for real on ports of this machine with a certificate made for the test."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from renovation.language import words_in
from renovation.operations.deployment import Installation, deployment_file

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
CADDY = shutil.which("caddy")
OPENSSL = shutil.which("openssl")
START_SECONDS = 60


@dataclass(frozen=True)
class Proxy:
    """A proxy that listens on `port` with TLS, for `https://localhost:PORT/BASE/`."""

    port: int
    root: str

    @property
    def address(self) -> str:
        """The address of the first page, without a slash at its end."""
        return f"https://localhost:{self.port}{self.root}".rstrip("/")


def missing(name: str) -> str | None:
    """Why a proxy cannot be tested here; None if it can."""
    program = {"nginx": NGINX, "caddy": CADDY}[name]
    return None if program and OPENSSL else f"{name} or openssl is not installed"


@contextmanager
def running_proxy(
    name: str, folder: Path, base_path: str, upstreams: Sequence[str], encrypted: bool = True
) -> Iterator[Proxy]:
    """Runs `nginx` or `caddy` before the servers at `upstreams`, each as HOST:PORT, until the block ends.

    With `encrypted` False, nginx speaks plain HTTP: for a load whose clients would spend their time on TLS.
    """
    certificate, key = certificate_for(folder)
    keys = {"certificate": str(certificate), "certificate_key": str(key)}
    installation = Installation("localhost", base_path, upstreams=tuple(upstreams), **keys)
    port = free_port()
    text = deployment_file(name, installation, words_in("en"))
    if not encrypted:
        text = re.sub(r"\n\s*(ssl_|add_header Strict).*", "", text)
    command = _COMMANDS[name](text, folder, port)
    if not encrypted:
        config = folder / "site.conf"
        config.write_text(config.read_text(encoding="utf-8").replace(" ssl http2;", ";"), encoding="utf-8")
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait(process, port, folder / f"{name}.log")
        yield Proxy(port, installation.root)
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _nginx(text: str, folder: Path, port: int) -> list[str]:
    """The site inside a main configuration that writes into `folder` only."""
    assert text.count("listen 80;") == text.count("listen 443 ssl http2;") == 1
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;")
    (folder / "site.conf").write_text(text, encoding="utf-8")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    main = f"{user} daemon off; pid {folder}/pid; error_log stderr warn; events {{ worker_connections 4096; }}"
    (folder / "nginx.conf").write_text(f"{main}\nhttp {{ access_log off;\n{places}include {folder}/site.conf; }}\n")
    return [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _caddy(text: str, folder: Path, port: int) -> list[str]:
    assert text.count("\nlocalhost {") == 1
    text = text.replace("\nlocalhost {", f"\nlocalhost:{port} {{\n\tbind 127.0.0.1")
    assert text.count("\n{\n") == 1
    text = text.replace("\n{\n", "\n{\n\tadmin off\n\tauto_https disable_redirects\n")
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    return [str(CADDY), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


_COMMANDS: dict[str, Callable[[str, Path, int], list[str]]] = {"nginx": _nginx, "caddy": _caddy}


def certificate_for(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody has signed, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = [str(OPENSSL), "req", *kind, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def protocol(port: int) -> str | None:
    """The protocol that a proxy chooses for a browser that knows HTTP/2 and HTTP/1.1."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as made,
    ):
        return made.selected_alpn_protocol()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))
