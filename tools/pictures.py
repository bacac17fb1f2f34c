"""Takes the pictures of the terminal in docs/pictures anew, by python tools/pictures.py.

They show what `hpplan status` prints of the demo, in both languages, as Rich exports it to SVG. The
pictures of the page are taken by tests/browser/page_pictures.py, which needs a browser.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from html import unescape
from io import StringIO
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
DAY = "2026-11-22"
DEMO = f"demo try --as-of {DAY}"
COMMAND = f"status --plan try --as-of {DAY} -n 3"
LANGUAGES = {"en": "status.svg", "zh": "status.zh-CN.svg"}
"""The picture of each language."""

COLUMNS = 80
CELL = 20 * 0.61
"""Width of a cell: the size of the letters in Rich's export, and the shape that it gives them."""

FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font-family: "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "PingFang SC",
"Microsoft YaHei", "Noto Sans Mono CJK SC", monospace;
font-size: {char_height}px;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own form asks another site for its letters; this one takes those that are there."""

_BARS, _WIDE = "[\u2500-\u259f]+", "[\u2e80-\uffef]+"
_APART = re.compile(f"{_BARS}|{_WIDE}")
_RUN = re.compile(r'textLength="[^"]*"([^>]*)>([^<]*)</text>')
_ENDS = re.compile(r"<text [^>]*>\n</text>")


def environment(language: str) -> dict[str, str]:
    """What a command is run with for a picture in a language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HPPLAN_")}
    kept.pop("NO_COLOR", None)
    return {
        **kept,
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": str(COLUMNS),
        "HPPLAN_LANG": language,
    }


def shown(command: str, folder: Path, language: str) -> str:
    """What a command prints on stdout in a folder, with its colours."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "hpplan", "--color", "always", *command.split()],
        cwd=folder,
        env=environment(language),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def picture(command: str, printed: str) -> str:
    """Draw a command and what it printed as SVG.

    Wide characters and bars are drawn apart from the rest, and stretched to their cells: fonts
    differ in how wide they make them, and Rich counts characters, not cells.
    """
    text = Text.assemble((f"$ hpplan {command}\n", "bold"), Text.from_ansi(printed.rstrip("\n")))
    for run in _APART.finditer(text.plain):
        text.stylize("not link", *run.span())
    console = Console(file=StringIO(), record=True, width=COLUMNS, color_system="256")
    console.print(text, no_wrap=True, overflow="ignore", crop=False)
    svg = console.export_svg(title="", code_format=FORMAT, unique_id="s")
    return _RUN.sub(_as_wide_as_its_cells, _ENDS.sub("", svg))


def _as_wide_as_its_cells(run: re.Match[str]) -> str:
    rest, text = run.groups()
    plain = unescape(text)
    stretched = ' lengthAdjust="spacingAndGlyphs"' if _APART.fullmatch(plain) else ""
    larger = ' font-size="22px"' if re.fullmatch(_WIDE, plain) else ""
    width = cell_len(plain) * CELL
    return f'textLength="{width:g}"{stretched}{larger}{rest}>{text}</text>'


def main() -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shown(f"{DEMO} --plan {ROOT / 'plan.yaml'}", folder, "en")
        for language, name in LANGUAGES.items():
            svg = picture(COMMAND, shown(COMMAND, folder, language))
            (PICTURES / name).write_text(svg, encoding="utf-8", newline="")
            print(PICTURES / name)


if __name__ == "__main__":
    main()
