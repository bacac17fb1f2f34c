"""Write `check` as JSON, as annotations of GitHub Actions, or as SARIF 2.1.0."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hpplan import __version__
from hpplan.checks.accepted import place_of
from hpplan.checks.codes import sections
from hpplan.i18n import _
from hpplan.output.data.formats import json_text
from hpplan.output.words.text import inert
from hpplan.problem import in_order, unaccepted

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpplan.checks.codes import Section
    from hpplan.output.views import CheckView
    from hpplan.problem import Acceptance, Problem

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def check_json(view: CheckView) -> str:
    """Write the problems as JSON, and what was checked where the plan could be loaded."""
    ordered, extent = in_order(list(view.problems)), view.extent
    return json_text(
        {
            "version": 1,
            "summary": {
                "errors": sum(problem.severity == "error" for problem in ordered),
                "warnings": sum(problem.severity == "warning" for problem in unaccepted(ordered)),
                "accepted_warnings": len(ordered) - len(unaccepted(ordered)),
                "clauses": extent.clauses if extent else None,
                "targets": extent.targets if extent else None,
                "accounted": float(extent.accounted) if extent else None,
                "files": extent.files if extent else None,
                "rows": extent.rows if extent else None,
                "confirmed": extent.confirmed if extent else None,
                "draft": extent.is_draft if extent else None,
            },
            "problems": [
                {
                    "code": problem.code,
                    "severity": problem.severity,
                    "message": problem.message,
                    "hint": problem.hint or None,
                    "path": problem.position.path,
                    "line": problem.position.line or None,
                    "column": problem.position.column or None,
                    "at": place_of(problem),
                    "accepted": problem.accepted and problem.accepted._asdict(),
                }
                for problem in ordered
            ],
        }
    )


def check_github(view: CheckView) -> str:
    """Write the problems as workflow commands, which GitHub shows at the line they name."""
    ordered = in_order(list(view.problems))
    return "".join(f"{_command(problem, view.place)}\n" for problem in ordered)


def _command(problem: Problem, place: Callable[[str], str]) -> str:
    position = problem.position
    properties = {"file": place(position.path), "title": problem.code}
    if position.line:
        properties |= {
            "line": str(position.line),
            "col": str(position.column),
            "endColumn": str(position.column + problem.width),
        }
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    level = "notice" if problem.accepted else problem.severity
    return f"::{level} {given}::{_escaped(_message(problem))}"


def _message(problem: Problem) -> str:
    """Return what is wrong and, on a line of its own, the hint."""
    last = problem.hint
    if problem.accepted:
        last = _("accepted: {why}").format(why=problem.accepted)
    return "\n".join(inert(part) for part in (problem.message, last) if part)


def _escaped(text: str) -> str:
    """Escape the data of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property of a workflow command, which a colon or comma would end."""
    return _escaped(inert(text)).replace(":", "%3A").replace(",", "%2C")


def check_sarif(view: CheckView) -> str:
    """Write the problems as a log of the Static Analysis Results Interchange Format 2.1.0."""
    known = list(sections().values())
    numbers = {section.code: number for number, section in enumerate(known)}
    driver = {
        "name": "hpplan",
        "semanticVersion": __version__,
        "rules": [_rule(section) for section in known],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(problem, view.place, numbers.get(problem.code))
            for problem in in_order(list(view.problems))
        ],
    }
    return json_text({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(section: Section) -> dict[str, Any]:
    level = "warning" if section.is_warning else "error"
    return {
        "id": section.code,
        "shortDescription": {"text": section.title},
        "fullDescription": {"text": section.meaning},
        "help": {"text": section.text, "markdown": section.text},
        "defaultConfiguration": {"level": level},
    }


def _result(problem: Problem, place: Callable[[str], str], rule: int | None) -> dict[str, Any]:
    position, path = problem.position, place(problem.position.path)
    uri = quote(path, errors="surrogateescape")
    location: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
    if position.line:
        location["region"] = {
            "startLine": position.line,
            "startColumn": position.column,
            "endColumn": position.column + problem.width,
        }
    told = f"{problem.code}\n{path}\n{problem.message}".encode("utf-8", "surrogateescape")
    return {
        "ruleId": problem.code,
        **({} if rule is None else {"ruleIndex": rule}),
        "level": problem.severity,
        "message": {"text": _message(problem)},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"problem/v1": sha256(told).hexdigest()},
        **({"suppressions": [_suppression(problem.accepted)]} if problem.accepted else {}),
    }


def _suppression(accepted: Acceptance) -> dict[str, str]:
    return {"kind": "external", "status": "accepted", "justification": inert(str(accepted))}
