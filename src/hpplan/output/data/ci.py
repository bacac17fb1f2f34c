"""Problems as CI services read them: annotations of GitHub Actions, and SARIF 2.1.0."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hpplan import __version__
from hpplan.output.words.text import inert
from hpplan.problem import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hpplan.checks.codes import Section
    from hpplan.problem import Problem

    Place = Callable[[str], str]
    """A problem's path as the service names it: from the root of the repository."""

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def github(problems: Sequence[Problem], place: Place) -> str:
    """The problems as workflow commands, a line each, which GitHub shows at the line they name."""
    return "\n".join(_command(problem, place) for problem in in_order(list(problems)))


def _command(problem: Problem, place: Place) -> str:
    position = problem.position
    properties = {"file": place(position.path), "title": problem.code}
    if position.line:
        properties |= {
            "line": str(position.line),
            "col": str(position.column),
            "endColumn": str(position.column + problem.width),
        }
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{problem.severity} {given}::{_escaped(_message(problem))}"


def _message(problem: Problem) -> str:
    """What is wrong, and on a line of its own how to mend it."""
    return "\n".join(inert(part) for part in (problem.message, problem.hint) if part)


def _escaped(text: str) -> str:
    """A command's data, as GitHub takes it apart again."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A command's property, which a colon or comma would end."""
    return _escaped(inert(text)).replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Sequence[Problem], place: Place, sections: Iterable[Section]) -> dict[str, Any]:
    """The problems as a log of the Static Analysis Results Interchange Format, version 2.1.0."""
    sections = list(sections)
    numbers = {section.code: number for number, section in enumerate(sections)}
    driver = {
        "name": "hpplan",
        "semanticVersion": __version__,
        "rules": [_rule(section) for section in sections],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(problem, place, numbers.get(problem.code))
            for problem in in_order(list(problems))
        ],
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(section: Section) -> dict[str, Any]:
    level = "warning" if section.is_warning else "error"
    return {
        "id": section.code,
        "shortDescription": {"text": section.title},
        "fullDescription": {"text": section.meaning},
        "help": {"text": section.text, "markdown": section.text},
        "defaultConfiguration": {"level": level},
    }


def _result(problem: Problem, place: Place, rule: int | None) -> dict[str, Any]:
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
    }
