"""Print documents as PDF through LibreOffice, where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from hpplan.errors import HpplanError
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
"""LibreOffice, by the names and in the places where it is found on Linux, macOS and Windows."""

SECONDS = 300
"""How long it may take to start and to print all documents."""

_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "AR PL UMing CN")
_HEI = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei")
_MING = ("Noto Serif CJK TC", "Source Han Serif TC", "Source Han Serif TW", "AR PL UMing TW")
_JHENG = ("Noto Sans CJK TC", "Source Han Sans TC", "Source Han Sans TW")
STAND_INS = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "SimSun", *_SONG),
    "仿宋": ("FangSong", "FangSong_GB2312", "STFangsong", *_SONG),
    "楷体": ("KaiTi", "KaiTi_GB2312", "STKaiti", "AR PL UKai CN", *_SONG),
    "宋体": ("SimSun", "STSong", *_SONG),
    "黑体": ("SimHei", "STHeiti", *_HEI),
    "標楷體": ("DFKai-SB", "BiauKai", "AR PL UKai TW", *_MING),
    "新細明體": ("PMingLiU", *_MING),
    "微軟正黑體": ("Microsoft JhengHei", *_JHENG),
    "Times New Roman": ("Liberation Serif", "Nimbus Roman", "Tinos", "FreeSerif"),
}
"""By a font of the templates those that stand in for it on a system that has not got it.

Left to itself LibreOffice takes any font that has the letters, be it a Japanese one.
"""


class OfficePdfError(HpplanError):
    """LibreOffice is not there, or printed nothing."""


def print_as_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return documents as PDF, by their names with another suffix; one start prints them all.

    Args:
        documents: Word documents by the names of their files.

    Raises:
        OfficePdfError: LibreOffice is not installed, failed, or took too long.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise OfficePdfError(
            _("LibreOffice is not installed, and nothing else here prints a Word document"),
            _("install it, or leave --pdf out and print from Word or WPS"),
        )
    with tempfile.TemporaryDirectory(prefix="hpplan-") as temporary:
        folder = Path(temporary)
        fonts = _stand_ins(_fonts_at_hand())
        for number, data in enumerate(documents.values()):
            (folder / f"{number}.docx").write_bytes(_in_fonts_at_hand(data, fonts))
        _run(program, folder, len(documents))
        printed = [folder / f"{number}.pdf" for number in range(len(documents))]
        if not all(path.is_file() for path in printed):
            raise OfficePdfError(_("LibreOffice ended without printing every document"))
        names = [str(Path(name).with_suffix(".pdf")) for name in documents]
        return {name: path.read_bytes() for name, path in zip(names, printed, strict=True)}


def _run(program: str, folder: Path, count: int) -> None:
    """Have LibreOffice print the documents of a folder, beside one that somebody has open."""
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)),
        *(str(folder / f"{number}.docx") for number in range(count)),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 (a list, no shell)
    except subprocess.TimeoutExpired:
        message = _("LibreOffice did not end within {n} seconds").format(n=SECONDS)
        raise OfficePdfError(message) from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise OfficePdfError(_("LibreOffice failed: {why}").format(why=error)) from None


def _fonts_at_hand() -> frozenset[str]:
    """Return the names of the fonts that are installed; empty where the system does not tell."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        listed = subprocess.run(  # noqa: S603 (as above)
            [program, ":", "family"],
            check=True,
            capture_output=True,
            timeout=SECONDS,
            encoding="utf-8",
            errors="replace",
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(name.strip() for line in listed.splitlines() for name in line.split(","))


def _stand_ins(at_hand: frozenset[str]) -> dict[str, str]:
    """Return by each font that is missing the first that is there in place of it."""
    found = {}
    for font, others in STAND_INS.items():
        there = next((other for other in others if other in at_hand), None)
        if font not in at_hand and there:
            found[font] = there
    return found


def _in_fonts_at_hand(document: bytes, fonts: Mapping[str, str]) -> bytes:
    """Return a document that asks for other fonts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith(".xml"):
                for font, other in fonts.items():
                    data = data.replace(f'"{font}"'.encode(), f'"{other}"'.encode())
            new.writestr(part, data)
    return out.getvalue()
