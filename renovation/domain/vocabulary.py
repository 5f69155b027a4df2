"""The codes that columns with a fixed list of values contain, each with its Chinese and English word."""

from __future__ import annotations

from typing import Final

from renovation.domain.labels import Label

NATURES: Final = {
    "reported": Label("统计", "statistic"),
    "target": Label("目标", "target"),
    "plan": Label("排定", "plan"),
    "goal": Label("要求", "goal"),
    "estimate": Label("测算", "estimate"),
}

MODES: Final = {
    "upgrading": Label("技术改造", "technical upgrading"),
    "demolition": Label("集中拆除", "concentrated demolition"),
    "reuse": Label("腾笼盘活", "reuse of idle premises"),
    "beautification": Label("美化整治", "beautification"),
    "closure": Label("关停收回", "closure and taking back"),
}

STAGES: Final = {
    "preparing": Label("前期", "preparing"),
    "started": Label("开工", "started"),
    "completed": Label("完工", "completed"),
}
STAGES_IN_WORDS: Final = {
    # 前期工作中, not 前期已完成
    "preparing": "未开工|(?:处于|正在|开展|做)*前期(?:准备|工作|手续|办理|阶段|中)*",
    # 施工中, not 未施工
    "started": "在建|施工|正在(?:施工|建设)|(?:处于|正在)?(?:施工|建设|在建)(?:阶段|中)",
}
"""For the code of each stage of the work, a regular expression of other words that clerks write for it."""

LEADERS: Final = {
    "government": Label("政府主体", "government"),
    "enterprise": Label("企业主体", "enterprise"),
}

DATUMS: Final = {
    "wgs84": Label("WGS84", "WGS84"),
    "cgcs2000": Label("CGCS2000", "CGCS2000"),
    "gcj02": Label("GCJ-02", "GCJ-02"),
    "bd09": Label("BD-09", "BD-09"),
    "from_gcj02": Label("WGS84（由GCJ-02换算）", "WGS84, converted from GCJ-02"),
    "from_bd09": Label("WGS84（由BD-09换算）", "WGS84, converted from BD-09"),
}

NOTE_KINDS: Final = {
    "progress": Label("进展", "progress"),
    "problem": Label("问题", "problem"),
    "next": Label("下一步", "next step"),
}
