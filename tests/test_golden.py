"""The golden files themselves: compared, written anew on request, and none left behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import golden as module
from golden import OPTION, of_paragraphs, paragraphs

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

pytestmark = pytest.mark.slow  # runs of pytest inside

SUITE = """
import sys
import pytest

@pytest.mark.parametrize("name", ["first", "外滩"])
def test_sentences(name, golden):
    golden.says(f"{name} sentence")
    golden.says("| bars\\n\\nand an empty line ", lang="zh")

def test_a_screen(golden):
    golden("screen.en.txt", "two\\r\\nlines\\x1b[0m\\n")

@pytest.mark.skipif("skip" in sys.argv[0], reason="never")
def test_another(golden):
    golden("another.en.json", "{}")
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A folder of tests of its own, with its golden files written."""
    shutil.copy(str(module.__file__), tmp_path)
    (tmp_path / "conftest.py").write_text('pytest_plugins = ("golden",)\n', encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_some.py").write_text(SUITE, encoding="utf-8")
    for name, text in WRITTEN.items():
        path = tmp_path / "golden" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path


def ran(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    """The exit code of a run of tests, and what it says of golden files."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    heads = ("written:", "removed:", "no test compares", "golden/", "-", "+")
    return done.returncode, [line for line in done.stdout.split("\n") if line.startswith(heads)]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def files(suite: Path) -> dict[str, str]:
    folder = suite / "golden"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


WRITTEN = {
    "some/another.en.json": "{}",
    "some/screen.en.txt": "two\r\nlines\x1b[0m\n",
    "some/sentences.en.txt": (
        "test_sentences[first]\n| first sentence\n\ntest_sentences[外滩]\n| 外滩 sentence\n"
    ),
    "some/sentences.zh.txt": (
        "test_sentences[first]\n| | bars\n|\n| and an empty line \n"
        "\n"
        "test_sentences[外滩]\n| | bars\n|\n| and an empty line \n"
    ),
}


def test_an_update_writes_what_the_tests_compare(suite: Path) -> None:
    assert ran(suite) == (0, [])
    shutil.rmtree(suite / "golden")
    assert ran(suite, OPTION) == (0, [f"written: golden/{name}" for name in WRITTEN])
    assert files(suite) == WRITTEN
    assert ran(suite, OPTION) == (0, [])  # nothing to write any more


def test_a_change_fails_until_the_update(suite: Path) -> None:
    change(suite / "test_some.py", "name} sentence", "name} phrase")
    change(suite / "test_some.py", "two\\r", "three\\r")
    code, said = ran(suite)
    assert code == 1
    assert {line for line in said if line.startswith("golden/")} == {
        f"golden/some/sentences.en.txt, test_sentences[first] differs; pytest {OPTION} writes it",
        f"golden/some/sentences.en.txt, test_sentences[外滩] differs; pytest {OPTION} writes it",
        f"golden/some/screen.en.txt differs; pytest {OPTION} writes it",
    }
    assert {"-first sentence", "+first phrase", "-two\\r", "+three\\r"} <= set(said)
    assert files(suite) == WRITTEN
    assert ran(suite, OPTION) == (
        0,
        ["written: golden/some/screen.en.txt", "written: golden/some/sentences.en.txt"],
    )
    assert ran(suite) == (0, [])


def test_what_is_not_there_fails(suite: Path) -> None:
    (suite / "golden" / "some" / "screen.en.txt").unlink()
    code, said = ran(suite)
    assert code == 1
    assert said[0] == f"golden/some/screen.en.txt is not there; pytest {OPTION} writes it"


@pytest.mark.parametrize("more", [(), ("-n2",)], ids=["alone", "workers"])
def test_what_no_test_compares_fails_until_the_update(suite: Path, more: tuple[str, ...]) -> None:
    change(suite / "test_some.py", '"first", ', "")
    change(suite / "test_some.py", '"screen.en.txt"', '"page.en.txt"')
    (suite / "golden" / "gone").mkdir()
    (suite / "golden" / "gone" / "page.en.txt").touch()
    assert ran(suite, OPTION, "-k", "screen", *more) == (0, ["written: golden/some/page.en.txt"])
    orphans = [
        "golden/gone/page.en.txt",
        "golden/some/screen.en.txt",
        "golden/some/sentences.en.txt, test_sentences[first]",
        "golden/some/sentences.zh.txt, test_sentences[first]",
    ]
    assert ran(suite, *more) == (
        1,
        [f"no test compares {name}; pytest {OPTION} removes it" for name in orphans],
    )
    assert ran(suite, OPTION, *more) == (0, [f"removed: {name}" for name in orphans])
    assert ran(suite, *more) == (0, [])
    assert list(files(suite)) == [
        *("some/another.en.json", "some/page.en.txt"),
        *("some/sentences.en.txt", "some/sentences.zh.txt"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "arguments"),
    [
        ("skip", "skip", ("-k", "screen")),
        ("skip", "skip", ("test_some.py::test_a_screen",)),
        ("skip", "skip", ("--deselect", "test_some.py::test_another")),
        ('"skip" in', '"skip" not in', ()),
    ],
    ids=["chosen by words", "chosen by name", "left out", "skipped"],
)
def test_a_run_of_some_tests_misses_no_file_of_the_others(
    suite: Path, old: str, new: str, arguments: tuple[str, ...]
) -> None:
    change(suite / "test_some.py", old, new)
    assert ran(suite, *arguments) == (0, [])


def test_paragraphs_are_read_as_they_were_written(tmp_path: Path) -> None:
    cases = {"b": "", "a": "one\n\n  two \n", "外滩 [1]": "| three"}
    path = tmp_path / "sentences.en.txt"
    path.write_bytes(of_paragraphs(cases).encode())
    assert paragraphs(path) == cases
    assert list(paragraphs(path)) == ["a", "b", "外滩 [1]"]


def test_a_second_paragraph_of_a_test_has_a_number(golden: Golden) -> None:
    golden.says("The first.")
    golden.says("The second.")
    golden.says("Another one.", "by name")
