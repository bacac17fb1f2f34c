from __future__ import annotations

from pathlib import Path


def build(folder: Path) -> None:
    book = (Path(__file__).parents[1] / "file-of-the-old-kind" / "jianguan.xls").read_bytes()
    (folder / "jianguan.xls").write_bytes(book[:4000])
    (folder / "jianguan 2.xls").write_bytes(book[:600])
    (folder / "jianguan 3.xls").write_bytes(book[:20])
