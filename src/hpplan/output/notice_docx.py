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
from hpplan.i18n import SOURCE, _, ngettext, prose, spoken
from hpplan.judging.status import worst_first
from hpplan.judging.turn import may_have_no_part
from hpplan.judging.urged import figure_asked
from hpplan.output.words.asking import contact_of, unit_called
from hpplan.output.words.explain import explain
from hpplan.output.words.outline import sections_of, simulated_line
from hpplan.output.words.text import (
    days_left,
    inert,
    made_on,
    names,
    plan_title,
    required,
    status_word,
)
from hpplan.phrases import sentences, shortened
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.urged import Notice
    from hpplan.plan.items import Catalogue


class NoticeTemplateError(HpplanError):
    """A template that cannot be read or filled in."""


def built_in_template() -> bytes:
    """Read the template in the language spoken, or in English; it is edited as any document."""
    folder = Path(__file__).parent / "templates"
    own = folder / f"notice.{spoken().code}.docx"
    return (own if own.exists() else folder / f"notice.{SOURCE.code}.docx").read_bytes()


def notice_document(
    notice: Notice, meeting: Meeting, reply_by: date | None, template: bytes
) -> bytes:
    """Fill in a notice; the same notice and template give the same bytes.

    Args:
        notice: what is urged.
        meeting: how things stand.
        reply_by: the day by which a reply is asked; None leaves it to be filled in.
        template: a Word document with variables in it, which docs/notice.md lists.

    Raises:
        TemplateError: the template cannot be read or filled in.
    """
    filled = _opened(template)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        filled.render(notice_values(notice, meeting, reply_by), environment, autoescape=True)
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


def notice_values(notice: Notice, meeting: Meeting, reply_by: date | None) -> dict[str, Any]:
    """Return what a template may ask for, by name: texts, and lists of these."""
    catalogue, plan = meeting.catalogue, meeting.catalogue.plan
    unit, coordinator = catalogue.units[notice.unit], catalogue.units.get(plan.coordinator or "")
    sections = [
        {
            "numeral": heading_numeral(number),
            "title": title,
            "entries": [
                _entry(each, notice.unit, place, catalogue) for place, each in enumerate(items, 1)
            ],
        }
        for number, (title, _note, items) in enumerate(sections_of(notice.items), 1)
    ]
    return {
        "plan": plan_title(plan),
        "number": inert(plan.number or ""),
        "issuer": inert(plan.issuer or ""),
        "coordinator": unit_called(coordinator) if coordinator else "",
        "coordinator_contact": contact_of(coordinator) if coordinator else "",
        "unit": unit_called(unit),
        "contact": contact_of(unit),
        "as_of": prose(meeting.as_of),
        "reply_by": prose(reply_by) if reply_by else "",
        "simulated": simulated_line(meeting),
        "summary": notice_summary(notice),
        "sections": sections,
        "items": [entry for section in sections for entry in section["entries"]],
        "waits": [_waiting(each, notice.unit, catalogue) for each in notice.waits],
    }


def notice_summary(notice: Notice) -> str:
    """Count the items by status: `3 overdue, 21 off-track`."""
    urged = [each.status for each in notice.items]
    counts = [(status, urged.count(status)) for status in worst_first(urged)]
    return _(", ").join(
        ngettext("{n} {status}", "{n} {status}", n).format(n=n, status=status_word(status))
        for status, n in counts
    )


def _entry(assessment: Assessment, unit: str, place: int, catalogue: Catalogue) -> dict[str, Any]:
    """Return the values of one item."""
    item = assessment.item
    others = _others(assessment, unit, catalogue)
    return {
        "numeral": heading_numeral(place),
        "id": item.id,
        "name": inert(item.target.name),
        "status": status_word(assessment.status),
        "clause": item.clause.id,
        "clause_title": inert(item.clause.title or ""),
        "quote": inert(item.target.quote),
        "required": required(assessment),
        "due": prose(assessment.terms.due),
        "left": days_left(assessment),
        "explanation": explain(assessment, catalogue),
        "others": _(", ").join(inert(catalogue.name(other)) for other in others),
        "own": _own(assessment, unit) if others else "",
        "asked": _asked(assessment, unit),
    }


def _waiting(assessment: Assessment, unit: str, catalogue: Catalogue) -> dict[str, str]:
    """Return the values of an item of which the unit has done its part."""
    target = assessment.item.target
    day, figure = assessment.latest.get(unit, (None, None))
    done = "" if figure is None else inert(figure_text(figure, target.measured_in()))
    if day and done:
        done = _("{value} ({day})").format(value=done, day=prose(day))
    holders = (*assessment.behind, *assessment.unheard)
    return {
        "id": assessment.item.id,
        "name": inert(target.name),
        "status": status_word(assessment.status),
        "done": done,
        "held_by": names(holders, catalogue),
    }


def _others(assessment: Assessment, unit: str, catalogue: Catalogue) -> list[str]:
    """Return who else takes part in an item, or of one that nobody took on could have; by group."""
    units = assessment.taking_part or assessment.item.acting(assessment.as_of)
    others = [other for other in units if other != unit]
    for group in catalogue.plan.groups:
        members = [member for member in group.members if member != unit]
        if len(members) > 1 and set(members) <= set(others):
            at = others.index(next(other for other in others if other in members))
            others = [other for other in others if other not in members]
            others.insert(at, group.id)
    return others


def _own(assessment: Assessment, unit: str) -> str:
    """Say what the unit itself reported last on an item that it shares."""
    day, figure = assessment.latest.get(unit, (None, None))
    if unit in assessment.declined:
        return _("You declared to have no part in it.")
    if day is None or figure is None:
        return _("You have never reported on it.")
    value = inert(figure_text(figure, assessment.item.target.measured_in()))
    return _("Your last report, of {day}, says {value}.").format(day=prose(day), value=value)


def _asked(assessment: Assessment, unit: str) -> str:
    """Ask for the figure that is missing, and whose an item is that is not divided; else empty."""
    if assessment.orphaned:
        return _(
            "All units asked declared to have no part in it. Please settle with them which unit"
            " reports on it."
        )
    asked = figure_asked(assessment)
    said = []
    if assessment.undivided:
        said.append(_("Nobody divided the work on it. Please settle which unit reports on it."))
    if may_have_no_part(assessment, unit):
        said.append(_("If your unit has no part in it, please say so and why."))
    if asked == "closing":
        message = _("Please report the closing figure, of {due} or later.")
        said.append(message.format(due=prose(assessment.terms.due)))
    elif asked:
        said.append(_("Please report the current figure."))
    return sentences(said)


def heading_numeral(number: int) -> str:
    """Write a heading's number: 十二 in Chinese, up to 99; else 12."""
    numerals = spoken().numerals
    if not numerals or not 0 < number < 100:  # noqa: PLR2004
        return str(number)
    tens, ones = divmod(number, 10)
    ten = (numerals[tens - 1] if tens > 1 else "") + numerals[9] if tens else ""
    return ten + (numerals[ones - 1] if ones else "")


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
