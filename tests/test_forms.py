"""What a form going out and a form coming back agree on."""

from __future__ import annotations

from datetime import date

import pytest

from hpplan.forms.columns import (
    FORMER_TITLES,
    TITLES,
    Stamp,
    form_column,
    identity,
    note_of,
    stamp_in,
    title,
)
from hpplan.i18n import LANGUAGES, use
from plans import plan_of

STAMP = Stamp("0123456789ab", "jianguan", date(2026, 11, 22))


def test_a_stamp_is_read_back_from_the_text_around_it() -> None:
    assert str(STAMP) == "hpplan-form/1 plan=0123456789ab unit=jianguan as-of=2026-11-22"
    assert stamp_in(f"表号：{STAMP}。") == STAMP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hpplan-form/1",
        "hpplan-form/2 plan=0123456789ab unit=jianguan as-of=2026-11-22",
        "hpplan-form/1 plan=0123456789AB unit=jianguan as-of=2026-11-22",
        "hpplan-form/1 plan=0123456789ab unit=../jianguan as-of=2026-11-22",
        "hpplan-form/1 plan=0123456789ab unit=jianguan as-of=2026-11-31",
    ],
)
def test_another_text_is_no_stamp(text: str) -> None:
    assert stamp_in(text) is None


def test_a_plan_is_known_by_its_title_number_and_issue_alone() -> None:
    plan = plan_of({"id": "1.1a", "name": "事项", "quote": "事项", "kind": "duty"})
    more = plan_of({"id": "1.1a", "name": "别名", "quote": "事项", "kind": "milestone"})
    assert identity(plan) == identity(more) == "b30d6abd0a25"
    assert identity(plan_of(title="另一计划")) != identity(plan)
    assert identity(plan_of(number="黄府〔2024〕1号")) != identity(plan)


# A title that was handed out is on forms which may yet come back.
HANDED_OUT = {
    "asked": {"en": "What is asked", "zh": "填报要求", "zh_Hant": "填報要求"},
    "target": {"en": "Item", "zh": "编号", "zh_Hant": "編號"},
    "clause": {"en": "Clause", "zh": "条款", "zh_Hant": "條款"},
    "name": {"en": "Name", "zh": "任务事项", "zh_Hant": "任務事項"},
    "quote": {"en": "Words of the document", "zh": "原文", "zh_Hant": "原文"},
    "definition": {"en": "How it is counted", "zh": "统计口径", "zh_Hant": "統計口徑"},
    "required": {"en": "Required", "zh": "目标值", "zh_Hant": "目標值"},
    "due": {"en": "Due", "zh": "时限", "zh_Hant": "時限"},
    "status": {"en": "Status", "zh": "状态", "zh_Hant": "狀態"},
    "last_date": {"en": "Last reported for", "zh": "上次统计日", "zh_Hant": "上次統計日"},
    "last_value": {"en": "Last total", "zh": "上次累计", "zh_Hant": "上次累計"},
    "date": {"en": "Date", "zh": "统计截止日", "zh_Hant": "統計截止日"},
    "value": {"en": "Total", "zh": "本次累计", "zh_Hant": "本次累計"},
    "increment": {"en": "New since", "zh": "本期新增", "zh_Hant": "本期新增"},
    "note": {"en": "Note", "zh": "说明", "zh_Hant": "說明"},
    "evidence": {"en": "Evidence", "zh": "佐证", "zh_Hant": "佐證"},
    "cause": {"en": "Why it is late", "zh": "滞后原因", "zh_Hant": "落後原因"},
    "measures": {"en": "Next steps", "zh": "下一步措施", "zh_Hant": "下一步措施"},
    "expected": {"en": "Expected completion", "zh": "预计完成时间", "zh_Hant": "預計完成時間"},
}
FORMER = {"group": ["Group", "填报类别", "填報類別"]}


def test_every_column_has_a_title_in_every_language() -> None:
    assert list(TITLES) == list(HANDED_OUT)
    assert all(set(known) == set(LANGUAGES) for known in HANDED_OUT.values())


def test_a_column_that_forms_had_and_have_no_more_is_still_known() -> None:
    assert list(FORMER_TITLES) == list(FORMER)
    assert [form_column(each) for key in FORMER for each in FORMER[key]] == ["group"] * 3


@pytest.mark.parametrize("key", HANDED_OUT)
def test_a_column_is_known_by_its_titles_whatever_language_is_spoken(key: str) -> None:
    for code, handed_out in HANDED_OUT[key].items():
        use(code)
        assert title(key) == handed_out
        assert [form_column(each) for each in HANDED_OUT[key].values()] == [key] * len(LANGUAGES)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("日期", "date"),
        ("事项", "target"),
        ("数值", "value"),
        ("填报时间", "recorded"),
        (" 本次累计 ", "value"),
        ("NOTE", "note"),
        ("序号", None),
        ("", None),
    ],
)
def test_a_column_made_by_hand_is_known_by_a_progress_files_header(
    heading: str, key: str | None
) -> None:
    assert form_column(heading) == key


@pytest.mark.parametrize(
    ("texts", "note"),
    [
        ({}, ""),
        ({"note": " 新增3个小区。 "}, "新增3个小区。"),
        ({"note": "新增3个小区。", "cause": "施工许可推迟"}, "新增3个小区；滞后原因：施工许可推迟"),
        (
            {"cause": "缺人；", "measures": "补人", "expected": "2027-03-31"},
            "滞后原因：缺人；下一步措施：补人；预计完成时间：2027-03-31",
        ),
    ],
)
def test_why_it_is_late_becomes_a_labelled_part_of_the_note(
    texts: dict[str, str], note: str
) -> None:
    assert note_of(texts) == note
