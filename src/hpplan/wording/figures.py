"""Read the figures of a text: digits of any width, separators, 万 and 亿, Chinese numerals.

A figure is read exactly, with its place and the measure word behind it. Whether it is a target, the
part of a date or the name of something is for others to say.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from hpplan.wording.folding import fold
from hpplan.wording.patterns import RarePattern
from hpplan.wording.scales import SCALE_WORD, SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2, "廿": 20}
_POWERS = {"十": 10, "百": 100, "千": 1000}

_UNITS_OF_MEASURE = (
    "个百分点 个工作日 个自然日 个日历日 个标准箱 个基点 个小时 个星期 个季度 个月 个点位 个"
    " 平方公里 平方千米 平方米 平方 平米 ㎡ 立方米 立方 公里 千米 公顷 公斤 千克 毫米 厘米 米"
    " 英亩 亩 吨标准煤 吨标煤 吨 标准煤 毫克/升 毫克/立方米 微克/立方米 微克 毫克 克 升 斤"
    " 千瓦时 万千瓦 千瓦 兆瓦时 兆瓦 瓦 千伏安 千伏 度电 度 分贝 摄氏度 蒸吨 人次 人天 人年"
    " 人月 人份 人 名 位 家次 家 户次 户 场次 场 班次 架次 艘次 车次 航次 趟次 趟 次 条 项次"
    " 项 座 所 处 片 张床位 张床 张 床位 床 套 台套 台班 台次 台（套） 台 辆次 辆 艘 架 列次 列 幅"
    " 幢 栋 间 支 件次 件 份 只 头 羽 尾 株 棵 盏 根 段 宗 起 对 组 班 块 口 眼 孔 扇 门次 门 节"
    " 课时 课 讲 篇 本 册 卷 集 部 首 幕 期 类 种 款 批次 笔 单 股 支队 标箱 标准箱 箱 车位"
    " 泊位 席位 席 岗位 岗 学位 票 令 码 颗 枚 面 杆 套房 梯位 台时 元/平方米 元/年 元/月"
    " 元/人 元 美元 港元 欧元 块钱 工作日 小时 分钟 秒 毫秒 天 周 倍 成 分 岁 站 村次 字 层"
    " 点 杯 桶 车 机时 环 圈 路 级 档 线 型"
)
_LATIN = (
    "km2 km m2 m3 km² m² m³ hm2 kWh kW MWh MW GWh GW kV dB ms TB GB MB Mbps Gbps TEU mg/L"
    " t PFLOPS EFLOPS FLOPS P"
    " μg/m3 μg/m³ µg/m3 µg/m³ ug/m3 ug/m³ mg/m3 mg/m³ μg/L"
)
_MEASURES, _LATIN_MEASURES = frozenset(_UNITS_OF_MEASURE.split()), frozenset(_LATIN.split())
_LONGEST_MEASURE = max(map(len, _MEASURES | _LATIN_MEASURES))
_PART_OR_SHARE = re.compile("/(?:10|十|百)?万|[%‰‱]")
_RATE = re.compile("/(?:日|天|年|月|小时|秒|人|户|亩|公里|平方公里|平方米|立方米|万人|千人|次|项)")

# What Chinese numerals must stand before, to be a figure: no word that also ends a set phrase.
_COUNTERS = (
    "个百分点|个工作日|个季度|个小时|个星期|个月|个|平方公里|平方米|公里|公顷|米|吨|元|人次|人|名|位|家|户|场次|场|次|条|项|座"
    "|所|处|片|张床位|张|套|台|辆|艘|架|幅|幢|栋|间|支|件|份|只|株|棵|口|门(?!户)|篇|本|册|部(?![门委])|期|类|种|款|笔"
    "|段|宗|起|例|组|班|站|倍|块|根|亩|千瓦|兆瓦|分钟|小时|天|成(?=[以左，。；、]|$)|周岁|课时|学时|床|泊位|车位|点位|学位|岗位"
)
_SPELLED = "[一二两三四五六七八九十百千零〇廿]+"
_IN_DIGITS = re.compile(
    r"(?P<lost>□{0,15})(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?□{0,15})"
    rf"(?P<scale>\s?[余多]?(?:{SCALE_WORD}))?"
)
_IN_HUNDREDTHS = RarePattern(
    rf"(?P<base>[百千])分之(?P<number>{_SPELLED}(?:点[零〇一二三四五六七八九]+)?|\d+(?:\.\d+)?)",
    sign="分之",
)
_IN_WORDS = re.compile(
    rf"(?<![第同统唯之一二两三四五六七八九十百千万亿零〇几数\d])(?<![一二三四五六七八九十零〇\d]点)"
    rf"(?P<number>{_SPELLED}(?:亿{_SPELLED})?(?:万{_SPELLED})?(?:点[零〇一二三四五六七八九]+)?)"
    rf"(?P<scale>[万亿]?)[余多来]?(?=(?:{_COUNTERS}))"
)

# Set phrases that hold a numeral and a measure word, and count nothing.
_PHRASES = re.compile(
    "二次(?:污染|供水|供电|开发|装修|利用|创业|分配|元件|核查|审查|加工|复|征|元|入)"
    "|[一三]次(?:产业|能源)|一次(?:性|能源|办|办好|办成|告知|供|通过|申报|提交|受理|登录|审)|三次产业|多次"
    "|(?:(?<=走出)|(?<=闯出)|(?<=探索)|(?<=探索出)|(?<=开辟))一条"
    "|一条(?:龙|街|心|线|链|裤|鞭)|一(?:条|个).{0,14}?(?:新路|道路子|路子|新路子|之路)"
    "|一个(?:窗口|门|口子|号|不少|都不能少|声音|标准|平台|中心(?!小学)|系统|库|主体|方向|时期|阶段|重要|"
    "重点|核心|目标|整体|闭环|周期|体系|案件|企业|项目|人|时段|样|拳头|地方)"
    "|一件事|一门式|一部手机|一张(?:网|图|表|单|卡|床|嘴)|一本(?:账|通|证)|一支(?:队伍|笔)|一口(?:价|清|气|受理)"
    "|一站(?:式|通)|一户[一多]|一家(?:人|亲|门)|一人一|一项一|一处一|一部分|一班人|一路|一级|一类|一期"
    "|[一两三四五六七八九十]个(?:维护|确立|全面|意识|自信|代表|文明|务必|坚持|明确|必须|革命|强国|面向"
    "|倍增|翻番|现代化|有效|一律|到位|统一|相结合|结合|安全|为主|不变|高于|提升年|攻坚)"
    "|[一两三四五六七八九十]位一体|三个(?:有利于|转变)|一起|一组团|两手|两部门|两站|三所|一所联"
    "|一场(?:硬仗|攻坚战|持久战|战役)"
)
_LETTER = re.compile(r"[A-Za-z]")
_ALPHANUMERIC = re.compile("[A-Za-z0-9]")


class Quantity(NamedTuple):
    """A figure as it stands in a text.

    Attributes:
        start: where its first character stands, a □ for a lost digit included.
        end: the place behind its last digit or scale word (万, 亿).
        number: the figure without the scale word: 3 of 3万平方米.
        scale: the scale word: 万 of 3万平方米, else empty.
        uom: the measure word behind it, without the scale: 平方米; empty where none is known.
        uom_end: the place behind the measure word.
        lost: the figure with a □ for each digit that the source lost, else empty.
        spelled: whether it is written in Chinese numerals.
        glued: whether a Latin letter or a sign stands right before or behind it (5G, PM2.5).
    """

    start: int
    end: int
    number: Decimal
    scale: str
    uom: str
    uom_end: int
    lost: str
    spelled: bool
    glued: bool

    @property
    def times(self) -> int:
        """What the scale word multiplies the figure by: 10000 of 3万平方米."""
        return SCALES[self.scale]

    @property
    def value(self) -> Decimal:
        """The figure with its scale: 30000 of 3万平方米."""
        return self.number * self.times

    @property
    def unit(self) -> str:
        """The measure word with the scale before it: 万平方米."""
        return self.scale + self.uom


def spelled_number(text: str) -> Decimal | None:
    """The number that Chinese numerals stand for; None where they stand for none.

    >>> spelled_number("一百二十三"), spelled_number("一万两千零五"), spelled_number("一十十")
    (Decimal('123'), Decimal('12005'), None)
    """
    for scale, power in (("亿", 10**8), ("万", 10**4)):
        high, found, low = text.partition(scale)
        if found:
            above, below = spelled_number(high), spelled_number(low)
            is_whole = bool(low) and (low[0] in "零〇" or bool(set(low) & set("十百千万")))
            if above is None or below is None or not is_whole or below >= power:
                return None
            return above * power + below
    whole, _point, fraction = text.partition("点")
    total, digit, last = 0, None, 10_000
    for each in whole:
        if each in _POWERS:
            power = _POWERS[each]
            if power >= last:
                return None
            total += (1 if digit is None else digit) * power
            digit, last = None, power
        elif each == "廿":
            total, digit, last = total + 20, None, 10
        elif each in "零〇" and digit is None:
            continue
        elif digit is None:
            digit = _DIGITS[each]
        else:
            return None
    total += digit or 0
    if not fraction:
        return Decimal(total)
    return Decimal(f"{total}.{''.join(str(_DIGITS[each]) for each in fraction)}")


def names_of(quantity: Quantity, text: str) -> list[str]:
    """What a figure of a text may be called by: as it is written, and in plain digits.

    >>> [names_of(each, "3万户") for each in quantities("3万户")]
    [['3万', '3', '30000']]
    """
    if quantity.lost:
        return [quantity.lost]
    written = text[quantity.start : quantity.end]
    names = [written, written.removesuffix(quantity.scale).strip(" 余多")]
    for value in (quantity.number, quantity.value):
        plain = format(value, "f")
        names.append(plain.rstrip("0").rstrip(".") if "." in plain else plain)
    return list(dict.fromkeys(names))


def quantities(text: str, *, phrases: bool = False) -> list[Quantity]:
    """Every figure of a text, in order.

    Args:
        text: the text.
        phrases: whether numerals in set phrases (一个平台) are figures too.

    >>> [(each.value, each.uom) for each in quantities("新增绿道１,200米、公园三十个")]
    [(Decimal('1200'), '米'), (Decimal('30'), '个')]
    """
    plain = fold(text)
    found = [*_in_digits(plain), *_in_hundredths(plain), *_in_words(plain, phrases=phrases)]
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Quantity] = []
    for each in found:
        if not kept or each.start >= kept[-1].uom_end:
            written = text[each.uom_end - len(each.uom) : each.uom_end]
            is_own = fold(written) == each.uom  # 百分之九十 writes no %
            kept.append(each._replace(uom=written.replace("％", "%") if is_own else each.uom))
    return kept


def _in_digits(plain: str) -> Iterator[Quantity]:
    for found in _IN_DIGITS.finditer(plain):
        scale = (found["scale"] or "").strip(" 余多")
        end = found.end() if scale else found.end("number")
        digits = found["number"].replace(",", "")
        lost = found["lost"] + digits if "□" in found[0] else ""
        number = Decimal(digits.strip("□") or 0)
        uom, uom_end = _measure(plain, end)
        if scale and not uom and plain[end : end + 1] in {"", "字"}:
            uom_end = end
        before = plain[found.start() - 1 : found.start()] if found.start() else ""
        behind = plain[end : end + 1]
        glued = bool(_LETTER.match(before)) or before in {"+", "-", "/", "＃", "#", "№"}
        if not uom:
            glued = glued or bool(_LETTER.match(behind)) or behind in {"+", "/"}
        yield Quantity(
            found.start(), end, number, scale, uom, uom_end, lost, spelled=False, glued=glued
        )


def _in_hundredths(plain: str) -> Iterator[Quantity]:
    for found in _IN_HUNDREDTHS.finditer(plain):
        number = found["number"]
        value = (
            Decimal(number) if number[0].isdigit() and number.isascii() else spelled_number(number)
        )
        if value is not None:
            uom = "%" if found["base"] == "百" else "‰"
            yield Quantity(
                *found.span(), value, "", uom, found.end(), "", spelled=True, glued=False
            )


def _in_words(plain: str, *, phrases: bool) -> Iterator[Quantity]:
    passed = [] if phrases else [each.span() for each in _PHRASES.finditer(plain)]
    for found in _IN_WORDS.finditer(plain):
        if any(begin <= found.start() < end for begin, end in passed):
            continue
        value = spelled_number(found["number"])
        if value is None or found["number"] in _POWERS.keys() - {"十"}:
            continue
        uom, uom_end = _measure(plain, found.end())
        yield Quantity(
            found.start(),
            found.end("scale"),
            value,
            found["scale"],
            uom,
            uom_end,
            "",
            spelled=True,
            glued=False,
        )


_MORE = re.compile(r"\s?(?:余|多|来)?\s?")


def _measure(plain: str, at: int) -> tuple[str, int]:
    """The measure word behind a place, over a blank or 余, and the place behind it."""
    begin = _MORE.match(plain, at)
    start = begin.end() if begin else at
    for place in (start, at):
        if end := _measure_end(plain, place):
            return plain[place:end], end
    return "", at


def _measure_end(plain: str, at: int) -> int:
    """The place behind the longest measure word at a place, its rate included; 0 where none is.

    A look-up: a pattern of all measure words takes longer to compile than a plan to read.
    """
    if found := _PART_OR_SHARE.match(plain, at):
        return found.end()
    for end in range(min(at + _LONGEST_MEASURE, len(plain)), at, -1):
        word = plain[at:end]
        if word in _MEASURES or (word in _LATIN_MEASURES and not _ALPHANUMERIC.match(plain, end)):
            rate = _RATE.match(plain, end)
            return rate.end() if rate else end
    return 0
