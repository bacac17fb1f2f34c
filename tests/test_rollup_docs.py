"""The examples of docs/rollup.md, run in order in one folder."""

from __future__ import annotations

import contextlib
import io
import pickle
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from rolling import InlinePool, lay_out_shelf
from running import ran

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
    for kind in ("sh", "python", "text", "yaml"):
        assert blocks("en", kind) == blocks("zh", kind)


def test_the_manifest_of_kubernetes_is_yaml() -> None:
    (text,) = blocks("en", "yaml")
    manifest = yaml.safe_load(text)
    assert (manifest["apiVersion"], manifest["kind"]) == ("kubernetes.dask.org/v1", "DaskCluster")
    for role in ("worker", "scheduler"):
        pod = manifest["spec"][role]["spec"]
        mounted = {each["name"] for each in pod["containers"][0]["volumeMounts"]}
        assert mounted <= {each["name"] for each in pod["volumes"]}
    (port,) = manifest["spec"]["scheduler"]["service"]["ports"]
    assert f":{port['port']}" in manifest["spec"]["worker"]["spec"]["containers"][0]["args"][1]


class Spark:
    """A context of Spark's that makes calls in this process, as an iterator."""

    def parallelize(self, rows: list[Any], slices: int) -> Spark:
        assert slices == len(rows)
        self.rows: Iterable[Any] = rows
        return self

    def map(self, call: Callable[[Any], Any]) -> Spark:
        self.rows = map(pickle.loads(pickle.dumps(call)), self.rows)  # noqa: S301
        return self

    def count(self) -> int:
        return len(list(self.rows))


def test_what_spark_has_judged_is_gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out_shelf(tmp_path / "plans", 3)
    (text,) = (each for each in blocks("en", "text") if "parallelize" in each)
    for name in ("/plans", "/results"):
        text = text.replace(f'"{name}"', repr(str(tmp_path / name[1:])))
    exec(text, {"sc": Spark()})  # noqa: S102

    def never(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr("hpplan.rollup.pools.ProcessPool", lambda _size: InlinePool())
    monkeypatch.setattr("hpplan.rollup.judge.judge_workspace", never)
    sources = [str(tmp_path / "plans"), "--into", str(tmp_path / "results")]
    shown = ran("rollup", *sources, "--as-of", "2026-11-22")
    assert (shown.code, shown.stdout.splitlines()[0].split("  ")[0]) == (0, "3 plans")


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
