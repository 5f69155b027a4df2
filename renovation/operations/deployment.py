"""Builds the files with which an operator runs the dashboard as a service, behind a proxy, or in containers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from renovation.language import Words

FILES: Final = ("systemd", "nginx", "caddy", "container", "compose")
MOST_PROCESSES: Final = 64
_SUBNET: Final = "172.28.0.0/24"
_PROXY_ADDRESS: Final = "172.28.0.2"
_PORT: Final = 8501
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
"""`kanban.example.cn` or `10.0.0.7`, not `kanban.example.cn:443` or `a;b`."""
_BASE_PATH: Final = re.compile(r"([\w-]+(/[\w-]+)*)?", re.ASCII)
"""`kanban` or `dashboards/kanban`, not `kan ban` or `a//b`."""
_PATH: Final = re.compile(r"/[\w./@+-]*", re.ASCII)
"""`/srv/renovation`, not `srv` or `/srv/a b`, which each of the files would quote in another way."""
_NAME: Final = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
"""`renovation` or `X-Forwarded-User`, not `a b`."""


@dataclass(frozen=True)
class Installation:
    """Where the dashboard is installed, and at which address visitors find it; the deployment files are built from it.

    `host` is the host in this address, `base_path` the first part of its path, empty if the dashboard is at the root.
    `processes` is the number of server processes; they listen on consecutive ports from `first_port` on. `folder` is
    the project's folder, `user` the system's user who runs the dashboard. `user_header` is the header in which the
    proxy may name a visitor. `upstreams` are the addresses (HOST:PORT) at which a proxy reaches the processes; if it is
    empty, the processes are on this machine.
    """

    host: str = "kanban.example.cn"
    base_path: str = ""
    processes: int = 1
    first_port: int = _PORT
    folder: str = str(Path(__file__).parents[2])
    user: str = "renovation"
    certificate: str = "/etc/ssl/certs/renovation.pem"
    certificate_key: str = "/etc/ssl/private/renovation.key"
    user_header: str = "X-Forwarded-User"
    upstreams: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError if a value contains characters that could not be written to one of the files."""
        paths = (self.folder, self.certificate, self.certificate_key)
        checked = [(_HOST, self.host), (_BASE_PATH, self.base_path), (_NAME, self.user), (_NAME, self.user_header)]
        for pattern, value in [*checked, *((_PATH, path) for path in paths)]:
            if not pattern.fullmatch(value):
                raise ValueError(value)
        if not 1 <= self.processes <= MOST_PROCESSES:
            raise ValueError(str(self.processes))

    @property
    def root(self) -> str:
        """The path of the overview in its URL, with a slash at both ends: `/kanban/`, or `/` without a base path."""
        return f"/{self.base_path}/" if self.base_path else "/"

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports on which the server processes listen, one for each process: (8501, 8502)."""
        return tuple(range(self.first_port, self.first_port + self.processes))

    @property
    def servers(self) -> tuple[str, ...]:
        """The addresses (HOST:PORT) at which a proxy reaches the server processes, one for each process."""
        return self.upstreams or tuple(f"127.0.0.1:{port}" for port in self.ports)


def deployment_file(name: str, installation: Installation, words: Words) -> str:
    """Returns the text of one of the files with which an operator runs the dashboard as a service, for `installation`.

    `name` is "systemd", "nginx", "caddy", "container" or "compose". Comments in the file are in the language of
    `words`.
    """
    names = [f"app{number}" for number in range(1, installation.processes + 1)]
    inside = replace(
        installation,
        certificate="/etc/tls/certificate.pem",
        certificate_key="/etc/tls/key.pem",
        upstreams=tuple(f"{one}:{_PORT}" for one in names),
    )
    context = {"_": words, "installation": installation, "with_instructions": True}
    if name == "compose":
        # Compose replaces `$NAME`; `$$` stands for the sign itself
        nginx = _ENVIRONMENT.get_template("nginx.jinja").render(_=words, installation=inside, with_instructions=False)
        context |= {
            "names": names,
            "nginx": nginx.replace("$", "$$"),
            "subnet": _SUBNET,
            "proxy_address": _PROXY_ADDRESS,
        }
    return _ENVIRONMENT.get_template(f"{name}.jinja").render(context)


_ENVIRONMENT: Final = Environment(  # noqa: S701 no HTML; `Installation` refuses what could not stand in the files
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
