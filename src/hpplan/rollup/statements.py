"""The questions that are asked of a roll-up's tables, as SQL.

What a person gave is never part of them: it is bound to `$level`, `$region` and the like. What is
put together here are names of columns, which come from the registry of statuses.

An item counts where its plan was judged and something was reported on it. Shares are made of added
counts, and what can be met is the whole of what is met, overdue, off track or at risk.
"""
# ruff: noqa: S608 (nothing but the names of columns is put together)

from __future__ import annotations

from hpplan.judging.status import STATUSES, urgent
from hpplan.rollup.schema import column_of

COUNTED = "items > 0 AND rows > left_out"
"""Which plans' items count: those that were judged, and on which something was reported."""

COUNTS = tuple(column_of(status) for status in STATUSES)
MOVES = tuple(f"move_{column_of(status)}" for status in urgent())

_FIGURES = (*COUNTS, "measurable")
_SUMS = ", ".join(f"coalesce(sum({name}), 0)::BIGINT AS {name}" for name in _FIGURES)
_SUMS_OF_COUNTED = ", ".join(
    f"coalesce(sum({name}) FILTER ({COUNTED}), 0)::BIGINT AS {name}" for name in _FIGURES
)
_ADDED_OF_STATUS = ", ".join(
    f"coalesce(sum(items) FILTER (status = '{status}'), 0)::BIGINT AS {column_of(status)}"
    for status in STATUSES
)

WORST = ", ".join(
    f"coalesce({name} / nullif(measurable, 0), 0) DESC, {name} DESC"
    for name in map(column_of, urgent())
)
"""The order of the worst: by the share that is overdue, of equal ones the more, then off track."""

REGION_AT_LEVEL = "array_to_string(list_slice(string_split(region, '/'), 1, $level), '/')"
"""The region of a level: so many parts of its path."""

OTHERS_LETTERS = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000"
OUR_LETTERS = "".join(map(chr, range(0x21, 0x7F))) + " "
"""Full-width letters, and those that stand for them."""

_FOLDED = (
    f"regexp_replace(lower(translate(nfc_normalize(name), '{OTHERS_LETTERS}',"
    f" '{OUR_LETTERS.replace(chr(39), chr(39) * 2)}')), '\\s', '', 'g')"
)
"""A name without what writers differ in: the width and case of letters, and blanks."""

CHOSEN = """
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT * FROM plans
WHERE ($region = '' OR region = $region OR starts_with(region, $region || '/'))
    AND ($plan = '' OR plan = $plan)
"""

CHOSEN_OF_UNIT = f"{CHOSEN} AND plan IN (SELECT plan FROM units WHERE name = $unit OR unit = $unit)"
"""The same with a unit: a statement of its own, as it alone reads the units of all plans."""

EARLIER = f"""
CREATE OR REPLACE TEMP TABLE earlier AS
SELECT * FROM read_parquet($path)
WHERE {COUNTED} AND plan IN (SELECT plan FROM chosen)
"""

SECTIONS = {
    "worst": f"{COUNTED} AND left_out = 0",
    "left-out": f"{COUNTED} AND left_out > 0",
    "unheard": f"items > 0 AND NOT ({COUNTED})",
    "unjudged": "coalesce(items, 0) = 0",
}
"""The lists of plans: a plan is in one of them, and only the first says which are worst."""

_SECTION = " ".join(f"WHEN {where} THEN {at}" for at, where in enumerate(SECTIONS.values()))

SHELF_PLANS = f"""
SELECT plan, region, path, state, why, title, rows, left_out, last_report, {", ".join(_FIGURES)},
    count(*) OVER () AS whole
FROM (SELECT *, CASE {_SECTION} END AS section FROM chosen)
WHERE $section = -1 OR section = $section
ORDER BY section, {WORST}, plan
LIMIT $top
"""

PLANS_BEFORE = f"SELECT plan AS key, {_SUMS} FROM earlier GROUP BY 1"

REGIONS = f"""
SELECT *
FROM (
    SELECT {REGION_AT_LEVEL} AS region, count(*) AS plans,
        count(*) FILTER ({COUNTED}) AS counted,
        count(*) FILTER ({COUNTED} AND left_out > 0) AS left_out,
        {_SUMS_OF_COUNTED}
    FROM chosen GROUP BY 1
)
ORDER BY {WORST}, region
"""

STATES_OF_REGIONS = f"""
SELECT {REGION_AT_LEVEL} AS region, state, count(*) AS plans FROM chosen GROUP BY 1, 2 ORDER BY 1, 2
"""

REGIONS_BEFORE = f"SELECT {REGION_AT_LEVEL} AS key, {_SUMS} FROM earlier GROUP BY 1"

_OF_UNITS = ", ".join(
    f"sum({name})::BIGINT AS {name}"
    for name in ("own", "shared", *MOVES, "not_reported", "met_measurable", "measurable")
)
_MOST_TO_MOVE = ", ".join(f"{name} DESC" for name in MOVES)

UNITS_SUMMED = f"""
SELECT name, region, count(DISTINCT plan) AS plans, {_OF_UNITS}, max(last_report) AS last_report
FROM units
WHERE plan IN (SELECT plan FROM plans WHERE {COUNTED})
GROUP BY 1, 2
"""
"""The units of all plans; a name stands for a unit within a region alone."""

UNITS = f"""
SELECT *, '' AS plan, count(*) OVER () AS whole FROM by_unit
WHERE $region = '' OR region = $region OR starts_with(region, $region || '/')
ORDER BY {_MOST_TO_MOVE}, not_reported DESC, region, name
LIMIT $top
"""

UNITS_BY_PLAN = f"""
SELECT name, region, plan, 1 AS plans, {_OF_UNITS}, max(last_report) AS last_report
FROM units
WHERE plan IN (SELECT plan FROM chosen WHERE {COUNTED}) AND (name = $unit OR unit = $unit)
GROUP BY name, region, plan
ORDER BY {_MOST_TO_MOVE}, not_reported DESC, region, name, plan
"""

_IS_COUNTED = f"plan IN (SELECT plan FROM chosen WHERE {COUNTED})"
_ITEMS_OF_UNIT = """
items
WHERE ($unit = '' OR list_contains(reporter_names, $unit) OR list_contains(reporters, $unit))
"""


def grouped(column: str) -> str:
    """Return the question for items by a column of theirs, `kind` or `status`.

    Items are added up by plan first: that halves the time over many of them.
    """
    return f"""
WITH added AS (
    SELECT "{column}" AS "group", plan, status, measurable, count(*) AS items
    FROM {_ITEMS_OF_UNIT} GROUP BY ALL
)
SELECT "group", count(DISTINCT plan) AS plans, {_ADDED_OF_STATUS},
    coalesce(sum(items) FILTER (measurable), 0)::BIGINT AS measurable
FROM added WHERE {_IS_COUNTED}
GROUP BY 1 ORDER BY sum(items) DESC, 1
"""


PROMISES = f"""
WITH written AS (
    SELECT name, kind, coalesce(required.uom, '') AS uom, plan, count(*) AS items,
        count(*) FILTER (status IN ('met', 'kept')) AS kept,
        count(*) FILTER (status IN ('overdue', 'off-track')) AS failing
    FROM {_ITEMS_OF_UNIT} AND {_IS_COUNTED} AND status NOT IN ('upcoming', 'suspended', 'withdrawn')
    GROUP BY 1, 2, 3, 4
), names AS (
    SELECT name, {_FOLDED} AS folded FROM (SELECT DISTINCT name FROM written)
), regions AS (
    SELECT plan, {REGION_AT_LEVEL} AS region FROM chosen
), of_name AS (
    SELECT folded, name, kind, uom, region, list(plan) AS plans, sum(items) AS items,
        sum(kept) AS kept, sum(failing) AS failing
    FROM written JOIN names USING (name) JOIN regions USING (plan)
    GROUP BY folded, name, kind, uom, region
), of_region AS (
    SELECT folded, max_by(name, items) AS name, max(items) AS most, kind, uom, region,
        len(list_distinct(flatten(list(plans)))) AS plans, sum(items)::BIGINT AS items,
        sum(kept)::BIGINT AS kept, sum(failing)::BIGINT AS failing
    FROM of_name GROUP BY folded, kind, uom, region
)
SELECT max_by(name, most) AS name, kind, uom, sum(plans)::BIGINT AS plans,
    sum(items)::BIGINT AS items, sum(kept)::BIGINT AS kept, sum(failing)::BIGINT AS failing,
    list({{
        'region': region, 'plans': plans, 'items': items, 'kept': kept, 'failing': failing
    }} ORDER BY region) AS places,
    count(*) OVER () AS whole
FROM of_region GROUP BY folded, kind, uom
ORDER BY sum(plans) = 1, sum(failing) / sum(items) DESC, sum(failing) DESC, sum(kept), 1, 2, 3
LIMIT $top
"""
"""Promises: one row for each normalised name, kind and unit of measure, those of one plan last."""

SHELF_FAULTS = """
SELECT *, count(*) OVER () AS whole FROM faults WHERE plan IN (SELECT plan FROM chosen)
ORDER BY severity, plan, path, line, "column", code, message
LIMIT $top
"""

TWINS = """
SELECT plan, coalesce(same_content_as, same_plan_as) AS other, same_content_as IS NOT NULL AS whole
FROM chosen WHERE other IS NOT NULL ORDER BY plan
"""

ITEMS = """
SELECT item, name, kind, status, progress, gap, due, days_left, behind_names, explanation
FROM items WHERE plan IN (SELECT plan FROM chosen)
"""

NAMES = {
    "plan": "SELECT DISTINCT plan AS name FROM plans",
    "region": "SELECT DISTINCT region AS name FROM plans",
    "unit": "SELECT DISTINCT name FROM units",
}
"""The names that there are, among which one that was meant is looked for."""

KNOWN = {
    "plan": "SELECT 1 AS one FROM plans WHERE plan = $name LIMIT 1",
    "region": (
        "SELECT 1 AS one FROM plans"
        " WHERE region = $name OR starts_with(region, $name || '/') LIMIT 1"
    ),
    "unit": "SELECT 1 AS one FROM units WHERE name = $name OR unit = $name LIMIT 1",
}
"""Whether there is a name."""

REGION_SUMMARY = " UNION ALL ".join(
    f"""
SELECT {level} AS level, {REGION_AT_LEVEL.replace("$level", str(level))} AS region,
    count(*) AS plans, count(*) FILTER ({COUNTED}) AS counted,
    count(*) FILTER ({COUNTED} AND left_out > 0) AS left_out, {_SUMS_OF_COUNTED}
FROM plans WHERE {level} = 0 OR len(string_split(region, '/')) >= {level} AND region <> ''
GROUP BY 2
"""
    for level in range(7)
)
"""All regions, each with all below it; level 0 is everything."""
