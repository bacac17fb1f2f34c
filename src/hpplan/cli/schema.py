"""`schema`: the JSON Schema of plan.yaml."""

from hpplan.cli.app import app
from hpplan.cli.console import data_in_utf8
from hpplan.i18n import _


@app.command(help=_("Print the JSON Schema of plan.yaml, for editors."))
def schema() -> None:
    from hpplan.output.data.items import json_text
    from hpplan.plan.schema import plan_schema

    data_in_utf8()
    print(json_text(plan_schema()))
