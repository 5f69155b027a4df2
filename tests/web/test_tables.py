"""Tables of texts: numbers stand on the right, one point below the other, and keep their digits."""

from __future__ import annotations

import re

import pandas as pd

from renovation.language import words_in
from renovation.web.tables import table_html

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
