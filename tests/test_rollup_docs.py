"""The examples of docs/rollup.md, run in order in one folder."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from running import ran

pytest.importorskip("duckdb")
pytest.importorskip("pandas")

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {
    lang: (DOCS / name).read_text(encoding="utf-8")
    for lang, name in (("en", "rollup.md"), ("zh", "rollup.zh-CN.md"))
}


def blocks(lang: str, kind: str) -> list[str]:
    """The pieces of a page in a language of programs."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGES[lang], re.DOTALL | re.MULTILINE)


def test_both_pages_show_the_same() -> None:
    for kind in ("sh", "python", "text"):
        assert blocks("en", kind) == blocks("zh", kind)


@pytest.mark.slow
def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in "".join(blocks("en", "sh")).splitlines():
        words = shlex.split(line)[1:]
        more = ["--workers", "1"] if words[:2] == ["rollup", "shelf"] else []
        shown = ran(*words, *more)
        assert shown.code in {0, 1}, shown  # one plan is broken on purpose
        assert shown.stdout
    session: dict[str, object] = {}
    printed = []
    for piece in blocks("en", "python"):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(piece, session)  # noqa: S102
        printed.append(out.getvalue())
    assert printed[0].count("(") == 5
    assert printed[1] == "True\n"
    assert (tmp_path / "results.html").is_file()
