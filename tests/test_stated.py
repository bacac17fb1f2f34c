"""What a document states in words, held against its targets by `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from plans import lay_out
from running import ran

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(folder: Path, text: str, plan: dict[str, Any] | None = None, **target: Any) -> str:
    """What `check --strict` finds of one target that quotes all of a clause's text but its end."""
    target = {"kind": "count", "reporters": ["aa"], **target}
    if target["kind"] in {"count", "amount", "level"}:
        target = {"uom": "个", **target}
    quote = target.pop("quote", text)
    clause = {
        "id": "1.1",
        "title": "推进工作",
        "leads": ["aa", "bb"],
        "text": f"{text}。",
        "targets": [{"id": "1.1a", "name": "小区", "quote": quote, **target}],
    }
    lay_out(
        folder,
        {
            "format": 1,
            "title": "测试计划",
            "issued": "2024-03-01",
            "start": "2024-01-01",
            "end": "2026-12-31",
            "units": [{"id": "aa", "name": "甲局"}, {"id": "bb", "name": "乙局"}],
            "chapters": [{"id": "1", "title": "第一章", "clauses": [clause]}],
            **(plan or {}),
        },
        {"aa": "", "bb": ""},
    )
    shown = ran("check", "--strict")
    lines = [line.partition(": ")[2].replace(" warning:", "") for line in shown.stdout.splitlines()]
    assert shown.code == bool(lines)
    return "; ".join(lines)


def other_date(stated: str, due: str) -> str:
    return f"HP252 the document states {stated} for this, the target {due or 'no date'}"


THIRTY: dict[str, Any] = {"at_least": 30}


@pytest.mark.parametrize(
    ("words", "due", "wrong"),
    [
        ("到2025年一季度", "2025-03-31", "2025-12-31"),
        ("到2025年上半年", "2025-06-30", "2025-12-31"),
        ("到2025年三季度末", "2025-09-30", "2025-12-31"),
        ("到2025年年中", "2025-06-30", "2025-12-31"),
        ("2025年第二季度", "2025-06-30", "2025-03-31"),
        ("到2025年下半年", "2025-12-31", "2025-06-30"),
        ("2025年10月底前", "2025-10-31", "2025-12-31"),
        ("2026年5月前", "2026-04-30", "2026-06-30"),
        ("2026年前", "2025-12-31", "2026-12-31"),
        ("２０２５年６月底", "2025-06-30", "2025-12-31"),
        ("二〇二五年六月底前", "2025-06-30", "2025-12-31"),
        ("2025年6月1日至9月30日", "2025-09-30", "2025-06-01"),
        ("2025年9月15日前", "2025-09-15", "2025-09-30"),
        ("2025年12月31日之前", "2025-12-31", "2026-12-31"),
    ],
)
def test_a_date_in_words_is_the_due_date(tmp_path: Path, words: str, due: str, wrong: str) -> None:
    text = f"{words}完成30个小区改造"
    assert found(tmp_path, text, **THIRTY, due=due) == ""
    assert other_date(due, wrong) in found(tmp_path, text, **THIRTY, due=wrong)
    assert other_date(due, "") in found(tmp_path, text, **THIRTY)


@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ("9月底前", "2024-09-30", "2024-12-31"),
        ("十月底前", "2024-10-31", "2024-12-31"),
        ("年中", "2024-06-30", "2024-12-31"),
        ("三季度末", "2024-09-30", "2024-12-31"),
    ],
)
def test_a_date_without_a_year_is_of_the_plans(
    tmp_path: Path, words: str, right: str, wrong: str
) -> None:
    year = {"end": "2024-12-31"}
    text = f"{words}完成30个小区改造"
    assert found(tmp_path, text, year, **THIRTY, due=right) == ""
    assert other_date(right, wrong) in found(tmp_path, text, year, **THIRTY, due=wrong)


def test_a_date_without_a_year_may_be_of_any_year_of_a_plan_of_several(tmp_path: Path) -> None:
    text = "9月底前完成30个小区改造"
    assert found(tmp_path, text, **THIRTY, due="2025-09-30") == ""
    assert found(tmp_path, text, **THIRTY) == (f"{nobodys('9')}; " + other_date("2024-09-30", ""))
    # An earlier date of the sentence names the year.
    text = "2025年3月印发方案，9月底前完成30个小区改造"
    context: dict[str, Any] = {"context": {"2025": "印发", "3": "印发"}}
    assert found(tmp_path, text, **THIRTY, **context, due="2025-09-30") == ""
    assert other_date("2025-09-30", "2026-09-30") in found(
        tmp_path, text, **THIRTY, **context, due="2026-09-30"
    )


@pytest.mark.parametrize("due", ["2026-02-28", "2026-03-01", "2026-12-31"])
def test_years_counted_from_the_issue(tmp_path: Path, due: str) -> None:
    text = "2年内完成30个小区改造"
    assert found(tmp_path, text, **THIRTY, due=due) == ""
    wrong = found(tmp_path, text, **THIRTY, due="2025-12-31")
    assert wrong == f"{nobodys('2')}; {other_date('2026-02-28', '2025-12-31')}"


def test_as_many_years_as_the_plan_has_are_its_own_time(tmp_path: Path) -> None:
    assert found(tmp_path, "三年内完成30个小区改造", **THIRTY) == ""


@pytest.mark.parametrize("due", ["2025-05-01", "2025-05-10"])
def test_the_beginning_of_a_month_is_any_of_its_first_days(tmp_path: Path, due: str) -> None:
    text = "2025年5月初完成30个小区改造"
    assert found(tmp_path, text, **THIRTY, due=due) == ""
    assert found(tmp_path, text, **THIRTY, due="2025-05-31") == (
        f"{nobodys('2025', '5')}; " + other_date("2025-05-10", "2025-05-31")
    )


def test_before_the_years_end_is_any_day_of_the_year(tmp_path: Path) -> None:
    text = "年前完成30个小区改造"
    year = {"end": "2024-12-31"}
    assert found(tmp_path, text, year, **THIRTY, due="2024-11-30") == ""
    assert found(tmp_path, text, year, **THIRTY) == other_date("2024-12-31", "")


@pytest.mark.parametrize("due", ["2026-04-30", "2026-05-01"])
def test_a_due_on_either_side_of_before_a_month_is_borne(tmp_path: Path, due: str) -> None:
    assert found(tmp_path, "2026年5月前完成30个小区改造", **THIRTY, due=due) == ""


@pytest.mark.parametrize("words", ["从2025年起", "对比2025年", "2025年起", "根据2025年工作计划"])
def test_what_is_no_deadline_states_no_date(tmp_path: Path, words: str) -> None:
    text = f"{words}，完成30个小区改造"
    assert found(tmp_path, text, **THIRTY, context={"2025": "不是期限"}) == ""


@pytest.mark.parametrize(
    "text",
    [
        "根据2023年底数据完成普查",
        "2024—2026年全面推行",
        "2025年底前基本完成，2026年全面完成",  # a year by itself states no day
    ],
)
def test_what_stands_beside_a_deadline_is_none(tmp_path: Path, text: str) -> None:
    context = dict.fromkeys(("2023", "2025", "2026"), "不是期限")
    shown = found(tmp_path, text, kind="milestone", context=context)
    assert "HP252" not in shown


def nobodys(*figures: str) -> str:
    return "; ".join(f"HP215 the figure {figure} is nobody's requirement" for figure in figures)


@pytest.mark.parametrize(
    ("text", "figure", "target"),
    [
        ("完成三十个小区改造", "三十", {"at_least": 30}),
        ("完成十二项改造", "十二", {"at_least": 12, "uom": "项"}),
        ("完成３０个小区改造", "３０", {"at_least": 30}),
        ("覆盖率达到百分之九十", "百分之九十", {"kind": "level", "at_least": 90, "uom": "%"}),
        (
            "达到百分之九十九点五",
            "百分之九十九点五",
            {"kind": "level", "at_least": 99.5, "uom": "%"},
        ),
        ("培训1.2万人", "1.2万", {"at_least": 12000, "uom": "人"}),
        ("培训1.2万人", "1.2万", {"kind": "amount", "at_least": 1.2, "uom": "万人"}),
        ("Retrofit 1,200 homes", "1,200", {"at_least": 1200, "uom": "homes"}),
        ("改造3万平方米", "3万", {"kind": "amount", "at_least": 3, "uom": "万平方米"}),
        ("改造3万平方米", "3万", {"kind": "amount", "at_least": 30000, "uom": "平方米"}),
        ("完成5万户入户", "5万", {"at_least": 50000, "uom": "户"}),
        ("完成五万户入户", "五万", {"kind": "amount", "at_least": 5, "uom": "万户"}),
        ("完成两千零五户入户", "两千零五", {"at_least": 2005, "uom": "户"}),
        ("投资1.2亿元", "1.2亿", {"kind": "amount", "at_least": 12000, "uom": "万元"}),
        ("完成三點五萬戶入戶", "三點五萬", {"kind": "amount", "at_least": 35000, "uom": "戶"}),
    ],
)
def test_a_figure_in_words_is_required_and_never_untracked(
    tmp_path: Path, text: str, figure: str, target: dict[str, Any]
) -> None:
    assert found(tmp_path, text, **target) == ""
    assert found(tmp_path, text, kind="milestone") == nobodys(figure)
    assert found(tmp_path, text, kind="milestone", context={figure: "范围"}) == ""


@pytest.mark.parametrize(
    ("at_least", "uom"), [(3, "平方米"), (30000, "万平方米"), (300, "平方米"), (0.3, "万平方米")]
)
def test_no_factor_of_ten_thousand_passes(tmp_path: Path, at_least: float, uom: str) -> None:
    shown = found(tmp_path, "改造3万平方米", kind="amount", at_least=at_least, uom=uom)
    assert shown == (f"{nobodys('3万')}; HP216 the quote does not hold the figure {at_least}")


def test_one_is_an_article_and_a_figure(tmp_path: Path) -> None:
    assert found(tmp_path, "打造一个平台", kind="milestone") == ""
    assert found(tmp_path, "打造一个平台", at_least=1) == ""
    assert found(tmp_path, "打造一批平台", at_least=1) == (
        "HP216 the quote does not hold the figure 1"
    )


BY_2025 = "到2025年底完成30个、到2026年底完成50个小区改造"


def test_a_checkpoints_figure_accounts_for_the_documents(tmp_path: Path) -> None:
    fifty: dict[str, Any] = {"at_least": 50, "due": "2026-12-31"}
    path = [{"by": "2025-12-31", "value": 30}]
    assert found(tmp_path, BY_2025, **fifty, path=path) == ""
    other = [{"by": "2025-12-31", "value": 20}]
    assert found(tmp_path, BY_2025, **fifty, path=other) == nobodys("30")
    assert found(tmp_path, BY_2025, **fifty) == nobodys("2025", "30")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (  # several checkpoints, in words
            "到2024年底完成十个，到2025年底完成三十个，到2026年底完成五十个",
            {
                "at_least": 50,
                "due": "2026-12-31",
                "path": [{"by": "2024-12-31", "value": 10}, {"by": "2025-12-31", "value": 30}],
            },
        ),
        (  # in ten thousands
            "到2025年底改造3万平方米、到2026年底改造5万平方米",
            {
                "kind": "amount",
                "uom": "平方米",
                "at_least": 50000,
                "due": "2026-12-31",
                "path": [{"by": "2025-12-31", "value": 30000}],
            },
        ),
        (  # a milestone's percentage
            "到2025年6月底完成50%，到2025年底全面完成",
            {
                "kind": "milestone",
                "due": "2025-12-31",
                "path": [{"by": "2025-06-30", "value": 50, "what": "方案印发"}],
            },
        ),
        (  # where a level comes from
            "覆盖率由2023年的75%提高到2025年底的93%",
            {
                "kind": "level",
                "uom": "%",
                "at_least": 93,
                "due": "2025-12-31",
                "baseline": {"date": "2023-12-31", "value": 75},
            },
        ),
        (  # the checkpoint stands behind the requirement
            "到2026年底完成50个，其中到2025年底完成30个",
            {
                "at_least": 50,
                "due": "2026-12-31",
                "path": [{"by": "2025-12-31", "value": 30}],
            },
        ),
    ],
)
def test_figures_of_a_path_and_of_a_baseline(
    tmp_path: Path, text: str, target: dict[str, Any]
) -> None:
    assert found(tmp_path, text, **target) == ""
