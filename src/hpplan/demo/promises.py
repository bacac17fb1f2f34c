"""What simulated plans promise: by topic, the same promises in other figures at each place.

They are data, the same in each language. How a promise fares is chosen so that a comparison over
plans has something to find: some fail nearly everywhere, some are kept nearly everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hpplan.plan.model import Kind, Operator

PROMISED_SLOWLY, PROMISED_WELL = "slowly", "well"
"""How a promise fares, where it does not fare as any other."""


class Promise(NamedTuple):
    """A promise that several simulated plans make.

    Attributes:
        name: the target's name.
        words: what commits to it, with a place for the figure.
        kind: the target's kind.
        low: the least figure that is drawn; 0 of a kind without one.
        high: the largest.
        uom: the unit of measure; empty of a kind without one.
        operator: how the figure is required.
        fares: `slowly`, `well`, or empty.
        everywhere: each subdistrict owes it.
        yearly: it is owed in each calendar year.
    """

    name: str
    words: str
    kind: Kind
    low: int = 0
    high: int = 0
    uom: str = ""
    operator: Operator = "at_least"
    fares: str = ""
    everywhere: bool = False
    yearly: bool = False


def _count(name: str, words: str, low: int, high: int, uom: str, fares: str = "") -> Promise:
    return Promise(name, words, "count", low, high, uom, fares=fares)


def _amount(name: str, words: str, low: int, high: int, uom: str, fares: str = "") -> Promise:
    return Promise(name, words, "amount", low, high, uom, fares=fares)


def _share(name: str, words: str, low: int, high: int, fares: str = "") -> Promise:
    return Promise(name, words, "level", low, high, "%", fares=fares)


def _result(name: str, fares: str = "") -> Promise:
    return Promise(name, name, "milestone", fares=fares)


def _duty(words: str) -> Promise:
    return Promise(words, words, "duty")


COMMON = (
    _share("群众满意度", "群众满意度达到{n}%", 80, 95),
    _result("建成数据平台", PROMISED_SLOWLY),
    _duty("加强宣传引导"),
)
"""Promises that plans of every topic make."""

TOPICS: dict[str, tuple[Promise, ...]] = {
    "养老服务": (
        _count("养老床位", "新增养老床位{n}张", 40, 600, "张"),
        _count("社区食堂", "建成社区食堂{n}个", 3, 20, "个", PROMISED_WELL),
        _count("适老化改造", "完成适老化改造{n}户", 50, 900, "户", PROMISED_SLOWLY),
        _share("护理员持证率", "护理员持证率达到{n}%", 60, 90),
        _duty("开展助老志愿服务"),
    ),
    "城市更新": (
        _count("加装电梯", "加装电梯{n}台", 20, 300, "台", PROMISED_SLOWLY),
        _count("老旧小区改造", "改造老旧小区{n}个", 5, 60, "个"),
        _amount("雨污管网", "改造雨污管网{n}公里", 5, 80, "公里", PROMISED_SLOWLY),
        _result("编制更新专项规划", PROMISED_WELL),
        _duty("推进历史建筑保护利用"),
    ),
    "生态环境": (
        _amount("绿道", "新建绿道{n}公里", 5, 60, "公里"),
        _count("口袋公园", "新建口袋公园{n}个", 3, 40, "个", PROMISED_WELL),
        _share("水质优良率", "水质优良率达到{n}%", 70, 96),
        Promise("细颗粒物浓度", "细颗粒物浓度不高于{n}微克", "level", 28, 45, "微克", "at_most"),
        _duty("开展扬尘治理"),
    ),
    "教育提升": (
        _count("普惠学位", "新增普惠学位{n}个", 200, 3000, "个"),
        _count("校舍加固", "加固校舍{n}栋", 2, 30, "栋", PROMISED_SLOWLY),
        _share("课后服务参与率", "课后服务参与率达到{n}%", 80, 98, PROMISED_WELL),
        _result("建成教师发展中心"),
        _duty("推进集团化办学"),
    ),
    "交通治理": (
        _count("公共车位", "新增公共车位{n}个", 100, 2000, "个"),
        _amount("慢行道", "改造慢行道{n}公里", 3, 50, "公里"),
        _count("充电桩", "新建充电桩{n}个", 50, 900, "个", PROMISED_WELL),
        _share("信号灯联网率", "信号灯联网率达到{n}%", 60, 98),
        _duty("整治违法停车"),
    ),
    "营商环境": (
        Promise("办理时限", "办理时限不超过{n}天", "level", 2, 9, "天", "at_most"),
        _share("网上办结率", "网上办结率达到{n}%", 70, 98, PROMISED_WELL),
        _count("小微园区", "建成小微园区{n}个", 1, 8, "个", PROMISED_SLOWLY),
        _result("设立政策兑现窗口"),
        _duty("走访重点企业"),
    ),
    "应急安全": (
        _count("微型消防站", "建成微型消防站{n}个", 5, 60, "个"),
        _count("应急避难所", "建成应急避难所{n}处", 2, 25, "处", PROMISED_SLOWLY),
        _share("隐患整改率", "隐患整改率达到{n}%", 85, 99),
        _amount("消防管道", "更新消防管道{n}公里", 2, 40, "公里"),
        _duty("组织应急演练"),
    ),
    "乡村振兴": (
        _amount("农村公路", "改造农村公路{n}公里", 10, 160, "公里"),
        _count("示范村", "建成示范村{n}个", 2, 30, "个", PROMISED_WELL),
        _share("污水处理率", "污水处理率达到{n}%", 50, 90, PROMISED_SLOWLY),
        _amount("高标准农田", "建设高标准农田{n}万亩", 1, 20, "万亩"),
        _duty("整治人居环境"),
    ),
}
"""The promises of each topic."""

SHARED = (
    Promise("街面整治", "整治街面{n}处", "count", 2, 12, "处", everywhere=True, yearly=True),
    Promise("议事平台", "建成议事平台", "milestone", everywhere=True),
    Promise("便民服务点", "建成便民服务点{n}个", "count", 1, 6, "个", everywhere=True),
)
"""Promises that each subdistrict owes by itself; the document says 各街道分别."""
