"""Read the dates that a text states: years, months, days, quarters, halves, and spans of them.

Every date is read with its place, the first and the last day of the period that it names, and the
day by which something is due where it is a deadline. 底, 末, 中 and the like end where they end; a
period followed by 前 is over the day before it begins; a date without a year belongs to the year
that the caller gives.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.wording.figures import spelled_number
from hpplan.wording.folding import fold
from hpplan.wording.patterns import RarePattern

if TYPE_CHECKING:
    from collections.abc import Iterator

Precision = Literal["year", "half", "quarter", "month", "part", "day", "span", "within"]
Use = Literal["due", "bare", "from", "compared", "named"]

_CN = "[一二两三四五六七八九十]"
_BEFORE = (
    r"(?P<before>\s?(?:或(?:之|以)?前|之前|以前|前(?![后海进沿述期三两五十景瞻往来置端列\d])))?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d|二[〇零Ｏ○O][一二三四五六七八九〇零]{2})"
_MONTHS = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAYS = "3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
_MONTH = rf"(?P<month>{_MONTHS})\s?月(?:份)?"
_DAY = rf"(?:\s?(?P<day>{_DAYS})\s?[日号])"
_PART = r"(?P<part>底|末|初|上旬|中旬|下旬|中(?![心国小学央下旬]))"
_QUARTER = r"(?P<quarter>第?[一二三四1-4]季度?|首季度?|Q[1-4])(?P<quarter_end>末|底|内)?"
_HALF = r"(?P<half>上半年|下半年)"
_A_MONTH = r"[\d一二三四五六七八九十]\s?月"

_DATED = re.compile(
    rf"{_YEAR}\s?年(?P<degree>度)?(?:"
    rf"\s?{_MONTH}(?:{_DAY}|\s?{_PART})?"
    rf"|\s?{_QUARTER}"
    rf"|\s?{_HALF}"
    r"|(?:年)?(?P<year_part>底|末|内|初(?![步级期中高始])|终|中(?!国|央|小学|医|华|级|等|学|心|期|东|西|部|高考|招|考|共|外|间|"
    r"标|层|介|试|药|式|欧))"
    rf")?{_BEFORE}"
)
_YEARLESS = RarePattern(
    rf"(?<![\d.年第个\-—~至一二三四五六七八九十]){_MONTH}(?:{_DAY}|\s?{_PART}|(?=\s?(?:前|之前|以前)))"
    rf"{_BEFORE}",
    sign=_A_MONTH,
)
_BARE_MONTH = RarePattern(
    rf"(?<![\d.年第个\-—~至一二三四五六七八九十]){_MONTH}"
    r"(?=完成|投入|启动|动工|开工|建成|竣工|实施|举办|召开|印发|出台|发布|上线|通车|交付|投用|$)",
    sign=_A_MONTH,
)
_OF_THE_YEAR = re.compile(
    r"(?<![\d〇零一二三四五六七八九前去近多次上半整之逐常历往同青百生周老少壮学])(?:"
    rf"(?P<this>今年|本年度|本年|当年|年)?(?P<year_part>年底|年末|年内|年中(?!国|央|考)|年终|底|内)"
    rf"|(?:今年|本年度|本年)?(?P<half>上半年|下半年)"
    rf"|(?:今年|本年度|本年)?{_QUARTER}"
    rf"|(?P<whole>今年|本年度|全年)"
    r")"
    rf"{_BEFORE}"
)
_SPAN = re.compile(
    rf"{_YEAR}\s?年?(?:\s?{_MONTH})?\s?(?:至|到|—{{1,3}}|-|~|－)\s?(?P<year2>(?:19|20)\d\d)\s?年"
    r"(?:\s?(?P<month2>1[0-2]|0?[1-9])\s?月)?(?P<part2>底|末)?"
)
_MONTHS_OF_A_YEAR = RarePattern(
    rf"{_YEAR}\s?年\s?(?P<month>{_MONTHS})(?:\s?月(?:份)?{_DAY}?)?\s?(?:至|到|—{{1,3}}|-|~)\s?"
    rf"(?P<month2>{_MONTHS})\s?月(?:\s?(?P<day2>{_DAYS})\s?[日号]|底|末)?",
    sign=_A_MONTH,
)
_QUARTERS_OF_A_YEAR = RarePattern(
    rf"{_YEAR}\s?年\s?第?(?P<first>[一二三四1-4])(?:季度)?(?:、|至|到|和|-|~)第?(?P<last>[一二三四1-4])季度",
    sign="季度",
)
_NO_MONTH = re.compile(r"\s?\d{1,2}\s?月")
_SEASON = re.compile(
    r"(?:19|20)\d\d\s?[-—/]\s?\d\d(?!\d)(?:\s?(?:至|到)\s?(?:19|20)\d\d\s?[-—/]\s?\d\d)?\s?年?度?"
)
_WITHIN = RarePattern(
    rf"(?P<since>{_YEAR}\s?年起)?(?P<lead>(?:在|于|力争|用|经过|未来|今后){{0,3}})"
    rf"(?P<count>\d{{1,2}}|{_CN}{{1,4}})(?P<unit>个?年|个月|个工作日|天|日)(?P<inside>之内|以内|内|(?:左右)?时间|的?努力|期间)",
    sign="[年月日天](?:之内|以内|内|左右时间|时间|的?努力|期间)",
)
_FIVE_YEARS = RarePattern(
    r"[“\"]?十(?P<plan>[一二三四五六七])五[”\"]?(?P<tail>期末|末|期间|时期|规划期末)",
    sign='五[”"]?[期末时规]',
)
_BEFORE_THE_YEAR = RarePattern(
    r"(?<![\d一二三四五六七八九十几多若数同往历去前])年前(?=[完建启开实形出制印基全])",
    sign="年前",
)
_NEXT_YEAR = RarePattern(
    r"(?<![\d\u4e00-\u9fff])明年(?P<tail>底|年底|内|上半年)?(?P<before>前)?", sign="明年"
)
_PLANS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}
_PLAN_YEARS = 5

_DUE = re.compile(
    r"(?:到|至|截至|截止|截止到|于|在|力争|力争在|确保|确保在|赶在|争取|争取在|预计|计划|拟|以期在|以期于|每年|其中|，|；|。|：|（|\n|^|-)\s?$"
)
_FROM = re.compile(r"(?:从|自)\s?$")
_COMPARED = re.compile(
    r"(?:根据|依据|按照|比|较|与|同|对比|相比|相较|基于|以|超过|高于|低于|不低于|不高于|优于|在比|保持)\s?$"
)
_SINCE = re.compile(r"\s?(?:起|开始|以来|以后|之后|后)")
_REACHED = re.compile(r"\s?(?:达到|提高到|提升到|增加到|不低于|不少于|力争)")
_DONE_THEN = re.compile(
    r"\s?(?:建成|投产|投用|投入使用|投入运营|开工|竣工|完工|通车|启用|动工|交付|达产)(?!的)"
)
_NAMED = re.compile(
    r"\s?(?:相比|基数|水平|基础上|现状|版|度?报告|《|“|”|》|度(?:工作|计划|任务|重点|财政|预算|省|市|区|县|"
    r"国家|中央)|重点|工作要点|政府工作|计划|以来|以前|的|及以前|修订|通知|数据|发展|新增|省|市(?!级|直)|版本|"
    r"世界|全国|中国|大赛|国务院)"
)


class DateSpan(NamedTuple):
    """A date or a period as it stands in a text.

    Attributes:
        start: where its first character stands.
        end: the place behind its last one, a 前 included.
        first: its first day.
        last: its last day.
        due: the day by which something is due that it is the deadline of.
        precision: what it names.
        use: `due` where it stands as a deadline, `bare` where only its place can tell, `from`
            where something begins with it, `compared` for a baseline, `named` within a name.
        vague: whether its last day is a reading (月初, 年前, 5年内).
        before: whether 前 stands behind it.
        yearless: whether it names no year, and has the one that was given.
    """

    start: int
    end: int
    first: date
    last: date
    due: date
    precision: Precision
    use: Use
    vague: bool = False
    before: bool = False
    yearless: bool = False


def date_spans(text: str, year: int | None = None, issued: date | None = None) -> list[DateSpan]:
    """Every date of a text, in order.

    Args:
        text: the text.
        year: the year of dates that name none; those are left out where there is none.
        issued: the day from which 5年内 counts; such a span is left out where there is none.

    >>> [str(each.due) for each in date_spans("到2025年底建成，9月底前完成，2026年5月前启用", 2024)]
    ['2025-12-31', '2024-09-30', '2026-04-30']
    """
    plain = fold(text)
    found = [*_spans(plain), *_months(plain), *_quarters(plain), *_dated(plain), *_plans(plain)]
    if issued:
        found += _within(plain, issued)
    if year:
        found += [each._replace(yearless=True) for each in _yearless(plain, year)]
    found.sort(key=lambda each: (each.start, -each.end))
    seasons = [each.span() for each in _SEASON.finditer(plain)]
    kept: list[DateSpan] = []
    for each in found:
        if kept and each.start < kept[-1].end:
            continue
        if any(begin <= each.start < end for begin, end in seasons):
            continue
        joined = kept and plain[kept[-1].end : each.start].strip() in {"和", "、", "及", "与"}
        kept.append(each._replace(use=kept[-1].use) if joined else each)  # 到2022年和2030年
    return kept


def last_day(year: int, month: int = 12, day: int | None = None) -> date:
    """The last day of a year or month, or the day itself; the month's last for a day beyond it."""
    longest = monthrange(year, month)[1]
    return date(year, month, min(day or longest, longest))


def _year_of(found: re.Match[str]) -> int:
    given = found["year"]
    if given.isdigit() and given.isascii():
        return int(given)
    digits = {"〇": "0", "零": "0", "Ｏ": "0", "○": "0", "O": "0"}
    signs = {each: str(value) for value, each in enumerate("〇一二三四五六七八九")}
    return int("".join(digits.get(each) or signs[each] for each in given))


def _number(text: str) -> int:
    """The number of a month or a day."""
    return int(text) if text.isdigit() else int(spelled_number(text) or 1)


def _period(found: re.Match[str], year: int) -> tuple[date, date, Precision, bool, bool]:
    """First and last day, precision, whether it names its own end, whether it is vague."""
    parts = found.groupdict()
    if month := parts.get("month"):
        number = _number(month)
        if day := parts.get("day"):
            exact = last_day(year, number, _number(day))
            return exact, exact, "day", True, False
        first, last = date(year, number, 1), last_day(year, number)
        part = parts.get("part")
        if part in {"初", "上旬"}:
            return first, date(year, number, 10), "part", True, part == "初"
        if part in {"中", "中旬"}:
            end = 20 if part == "中旬" else 15
            return first, date(year, number, end), "part", True, part == "中"
        return first, last, "month", part is not None, False
    if quarter := parts.get("quarter"):
        number = next(n for each, n in _QUARTERS.items() if each in quarter)
        first = date(year, 3 * number - 2, 1)
        return first, last_day(year, 3 * number), "quarter", bool(parts.get("quarter_end")), False
    if half := parts.get("half"):
        if half == "上半年":
            return date(year, 1, 1), date(year, 6, 30), "half", True, False
        return date(year, 7, 1), date(year, 12, 31), "half", True, False
    part = (parts.get("year_part") or "").removeprefix("年")
    if part == "中":
        return date(year, 1, 1), date(year, 6, 30), "half", True, False
    if part == "初":
        return date(year, 1, 1), date(year, 1, 31), "part", True, True
    return date(year, 1, 1), date(year, 12, 31), "year", bool(part), False


_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "1": 1, "2": 2, "3": 3, "4": 4}


def _made(plain: str, found: re.Match[str], year: int, *, yearless: bool = False) -> DateSpan:
    first, last, precision, ends, vague = _period(found, year)
    before = (found["before"] or "").strip()
    due = last
    if before and not ends and not before.startswith("或"):
        due = first - timedelta(days=1)
    use: Use = "bare"
    lead, tail = plain[max(found.start() - 6, 0) : found.start()], plain[found.end() :]
    if _FROM.search(lead) or (_SINCE.match(tail) and not before):
        use = "from"
    elif _COMPARED.search(lead) and not before:
        use = "compared"
    elif (
        before
        or ends
        or lead.rstrip().endswith(("到", "至", "截止", "力争", "确保", "于"))
        or (precision == "year" and _REACHED.match(tail))
    ):
        use = "due"
    elif _NAMED.match(tail) and not _is_deadline(lead):
        use = "named"
    elif _DONE_THEN.match(tail):
        use = "due"
    elif _DUE.search(lead) or not found.start():
        use = "due"
        if _NAMED.match(tail) and not yearless:
            use = "named"
    return DateSpan(*found.span(), first, last, due, precision, use, vague, before=bool(before))


def _is_deadline(lead: str) -> bool:
    return bool(re.search(r"(?:到|至|截至|截止)\s?$", lead))


def _dated(plain: str) -> Iterator[DateSpan]:
    for found in _DATED.finditer(plain):
        if found[0].endswith("年") and _NO_MONTH.match(plain, found.end()):
            continue  # 2025年13月
        yield _made(plain, found, _year_of(found))


def _yearless(plain: str, year: int) -> Iterator[DateSpan]:
    for found in _YEARLESS.finditer(plain):
        yield _made(plain, found, year, yearless=True)
    for found in _BARE_MONTH.finditer(plain):
        number = _number(found["month"])
        first, last = date(year, number, 1), last_day(year, number)
        yield DateSpan(*found.span(), first, last, last, "month", "due")
    for found in _OF_THE_YEAR.finditer(plain):
        if plain[: found.start()].rstrip().endswith(("每年", "每")):
            continue
        if found["year_part"] in {"底", "内"} and not found["this"]:
            continue
        if found["whole"]:
            first, last = date(year, 1, 1), date(year, 12, 31)
            yield DateSpan(*found.span(), first, last, last, "year", "bare")
            continue
        yield _made(plain, found, year, yearless=True)
    for found in _BEFORE_THE_YEAR.finditer(plain):
        last = date(year, 12, 31)
        yield DateSpan(*found.span(), date(year, 1, 1), last, last, "year", "due", vague=True)
    for found in _NEXT_YEAR.finditer(plain):
        end = date(year + 1, 6, 30) if found["tail"] == "上半年" else date(year + 1, 12, 31)
        yield DateSpan(*found.span(), date(year + 1, 1, 1), end, end, "year", "due")


def _spans(plain: str) -> Iterator[DateSpan]:
    for found in _SPAN.finditer(plain):
        first = date(_year_of(found), _number(found["month"] or "1"), 1)
        last = last_day(int(found["year2"]), int(found["month2"] or 12))
        if first <= last:
            tail = plain[found.end() :]
            use: Use = "named" if tail[:1] in {"）", "》"} or _NAMED.match(tail) else "due"
            yield DateSpan(*found.span(), first, last, last, "span", use)


def _months(plain: str) -> Iterator[DateSpan]:
    for found in _MONTHS_OF_A_YEAR.finditer(plain):
        year = _year_of(found)
        first = last_day(year, _number(found["month"]), _number(found["day"] or "一"))
        last = last_day(
            year, _number(found["month2"]), _number(found["day2"]) if found["day2"] else None
        )
        if first <= last:
            yield DateSpan(*found.span(), first, last, last, "span", "due")


def _quarters(plain: str) -> Iterator[DateSpan]:
    for found in _QUARTERS_OF_A_YEAR.finditer(plain):
        year, begin, end = _year_of(found), _QUARTERS[found["first"]], _QUARTERS[found["last"]]
        if begin < end:
            first, last = date(year, 3 * begin - 2, 1), last_day(year, 3 * end)
            yield DateSpan(*found.span(), first, last, last, "span", "due")


def _plans(plain: str) -> Iterator[DateSpan]:
    for found in _FIVE_YEARS.finditer(plain):
        end = _PLANS[found["plan"]]
        first, last = date(end - _PLAN_YEARS + 1, 1, 1), date(end, 12, 31)
        use: Use = "due" if found["tail"].endswith("末") else "bare"
        yield DateSpan(*found.span(), first, last, last, "span", use)


def _within(plain: str, issued: date) -> Iterator[DateSpan]:
    for found in _WITHIN.finditer(plain):
        given = found["count"]
        number = int(given) if given.isdigit() else int(spelled_number(given) or 0)
        if not number:
            continue
        start = date(_year_of(found), 1, 1) if found["since"] else issued
        unit = found["unit"].removeprefix("个")
        if unit in {"天", "日", "工作日"}:
            continue
        months = number * 12 if unit == "年" else number
        last = _later(start, months) - timedelta(days=1)
        use: Use = "due" if unit == "年" else "bare"
        yield DateSpan(*found.span(), start, last, last, "within", use, vague=True)


def _later(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    return last_day(day.year + year, month + 1, day.day)
