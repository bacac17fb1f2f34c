"""Whatever is wrong with a call is said in the user's language; what is suggested is right."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import typer
import typer.main

from hpplan.cli import app
from hpplan.cli.language import speak
from hpplan.i18n import LANGUAGES, _
from plans import BASE, lay_out
from running import ran

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.workspace(BASE, today=date(2026, 11, 22))

COMMANDS: Any = typer.main.get_command(app)
CONTEXT = typer.Context(COMMANDS)

# What a sentence in Chinese may hold of Latin letters: names of options, arguments, ids and files.
WORDS = re.compile(r"[A-Za-z]{2,}[,.;:]? [A-Za-z]{2,}")
CALLED = re.compile(r"hpplan [a-z]+|--[a-z-]+ [a-z]+|zu viel")
OURS_OF_ENGLISH = re.compile(
    r"(should be|not one of '|Got unexpected|No such|Did you mean|requires an argument"
    r"|does not take|Value error|Missing (option|argument|command)|valid integer|Possible options)"
)


def chosen(param: Any) -> list[str]:
    choices = param.type_descriptor.choices or ()
    return [str(getattr(each, "value", each)) for each in choices]


def calls() -> Iterator[tuple[str, ...]]:
    """Every way to call each command wrongly, made from its own parameters."""
    for typo in (
        "stauts",
        "STATUS",
        "ｓｔａｔｕｓ",
        "zzzz",
        "列出",
        "--nope",
        "-x",
        "--lang=xx",
        "--version=1",
    ):
        yield (typo,)
    yield ("--lang",)
    for name in COMMANDS.list_commands(CONTEXT):
        command = COMMANDS.get_command(CONTEXT, name)
        arguments = [each for each in command.params if each.param_type_name == "argument"]
        # Enough arguments that nothing is missing, so that the option under test is what is wrong.
        given = tuple("1.1a" for each in arguments if each.nargs == 1)
        yield (name, "--nope")
        yield (name, "--nope=1")
        yield (name, "-Z")
        yield (name, *given, *("zu viel" for _n in range(3)), "--json")
        yield (name,)
        for param in command.params:
            if param.param_type_name == "argument":
                continue
            for option in param.opts:
                if param.is_flag:
                    yield (name, f"{option}=1", *given)
                    yield (name, f"{option}x", *given)
                    continue
                yield (name, *given, option)
                yield (name, option, "", *given)
                for wrong in ("x", "-1", "1.5", "约3", "99999999999999999999", "\x1b[2J", "[red]"):
                    yield (name, f"{option}={wrong}" if option[1] == "-" else f"{option}{wrong}",
                           *given)  # fmt: skip


CALLS = list(calls())


def test_the_calls_reach_every_option() -> None:
    tried = {(call[0], part.partition("=")[0]) for call in CALLS for part in call}
    for name in COMMANDS.list_commands(CONTEXT):
        for param in COMMANDS.get_command(CONTEXT, name).params:
            if param.param_type_name == "option":
                assert {(name, option) for option in param.opts} <= tried
    assert len(CALLS) > 400


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
@pytest.mark.usefixtures("workspace")
def test_no_sentence_is_typers_or_pydantics(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = set()
    speak(LANGUAGES[language])
    monkeypatch.setenv("HPPLAN_LANG", language)
    for call in CALLS:
        if call[0] in {"report", "form", "notice", "demo", "assign"}:
            call = (*call, *(("-o", str(tmp_path / "o")) if len(call) > 9 else ()))  # noqa: PLW2901
        shown = ran(*call)
        assert shown.code in {0, 1, 2, 3}, (call, shown)
        if shown.code != 2 or not shown.stderr:
            continue
        assert "\x1b" not in shown.stderr, call
        said.add((call, shown.reason))
    unknown = _("the call cannot be understood")
    assert [each for each in said if unknown in each[1]] == []
    english = [each for each in sorted(said) if WORDS.search(CALLED.sub("", each[1]))]
    assert english == []
    assert len(said) > 250


@pytest.mark.usefixtures("workspace")
def test_in_english_the_words_are_ours_too() -> None:
    for call in CALLS:
        shown = ran(*call)
        if shown.code == 2 and shown.stderr:
            assert not OURS_OF_ENGLISH.search(shown.reason), (call, shown.reason)
            assert shown.reason.startswith("Error: "), (call, shown.stderr)


def reason(*call: str) -> str:
    shown = ran(*call)
    assert shown.code == 2, shown
    return shown.reason.removeprefix("Error: ").strip()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("stauts", "there is no command “stauts”; did you mean status?"),
        ("STATUS", "there is no command “STATUS”; did you mean status?"),
        ("ｓｈｏｗ", "there is no command “ｓｈｏｗ”; did you mean show?"),
        ("zzzz", "there is no command “zzzz”"),
        ("status --csv", "there is no option --csv; did you mean --format csv?"),
        ("check --sarif", "there is no option --sarif; did you mean --format sarif?"),
        ("status --untt x", "there is no option --untt; did you mean --unit?"),
        ("status --dry-run", "there is no option --dry-run"),
        ("status --ver", "there is no option --ver; did you mean --version?"),
        ("record 1.1a 3 --evidense x", "there is no option --evidense; did you mean --evidence?"),
        ("status --by units", "Invalid value for --by: “units” is not one of"),
        ("collect x --format jso", "Invalid value for --format: “jso” is not one of table, json"),
        ("status --due-within x", "Invalid value for --due-within: expected a whole number"),
        ("status --due-within -1", "Invalid value for --due-within: expected 0 or more"),
        ("status --all=1", "--all takes no value"),
        ("status --unit", "--unit needs a value"),
        ("check a b", "nothing more is expected: a b"),
        ("show", "ID is missing; for example: hpplan show 1.3"),
        ("form", "-o DIR is missing; for example: hpplan form --all -o forms"),
        ("record --no-input", "TARGET is missing"),
        ("collect nodir none.xlsx", "Invalid value: there is no file or folder nodir, none.xlsx"),
        ("explain HP999", "Invalid value: there is no code “HP999”; hpplan explain lists them all"),
        ("explain H203", "Invalid value: there is no code “H203”; did you mean HP203?"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("workspace")
def test_what_was_meant_is_suggested_rightly_or_not_at_all(call: str, said: str) -> None:
    found = reason(*call.split())
    assert found.startswith(said) if "is not one of" in said else found == said


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("1.1a@2025", "; did you mean 1.1a?"),
        ("1.1a@waitan", "; did you mean 1.1a?"),
        ("1.2b@2027", "; its items are 1.2b@2024 to 1.2b@2026"),
        ("1.2b@25", "; its items are 1.2b@2024 to 1.2b@2026"),
        ("1.2c@waitam", "; did you mean 1.2c@waitan?"),
        ("1.2c@2025", "; its items are 1.2c@waitan to 1.2c@yuyuan"),
        ("1.1z", "; clause 1.1 has 1.1a to 1.1d"),
        ("1.1z@2025", "; clause 1.1 has 1.1a to 1.1d"),
        ("1.9a", "; hpplan status --all lists the items, --by unit the units"),
        ("9.1a", "; hpplan status --all lists the items, --by unit the units"),
        ("7", "; hpplan status --all lists the items, --by unit the units"),
        ("9.9", "; hpplan status --all lists the items, --by unit the units"),
        ("1.1A", "; did you mean 1.1a?"),
        ("1,1a", "; did you mean 1.1a?"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_an_id_suggests_no_other_target(name: str, hint: str) -> None:
    assert reason("show", name) == f"Invalid value: there is no “{name}” in the plan{hint}"
    assert reason("status", "--clause", name).endswith(f"item “{name}”{hint}")


@pytest.mark.parametrize(
    ("wide", "plain"),
    [
        (("show", "１.１ａ"), ("show", "1.1a")),
        (("show", "１．２ｂ＠２０２５"), ("show", "1.2b@2025")),
        (("show", "ｗａｉｔａｎ"), ("show", "waitan")),
        (("show", "　外滩街道 "), ("show", "外滩街道")),
        (("status", "--all", "--clause", "１．１"), ("status", "--all", "--clause", "1.1")),
        (("status", "--all", "--unit", "ｙｕｙｕａｎ"), ("status", "--all", "--unit", "yuyuan")),
        (("status", "--format", "ＪＳＯＮ"), ("status", "--format", "json")),
        (("status", "--format=CSV"), ("status", "--format", "csv")),
        (("status", "--due-within", "１００"), ("status", "--due-within", "100")),
        (("status", "--as-of", "今天"), ("status",)),
        (("status", "--as-of", "Today"), ("status",)),
        (("status", "--as-of", "20261122"), ("status", "--as-of", "2026-11-22")),
        (("status", "--as-of", "2026.11.22"), ("status", "--as-of", "2026-11-22")),
        (("status", "--as-of", "２０２６年１１月２２号"), ("status", "--as-of", "2026-11-22")),
        (("changes", "--since", "20260101"), ("changes", "--since", "2026-01-01")),
        (("record", "１．１ａ", "5", "--unit", "外滩街道", "--date", "今日", "--dry-run"),
         ("record", "1.1a", "5", "--unit", "waitan", "--dry-run")),
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_full_width_of_an_input_method_is_read(
    workspace: Path, wide: tuple[str, ...], plain: tuple[str, ...]
) -> None:
    lay_out(workspace, None, {"waitan": "2026-03-31,1.1a,4,,x,\n"})
    expected, found = ran(*plain), ran(*wide)
    assert (expected.code, found.code) == (0, 0), (expected, found)
    moment = re.compile(r"[0-9-]{10}T[0-9:]{8}[+]08:00")
    assert moment.sub("", found.stdout) == moment.sub("", expected.stdout)


def test_a_row_suggests_no_other_target_either(workspace: Path) -> None:
    rows = "2025-03-31,1.1a@2025,4,,x,\n2025-03-31,1.2b@2027,4,,x,\n2025-03-31,1.9a,4,,x,\n"
    lay_out(workspace, None, {"yuyuan": rows})
    found = json.loads(ran("check", "--format", "json").stdout)["problems"]
    assert [(each["code"], each["hint"]) for each in found] == [
        ("HP318", "write 1.1a"),
        ("HP318", "its items are 1.2b@2024 to 1.2b@2026"),
        ("HP305", None),
    ]
