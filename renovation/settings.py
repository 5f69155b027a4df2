"""The environment variables that an operator can set, and functions that return their values.

SETTINGS describes each variable once; the manual prints it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final

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
UPDATE_VARIABLE: Final = "RENOVATION_UPDATE_DAYS"
WATCHED: Final = "watched"
_CACHE_MB: Final = 256
_UPDATE_DAYS: Final = 7
_MOST_UPDATE_DAYS: Final = 366
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
        TIANDITU_VARIABLE,
        "天地图密钥；设置后访客的浏览器会向天地图请求底图",
        "A key of 天地图; if it is set, visitors' browsers load map tiles from its servers",
        "使用自带的边界图，不访问外网",
        "our own boundaries, without any request to other servers",
    ),
    Setting(
        LANGUAGE_VARIABLE,
        "命令行输出的语言：`zh`或`en`",
        "The language of the command line's output: `zh` or `en`",
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


def process_limits() -> str:
    """Returns what limits worker processes: `watched`, or else an empty text or `system`."""
    return os.environ.get(LIMITS_VARIABLE, "").strip()


def cache_bytes() -> int:
    """Returns the memory limit of the cache in bytes.

    A value that is no whole number of MB is ignored: the default applies.
    """
    text = os.environ.get(CACHE_VARIABLE, "")
    return (int(text) if text.isdecimal() else _CACHE_MB) * 2**20
