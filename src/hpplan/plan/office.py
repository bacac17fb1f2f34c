"""The office that issues notices, as plan.yaml names it."""

from typing import Annotated

from pydantic import Field

from hpplan.i18n import _
from hpplan.plan.types import Name, StrictModel


class Office(StrictModel):
    """Who issues notices (督办单), and what stands at the head and the foot of them."""

    name: Name = Field(description=_("the office that signs and issues notices (印发机关)"))
    red_head: Name | None = Field(
        default=None,
        description=_("what stands in red over a notice (发文机关标志); none on printed paper"),
    )
    number: Name | None = Field(
        default=None,
        description=_("the number of a notice (发文字号), its serial number left blank to fill in"),
    )
    copies_to: Annotated[tuple[Name, ...], Field(strict=False)] = Field(
        default=(), description=_("who else gets a notice (抄送), each by its full name")
    )
