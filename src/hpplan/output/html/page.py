"""Write a meeting as one HTML page: no network, no other file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hpplan.i18n import _, ngettext, prose
from hpplan.output.html.pictures import markup
from hpplan.output.html.view import ReportPage
from hpplan.output.words import outline
from hpplan.output.words.asking import reached_by, unit_called
from hpplan.output.words.text import days, inert, plan_title, status_word

if TYPE_CHECKING:
    from hpplan.judging.briefing import Meeting

TEMPLATES = Path(__file__).with_name("templates")


def report_page(meeting: Meeting) -> bytes:
    """Write a meeting as an HTML page; the same meeting gives the same bytes."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FileSystemLoader(TEMPLATES),
        finalize=_text,
        auto_reload=False,
    )
    environment.globals.update(
        _=_,
        ngettext=ngettext,
        prose=prose,
        status_word=status_word,
        days=days,
        unit_called=unit_called,
        reached_by=reached_by,
    )
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8") + _page_head(meeting)
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    text = environment.get_template("report.html").render(
        page=ReportPage(meeting),
        style=markup(style),
        script=markup(script),
        policy=_policy(style, script),
    )
    return text.encode("utf-8", "backslashreplace")


def _text(value: object) -> object:
    """Make text from files harmless before a template shows it."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else inert(value)


def _policy(style: str, script: str) -> str:
    """Return the content security policy: this style and this script, and nothing else."""
    rules = (
        "default-src 'none'",
        f"style-src {_digest(style)}",
        f"script-src {_digest(script)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _page_head(meeting: Meeting) -> str:
    """Return the style of the head of each printed page."""
    left = plan_title(meeting.catalogue.plan)
    right = outline.simulated_line(meeting) or prose(meeting.as_of)
    return f"@page{{@top-left{{content:{_quoted(left)}}}@top-right{{content:{_quoted(right)}}}}}\n"


def _quoted(text: str) -> str:
    """Quote a text for CSS by its code points."""
    points = "".join(f"\\{ord(letter):06x}" for letter in text)
    return f'"{points}"'
