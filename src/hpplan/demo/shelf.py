"""Many simulated workspaces in regions that do not exist, varied, and the list that names them.

Each is drawn by itself from the seed and its name: the same of them are the same, however many
there are beside them.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hpplan.demo import new_folder
from hpplan.demo.division import CONTACT, SimulatedDivision
from hpplan.demo.history import PACES, History
from hpplan.demo.promises import COMMON, PROMISED_SLOWLY, PROMISED_WELL, SHARED, TOPICS
from hpplan.files import PROGRESS
from hpplan.plan.items import Catalogue
from hpplan.plan.load import plan_from
from hpplan.progress.cells import SIMULATED
from hpplan.workspace import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hpplan.demo.promises import Promise

ZONE = "Asia/Shanghai"
"""The time zone of the plans, that of a plan that names none."""

SHELF_LIST = "list.csv"
LIST_HEADERS = ("name", "path", "region")

PROVINCES, CITIES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
DISTRICTS = "角亢氐房心尾箕斗牛女虚危室壁奎娄胃昴毕觜参井鬼柳星张翼轸"
"""The names of the regions: stems, branches and mansions, in place of any that exist."""

PER_DISTRICT = 4
"""Plans of a district, as long as there are districts enough."""

SILENT_EACH, EMPTY_EACH = (11, 5), (17, 9)
"""Of so many plans one falls silent, and one never reports: the one of this number."""

SILENT_DAYS = 300
"""Days before the day of the demo on which the last report of a silent plan lies at the latest."""

BROKEN_FROM = 8
"""Plans from which on two are broken: in a shelf of few they would be what it shows."""

FEWEST_OFFICES, MOST_OFFICES = 4, 9
FEWEST_STREETS, MOST_STREETS = 3, 8
PLAN_YEARS = 3

SLOW_PACES = tuple(Fraction(percent, 100) for percent in (95, 75, 60, 45, 40, 30))
GOOD_PACES = tuple(Fraction(percent, 100) for percent in (130, 120, 120, 110, 105, 95))

_FARING: Mapping[str, Sequence[Fraction]] = {
    PROMISED_SLOWLY: SLOW_PACES,
    PROMISED_WELL: GOOD_PACES,
    "": PACES,
}
_OFFICES = (
    ("fagai", "区发展改革局"),
    ("caizheng", "区财政局"),
    ("zhujian", "区住房建设局"),
    ("minzheng", "区民政局"),
    ("jiaoyu", "区教育局"),
    ("shengtai", "区生态环境局"),
    ("jiaotong", "区交通局"),
    ("yingji", "区应急局"),
    ("shuju", "区数据局"),
)


class ShelfPlace(NamedTuple):
    """Where a simulated workspace stands: its name, its folder below the shelf, and its region."""

    name: str
    path: str
    region: str
    topic: str


@dataclass(frozen=True, slots=True)
class MadeShelf:
    """What was made.

    Attributes:
        plans: how many workspaces.
        rows: how many rows in all of them.
        cut_off: the name of the workspace whose plan ends in the middle; empty where none does.
        misdated: that of the one with a row on a day that no calendar has.
    """

    plans: int
    rows: int
    cut_off: str = ""
    misdated: str = ""


def shelf_places(plans: int) -> Iterator[ShelfPlace]:
    """Name so many workspaces, those of a district one behind the other.

    Districts are spread over few provinces and cities where they are few.
    """
    most = len(PROVINCES) * len(CITIES) * len(DISTRICTS)
    each = max(PER_DISTRICT, -(-plans // most))
    districts = -(-plans // each)
    provinces = min(max(round(districts ** (1 / 3)), 2), len(PROVINCES))
    cities = min(max(round((districts / provinces) ** 0.5), 1), len(CITIES))
    cities = max(cities, -(-districts // (provinces * len(DISTRICTS))))
    topics = list(TOPICS)
    for number in range(plans):
        at, nth = divmod(number, each)
        rest, province = divmod(at, provinces)
        district, city = divmod(rest, cities)
        region = f"{PROVINCES[province]}省/{CITIES[city]}市/{DISTRICTS[district]}区"
        again, topic = divmod(nth, len(topics))
        called = topics[(topic + at) % len(topics)]
        more = f"（{again + 1}）" if again else ""
        name = f"{region.replace('/', '')}{called}{more}"
        yield ShelfPlace(name, f"{region}/{called}{more}", region, called)


def make_shelf(folder: Path, plans: int, *, seed: int, rows: int | None, as_of: date) -> MadeShelf:
    """Write so many workspaces below a folder, and the list of them.

    Args:
        folder: new or empty.
        plans: how many.
        seed: the same seed, day and numbers give the same bytes.
        rows: about how many rows each has; else one a quarter for each item and reporter.
        as_of: the last day that may be reported on.

    Raises:
        DemoError: the folder holds something, or cannot be written.
    """
    with new_folder(folder):
        return _written(folder, list(shelf_places(plans)), seed, rows, as_of)


def _written(
    folder: Path, places: Sequence[ShelfPlace], seed: int, rows: int | None, as_of: date
) -> MadeShelf:
    """Write the workspaces and the list."""
    plans = len(places)
    cut_off = misdated = ""
    if plans >= BROKEN_FROM:
        cut_off, misdated = places[plans // 3].name, places[plans * 2 // 3].name
    written = 0
    for number, place in enumerate(places):
        chance = random.Random(f"{seed} {as_of} {place.name}")  # noqa: S311 (a simulation)
        drawn = _Workspace(place, chance, as_of)
        last: date | None = as_of
        if place.name not in {cut_off, misdated}:
            if number % EMPTY_EACH[0] == EMPTY_EACH[1]:
                last = None
            elif number % SILENT_EACH[0] == SILENT_EACH[1]:
                last = as_of - timedelta(days=SILENT_DAYS)
        written += drawn.write(folder / place.path, rows, last)
        if place.name == cut_off:
            _cut_off(folder / place.path / "plan.yaml")
        elif place.name == misdated:
            _misdate(folder / place.path / PROGRESS)
            written += 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LIST_HEADERS)
    writer.writerows((place.name, place.path, place.region) for place in places)
    (folder / SHELF_LIST).write_bytes(out.getvalue().encode())
    return MadeShelf(plans, written, cut_off, misdated)


def _cut_off(path: Path) -> None:
    """Leave of a plan what a copy that broke off would have: the last text has no end."""
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b'text: "') + len(b'text: "')])


def _misdate(folder: Path) -> None:
    """Add a row on the 31st of February to the first file that has rows."""
    for file in sorted(folder.iterdir()):
        lines = file.read_bytes().decode("utf-8-sig").splitlines()
        if len(lines) > 1:
            line = "2025-02-31" + lines[-1][len("2025-02-31") :]
            file.write_bytes(file.read_bytes() + f"{line}\n".encode())
            return


class _Workspace:
    """One simulated workspace: its plan, drawn at random, and its history."""

    def __init__(self, place: ShelfPlace, chance: random.Random, as_of: date) -> None:
        self.place, self.chance, self.as_of = place, chance, as_of
        self.start = date(max(as_of.year - chance.randint(1, PLAN_YEARS - 1), 1), 1, 1)
        self.end = date(min(self.start.year + PLAN_YEARS - 1, date.max.year), 12, 31)
        offices = sorted(
            chance.sample(range(len(_OFFICES)), chance.randint(FEWEST_OFFICES, MOST_OFFICES))
        )
        self.offices = [_OFFICES[at] for at in offices]
        self.streets = chance.randint(FEWEST_STREETS, MOST_STREETS)
        self.paces: dict[str, Sequence[Fraction]] = {}
        self.reporters: dict[str, Sequence[str]] = {}

    def write(self, folder: Path, rows: int | None, last: date | None) -> int:
        """Write the plan, and what was reported on it up to a day, if anything; count the rows."""
        folder.mkdir(parents=True)
        text = self._plan()
        (folder / "plan.yaml").write_bytes(text.encode())
        (folder / PROGRESS).mkdir(parents=True)
        loaded, _problems = plan_from(text, "plan.yaml")
        if loaded is None or last is None:
            return 0
        division = SimulatedDivision(self.reporters)
        history = History(Catalogue(loaded.plan), division, self.chance, last, self.paces)
        return history.write(folder / PROGRESS, rows, zone_of(loaded.plan)).rows

    def _plan(self) -> str:
        """Return plan.yaml; all that is drawn is drawn here, in this order."""
        chance, place = self.chance, self.place
        own = list(TOPICS[place.topic])
        others = [each for topic in TOPICS if topic != place.topic for each in TOPICS[topic]]
        added = chance.sample(others, chance.randint(0, 4))
        clauses = [
            (f"推进{place.topic}", chance.sample(own, chance.randint(3, len(own)))),
            ("夯实基础支撑", [*COMMON[: chance.randint(1, len(COMMON))], *added]),
            ("压实属地责任", chance.sample(SHARED, chance.randint(1, len(SHARED)))),
        ]
        district = place.region.rpartition("/")[2]
        years = f"（{self.start.year}—{self.end.year}年）"
        issuer = place.region.replace("/", "")
        lines = [
            f"# 演示数据{SIMULATED}：地区、单位和数字都是编造的。",
            "format: 1",
            f"title: {district}{place.topic}三年行动计划{years}{SIMULATED}",
            f"number: {district[0]}府办〔{self.start.year}〕{chance.randint(1, 60)}号",
            f"issuer: {issuer}人民政府办公室{SIMULATED}",
            f"issued: {self.start}",
            f"start: {self.start}",
            f"end: {self.end}",
            "units:",
            *(
                f"  - {{id: {id_}, name: {name}, contact: {CONTACT}}}"
                for id_, name in self._units()
            ),
            "groups:",
            f"  - {{id: jiedao, name: 各街道, members: [{', '.join(self._streets())}]}}",
            "chapters:",
            '  - id: "1"',
            "    title: 重点任务",
            "    clauses:",
        ]
        for number, (title, promises) in enumerate(clauses, 1):
            lines += self._clause(f"1.{number}", title, promises)
        return "\n".join(lines) + "\n"

    def _streets(self) -> list[str]:
        return [f"jiedao{number}" for number in range(1, self.streets + 1)]

    def _units(self) -> list[tuple[str, str]]:
        streets = [(id_, f"第{at}街道") for at, id_ in enumerate(self._streets(), 1)]
        return [*self.offices, *streets]

    def _clause(self, id_: str, title: str, promises: Sequence[Promise]) -> list[str]:
        """Return the lines of a clause; its body is the words of its targets."""
        lines: list[str] = []
        words: list[str] = []
        leads = [office for office, _name in self.chance.sample(self.offices, 2)]
        everywhere = any(each.everywhere for each in promises)
        for letter, promise in zip("abcdefghijklmnop", promises, strict=False):
            added, quote = self._target(f"{id_}{letter}", promise, leads)
            lines += added
            words.append(quote)
        return [
            f'      - id: "{id_}"',
            f"        title: {title}",
            f"        leads: [{', '.join(['jiedao'] if everywhere else leads)}]",
            f'        text: "{"；".join(words)}。"',
            "        targets:",
            *lines,
        ]

    def _target(self, id_: str, promise: Promise, leads: Sequence[str]) -> tuple[list[str], str]:
        """Return the lines of a target, and the words that commit to it."""
        chance = self.chance
        figure = chance.randint(promise.low, promise.high)
        quote = promise.words.format(n=figure)
        keys = [f"name: {promise.name}", f"kind: {promise.kind}"]
        if promise.uom:
            uom = f'"{promise.uom}"' if promise.uom == "%" else promise.uom
            keys += [f"{promise.operator}: {figure}", f"uom: {uom}"]
        if promise.everywhere:
            keys.append("each: jiedao")
        else:
            reporters = [chance.choice(leads)]
            if promise.kind in {"count", "amount"} and chance.random() < 1 / 4:
                reporters = list(leads)
            self.reporters[id_] = reporters
            keys.append(f"reporters: [{', '.join(reporters)}]")
        if promise.yearly:
            quote = f"每年{quote}"
            keys.append("every: year")
        elif promise.kind != "duty" and chance.random() < 2 / 5:
            due = date(self.start.year + chance.randint(0, PLAN_YEARS - 1), 12, 31)
            quote = f"到{due.year}年底{quote}"
            keys.append(f"due: {due}")
        self.paces[id_] = _FARING[promise.fares]
        return [f"          - {{id: {id_}, quote: {quote}, {', '.join(keys)}}}"], quote
