"""The words of a figures file: headers, roles, statuses and vintages in both languages, and how periods are written.

>>> read_period("2023年一季度"), read_period("2023年1—2月"), read_period("202306"), STATUS["缺报"]
('2023-Q1', '2023-01/02', '2023-06', 'unreported')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from leitai.engine.errors import Text
from leitai.engine.figures import ROLES, STATUSES, VINTAGES, WITH_VALUE
from leitai.engine.periods import is_period
from leitai.engine.quantities import SPACES

HEADERS: Mapping[str, tuple[str, ...]] = {
    "contestant": (
        "参赛单位", "单位", "单位名称", "参赛单位名称", "被考核单位", "县区", "县市区", "县(市)区", "县(市、区)",
        "市县", "州市", "市州", "地区", "区域", "园区", "部门", "街道", "乡镇", "name",
    ),
    "indicator": ("指标", "指标名称", "指标编号", "考核指标"),
    "period": ("期别", "时期", "报告期", "数据期", "期间"),
    "role": ("口径角色", "角色", "数值类型"),
    "value": ("数值", "值", "指标值", "数据"),
    "unit": ("计量单位", "unit of measure"),
    "status": ("状态", "数据状态"),
    "vintage": ("数据版次", "版次"),
    "note": ("备注", "说明"),
    "source": ("来源", "数据来源"),
}  # fmt: skip
IGNORED = ("序号", "no.", "no", "#")

_MORE_ROLES = {
    "actual": ("实际", "实绩", "完成", "完成值", "实际完成", "完成数"),
    "target": ("目标", "目标数", "计划", "计划数", "任务", "任务数"),
    "base": ("基数", "基数值", "基期"),
    "ruling": ("裁定", "裁定分", "裁定值"),
}
_MORE_STATUSES = {
    "verified": ("审核通过", "已核"),
    "reported": ("已上报", "未审核", "待审核"),
    "late": ("逾期", "逾期填报"),
    "unreported": ("未报", "未上报", "未填报"),
    "not_yet_published": ("未公布", "未发布", "尚未发布", "暂未公布", "not published"),
    "not_applicable": ("无此任务", "无任务", "不涉及"),
    "exempt": ("豁免", "免予考核", "不考核"),
}
_MORE_VINTAGES = {
    "flash": ("快报数",),
    "preliminary": ("初步数", "初步核算", "初步核算数"),
    "final": ("最终数", "最终核实", "最终核实数", "年报"),
}
# What people put where there is no number, without saying why there is none.
_DASHES = r"- -- --- — —— – － − ― / \ … …… ... 无 空 none null na n/a"
DASHES = frozenset(_DASHES.split())


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UNSPOKEN = dict.fromkeys(map(ord, SPACES + "_-"))
LONGEST_WORD = 32


def narrow(text: str) -> str:
    """Full-width forms as ASCII."""
    return text.translate(_NARROW)


def fold(text: str) -> str:
    """A word for comparison: narrow, lower case, without spaces, `_` and `-`."""
    return text.translate(_NARROW).translate(_UNSPOKEN).lower()


def _lexicon(texts: Mapping[str, Text], more: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {
        fold(word): key for key, text in texts.items() for word in (key, text.zh, text.en, *more.get(key, ())) if word
    }


ROLE = _lexicon(ROLES, _MORE_ROLES)
STATUS = _lexicon(STATUSES, _MORE_STATUSES)
VINTAGE = _lexicon(VINTAGES, _MORE_VINTAGES)
HEADER = {fold(word): column for column, words in HEADERS.items() for word in (column, *words)}
_IGNORED = frozenset(map(fold, IGNORED)) - {""}
NO_VALUE = frozenset(STATUSES) - WITH_VALUE


def header_column(text: str) -> str:
    """The column a header cell names, or `""`."""
    return HEADER.get(fold(text), "")


def is_ignored(text: str) -> bool:
    return fold(text) in _IGNORED


def role_lexicon(declared: Mapping[str, Text] | None) -> dict[str, str]:
    return {**ROLE, **_lexicon(declared or {}, {})}


def words_of(texts: Mapping[str, Text]) -> str:
    """`verified 已审核、reported 已填报 …` for a message."""
    return "、".join(f"{key} {text.zh}" for key, text in texts.items())


# -- periods ---------------------------------------------------------------------------------------------------

_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
            "十": "10", "十一": "11", "十二": "12"}  # fmt: skip
_YEAR = r"(?P<year>[12][0-9]{3})"
_PERIOD_FORMS = tuple(
    (re.compile(_YEAR + form), part)
    for form, part in (
        (r"年?(?:度|全年)?", ""),
        (r"[-/年]?h(?P<n>[12])", "H{n}"),
        (r"年?上半年(?:度)?", "H1"),
        (r"年?下半年(?:度)?", "H2"),
        (r"[-/年]?q(?P<n>[1-4])", "Q{n}"),
        (r"年第?(?P<n>[1-4])季度?", "Q{n}"),
        (r"年前(?P<n>[23])季度?", "Q{n}"),
        (r"(?:-0?1/0?2|年0?1[-/~至到]0?2月(?:份)?)", "01/02"),
        (r"年0?1[-~至到]0?3月(?:份)?", "Q1"),
        (r"年0?1[-~至到]0?6月(?:份)?", "H1"),
        (r"年0?1[-~至到]0?9月(?:份)?", "Q3"),
        (r"年0?1[-~至到]12月(?:份)?", ""),
        (r"[-/](?P<n>1[0-2]|0?[1-9])", "{n:0>2}"),
        (r"年(?P<n>1[0-2]|0?[1-9])月(?:份)?", "{n:0>2}"),
        (r"(?P<n>0[1-9]|1[0-2])", "{n}"),
    )
)


def read_period(text: str) -> str:
    """A period as written in a figures file, in the engine's spelling; `""` where it is none.

    前三季度 and 1—9月 are `Q3`, 1—6月 is `H1`, 1—3月 is `Q1`, 1—12月 the year. Other runs of months (1—5月) are
    refused: only a cumulative indicator would read them rightly as that month.
    """
    if is_period(text):
        return text
    plain = re.sub(r"[\u2010-\u2015\u2212\uff0d~\uff5e]", "-", text)
    plain = re.sub(rf"[{SPACES}]", "", narrow(plain))
    plain = re.sub(r"十[一二]|[一二三四五六七八九十]", lambda found: _CHINESE[found[0]], plain.lower())
    for form, part in _PERIOD_FORMS:
        match = form.fullmatch(plain)
        if match:
            named = match.groupdict()
            tail = part.format(n=named["n"]) if part and "n" in named else part
            period = f"{named['year']}-{tail}" if tail else named["year"]
            return period if is_period(period) else ""
    return ""
