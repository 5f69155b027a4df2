"""The known words of headings, titles and lines about units of measurement, each with its meaning.

To teach the program a new word, add it to the line with its meaning; nothing else is needed. Words are written in a
uniform spelling: half width, small letters, no blanks, 完工 for 竣工, 截至 for 截止. Longer words win over shorter
ones: 占地面积 is land, though 面积 is an area. The clerk is asked about words that are not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Kind = Literal["quantity", "statistic", "period", "nature", "scope", "neutral"]


class Meaning(NamedTuple):
    """The meaning of a word: the kind of meaning, such as `quantity`, and its value, such as `area`."""

    kind: Kind
    value: str


_WORDS: Final[Mapping[Kind, Mapping[str, str]]] = {
    # what is counted or measured: 开工 in 累计开工项目数
    "quantity": {
        "started": "开工建设 开工 动工 启动 破土动工 进场 进场施工 入场施工 started starts",
        "completed": "完工 建成 完建 完结 完工投产 建成投产 completed completions",
        "done": "完成 完成量 完毕 已改造 已改 完成改造 到位 改造到位 renovated done",
        "area": (
            "建筑面积 改造面积 改造建筑面积 总建筑面积 厂房面积 面积 总面积 建面 体量 建筑规模 改造规模 方量 平方数 "
            "area floorspace"
        ),
        "target": (
            "目标任务 目标 任务 考核目标 责任目标 任务指标 年初目标 年初任务 年计划 年初计划 "
            "年度指标 下达指标 考核指标 考核任务 target targets"
        ),
        "projects": "项目 企业 点位 户 projects project sites",
        "land": "占地面积 用地面积 土地面积 占地 用地 土地 腾出用地 亩均 红线面积 宗地面积 land",
        "other": (
            "投资 总投资 资金 补助 奖励 产值 税收 利润 就业 能耗 电话 联系方式 手机 邮编 序号 编号 行号 页码 "
            "签约 腾空 验收 立项 审批 备案 关停 搬迁 安置 备注 说明 领导 联系人 负责人 责任人 "
            "得分 评分 分值 扣分 考核分 是否 时间 日期 年月"
        ),
        "other_programme": "旧住宅区 住宅 住宅区 小区 老旧小区 旧小区 城中村 棚户区 危房 违法建筑 违建 旧村 农房",
    },
    # what is said of the quantity: 率 in 完成率
    "statistic": {
        "count": "项目个数 个数 家数 户数 宗数 数量 数 number no",
        "rate": "率 比例 比 百分比 百分率 完成度 完成进度 rate completionrate percent",
        "share": "占比 比重 占 贡献率 占全区比重 占全区比例 占全市比重",
        "rank": "排名 名次 位次 排序 位列",
        "growth": "对比 比较 对照 同比 环比 增幅 增速 增长率 增长 增减 增减率 增减幅 涨幅 比上年 较上年 增加 减少",
        "gap": "差额 缺口 差距 尚缺 剩余 余额 结余 还差 超额 进度差 差值 与目标差",
        "mean": "平均 均值 人均 中位数 最大 最小 最高 最低 最大值 最小值 最高值 最低值",
        "schedule": "序时进度 时序进度 序时",
        "whole": "合计 小计 总计 共计 汇总 总数 总量 总体 总 total",
    },
    # which time it speaks of: 累计 in 累计开工; regular expressions of grammar.py know months, days and years
    "period": {
        "total": (
            "累计 累积 累计数 至今 截至目前 目前 年初以来 今年以来 年初至今 本年累计 全年累计 截至本周 "
            "截至本月 截至本期 截至当前 到目前 绝对值 本月止 本期止 本周止 本旬止 本月末 本月底 本周末 本期末 "
            "期末 月末 月底 cumulative"
        ),
        "year": "今年 本年 本年度 当年 年度 全年 全年度 年内 annual",
        "gain": "本周 当周 一周 本旬 当旬 本季 本季度 当季 当日 当期 本次",
        "month": "本月 当月",
        "new": "新增 净增 增量",
        "interval": "周 旬 月度 日均 每周 每旬 每月 每日",
        "present": "本期 现",
        "year_begin": "年初",
        "year_end": "年底 年末 底 末",
        "previous": (
            "上周 上月 上期 上旬 上季 上季度 上次 前期 截至上周 截至上月 截至上期 上周累计 上月累计 上月末 上月底 期初"
        ),
        "next": "下周 下月 下期 下旬 下季度 下步 明年 下年",
        "last_year": "去年 上年 上年度 去年同期 上年同期 同期 前年 历年 往年 结转",
        "part": (
            "一季度 二季度 三季度 四季度 第一季度 第二季度 第三季度 第四季度 上半年 下半年 前三季度 前两季度 季度 半年 "
            "三年行动 三年计划 三年累计 两年累计 十二五"
        ),
        "past": "截至上年 截至去年",
    },
    # how the figure came about: 计划 in 计划开工
    "nature": {
        "actual": "实际 实际完成 实绩 已 现已",
        "plan": "计划 意向 储备 拟 拟实现 拟定 排定 计划数 计划表 规划",
        "assigned": "下达 已下达 分解 已分解 分解表 核下",
        "due": "应 应当 须 必须 需 需要 要",
        "stretch": "自加压 自定 力争 奋斗 确保 冲刺 挑战",
        "forecast": "预计 预期 预估 预计数 预测 预排 倒排 盘子 保底",
        "reported": "上报 上报市 上报数 上报数据 申报 报市 报省",
        "self_reported": "自报 自报数 镇报 镇报数 自查",
        "building": "在建 基本完工 基本完成 基本建成 主体完工 含在建 续建 含续建 正在 进行中 推进中",
        "unverified": "抽查 未核实 未核定 待核 待核实 待核对 待确认 未确认 存疑 核对后 未审 初步 估算 估计 暂估 测算",
        "including": "含 包含 包括",
        "excluding": "不含 未含 不包括 不包含 仅含 仅为 仅统计 除外",
        "negated": "未 尚未 不 待拆 待拆除 待改造 停工 停建 取消 退出 not",
        "adjusted": "审核后 复核后 核减后 调整后 修正后 修订后 追加后 变更后",
        "verified": "核定 核实 认定 审定 验收通过",
        "withdrawn": (
            "作废 废止 停用 勿用 撤回 撤销 失效 重新下发 重发 草稿 草表 初稿 一稿 二稿 三稿 讨论稿 征求意见稿 送审稿 "
            "样表 示例 测试 演练 旧版 仅供参考 供参考 原稿 待审核 待审 内部讨论 修正前 更正前 修改前 审核前"
        ),
    },
    # of whom or of what part: 重点 in 重点项目
    "scope": {
        "district": "全区 吴兴区 区 区定 本区 区级 辖区 辖区内 区内 行政区域",
        "city": "全市 市 市定 湖州市 全市累计 市级",
        "key": "重点 重点实施 挂牌督战 挂牌 示范 省级 试点 亮点 重大 考核项目 考核企业 预警项目 预警企业",
        "part": "其中 部分 一部分 其他 其它",
        "side": "内 外",
        "mode": ("技术改造 集中拆除 腾笼盘活 腾笼换鸟 美化整治 关停收回 拆除 整治 盘活 拆除重建 加层 扩建 新建 低小散"),
        "batch": "第一批 第二批 第三批 第四批 首批 一期 二期 三期 四期",
        "all": "基本情况 总体情况 全部 所有 现有 实有 存量 总盘子 列入 纳入",
    },
    # words that change nothing: 旧厂区 in 完成旧厂区改造面积
    "neutral": {
        "progress": "完成情况 目标完成情况 任务完成情况 目标任务完成情况 执行情况 进度 进展 推进 推动 动态 progress",
        "": (
            "旧厂区 旧厂房 旧厂 老厂区 厂区 厂房 工业 旧改 三改 拆改 改 "
            "改造 改造提升 提升 工作 情况 概况 建设 实施 行动 专项 主要 统计 数据 信息 基本 指标 "
            "建筑 落实 各项 责任书 责任状 名称 内容 一览 明细 单位 责任 乡镇 镇街 街道 各 栏 表 报表 报 "
            "的 及 和 与 年 按 为 等 个 本表 报出 有关 相关 口径 模拟 数值 原报值 原报 完成值 计 量 值 当前 续 "
            "星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 "
            "分 按 分组 类型 分类 分类型 片区 分片 片 榜 晾晒 范围 对象 双目标 制表 填表 政府 区政府 "
            "unit units town township of the and under construction building floor renovation"
        ),
    },
}

LEXICON: Final[Mapping[str, Meaning]] = {
    word: Meaning(kind, value)
    for kind, values in _WORDS.items()
    for value, words in values.items()
    for word in words.split()
}
"""Every known word with its meaning."""

MADE: Final = "填[报表]|报[送出]|[制编]表|编制|打印"
"""A regular expression of what people do with a form, such as filling it in or sending it. Lines with these words say
who did it, or when: 填报单位, 制表日期; not 上报面积."""

SERIAL: Final = r"序号|编号|顺序号?|行[号次]|指?标?代[码号]|编码|no\.?"
"""Matches the heading of numbers that only order the rows or identify them, such as 序号 or 编码; not 组织机构代码."""
