"""`notice`: write a notice to each unit that has something overdue or behind."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from hpplan.cli.app import app
from hpplan.cli.console import NOTHING_DONE, print_done, print_note, refuse
from hpplan.cli.options import AsOfOption, PlanOption, UnitsArgument, parse_day
from hpplan.cli.workspaces import (
    open_or_exit,
    refuse_progress_folder,
    report_faults_and_exit,
    units_named,
    write_or_exit,
)
from hpplan.i18n import _

if TYPE_CHECKING:
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.urged import Notice
    from hpplan.plan.items import Catalogue


@app.command(
    help=_(
        "Write a notice (督办单) to each unit that has an item overdue, off track or at risk, as a"
        " Word document to be signed: what is its own to move, with figures and dates, what it has"
        " finished and others hold back, and a form for the reply. Needs docxtpl: pip install"
        " docxtpl"
    ),
)
def notice(
    units: UnitsArgument = None,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            readable=False,
            help=_("The folder to write to; one file a unit, named by it and the day."),
            show_default=False,
        ),
    ],
    every: Annotated[bool, typer.Option("--all", help=_("To all units."))] = False,
    reply_by: Annotated[
        date | None,
        typer.Option(
            "--reply-by",
            parser=parse_day,
            metavar="DATE",
            help=_("The day by which a reply is asked; else left to be filled in."),
            show_default=False,
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            readable=False,
            help=_("A Word document with variables, in place of the built-in form."),
            show_default=False,
        ),
    ] = None,
    annex: Annotated[
        bool,
        typer.Option(
            "--annex",
            help=_("Add the document's words and the arithmetic of each item as an annex."),
        ),
    ] = False,
    pdf: Annotated[
        bool,
        typer.Option("--pdf", help=_("Print each as PDF too, through LibreOffice.")),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace files that hold something else."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.forms.columns import file_name
    from hpplan.judging.briefing import gather
    from hpplan.judging.urged import notices

    if bool(units) == every:
        refuse(_("name units, or give --all for all of them, not both"))
    workspace = open_or_exit(plan, as_of, rows=False)
    refuse_progress_folder(workspace, output)
    catalogue, day = workspace.catalogue, as_of or workspace.today()
    if reply_by and reply_by < day:
        message = _("--reply-by names {reply_by}, which is before {day}, the day to judge")
        refuse(message.format(reply_by=reply_by, day=day))
    wanted = [unit.id for unit in units_named(catalogue, units)]
    meeting = gather(workspace, day, list(catalogue.items.values()))
    everybody = notices(meeting.assessments, wanted)
    made = [each for each in everybody if each.items]
    values = _values(made, meeting, reply_by, annex=annex)
    documents = _documents(made, meeting, values, template)
    files = {
        file_name(catalogue.units[each.unit], day, ".docx"): data
        for each, data in zip(made, documents, strict=True)
    }
    if files:
        printed = _printed(files) if pdf else {}
        write_or_exit(output, {**files, **printed}, force=force, hint=_("--force replaces them"))
    _tell(made, files, catalogue, output)
    if made and template is None and catalogue.plan.office is None:
        _tell_of_heads()
    _tell_spared([each for each in everybody if not each.items], catalogue, day)
    report_faults_and_exit(meeting.workspace)


def _values(
    made: "list[Notice]", meeting: "Meeting", reply_by: date | None, *, annex: bool
) -> "list[dict[str, Any]]":
    """Return what stands in each notice."""
    from hpplan.output.notice_values import notice_values

    return [notice_values(each, meeting, reply_by, annex=annex) for each in made]


def _documents(
    made: "list[Notice]",
    meeting: "Meeting",
    values: "list[dict[str, Any]]",
    template: Path | None,
) -> list[bytes]:
    """Return the notices as documents; exit 3 where none can be made."""
    try:
        from hpplan.output import notice_docx as render
    except ModuleNotFoundError:
        print_note(_("Notices are written by docxtpl, which is missing: pip install docxtpl"))
        raise typer.Exit(NOTHING_DONE) from None
    data = render.built_in_template() if template is None else _read(template)
    try:
        return [
            render.notice_document(each, meeting, texts, data)
            for each, texts in zip(made, values, strict=True)
        ]
    except render.NoticeTemplateError as error:
        _unfit(template, error.message, error.hint)


def _printed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return documents as PDF by the names of their files; exit 3 where nothing prints them."""
    from hpplan.output.office_pdf import OfficePdfError, print_as_pdf

    try:
        return print_as_pdf(files)
    except OfficePdfError as error:
        print_note(_("Nothing was written: {message}").format(message=error.message), error.hint)
        raise typer.Exit(NOTHING_DONE) from None


def _read(template: Path) -> bytes:
    from hpplan.files import read_bytes

    data, problem = read_bytes(template, str(template), "HP101")
    if problem:
        _unfit(template, problem.message, problem.hint)
    return data


def _unfit(template: Path | None, why: str, hint: str) -> NoReturn:
    message = _("The template {path} cannot be used: {why}")
    print_note(message.format(path=template or _("(built-in)"), why=why), hint)
    raise typer.Exit(NOTHING_DONE)


def _tell(
    made: "list[Notice]", files: dict[str, bytes], catalogue: "Catalogue", folder: Path
) -> None:
    """Print each file with what it urges."""
    from hpplan.output.notice_values import notice_summary

    for each, name in zip(made, files, strict=True):
        unit = catalogue.name(each.unit)
        line = _("{path}: {unit}, {summary}")
        print_done(line.format(path=folder / name, unit=unit, summary=notice_summary(each)))


def _tell_of_heads() -> None:
    """Say that the notices are for paper with a printed head, and how they get one."""
    print_note(
        _("These are for paper with a printed head."),
        _("office: {name: …, red_head: …} in plan.yaml gives them a head; docs/notice.md says how"),
    )


def _tell_spared(spared: "list[Notice]", catalogue: "Catalogue", day: date) -> None:
    """Print who gets no notice, and why."""
    from hpplan.output.words.asking import ended

    gone: list[str] = []
    waiting: list[str] = []
    others: list[str] = []
    for each in spared:
        unit = catalogue.units[each.unit]
        if why := ended(unit, catalogue, day):
            gone.append(_("{unit} gets no notice: {why}.").format(unit=unit.name, why=why))
        else:
            (waiting if each.waits else others).append(unit.name)
    if waiting:
        said = _("Their own parts are done, others hold the items back, and so no notice: {names}")
        print_note(said.format(names=_(", ").join(waiting)))
    if others:
        print_note(
            _("Nothing to urge, and so no notice: {names}").format(names=_(", ").join(others))
        )
    for said in gone:
        print_note(said)
