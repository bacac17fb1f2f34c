"""`hpplan check` for CI: annotations of GitHub Actions, SARIF, JSON, its summary and exit codes."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

import hpplan
from hpplan.output.data.check import check_github
from hpplan.output.views import CheckView
from hpplan.problem import MOST, Position, Problem
from plans import BASE, HEADER, lay_out, placed
from running import run

if TYPE_CHECKING:
    from golden import Golden

SRC = Path(hpplan.__file__).parents[1]
PROGRESS = Path("data", "progress")
SARIF = importlib.import_module(
    "pydantic_sarif.model"
).StaticAnalysisResultsFormatSarifVersion210JsonSchema

Json = dict[str, Any]


def log(*arguments: str) -> Json:
    """The one run of the SARIF log that `hpplan check` prints, which follows the schema."""
    text = run("--format", "sarif", *arguments).stdout
    SARIF.model_validate_json(text)
    found: Json = json.loads(text)
    assert found["version"] == "2.1.0"
    assert found["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert len(found["runs"]) == 1
    only: Json = found["runs"][0]
    return only


def place_of(result: Json) -> Json:
    """Where a result of a SARIF log is."""
    place: Json = result["locations"][0]["physicalLocation"]
    return place


pytestmark = pytest.mark.workspace(BASE)


@pytest.fixture(autouse=True)
def _root(workspace: Path) -> None:
    """The workspace is the root of a repository."""
    (workspace / ".git").mkdir()


def write_rows(workspace: Path, rows: str, unit: str = "waitan") -> None:
    """Write a unit's progress file under its header."""
    lay_out(workspace, rows={unit: rows})


def change_plan(workspace: Path, old: str, new: str) -> None:
    """Write something else into a place of the plan."""
    text = (workspace / "plan.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (workspace / "plan.yaml").write_text(text.replace(old, new), encoding="utf-8", newline="")


FAULTY = "2025-03-31,1.1a,约5,,,\n"
DOUBTFUL = "2025-03-31,1.1a,30,,,\n"


# Annotations


def test_annotations_name_place_code_message_and_remedy(workspace: Path, golden: Golden) -> None:
    write_rows(workspace, FAULTY + DOUBTFUL)
    (workspace / PROGRESS / "yuyuan.csv").unlink()
    shown = run("--format", "github")
    assert shown.code == 1
    assert [line.rpartition("::")[0] for line in shown.stdout.splitlines()] == [
        "::error file=data/progress/waitan.csv,title=HP306,line=2,col=17,endColumn=19",
        "::warning file=data/progress/waitan.csv,title=HP357,line=3,col=17,endColumn=19",
        "::warning file=data/progress/yuyuan.csv,title=HP359",
    ]
    golden("annotations.en.txt", shown.stdout)
    golden.says(shown.stderr)


def test_there_are_no_annotations_where_all_is_sound(workspace: Path, golden: Golden) -> None:
    assert workspace == Path.cwd()
    shown = run("--format", "github")
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50%", "50%25"),
        ("%0A", "%250A"),
        ("a\nb", "a b"),
        ("a\r\nb", "a b"),
        ("a:b,c", "a:b,c"),
        ("a::b", "a::b"),
        ("::error::x", "<U+003A>:error::x"),
        ("\n::error::x", " <U+003A>:error::x"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("a\u2028b", "a<U+2028>b"),
        ("𠮷", "𠮷"),
    ],
)
def test_what_a_message_may_hold(text: str, escaped: str) -> None:
    problem = Problem("HP306", f"“{text}”", Position("a.csv"), f"not {text}")
    assert check_github(CheckView([problem], None, str)) == (
        f"::error file=a.csv,title=HP306::“{escaped}”%0Anot {escaped}\n"
    )


@pytest.mark.parametrize(
    ("path", "escaped"),
    [
        ("a:b", "a%3Ab"),
        ("a,b", "a%2Cb"),
        ("a%3Ab", "a%253Ab"),
        ("a\nb", "a b"),
        ("a::b", "a%3A%3Ab"),
        ("区 计划/a.csv", "区 计划/a.csv"),
    ],
)
def test_what_a_path_may_hold(path: str, escaped: str) -> None:
    problem = Problem("HP351", "m", Position(path, 2, 3), width=4)
    assert check_github(CheckView([problem], None, str)) == (
        f"::warning file={escaped},title=HP351,line=2,col=3,endColumn=7::m\n"
    )


HOSTILE = (
    '2025-03-31,1.1a,"约5\n::error file=plan.yaml,line=1::pwned",,,\n'
    "::error::pwned,1.1a,5,,,\n"
    "2025-03-31,%0A::error::pwned,5,,,\n"
    "2025-03-31,1.1a,5%0D::warning::pwned,,,\n"
    "2025-03-31,1.1a,5\r::stop-commands::x,,,\n"
    "2025-03-31,1.1a,5\u2028::error::pwned,,,\n"
    "2025-03-31,1.1a,5\x0b::error::pwned,,,\n"
)  # fmt: skip


SEVERITIES = ("error", "warning")


@pytest.mark.parametrize("fmt", ["text", "github"])
def test_no_cell_starts_a_command_of_its_own(fmt: str, workspace: Path) -> None:
    write_rows(workspace, HOSTILE)
    shown = run("--format", fmt)
    begin = {
        "text": ("data/progress/waitan.csv:",),
        "github": tuple(f"::{level} file=data/progress/waitan.csv," for level in SEVERITIES),
    }
    lines = re.split(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", shown.stdout.rstrip("\n"))
    assert len(lines) >= 6
    assert [line for line in lines if not line.startswith(begin[fmt])] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("fmt", ["github", "json", "sarif"])
def test_a_hostile_name_of_a_file(fmt: str, workspace: Path) -> None:
    name = "x,line=1::pwned\n::error::%0A.csv"
    (workspace / PROGRESS / name).write_text(HEADER, encoding="utf-8")
    shown = run("--format", fmt)
    assert shown.code == 1
    if fmt == "github":
        assert shown.stdout.startswith(
            "::error file=data/progress/x%2Cline=1%3A%3Apwned <U+003A>%3Aerror%3A%3A%250A.csv,"
            "title=HP312::"
        )
        assert shown.stdout.count("\n") == 1
    elif fmt == "json":
        assert json.loads(shown.stdout)["problems"][0]["path"] == f"data/progress/{name}"
    else:
        uri = place_of(log()["results"][0])["artifactLocation"]["uri"]
        assert uri.isascii()
        assert unquote(uri) == f"data/progress/{name}"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("fmt", ["text", "github", "json", "sarif"])
def test_a_name_that_is_no_text(fmt: str, workspace: Path) -> None:
    with open(os.fsencode(workspace / PROGRESS) + b"/wait\xff.csv", "wb") as file:  # noqa: PTH123
        file.write(HEADER.encode())
    done = subprocess.run(
        [sys.executable, "-m", "hpplan", "check", "--format", fmt],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "HP312" in done.stdout.decode("utf-8")


# Paths


def paths(fmt: str, *arguments: str) -> list[str]:
    """The paths that a format names."""
    if fmt == "github":
        lines = run("--format", fmt, *arguments).stdout.splitlines()
        return [line.split("file=")[1].split(",")[0] for line in lines]
    results = log(*arguments)["results"]
    return [place_of(result)["artifactLocation"]["uri"] for result in results]


@pytest.mark.parametrize("fmt", ["github", "sarif"])
def test_paths_begin_at_the_root_of_the_repository(
    fmt: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(workspace, FAULTY)
    path = "data/progress/waitan.csv"
    assert paths(fmt) == [path]
    monkeypatch.chdir(workspace / "data")
    assert paths(fmt) == [path]
    monkeypatch.chdir(workspace.parent)
    assert paths(fmt, "--plan", "w") == [path]
    assert paths(fmt, "--plan", str(workspace / "plan.yaml")) == [path]


@pytest.mark.parametrize("fmt", ["github", "sarif"])
def test_paths_of_a_workspace_in_a_folder_of_the_repository(
    fmt: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(workspace, FAULTY)
    (workspace / ".git").rename(workspace.parent / ".git")
    for folder in (workspace, workspace.parent, workspace / "data" / "source"):
        monkeypatch.chdir(folder)
        assert paths(fmt, "--plan", str(workspace)) == ["w/data/progress/waitan.csv"]


@pytest.mark.parametrize("fmt", ["github", "sarif"])
def test_paths_of_a_workspace_that_a_link_leads_to(
    fmt: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(workspace, FAULTY)
    (workspace.parent / "elsewhere").mkdir()
    monkeypatch.chdir(workspace.parent / "elsewhere")
    try:
        Path("plan").symlink_to(workspace, target_is_directory=True)
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"no symbolic links here: {error}")
    assert paths(fmt, "--plan", "plan") == ["data/progress/waitan.csv"]


def test_a_linked_worktrees_root_is_known_by_its_file(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(workspace, FAULTY)
    (workspace / ".git").rmdir()
    (workspace / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    monkeypatch.chdir(workspace / "data")
    assert paths("github") == ["data/progress/waitan.csv"]


def test_uris_are_percent_encoded_and_relative(workspace: Path) -> None:
    target = workspace / "区 计划#1"
    target.mkdir()
    shutil.move(workspace / "data", target / "data")
    shutil.move(workspace / "plan.yaml", target / "plan.yaml")
    write_rows(target, FAULTY)
    assert paths("sarif", "--plan", str(target)) == [
        "%E5%8C%BA%20%E8%AE%A1%E5%88%92%231/data/progress/waitan.csv"
    ]


# SARIF


def test_a_result_says_what_where_and_how_to_mend_it(workspace: Path, golden: Golden) -> None:
    write_rows(workspace, FAULTY)
    (result,) = log()["results"]
    assert result.pop("partialFingerprints").keys() == {"problem/v1"}
    assert result.pop("ruleIndex") > 0
    golden.says(result.pop("message")["text"])
    assert result == {
        "ruleId": "HP306",
        "level": "error",
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "data/progress/waitan.csv",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 2, "startColumn": 17, "endColumn": 19},
                }
            }
        ],
    }


def test_columns_count_code_points_from_1(workspace: Path) -> None:
    write_rows(workspace, "2025-03-31,1.1a,𠮷𠮷,,,\n𠮷,1.1a,5𠮷,,,\n")
    found = log()
    assert found["columnKind"] == "unicodeCodePoints"
    assert [place_of(result)["region"] for result in found["results"]] == [
        {"startLine": 2, "startColumn": 17, "endColumn": 19},
        {"startLine": 3, "startColumn": 1, "endColumn": 2},
        {"startLine": 3, "startColumn": 8, "endColumn": 10},
    ]


def test_a_problem_of_a_whole_file_has_no_region(workspace: Path) -> None:
    (workspace / PROGRESS / "yuyuan.csv").unlink()
    (result,) = log()["results"]
    assert (result["ruleId"], result["level"]) == ("HP359", "warning")
    assert place_of(result) == {
        "artifactLocation": {"uri": "data/progress/yuyuan.csv", "uriBaseId": "%SRCROOT%"}
    }


def test_each_result_points_to_its_rule(workspace: Path) -> None:
    write_rows(workspace, FAULTY + DOUBTFUL + "x,1.9z,1,,,\n")
    change_plan(workspace, "quote: 持续开展巡查", "quote: 开展巡查")
    found = log()
    rules = found["tool"]["driver"]["rules"]
    codes = [result["ruleId"] for result in found["results"]]
    assert codes == ["HP306", "HP304", "HP305", "HP213", "HP357"]
    assert [rules[result["ruleIndex"]]["id"] for result in found["results"]] == codes
    levels = [rules[result["ruleIndex"]]["defaultConfiguration"] for result in found["results"]]
    assert levels == [{"level": result["level"]} for result in found["results"]]


def test_each_rule_says_what_its_page_says(workspace: Path) -> None:
    assert workspace == Path.cwd()
    rules = log()["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert ids == sorted(set(ids))
    assert {"HP101", "HP253", "HP314", "HP362"} <= set(ids)
    for rule in rules:
        assert "To mend it:" in rule["help"]["text"]
        assert "```" in rule["help"]["markdown"]
        assert "```" not in rule["fullDescription"]["text"]
        assert 5 < len(rule["shortDescription"]["text"]) < 80


def test_a_sound_workspace_has_no_results(workspace: Path) -> None:
    assert workspace == Path.cwd()
    found = log()
    assert found["results"] == []
    assert found["tool"]["driver"]["name"] == "hpplan"
    assert found["tool"]["driver"]["semanticVersion"] == hpplan.__version__
    assert run("--format", "sarif").code == 0


def test_results_of_a_plan_that_cannot_be_loaded(workspace: Path) -> None:
    change_plan(workspace, "format: 1", "format: 2")
    (result,) = log()["results"]
    assert result["ruleId"] == "HP203"
    assert place_of(result)["artifactLocation"]["uri"] == "plan.yaml"
    assert place_of(result)["region"]["startLine"] == 1
    assert run("--format", "sarif").code == 3


def test_results_of_a_plan_that_is_not_there(workspace: Path) -> None:
    (result,) = log("--plan", "nothing.yaml")["results"]
    assert result["ruleId"] == "HP101"
    assert workspace == Path.cwd()


def test_equal_problems_of_other_files_have_other_fingerprints(workspace: Path) -> None:
    write_rows(workspace, FAULTY)
    write_rows(workspace, FAULTY, "yuyuan")
    one, other = (result["partialFingerprints"] for result in log()["results"])
    assert one != other


def test_a_problem_keeps_its_fingerprint_when_it_moves(workspace: Path) -> None:
    write_rows(workspace, FAULTY)
    before = log()["results"][0]
    write_rows(workspace, "2025-01-31,1.1a,1,,,\n" + FAULTY)
    after = log()["results"][0]
    assert before["locations"] != after["locations"]
    assert before["partialFingerprints"] == after["partialFingerprints"]


# The summary


@pytest.mark.parametrize("fmt", ["text", "json", "github", "sarif"])
def test_the_summary_stands_beside_the_data_in_every_format(
    fmt: str, workspace: Path, golden: Golden
) -> None:
    write_rows(workspace, FAULTY + DOUBTFUL)
    shown = run("--format", fmt)
    golden.says(shown.stderr, "the summary")
    assert shown.code == 1
    assert shown.stderr not in shown.stdout
    if fmt in {"json", "sarif"}:
        json.loads(shown.stdout)


@pytest.mark.parametrize("fmt", ["text", "json", "github", "sarif"])
def test_a_plan_that_cannot_be_used_is_said_beside_the_data(
    fmt: str, workspace: Path, golden: Golden
) -> None:
    change_plan(workspace, "format: 1", "format: 2")
    shown = run("--format", fmt)
    golden.says(shown.stderr, "a plan that cannot be used")
    assert shown.code == 3
    assert "HP203" in shown.stdout


def summary_in_json(*arguments: str) -> Json:
    found: Json = json.loads(run("--format", "json", *arguments).stdout)["summary"]
    return found


def test_the_summary_in_json(workspace: Path) -> None:
    sound = {
        "errors": 0,
        "warnings": 0,
        "accepted_warnings": 0,
        "clauses": 2,
        "targets": 8,
        "accounted": 1.0,
        "files": 2,
        "rows": 0,
        "confirmed": 8,
        "draft": False,
    }
    assert summary_in_json() == sound
    write_rows(workspace, FAULTY + DOUBTFUL + DOUBTFUL)
    (workspace / PROGRESS / "yuyuan.csv").unlink()
    assert summary_in_json() == {**sound, "errors": 1, "warnings": 2, "files": 1, "rows": 2}


def test_the_summary_in_json_of_a_plan_that_cannot_be_loaded(workspace: Path) -> None:
    change_plan(workspace, "format: 1", "format: 2")
    shown = run("--format", "json")
    assert json.loads(shown.stdout)["summary"] == {
        "errors": 1,
        "warnings": 0,
        "accepted_warnings": 0,
        "clauses": None,
        "targets": None,
        "accounted": None,
        "files": None,
        "rows": None,
        "confirmed": None,
        "draft": None,
    }
    assert shown.code == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quote: 持续开展巡查", "quote: 开展巡查"),
        ("text: 各单位要加强统筹。", "text: 各单位要加强统筹。收尾。"),
    ],
)
def test_what_is_left_open_is_never_100_per_cent(old: str, new: str, workspace: Path) -> None:
    change_plan(workspace, old, new)
    shown = run()
    share = re.search(r"([0-9.]+)%", shown.stderr)
    assert share
    assert 90 < float(share[1]) < 100
    assert "100%" not in shown.stderr
    accounted = summary_in_json()["accounted"]
    assert 0.9 < accounted < 1
    assert abs(accounted - float(share[1]) / 100) < 0.001


def test_one_character_of_very_many_that_is_left_open_is_not_rounded_away(
    workspace: Path,
) -> None:
    many = "开展巡查" * 5000
    change_plan(workspace, "text: 持续开展巡查", f"text: 再{many}")
    change_plan(workspace, "quote: 持续开展巡查", f"quote: {many}")
    assert " 99.9%" in run().stderr
    assert 0.9999 < summary_in_json()["accounted"] < 1


# Exit codes


@pytest.mark.parametrize(
    ("rows", "code", "strict"),
    [("", 0, 0), (DOUBTFUL, 0, 1), (FAULTY, 1, 1), (FAULTY + DOUBTFUL, 1, 1)],
    ids=["sound", "warnings", "errors", "both"],
)
@pytest.mark.parametrize("fmt", ["text", "json", "github", "sarif"])
def test_strict_lets_warnings_fail(
    rows: str, code: int, strict: int, fmt: str, workspace: Path
) -> None:
    write_rows(workspace, rows)
    plain, strictly = run("--format", fmt), run("--format", fmt, "--strict")
    assert (plain.code, strictly.code) == (code, strict)
    assert (plain.stdout, plain.stderr) == (strictly.stdout, strictly.stderr)


def test_strict_leaves_a_plan_that_cannot_be_used_as_it_is(workspace: Path) -> None:
    change_plan(workspace, "format: 1", "format: 2")
    assert run("--strict").code == 3


# Limits


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "100001", "32MiB", "１", "1e3", "\x1b[31m"])
def test_a_limit_that_is_no_whole_number_is_a_usage_error(
    given: str, workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    assert workspace == Path.cwd()
    monkeypatch.setenv("HPPLAN_MAX_MIB", given)
    shown = run()
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.reason)


@pytest.mark.parametrize("given", ["", " ", "1", "32", "100000"])
def test_a_limit_from_1_to_100000(
    given: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace == Path.cwd()
    monkeypatch.setenv("HPPLAN_MAX_MIB", given)
    assert (run().stdout, run().code) == ("", 0)


MIB = 2**20


def grow(path: Path, size: int, filling: bytes) -> None:
    """Make a file so large by filling it up."""
    data = path.read_bytes()
    path.write_bytes(data + filling * (size - len(data)))


@pytest.fixture
def limited(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace, with a limit of 1 MiB."""
    monkeypatch.setenv("HPPLAN_MAX_MIB", "1")
    return workspace


def test_a_plan_larger_than_the_limit(limited: Path, golden: Golden) -> None:
    grow(limited / "plan.yaml", MIB, b"\n")
    assert run().code == 0
    grow(limited / "plan.yaml", MIB + 1, b"\n")
    shown = run()
    assert (placed(shown.stdout.splitlines()), shown.code) == (["plan.yaml: HP106"], 3)
    golden.says([shown.stdout, shown.stderr])


def test_a_progress_file_larger_than_the_limit(limited: Path, golden: Golden) -> None:
    path = limited / PROGRESS / "waitan.csv"
    grow(path, MIB, b" ")
    assert run().code == 0
    grow(path, MIB + 1, b" ")
    shown = run()
    assert (placed(shown.stdout.splitlines()), shown.code) == (
        ["data/progress/waitan.csv: HP106"],
        1,
    )
    golden.says([shown.stdout, shown.stderr])


def test_a_source_larger_than_the_limit(limited: Path, golden: Golden) -> None:
    grow(limited / "data" / "source" / "plan.txt", MIB + 1, b"\n")
    shown = run()
    assert (placed(shown.stdout.splitlines()), shown.code) == (["plan.yaml:7:9: HP210"], 1)
    golden.says([shown.stdout, shown.stderr])


@pytest.mark.parametrize(("faulty", "listed"), [(MOST, MOST), (MOST + 1, MOST), (3000, MOST)])
def test_faults_beyond_a_thousand_of_one_file_are_not_listed(
    faulty: int, listed: int, workspace: Path, golden: Golden
) -> None:
    write_rows(workspace, FAULTY * faulty)
    write_rows(workspace, FAULTY, "yuyuan")
    lines = run().stdout.splitlines()
    more = [line for line in lines if "HP151" in line]
    assert placed(more) == ["data/progress/waitan.csv: HP151"] * (faulty > MOST)
    if more:
        golden.says(more, "more faults than are listed")
    of_waitan = [line for line in lines if line.startswith("data/progress/waitan.csv:")]
    assert len(of_waitan) == listed + (faulty > MOST)
    errors = [line for line in lines if "warning:" not in line]
    of_waitan = [line for line in errors if line.startswith("data/progress/waitan.csv:")]
    assert of_waitan[-1].startswith(f"data/progress/waitan.csv:{MOST + 1}:17: HP306 ")
    assert errors[-1].startswith("data/progress/yuyuan.csv:2:17: HP30")


def test_warnings_beyond_a_thousand_of_one_file_are_not_listed(workspace: Path) -> None:
    write_rows(workspace, "".join(f"2027-01-01,1.1a,1,第{n}次,,\n" for n in range(MOST + 1)))
    codes = [line.split()[1] for line in run().stdout.splitlines()]
    # Of rows of one day the last alone counts, and is looked at.
    assert codes == ["HP358"]
    header = (HEADER * (MOST + 1)).removesuffix("\n")
    write_rows(workspace, header)
    codes = [line.split()[1] for line in run().stdout.splitlines()]
    assert (codes.count("HP352"), codes.count("HP151"), len(codes)) == (MOST, 1, MOST + 1)
