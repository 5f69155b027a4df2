"""Sends a message to a webhook: an address of another server that accepts messages as JSON.

There are three formats: our own JSON, and the text messages of group robots of DingTalk (浙政钉 accepts the same) and
of WeCom: https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages and
https://developer.work.weixin.qq.com/document/path/91770. The address contains the token of the robot, so no log and no
error contains the address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import anyio

from renovation.settings import webhook_form, webhook_secret, webhook_url

SECONDS: Final = 10.0
"""The longest time in seconds that one attempt takes, whatever the other server does."""
WAITS: Final = (2.0, 15.0, 60.0)
"""The seconds to wait before the second, third and fourth attempt."""
_MOST_BYTES: Final = 4096
"""The most bytes of an answer that are read; a robot's answer has about a hundred."""
_LOG: Final = logging.getLogger("renovation.webhook")


class WebhookFailed(Exception):
    """A message did not arrive at the webhook; the text says why, without the address, which is secret."""


@dataclass(frozen=True)
class Message:
    """A message that the webhook sends about an event.

    `event` is a code of the event, such as "published"; `text` is a sentence, and `facts` are the values in this
    sentence, for JSON.
    """

    event: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Webhook:
    """A webhook: the address of another server to which the dashboard sends messages.

    `form` is the format of the messages: "json", "dingtalk" or "wecom". `secret` signs messages to DingTalk.
    """

    url: str = field(repr=False)
    form: str = "json"
    secret: str = field(default="", repr=False)

    async def deliver(self, message: Message, sleep: Callable[[float], Awaitable[None]] = anyio.sleep) -> bool:
        """Sends `message` to the webhook, and again after a while if it does not arrive; returns whether it arrived.

        If it did not arrive in the end, one line is logged. `sleep` waits a number of seconds between two attempts.
        """
        reason = ""
        for wait in (0.0, *WAITS):
            await sleep(wait)
            try:
                await self.send(message)
            except WebhookFailed as failure:
                reason = str(failure)
            else:
                return True
        _LOG.warning("The message “%s” did not arrive at the webhook: %s.", message.event, reason)
        return False

    async def send(self, message: Message) -> None:
        """Sends `message` to the webhook once. Raises WebhookFailed if it does not arrive within ten seconds."""
        try:
            with anyio.fail_after(SECONDS):
                status, answer = await self._post(message)
        except TimeoutError:
            raise WebhookFailed(f"no answer within {SECONDS:g} seconds") from None
        if not 200 <= status < 300:
            raise WebhookFailed(f"answer {status}")
        if self.form != "json" and (code := _error_code(answer)) != 0:
            raise WebhookFailed(f"refused with errcode {code}")

    async def _post(self, message: Message) -> tuple[int, bytes]:
        """Sends `message` to the webhook; returns (HTTP status, first bytes of the answer).

        A redirection is not followed, because it may lead to any server. Raises WebhookFailed if the server cannot be
        reached.
        """
        import httpx2  # costs 0.25 s, which a dashboard without a webhook should not pay

        logging.getLogger("httpx2").setLevel(logging.WARNING)  # at INFO it logs the address
        try:
            url = httpx2.URL(self.url).copy_merge_params(self._signature(time.time()))
            async with (
                httpx2.AsyncClient(timeout=SECONDS) as client,
                client.stream("POST", url, json=self.body(message)) as answer,
            ):
                return answer.status_code, await _beginning(answer.aiter_bytes())
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise WebhookFailed(type(error).__name__) from None

    def body(self, message: Message) -> dict[str, Any]:
        """Returns `message` as the JSON document to send, in the format that the webhook expects."""
        if self.form == "json":
            return {"event": message.event, "text": message.text, **message.facts}
        return {"msgtype": "text", "text": {"content": message.text}}

    def _signature(self, now: float) -> dict[str, str]:
        """Returns the URL parameters by which DingTalk recognises the sender; empty if the webhook has no secret.

        They are empty too for other formats than "dingtalk". `now` is the current time in seconds since the epoch.
        """
        if self.form != "dingtalk" or not self.secret:
            return {}
        timestamp = str(round(now * 1000))
        signed = hmac.digest(self.secret.encode(), f"{timestamp}\n{self.secret}".encode(), hashlib.sha256)
        return {"timestamp": timestamp, "sign": base64.b64encode(signed).decode()}


def configured_webhook() -> Webhook | None:
    """Returns the webhook that the settings describe; None if the operator has set no webhook.

    Raises ValueError, with the name of the setting, if a setting is wrong.
    """
    url = webhook_url()
    return Webhook(url, webhook_form(), webhook_secret()) if url else None


async def _beginning(parts: AsyncIterator[bytes]) -> bytes:
    read = b""
    async for part in parts:
        read += part
        if len(read) >= _MOST_BYTES:
            break
    return read


def _error_code(answer: bytes) -> object:
    """Returns the `errcode` in a robot's answer, which is 0 if it accepted the message; None for any other answer."""
    try:
        parsed = json.loads(answer)
    except ValueError:
        return None
    return parsed.get("errcode") if isinstance(parsed, dict) else None
