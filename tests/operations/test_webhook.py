"""A message arrives in its form, and whatever the other server does, the sender learns it soon and tells no token."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import socket

import anyio
import pytest

from renovation.cli import main
from renovation.operations import webhook
from renovation.operations.webhook import Message, Webhook, WebhookFailed, configured_webhook
from tests.operations.webhook_server import Answer, answer, endless, webhook_server

MESSAGE = Message("published", "看板：第2期", {"release": 2, "as_of": "2013-10-22"})


def sent(to: Webhook) -> None:
    anyio.run(to.send, MESSAGE)


def test_our_own_form_has_the_facts_and_the_sentence() -> None:
    with webhook_server(answer(204, b"")) as server:
        sent(Webhook(server.url))
    assert server.documents == [
        {"event": "published", "text": "看板：第2期", "release": 2, "as_of": "2013-10-22"},
    ]
    assert server.parameters == [{"access_token": "TOKEN"}]


@pytest.mark.parametrize("form", ["dingtalk", "wecom"])
def test_a_robot_gets_a_text(form: str) -> None:
    with webhook_server(answer()) as server:
        sent(Webhook(server.url, form))
    assert server.documents == [{"msgtype": "text", "text": {"content": "看板：第2期"}}]
    assert server.parameters == [{"access_token": "TOKEN"}]


def test_dingtalk_gets_the_signature_that_its_manual_describes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook.time, "time", lambda: 1_700_000_000.123)
    with webhook_server(answer()) as server:
        sent(Webhook(server.url, "dingtalk", "SECabc+/="))
        sent(Webhook(server.url, "wecom", "SECabc+/="))
    [parameters, of_wecom] = server.parameters
    signed = hmac.new(b"SECabc+/=", b"1700000000123\nSECabc+/=", hashlib.sha256).digest()
    assert parameters == {
        "access_token": "TOKEN",
        "timestamp": "1700000000123",
        "sign": base64.b64encode(signed).decode(),
    }
    assert of_wecom == {"access_token": "TOKEN"}


@pytest.mark.parametrize(
    ("form", "answers", "reason"),
    [
        ("json", [answer(500)], "answer 500"),
        ("json", [answer(404, b"x" * 100_000)], "answer 404"),
        ("dingtalk", [answer(200, b'{"errcode": 310000, "errmsg": "sign not match"}')], "errcode 310000"),
        ("wecom", [answer(200, b"<html>login</html>")], "errcode None"),
        ("wecom", [answer(200, b"[]")], "errcode None"),
        ("json", [], "no answer within"),
        ("json", [endless(1)], "no answer within"),
        ("wecom", [endless(10_000)], "errcode None"),
    ],
)
def test_what_goes_wrong_is_said_without_the_address(
    form: str, answers: list[Answer], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "SECONDS", 0.5 if reason == "no answer within" else 30.0)
    with webhook_server(*answers) as server, pytest.raises(WebhookFailed, match=reason) as failed:
        sent(Webhook(server.url, form))
    assert "TOKEN" not in str(failed.value)


def test_a_server_that_refuses_and_a_broken_address_fail_at_once() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refusing = f"http://127.0.0.1:{unused.getsockname()[1]}/?access_token=TOKEN"
    for url in (refusing, "https://[::1/?access_token=TOKEN"):
        with pytest.raises(WebhookFailed) as failed:
            sent(Webhook(url))
        assert "TOKEN" not in str(failed.value)


def test_a_redirection_is_not_followed() -> None:
    with webhook_server(answer()) as elsewhere:
        redirection = answer(307, b"", Location=elsewhere.url)
        with webhook_server(redirection) as server, pytest.raises(WebhookFailed, match="answer 307"):
            sent(Webhook(server.url))
        assert elsewhere.documents == []


def test_a_message_is_sent_again_until_it_arrives(caplog: pytest.LogCaptureFixture) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    caplog.set_level(logging.DEBUG)
    with webhook_server(answer(503), answer(503), answer()) as server:
        assert anyio.run(Webhook(server.url).deliver, MESSAGE, sleep)
        assert (len(server.documents), waited) == (3, [0.0, *webhook.WAITS[:2]])
    with webhook_server(answer(503)) as server:
        assert not anyio.run(Webhook(server.url, "dingtalk", "SECRET").deliver, MESSAGE, sleep)
        assert len(server.documents) == 1 + len(webhook.WAITS)
    ours = [record for record in caplog.records if record.name.startswith("renovation")]
    assert [record.getMessage() for record in ours] == [
        "The message “published” did not arrive at the webhook: answer 503."
    ]
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO]
    assert not [line for line in said if "TOKEN" in line or "SECRET" in line]
    assert "TOKEN" not in repr(Webhook(server.url, "dingtalk", "SECRET")) + str(Webhook("TOKEN"))


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("https://oapi.dingtalk.com/robot/send?access_token=TOKEN", True),
        ("http://127.0.0.1:8080/TOKEN", True),
        ("http://localhost/TOKEN", True),
        ("http://[::1]:80/TOKEN", True),
        ("http://oapi.dingtalk.com/robot/send?access_token=TOKEN", False),
        ("http://127.0.0.1.example.org/TOKEN", False),
        ("http://localhost@example.org/TOKEN", False),
        ("http://10.0.0.7/TOKEN", False),
        ("ftp://127.0.0.1/TOKEN", False),
        ("file:///etc/TOKEN", False),
        ("https:///TOKEN", False),
        ("https://[::1/TOKEN", False),
        ("oapi.dingtalk.com/TOKEN", False),
    ],
)
def test_an_address_in_the_open_is_refused_without_being_told(
    url: str, is_allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENOVATION_WEBHOOK_URL", url)
    if is_allowed:
        assert configured_webhook() == Webhook(url)
        return
    with pytest.raises(ValueError, match="RENOVATION_WEBHOOK_URL") as refused:
        configured_webhook()
    assert "TOKEN" not in str(refused.value)


def test_without_an_address_there_is_no_webhook_and_a_wrong_form_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configured_webhook() is None
    monkeypatch.setenv("RENOVATION_WEBHOOK_URL", "https://oapi.dingtalk.com/")
    monkeypatch.setenv("RENOVATION_WEBHOOK_FORM", "feishu")
    with pytest.raises(ValueError, match="RENOVATION_WEBHOOK_FORM"):
        configured_webhook()


def test_the_command_line_sends_a_trial_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["webhook"]) == 2
    assert "RENOVATION_WEBHOOK_URL" in capsys.readouterr().err
    with webhook_server(answer(), answer(200, b'{"errcode": 40001}')) as server:
        monkeypatch.setenv("RENOVATION_WEBHOOK_URL", server.url)
        monkeypatch.setenv("RENOVATION_WEBHOOK_FORM", "wecom")
        assert main(["webhook"]) == 0
        assert server.documents[0]["text"]["content"] == "吴兴区旧厂区改造推进看板：这是一条测试消息，推送设置有效。"
        assert "消息已送达" in capsys.readouterr().err
        monkeypatch.setenv("RENOVATION_LANGUAGE", "en")
        assert main(["webhook", "--json"]) == 1
        assert '"reason": "refused with errcode 40001"' in capsys.readouterr().out
