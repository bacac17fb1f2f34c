"""`schema`: print the JSON Schema of plan.yaml."""

from hpplan.cli.app import app
from hpplan.cli.console import print_data
from hpplan.i18n import _


@app.command(help=_("Print the JSON Schema of plan.yaml, for editors."))
def schema() -> None:
    from hpplan.output.data.formats import json_text
    from hpplan.plan.schema import plan_schema

    print_data(json_text(plan_schema()))
