"""Answers what Python's configparser makes of each input: a JSON list of {"value": ...} or {"error": ...}.

Reads a JSON list of {"text", "options"} from standard input. Line ends are translated as when a file is opened.
"""
import configparser
import io
import json
import sys

INTERPOLATIONS = {
    "none": None,
    "basic": configparser.BasicInterpolation,
    "extended": configparser.ExtendedInterpolation,
}


def make_parser(options):
    given = {}
    if "interpolation" in options:
        kind = INTERPOLATIONS[options["interpolation"]]
        given["interpolation"] = kind() if kind else None
    names = {
        "delimiters": "delimiters",
        "commentPrefixes": "comment_prefixes",
        "inlineCommentPrefixes": "inline_comment_prefixes",
        "strict": "strict",
        "emptyLinesInValues": "empty_lines_in_values",
        "allowNoValue": "allow_no_value",
        "defaultSection": "default_section",
    }
    for ours, theirs in names.items():
        if ours in options:
            value = options[ours]
            given[theirs] = tuple(value) if isinstance(value, list) else value
    parser = configparser.ConfigParser(**given)
    if options.get("caseSensitive"):
        parser.optionxform = str
    return parser


def answer(case):
    try:
        parser = make_parser(case.get("options", {}))
        parser.read_file(io.StringIO(case["text"], newline=None), "input")
        return {"value": {section: dict(parser[section]) for section in parser.sections()}}
    except Exception as error:  # every failure is an answer
        return {"error": type(error).__name__}


print(json.dumps([answer(case) for case in json.load(sys.stdin)]))
