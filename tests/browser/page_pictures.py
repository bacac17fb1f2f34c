"""Take the pictures of the page anew: what `hpplan report` makes of the demo, in both languages.

    python tests/browser/page_pictures.py

It needs Chromium, ImageMagick and fonts for Chinese; the pictures go to docs/pictures.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
DAY, SINCE = "2026-11-22", "2026-10-22"
PLACES = {"report": "", "items": "#a-2.2i"}
"""The name of each picture, and the place of the page that it shows.

The pictures named `-before` show the page as it was; they are not taken anew.
"""


def hpplan(language: str, *arguments: str) -> None:
    """Run the program in a language."""
    subprocess.run(
        [sys.executable, "-m", "hpplan", "--lang", language, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
    )


def main() -> None:
    """Take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        demo = str(folder / "try")
        at = ["--as-of", DAY, "--plan", demo]
        hpplan("en", "demo", demo, "--as-of", DAY, "--plan", str(ROOT / "plan.yaml"))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        screen = browser.new_page(viewport={"width": 1440, "height": 900})
        for language, ending in (("en", ""), ("zh", ".zh-CN")):
            page = folder / f"{language}.html"
            hpplan(language, "report", "-o", str(page), "--since", SINCE, *at)
            for name, place in PLACES.items():
                screen.goto(page.as_uri() + place)
                screen.reload()
                picture = PICTURES / f"{name}{ending}.png"
                screen.screenshot(path=picture)
                # A hundred colours are enough for it, and half the bytes.
                fewer = [
                    "+dither",
                    "-colors",
                    "100",
                    "-strip",
                    "-define",
                    "png:compression-level=9",
                ]
                subprocess.run(["convert", picture, *fewer, f"PNG8:{picture}"], check=True)
        browser.close()


if __name__ == "__main__":
    main()
