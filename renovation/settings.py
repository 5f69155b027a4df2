"""Declares the environment variables that an operator can set.

Each variable is declared once, with its purpose, its default and its allowed values; the manual, README.md and error
messages repeat these words. Calling a setting returns its value. The settings are not declared with pydantic-settings,
because importing it takes 0.3 s of CPU in every process, and every upload starts two processes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

from renovation.domain.data_folder import DATA
from renovation.domain.labels import Label

PREFIX: Final = "RENOVATION_"
WATCHED: Final = "watched"
_MOST_CACHE_MB: Final = 1_000_000
_MOST_UPDATE_DAYS: Final = 366
Value = TypeVar("Value")
Network = IPv4Network | IPv6Network


class InvalidSetting(ValueError):
    """An environment variable has a value or name that is not allowed.

    The message says in both languages what was found and what is allowed.
    """

    def __init__(self, variable: str, reason: Label) -> None:
        self.variable = variable
        self.reason = Label(reason.zh.replace("`", ""), reason.en.replace("`", ""))
        super().__init__(f"{variable}：{self.reason.zh} / {variable}: {self.reason.en}")


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """An environment variable that an operator can set; calling the object returns its value.

    `variable` is its name, such as RENOVATION_CACHE_MB, and `purpose` says what it sets. `parse` converts the text of
    the variable to a value, and raises ValueError if the text is not allowed; `allowed` describes the allowed texts.
    `default` is the value if the variable is not set; `default_text` describes it. If `is_secret` is True, errors do
    not repeat the text of the variable.
    """

    variable: str
    purpose: Label
    default: Value
    default_text: Label
    parse: Callable[[str], Value]
    allowed: Label
    is_secret: bool = False

    def __call__(self) -> Value:
        """Returns the value of the environment variable, or the default if it is not set. Raises InvalidSetting."""
        text = os.environ.get(self.variable, "").strip()
        if not text:
            return self.default
        try:
            return self.parse(text)
        except ValueError as error:
            shown = "".join(letter if letter.isprintable() else " " for letter in without_password(text))
            found, allowed = "…" if self.is_secret else shown, self.allowed
            reason = Label(f"“{found}”无效，应为{allowed.zh}", f"found “{found}”; expected {allowed.en}")
            raise InvalidSetting(self.variable, reason) from (None if self.is_secret else error)


def without_password(url: str) -> str:
    """Returns `url` with `***` instead of its password: `a://user:***@host` for `a://user:secret@host`.

    A URL without a password, such as `a://host:80/b`, is returned unchanged.
    """
    return re.sub(r"//([^:/@]*):[^@]*@", r"//\1:***@", url)


def _matching(pattern: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(text)
        return text

    return parse


def _one_of(*allowed: str) -> Callable[[str], str]:
    return _matching("|".join(allowed))


def _whole_number(least: int, most: int, factor: int = 1) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise ValueError(text)
        return int(text) * factor

    return parse


def _address_to_call(text: str) -> str:
    """Returns `text` if it is an address that messages may be sent to; raises ValueError otherwise.

    `https://host/path` and, on this machine, `http://127.0.0.1/` are allowed, `http://host/` is not. The address
    consists of ASCII characters without spaces, and its port, if it has one, is a number up to 65535.
    """
    parts = urlsplit(text)
    if not re.fullmatch(r"[!-~]+", text) or parts.port == 0:  # reading a port that is no such number raises ValueError
        raise ValueError(text)
    host = parts.hostname or ""
    is_here = parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    if not host or not (parts.scheme == "https" or is_here):
        raise ValueError(text)
    return text


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


database_url: Final = Setting(
    "RENOVATION_DATABASE_URL",
    Label("数据库，SQLAlchemy URL", "The database, as an SQLAlchemy URL"),
    f"sqlite:///{DATA / 'renovation.db'}",
    Label("`data/renovation.db`（SQLite）", "`data/renovation.db` (SQLite)"),
    # `sqlite:////srv/kanban.db`, not `sqlite:///:memory:`; `postgresql+psycopg://host/kanban`, not `postgres/kanban`
    _matching(r"sqlite(\+pysqlite)?:///(?!:memory:).+|postgresql(\+psycopg)?://.+"),
    Label(
        "`sqlite:///文件路径`或`postgresql://用户:密码@主机/数据库`",
        "`sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/DATABASE`",
    ),
)
first_workbook: Final = Setting(
    "RENOVATION_FIRST_WORKBOOK",
    Label("第一次启动时发布的表格", "The workbook that the first start publishes"),
    DATA / "first-release.xlsx",
    Label("`data/first-release.xlsx`", "`data/first-release.xlsx`"),
    Path,
    Label("文件路径", "the path of a file"),
)
publisher_key: Final = Setting(
    "RENOVATION_PUBLISHER_KEY",
    Label("发布密钥", "The publisher's key"),
    "",
    Label("第一次启动时生成，在终端显示一次", "made at the first start and printed once in the terminal"),
    str,
    Label("任意文字", "any text"),
)
trusted_user_header: Final = Setting(
    "RENOVATION_TRUSTED_USER_HEADER",
    Label(
        "由可信代理写入访客姓名的请求头；有姓名的访客发布时不需要密钥",
        "The header in which a trusted proxy names the visitor; named visitors publish without a key",
    ),
    "",
    Label("不设置", "not used"),
    # `X-Forwarded-User`, not `X-Forwarded-User: name`
    _matching(r"[A-Za-z0-9-]+"),
    Label("请求头的名称，如`X-Forwarded-User`", "the name of a header, such as `X-Forwarded-User`"),
)
trusted_proxies: Final = Setting(
    "RENOVATION_TRUSTED_PROXIES",
    Label(
        "可信代理的IP地址或网段，用逗号分隔；来自其他地址的访客姓名请求头一律忽略",
        "The IP addresses or networks of trusted proxies, separated by commas; a visitor's name from another address "
        "is ignored",
    ),
    _networks("127.0.0.1,::1"),
    Label("`127.0.0.1,::1`（本机）", "`127.0.0.1,::1` (this machine)"),
    _networks,
    Label(
        "用逗号分隔的IP地址或网段，如`10.0.0.5,10.1.0.0/16`",
        "IP addresses or networks separated by commas, such as `10.0.0.5,10.1.0.0/16`",
    ),
)
update_days: Final = Setting(
    "RENOVATION_UPDATE_DAYS",
    Label(
        "数据每隔几天更新一次，从截至日期算起；过期未更新的，各页面上方写明逾期天数；`0`为不提示",
        "Every how many days the data is updated, counted from its as-of date; every page says when an update is "
        "overdue; `0` for never",
    ),
    7,
    Label("`7`（一周一统计）", "`7` (weekly)"),
    _whole_number(0, _MOST_UPDATE_DAYS),
    Label(f"0至{_MOST_UPDATE_DAYS}的整数，单位天", f"a whole number of days from 0 to {_MOST_UPDATE_DAYS}"),
)
sign_off_needed: Final = Setting(
    "RENOVATION_SIGN_OFF",
    Label(
        "审签：发布的数据须经另一位有个人密钥的发布人确认，各页面和会议才显示",
        "Sign-off: pages and meetings show a release only after another publisher has confirmed it with their own key",
    ),
    False,
    Label("`off`", "`off`"),
    _switch,
    Label("`on`或`off`", "`on` or `off`"),
)
webhook_url: Final = Setting(
    "RENOVATION_WEBHOOK_URL",
    Label(
        "推送网址（Webhook）；数据发布、待审签、到期未更新时推送一条消息",
        "The address (webhook) to which a message is sent when data is published, waits for a sign-off, or is overdue",
    ),
    "",
    Label("不推送，不访问外网", "nothing is sent, and no other server is asked"),
    _address_to_call,
    Label("`https://`开头的网址，本机的也可以是`http://`", "`https://…`, on this machine also `http://…`"),
    is_secret=True,
)
webhook_form: Final = Setting(
    "RENOVATION_WEBHOOK_FORM",
    Label(
        "推送消息的格式：`dingtalk`用于钉钉、浙政钉群机器人，`wecom`用于企业微信群机器人",
        "The form of these messages: `dingtalk` is for group robots of DingTalk and 浙政钉, `wecom` for those of WeCom",
    ),
    "json",
    Label("`json`", "`json`"),
    _one_of("json", "dingtalk", "wecom"),
    Label("`json`、`dingtalk`或`wecom`", "`json`, `dingtalk` or `wecom`"),
)
webhook_secret: Final = Setting(
    "RENOVATION_WEBHOOK_SECRET",
    Label("钉钉群机器人“加签”的密钥", "The secret with which messages to a group robot of DingTalk are signed"),
    "",
    Label("不签名", "not signed"),
    str,
    Label("任意文字", "any text"),
    is_secret=True,
)
tianditu_key: Final = Setting(
    "RENOVATION_TIANDITU_KEY",
    Label(
        "天地图密钥；设置后访客的浏览器会向天地图请求底图",
        "A key of 天地图; if it is set, visitors' browsers load map tiles from its servers",
    ),
    "",
    Label("使用自带的边界图，不访问外网", "our own boundaries, without any request to other servers"),
    # `0a1B2c3D`, not `key=0a1B2c3D`
    _matching(r"[A-Za-z0-9]+"),
    Label("字母和数字", "letters and digits"),
)
output_language: Final = Setting(
    "RENOVATION_LANGUAGE",
    Label("命令行输出和推送消息的语言", "The language of the command line's output and of messages to the webhook"),
    "zh",
    Label("`zh`", "`zh`"),
    _one_of("zh", "en"),
    Label("`zh`或`en`", "`zh` or `en`"),
)
cache_bytes: Final = Setting(
    "RENOVATION_CACHE_MB",
    Label(
        "缓存上限，单位MB；超出后先丢弃最久未用的内容",
        "The memory limit of the cache, in MB; beyond it the least recently used results are dropped",
    ),
    256 * 2**20,
    Label("`256`", "`256`"),
    _whole_number(1, _MOST_CACHE_MB, 2**20),
    Label("正整数，单位MB", "a whole number of MB, at least 1"),
)
process_limits: Final = Setting(
    "RENOVATION_PROCESS_LIMITS",
    Label(
        "检查表格的进程由谁限制内存和用时：`system`为操作系统，`watched`为看板自己监视",
        "What limits the memory and time of the processes that check workbooks: `system` or, by watching, the "
        "dashboard (`watched`)",
    ),
    "system",
    Label("Linux为`system`，其他系统只能是`watched`", "`system` on Linux; elsewhere always `watched`"),
    _one_of("system", WATCHED),
    Label(f"`system`或`{WATCHED}`", f"`system` or `{WATCHED}`"),
)
SETTINGS: Final[tuple[Setting[Any], ...]] = (
    database_url,
    first_workbook,
    publisher_key,
    trusted_user_header,
    trusted_proxies,
    update_days,
    sign_off_needed,
    webhook_url,
    webhook_form,
    webhook_secret,
    tianditu_key,
    output_language,
    cache_bytes,
    process_limits,
)


def invalid_settings() -> Iterator[InvalidSetting]:
    """Yields an error for each environment variable that is wrong, so that the start can report all of them.

    A variable is wrong if its value is not allowed, or if its name starts with PREFIX and no setting has this name.
    """
    for setting in SETTINGS:
        try:
            setting()
        except InvalidSetting as error:
            yield error
    names = [setting.variable for setting in SETTINGS]
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX) and variable not in names:
            yield InvalidSetting(variable, _no_such_setting(variable, names))


def _no_such_setting(variable: str, names: list[str]) -> Label:
    import difflib  # costs 40 ms, which a worker that reads one setting should not pay

    similar = difflib.get_close_matches(variable, names, n=1)
    if not similar:
        return Label("没有这个设置", "there is no such setting")
    return Label(f"没有这个设置，应为{similar[0]}？", f"there is no such setting; did you mean {similar[0]}?")
