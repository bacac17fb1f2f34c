"""`explain`: print what a problem code means."""

import re
from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.completing import complete_codes
from hpplan.cli.console import open_console, print_parts, refuse
from hpplan.i18n import _


@app.command(
    help=_("Explain a problem code: what it means, an example, and how to mend it."),
)
def explain(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE",
            help=_("Codes, as HP203; all codes unless given."),
            autocompletion=complete_codes,
            show_default=False,
        ),
    ] = None,
) -> None:
    from hpplan.checks.codes import sections
    from hpplan.output.terminal import codes as render
    from hpplan.phrases import meant, nearest

    known, console = sections(), open_console()
    if not codes:
        print_parts(console, *render.codes_index(known.values(), console.width))
        return
    wanted = [code.strip().upper() for code in codes]
    for code in wanted:
        if code not in known:
            # Another code is no slip of one that is well formed.
            near = None if re.fullmatch(r"HP\d{3}", code) else nearest(code, list(known))
            hint = meant(near) or _("hpplan explain lists them all")
            refuse(_("there is no code “{code}”").format(code=code), hint)
    for code in wanted:
        print_parts(console, *render.code_section(known[code], console.width))
