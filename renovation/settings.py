"""The environment variables that an operator can set, and functions that return their values.

SETTINGS describes each variable once; the manual prints it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

DATA: Final = Path(__file__).parents[1] / "data"
DATABASE_VARIABLE: Final = "RENOVATION_DATABASE_URL"
WORKBOOK_VARIABLE: Final = "RENOVATION_FIRST_WORKBOOK"
LANGUAGE_VARIABLE: Final = "RENOVATION_LANGUAGE"
KEY_VARIABLE: Final = "RENOVATION_PUBLISHER_KEY"
PROXY_HEADER_VARIABLE: Final = "RENOVATION_TRUSTED_USER_HEADER"
PROXIES_VARIABLE: Final = "RENOVATION_TRUSTED_PROXIES"
TIANDITU_VARIABLE: Final = "RENOVATION_TIANDITU_KEY"
CACHE_VARIABLE: Final = "RENOVATION_CACHE_MB"
LIMITS_VARIABLE: Final = "RENOVATION_PROCESS_LIMITS"
WEBHOOK_VARIABLE: Final = "RENOVATION_WEBHOOK_URL"
WEBHOOK_FORM_VARIABLE: Final = "RENOVATION_WEBHOOK_FORM"
WEBHOOK_SECRET_VARIABLE: Final = "RENOVATION_WEBHOOK_SECRET"  # noqa: S105 a name
UPDATE_VARIABLE: Final = "RENOVATION_UPDATE_DAYS"
WATCHED: Final = "watched"
_CACHE_MB: Final = 256
_UPDATE_DAYS: Final = 7
_MOST_UPDATE_DAYS: Final = 366
_WEBHOOK_FORMS: Final = ("json", "dingtalk", "wecom")
_PROXIES: Final = "127.0.0.1,::1"
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Setting:
    """An environment variable: its purpose (`zh`, `en`) and the default without it (`default_zh`, `default_en`)."""

    variable: str
    zh: str
    en: str
    default_zh: str
    default_en: str


SETTINGS: Final = (
    Setting(
        DATABASE_VARIABLE,
        "数据库，SQLAlchemy URL",
        "The database, as an SQLAlchemy URL",
        "`data/renovation.db`（SQLite）",
        "`data/renovation.db` (SQLite)",
    ),
    Setting(
        WORKBOOK_VARIABLE,
        "第一次启动时发布的表格",
        "The workbook that the first start publishes",
        "`data/first-release.xlsx`",
        "`data/first-release.xlsx`",
    ),
    Setting(
        KEY_VARIABLE,
        "发布密钥",
        "The publisher's key",
        "第一次启动时生成，在终端显示一次",
        "made at the first start and printed once in the terminal",
    ),
    Setting(
        PROXY_HEADER_VARIABLE,
        "由可信代理写入访客姓名的请求头；有姓名的访客发布时不需要密钥",
        "The header in which a trusted proxy names the visitor; named visitors publish without a key",
        "不设置",
        "not used",
    ),
    Setting(
        PROXIES_VARIABLE,
        "可信代理的IP地址或网段，用逗号分隔；来自其他地址的访客姓名请求头一律忽略",
        "The IP addresses or networks of trusted proxies, separated by commas; a visitor's name from another address "
        "is ignored",
        f"`{_PROXIES}`（本机）",
        f"`{_PROXIES}` (this machine)",
    ),
    Setting(
        UPDATE_VARIABLE,
        "数据每隔几天更新一次，从截至日期算起；过期未更新的，各页面上方写明逾期天数；`0`为不提示",
        "Every how many days the data is updated, counted from its as-of date; every page says when an update is "
        "overdue; `0` for never",
        f"`{_UPDATE_DAYS}`（一周一统计）",
        f"`{_UPDATE_DAYS}` (weekly)",
    ),
    Setting(
        WEBHOOK_VARIABLE,
        "发布新数据、到期未更新时，把消息推送到这个网址（Webhook）；除本机外须为https",
        "The address (webhook) to which a message is sent when data is published or overdue; https, except on this "
        "machine",
        "不推送，不访问外网",
        "nothing is sent, and no other server is asked",
    ),
    Setting(
        WEBHOOK_FORM_VARIABLE,
        "消息的格式：`json`，`dingtalk`（钉钉、浙政钉群机器人），`wecom`（企业微信群机器人）",
        "The form of the messages: `json`, `dingtalk` (group robots of DingTalk) or `wecom` (of WeCom)",
        "`json`",
        "`json`",
    ),
    Setting(
        WEBHOOK_SECRET_VARIABLE,
        "钉钉群机器人“加签”的密钥",
        "The secret with which messages to a robot of DingTalk are signed",
        "不签名",
        "not signed",
    ),
    Setting(
        TIANDITU_VARIABLE,
        "天地图密钥；设置后访客的浏览器会向天地图请求底图",
        "A key of 天地图; if it is set, visitors' browsers load map tiles from its servers",
        "使用自带的边界图，不访问外网",
        "our own boundaries, without any request to other servers",
    ),
    Setting(
        LANGUAGE_VARIABLE,
        "命令行输出和推送消息的语言：`zh`或`en`",
        "The language of the command line's output and of messages to the webhook: `zh` or `en`",
        "`zh`",
        "`zh`",
    ),
    Setting(
        CACHE_VARIABLE,
        "缓存上限，单位MB；超出后先丢弃最久未用的内容",
        "The memory limit of the cache, in MB; beyond it the least recently used results are dropped",
        f"`{_CACHE_MB}`",
        f"`{_CACHE_MB}`",
    ),
    Setting(
        LIMITS_VARIABLE,
        "检查表格的进程由谁限制内存和用时：`system`为操作系统，`watched`为看板自己监视",
        "What limits the memory and time of the processes that check workbooks: `system` or, by watching, the "
        "dashboard (`watched`)",
        "Linux为`system`，其他系统只能是`watched`",
        "`system` on Linux; elsewhere always `watched`",
    ),
)


def tianditu_key() -> str:
    """Returns the key for the map tiles of 天地图; an empty string when the variable is not set."""
    return os.environ.get(TIANDITU_VARIABLE, "").strip()


def trusted_proxies() -> tuple[Network, ...]:
    """Returns the networks of the proxies that may name a visitor. Raises ValueError that names the setting."""
    listed = os.environ.get(PROXIES_VARIABLE) or _PROXIES
    try:
        return tuple(ip_network(one.strip(), strict=False) for one in listed.split(",") if one.strip())
    except ValueError as error:
        raise ValueError(f"{PROXIES_VARIABLE}: {error}") from error


def database_url() -> str:
    """Returns the SQLAlchemy URL of the database; by default that of an SQLite file in `data/`."""
    return os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{DATA / 'renovation.db'}"


def first_workbook() -> Path:
    """Returns the path of the workbook that is published when the database is empty."""
    return Path(os.environ.get(WORKBOOK_VARIABLE) or DATA / "first-release.xlsx")


def update_days() -> int:
    """Returns every how many days an update of the data is expected; 0 if none is.

    Raises ValueError that names the setting.
    """
    text = os.environ.get(UPDATE_VARIABLE, "").strip() or str(_UPDATE_DAYS)
    if not text.isdecimal() or int(text) > _MOST_UPDATE_DAYS:
        raise ValueError(f"{UPDATE_VARIABLE}: {text!r} is no number of days from 0 to {_MOST_UPDATE_DAYS}")
    return int(text)


def webhook_url() -> str:
    """Returns the address to which messages are sent; an empty string if none is.

    Raises ValueError that names the setting but does not contain the address, which holds a token.
    """
    url = os.environ.get(WEBHOOK_VARIABLE, "").strip()
    if url and not _may_be_called(url):
        raise ValueError(f"{WEBHOOK_VARIABLE}: the address must begin with https:// (http:// only on this machine)")
    return url


def _may_be_called(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_here = host == "localhost" or (parts.scheme == "http" and ip_address(host).is_loopback)
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_here))


def webhook_form() -> str:
    """Returns the form of messages to the webhook. Raises ValueError that names the setting."""
    form = os.environ.get(WEBHOOK_FORM_VARIABLE, "").strip() or _WEBHOOK_FORMS[0]
    if form not in _WEBHOOK_FORMS:
        raise ValueError(f"{WEBHOOK_FORM_VARIABLE}: {form!r} is none of {', '.join(_WEBHOOK_FORMS)}")
    return form


def webhook_secret() -> str:
    """Returns the secret with which messages to DingTalk are signed; an empty string for none."""
    return os.environ.get(WEBHOOK_SECRET_VARIABLE, "").strip()


def output_language() -> str:
    """Returns the language of the command line and of messages to the webhook."""
    return "en" if os.environ.get(LANGUAGE_VARIABLE) == "en" else "zh"


def process_limits() -> str:
    """Returns what limits worker processes: `watched`, or else an empty text or `system`."""
    return os.environ.get(LIMITS_VARIABLE, "").strip()


def cache_bytes() -> int:
    """Returns the memory limit of the cache in bytes.

    A value that is no whole number of MB is ignored: the default applies.
    """
    text = os.environ.get(CACHE_VARIABLE, "")
    return (int(text) if text.isdecimal() else _CACHE_MB) * 2**20
