"""The plan as it is written in plan.yaml: frozen, typed, validated."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from hpplan.i18n import _, spoken
from hpplan.numbers import Number, decimal_text, exact
from hpplan.plan.office import Office
from hpplan.plan.period import Cadence, Period
from hpplan.plan.types import (
    BASELINE,
    ChapterId,
    ClauseId,
    Day,
    Doubts,
    Figure,
    FormatVersion,
    IllegibleFigure,
    Name,
    ProblemCode,
    Requirement,
    StrictModel,
    TargetId,
    Text,
    UnitId,
    UnitIds,
)

Kind = Literal["count", "amount", "level", "milestone", "duty"]
Operator = Literal["at_least", "more_than", "at_most", "less_than"]

OPERATORS: tuple[Operator, ...] = ("at_least", "more_than", "at_most", "less_than")
FALLING: tuple[Operator, ...] = ("at_most", "less_than")
"""The operators by which less is better."""

MEASURED: tuple[Kind, ...] = ("count", "amount", "level")
ADDING_UP: tuple[Kind, ...] = ("count", "amount")
"""The kinds whose figures are totals: those of several units add up."""


class _Confirmed(StrictModel):
    """A part of a plan that may be a proposal, until a person deletes its line `confirm`."""

    confirm: Doubts = ()


class Policy(StrictModel):
    """The thresholds at which an item turns at-risk, off-track or silent.

    0.80 and 0.60 of time-proportional progress follow the yellow and red card of Wuhan's rules for
    major projects; 1.10 follows Lipke, Schedule Is Different (2003); 2.00 is this program's own.
    """

    at_risk_spi: Figure = Field(
        default=exact(Decimal("0.80")), description=_("SPI below which an item is at risk")
    )
    off_track_spi: Figure = Field(
        default=exact(Decimal("0.60")), description=_("SPI below which an item is off track")
    )
    at_risk_tspi: Figure = Field(
        default=exact(Decimal("1.10")), description=_("TSPI above which an item is at risk")
    )
    at_risk_slowing: Figure = Field(
        default=exact(Decimal("1.10")),
        description=_("how many times its recent pace the rest may need before an item is at risk"),
    )
    off_track_tspi: Figure = Field(
        default=2, description=_("TSPI above which an item is off track")
    )
    due_soon: int = Field(
        default=30, ge=0, le=3660, description=_("days before the due date that count as soon")
    )
    silent_after: int = Field(
        default=120,
        ge=1,
        le=3660,
        description=_("days without a report after which an item is silent"),
    )


class Unit(_Confirmed):
    """A department or subdistrict that leads, and reports on, targets."""

    id: UnitId = Field(
        description=_("short name in Latin letters; the unit's progress file is <id>.csv")
    )
    name: Name = Field(description=_("the name as the document writes it"))
    now: Name | None = Field(
        default=None, description=_("today's name, where the document has an old one")
    )
    from_: Day | None = Field(
        default=None, alias="from", description=_("the first day of a unit founded later")
    )
    until: Day | None = Field(
        default=None, description=_("the last day of a unit that was merged, renamed or dissolved")
    )
    into: UnitIds = Field(default=(), description=_("ids of the units that took over"))
    contact: Text | None = Field(
        default=None, description=_("whom to call: an office, a name, a number")
    )
    note: Text | None = None


class Group(_Confirmed):
    """Several units that the document names as one, such as 各街道."""

    id: UnitId
    name: Name = Field(description=_("the name as the document writes it"))
    members: UnitIds = Field(description=_("ids of units; empty until they are known"))
    note: Text | None = None


class SetAside(StrictModel):
    """Words of a clause that commit to nothing, and why."""

    quote: Text = Field(description=_("the words, exactly as in the clause"))
    why: Text


class Illegible(StrictModel):
    """A figure of which the source lost digits, each shown as □."""

    at_least: IllegibleFigure | None = None
    more_than: IllegibleFigure | None = None
    at_most: IllegibleFigure | None = None
    less_than: IllegibleFigure | None = None


class Baseline(StrictModel):
    """What a level measured before the work began: the zero of its progress."""

    date: Day
    value: Figure
    note: Text | None = None


class Checkpoint(StrictModel):
    """An interim value that is planned to be reached by a day."""

    by: Day
    value: Figure
    what: Text | None = Field(default=None, description=_("what is to be seen by then (形象进度)"))
    note: Text | None = None


class Handover(StrictModel):
    """A target that passes from one unit to another, while both go on."""

    on: Day = Field(description=_("the first day on which the other unit answers for it"))
    from_: UnitId = Field(alias="from", description=_("id of the unit that hands it over"))
    to: UnitId = Field(description=_("id of the unit that takes it over"))
    why: Text | None = None
    by: Text | None = Field(default=None, description=_("who decided"))


class Revision(StrictModel):
    """A decision that changes a target; the original stays as it was."""

    on: Day = Field(description=_("the day of the decision; from it on the revision holds"))
    why: Text | None = None
    by: Text | None = Field(default=None, description=_("who decided"))
    due: Day | None = None
    at_least: Figure | None = None
    more_than: Figure | None = None
    at_most: Figure | None = None
    less_than: Figure | None = None
    uom: Name | None = Field(
        default=None, description=_("unit of measure of the new requirement, where it is another")
    )
    withdrawn: bool | None = Field(
        default=None, description=_("true gives the target up, false takes that back")
    )
    suspended: bool | None = Field(
        default=None, description=_("true lets the target rest, false resumes it")
    )
    text: Text | None = Field(default=None, description=_("the clause's new wording"))
    note: Text | None = None


class Target(_Confirmed):
    """One commitment of a clause.

    Attributes that hold a day are the plan's own where they are None. The requirement is the one
    of the four operators that is not None; a milestone or duty has none.
    """

    id: TargetId = Field(description=_("its clause's id and a letter, as 1.1d"))
    name: Name = Field(description=_("short and plain, as a coordinator would say it"))
    quote: Text = Field(description=_("the words that commit to it, exactly as in the clause"))
    kind: Kind = Field(
        description=_(
            "count: whole things that add up; amount: a divisible quantity that adds up; level: an"
            " indicator that is measured; milestone: done or not; duty: kept up, never finished"
        )
    )
    at_least: Requirement | None = Field(
        default=None, description=_("required: this or more; baseline: no less than it was")
    )
    more_than: Requirement | None = Field(
        default=None, description=_("required: more than this; baseline: more than it was")
    )
    at_most: Requirement | None = Field(
        default=None,
        description=_("required of a level: this or less; baseline: no more than it was"),
    )
    less_than: Requirement | None = Field(
        default=None, description=_("required of a level: less than this; baseline: than it was")
    )
    illegible: Illegible | None = Field(
        default=None, description=_("the requirement, where the source lost digits of it")
    )
    uom: Name | None = Field(default=None, description=_("unit of measure: 个, 公里, %"))
    start: Day | None = Field(default=None, description=_("the plan's start unless given"))
    due: Day | None = Field(
        default=None, description=_("the day that the document states; else the plan's end holds")
    )
    every: Cadence | None = Field(
        default=None, description=_("owed in each calendar year, half-year, quarter or month")
    )
    each: UnitId | None = Field(
        default=None, description=_("a group: owed by each member by itself")
    )
    approximate: bool = Field(
        default=False, description=_("the document says about (约, 基本, 余)")
    )
    reporters: Annotated[tuple[UnitId, ...], Field(strict=False, min_length=1)] | None = Field(
        default=None, description=_("who reports on it; the clause's leads unless given")
    )
    support: UnitIds = Field(
        default=(), description=_("units and groups that help; nothing is asked of them")
    )
    handover: Annotated[tuple[Handover, ...], Field(strict=False)] = Field(
        default=(), description=_("units that gave it to others, in order of the days")
    )
    context: dict[str, Text] = Field(
        default={},
        description=_("figures in the quote that are no requirement, each with what it says"),
    )
    baseline: Baseline | None = None
    path: Annotated[tuple[Checkpoint, ...], Field(strict=False)] = Field(
        default=(), description=_("interim checkpoints, in order of their days")
    )
    definition: Text | None = Field(default=None, description=_("how it is counted (统计口径)"))
    note: Text | None = Field(
        default=None, description=_("how an ambiguity was read, and who should confirm it")
    )
    revisions: Annotated[tuple[Revision, ...], Field(strict=False)] = ()

    def requirement(self) -> tuple[Operator, Number] | None:
        """Operator and figure of the original requirement; None where there is none to be read."""
        return figure_of(self)

    def uoms(self) -> tuple[str | None, ...]:
        """Every unit of measure that its figures may be in, the original one first."""
        revised = (each.uom for each in self.revisions if each.uom and each.uom != self.uom)
        return (self.uom, *dict.fromkeys(revised))

    def measured_in(self) -> str | None:
        """The unit of measure of its figures, of a milestone `%`; None for a duty."""
        return "%" if self.kind == "milestone" else self.uom

    def checkpoints(self, period: Period | None) -> tuple[tuple[Day, Number], ...]:
        """Its checkpoints, (day, value) in order; in a period those within it alone."""
        within = (each for each in self.path if period is None or period.holds(each.by))
        return tuple((each.by, each.value) for each in within)

    def judged_by(self) -> tuple[Operator, Number] | None:
        """The requirement, and for a milestone, which states none, its whole percentage."""
        return ("at_least", 100) if self.kind == "milestone" else self.requirement()


class Clause(_Confirmed):
    """A numbered paragraph of the document, or its closing one, with what it commits to."""

    id: ClauseId
    title: Name | None = None
    leads: UnitIds = Field(
        default=(), description=_("ids of the lead units and groups, in the document's order")
    )
    support: UnitIds = Field(
        default=(), description=_("units and groups that help; nothing is asked of them")
    )
    text: Text = Field(
        description=_("the body, word for word, between the title and the lead units")
    )
    note: Text | None = None
    set_aside: Annotated[tuple[SetAside, ...], Field(strict=False)] = ()
    targets: Annotated[tuple[Target, ...], Field(strict=False)]


class Chapter(StrictModel):
    """A chapter of the document."""

    id: ChapterId
    part: Name | None = Field(default=None, description=_("the heading above it, if any"))
    title: Name
    preamble: Text | None = None
    clauses: Annotated[tuple[Clause, ...], Field(strict=False)]


class Accepted(StrictModel):
    """A warning of `check` that somebody has looked into and accepts for good."""

    code: ProblemCode = Field(description=_("the warning's code, as HP353"))
    at: Name = Field(
        description=_(
            "what it is about, as check names it: a row's file, date and item, an id, a key, a file"
        )
    )
    why: Text = Field(description=_("why it is right as it stands"))
    by: Text | None = Field(default=None, description=_("who decided"))


class Plan(_Confirmed):
    """A published plan, clause by clause."""

    format: FormatVersion = Field(description=_("the version of this format: 1"))
    title: Name
    number: Text | None = None
    issuer: Text | None = None
    issued: Day
    start: Day
    end: Day
    last_meeting: Day | None = Field(
        default=None, description=_("the day with which status compares, and changes begins")
    )
    timezone: Text = "Asia/Shanghai"
    coordinator: UnitId | None = None
    office: Office | None = Field(
        default=None, description=_("who issues notices, with a head of their own")
    )
    source: Text | None = Field(
        default=None, description=_("path of the document's text, below the plan's folder")
    )
    policy: Policy = Policy.model_construct()
    units: Annotated[tuple[Unit, ...], Field(strict=False)]
    groups: Annotated[tuple[Group, ...], Field(strict=False)] = ()
    preamble: Text | None = None
    chapters: Annotated[tuple[Chapter, ...], Field(strict=False, min_length=1)]
    closing: Clause | None = None
    accepted: Annotated[tuple[Accepted, ...], Field(strict=False)] = Field(
        default=(), description=_("warnings of check that are accepted, each with its reason")
    )

    def clauses(self) -> list[Clause]:
        """All clauses in the document's order, the closing one last."""
        clauses = [clause for chapter in self.chapters for clause in chapter.clauses]
        return [*clauses, self.closing] if self.closing else clauses


def figure_of(bearer: Target | Revision) -> tuple[Operator, Number] | None:
    """Operator and figure of the requirement that a target or a revision states.

    Where the baseline is what is to be bettered, its figure; None until it is given.
    """
    for operator in OPERATORS:
        figure: Number | Literal["baseline"] | None = getattr(bearer, operator)
        if figure == "baseline":
            baseline: Baseline | None = getattr(bearer, "baseline", None)
            return (operator, baseline.value) if baseline else None
        if figure is not None:
            return operator, figure
    return None


def relative_to_baseline(target: Target) -> Operator | None:
    """Operator of a requirement that is stated by the baseline alone; None of any other."""
    return next((each for each in OPERATORS if getattr(target, each) == BASELINE), None)


def lost_figure(target: Target) -> tuple[Operator, str] | None:
    """Operator and pattern of a figure that the source lost."""
    for operator in OPERATORS:
        pattern = getattr(target.illegible, operator, None)
        if pattern is not None:
            return operator, pattern
    return None


def satisfies(operator: Operator, value: Number, figure: Number) -> bool:
    """Whether a value meets a requirement."""
    if operator == "at_least":
        return value >= figure
    if operator == "more_than":
        return value > figure
    if operator == "at_most":
        return value <= figure
    return value < figure


def figure_text(figure: Number, uom: str | None) -> str:
    """A figure with its unit of measure: `30 个`, `75%`."""
    text = decimal_text(figure)
    if not uom:
        return text
    if uom in {"%", "％"}:
        return f"{text}%"
    return f"{text}{spoken().before_unit}{uom}"
