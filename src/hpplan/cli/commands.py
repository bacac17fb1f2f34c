"""The commands in groups, in the order of the help, each with examples of its use.

A new command is a module of this package and a line here.
"""

from typing import NamedTuple

from hpplan.i18n import _


class Example(NamedTuple):
    """A call of a command, without the program's name, and what it does."""

    call: str
    does: str


class CommandSet(NamedTuple):
    """Commands that serve the same work: a heading, and the examples of each by its name."""

    title: str
    commands: dict[str, tuple[Example, ...]]


def command_groups() -> tuple[CommandSet, ...]:
    """Return the groups in the user's language; the overview has each command's first example."""
    return (
        CommandSet(
            _("Look at how things stand"),
            {
                "status": (
                    Example("status", _("What needs attention, and whom to call first.")),
                    Example("status -n 5 -v", _("Five lines a section, with the reasons.")),
                    Example(
                        "status --unit fangguan --due-within 90",
                        _("What one unit has to finish in the next 90 days."),
                    ),
                ),
                "show": (
                    Example("show 1.3", _("A clause: its words, its targets, its reports.")),
                    Example("show 1.1d -v", _("A target, and the arithmetic behind its status.")),
                    Example("show fangguan", _("A unit: what it reports on, and how that stands.")),
                ),
                "changes": (
                    Example(
                        "changes --since 2026-10-22", _("What moved since the meeting of that day.")
                    ),
                    Example(
                        "changes --since 2026-10-22 --unit fangguan --rows",
                        _("What one unit moved, and the rows that it handed in."),
                    ),
                    Example(
                        "changes --since 2026-10-22 -o agenda.md",
                        _("The agenda as a Markdown file."),
                    ),
                ),
                "rollup": (
                    Example("rollup plans", _("All plans below a folder, where what is late.")),
                    Example(
                        "rollup plans --into results --fail-on overdue",
                        _("The same, kept in a folder; ends with 1 if anything is overdue."),
                    ),
                ),
                "backtest": (
                    Example("backtest", _("How good the flags were at half of each item's time.")),
                    Example(
                        "backtest --as-of-share 0.75",
                        _("The same at three quarters of it."),
                    ),
                ),
            },
        ),
        CommandSet(
            _("Report progress"),
            {
                "record": (
                    Example("record", _("Asks for everything, on a terminal.")),
                    Example(
                        "record 1.1d 30 --unit fangguan", _("A unit's running total as of today.")
                    ),
                    Example(
                        "record 1.1d +3 --unit fangguan --date 2026-11-20",
                        _("Three more than its last total, as of another day."),
                    ),
                ),
                "form": (
                    Example("form --all -o forms", _("A workbook for each unit.")),
                    Example("form fangguan -o forms", _("A workbook for one unit.")),
                ),
                "collect": (
                    Example("collect received", _("All forms of a folder; asks before it adds.")),
                    Example(
                        "collect received --dry-run", _("What they would add, and their faults.")
                    ),
                ),
            },
        ),
        CommandSet(
            _("Prepare a meeting"),
            {
                "report": (
                    Example("report -o report.html", _("A page to show and to print.")),
                    Example(
                        "report -o report.html --since 2026-10-22",
                        _("The same, with what moved since the last meeting."),
                    ),
                    Example("report -o report.xlsx", _("A workbook to filter and to count in.")),
                    Example(
                        "report -o report.md --unit fangguan", _("What concerns one unit, to send.")
                    ),
                ),
                "notice": (
                    Example("notice --all -o notices", _("A document for each unit behind.")),
                    Example(
                        "notice fangguan -o notices --reply-by 2026-12-10",
                        _("A notice to one unit that asks for a reply by a day."),
                    ),
                ),
            },
        ),
        CommandSet(
            _("Write the plan"),
            {
                "draft": (
                    Example("draft plan.docx", _("A plan.yaml beside it, each doubt marked.")),
                    Example(
                        "draft plan.pdf -o new/plan.yaml --start 2024-01-01 --end 2026-12-31",
                        _("The same in a folder of its own, with the days of the plan."),
                    ),
                ),
                "assign": (
                    Example("assign 1.3e lvhua", _("The unit that reports on a target.")),
                    Example(
                        "assign 1.3e lvhua --support jianguan", _("Who reports, and who helps.")
                    ),
                    Example("assign --sheet -o division.xlsx", _("The sheet of all targets.")),
                    Example("assign division.xlsx", _("What was filled in, into the plan.")),
                    Example(
                        "assign 1.3e --path 2025-06-30=3 --path 2025年底=6=完成公示",
                        _("What is to be reached by when."),
                    ),
                ),
                "revise": (
                    Example(
                        "revise 1.1d --due 2027-03-31 --why 管线迁改 --by 联席会议",
                        _("A later due date, with its reason and who decided it."),
                    ),
                    Example(
                        "revise 1.1d --suspend --why 规划调整 --by 联席会议 --dry-run",
                        _("What letting a target rest would change in the file."),
                    ),
                ),
                "fill": (
                    Example("fill 4.2a 15.1", _("A figure that the source had lost.")),
                    Example(
                        "fill 4.2a 15.1 --note 正式文本第12页 --dry-run",
                        _("What it would change in the file, and where it was found."),
                    ),
                ),
            },
        ),
        CommandSet(
            _("Keep it in order"),
            {
                "check": (
                    Example("check", _("All faults of plan and reports, each with its place.")),
                    Example(
                        "check --base origin/main --strict",
                        _("Before a merge: nothing rewritten, no open warning."),
                    ),
                ),
                "explain": (
                    Example("explain HP203", _("What a code means, and how to mend it.")),
                    Example("explain", _("All codes.")),
                ),
                "schema": (
                    Example(
                        "schema > plan.schema.json", _("A file for an editor that knows such.")
                    ),
                ),
                "config": (
                    Example("config", _("Every setting, and where it comes from.")),
                    Example("config language zh", _("Speak Chinese, whatever the locale.")),
                    Example("config unit fangguan", _("Who reports, where record is not told.")),
                    Example("config unit --unset", _("Nobody in particular again.")),
                ),
                "demo": (
                    Example("demo try", _("The plan, and a simulated history of reports.")),
                    Example("demo try --seed 2 --rows 5000", _("Another and a longer one.")),
                ),
            },
        ),
    )


COMMANDS = tuple(name for group in command_groups() for name in group.commands)
"""The commands, each a module of this package."""


def examples_of(name: str) -> tuple[Example, ...]:
    """Return the examples of a command; none of one that is not listed."""
    found: dict[str, tuple[Example, ...]] = {}
    for group in command_groups():
        found |= group.commands
    return found.get(name, ())
