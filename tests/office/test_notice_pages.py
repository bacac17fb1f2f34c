"""Notices on paper: how many pages, and what stands on which; LibreOffice starts once."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.i18n import use
from hpplan.output.office_pdf import print_as_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = "2026-11-22"
OFFICE = """
office:
  name: 黄浦区城市管理精细化工作联席会议办公室
  red_head: 黄浦区城市管理精细化工作联席会议办公室文件
  number: 黄精细办督〔2026〕　号
  copies_to: [区政府办公室, 区委督查室]
"""
LARGEST, SMALLEST = "jianguan", "shichang"
"""Of the demo, the units of which the most and the fewest items are urged."""

pytestmark = [
    pytest.mark.office,
    pytest.mark.xdist_group("notice_pages"),  # what the program makes of all cases is made once
    pytest.mark.skipif(
        not all(shutil.which(program) for program in ("soffice", "pdftotext")),
        reason="LibreOffice or poppler's programs are not installed",
    ),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """The text of each page without blanks, by language, head and unit: `zh with jianguan`."""
    folder = tmp_path_factory.mktemp("office")
    made = CliRunner().invoke(app, ["demo", str(folder / "demo"), "--as-of", DAY])
    assert made.exit_code == 0, made.output
    plain = (folder / "demo" / "plan.yaml").read_text(encoding="utf-8")
    documents = {}
    for head, text in (("without", plain), ("with", f"{plain}{OFFICE}")):
        plan = folder / "demo" / "plan.yaml"
        plan.write_text(text, encoding="utf-8")
        for language in ("zh", "en", "zh_Hant") if head == "with" else ("zh",):
            out = folder / f"{language}-{head}"
            command = ["--lang", language, "notice", LARGEST, SMALLEST, "--reply-by", "2026-12-05"]
            command += ["--plan", str(plan), "--as-of", DAY, "-o", str(out)]
            made = CliRunner().invoke(app, command)
            assert made.exit_code == 0, made.output
            for file in out.iterdir():
                unit = file.name.partition("-")[0]
                documents[f"{language} {head} {unit}.docx"] = file.read_bytes()
    use("en")
    found = {}
    for name, data in print_as_pdf(documents).items():
        (folder / "made.pdf").write_bytes(data)
        found[Path(name).stem] = texts(folder / "made.pdf")
    return found


def texts(pdf: Path) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return [re.sub(r"\s", "", page) for page in done.stdout.removesuffix("\f").split("\f")]


def test_a_notice_takes_three_or_four_pages(pages: Mapping[str, list[str]]) -> None:
    counted = {name: len(found) for name, found in pages.items()}
    assert counted == {
        f"{variant} {unit}": number
        for variant in ("zh without", "zh with", "en with", "zh_Hant with")
        for unit, number in ((LARGEST, 4), (SMALLEST, 3))
    }


def test_the_body_fills_the_first_page_and_no_more(pages: Mapping[str, list[str]]) -> None:
    first, second, *_others = pages[f"zh with {LARGEST}"]
    assert first.startswith(
        "黄浦区城市管理精细化工作联席会议办公室文件黄精细办督〔2026〕号关于黄浦区"
    )
    assert first.endswith("前反馈黄浦区城市管理精细化工作联席会议办公室。—1—")
    assert second.startswith("表1须由你单位推进的事项")


@pytest.mark.parametrize("unit", [LARGEST, SMALLEST])
def test_the_signature_stands_below_a_table_and_the_form_with_the_foot_on_one_page(
    pages: Mapping[str, list[str]], unit: str
) -> None:
    *_before, signed, form = pages[f"zh with {unit}"]
    assert signed.startswith(("序号事项", "表1"))
    assert re.search(r"附件：督办事项反馈表黄浦区.*办公室年月日联系人：办公室（模拟）—\d—$", signed)
    assert form.startswith("附件督办事项反馈表序号")
    foot = "抄送：区政府办公室、区委督查室。黄浦区城市管理精细化工作联席会议办公室年月日印发"
    assert re.search(rf"负责人：填报日期：年月日联系人：办公室（模拟）{foot}—\d—$", form)


def test_each_item_stands_in_the_table_and_in_the_form(pages: Mapping[str, list[str]]) -> None:

    said = "".join(pages[f"zh with {LARGEST}"])
    assert said.count("充换电柜点位建设") == 2
    assert "@" not in said
    assert "SPI" not in said
