"""The first dataset, typed by hand from the report of 2013-10-22: the oracle of the tests and the maker of `data/`'s workbook.

Every value stands as printed. `python -m tests.first_dataset FILE` writes the workbook.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from renovation.domain.dated_tables import DatedTable
from renovation.domain.tables import TABLES
from renovation.reading.template import write_workbook

UNITS_AS_OF = dt.date(2013, 10, 15)
COUNTIES_AS_OF = dt.date(2013, 10, 8)
SITES_AS_OF = dt.date(2013, 10, 22)

UNIT_PROGRESS = [
    ("高新区", 17, 7, 33.6, 4.2, 800),
    ("织里镇", 43, 14, 91.3, 34.8, 262),
    ("八里店镇", 35, 7, 32.6, 3.75, 869),
    ("道场乡", 9, 2, 2.67, 0.7, 404),
    ("妙西镇", 5, 2, 2.75, 2, 135),
    ("埭溪镇", 47, 12, 38.66, 16, 242),
    ("东林镇", 23, 17, 7.43, 5.9, 125),
    ("环渚街道", 17, 5, 32.9, 4.9, 671),
]
COUNTY_PROGRESS = [("德清县", 112.39), ("吴兴区", 107.79), ("长兴县", 89.5), ("南浔区", 83.86), ("安吉县", 47.31)]
FIGURES = [
    ("全区", "projects_started", 202, "个", "2013-10-15", "reported", None),
    ("全区", "projects_completed", 66, "个", "2013-10-15", "reported", None),
    ("全区", "city_target_projects", 34, "个", "2013", "target", None),
    ("全区", "city_target_projects_rate", 194, "%", "2013-10-15", "reported", "以完工项目数计"),
    ("全区", "area_renovated", 242.01, "万㎡", "2013-10-15", "reported", None),
    ("全区", "city_target_area", 31.8, "万㎡", "2013", "target", None),
    ("全区", "city_target_area_rate", 761, "%", "2013-10-15", "reported", None),
    ("全区", "district_target_area", 72.4, "万㎡", "2013", "target", None),
    ("全区", "district_target_area_rate", 185.4, "%", "2013-10-15", "reported", None),
    ("全区", "projects_scheduled", 1000, "个", "2013", "plan", "原来排定的企业项目"),
    ("全区", "goal_share_of_scheduled_started", 50, "%", "2013", "goal", "一半以上，含一半"),
    ("全区", "goal_city_rank_by_area", 1, "名", "2013", "goal", "列全市第一"),
    ("全区", "key_projects", 100, "个", "2013", "plan", "挂牌督战"),
    ("全区", "land_freed", 1215, "亩", "2013-10-15", "estimate", "初步测算"),
    ("全区", "floor_area_reused", 46.85, "万㎡", "2013-10-15", "estimate", "初步测算"),
    ("全区", "land_upgraded", 4215, "亩", "2013-10-15", "estimate", "初步测算"),
    ("全区", "energy_saved", 16265, "吨标煤", "2013-10-15", "estimate", "初步测算"),
    ("全区", "cod_cut", 112, "吨", "2013-10-15", "estimate", "初步测算"),
    ("全区", "so2_cut", 181, "吨", "2013-10-15", "estimate", "初步测算"),
    ("全区", "meeting_attendance", 1500, "人", "2013-09-14", "reported", "1500多人"),
    ("八里店镇", "key_enterprises_on_g318", 36, "家", "2013-10-22", "reported", None),
    ("八里店镇", "work_groups", 6, "个", "2013-10-22", "reported", None),
    ("高新区", "households_demolished_xinan", 86, "户", "2013-10-22", "reported", None),
    ("高新区", "area_demolished_xinan", 2.25, "万㎡", "2013-10-22", "reported", None),
    ("环渚街道", "park_planned", 88, "公顷", "2013-10-22", "reported", "土地，不是建筑面积"),
]
_NO = None
SITES = [
    ("欣安村低小散丝织厂房", "高新区", "拆除", "demolition", "government", "completed", 2.25, 86, _NO, 120.142, 30.912, _NO, 2.5, "86户、2.25万㎡违章搭建厂房已全部拆除"),
    ("常溪村低小散企业", "高新区", "拆除", "demolition", "government", _NO, _NO, _NO, _NO, 120.150, 30.902, _NO, 2.5, "列为工作重点"),
    ("砂洗城", "高新区", "改造", _NO, _NO, _NO, _NO, _NO, _NO, 120.215, 30.888, _NO, 3.0, "要求加快推进"),
    ("太嘉湖工程沿线企业", "高新区", "拆除", _NO, "government", _NO, _NO, _NO, _NO, 120.228, 30.895, _NO, 1.5, "涉及多家企业，要求加快推进"),
    ("利济路沿线童装企业", "织里镇", "加层改扩建", _NO, "enterprise", _NO, _NO, _NO, _NO, 120.258, 30.868, _NO, 1.5, "列为工作重点"),
    ("沿河小印花企业", "织里镇", "拆除", _NO, "government", _NO, _NO, _NO, _NO, _NO, _NO, _NO, _NO, "列为工作重点"),
    ("金牛", "织里镇", "拆旧建新", _NO, "enterprise", _NO, _NO, _NO, 1, 120.255, 30.870, _NO, 3.0, "列为工作重点"),
    ("阿祥", "织里镇", "拆旧建新", _NO, "enterprise", _NO, _NO, _NO, 1, 120.240, 30.866, _NO, 2.0, "列为工作重点"),
    ("元昌", "织里镇", "拆旧建新", _NO, "enterprise", _NO, _NO, _NO, 1, 120.258, 30.870, _NO, 3.0, "列为工作重点"),
    ("318国道沿线企业", "八里店镇", "搬迁整治", _NO, _NO, "preparing", _NO, _NO, 36, 120.153, 30.843, _NO, 1.0, "36家重点企业，6个工作小组已进驻；搬到哪里、土地指标未定"),
    ("尹家圩低小散经编企业", "八里店镇", "进园区", _NO, _NO, _NO, _NO, _NO, _NO, 120.172, 30.818, _NO, 2.5, "列为工作重点"),
    ("移沿山低小散经编企业", "八里店镇", "进园区", _NO, _NO, _NO, _NO, _NO, _NO, 120.185, 30.824, _NO, 2.5, "列为工作重点"),
    ("誉华", "八里店镇", "关停搬迁", _NO, _NO, _NO, _NO, _NO, 1, _NO, _NO, _NO, _NO, "要求加快推进"),
    ("环渚工业园区", "环渚街道", "改造整治提升", _NO, _NO, "preparing", _NO, _NO, _NO, _NO, _NO, _NO, _NO, "88公顷用地的整治提升规划已委托编制"),
    ("金龙家苑违章搭建厂房", "环渚街道", "拆除", _NO, "government", "completed", _NO, _NO, _NO, 120.112, 30.884, _NO, 1.5, "已全部拆除"),
    ("化工厂（一）", "道场乡", "拆除", _NO, "government", "completed", _NO, _NO, 1, _NO, _NO, _NO, _NO, "已签约，已拆除"),
    ("化工厂（二）", "道场乡", "拆除", _NO, "government", "started", _NO, _NO, 1, _NO, _NO, _NO, _NO, "已签约，启动拆除"),
    ("金农麦芽", "东林镇", "续建", _NO, _NO, "started", _NO, _NO, 1, 120.088, 30.680, _NO, 3.0, "小规模续建"),
    ("绿色建材", "埭溪镇", _NO, _NO, _NO, "preparing", _NO, _NO, _NO, _NO, _NO, _NO, _NO, "搬迁政策处理中"),
    ("104国道沿线汽配厂", "埭溪镇", "拆除", _NO, "government", "preparing", _NO, _NO, 1, 120.010, 30.663, _NO, 1.5, "绿化带整治需拆除，搬迁政策处理中"),
]  # fmt: skip
NOTES = [
    ("progress", "全区", "9月14日电视视频会议后责任到人，各单位排定项目、加快推进"),
    ("progress", "八里店镇", "318国道沿线36家企业由班子成员包干，6个工作组已进驻"),
    ("progress", "高新区", "欣安村低小散厂房拆除完毕：86户、2.25万㎡"),
    ("progress", "环渚街道", "工业园区88公顷整治提升规划已委托编制；金龙家苑违建厂房拆除完毕"),
    ("progress", "道场乡", "两家化工厂均已签约：一家拆除完毕，一家启动拆除"),
    ("progress", "东林镇", "金农麦芽续建小规模开工"),
    ("progress", "埭溪镇", "绿色建材项目、104国道沿线绿化带涉及的汽配厂进入搬迁政策处理"),
    ("problem", "全区", "进展不平衡：政府主体的拆除类快，企业主体的厂房、设备改造类慢；部分单位领导精力难集中"),
    ("problem", "全区", "资金短缺：企业想改不敢动，各单位搬迁、关停补助难落实"),
    ("problem", "八里店镇", "土地指标紧缺：318国道沿线企业搬到哪里未定"),
    ("problem", "全区", "政策支持力度弱于周边县区"),
    ("next", "全区", "排定项目一半以上开工；完成改造建筑面积争全市第一"),
    ("next", "全区", "用好省、市和区“双十条”政策，兑现奖励"),
    ("next", "全区", "坚持一周一统计、一月一小结、一季一通报，奖优促后"),
    ("next", "全区", "100个重点实施项目挂牌督战，明确时序和节点"),
    ("next", "全区", "加强督察考核和舆论宣传"),
]


def table(name: str, rows: list[tuple[Any, ...]], as_of: dt.date) -> DatedTable:
    """Rows typed in the order of the schema's columns, as a table."""
    declared = TABLES[name]
    columns = {
        column.name: pd.array([row[position] for row in rows], dtype=column.type.dtype)
        for position, column in enumerate(declared.columns)
    }
    return DatedTable(pd.DataFrame(columns), as_of, declared.basis)


def tables() -> dict[str, DatedTable]:
    """The five tables of the first dataset."""
    return {
        "unit_progress": table("unit_progress", UNIT_PROGRESS, UNITS_AS_OF),
        "county_progress": table("county_progress", COUNTY_PROGRESS, COUNTIES_AS_OF),
        "figures": table("figures", FIGURES, UNITS_AS_OF),
        "sites": table("sites", SITES, SITES_AS_OF),
        "notes": table("notes", NOTES, SITES_AS_OF),
    }


def with_unit_value(unit: str, column: str, value: float, as_of: dt.date = UNITS_AS_OF) -> DatedTable:
    """The units' table as of another day, in which one unit's figure is another."""
    table = tables()["unit_progress"]
    frame = table.frame.assign(**{column: table.frame[column].mask(table.frame["unit"] == unit, value)})
    return DatedTable(frame, as_of, table.basis)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(write_workbook(tables()))
