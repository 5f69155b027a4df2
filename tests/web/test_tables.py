"""Tables of texts: numbers stand on the right, one point below the other, and keep their digits."""

from __future__ import annotations

import re

import pandas as pd

from renovation.language import words_in
from renovation.web.tables import html_for_paper, parts_for_paper, table_html

ZH = words_in("zh")


def html_of(*cells: str) -> str:
    return table_html(pd.DataFrame({"面积": cells}, dtype="str"), ZH)


def drawn(*cells: str) -> list[str]:
    """The cells of a column as they are shown."""
    return re.findall(r"<td[^>]*>(.*?)</td>", html_of(*cells))


def is_on_the_right(*cells: str) -> bool:
    return 'class="number"' in html_of(*cells)


def test_points_are_in_line_and_digits_stay_as_typed() -> None:
    assert drawn("4.2", "34.80", "5", "无数据") == ["4.2\u2007", "34.80", "5\u2008\u2007\u2007", "无数据"]
    assert drawn("−4.60", "—", "+1,240") == ["−4.60", "—", "+1,240\u2008\u2007\u2007"]


def test_numbers_are_on_the_right_and_other_texts_on_the_left() -> None:
    assert is_on_the_right("4.2", "34.80", "—")
    assert is_on_the_right("33.6万㎡", "43个", "106.9%", "5.2个百分点")
    assert is_on_the_right("8.57（3月18日）", "22.07（3月18日）")
    assert drawn("◇ 4.2", "34.80") == ["◇ 4.2\u2007", "34.80"]
    assert is_on_the_right("248,500\u00a0m²", "348\u00a0mu", "53.97 (6.23 a week)")
    assert not is_on_the_right("2013年10月15日", "2013年12月31日")
    assert not is_on_the_right("30 Apr", "31 May")
    assert not is_on_the_right("织里镇", "43")
    assert not is_on_the_right("", "—", "无数据")


def test_a_unit_stands_close_to_its_number() -> None:
    assert drawn("500个", "33.6万㎡") == ["500个", "33.6万㎡"]


def test_markup_in_a_cell_stays_letters() -> None:
    assert drawn("<img src=x>", "**b** [1](http://a.cn)") == ["&lt;img src=x&gt;", "**b** [1](http://a.cn)"]


def test_a_table_too_wide_for_paper_is_divided_and_each_part_begins_with_the_first_column() -> None:
    wide = pd.DataFrame({"截至": ["2013年10月15日"]} | {f"{number}号镇": ["3.5"] for number in range(1, 31)})
    parts = parts_for_paper(wide, ZH)
    assert [next(iter(part)) for part in parts] == ["截至"] * 3
    assert [name for part in parts for name in list(part)[1:]] == list(wide)[1:]
    assert html_for_paper(wide, ZH).count("<table") == 3
    assert html_for_paper(wide[["截至", "1号镇"]], ZH) == "", "the table on the screen can be printed"
    long = pd.DataFrame({"截至": ["2013年10月15日"] * 11, "1号镇": ["3.5"] * 11})
    assert html_for_paper(long, ZH).count("<table") == 1


def test_a_table_too_wide_for_a_phone_has_its_headings_in_its_cells() -> None:
    narrow = pd.DataFrame({"单位": ["织里镇"], "目标": ["34.8万㎡"], "完成": ["91.3万㎡"]})
    wide = narrow.assign(完成比例="262.4%", 今后每周="2.22万㎡", 年初以来="2.22万㎡")
    assert "data-heading" not in table_html(narrow, ZH)
    assert re.findall(r'data-heading="(.*?)"', table_html(wide, ZH)) == list(wide)[1:]
