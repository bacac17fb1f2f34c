"""`schema`: print the JSON Schema of plan.yaml."""

from hpplan.cli.app import app
from hpplan.cli.console import print_data


@app.command()
def schema() -> None:
    from hpplan.output.data.formats import json_text
    from hpplan.plan.schema import plan_schema

    print_data(json_text(plan_schema()))
