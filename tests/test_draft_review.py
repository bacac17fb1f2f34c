"""`draft --review`: what a draft left open is asked about one by one, and written in place."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app, questions
from hpplan.cli.workspaces import open_or_exit
from hpplan.errors import RecordError
from hpplan.plan.rename import rename_unit
from running import Shown, on_terminal, ran

if TYPE_CHECKING:
    from golden import Golden

TEXT = """\
某区重点工作行动方案（2025年）
一、重点任务
1.新建管网。2025年新建管网45公里，2026年、2027年每年不少于30公里。（区水务局牵头，各镇街按职责分工负责）
2.美化街区。建成口袋公园5个，树种10个。（区绿化市容局）
"""
DOUBTED = (
    ("leads: [lvhuashirong]\n", "        confirm: [label-unknown, damaged]\n"),
    ("            quote: 树种10个\n", "            confirm: [scope-or-target]  # 是不是目标\n"),
    ("            quote: 建成口袋公园5个\n", "            confirm: [kind-from-verb]\n"),
)
PLAN = Path("plan.yaml")
ASKED = ":"


@pytest.fixture(autouse=True)
def _drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("text.txt").write_text(TEXT, encoding="utf-8")
    assert ran("draft", "text.txt").code == 0
    text = plan()
    for behind, line in DOUBTED:
        assert text.count(behind) == 1
        text = text.replace(behind, behind + line)
    PLAN.write_bytes(text.encode())
    monkeypatch.setattr(questions, "at_terminal", lambda: True)


def plan() -> str:
    return PLAN.read_bytes().decode()


def sit(*answers: str, ids: tuple[str, ...] = ()) -> Shown:
    """What a sitting shows in which ids of units are changed, or none, and questions answered."""
    given = "".join(f"{answer}\n" for answer in (*ids, "", *answers))
    result = CliRunner().invoke(app, ["draft", "--review"], input=given, catch_exceptions=False)
    return Shown(result.stdout, result.stderr, result.exit_code)


def difference(before: str) -> list[str]:
    """The lines that went and that came."""
    found = difflib.ndiff(before.splitlines(), plan().splitlines())
    return [line for line in found if line[0] in "-+"]


def test_a_sitting_from_the_first_question_to_the_last(golden: Golden) -> None:
    before = plan()
    shown = sit("", "", "y", "", "", "", "")
    golden("accepted.txt", f"{shown.stdout}\n{shown.stderr}")
    assert shown.code == 0
    changed = difference(before)
    assert len(changed) == 6
    assert all(line.lstrip("- ").startswith("confirm: [") for line in changed)
    assert sit().stderr == "Nothing is to be confirmed.\n"
    assert "draft" not in ran("check").stderr


def test_what_is_misread_is_corrected(golden: Golden) -> None:
    before = plan()
    shown = sit(
        *("e", "2025-02-01", "二月", "2025-01-02", "2027-12-31"),  # a month is no day
        *("e", "区水务局、外滩街道", "区水务局，区绿化市容局"),
        *("e", "", "约30", "超过30公里", "年底", "2027年底", "-"),
        *("e", "lvhua", "区绿化市容局", "-"),
        *("e", "amonut", "milestone", "", ""),
        *("e", "level", "≤10%", "", "quarter"),
    )
    golden("corrected.txt", f"{shown.stdout}\n{shown.stderr}")
    assert shown.code == 0
    golden("corrected.diff", "\n".join(difference(before)) + "\n")
    assert ran("check").code == 0


def test_ids_are_changed_wherever_they_stand(golden: Golden) -> None:
    before = plan()
    ids = (
        "shuiwu",
        "shuiwu=water",
        "lvhuashirong=water",
        "none=other",
        "zhenjie=1x",
        "zhenjie=town",
    )
    shown = sit("q", ids=ids)
    golden("ids.txt", f"{shown.stdout}\n{shown.stderr}")
    assert sorted(difference(before)) == [
        "+         leads: [water]",
        "+         support: [town]",
        "+   - id: town",
        "+   - {id: water, name: 区水务局}",
        "-         leads: [shuiwu]",
        "-         support: [zhenjie]",
        "-   - id: zhenjie",
        "-   - {id: shuiwu, name: 区水务局}",
    ]
    files = sorted(path.name for path in Path("data/progress").iterdir())
    assert files == ["lvhuashirong.csv", "water.csv"]
    assert ran("check").code == 0


def test_a_group_of_another_id_is_asked_about() -> None:
    shown = sit("n", "e", "shuiwu", "q", ids=("zhenjie=town",))
    assert "[2/6] town 各镇街" in shown.stdout
    assert "  - id: town\n    name: 各镇街\n    members: [shuiwu]\n" in plan()


def test_ids_are_not_asked_for_once_somebody_has_reported() -> None:
    ran("record", "1.2a", "1", "--date", "2025-03-31", "--as-of", "2025-03-31")
    shown = CliRunner().invoke(app, ["draft", "--review"], input="q\n")
    assert "they are right" not in shown.stdout
    with pytest.raises(RecordError, match="区绿化市容局 has reported already; its id stays"):
        rename_unit(open_or_exit(PLAN), "lvhuashirong", "green")


def test_a_file_that_is_in_the_way_of_an_id() -> None:
    Path("data/progress/town.csv").write_text("", encoding="utf-8")
    before = plan()
    with pytest.raises(RecordError, match=r"there is a file town\.csv already"):
        rename_unit(open_or_exit(PLAN), "zhenjie", "town")
    assert plan() == before


def test_a_file_that_cannot_be_read_keeps_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    before = plan()
    workspace = open_or_exit(PLAN, rows=False)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", denied)
        with pytest.raises(RecordError, match=r"plan\.yaml cannot be written: Permission denied"):
            rename_unit(workspace, "lvhuashirong", "green")
    assert plan() == before


def test_words_are_set_aside_and_the_letter_is_not_given_again() -> None:
    before = plan()
    shown = sit("n", "n", "n", "n", "n", "s", "", "s", "只说明树种，不是目标")
    assert shown.stderr.endswith("1 question was settled; 5 are open.\n")
    assert shown.code == 0
    assert sorted(difference(before)) == [
        "+           - {quote: 树种10个, why: 只说明树种，不是目标（1.2b）}",
        "+         set_aside:",
        "-             at_least: 10",
        "-             confirm: [scope-or-target]  # 是不是目标",
        "-             kind: count",
        "-             name: 树种10个",
        "-             quote: 树种10个",
        "-             uom: 个",
        "-           - id: 1.2b",
    ]
    assert ran("check").code == 0
    Path("new.txt").write_text(TEXT.replace("树种10个", "树种10个，步道3条"), encoding="utf-8")
    assert "targets added: 1.2c\n" in ran("draft", "new.txt", "--update").stdout


def test_the_last_target_of_a_clause_is_set_aside() -> None:
    for _n in range(2):
        sit("n", "n", "n", "n", "s", "不计")
    assert "        targets: []\n" in plan()
    assert plan().count("why: 不计（1.2") == 2
    assert ran("check").code == 0


def test_whoever_leaves_keeps_what_was_settled_and_goes_on_later() -> None:
    shown = sit("", "", "y", "q")
    assert (shown.stderr, shown.code) == ("2 questions were settled; 4 are open.\n", 0)
    assert sit("q").code == 3
    shown = sit("", "", "", "")
    assert (shown.stderr, shown.code) == ("4 questions were settled; 0 are open.\n", 0)


def test_a_group_without_members_is_not_confirmed_without_a_word() -> None:
    before = plan()
    shown = sit("n", "", "n", "q")
    assert (
        "各镇街 has no members; is it to stay empty? (y/n): \n[2/6] zhenjie 各镇街" in shown.stdout
    )
    assert (shown.code, plan()) == (3, before)
    sit("n", "", "n", "e", "shuiwu", "q")
    assert "    members: [shuiwu]\n" in plan()


def test_an_id_that_would_be_something_else_in_yaml_is_refused_in_our_words(
    golden: Golden,
) -> None:
    before = plan()
    shown = sit("q", ids=("zhenjie=a: b", "zhenjie=[a]", "zhenjie=", "zhenjie=a #b", "zhenjie=con"))
    golden.says(shown.stderr)
    assert plan() == before


def test_what_would_be_no_sound_plan_is_refused_and_asked_again(golden: Golden) -> None:
    before = plan()
    shown = sit("e", "", "2024-01-01", "2023-12-31", "s", "x", "q")
    golden.says(shown.stderr)
    assert (shown.code, plan()) == (3, before)


@pytest.mark.parametrize(
    "arguments",
    [["--review"], ["--review", "text.txt"], ["--review", "--update"], []],
    ids=["no terminal", "a text", "an update", "nothing"],
)
def test_what_cannot_be_reviewed_is_refused(
    arguments: list[str], golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "at_terminal", lambda: False)
    before = plan()
    shown = ran("draft", *arguments)
    assert (shown.stdout, shown.code, plan()) == ("", 2, before)
    golden.says(shown.reason)


def test_without_a_plan_nothing_is_asked(golden: Golden) -> None:
    PLAN.unlink()
    shown = sit()
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)


def test_who_answered_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else deletes a line while another question is asked."""

    def answer(question: str) -> str:
        if "they are right" in question:
            return ""
        PLAN.write_bytes(plan().replace("            confirm: [kind-from-verb]\n", "").encode())
        return ""

    monkeypatch.setattr(questions, "ask_text", answer)
    monkeypatch.setattr(questions, "ask_yes_no", lambda _question: True)
    shown = sit()
    assert shown.stderr.startswith(
        "Nothing was written: plan.yaml was changed by another program meanwhile"
    )
    assert shown.stderr.endswith("5 questions were settled; 0 are open.\n")


def test_on_a_pseudo_terminal_interrupted(tmp_path: Path) -> None:
    before = plan()
    with on_terminal(tmp_path, "draft", "--review", TERM="xterm") as terminal:
        terminal.until("they are right):")
        terminal.type(b"\n")
        terminal.until("q: go on later:")
        terminal.type(b"\n")
        terminal.until("[2/6]")
        terminal.until("q: go on later:")
        terminal.type(b"\x03")
        assert "1 question was settled; 5 are open." in terminal.until(None)
        assert terminal.code() == 0
    assert difference(before) == [
        "- confirm: [period-words]  # 起止日或期限是按字面推的，请核对",
    ]
