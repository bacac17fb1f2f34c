"""How the plain values of plan.yaml are read into texts, days, figures and ids."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError, core_schema

from hpplan.i18n import _
from hpplan.numbers import Number, exact, in_range

BASELINE = "baseline"
"""What stands for the required figure of a level that is to be better than it was."""

LONGEST_NAME, LONGEST_TEXT = 200, 100_000
"""Characters of a name or title, and of any other text, at most."""

Doubt = Literal[
    "label-unknown",
    "date-from-heading",
    "several-figures",
    "scope-or-target",
    "recurrence",
    "period-words",
    "kind-from-verb",
    "requirement-without-verb",
    "merged-cell",
    "damaged",
    "group-members",
]
"""What a drafted plan may leave open, for a person to confirm."""

Doubts = Annotated[
    tuple[Doubt, ...],
    Field(
        strict=False,
        description=_(
            "what draft proposed and nobody has confirmed yet; delete the line to confirm"
        ),
    ),
]
"""Several of them, as `confirm` lists them."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII).fullmatch
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.ASCII).fullmatch


def _unexpected(message: str) -> PydanticCustomError:
    return PydanticCustomError("unexpected", message.replace("{", "{{"))


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE(value):
        raise _unexpected(_("expected a date such as 2025-12-31"))
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = _("there is no such day")
        raise _unexpected(message) from None


def _number(value: object) -> Number:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise _unexpected(_("expected a number"))
    if not in_range(value):
        message = _("expected a number below 10^15 with at most nine decimals")
        raise _unexpected(message)
    return exact(value)


def _requirement(value: object) -> Number | str:
    if isinstance(value, str):
        if value != BASELINE:
            message = _("expected a number; of a level also baseline")
            raise _unexpected(message)
        return value
    return _number(value)


def _format(value: object) -> int:
    if value != 1 or isinstance(value, bool):
        raise _unexpected(_("expected 1, the version of this format"))
    return 1


def _text(value: object) -> str:
    if isinstance(value, (list, dict)) or value is None:
        raise _unexpected(_("expected text"))
    if not isinstance(value, str):
        message = _("expected text; put it in quotes")
        raise _unexpected(message)
    if not value.strip():
        raise _unexpected(_("expected text"))
    if len(value) > LONGEST_TEXT:
        message = _("expected text of at most {n} characters").format(n=LONGEST_TEXT)
        raise _unexpected(message)
    if found := _CONTROL.search(value):
        message = _("the text holds the control character U+{code}").format(
            code=f"{ord(found[0]):04X}"
        )
        raise _unexpected(message)
    return value


def _name(value: object) -> str:
    text = _text(value)
    if len(text) > LONGEST_NAME:
        message = _("expected a name of at most {n} characters").format(n=LONGEST_NAME)
        raise _unexpected(message)
    return text


class StrictModel(BaseModel):
    """A part of the plan: frozen, without keys that it does not know, and with no value guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class _Read:
    """How a plain YAML value is read into a field, and what JSON Schema says of it."""

    def __init__(self, read: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        self.core = core_schema.no_info_plain_validator_function(read)
        self.schema = schema

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        return self.core

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return self.schema


def _id(pattern: str, expected: str) -> _Read:
    """Text that a pattern matches, and that no system reserves as a file's name."""
    matches = re.compile(pattern, re.ASCII).fullmatch

    def read(value: object) -> str:
        if not isinstance(value, str) or not matches(value):
            raise _unexpected(expected)
        if _RESERVED(value):
            message = _("expected another id: Windows keeps {name} for itself").format(name=value)
            raise _unexpected(message)
        return _text(value)

    return _Read(read, {"type": "string", "pattern": f"^(?:{pattern})$"})


Day = Annotated[
    date,
    _Read(_day, {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Figure = Annotated[Number, _Read(_number, {"type": "number"})]
Requirement = Annotated[
    Number | Literal["baseline"],
    _Read(_requirement, {"anyOf": [{"type": "number"}, {"const": BASELINE}]}),
]
Text = Annotated[str, _Read(_text, {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT})]
Name = Annotated[str, _Read(_name, {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME})]
UnitId = Annotated[
    str,
    _id("[a-z][a-z0-9_-]{0,39}", _("expected an id: lower-case letters and digits, as fangguan")),
]
UnitIds = Annotated[tuple[UnitId, ...], Field(strict=False)]
"""Ids of units and groups, as a list of them."""
ChapterId = Annotated[
    str, _id("[0-9]{1,3}", _('expected a chapter\'s id: a number in quotes, as "1"'))
]
ClauseId = Annotated[
    str, _id(r"[0-9]{1,3}\.[0-9]{1,3}", _('expected a clause\'s id in quotes, as "1.1"'))
]
TargetId = Annotated[
    str,
    _id(
        r"[0-9]{1,3}\.[0-9]{1,3}[a-z]{1,2}",
        _("expected a target's id: its clause and a letter, as 1.1d"),
    ),
]
ProblemCode = Annotated[
    str, _id("HP[0-9]{3}", _("expected the code of a warning of check, as HP353"))
]
IllegibleFigure = Annotated[
    str,
    _id(
        r"(?=.*□)[0-9□]+(\.[0-9□]+)?",
        _("expected a figure with □ for each lost digit, as □5.1"),
    ),
]
FormatVersion = Annotated[int, _Read(_format, {"const": 1})]
