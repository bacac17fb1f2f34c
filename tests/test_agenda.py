"""What a meeting has before it, and the one sentence that a row says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hpplan.judging.agenda import agenda, agenda_point
from hpplan.judging.briefing import gather
from hpplan.judging.standing import standings
from hpplan.output.words.briefly import in_one_sentence
from hpplan.workspace import open_plan
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden
    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue

pytestmark = pytest.mark.workspace(PLAN, ROWS)


def judged(folder: Path, day: date = date(2026, 6, 30)) -> tuple[list[Assessment], Catalogue]:
    loaded, problems = open_plan(folder / "plan.yaml")
    assert loaded is not None, problems
    meeting = gather(loaded, day, list(loaded.catalogue.items.values()))
    return list(meeting.assessments), loaded.catalogue


def test_items_stand_under_what_is_to_be_done_about_them(workspace: Path) -> None:
    found, _catalogue = judged(workspace)
    points = {point: [each.item.id for each in items] for point, items in agenda(found).items()}
    assert points == {
        "due": [],
        "lost": ["1.1b", "1.1e"],
        "reach": ["1.1a", "1.2a"],
        "closing": ["1.2b@2025", "2.1a"],
        "silent": ["1.2c@yuyuan"],
    }


def test_what_is_overdue_lacks_its_closing_figure_or_is_to_be_decided(workspace: Path) -> None:
    found, _catalogue = judged(workspace, date(2027, 1, 31))
    overdue = {each.item.id: each for each in found if each.status == "overdue"}
    assert {name: agenda_point(each) for name, each in overdue.items()} == {
        name: "closing" if each.lacks_only_closing_figure else "due"
        for name, each in overdue.items()
    }
    assert agenda_point(overdue["1.1a"]) == "due"
    assert agenda_point(overdue["2.1a"]) == "closing"


def test_what_needs_no_attention_stands_under_none(workspace: Path) -> None:
    found, _catalogue = judged(workspace)
    none = {each.status for each in found if agenda_point(each) is None}
    assert none == {"on-track", "kept", "met", "unrated", "withdrawn"}


def test_a_row_says_one_sentence(workspace: Path, golden: Golden) -> None:
    found, catalogue = judged(workspace)
    lines = standings(found, found)
    golden.says([f"{line.id}: {in_one_sentence(line, catalogue)}" for line in lines])
