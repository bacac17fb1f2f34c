"""Fill in a Word template as a notice to a unit."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hpplan.errors import HpplanError
from hpplan.files import limit
from hpplan.i18n import SOURCE, _, prose, spoken
from hpplan.output.words.text import inert, made_on
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.judging.briefing import Meeting
    from hpplan.judging.urged import Notice


class NoticeTemplateError(HpplanError):
    """A template that cannot be read or filled in."""


def built_in_template() -> bytes:
    """Read the template in the language spoken, or in English; it is edited as any document."""
    folder = Path(__file__).parent / "templates"
    own = folder / f"notice.{spoken().code}.docx"
    return (own if own.exists() else folder / f"notice.{SOURCE.code}.docx").read_bytes()


def notice_document(
    notice: Notice, meeting: Meeting, values: Mapping[str, Any], template: bytes
) -> bytes:
    """Fill in a notice; the same notice and template give the same bytes.

    Args:
        notice: what is urged.
        meeting: how things stand.
        values: what the template may ask for, by name.
        template: a Word document with variables in it, which docs/notice.md lists.

    Raises:
        TemplateError: the template cannot be read or filled in.
    """
    filled = _opened(template)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        filled.render(dict(values), environment, autoescape=True)
        _sign(filled.docx.core_properties, notice, meeting)
        out = io.BytesIO()
        with catch_warnings(action="ignore"):  # of parts that a strange template makes it add twice
            filled.save(out)
    except TemplateSyntaxError as error:
        raise _unfit(f"{error.message}{_near(error)}") from None
    except UndefinedError as error:
        hint = _("docs/notice.md lists what a template may ask for")
        raise _unfit(str(error.message), hint) from None
    # A template is a program of somebody else's: it may fail in any way.
    except Exception as error:  # noqa: BLE001
        raise _unfit(str(error) or type(error).__name__) from None
    return _without_clock(out.getvalue())


# The template


def _opened(template: bytes) -> Any:
    """Open a template that does not expand beyond what is read of any file."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as file:
            size = sum(part.file_size for part in file.infolist())
        opened = DocxTemplate(io.BytesIO(template))
        if size <= limit() * 2**20:
            opened.init_docx()
            return opened
    # Whatever python-docx stumbles over: a zip file, its parts or their XML.
    except Exception:  # noqa: BLE001
        raise NoticeTemplateError(
            _("it is no Word document"), _("save it as .docx, without macros and password")
        ) from None
    raise NoticeTemplateError(_("it expands to more than {n} MiB").format(n=limit()))


def _unfit(why: str, hint: str = "") -> NoticeTemplateError:
    return NoticeTemplateError(_("it cannot be filled in: {why}").format(why=inert(why)), hint)


def _near(error: TemplateSyntaxError) -> str:
    """Return the text of the paragraph in which a syntax error stands."""
    lines = list(getattr(error, "docx_context", ()))
    at = min(error.lineno - 1, 3)
    text = shortened(lines[at]) if at < len(lines) else ""
    return f" ({text})" if text else ""


def _sign(properties: Any, notice: Notice, meeting: Meeting) -> None:
    """Set the document's properties: its title, and the as-of day as its date."""
    unit = shortened(inert(meeting.catalogue.name(notice.unit)))
    properties.title = _("Notice to {unit}, as of {day}").format(
        unit=unit, day=prose(meeting.as_of)
    )
    properties.created = properties.modified = made_on(meeting.as_of)
    properties.last_modified_by = ""
    properties.revision = 1


def _without_clock(data: bytes) -> bytes:
    """Rewrite a zip file with the same parts and fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in dict.fromkeys(old.namelist()):
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
