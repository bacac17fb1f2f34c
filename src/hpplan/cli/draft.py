"""`draft`: propose a plan.yaml from a published text."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import NOTHING_DONE, print_note, print_view, refuse
from hpplan.cli.mistakes import RefusedCallError
from hpplan.cli.options import DiffOnlyOption, parse_day
from hpplan.cli.questions import review_plan
from hpplan.cli.rewriting import refusing
from hpplan.cli.workspaces import open_or_exit
from hpplan.i18n import _

if TYPE_CHECKING:
    from hpplan.drafting.renew import NewText
    from hpplan.drafting.sources.lines import Line


class DraftFormat(StrEnum):
    """The formats of `draft --format`."""

    text = "text"
    json = "json"


def _day_option(name: str, words: str) -> "typer.models.OptionInfo":
    """Return an option that takes a day."""
    option: typer.models.OptionInfo = typer.Option(
        name, parser=parse_day, metavar="DATE", help=words, show_default=False
    )
    return option


@app.command(
    help=_(
        "Propose a plan.yaml from a published text, with a source and a file for each unit's"
        " reports beside it. Every doubt is marked by confirm, for a person to settle. Nothing is"
        " overwritten."
    ),
)
def draft(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            readable=False,
            help=_("The text: .txt, .docx, .pdf, .html, or .xlsx with a task table."),
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="PATH", readable=False, help=_("The plan to write.")
        ),
    ] = Path("plan.yaml"),
    start: Annotated[date | None, _day_option("--start", _("The plan's first day."))] = None,
    end: Annotated[date | None, _day_option("--end", _("The plan's last day."))] = None,
    issued: Annotated[
        date | None, _day_option("--issued", _("The day on which it was issued."))
    ] = None,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help=_("Its title."), show_default=False)
    ] = "",
    table: Annotated[
        str,
        typer.Option(
            "--table", metavar="SHEET", help=_("The sheet of a workbook."), show_default=False
        ),
    ] = "",
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help=_("Bring the plan that is there up to date; what is confirmed stays as it is."),
        ),
    ] = False,
    review: Annotated[
        bool,
        typer.Option(
            "--review", help=_("Go through what is to be confirmed, question by question.")
        ),
    ] = False,
    dry_run: DiffOnlyOption = False,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help=_("Mend a damaged text where that is sure; the original is kept.")
        ),
    ] = False,
    fmt: Annotated[
        DraftFormat, typer.Option("--format", help=_("How to write."))
    ] = DraftFormat.text,
) -> None:
    from hpplan.check import check_workspace
    from hpplan.drafting.damage import damage
    from hpplan.drafting.filing import draft_files
    from hpplan.drafting.plan import Wanted
    from hpplan.drafting.plan import draft as drafted
    from hpplan.files import InTheWayError, write_all
    from hpplan.output.views import DraftView
    from hpplan.phrases import reason
    from hpplan.plan.doubts import open_doubts
    from hpplan.workspace import display

    if review:
        if file or update or dry_run:
            refuse(_("--review goes with -o alone"), _("it asks about the plan that is there"))
        review_plan(out)
        return
    if file is None:
        raise RefusedCallError(_("{name} is missing").format(name="FILE"), context)
    if start and end and start > end:
        refuse(_("--start names {start}, which is after {end}").format(start=start, end=end))
    if dry_run and not update:
        refuse(_("--dry-run goes with --update"), _("a draft overwrites nothing"))
    data, lines = _read(file, table)
    harm = [damage(cell) for line in lines for cell in ([line] if isinstance(line, str) else line)]
    lines = _mended(lines) if repair else lines
    wanted = Wanted(title.strip(), start, end, issued)
    plan = drafted(lines, wanted)
    if not plan.chapters:
        print_note(
            _("{path}: no numbered headings and no task table were found").format(path=file),
            _("a plan's clauses are numbered, as 一、 and 1., or stand in rows under a header"),
        )
        raise typer.Exit(NOTHING_DONE)
    if update:
        from hpplan.drafting.renew import NewText

        text = NewText(data, file.suffix.lower(), lines, wanted, table)
        update_plan(out, text, fmt, dry_run=dry_run)
        return
    files = draft_files(plan, out.name, data, file.suffix.lower())
    try:
        write_all(out.parent, files, force=False)
    except InTheWayError as error:
        print_note(error.message, _("Nothing was written; name another plan with -o."))
        raise typer.Exit(NOTHING_DONE) from None
    except OSError as error:
        print_note(_("{path} cannot be written: {why}").format(path=out, why=reason(error)))
        raise typer.Exit(NOTHING_DONE) from None
    workspace, problems = check_workspace(out)
    view = DraftView(
        plan,
        display(out),
        list(files),
        sum(each.readings for each in harm),
        sum(len(each.odd) for each in harm),
        repair,
        open_doubts(workspace.plan) if workspace else (),
        problems,
    )
    print_view("draft", fmt, view)


def update_plan(path: Path, text: "NewText", fmt: DraftFormat, *, dry_run: bool) -> None:
    """Bring a plan up to date with a new text, and say what changed and what stays open."""
    from hpplan.check import check_workspace
    from hpplan.drafting.renew import renew
    from hpplan.output.views import UpdateView
    from hpplan.output.words.text import inert
    from hpplan.phrases import reason
    from hpplan.plan.doubts import open_doubts
    from hpplan.workspace import display

    workspace = open_or_exit(path, rows=False)
    with refusing():
        try:
            done = renew(workspace, text, write=not dry_run)
        except OSError as error:
            print_note(_("{path} cannot be written: {why}").format(path=path, why=reason(error)))
            raise typer.Exit(NOTHING_DONE) from None
    if dry_run and done.plan:
        print("\n".join(map(inert, done.plan.diff)))
        return
    checked, problems = check_workspace(workspace.path)
    doubts = open_doubts(checked.plan) if checked else ()
    view = UpdateView(display(workspace.path), done, not dry_run, doubts, problems)
    print_view("draft --update", fmt, view)


def _read(file: Path, table: str) -> "tuple[bytes, list[Line]]":
    """Read the document; where it cannot be read, say why and exit 3."""
    from hpplan.drafting.sources.document import document_lines
    from hpplan.drafting.sources.lines import DocumentError
    from hpplan.files import read_bytes

    data, problem = read_bytes(file, str(file), "HP106")
    if problem is not None:
        print_note(f"{file}: {problem.message}", problem.hint)
        raise typer.Exit(NOTHING_DONE)
    try:
        return data, document_lines(data, file.name, table)
    except DocumentError as error:
        print_note(f"{file}: {error.message}", error.hint)
        raise typer.Exit(NOTHING_DONE) from None


def _mended(lines: "list[Line]") -> "list[Line]":
    from hpplan.drafting.damage import repaired_lines
    from hpplan.drafting.sources.lines import missing

    try:
        return repaired_lines(lines)
    except ImportError as error:
        problem = missing(error.name or "")
        print_note(problem.message, problem.hint)
        raise typer.Exit(NOTHING_DONE) from None
