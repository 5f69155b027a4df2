"""How offices word the headings of our columns: what the reader takes for each, beside the heading itself.

Folded before they are compared: brackets, blanks and full width do not matter, and 竣工 is read as 完工.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ALIASES: Final[Mapping[str, Mapping[str, str]]] = {
    "unit_progress": {
        "unit": (
            "乡镇 单位 乡镇（街道） 乡镇街道 街道 镇街 乡镇名称 单位名称 各乡镇（街道） 各单位 "
            "高新区、各乡镇（街道） 责任乡镇 责任主体 属地 所属乡镇 辖区 实施单位 牵头单位 名称 地区"
        ),
        "projects_started": (
            "开工数 开工项目 开工 开工个数 开工项目个数 项目开工数 已开工项目数 开工建设项目数 "
            "累计开工数 实际开工数 实际开工项目数 开工企业数 开工点位数"
        ),
        "projects_completed": (
            "竣工项目数 竣工数 完工数 完工 完工项目 完工个数 完工项目个数 项目完工数 已完工项目数 "
            "累计完工数 实际完工数 实际完工项目数 完成项目数 完成项目 项目完成数 完工企业数 完工点位数"
        ),
        "area_renovated": (
            "完成面积 改造建筑面积 面积 改造面积 完成改造面积 完成建筑面积 完成改造建筑面积数 改造完成面积 "
            "改造建筑面积完成 改造完成建筑面积 累计完成面积 实际完成面积 实际完成改造面积 "
            "完成改造 完工面积 已改造面积 完成旧厂区改造面积 旧厂区改造面积 旧厂区改造完成面积 "
            "建筑面积 完成总量"
        ),
        "annual_target_area": (
            "目标完成面积 "
            "年度目标任务数 目标任务 任务数 目标任务数 年度目标 年度任务 年度任务数 年度目标任务 目标面积 目标 "
            "目标数 任务 任务面积 年度任务面积 年度目标任务面积 目标任务面积 年度改造目标 年度改造任务 改造目标 "
            "改造任务 改造目标面积 改造任务面积 年度目标改造面积 年度改造面积目标 年度面积目标 计划任务数 "
            "下达任务 下达任务数 区下达任务 区下达任务数 区下达目标 区下达目标任务 年度目标建筑面积 年初目标 "
            "考核目标"
        ),
        "completion_rate_reported": (
            "完成率 完成比例 完成百分比 完成进度 完成目标率 目标完成率 任务完成率 目标任务完成率 年度目标完成率 "
            "年度任务完成率 完成年度目标率 完成目标比例 完成任务比例 完成任务率 完成年度任务比例 完成年度目标比例 "
            "面积完成率 完成目标任务比例 完成目标任务 完成年度目标 完成任务百分比 完成目标百分比 百分比 比例 "
            "完成率原报 原报完成率"
        ),
    },
    "county_progress": {
        "county": "县（区） 区县 县区名称 各县区 区（县） 县（市）区 单位 地区 名称 责任单位 单位名称",
        "area_reported": (
            "上报市完成总量 上报面积 上报市面积 上报市完成面积 上报完成面积 上报完成总量 上报市改造面积 "
            "上报改造面积 上报数 上报市数 完成总量 完成面积 完成改造面积 完成改造建筑面积 改造面积 改造建筑面积 "
            "完成建筑面积 累计完成面积 实际完成面积 面积 完成 完成数 上报 上报市 上报总量 累计上报 累计上报面积"
        ),
    },
    "figures": {
        "subject": "单位 责任单位 主体 范围 乡镇",
        "measure": "指标名称 指标项 项目 统计指标 内容",
        "value": "数 值 数量 数据 指标值 完成数 本期数",
        "unit_of_measure": "单位 计量 数值单位",
        "period": "日期 截至日期 截至时间 统计日期 统计时间 时间 时点 期间",
        "nature": "数据性质 类型 类别 指标性质",
        "remark": "说明 附注 备注说明 情况说明",
    },
    "sites": {
        "site": (
            "项目名称 企业名称 点位名称 改造点位 项目 企业 名称 改造项目 厂区名称 单位名称 地块 地块名称 "
            "项目（企业）名称 企业（项目）名称"
        ),
        "unit": (
            "乡镇 单位 乡镇（街道） 街道 镇街 属地 所属乡镇 所在乡镇 所属乡镇（街道） 所在乡镇（街道） 责任乡镇 "
            "辖区 地区"
        ),
        "work": "主要改造内容 内容 建设内容 改造措施 主要内容 整治内容 项目内容",
        "mode": "方式 改造类型 改造模式 类型 改造类别",
        "led_by": "主体 改造主体 主体类型 实施主体类型",
        "stage": "状态 进度 进展 项目进度 进展情况 目前进度 项目状态 形象进度 阶段 实施进度",
        "area": "改造面积 改造建筑面积 面积 涉及建筑面积 涉及面积 厂房面积 厂房建筑面积 总建筑面积 拆除面积 完成面积",
        "households": "涉及户数 户 农户数 涉及户 拆除户数",
        "enterprises": "涉及企业数 企业家数 涉及企业 企业个数 涉及企业家数",
        "lon": "东经 lon lng longitude 坐标经度",
        "lat": "北纬 lat latitude 坐标纬度",
        "datum": "坐标体系 坐标参考 坐标系统 参考坐标系 坐标类型",
        "error_km": "误差 坐标误差 定位误差",
        "remark": "说明 附注 备注说明 情况说明",
    },
    "notes": {
        "kind": "类型 动态类别 分类",
        "unit": "单位 乡镇 对象 乡镇（街道）",
        "text": "工作内容 具体内容 动态 情况 主要内容 动态内容 事项",
    },
    "goals": {"deadline": "期限 时限 到期日", "source": "目标来源"},
    "thresholds": {"rule": "预警规则", "threshold": "阈值"},
}
"""By table and column, parted by blanks."""


def aliases(table: str, column: str) -> tuple[str, ...]:
    """Every wording that is taken for a column of a table; none for a column without any."""
    return tuple(ALIASES.get(table, {}).get(column, "").split())


_DOUBTFUL: Final[Mapping[str, Mapping[str, str]]] = {
    "unit_progress": {
        "area_renovated": "面积 建筑面积 改造面积 改造建筑面积 旧厂区改造面积",
        "annual_target_area": (
            "年度目标任务数 任务数 目标任务数 年度任务数 目标数 计划任务数 下达任务数 区下达任务数 目标 任务 "
            "年度目标 年度任务 目标任务 年度目标任务"
        ),
    },
    "county_progress": {"area_reported": "面积 建筑面积 改造面积 改造建筑面积 完成 完成数 上报 上报数"},
}
"""Wordings that elsewhere mean another thing: the area that stands there, or targets of projects."""


def is_doubtful(table: str, column: str, wording: str) -> bool:
    """Whether a wording alone does not surely mean the column."""
    return wording in _DOUBTFUL.get(table, {}).get(column, "").split()
