"""The page of a person's settings: what holds, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, noted, pgettext
from hpplan.output.pages.blocks import Block, DataTable, Heading, Paragraph, terminal_blocks
from hpplan.output.words.text import inert

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hpplan.output.views import SettingsView

noted("setting", "value")
noted("setting", "from")


def settings_table(view: SettingsView) -> list[RenderableType]:
    """Draw the settings for a terminal."""
    rows = tuple(
        (each.key, inert(each.value or "-"), inert(each.origin or _("not set")))
        for each in view.rows
    )
    path = inert(view.path)
    if not path:
        place = _("There is no file of settings: HPPLAN_CONFIG says so.")
    elif view.is_there:
        place = _("The file: {path}").format(path=path)
    else:
        place = _("The file, which is not there yet: {path}").format(path=path)
    page: list[Block] = [
        Heading(_("Settings")),
        DataTable((_("setting"), pgettext("setting", "value"), pgettext("setting", "from")), rows),
        Paragraph(place),
    ]
    return terminal_blocks(page, view.width)
