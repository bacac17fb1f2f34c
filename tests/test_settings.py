"""What a person sets for all plans: found, shown, changed; and whatever is wrong with the file."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hpplan.cli import settings
from hpplan.cli.pager import pager_of
from hpplan.i18n import LANGUAGES, preferred, speaking
from plans import BASE, lay_out
from running import our_words, ran

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

pytestmark = [
    pytest.mark.workspace(BASE, today=date(2026, 11, 22)),
    pytest.mark.usefixtures("workspace"),
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the settings, which is not there yet."""
    path = tmp_path / "own" / "config.toml"
    monkeypatch.setenv("HPPLAN_CONFIG", str(path))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PAGER", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return path


def written(file: Path, text: str | bytes) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_settings_are_shown_set_and_taken_out(file: Path, golden: Golden) -> None:
    said = [ran("config")]
    calls = (
        *("unit 外滩街道", "last-meeting 2026年10月22日", "language zh-CN", "pager less"),
        "color never",
    )
    said += [ran("config", *words.split()) for words in calls]
    said += [ran("config"), ran("config", "unit"), ran("config", "color", "--unset")]
    assert {each.code for each in said} == {0}
    golden.says("".join(each.stdout + each.stderr for each in said))
    assert file.read_text(encoding="utf-8") == (
        'unit = "waitan"\nlast_meeting = "2026-10-22"\nlanguage = "zh"\npager = "less"\n'
    )
    ran("config", "unit", "--unset")
    assert (ran("config", "unit").code, ran("config", "color").stdout) == (1, "auto\n")


def test_all_other_lines_stay_as_they_are(file: Path) -> None:
    written(file, b'# mine\r\nodd = 1\r\n  unit="a"\r\nunit = b\r\nlanguage = "zh" # why')
    assert ran("config", "unit", "yuyuan", "-q").stdout == ""
    kept = b'# mine\r\nodd = 1\r\nunit = "yuyuan"\r\nlanguage = "zh" # why'
    assert file.read_bytes() == kept
    ran("config", "--unset", "unit")
    assert file.read_bytes() == kept.replace(b'unit = "yuyuan"\r\n', b"")
    ran("config", "pager", 'a "b" \\c')
    assert settings.read_settings().get("pager") == 'a "b" \\c'


def test_a_key_in_quotes_behind_a_byte_order_mark_is_found(file: Path) -> None:
    written(file, b'\xef\xbb\xbf"unit" = "a"\r\n\'pager\' = "b"')
    ran("config", "unit", "yuyuan")
    ran("config", "--unset", "pager")
    ran("config", "color", "never")
    assert file.read_bytes() == b'\xef\xbb\xbfunit = "yuyuan"\r\ncolor = "never"\r\n'


def test_as_json(file: Path) -> None:
    written(file, 'unit = "waitan"\n')
    found = json.loads(ran("config", "--json").stdout)
    assert found["settings"]["unit"] == {"value": "waitan", "from": "~/own/config.toml, line 1"}
    assert found["settings"]["last_meeting"] == {"value": None, "from": None}
    assert found["file"] == "~/own/config.toml"


@pytest.mark.parametrize(
    "words",
    [
        "langage zh", "language tlh", "color purple", "last_meeting gestern", "unit waitam",
        "--unset", "--unset unit x",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("file")
def test_what_cannot_be_set(words: str, golden: Golden) -> None:
    shown = ran("config", *words.split())
    assert (shown.code, shown.stdout) == (2, "")
    golden.says(shown.reason.strip())


@pytest.mark.parametrize(
    "text",
    [
        'langauge = "zh"', "language = zh", 'language = "tlh"', 'color = "rot"\nunit = "waitan"',
        "unit = 3", "[unit]\n", 'last_meeting = "22.10."', 'unit = "a"\nunit = "b"', 'unit = ""',
        b'unit = "\xff"', "unit", 'pager = "a\\u001b[2J"',
        f"unit = {'[' * 9999}", f"unit = {'1' * 9999}",
    ],
    ids=lambda each: str(each)[:40],
)  # fmt: skip
def test_a_line_that_cannot_be_read_spoils_no_other(
    text: str | bytes, file: Path, golden: Golden
) -> None:
    whole = text if isinstance(text, bytes) else text.encode()
    written(file, b"# mine\n" + whole + b"\nlast_meeting = 2026-10-22")
    shown = ran("status")
    assert shown.code == 0
    assert "Traceback" not in shown.stderr
    golden.says(shown.stderr)
    assert ran("config").code == 1
    if b"last_meeting" not in whole:
        assert settings.last_meeting_set() == date(2026, 10, 22)


def test_what_is_no_file(file: Path, golden: Golden) -> None:
    file.mkdir(parents=True)
    shown = ran("status")
    assert (shown.code, shown.stdout != "") == (0, True)
    golden.says(shown.stderr)
    refused = ran("config", "language", "zh")
    assert (refused.code, refused.stdout) == (3, "")
    file.rmdir()
    written(file, b"#" * 70_000)
    golden.says(ran("status").stderr)
    file.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(file)
        golden.says(ran("status").stderr)


def test_without_a_file_nothing_is_set(monkeypatch: pytest.MonkeyPatch, golden: Golden) -> None:
    monkeypatch.setenv("HPPLAN_CONFIG", os.devnull)
    shown = ran("config", "language", "zh")
    assert shown.code == 3
    golden.says(shown.stderr)
    assert settings.read_settings().path is None


def test_a_link_stays_and_leads_where_it_led(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text('unit = "a"\n', encoding="utf-8")
    file.parent.mkdir()
    file.symlink_to(real)
    assert ran("config", "language", "en").code == 0
    assert file.is_symlink()
    assert real.read_text(encoding="utf-8") == 'unit = "a"\nlanguage = "en"\n'


def test_record_is_of_the_unit_that_is_set(
    file: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    lay_out(workspace, None, {"waitan": "", "yuyuan": ""})
    written(file, '\nunit = "waitan"\n')
    rows = workspace / "data" / "progress"
    for more, unit in (((), "waitan"), (("--unit", "yuyuan"), "yuyuan")):
        assert ran("record", "1.2c", "1", "--evidence", "x", *more).code == 0
        assert "1.2c" in (rows / f"{unit}.csv").read_text(encoding="utf-8-sig")
    assert "yuyuan" in ran("status", "--all", "--format", "csv").stdout, "it is for record alone"
    written(file, 'unit = "waitam"\n')
    shown = ran("record", "1.2c", "2")
    assert shown.code == 2
    golden.says(shown.reason)
    monkeypatch.setenv("HPPLAN_UNIT", "waitan")
    assert ran("record", "1.2c", "2", "--evidence", "x", "--dry-run").code == 0


def test_the_last_meeting_is_the_plans_and_else_the_one_that_is_set(
    file: Path, workspace: Path
) -> None:
    written(file, "last_meeting = 2026-10-22\n")
    assert ran("status").stdout == ran("status", "--since", "2026-10-22").stdout
    plan = workspace / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("title:", "last_meeting: 2026-09-22\ntitle:", 1), "utf-8")
    assert ran("status").stdout == ran("status", "--since", "2026-09-22").stdout


def test_options_and_the_environment_win(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(file, 'color = "always"\npager = "own"\n')
    assert "\x1b[" in ran("status").stdout
    assert "\x1b[" not in ran("status", "--color", "never").stdout
    assert pager_of("own") == ("own", "")
    monkeypatch.setenv("PAGER", "more")
    assert (pager_of("own"), pager_of(None)) == (("own", ""), ("more", "PAGER"))
    monkeypatch.setenv("HPPLAN_PAGER", "cat")
    assert pager_of("own") == ("cat", "HPPLAN_PAGER")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in ran("status").stdout


def test_the_language_that_is_set_stands_between_our_variable_and_the_locale() -> None:
    def spoken(arguments: list[str], configured: str | None, **variables: str) -> str:
        return preferred(arguments, variables, configured).code

    assert spoken([], "zh", LANG="en_US.UTF-8") == "zh"
    assert spoken([], "zh", HPPLAN_LANG="en") == "en"
    assert spoken(["--lang", "zh_Hant"], "zh") == "zh_Hant"
    assert spoken([], "tlh", LANG="zh_CN.UTF-8") == "zh"


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_in_chinese(code: str, file: Path, golden: Golden) -> None:
    written(file, 'unit = "waitan"\nlangauge = "zh"\n')
    with speaking(code):
        shown = ran("--lang", code, "config")
    golden.says(shown.stdout + shown.stderr, lang=code)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked")
def test_the_folder_is_where_the_platform_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import platformdirs

    monkeypatch.delenv("HPPLAN_CONFIG")
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in ("", str(tmp_path / "x")):
        monkeypatch.setenv("XDG_CONFIG_HOME", folder)
        expected = platformdirs.user_config_path("hpplan", appauthor=False) / "config.toml"
        assert settings.settings_file() == expected


def test_a_place_of_the_settings_that_is_no_whole_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HPPLAN_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    if sys.platform == "linux":
        assert settings.settings_file() is None


def test_a_file_of_settings_that_cannot_be_read_or_written_is_left(
    file: Path, golden: Golden
) -> None:
    file.mkdir(parents=True)
    said = [ran("config", "unit", "waitan")]
    file.rmdir()
    file.parent.rmdir()
    file.parent.write_text("", encoding="utf-8")
    said += [ran("config", "unit", "waitan")]
    assert [(each.code, each.stdout) for each in said] == [(3, ""), (3, "")]
    golden.says(our_words("".join(each.stderr for each in said)))


def test_where_a_setting_that_holds_comes_from(
    file: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sources() -> dict[str, tuple[str | None, str | None]]:
        found = json.loads(ran("config", "--json").stdout)["settings"]
        return {key: (each["value"], each["from"]) for key, each in found.items()}

    written(file, 'language = "en"\nunit = "waitan"\nlast_meeting = 2026-10-22\ncolor = "always"\n')
    monkeypatch.delenv("HPPLAN_LANG")
    own = "~/own/config.toml, line"
    assert sources() == {
        "language": ("en", f"{own} 1"),
        "unit": ("waitan", f"{own} 2"),
        "last_meeting": ("2026-10-22", f"{own} 3"),
        "pager": ("less", "default"),
        "color": ("always", f"{own} 4"),
    }
    plan = workspace / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("title:", "last_meeting: 2026-09-22\ntitle:", 1), "utf-8")
    for name, value in {"UNIT": "yuyuan", "LANG": "en", "PAGER": "more"}.items():
        monkeypatch.setenv(f"HPPLAN_{name}", value)
    monkeypatch.setenv("NO_COLOR", "1")
    assert sources() == {
        "language": ("en", "HPPLAN_LANG"),
        "unit": ("yuyuan", "HPPLAN_UNIT"),
        "last_meeting": ("2026-09-22", "plan.yaml"),
        "pager": ("more", "HPPLAN_PAGER"),
        "color": ("never", "NO_COLOR"),
    }
    written(file, "")
    monkeypatch.delenv("HPPLAN_LANG")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert sources()["language"] == ("en", "the system")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert sources()["language"] == ("en", "LANG")
