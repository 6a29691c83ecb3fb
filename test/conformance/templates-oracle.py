"""What Jinja2 gives for the cases on standard input: one JSON list of texts, or of errors."""

import json
import sys

from jinja2 import DictLoader, Environment, StrictUndefined

suite = json.load(sys.stdin)
answers = []
for case in suite["cases"]:
    environment = Environment(
        loader=DictLoader({**suite["files"], "main": case["template"]}),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=case.get("trim", False),
        lstrip_blocks=case.get("lstrip", False),
    )
    try:
        answers.append(environment.get_template("main").render({**suite["data"], **case.get("data", {})}))
    except Exception as error:  # pylint: disable=broad-except
        answers.append({"error": f"{type(error).__name__}: {error}"})
json.dump(answers, sys.stdout)
