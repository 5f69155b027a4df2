"""The files that `renovation deployment` prints are accepted by the programs that read them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from renovation.cli import main
from renovation.language import LANGUAGES, words_in
from renovation.operations.deployment import FILES, Installation, deployment_file
from tests.operations import proxies

ROOT = Path(__file__).parents[2]
SYSTEMD = shutil.which("systemd-analyze")
INSTALLATIONS = [Installation(), Installation("10.0.0.7", "a/kanban", 3, 9000, "/home/clerk/kanban")]


def printed(name: str, installation: Installation = INSTALLATIONS[1]) -> str:
    return deployment_file(name, installation, words_in("zh"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_printed_in_both_languages(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = []
    for language in LANGUAGES:
        monkeypatch.setenv("RENOVATION_LANGUAGE", language)
        assert main(["deployment", name, "--base-path", "/kanban/", "--processes", "2", "--json"]) == 0
        texts.append(json.loads(capsys.readouterr().out)["text"])
        assert main(["deployment", name, "--base-path", "kanban", "--processes", "2"]) == 0
        assert capsys.readouterr().out == texts[-1]
    assert texts[0] != texts[1]
    assert len({re.sub(r"#.*", "", text) for text in texts}) == 1
    assert all("kanban" in text for text in texts)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--host", "a;b"],
        ["--host", "a:443"],
        ["--base-path", "a b"],
        ["--base-path", "a//b"],
        ["--processes", "0"],
        ["--processes", "65"],
        ["--folder", "here"],
        ["--folder", "/srv/a b"],
        ["--user", "a b"],
        ["--certificate", "/a;b"],
    ],
)
def test_what_could_not_stand_in_a_file_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deployment", "nginx", *wrong]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert wrong[1] in said.err


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("installation", INSTALLATIONS)
def test_systemd_accepts_the_unit_and_rates_it_well(installation: Installation, tmp_path: Path) -> None:
    unit = tmp_path / "renovation@.service"
    there = replace(installation, folder=str(ROOT))  # systemd looks for the program
    unit.write_text(printed("systemd", there), encoding="utf-8")
    verified = subprocess.run([str(SYSTEMD), "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
    rated = subprocess.run(
        [str(SYSTEMD), "security", "--offline=true", "--no-pager", unit], capture_output=True, text=True, check=False
    )
    exposure = re.search(r"Overall exposure level.*: (\d+\.\d)", rated.stdout)
    assert exposure, rated.stderr
    assert float(exposure[1]) < 2


def test_the_unit_keeps_secrets_out_and_names_every_process() -> None:
    unit = printed("systemd")
    assert "renovation@9000 renovation@9001 renovation@9002" in unit
    assert "SECRET" not in re.sub(r"#.*", "", unit)
    assert "\nProtectHome=read-only\n" in unit
    assert "\nProtectHome=yes\n" in printed("systemd", Installation(folder="/srv/renovation"))


@pytest.mark.skipif(proxies.CADDY is None or proxies.OPENSSL is None, reason="caddy or openssl is not installed")
@pytest.mark.parametrize("installation", INSTALLATIONS)
def test_caddy_accepts_its_file(installation: Installation, tmp_path: Path) -> None:
    certificate, key = proxies.certificate_for(tmp_path)
    file = tmp_path / "Caddyfile"
    there = replace(installation, certificate=str(certificate), certificate_key=str(key))
    file.write_text(printed("caddy", there), encoding="utf-8")
    command = [str(proxies.CADDY), "validate", "--config", str(file), "--adapter", "caddyfile"]
    validated = subprocess.run(command, capture_output=True, text=True, check=False)
    assert validated.returncode == 0, validated.stderr


def compose(installation: Installation) -> dict[str, Any]:
    found = yaml.safe_load(printed("compose", installation))
    assert isinstance(found, dict)
    return found


def test_several_processes_share_a_secret_and_a_database_in_compose() -> None:
    found = compose(INSTALLATIONS[1])
    services = found["services"]
    assert list(services) == ["app1", "app2", "app3", "database", "proxy"]
    processes = [services[f"app{number}"] for number in (1, 2, 3)]
    assert {one["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"] for one in processes} == {"${COOKIE_SECRET:?}"}
    assert {one["environment"]["RENOVATION_DATABASE_URL"].partition(":")[0] for one in processes} == {
        "postgresql+psycopg"
    }
    trusted = services["proxy"]["networks"]["inside"]["ipv4_address"]
    assert {
        one["environment"][name] for one in processes for name in ("FORWARDED_ALLOW_IPS", "RENOVATION_TRUSTED_PROXIES")
    } == {trusted}
    assert set(found["volumes"]) == {"data", "database"}


def test_one_process_needs_no_database_server_in_compose() -> None:
    found = compose(INSTALLATIONS[0])
    assert list(found["services"]) == ["app1", "proxy"]
    assert "RENOVATION_DATABASE_URL" not in found["services"]["app1"]["environment"]
    assert set(found["volumes"]) == {"data"}


@pytest.mark.skipif(proxies.missing("nginx") is not None, reason=str(proxies.missing("nginx")))
def test_nginx_accepts_the_configuration_inside_the_compose_file(tmp_path: Path) -> None:
    text = compose(INSTALLATIONS[1])["configs"]["nginx"]["content"]
    assert not re.search(r"(?<!\$)(\$\$)*\$(?!\$)", text), "Compose would replace a single $"
    certificate, key = proxies.certificate_for(tmp_path)
    text = (
        text.replace("$$", "$")
        .replace("/etc/tls/certificate.pem", str(certificate))
        .replace("/etc/tls/key.pem", str(key))
    )
    text = re.sub(r"server app\d:", "server 127.0.0.1:", text)
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\n{text}", encoding="utf-8")
    command = [str(proxies.NGINX), "-t", "-q", "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    tested = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (tested.returncode, tested.stderr) == (0, "")


def test_the_container_holds_what_the_dashboard_needs_and_no_database() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", printed("container"), re.MULTILINE)
    sources = [ROOT / name for line in copied for name in line.split()]
    assert not [path for path in sources if not path.exists()]
    assert ROOT / "data" not in sources
    needed = {"app.py", "pages", "renovation", ".streamlit", "pyproject.toml", "README.md"}
    assert needed <= {path.relative_to(ROOT).as_posix() for path in sources}
    assert {
        path.name for path in (ROOT / "data").iterdir() if path.suffix not in (".md",) and ".db" not in path.name
    } == {path.name for path in sources if path.parent == ROOT / "data"}
