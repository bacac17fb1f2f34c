"""Tell the figures that must be reached from those that name, limit, date or compare.

A figure is judged in its setting: the words before and behind it in its half-sentence, or in its
own item of a list. First come the reasons for which a figure is none to be reached, then the signs
that it is one; what is left open is answered with the code of a doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.drafting.indicators import counts_things, is_ratio, should_fall
from hpplan.drafting.measures import (
    AMOUNTS,
    LEVEL_WORDS,
    OF_KINDS,
    OF_PEOPLE,
    RATES,
    SPANS_AND_SIZES,
)
from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpplan.wording.figures import Quantity

Requiring = Literal["at_least", "more_than", "at_most", "less_than"]
FigureKind = Literal["count", "amount", "level"]

# Words that make a figure a floor or a ceiling. --------------------------------------------------

_FILLED = "(?:约为?|大约|近|将近|共|共计|合计|累计|总计|各|均|都|总体|力争|其中|为|分别)*"
_AT_LEAST = re.compile(
    rf"(?:不少于|不低于|不小于|不短于|至少|最少|最低|不下于|≥|＞＝)\s?{_FILLED}\s?$"
)
_MORE = re.compile(rf"(?:超过|超出|大于|高于|多于|突破|超|优于|>|＞)\s?{_FILLED}\s?$")
_AT_MOST = re.compile(
    rf"(?:不超过|不高于|不大于|不多于|不得超过|不突破|不超|最多|至多|最高不超过|最长不超过|≤|＜＝)\s?{_FILLED}\s?$"
)
_LESS = re.compile(rf"(?<!不)(?:低于|少于|小于|短于|不足|不到|<|＜)\s?{_FILLED}\s?$")
_HELD = re.compile(
    r"(?:控制在|稳定在|限制在|压减(?:至|到)|压缩(?:至|到)|缩短(?:至|到)|缩减(?:至|到)|降(?:至|到|低至|低到|为)|下降(?:至|到)"
    rf"|减少(?:至|到)|精简(?:至|到|为)|减(?:至|到)|提速(?:至|到)|保持在)\s?(?:全[省市区县]|国家)?{_FILLED}\s?$"
)
_SHARE_FLOOR = re.compile(r"(?:不低于|不少于|至少)[\u4e00-\u9fff]{2,8}$")
_SHARE_CEILING = re.compile(r"(?:不高于|不超过|控制在)[\u4e00-\u9fff]{2,8}$")
_STEADY = re.compile(r"(?:稳定|保持)在\s?$")
_RAISED = re.compile(
    r"(?:达到|达至|达|升至|增至|增加到|增加至|增长到|增长至|提高到|提高至|提升到|提升至|扩大到|扩大至|恢复到|恢复至"
    rf"|延长至|延长到)\s?{_FILLED}(?:每[人户]每[年月])?\s?$"
)
_TO = re.compile(r"(?:实现|至)\s?$")
_ABOUT = re.compile(r"(?:约|大约|近|将近|约为)\s?$")
_NEARLY = re.compile("基本(?:完成|实现|建成|达到|消除)")
_FLOOR = re.compile(r"\s?(?:（[^）]*）)?\s?(?:及以上|以上|起|或以上)")
_CEILING = re.compile(
    r"\s?(?:及以下|以下|以内|之内|或以下|内(?=[，；。、]|$)|内(?![\u4e00-\u9fff]))"
)
_ROUGHLY = re.compile(r"\s?(?:左右|上下)")

# Indicators. -------------------------------------------------------------------------------------

_STOCK = re.compile(
    "总量|总数|规模|水平|产值|收入|生产总值|GDP|增加值|保有量|存量|人均|户均|每[千万百]?(?:人|户|车)|强度|密度|用水量"
    "|排放量|总额|产量|余额|消费量|标准"
)
_AT_LEVEL = re.compile(
    r"(?:达到|达|突破|增至|升至|提高到|提高至|增加到|稳定在|保持在|超过|不低于)\s?(?:约)?\s?(?:每[人户]每[年月])?\s?$"
)
_FALLS_BY = re.compile(
    "(?:下降|降低|减少|削减|压减|压缩|缩短|下调|降幅)(?![^，]{0,16}(?:至|到))[^，]{0,16}$"
)

# Verbs that bring a figure about: surely, and where nothing speaks against it. -------------------

_SURELY = re.compile(
    "选择|选取|挑选|确定|完成|建成|新建|改建|扩建|改扩建|新增|增设|创建|打造|建立|设立|组建|成立|开工|竣工|投用|举办"
    "|召开|培育|培养|培训|引进|招引|招聘|招录|选派|选拔|选树|遴选|评选|评定|认定|资助|扶持|改造|更换|修缮|翻新|拆除"
    "|整治|清理|消除|关停|淘汰|收回|提供|筹集|供应|投放|发放|推出|发布|公布|制定|修订|编制|研制|开通|开设|开放|上线"
    "|解决|安置|实现|达到|力争|争创|创成|落地|种植|造林|放映|配备|安装|铺设|修复|抽检|建设|组织|更新|落实|申报|争取"
    "|支持|入驻|集聚|吸引|推广|实施|拓宽|至少|每年"
)
_MAYBE = re.compile(
    "启动|招募|帮助|服务|发展|壮大|治理|取缔|腾退|迁移|搬迁|筹措|印发|出台|研发|开发|开行|覆盖|帮扶|转化|申请|获评|入选|签约"
    "|绿化|栽植|演出|配置|布设|布局|建造|兴建|筹建|推进|推动|加快|贯通|打通|敷设|敷建|疏通|疏浚|恢复|检测|监测|检查|抽查"
    "|评估|排查|普查|体检|查处|办理|化解|处置|进行|落户|签订|储备|出让|征收|回购|补种|提升|优化|保障|订购|采购|购置"
    "|动工|续建|接入|改善|整合|归集|调解|巡查|完善|修建|销号|封堵|带动|加装|招商|招生|吸纳|参与|参加|进驻|产出|形成|养殖"
    "|上市|孵化|创办|聘请|设置|增补|制作|拍摄|出版|展出|调整|修编|进场|扩种|发行|举行|探索|出动|慰问|救助|救治|接种"
    "|签发|核发|迁建|复垦|推介|收储|宣讲|走访|惠及|受益|列入|纳入|实行|汇聚|投入|投运|验收|交付|安排|到位|融资|授信"
    "|撬动|节约|节能|减排|削减|压减|去除|开展|增加"
)
_MADE_HERE = re.compile(rf"(?:{_SURELY.pattern}|{_MAYBE.pattern})[^，]*$")
_STANDS = re.compile(
    "(?:建成|建设完成|投用|投入使用|投产|完工|开工|竣工|达标|完成|通车|启用|封顶|改造到位|销号)$"
)
_BROUGHT_INTO = re.compile("投入|投用|建成|开工|竣工|通车|完工|达到|实现|完成|落地|封顶|启用|运营")
_GOING_ON = re.compile(
    "持续|继续|常态化|加强|强化|做好|围绕|依托|聚焦|以|在|按照|根据|通过|结合|针对|对照|贯彻|落实好|用好|发挥|利用"
    "|借助|面向|立足|从"
)
_KEPT_UP = re.compile(
    "监测|监管|巡查|管理|养护|运维|保护|调度|维护|服务(?!中心|站|点|场所|设施|机构|窗口|平台|大厅|网点)|督导|跟踪|日常|长效"
)
_SPELLED_MADE = re.compile(
    "(?:新建|建成|完成|新增|创建|打造|建设|培育|举办|召开|组织|引进|评选|遴选|改造|开展|推出|制定|修订|发布|设立|组建"
    "|建立|实施|改扩建|扩建|改建)[^，]{0,20}$"
)
_ONE_MADE = re.compile("(?:至少|新建|建成|完成|新增|创建|改扩建|改建|扩建)[^，]{0,10}$")
_MANY_SPELLED = 10
_EVERY_ONE = re.compile("每(?:年|季度|月|个[\u4e00-\u9fff]{1,4}|[村镇乡区县市校])[^，]*$")

# Words that make a figure something else. --------------------------------------------------------

_SUBSIDY = re.compile(
    "补助|补贴|奖励|奖补|给予|最高(?!不超过\\d+(?:个|天))|资金支持|罚款|授信额度|一次性|(?<!担)保费|报销|免费额度|奖金|贴息"
)
_PAID_OUT = re.compile("发放|兑现|拨付|投放|投入|安排|发行")
_BASELINE = re.compile(
    r"(?:由|从|自)\s?(?:\d{4}年的?|目前的?|现在的?|原来的?|原先的?|过去的?|20\d\d年底的?)?\s?$"
)
_RANK = re.compile(r"(?:前|第|排名|排|(?<![班专])列|名列|位居|居|位列)\s?$")
_PER = re.compile(r"每\s?$")
_NAMED = re.compile(
    "周年|工程(?!项目)|行动|计划|战略|模式|体系建设|机制|国道|省道|高速|热线|时代|网络|平台|号线|号|专项行动|年行动"
    "|制造|项目库|标准化|国考"
)
_SIZED = re.compile(
    r"(?:总投资|投资额|总建筑面积|建筑面积|总面积|占地面积?|注册资本|年产值|年营收|年收入|营业收入|容量|装机|总长|全长|长度"
    r"|直径|高度|面积)(?:约|达|达到|在|为|超过|不低于|不小于)?\s?$"
)
_MARKS_GIVEN = re.compile("(?:占比?|权重|计|扣|加|满分)\\s?$")
_CAPACITY = re.compile("(?:规模|能力|面积|投资|投资额|全长|总长|长度|容量|库容)\\s?$")
_SIZE_BEHIND = re.compile(
    r"\s?(?:及以上|以上|以下|及以下|级|以上的|左右的)(?=[\u4e00-\u9fff“])(?![，；。、和及])"
)
_ATTRIBUTE = re.compile(r"\s?(?:及?以上|以下|左右|以内)?的(?!目标|要求|标准|任务|比例)")
_SHARE_OF = re.compile(
    "的[^，]*(?:建成|完成|实现|达到|通|覆盖|建立|开展|配备|拥有|参与|达标|纳入|提供|使用)"
)
_COMPARED = re.compile("比[^，]{2,40}$")
_NO_COMPARISON = re.compile(r"比例|占比|同比|环比|(?:增加|增长|新增|提高|减少|下降|压减)\s?$")
_STUDIED = re.compile("研究|评估|论证|检视|调研|分析")


class Setting(NamedTuple):
    """A figure between the words of its half-sentence or item.

    Attributes:
        figure: the figure.
        before: the words before it.
        behind: the words behind its measure word.
        piece: all of them.
    """

    figure: Quantity
    before: str
    behind: str
    piece: str

    @property
    def uom(self) -> str:
        """The measure word in one spelling."""
        return fold(self.figure.uom)


class DraftRequirement(NamedTuple):
    """What reaching a figure means.

    Attributes:
        op: whether it is a floor or a ceiling, itself included or not.
        kind: whether it counts whole things, adds up, or is measured.
        approximate: whether the text says about.
    """

    op: Requiring
    kind: FigureKind
    approximate: bool


def setting(figure: Quantity, plain: str, start: int, end: int) -> Setting:
    """The setting of a figure in a stretch of a folded text."""
    return Setting(
        figure, plain[start : figure.start], plain[figure.uom_end : end], plain[start:end]
    )


def why_not(place: Setting) -> str:
    """Why a figure is none to be reached; empty where it may be one.

    The reasons: name, rank, scope, recurrence, baseline, compared, subsidy.
    """
    return next((reason for reason, holds in _REASONS if holds(place)), "")


def _is_name(place: Setting) -> bool:
    if place.figure.glued:
        return True
    if place.figure.uom:
        return place.figure.spelled and bool(_NAMED.match(place.behind)) and not _limited(place)
    said = _limited(place) or _RAISED.search(place.before) or _TO.search(place.before)
    return not said or bool(place.figure.scale)


def _is_rank(place: Setting) -> bool:
    return bool(_RANK.search(place.before))


def _is_recurrence(place: Setting) -> bool:
    return bool(_PER.search(place.before)) and place.uom not in RATES


def _is_scope(place: Setting) -> bool:
    uom, limited = place.uom, _limited(place)
    raised = bool(_RAISED.search(place.before))
    if uom in OF_KINDS and not limited and not raised and not counts_things(uom, place.before):
        return True
    if place.figure.spelled and place.figure.scale and not limited:
        return not _SURELY.search(place.before)
    if uom == "分" and _MARKS_GIVEN.search(place.before):
        return True
    if SPANS_AND_SIZES.fullmatch(uom) and not limited and not raised:
        return True
    if place.figure.spelled and uom == "类" and re.search(r"\d", place.behind):
        return True  # 三类医疗器械注册证20张
    if re.match("就|对", place.before) and _STUDIED.search(place.behind) and not limited:
        return True
    return _is_size(place) or _is_attribute(place, raised=raised)


def _is_size(place: Setting) -> bool:
    """Whether a continuous quantity says how large the thing is that it stands before."""
    if not (AMOUNTS.fullmatch(place.uom) or place.uom in {"岁", "年", "级"}):
        return False
    if _SIZED.search(place.before) and re.match("(?:以上|以下|及以上|左右)?的", place.behind):
        return True
    return bool(_SIZE_BEHIND.match(place.behind))


def _is_attribute(place: Setting, *, raised: bool) -> bool:
    """Whether 的 makes a figure an attribute of what follows (超过30GB的基站)."""
    if not _ATTRIBUTE.match(place.behind):
        return False
    if place.uom == "%" and (_SHARE_OF.search(place.behind) or place.before.endswith("覆盖")):
        return False
    if re.search("(?:完成|建成|新增|新建|打造|培育|引进|实现)[^，]{0,2}$", place.before):
        return False
    return not (raised and re.search("(?:率|比例|占比|水平)$", place.behind))


def _is_baseline(place: Setting) -> bool:
    return bool(_BASELINE.search(place.before))


def _is_compared(place: Setting) -> bool:
    return (
        place.uom not in RATES
        and bool(_COMPARED.search(place.before))
        and not _NO_COMPARISON.search(place.before)
    )


def _is_subsidy(place: Setting) -> bool:
    if not _SUBSIDY.search(place.piece) or _PAID_OUT.search(place.before):
        return False
    if re.search("标准|水平|待遇", place.before) and _RAISED.search(place.before):
        return False
    paid = place.uom.endswith("元") or place.uom in {"%", "年"}
    return paid or bool(_SUBSIDY.search(place.before))


_REASONS: tuple[tuple[str, Callable[[Setting], bool]], ...] = (
    ("name", _is_name),
    ("rank", _is_rank),
    ("recurrence", _is_recurrence),
    ("baseline", _is_baseline),
    ("scope", _is_scope),
    ("compared", _is_compared),
    ("subsidy", _is_subsidy),
)


def _limited(place: Setting) -> bool:
    """Whether words make the figure a floor or a ceiling, or say that it is reached."""
    before = place.before
    patterns = (_AT_LEAST, _AT_MOST, _LESS, _MORE, _HELD)
    if place.uom in RATES and (_SHARE_FLOOR.search(before) or _SHARE_CEILING.search(before)):
        return True
    return (
        any(pattern.search(before) for pattern in patterns)
        or bool(re.search(r"(?:达到|达)\s?$", before))
        or bool(_CEILING.match(place.behind))
    )


def is_reached(place: Setting) -> tuple[bool, str]:
    """Whether a figure that may be a requirement is one, and the code of the doubt, if any."""
    said = (
        _limited(place)
        or bool(_FLOOR.match(place.behind))
        or bool(_RAISED.search(place.before) or _TO.search(place.before))
    )
    if place.figure.spelled and not said and place.uom != "成":
        return _spelled(place)
    if said:
        # 300户以上集中供水工程 says which works, or how many households.
        before_noun = re.match(r"\s?及?以上(?![，；。、和及（]|$)", place.behind)
        return True, "scope-or-target" if place.uom in OF_PEOPLE and before_noun else ""
    if _STANDS.search(place.behind):
        return True, ""
    if place.uom in RATES:
        named = re.search(r"[\u4e00-\u9fff）%]\s?$", place.before)
        return True, "" if named else "requirement-without-verb"
    return _brought_about(place)


def _spelled(place: Setting) -> tuple[bool, str]:
    """A figure in Chinese numerals is one where something brings it about, 一 only where surely."""
    every = bool(_EVERY_ONE.search(place.before))
    if place.figure.number == 1:
        made = every or bool(_ONE_MADE.search(place.before))
        return made, "" if made else "scope-or-target"
    many = place.figure.number >= _MANY_SPELLED and not place.behind.strip()
    made = every or many or bool(_SPELLED_MADE.search(place.before))
    return made, "" if every else "scope-or-target"


def _brought_about(place: Setting) -> tuple[bool, str]:
    """Whether a verb brings a figure about, or it closes what it counts (选择10个, 机制3项)."""
    before, behind = place.before, place.behind
    closing = not behind.strip("（）() ") or behind.lstrip().startswith(("（", "左右"))
    going_on = bool(_GOING_ON.match(before))
    if _SURELY.search(before):
        if going_on and not closing and _KEPT_UP.search(behind):
            return False, ""
        return True, "" if _MADE_HERE.search(before) else "scope-or-target"
    if closing and _CAPACITY.search(before):
        return True, "scope-or-target"
    if closing:
        return True, "" if len(before) > 1 else "requirement-without-verb"
    if re.search("[对为与][^，]{0,12}$", before) and re.search(
        "进行|实施|开展|合作|签约|提供|发放", behind
    ):
        return "提供" in behind or not _KEPT_UP.search(behind), ""
    if going_on:
        return False, ""
    if re.search("(?:确保|力争|实现|推动|促成|争取)\\s?$", before) and _BROUGHT_INTO.search(behind):
        return True, ""
    if _MAYBE.search(before):
        return not _KEPT_UP.search(behind), "scope-or-target"
    return (not before.strip()), "" if before.strip() else "requirement-without-verb"


def requirement(place: Setting) -> DraftRequirement:
    """What reaching a figure means, by the words around it."""
    op = _operator(place)
    approximate = bool(
        _ABOUT.search(place.before)
        or _ROUGHLY.match(place.behind)
        or _NEARLY.search(place.before)
        or "余" in place.piece[len(place.before) : len(place.piece) - len(place.behind)]
        or "多" in place.piece[len(place.before) : len(place.piece) - len(place.behind)]
    )
    return DraftRequirement(op, _kind(place, op), approximate)


def _operator(place: Setting) -> Requiring:
    before, behind = place.before, place.behind
    if place.uom in RATES and _SHARE_CEILING.search(before):
        return "at_most"
    falling = bool(LEVEL_WORDS.fullmatch(place.uom)) and should_fall(before)
    if _AT_MOST.search(before):
        return "at_most"
    if _AT_LEAST.search(before):
        return "at_least"
    if _MORE.search(before):
        return "at_least" if _FLOOR.match(behind) else "more_than"
    if _LESS.search(before):
        return "less_than"
    if _FLOOR.match(behind):
        return "at_least"
    if _CEILING.match(behind):
        return "at_most"
    if _HELD.search(before):
        return "at_least" if _STEADY.search(before) and not falling else "at_most"
    return "at_most" if falling and not _FALLS_BY.search(before) else "at_least"


def _kind(place: Setting, op: Requiring) -> FigureKind:
    if LEVEL_WORDS.fullmatch(place.uom) or op in {"at_most", "less_than"}:
        return "level"
    if _AT_LEVEL.search(place.before) and _STOCK.search(place.before):
        return "level"
    if is_ratio(place.before):
        return "level"
    is_whole = place.figure.value == int(place.figure.value)
    return "count" if is_whole and not AMOUNTS.fullmatch(place.uom) else "amount"
