"""docs/draft.md, from a published text to the first status: what it shows is what is printed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import pytest

from hpplan.plan.types import Doubt
from measuring import FOLDER
from running import ran

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {
    "en": (DOCS / "draft.md").read_text(encoding="utf-8"),
    "zh": (DOCS / "draft.zh-CN.md").read_text(encoding="utf-8"),
}
SESSION = re.compile(r"^```console\n\$ hpplan ([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EDIT = re.compile(r"^```diff\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def edited(plan: str, edits: str) -> str:
    """A plan without the lines that an edit takes out, one put in the place of the one before."""
    for taken, put in re.findall(r"^-([^\n]*)\n(?:\+([^\n]*)\n)?", edits, re.MULTILINE):
        assert f"{taken}\n" in plan
        plan = plan.replace(f"{taken}\n", f"{put}\n" if put else "")
    return plan


@pytest.mark.parametrize("language", PAGES)
def test_the_page_shows_what_is_printed(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copy(FOLDER / "texts" / "lishui.txt", tmp_path)
    (edits,) = EDIT.findall(PAGES[language])
    sessions = SESSION.findall(PAGES[language])
    assert len(sessions) == 4
    for n, (command, output) in enumerate(sessions):
        if n == 1:
            plan = tmp_path / "plan.yaml"
            plan.write_text(edited(plan.read_text("utf-8"), edits), encoding="utf-8")
        shown = ran("--lang", language, *shlex.split(command))
        found = MOMENT.sub("2023-06-01T09:30:00+08:00", shown.stdout + shown.stderr)
        assert (shown.code, found) == (0, output)


def test_both_pages_take_the_same_steps_and_explain_each_code() -> None:
    steps = {
        language: (EDIT.findall(page), [command for command, _shown in SESSION.findall(page)])
        for language, page in PAGES.items()
    }
    assert steps["en"] == steps["zh"]
    for page in PAGES.values():
        assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == list(get_args(Doubt))
