"""The languages, and words and names as messages quote them."""

from __future__ import annotations

import ctypes
import gettext
import os
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.cli.options import root_first
from hpplan.i18n import LANGUAGES, LOCALE, language, preferred, prose, spoken, translations, use
from hpplan.phrases import LONGEST_WORD, alternatives, nearest, reason, shortened, some


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
        ("zh_SG", "zh"),
        ("zh_CN.UTF-8@pinyin", "zh"),
        ("Chinese (Simplified)_China.936", "zh"),
        ("zh_TW.UTF-8", "zh_Hant"),
        ("zh-TW", "zh_Hant"),
        ("zh_HK", "zh_Hant"),
        ("zh_MO.big5hkscs", "zh_Hant"),
        ("zh-Hant", "zh_Hant"),
        ("zh-hant-TW", "zh_Hant"),
        ("zh_Hant_HK.UTF-8", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh-Hans-HK", "zh"),
        ("zh_CHT", "zh_Hant"),
        ("yue_HK.UTF-8", "zh_Hant"),
        ("Chinese (Traditional)_Taiwan.950", "zh_Hant"),
        ("Chinese_Hong Kong SAR.950", "zh_Hant"),
        ("en_GB.UTF-8", "en"),
        ("English_United Kingdom.1252", "en"),
        ("C.UTF-8", None),
        ("fr_FR", None),
        ("", None),
    ],
)
def test_the_language_of_a_locale(name: str, expected: str | None) -> None:
    found = language(name)
    assert (found and found.code) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0x0404, "zh_Hant"),
        (0x0C04, "zh_Hant"),
        (0x1404, "zh_Hant"),
        (0x7C04, "zh_Hant"),
        (0x0804, "zh"),
        (0x1004, "zh"),
        (0x0809, "en"),
        (0x040C, "en"),
    ],
)
def test_the_language_that_windows_shows(
    number: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert preferred([], {}).code == expected


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
        (["--lang", "zh-TW"], {"LANG": "zh_CN.UTF-8"}, "zh_Hant"),
        ([], {"HPPLAN_LANG": "zh_Hant", "LANG": "zh_CN.UTF-8"}, "zh_Hant"),
        ([], {"LANG": "zh_HK.UTF-8"}, "zh_Hant"),
        ([], {"LANG": "C"}, "en"),
        ([], {}, "en"),
    ],
)
def test_the_language_asked_for(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert preferred(arguments, environment).code == expected


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
    shared, rest = root_first(given)
    assert [*shared, *rest] == expected


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
    for code in ("zh", "zh_Hant"):
        use(code)
        assert (prose(day), prose(None)) == ("2025年6月3日", "-")


def test_a_language_has_a_catalogue_and_a_page_of_codes() -> None:
    for code, each in LANGUAGES.items():
        assert (code == "en") == (translations(each).gettext("overdue") == "overdue")
        assert (Path(__file__).parents[1] / each.codes).is_file()
        assert language(code) == language(each.tag) == each
    assert sorted(path.name for path in LOCALE.iterdir()) == sorted({*LANGUAGES} - {"en"})


def test_a_language_that_there_is_not_is_not_spoken() -> None:
    with pytest.raises(KeyError):
        use("fr")
    assert spoken().code == "en"


def test_speaking_a_language_changes_nothing_in_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    domain = gettext.textdomain("of-the-host")
    try:
        for code in LANGUAGES:
            use(code)
            assert spoken() == LANGUAGES[code]
            assert (os.environ["LANGUAGE"], gettext.textdomain()) == ("fr", "of-the-host")
    finally:
        gettext.textdomain(domain)


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [(["a", "b"], "a or b", "a或b"), (["a", "b", "c"], "a, b or c", "a、b或c")],
)
def test_of_words_one_is_to_be_chosen(words: list[str], english: str, chinese: str) -> None:
    assert alternatives(words) == english
    use("zh")
    assert alternatives(words) == chinese


def test_a_language_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    result = CliRunner().invoke(app, ["--lang", "fr", "status"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: Invalid value: there is no language “fr”; choose zh (简体中文),"
        " zh_Hant (繁體中文) or en (English)"
    )
