"""Read who leads and who helps from what stands around the names of units.

One reader for every form that the genre knows: labels (牵头单位：…；配合单位：…), words behind the
names (A、B负责；A牵头，B按职责分工负责；由A负责落实), brackets of any kind, lines of their own.
What it has not foreseen is returned as a question, never guessed.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.wording.folding import fold
from hpplan.wording.labels import BARE_LABELS, BEFORE_LABELS, LABEL, MARKED_CHIEF, PERSONS, TIMES

if TYPE_CHECKING:
    from collections.abc import Iterator

Role = Literal["lead", "support"]

_LEADING = "牵头|责任|主责|主办|负责|推进|承办|实施|落实|主管|承担|执行"
_HELPING = "配合|协办|协同|协助|参与|参加|支持|联合|协作|会办"
_TOGETHER = re.compile("会同|联合(?!会)|商")
_LONGEST_UNIT, _LONGEST_OTHER = 40, 12

_MANNER = (
    "共同|分别|具体|积极|密切|协同|统筹|按照?(?:各自|部门)?(?:的)?(?:工作)?职[责能权](?:分工|范围|任务)?"
    "|各司其职|各负其责|依(?:职责?|责|法)|结合(?:各自)?(?:工作)?实际|抓好|组织|会同(?:有关|相关)(?:部门|单位)|及"
    "|按分工|根据职责(?:分工)?|在各自职责范围内|切实|指导|督促|全力|分工|、|做好|认真"
)
_ROLE = re.compile(
    rf"(?P<manner>(?:{_MANNER})*)"
    r"(?P<verb>负责牵头落实|负责牵头实施|负责牵头组织|负责牵头|牵头负责|牵头抓总|牵头落实|牵头组织|牵头协调|牵头推进|牵头实施|牵头|主办|承办|负责落实|负责实施|负责推进|负责"
    r"|配合落实|配合做好|配合|协助|协办|参与|参加|支持|落实|实施|推进|推动|承担|组织实施|执行|办理)"
    r"(?:工作|落实|实施|推进|推动|完成|等)?$"
)
_VERB_AND_MORE = re.compile("(?:牵头|负责|主办|配合)、")
_BY_SHARE = re.compile("按照?(?:各自|部门)?(?:的)?职责(?:分工)?$")
_BY_DUTY = re.compile("职[责能权]|依责|分工|实际|指导|督促")
_FOR_ITSELF = re.compile("实际|指导|督促")
_MORE = re.compile(
    r"(?:等(?:有关|相关|其他|其它|各有关|各相关|市级|省级|区级|县级|市直|省直|区直)*(?:部门|单位|部委|成员单位)*|等)$"
)
_OTHERS = re.compile(
    r"^(?:等)?(?:有关|相关|其他(?:有关|相关)?)(?:部门|单位)(?:和(?:有关|相关)单位)?$"
)
_START = re.compile(r"^(?:由|请|以|其中|同时|并|以及|另外|会同|联合)+")
_REMARK = re.compile(
    "下同|以下(?:均|简|各)|排在|排名|列在?第|不再|标注|简称|除|均为|详见|见附件|另行|汇总单位|无相关|同上|以上均|位为"
)
_REST = re.compile("以下均|以下各|下同|不再(?:逐一)?列|无相关工作职能")
_LASTING = re.compile(
    r"^(?:(?:预期|约束)性(?:指标|目标)?|市?级?(?:指标|任务)|持续推进|长期(?:推进|坚持|任务)?|常态化(?:推进)?|全年(?:推进)?|持续|常年|贯穿全年|年度任务)$"
)
_DONE = re.compile(
    r"\d月|年底|年内|季度|上半年|下半年|\d年(?:底|内)?(?:前)?|(?:完成|启动|实施|投用)(?:前)?$"
)
_NONE = {"无", "/", "-", "—", "——", "∕"}

_SUFFIX = (
    "局|委|委员会|厅|部|办|办公室|公室|法院|检察院|院|政府|街道|街镇|办事处|镇|乡|县|区|市|州|盟|旗|中心|处|科|所|站"
    "|队|公司|集团|银行|分行|支行|行|署|司|校|大学|学院|医院|园|园区|管委会|指挥部|小组|专班|组|团委|工会|妇联"
    "|残联|科协|文联|工商联|侨联|作协|红十字会|社|协会|联合会|商会|学会|研究会|联盟|海关|海事|单位|部门|部委|企业|机构"
    "|地区|各方|社区|居委会|村委会|村|武警|军分区|报社|台|馆|室|场|庭|会|联|各地|各级|人武部|口岸|电网|机场|港"
    "|研究所|实验室|基地|各科室|科室|处室|国企|央企|平台公司|成员单位|主体|垸|联席会议|工程师|署长|司长"
)
_IS_UNIT = re.compile(rf"(?:{_SUFFIX})(?:（[^（）]*）)?$|^各[^\W\d]{{1,4}}[商方校厂户者]$")
_STRONG = re.compile(
    "(?:局|委|厅|部|办|院|政府|街道|中心|公司|集团|银行|队|联合会|协会|委员会|联|署|管委会|镇|单位|部门|公室|关|分行|办事处)$"
)
_AND = re.compile("以及|[和及与暨]")
_PLACE = "县级市|街道|地市|园区|功能区|开发区|[县市区镇乡州盟旗]"
_WHOLE = re.compile(
    f"各(?:有关|相关)?(?:{_PLACE}|（[^（）]*）)+(?:、(?:{_PLACE})(?:（[^（）]*）)?)*"
    "(?:人民政府|政府|办事处|管委会|委)?(?:（[^（）]*）)?"
    r"(?=[、，；。/ ]|$|[^\W\d]*(?:牵头|负责|配合|落实|参与))"
)
OPEN, CLOSE = "（［〔【", "）］〕】"
"""The brackets that may hold names."""


class NamedUnit(NamedTuple):
    """A unit as it is named in a text.

    Attributes:
        name: its name, as the text writes it.
        role: whether it leads or helps.
        start: where the name stands.
        end: the place behind it.
    """

    name: str
    role: Role
    start: int
    end: int


class Responsible(NamedTuple):
    """Who is named in a text, and what else is said there.

    Attributes:
        units: the units in the text's order.
        due: the words that say by when, else empty.
        asked: codes of what a person should confirm.
        unread: words that are neither a unit nor anything foreseen.
    """

    units: tuple[NamedUnit, ...]
    due: str = ""
    asked: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def named(self, role: Role) -> tuple[str, ...]:
        """The names of those that lead or help, each once, in order."""
        return tuple(dict.fromkeys(each.name for each in self.units if each.role == role))


class _Strength(IntEnum):
    """How strongly words make units responsible."""

    UNSAID = -1
    HELPING = 0  # 配合
    BY_DUTY = 1  # 按职责分工负责
    RESPONSIBLE = 2  # 负责, 责任单位
    CHIEF = 3  # 牵头


class _Part(NamedTuple):
    """A stretch of names that share their role, and whether a label gives it to them."""

    start: int
    end: int
    strength: _Strength
    label: bool = False


def is_unit(name: str) -> bool:
    """Whether a word ends as the names of units do."""
    plain = fold(name).strip()
    return (
        bool(_IS_UNIT.search(plain))
        and len(plain) <= _LONGEST_UNIT
        and not re.search(r"[。；，！]|\d\s?[处所站室场馆台科园队村校]$", plain)
    )


def responsible(text: str) -> Responsible:
    """Who leads and who helps, by what stands in a bracket, a cell or a line.

    >>> responsible("市科技局牵头，市财政局、各区配合").named("support")
    ('市财政局', '各区')
    """
    plain = fold(text)
    reader = _Reader(plain)
    parts = list(reader.parts())
    units: list[NamedUnit] = []
    unread: list[str] = []
    marked = bool(MARKED_CHIEF.search(plain))
    for part, role in zip(parts, _roles(parts), strict=True):
        unsaid = part.strength is _Strength.UNSAID
        if marked and part.label and role == "lead":
            reader.asked.append("label-unknown")
        for start, end in _names(plain, part.start, part.end):
            name = text[start:end]
            own: Role = role
            if marked and unsaid:  # A（牵头）、B、C
                own = "lead" if MARKED_CHIEF.match(plain, end) else "support"
            if not is_unit(name) and (unsaid or (not part.label and len(name) > _LONGEST_OTHER)):
                unread.append(name)
            else:
                units.append(NamedUnit(name, own, start, end))
    labels = {part.strength for part in parts if part.label}
    if {_Strength.CHIEF, _Strength.RESPONSIBLE} <= labels:
        reader.asked.append("label-unknown")
    return Responsible(
        tuple(units), "；".join(reader.due), tuple(dict.fromkeys(reader.asked)), tuple(unread)
    )


def _roles(parts: list[_Part]) -> list[Role]:
    """The role of each part: where words name somebody chief, the others help.

    A label that speaks of responsibility (责任单位：) makes leads of its own, beside 牵头单位：.
    """
    strongest = max((part.strength for part in parts), default=_Strength.UNSAID)
    if strongest is _Strength.HELPING:  # A；配合单位：B says of A that it leads
        strongest = _Strength.UNSAID
    roles: list[Role] = []
    for part in parts:
        own = part.strength
        leads = own is _Strength.CHIEF or own is strongest
        if own is _Strength.RESPONSIBLE:
            leads = leads or part.label
        if own is _Strength.HELPING or (own is _Strength.UNSAID and own is not strongest):
            leads = False
        roles.append("lead" if leads else "support")
    return roles


class _Reader:
    """Parts what is said of units into stretches of names.

    Attributes:
        due: words that say by when.
        asked: codes of what a person should confirm.
    """

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.due: list[str] = []
        self.asked: list[str] = []

    def parts(self) -> Iterator[_Part]:
        """The stretches of names, each with what makes them responsible."""
        plain = self.plain
        labels = [
            found
            for found in LABEL.finditer(plain)
            if not found.start() or plain[found.start() - 1] in BEFORE_LABELS
        ]
        begin = labels[0].start() if labels else len(plain)
        yield from self._unlabelled(0, begin)
        ends = [each.start() for each in labels[1:]] + [len(plain)]
        for found, end in zip(labels, ends[: len(labels)], strict=True):
            if found["what"] in TIMES:
                self.due.append(plain[found.end() : end].strip("；，。、 "))
            elif found["what"] not in PERSONS:
                yield from self._labelled(found.end(), end, found["label"])

    def _labelled(self, start: int, end: int, label: str) -> Iterator[_Part]:
        strength = self._of_label(label)
        inner = list(self._unlabelled(start, end))
        said = any(part.strength is not _Strength.UNSAID for part in inner)
        for part in inner:
            own = part.strength
            if own is _Strength.UNSAID or not said:
                own = strength
            elif own in {_Strength.BY_DUTY, _Strength.RESPONSIBLE}:
                own = min(own, strength) if own is _Strength.BY_DUTY else strength
            yield part._replace(strength=own, label=True)

    def _of_label(self, label: str) -> _Strength:
        """What a label says; one that nobody foresaw is support, and asks."""
        if re.search("牵头|主责|主办", label):
            return _Strength.CHIEF
        if re.search(_HELPING, label) and not re.search("责任|负责", label):
            return _Strength.HELPING
        if re.search(_LEADING, label):
            return _Strength.RESPONSIBLE
        self.asked.append("label-unknown")
        return _Strength.RESPONSIBLE if label in BARE_LABELS else _Strength.HELPING

    def _unlabelled(self, start: int, end: int) -> Iterator[_Part]:
        """The parts between commas, each with its own verb, the next one's or the last one's."""
        waiting: list[_Part] = []
        last = _Strength.UNSAID
        for words, begin in self._clauses(start, end):
            stop = begin + len(words)
            role = _ROLE.search(self.plain, begin, stop)
            if role is None:
                share = _BY_SHARE.search(self.plain, begin, stop)
                if share and last is not _Strength.UNSAID:
                    yield _Part(begin, share.start(), _Strength.BY_DUTY)
                else:
                    waiting.append(_Part(begin, stop, _Strength.UNSAID))
                continue
            before, last = last, _of_words(role, last)
            if before is not _Strength.UNSAID or last is not _Strength.HELPING:
                waiting = [each._replace(strength=last) for each in waiting]
            yield from waiting
            waiting = []
            yield from _joint(self.plain, _Part(begin, role.start(), last))
        yield from (each._replace(strength=last) for each in waiting)

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches between commas, and behind a verb that a 、 follows (A牵头、B参与)."""
        for begin, stop in _split(self.plain, start, end, "，；。\n|"):
            at = begin
            for found in _VERB_AND_MORE.finditer(self.plain, begin, stop):
                if is_unit(self.plain[found.end() : stop].partition("、")[0]):
                    yield at, found.end() - 1
                    at = found.end()
            yield at, stop

    def _clauses(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        """What stands between commas and names units, with its place."""
        for begin, stop in self._stretches(start, end):
            words = self.plain[begin:stop].strip()
            outside = re.sub(r"（[^（）]*）", "", words)
            if _REST.search(outside):
                return
            if not words or words in _NONE or _LASTING.match(words) or _is_remark(outside):
                continue
            if _is_time(words):
                self.due.append(words)
                continue
            at = self.plain.index(words, begin)
            shift = _START.match(words)
            skipped = shift.end() if shift else 0
            yield words[skipped:], at + skipped


def _is_remark(outside: str) -> bool:
    return bool(_REMARK.search(outside)) and not _IS_UNIT.search(_MORE.sub("", outside)[:-2])


def _is_time(words: str) -> bool:
    role = _ROLE.search(words)
    names = words[: role.start()] if role else words
    named = _IS_UNIT.search(_MORE.sub("", names)) or "、" in words
    return bool(_DONE.search(words)) and not named


def _of_words(role: re.Match[str], last: _Strength) -> _Strength:
    """What the verb behind names says, behind one that stood before it."""
    verb = role["verb"]
    if verb.startswith(("牵头", "主办", "负责牵头")):
        return _Strength.CHIEF
    helping = verb.startswith(("配合", "协", "参", "支持"))
    if helping or (last is not _Strength.UNSAID and _FOR_ITSELF.search(role["manner"])):
        return _Strength.HELPING
    return _Strength.BY_DUTY if _BY_DUTY.search(role["manner"]) else _Strength.RESPONSIBLE


def _joint(plain: str, part: _Part) -> Iterator[_Part]:
    """A part in two where one unit does it together with others (A会同B牵头)."""
    found = _TOGETHER.search(plain, part.start + 2, part.end)
    before = plain[part.start : found.start()] if found else ""
    if found and (_STRONG.search(before) or (found[0] == "会同" and is_unit(before))):
        yield part._replace(end=found.start())
        part = _Part(found.end(), part.end, _Strength.HELPING)
    yield part


def _split(plain: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    """The stretches between marks that stand in no bracket."""
    depth, begin = 0, start
    for at in range(start, end):
        if plain[at] in OPEN:
            depth += 1
        elif plain[at] in CLOSE:
            depth = max(depth - 1, 0)
        elif plain[at] in marks and not depth:
            yield begin, at
            begin = at + 1
    yield begin, end


def _names(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of the names in a list of them."""
    at = start
    for begin, stop in _split_names(plain, start, end):
        if begin < at:
            continue
        yield from _trimmed(plain, begin, stop)
        at = stop


def _split_names(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for whole in _WHOLE.finditer(plain, start, end):
        if "、" not in whole[0] or whole.start() < at:
            continue
        yield from _split(plain, at, whole.start(), "、/／")
        yield whole.span()
        at = whole.end()
    yield from _split(plain, at, end, "、/／")


def _trimmed(plain: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """A name without blanks, 等 and remarks in brackets; two where 和 stands between two units."""
    while begin < stop and plain[begin] in " ，、；。.":
        begin += 1
    while stop > begin and plain[stop - 1] in " ，、；。.":
        stop -= 1
    words = plain[begin:stop]
    more = _MORE.search(words)
    if more and more.start() and not words.startswith(("各", "有关", "相关")):
        stop = begin + more.start()
    words = plain[begin:stop]
    remark = re.search(r"（([^（）]*(?:（[^（）]*）)?[^（）]*)）$", words)
    if remark and (_REMARK.search(remark[1]) or "，" in remark[1] or _ROLE.fullmatch(remark[1])):
        stop = begin + remark.start()
    words = plain[begin:stop].rstrip()
    stop = begin + len(words)
    shift = _START.match(words)
    if shift and shift.end() < len(words):
        begin += shift.end()
        words = plain[begin:stop]
    if not words or words in _NONE or _OTHERS.match(words) or words in {"等", "有关", "各"}:
        return
    for joint in _AND.finditer(words):
        left, right = words[: joint.start()], words[joint.end() :]
        if _STRONG.search(left) and is_unit(right) and right not in {"政府", "人民政府"}:
            yield begin, begin + joint.start()
            yield from _trimmed(plain, begin + joint.end(), stop)
            return
    yield begin, stop
