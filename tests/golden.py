"""Golden files: what people read, kept beside the tests.

What tests/test_status.py compares stands in tests/golden/status: a whole screen in a file of its
own, and a sentence as a paragraph of `sentences.en.txt`, under the name of its test. So a message
that is worded anew changes these files and no test: `pytest --update-golden` writes them, removes
what no test compares any more, and says which they are. Without the option a difference fails the
test, and a file or paragraph that no test compared fails a run in which all tests of its module
passed.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TESTS = Path(__file__).parent
FOLDER = TESTS / "golden"
OPTION = "--update-golden"

LONGEST = 200
"""Characters that are shown of a case's name."""

PROPERTY = "golden"
"""The property of a test's report that tells what it compared; workers' reports carry it too."""


class Compared(NamedTuple):
    """What a test compared: a file or a paragraph of it, and its new text in an update."""

    file: str
    case: str
    text: str | None


class Golden:
    """The golden files of a test's module."""

    def __init__(self, item: pytest.Item) -> None:
        self.item = item
        self.update = bool(item.config.getoption(OPTION))
        self.folder = FOLDER / item.path.stem.removeprefix("test_")
        self.said: Counter[str] = Counter()

    def __call__(self, name: str, text: str) -> None:
        """Compare a whole text with a file, as `attention.en.txt`."""
        self.file(self.folder / name, text)

    def says(self, text: str | Iterable[str], case: str = "", lang: str = "en") -> None:
        """Compare a sentence or a few lines with the paragraph of this test.

        Args:
            text: what was said; or its lines.
            case: the paragraph's name; otherwise the test's, and from its second paragraph on a
                number behind it.
            lang: the language of the text.
        """
        if not case:
            self.said[lang] += 1
            case = readable(self.item.name)[:LONGEST]
            case += f" ({self.said[lang]})" if self.said[lang] > 1 else ""
        said = text if isinstance(text, str) else "\n".join(text)
        self._compare(self.folder / f"sentences.{lang}.txt", case, said)

    def file(self, path: Path, text: str) -> None:
        """Compare a whole text with a file anywhere among the tests."""
        self._compare(path, "", text)

    def _compare(self, path: Path, case: str, text: str) -> None:
        name = path.relative_to(TESTS).as_posix()
        compared = Compared(name, case, text if self.update else None)
        self.item.user_properties.append((PROPERTY, tuple(compared)))
        if self.update:
            return
        expected = paragraphs(path).get(case) if case else whole(path)
        where = f"{name}, {case}" if case else name
        if expected is None:
            pytest.fail(f"{where} is not there; pytest {OPTION} writes it", pytrace=False)
        if text != expected:
            shown = "\n".join(difference(expected, text))
            pytest.fail(f"{where} differs; pytest {OPTION} writes it\n{shown}", pytrace=False)


def readable(name: str) -> str:
    """A test's name, in which pytest escapes what is not ASCII, as it was written."""

    def written(escape: re.Match[str]) -> str:
        character = chr(int(escape[1], 16))
        return character if character.isprintable() else escape[0]

    return re.sub(r"\\u([0-9a-f]{4})", written, name)


def difference(expected: str, text: str) -> Iterable[str]:
    """The lines of a unified diff; what does not print is escaped."""
    before, after = (
        [line if line.isprintable() else ascii(line)[1:-1] for line in each.split("\n")]
        for each in (expected, text)
    )
    return difflib.unified_diff(before, after, "expected", "found", lineterm="")


def whole(path: Path) -> str | None:
    """A golden file's text; None where there is none."""
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def paragraphs(path: Path) -> dict[str, str]:
    """The paragraphs of a file: a line with the case, and its text behind bars."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (whole(path) or "").split("\n"):
        if line.startswith("|"):
            lines.append(line[1:].removeprefix(" "))
        elif line:
            lines = found.setdefault(line, [])
    return {case: "\n".join(lines) for case, lines in found.items()}


def of_paragraphs(cases: dict[str, str]) -> str:
    """The text of a file with these paragraphs, in the order of their cases."""
    return "\n".join(
        f"{case}\n" + "".join(f"| {line}\n" if line else "|\n" for line in text.split("\n"))
        for case, text in sorted(cases.items())
    )


class Keeper:
    """What all tests compared, by all workers: written in an update, else searched for orphans."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.update = bool(config.getoption(OPTION))
        self.modules: set[str] = set()
        self.unsure: set[str] = set()
        self.compared: dict[Path, dict[str, str | None]] = {}
        self.told: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        module = Path(report.nodeid.partition("::")[0]).stem.removeprefix("test_")
        self.modules.add(module)
        own: list[Any] = [value for name, value in report.user_properties if name == PROPERTY]
        if own and not report.passed:
            self.unsure.add(module)
        if report.when == "teardown":
            for name, case, text in filter(None, own):
                self.compared.setdefault(TESTS / name, {})[case] = text

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.update:
            self.told += [f"written: {name}" for name in self.write()]
        option = self.config.option
        chosen = option.keyword or option.markexpr or option.deselect
        if chosen or exitstatus or any("::" in arg for arg in self.config.args):
            return
        for path, case in self.orphans():
            name = path.relative_to(TESTS).as_posix() + (f", {case}" if case else "")
            if self.update:
                remove(path, case)
                self.told.append(f"removed: {name}")
            else:
                self.told.append(f"no test compares {name}; pytest {OPTION} removes it")
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.told:
            terminalreporter.section("golden files")
        for line in self.told:
            terminalreporter.write_line(line)

    def write(self) -> Iterator[str]:
        """Write what differs; the names of the files."""
        for path, cases in sorted(self.compared.items()):
            new = {case: text for case, text in cases.items() if text is not None}
            text = new[""] if "" in new else of_paragraphs(paragraphs(path) | new)
            if text != whole(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8"))
                yield path.relative_to(TESTS).as_posix()

    def orphans(self) -> Iterator[tuple[Path, str]]:
        """What no test compared, of modules that are gone or of which all tests passed."""
        there = {path.stem.removeprefix("test_") for path in TESTS.rglob("test_*.py")}
        for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
            module = path.relative_to(FOLDER).parts[0]
            if module in there and (module not in self.modules or module in self.unsure):
                continue
            used = self.compared.get(path, {})
            if not used:
                yield path, ""
            elif "" not in used:
                yield from ((path, case) for case in paragraphs(path) if case not in used)


def remove(path: Path, case: str) -> None:
    """Remove a golden file or one of its paragraphs."""
    if not case:
        path.unlink()
        return
    kept = {name: text for name, text in paragraphs(path).items() if name != case}
    path.write_bytes(of_paragraphs(kept).encode("utf-8"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The golden files of the test's module."""
    return Golden(request.node)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        OPTION, action="store_true", help="write the golden files anew instead of comparing them"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # of several processes the one that hears of all
        config.pluginmanager.register(Keeper(config), "golden-keeper")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark those that compare, so that one which is skipped is known to have compared nothing."""
    for item in items:
        if "golden" in getattr(item, "fixturenames", ()):
            item.user_properties.append((PROPERTY, None))
