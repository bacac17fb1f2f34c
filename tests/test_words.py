"""Words and names as messages quote them."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from hpplan.cli.help import with_language_first
from hpplan.i18n import language, preferred, prose, use
from hpplan.phrases import LONGEST_WORD, nearest, reason, shortened, some


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一", "一"),
        ("一\n二\t三", "一 二 三"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 40 + "…"),
        (" " * 100_000 + "x", "x"),
        ("x y" * 100_000, ("x y" * 20)[:40] + "…"),
    ],
)
def test_a_text_is_quoted_on_one_line(text: str, expected: str) -> None:
    assert shortened(text) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["甲", "乙"], "甲、乙"),
        (["甲", "乙", "丙"], "甲、乙 and 1 more"),
        (["甲", "乙", "丙", "丁"], "甲、乙 and 2 more"),
    ],
)
def test_of_many_names_the_first_are_said(names: list[str], expected: str) -> None:
    assert some(names, 2) == expected


def test_the_nearest_word_is_found_whatever_its_case() -> None:
    assert nearest("Waitna", ["yuyuan", "waitan"]) == "waitan"
    assert nearest("x", ["yuyuan", "waitan"]) is None
    assert nearest("waitan" + "n" * LONGEST_WORD, ["waitan" + "n" * LONGEST_WORD]) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zh", "zh"),
        ("zh_CN.UTF-8", "zh"),
        ("zh-Hans-CN", "zh"),
        ("ZH", "zh"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", None),
        ("fr_FR", None),
        ("", None),
    ],
)
def test_the_language_of_a_locale(name: str, expected: str | None) -> None:
    assert language(name) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a setting of its own")
@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--lang", "zh"], {"HPPLAN_LANG": "en"}, "zh"),
        (["status", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang", "fr"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["record", "--", "--lang", "zh"], {}, "en"),
        ([], {"HPPLAN_LANG": "zh", "LC_ALL": "en_US"}, "zh"),
        ([], {"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        ([], {"LANG": "zh_CN.GB18030"}, "zh"),
        ([], {"LANG": "C"}, "en"),
        ([], {}, "en"),
    ],
)
def test_the_language_asked_for(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert preferred(arguments, environment) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["status", "--lang", "zh", "--all"], ["--lang", "zh", "status", "--all"]),
        (["status", "--lang=zh"], ["--lang=zh", "status"]),
        (["record", "--", "--lang", "zh"], ["record", "--", "--lang", "zh"]),
        (["status"], ["status"]),
    ],
)
def test_the_language_may_stand_behind_the_command(given: list[str], expected: list[str]) -> None:
    assert with_language_first(given) == expected


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (
            FileNotFoundError(2, "No such file or directory"),
            "No such file or directory",
            "没有此文件或文件夹",
        ),
        (
            PermissionError(13, "Permission denied"),
            "Permission denied",
            "没有权限，或正被其他程序占用",
        ),
        (OSError(5, "Input/output error"), "Input/output error", "Input/output error"),
        (OSError("odd"), "odd", "odd"),
    ],
    ids=["missing", "forbidden", "rare", "without a number"],
)
def test_why_the_system_refused(error: OSError, english: str, chinese: str) -> None:
    assert reason(error) == english
    use("zh")
    assert reason(error) == chinese


def test_a_day_in_a_sentence() -> None:
    day = date(2025, 6, 3)
    assert prose(day) == "2025-06-03"
    use("zh")
    assert (prose(day), prose(None)) == ("2025年6月3日", "-")
