"""Write a proposed plan as plan.yaml, laid out for a person, with a comment at every doubt."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from hpplan.drafting.ids import letters, unit_ids
from hpplan.drafting.plan import is_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hpplan.drafting.plan import DraftChapter, DraftClause, DraftPlan
    from hpplan.drafting.targets import Aside, DraftTarget

COMMENTS = {
    "label-unknown": "责任称谓不能确定：谁牵头、谁配合，请核对",
    "date-from-heading": "日期出自上面的标题，是不是本项的期限？",
    "several-figures": "同一句里有几个数字，是不是分开计？",
    "scope-or-target": "这个数字是要达到的数，还是说明范围？",
    "recurrence": "多久一次，是不是每期都要做到？",
    "period-words": "起止日或期限是按字面推的，请核对",
    "kind-from-verb": "动词两可：到期要完成的（milestone），还是持续做的（duty）？",
    "requirement-without-verb": "数字前后没有动词，是不是要达到的数？",
    "merged-cell": "出自合并的单元格，文字和期限是否对得上？",
    "damaged": "原文有损坏的字符，请对照正式文本",
    "group-members": "原文没有列出成员，请补全",
}
"""What each code of a doubt asks, in plain words."""

_ASIDES = {
    "units": "只写明责任单位，见 leads 和 support",
    "due": "只写明期限，见各事项的 due",
    "call": "要求落实前面各条已写明的责任，没有新的任务",
    "title": "标题里的{words}是名称的一部分，不是目标值",
}
_CONTEXTS = {
    "name": "名称或代号里的数字，不是目标值",
    "scope": "说明范围或规模，不是目标值",
    "population": "说明对象有多少，不是目标值",
    "recurrence": "说明间隔或单位，不是目标值",
    "baseline": "原来的数值，不是目标值",
    "compared": "用来比较的数，不是目标值",
    "subsidy": "补助或奖励的标准，不是目标值",
    "rank": "名次，不是目标值",
    "remark": "括号里的说明，不是目标值",
    "range": "幅度的上限，按下限计",
    "date": "日期或期间，不是本项的期限",
    "aside": "不是目标值",
    "other": "由另一事项单独计",
}
_PLAIN = re.compile(r"[\w\u4e00-\u9fff“”‘’《》（）〔〕【】、，。；：！？·—…%％+×/□Ⅰ-Ⅹ ()\-.]+")
_AMBIGUOUS = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9][-+.:_0-9a-fox]*|[-+]?\.(?:inf|nan)|\d{4}-\d{2}-\d{2}",
    re.IGNORECASE,
)


class DraftUnits(NamedTuple):
    """The units that a proposed plan names.

    Attributes:
        names: the names of units, in the document's order.
        groups: those of groups, as 各街道.
        ids: the id of each name.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    ids: dict[str, str]


def units_of(plan: DraftPlan) -> DraftUnits:
    """The units and groups that a proposed plan names, with ids by their sound."""
    clauses = [clause.source for chapter in plan.chapters for clause in chapter.clauses]
    named = [name for each in clauses for name in (*each.named("lead"), *each.named("support"))]
    names = tuple(name for name in dict.fromkeys(named) if not is_group(name))
    groups = tuple(name for name in dict.fromkeys(named) if is_group(name))
    return DraftUnits(names, groups, unit_ids([*names, *groups]))


def plan_yaml(plan: DraftPlan) -> str:
    """The text of plan.yaml for a proposed plan."""
    return "\n".join(_lines(plan)) + "\n"


def scalar(text: str) -> str:
    """A text as a YAML scalar on one line; quoted where it would be read as something else."""
    if (
        text
        and _PLAIN.fullmatch(text)
        and text == text.strip()
        and not _AMBIGUOUS.fullmatch(text)
        and text[0] not in "-?:,%.(/+"
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
    ):
        return text
    return json.dumps(text, ensure_ascii=False)


def _block(key: str, text: str, indent: str) -> Iterator[str]:
    """A key with its text: on one line, or as a literal block where it has several."""
    if "\n" not in text:
        yield f"{indent}{key}: {scalar(text)}"
        return
    yield f"{indent}{key}: |-" if text[0] != " " else f"{indent}{key}: |2-"
    for line in text.split("\n"):
        yield f"{indent}  {line}" if line else ""


def _confirm(codes: Sequence[str], indent: str) -> Iterator[str]:
    if codes:
        why = " ".join(COMMENTS[code] for code in codes)
        yield f"{indent}confirm: [{', '.join(codes)}]  # {why}"


def _lines(plan: DraftPlan) -> Iterator[str]:
    names, groups, ids = units_of(plan)
    yield f"# {plan.title}：由 hpplan draft 拟出的初稿，请逐条核对。"
    yield "# confirm 一行是没有把握的读法，旁边写明要确认什么；核对以后删去这一行，就是确认。"
    yield "# 单位的编号（id）按拼音拟，填报开始以前可以改，以后不要改。"
    yield ""
    yield "format: 1"
    yield f"title: {scalar(plan.title)}"
    if plan.number:
        yield f"number: {scalar(plan.number)}"
    if plan.issuer:
        yield f"issuer: {scalar(plan.issuer)}"
    yield f"issued: {plan.issued}"
    yield f"start: {plan.start}"
    yield f"end: {plan.end}"
    yield "timezone: Asia/Shanghai"
    yield "source: data/source/plan.txt"
    yield from _confirm(plan.asked, "")
    yield ""
    yield "units:" if names else "units: []"
    yield from unit_lines(names, ids)
    if groups:
        yield ""
        yield "groups:"
        yield from group_lines(groups, ids)
    if plan.preamble:
        yield ""
        yield from _block("preamble", plan.preamble, "")
    yield ""
    yield "chapters:"
    for chapter in plan.chapters:
        yield from chapter_head(chapter)
        for clause in chapter.clauses:
            yield from clause_lines(clause, ids, "      ")
            yield ""
    if plan.closing:
        yield "closing:"
        yield from clause_lines(plan.closing, ids, "", is_item=False)


def unit_lines(names: Sequence[str], ids: Mapping[str, str]) -> Iterator[str]:
    """The entries of units below `units`."""
    for name in names:
        yield f"  - {{id: {ids[name]}, name: {scalar(name)}}}{_alike(name, names)}"


def group_lines(names: Sequence[str], ids: Mapping[str, str]) -> Iterator[str]:
    """The entries of groups below `groups`, their members to be named."""
    for name in names:
        yield f"  - id: {ids[name]}"
        yield f"    name: {scalar(name)}"
        yield "    members: []"
        yield from _confirm(("group-members",), "    ")


def chapter_head(chapter: DraftChapter) -> Iterator[str]:
    """An entry below `chapters`, down to where its clauses begin."""
    yield f'  - id: "{chapter.id}"'
    if chapter.parts:
        yield f"    part: {scalar(' '.join(chapter.parts))}"
    yield f"    title: {scalar(chapter.title)}"
    if chapter.intro:
        yield from _block("preamble", chapter.intro, "    ")
    yield "    clauses:"


def _alike(name: str, names: Sequence[str]) -> str:
    """A comment where another unit has the same name but for its level (广电局, 省广电局)."""
    other = next((each for each in names if each != name and each[1:] == name), None)
    return f"  # 与“{other}”是不是同一单位？" if other else ""


def clause_lines(
    clause: DraftClause, ids: Mapping[str, str], indent: str, *, is_item: bool = True
) -> Iterator[str]:
    """The entry of a clause with its targets; below `closing` where it is no item of a list."""
    source = clause.source
    inner = indent + "  "
    label = f"  # 原文{source.label}" if source.label and source.label != "0" else ""
    yield f'{indent}{"- " if is_item else "  "}id: "{clause.id}"{label}'
    if source.title:
        yield f"{inner}title: {scalar(source.title)}"
    for key, named in (("leads", source.named("lead")), ("support", source.named("support"))):
        if named:
            yield f"{inner}{key}: [{', '.join(ids[name] for name in named)}]"
    yield from _block("text", source.text, inner)
    yield from _confirm(source.asked, inner)
    if clause.asides:
        yield f"{inner}set_aside:"
        for aside in clause.asides:
            yield aside_line(aside.quote, aside_why(aside), inner)
    if not clause.targets:
        yield f"{inner}targets: []"
        return
    yield f"{inner}targets:"
    for n, target in enumerate(clause.targets):
        yield from target_lines(target, f"{clause.id}{letters(n)}", ids, inner + "  ")


def _flow(text: str) -> str:
    """A scalar within {}, where commas and brackets part."""
    plain = scalar(text)
    if plain[:1] != '"' and re.search(r"[,\[\]{}]", plain):
        return json.dumps(text, ensure_ascii=False)
    return plain


def aside_line(quote: str, why: str, indent: str) -> str:
    """An entry of `set_aside`."""
    return f"{indent}  - {{quote: {_flow(quote)}, why: {_flow(why)}}}"


def aside_why(aside: Aside) -> str:
    """Why words are set aside, in plain words."""
    return _ASIDES[aside.why].format(words=aside.words)


def target_lines(
    target: DraftTarget, ident: str, ids: Mapping[str, str], indent: str
) -> Iterator[str]:
    """The entry of a target."""
    inner = indent + "  "
    yield f"{indent}- id: {ident}"
    yield f"{inner}name: {scalar(target.name)}"
    yield from _block("quote", target.quote, inner)
    yield f"{inner}kind: {target.kind}"
    if target.illegible:
        yield f'{inner}illegible: {{{target.op}: "{target.illegible}"}}'
    elif target.op:
        yield f"{inner}{target.op}: {target.figure}"
    if target.uom:
        yield f"{inner}uom: {scalar(target.uom)}"
    if target.begins:
        yield f"{inner}start: {target.begins}"
    if target.due:
        yield f"{inner}due: {target.due}"
    if target.every:
        yield f"{inner}every: {target.every}"
    if target.each:
        yield f"{inner}each: {ids[target.each]}"
    if target.approximate:
        yield f"{inner}approximate: true"
    if target.reporters:
        yield f"{inner}reporters: [{', '.join(ids[name] for name in target.reporters)}]"
    if target.context:
        pairs = ", ".join(
            f"{json.dumps(key, ensure_ascii=False)}: {_flow(_CONTEXTS[why])}"
            for key, why in target.context.items()
        )
        yield f"{inner}context: {{{pairs}}}"
    yield from _confirm(target.asked, inner)
