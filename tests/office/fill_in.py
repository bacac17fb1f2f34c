"""Run by the interpreter that LibreOffice's bridge belongs to: fill in a form as a user types.

Arguments: the pipe's name, the form's URL, the URL of the folder for what is saved, and a JSON of
what is typed into which cell. What begins with = is a formula; all else is typed, and LibreOffice
makes of it what it would of a user's typing.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

CSV = "Text - txt - csv (StarCalc)"
GB18030, UTF_8 = 85, 76
FORMATS = {
    "typed.xlsx": ("Calc MS Excel 2007 XML", ""),
    "typed.xls": ("MS Excel 97", ""),
    # Comma, quotation mark, encoding, from the first line on, cells as they are shown.
    "gb18030.csv": (CSV, f"44,34,{GB18030},1,,0,false,true"),
    "utf-8.csv": (CSV, f"44,34,{UTF_8},1,,0,false,true"),
}


def setting(name: str, value: Any) -> Any:
    """A property as the bridge takes it."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def connected(pipe: str) -> Any:
    """The office that listens on a pipe."""
    here = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = here.ServiceManager.createInstanceWithContext(name, here)
    for _attempt in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 (the bridge's own, until the office is up)
            time.sleep(0.25)
    raise SystemExit("no office listens")


def main(pipe: str, form: str, folder: str, typed: str) -> None:
    """Open the form, type, calculate, and save it in every format."""
    context = connected(pipe)
    name = "com.sun.star.frame.Desktop"
    desktop = context.ServiceManager.createInstanceWithContext(name, context)
    document = desktop.loadComponentFromURL(form, "_blank", 0, (setting("Hidden", True),))  # noqa: FBT003
    sheet = document.Sheets.getByIndex(0)
    for cell, text in json.loads(typed).items():
        sheet.getCellRangeByName(cell).FormulaLocal = text
    document.calculateAll()
    for file, (filter_name, options) in FORMATS.items():
        settings = (setting("FilterName", filter_name), setting("FilterOptions", options))
        document.storeToURL(f"{folder}/{file}", settings)
    document.close(True)  # noqa: FBT003
    desktop.terminate()


main(*sys.argv[1:])
