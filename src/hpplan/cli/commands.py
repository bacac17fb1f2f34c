"""The commands in groups, in the order of the help: what each does, and examples of its use.

The overview and the completion of names read this table alone, and load no command for it.
A new command is a module of this package and an entry here.
"""

from typing import NamedTuple

from hpplan.i18n import _


class Example(NamedTuple):
    """A call of a command, without the program's name, and what it does."""

    call: str
    does: str


class Command(NamedTuple):
    """What a command does, in a line of the overview, and calls of it."""

    does: str
    examples: tuple[Example, ...]


class CommandSet(NamedTuple):
    """Commands that serve the same work: a heading, and each command by its name."""

    title: str
    commands: dict[str, Command]


def command_groups() -> tuple[CommandSet, ...]:
    """Return the groups in the user's language; the overview has each command's first example."""
    return (
        CommandSet(
            _("Look at how things stand"),
            {
                "status": Command(
                    _("Show what needs attention, and who is silent."),
                    (
                        Example("status", _("What needs attention, and whom to call first.")),
                        Example("status -n 5 -v", _("Five lines a section, with the reasons.")),
                        Example(
                            "status --unit fangguan --due-within 90",
                            _("What one unit has to finish in the next 90 days."),
                        ),
                    ),
                ),
                "show": Command(
                    _("Show one clause, target, item or unit in full."),
                    (
                        Example("show 1.3", _("A clause: its words, its targets, its reports.")),
                        Example(
                            "show 1.1d -v", _("A target, and the arithmetic behind its status.")
                        ),
                        Example(
                            "show fangguan", _("A unit: what it reports on, and how that stands.")
                        ),
                    ),
                ),
                "changes": Command(
                    _("Show what moved since a day: the next agenda."),
                    (
                        Example("changes", _("What moved since the last meeting.")),
                        Example(
                            "changes --since 2026-10-22 --unit fangguan --rows",
                            _("What one unit moved, and the rows that it handed in."),
                        ),
                        Example(
                            "changes --since 2026-10-22 -o agenda.md",
                            _("The agenda as a Markdown file."),
                        ),
                    ),
                ),
                "rollup": Command(
                    _("Judge many plans at once, on one machine or a cluster."),
                    (
                        Example("rollup plans", _("All plans below a folder, where what is late.")),
                        Example(
                            "rollup plans --into results --fail-on overdue",
                            _("The same, kept in a folder; ends with 1 if anything is overdue."),
                        ),
                    ),
                ),
                "backtest": Command(
                    _("Show how far earlier flags could be trusted."),
                    (
                        Example(
                            "backtest", _("How good the flags were at half of each item's time.")
                        ),
                        Example(
                            "backtest --as-of-share 0.75",
                            _("The same at three quarters of it."),
                        ),
                    ),
                ),
            },
        ),
        CommandSet(
            _("Report progress"),
            {
                "record": Command(
                    _("Append one row to a unit's progress file."),
                    (
                        Example("record", _("Asks for everything, on a terminal.")),
                        Example(
                            "record 1.1d 30 --unit fangguan",
                            _("A unit's running total as of today."),
                        ),
                        Example(
                            "record 1.1d +3 --unit fangguan --date 2026-11-20",
                            _("Three more than its last total, as of another day."),
                        ),
                    ),
                ),
                "form": Command(
                    _("Make the workbooks in which units report."),
                    (
                        Example("form --all -o forms", _("A workbook for each unit.")),
                        Example("form fangguan -o forms", _("A workbook for one unit.")),
                    ),
                ),
                "collect": Command(
                    _("Take in the forms that units filled in."),
                    (
                        Example(
                            "collect received", _("All forms of a folder; asks before it adds.")
                        ),
                        Example(
                            "collect received --dry-run",
                            _("What they would add, and their faults."),
                        ),
                    ),
                ),
            },
        ),
        CommandSet(
            _("Prepare a meeting"),
            {
                "report": Command(
                    _("Write a page, workbook or table for a meeting."),
                    (
                        Example("report -o report.html", _("A page to show and to print.")),
                        Example(
                            "report -o report.html --since 2026-10-22",
                            _("The same, with what moved since the last meeting."),
                        ),
                        Example(
                            "report -o report.xlsx", _("A workbook to filter and to count in.")
                        ),
                        Example(
                            "report -o report.md --unit fangguan",
                            _("What concerns one unit, to send."),
                        ),
                    ),
                ),
                "notice": Command(
                    _("Write a notice to each unit that is behind."),
                    (
                        Example("notice --all -o notices", _("A document for each unit behind.")),
                        Example(
                            "notice fangguan -o notices --reply-by 2026-12-10",
                            _("A notice to one unit that asks for a reply by a day."),
                        ),
                    ),
                ),
            },
        ),
        CommandSet(
            _("Write the plan"),
            {
                "draft": Command(
                    _("Propose a plan.yaml from a published text."),
                    (
                        Example("draft plan.docx", _("A plan.yaml beside it, each doubt marked.")),
                        Example(
                            "draft plan.pdf -o new/plan.yaml --start 2024-01-01 --end 2026-12-31",
                            _("The same in a folder of its own, with the days of the plan."),
                        ),
                    ),
                ),
                "assign": Command(
                    _("Write who does what, of one target or a sheet."),
                    (
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
                ),
                "revise": Command(
                    _("Write a decision on a target into the plan."),
                    (
                        Example(
                            "revise 1.1d --due 2027-03-31 --why 管线迁改 --by 联席会议",
                            _("A later due date, with its reason and who decided it."),
                        ),
                        Example(
                            "revise 1.1d --suspend --why 规划调整 --by 联席会议 --dry-run",
                            _("What letting a target rest would change in the file."),
                        ),
                    ),
                ),
                "fill": Command(
                    _("Write a figure that the source had lost."),
                    (
                        Example("fill 4.2a 15.1", _("A figure that the source had lost.")),
                        Example(
                            "fill 4.2a 15.1 --note 正式文本第12页 --dry-run",
                            _("What it would change in the file, and where it was found."),
                        ),
                    ),
                ),
            },
        ),
        CommandSet(
            _("Keep it in order"),
            {
                "check": Command(
                    _("Check the plan, its source and all reports."),
                    (
                        Example("check", _("All faults of plan and reports, each with its place.")),
                        Example(
                            "check --base origin/main --strict",
                            _("Before a merge: nothing rewritten, no open warning."),
                        ),
                    ),
                ),
                "explain": Command(
                    _("Explain a problem code."),
                    (
                        Example("explain HP203", _("What a code means, and how to mend it.")),
                        Example("explain", _("All codes.")),
                    ),
                ),
                "schema": Command(
                    _("Print the JSON Schema of plan.yaml, for editors."),
                    (
                        Example(
                            "schema > plan.schema.json", _("A file for an editor that knows such.")
                        ),
                    ),
                ),
                "config": Command(
                    _("Show your own settings, and change them."),
                    (
                        Example("config", _("Every setting, and where it comes from.")),
                        Example("config language zh", _("Speak Chinese, whatever the locale.")),
                        Example(
                            "config unit fangguan", _("Who reports, where record is not told.")
                        ),
                        Example("config unit --unset", _("Nobody in particular again.")),
                    ),
                ),
                "demo": Command(
                    _("Make a workspace with simulated reports."),
                    (
                        Example("demo try", _("The plan, and a simulated history of reports.")),
                        Example("demo try --seed 2 --rows 5000", _("Another and a longer one.")),
                    ),
                ),
            },
        ),
    )


COMMANDS = tuple(name for group in command_groups() for name in group.commands)
"""The commands, each a module of this package."""


def command_of(name: str) -> Command:
    """Return what a command does, in the user's language.

    Raises:
        KeyError: there is no command of this name.
    """
    return {key: each for group in command_groups() for key, each in group.commands.items()}[name]
