"""`draft --update`: a new text changes what is still open, adds what is new, and tells the rest."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from running import ran

if TYPE_CHECKING:
    from golden import Golden

HEAD = "某区重点工作行动方案（2025年）\n一、重点任务\n"
FIRST = "1.新建管网。2025年新建管网45公里，建设泵站3座。（区水务局牵头，各镇街按职责分工负责）\n"
SECOND = "2.整治道路。整治道路12条，设置充电桩200个。（区建管委、区交通局）\n"
THIRD = "3.美化街区。建成口袋公园5个。（牵头单位：区绿化市容局）\n"
TEXT = HEAD + FIRST + SECOND + THIRD

OPEN = "        confirm: [label-unknown]  # 谁牵头\n"
PLAN = Path("plan.yaml")


@pytest.fixture(autouse=True)
def _drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("text.txt").write_text(TEXT, encoding="utf-8")
    assert ran("draft", "text.txt").code == 0


def plan() -> str:
    return PLAN.read_bytes().decode()


def put(old: str, new: str) -> None:
    """Write something else at one place of the plan, as a person does."""
    assert plan().count(old) == 1
    PLAN.write_bytes(plan().replace(old, new).encode())


def updated(text: str, *more: str) -> str:
    """What is said of a new text."""
    Path("new.txt").write_text(text, encoding="utf-8")
    shown = ran("draft", "new.txt", "--update", *more)
    assert (shown.stderr, shown.code) == ("", 0)
    return shown.stdout


def added(before: str) -> list[str]:
    """The lines of the plan that it had not before; all others are there as they were."""
    changes = list(difflib.ndiff(before.split("\n"), plan().split("\n")))
    assert not [line for line in changes if line.startswith(("- ", "? "))]
    return [line[2:] for line in changes if line.startswith("+ ")]


def files() -> dict[str, bytes]:
    found = {path.as_posix(): path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if name not in {"new.txt", "text.txt"}}


def test_the_same_text_changes_no_byte_whatever_a_person_wrote() -> None:
    put("id: shuiwu,", "id: water,")
    put("leads: [shuiwu]", "leads: [water]  # 已核对")
    put("name: 建设泵站3座\n", "name: 泵站\n            note: 区水务局来电\n")
    before = files()
    said = updated(TEXT)
    assert said == "plan.yaml: the new text changes nothing\n"
    after = files()
    after.pop(".plan.yaml.lock")
    assert after == before


def test_what_is_confirmed_stays_and_what_changed_is_told(golden: Golden) -> None:
    before = plan()
    new = TEXT.replace("45公里", "50公里").replace("道路12条", "道路15条，新增停车位300个")
    new = new.replace(
        THIRD, "3.改造公厕。改造公厕20座。（区环卫中心）\n4.清理河道。清淤8条河。（区水务局）\n"
    )
    golden("changed.txt", updated(new))
    lines = added(before)
    assert lines[0] == "  - {id: huanweizhongxin, name: 区环卫中心}"
    assert [line for line in lines if "id:" in line][1:] == [
        '      - id: "1.4"  # 原文3.',
        "          - id: 1.4a",
        '      - id: "1.5"  # 原文4.',
        "          - id: 1.5a",
    ]
    assert Path("data/progress/huanweizhongxin.csv").is_file()
    assert Path("data/source/original-1.txt").read_text(encoding="utf-8") == TEXT
    assert Path("data/source/original.txt").read_text(encoding="utf-8") == new
    before = plan()
    assert updated(new) == "plan.yaml: the new text changes nothing\n"
    assert plan() == before


def test_what_is_open_is_proposed_anew_and_letters_go_on_behind_the_last_ever_used() -> None:
    put("        text: 2025年新建管网45公里", OPEN + "        text: 2025年新建管网45公里")
    put("            at_least: 45\n", "            at_least: 45\n            confirm: [damaged]\n")
    put("            name: 建设泵站3座\n", "            name: 泵站\n")
    Path("data/progress/shuiwu.csv").write_text("日期,任务,数值\n2025-03-31,1.1d,2\n", "utf-8")
    new = TEXT.replace("45公里，建设泵站3座", "50公里，建设泵站3座，设置闸门6座")
    said = updated(new.replace("区水务局牵头，", "区水务局牵头，区应急局配合，"))
    assert said.startswith(
        "plan.yaml:\n  units added: 区应急局 (yingji)\n  targets added: 1.1e\n"
        "  proposed anew, since they were still to be confirmed: 1.1、1.1a\n"
    )
    assert "hand" not in said
    clause = plan().partition('"1.1"')[2].partition('"1.2"')[0]
    assert "support: [yingji, zhenjie]" in clause
    assert "text: 2025年新建管网50公里，建设泵站3座，设置闸门6座。\n" in clause
    assert "at_least: 50\n" in clause
    assert "confirm" not in clause
    assert "            name: 泵站\n            quote: 建设泵站3座\n" in clause
    assert "- id: 1.1e\n            name: 设置闸门6座\n" in clause


def test_a_clause_whose_own_targets_stand_on_the_old_words_stays() -> None:
    put("        text: 2025年新建管网45公里", OPEN + "        text: 2025年新建管网45公里")
    before = plan()
    said = updated(TEXT.replace("，建设泵站3座", "，改造河道7条"))
    assert plan() == before
    assert "no byte of it changes" in said
    assert "1.1b  its words are no longer in the text: 建设泵站3座" in said
    assert "1.1   says something new: 改造河道7条" in said


def test_what_a_person_took_out_does_not_come_back() -> None:
    text = plan()
    begin, end = text.index('      - id: "1.2"'), text.index('      - id: "1.3"')
    PLAN.write_bytes((text[:begin] + text[end:]).encode())
    before = plan()
    updated(TEXT.replace("口袋公园5个", "口袋公园6个"))
    assert plan() == before


def test_chapters_groups_and_closing_paragraphs_that_are_new() -> None:
    before = plan()
    more = "二、保障措施\n1.强化督查。每月开展督查1次。（区府办牵头，各有关单位配合）\n"
    said = updated(TEXT + more + "各部门要抓好落实，区府办要将进展按季通报。\n")
    assert "clauses added: 0.1、2.1" in said
    assert [line for line in added(before) if line.startswith(("  -", "closing", "    title"))] == [
        "  - {id: fuban, name: 区府办}",
        "  - id: danwei",
        '  - id: "2"',
        "    title: 保障措施",
        "closing:",
    ]
    assert ran("check").code == 0


def test_a_clause_before_the_first_and_one_in_the_midst() -> None:
    fresh = "1.打通断头路。打通断头路4条。（区建管委）\n"
    other = "3.修缮房屋。修缮房屋9万平方米。（区房管局）\n"
    new = HEAD + fresh + FIRST.replace("1.", "2.", 1) + other + SECOND.replace("2.", "4.", 1)
    updated(new + THIRD.replace("3.", "5.", 1))
    heads = [line.split('"')[1] for line in plan().splitlines() if line.startswith('      - id: "')]
    assert heads == ["1.4", "1.1", "1.5", "1.2", "1.3"]


def test_without_the_earlier_document_the_plans_own_words_are_compared() -> None:
    Path("data/source/original.txt").unlink()
    said = updated(TEXT.replace("45公里", "50公里"))
    assert said.startswith(
        "The earlier text is not there to compare with; the plan's own words are.\n"
    )
    assert "1.1a  reads differently now: …025年新建管网50公里" in said


def test_what_would_change_is_shown_and_not_written() -> None:
    before = files()
    shown = updated(TEXT + "4.清理河道。清淤8条河。（区水务局）\n", "--dry-run")
    assert shown.startswith("--- plan.yaml\n+++ plan.yaml\n@@ ")
    assert '+      - id: "1.4"  # 原文4.\n' in shown
    after = files()
    after.pop(".plan.yaml.lock")
    assert after == before


def test_what_turns_a_line_round_is_shown_by_its_code() -> None:
    with PLAN.open("a", encoding="utf-8") as file:
        file.write("# a\u202eb\n")
    shown = updated(TEXT + "4.清理河道。清淤8条河。（区水务局）\n", "--dry-run")
    assert "a<U+202E>b\n" in shown


def test_the_same_for_programs() -> None:
    made = json.loads(updated(TEXT.replace("12条", "15条"), "--format", "json"))
    assert made["added"] == {"units": [], "clauses": [], "targets": []}
    assert (made["written"], made["compared"], made["renewed"]) == (True, True, [])
    assert made["standing"] == [
        {"id": "1.2", "matter": "text", "words": "整治道路15条，设置充电桩200个。"},
        {"id": "1.2a", "matter": "target", "words": "整治道路15条"},
    ]


def test_other_units_of_a_clause_are_told() -> None:
    said = updated(TEXT.replace("（区建管委、区交通局）", "（区建管委、区城管局）"))
    assert "1.2  names other units now: 区建管委、区城管局\n" in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--update", "-o", "none.yaml"], 3), (["--dry-run"], 2)],
    ids=["no plan", "a trial of a draft"],
)
def test_what_cannot_be_updated_is_refused(arguments: list[str], code: int, golden: Golden) -> None:
    before = files()
    shown = ran("draft", "text.txt", *arguments)
    assert (shown.stdout, shown.code, files()) == ("", code, before)
    golden.says(shown.reason)


def test_a_plan_between_braces_is_left_to_a_person(golden: Golden) -> None:
    text = plan()
    begin, end = text.index("units:"), text.index("groups:")
    names = "{id: shuiwu, name: 区水务局}, {id: jianguan, name: 区建管委}"
    names += ", {id: jiaotong, name: 区交通局}, {id: lvhuashirong, name: 区绿化市容局}"
    PLAN.write_bytes(f"{text[:begin]}units: [{names}]\n\n{text[end:]}".encode())
    before = files()
    Path("new.txt").write_text(TEXT + "4.修缮房屋。修缮房屋9幢。（区房管局）\n", encoding="utf-8")
    shown = ran("draft", "new.txt", "--update")
    after = files()
    after.pop(".plan.yaml.lock")
    assert (shown.stdout, shown.code, after) == ("", 3, before)
    golden.says(shown.stderr)


def test_a_chapter_that_is_there_takes_a_clause_although_nothing_beside_it_is_known() -> None:
    put("        text: 建成口袋公园5个。", "        text: 建成口袋公园5个。")
    updated(HEAD + "1.打通断头路。打通断头路4条。（区建管委）\n")
    heads = [line.split('"')[1] for line in plan().splitlines() if line.startswith('      - id: "')]
    assert heads == ["1.1", "1.2", "1.3", "1.4"]


def test_closing_paragraphs_that_the_plan_has_are_told() -> None:
    updated(TEXT + "区水务局要抓好落实，按季报送进展情况。\n")
    before = plan()
    said = updated(TEXT + "区绿化市容局负责汇总，逐月通报完成质量和存在问题，及时督促整改到位。\n")
    assert plan() == before
    assert "0.1  reads differently now: 区绿化市容局负责汇总" in said


def test_each_document_that_was_replaced_is_kept() -> None:
    texts = [TEXT.replace("12条", f"{n}条") for n in (13, 14)]
    for text in texts:
        updated(text)
    kept = [Path(f"data/source/original{more}.txt") for more in ("-1", "-2", "")]
    assert [path.read_text(encoding="utf-8") for path in kept] == [TEXT, *texts]


def test_what_a_link_leads_to_elsewhere_is_not_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("密", encoding="utf-8")
    original = Path("data/source/original.txt")
    original.unlink()
    original.symlink_to(secret)
    updated(TEXT.replace("12条", "15条"))
    assert not original.is_symlink()
    assert [path.name for path in sorted(original.parent.iterdir())] == ["original.txt", "plan.txt"]
    assert secret.read_text(encoding="utf-8") == "密"


def test_a_document_that_cannot_be_read_is_not_compared_with() -> None:
    Path("data/source/original.pdf").write_bytes(b"%PDF-1.7")
    Path("data/source/original.txt").write_bytes("另一个文本\n一、任务\n1.甲。\n".encode())
    assert updated(TEXT.replace("12条", "15条")).startswith("The earlier text is not there")


def test_a_plan_without_a_source_is_compared_by_its_words() -> None:
    put("source: data/source/plan.txt\n", "")
    said = updated(TEXT.replace("12条", "15条"))
    assert "1.2a  reads differently now: 整治道路15条" in said
    assert "written beside it" not in said


def test_a_plan_that_is_settled_keeps_its_days() -> None:
    put("confirm: [period-words]  # 起止日或期限是按字面推的，请核对\n", "")
    put("issued: 2025-01-01", "issued: 2025-01-20")
    updated(TEXT.replace("（2025年）", "（2030年）") + "4.清淤河道。6月底前清淤8条。（区水务局）\n")
    assert "due: 2025-06-30" in plan().partition('id: "1.4"')[2]
