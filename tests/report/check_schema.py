# SPDX-License-Identifier: Apache-2.0
"""report.json keeps to docs/report.schema.json: check_schema.py SHOW_REPORT SCHEMA

Knows only the words that our schema uses, and fails on one that it does not know: no package to install.
"""
import json
import re
import subprocess
import sys
import tempfile

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {"$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties",
         "items", "minItems", "minimum", "const", "enum", "pattern", "oneOf"}


def has_type(value, name):
    if name in ("number", "integer"):
        return not isinstance(value, bool) and isinstance(value, int if name == "integer" else (int, float))
    return isinstance(value, TYPES[name])


def check_object(value, schema, root, where):
    properties, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name in schema.get("required", []):
        assert name in value, f"{where}: {name} is missing"
    for name, item in value.items():
        if name in properties:
            check(item, properties[name], root, f"{where}.{name}")
        else:
            assert rest is not False, f"{where}: {name} is not in the schema"
            check(item, rest if isinstance(rest, dict) else {}, root, f"{where}.{name}")


def accepts(value, schema, root, where):
    try:
        check(value, schema, root, where)
    except AssertionError:
        return False
    return True


def check(value, schema, root, where):
    assert set(schema) <= KNOWN, f"{where}: unknown words {set(schema) - KNOWN}"
    if "$ref" in schema:
        check(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, where)
    assert "type" not in schema or has_type(value, schema["type"]), f"{where}: {value!r} is no {schema['type']}"
    assert "const" not in schema or value == schema["const"], where
    assert "enum" not in schema or value in schema["enum"], where
    assert "minimum" not in schema or value >= schema["minimum"], where
    assert "pattern" not in schema or re.search(schema["pattern"], value), f"{where}: {value!r}"
    if "oneOf" in schema:
        assert sum(accepts(value, one, root, where) for one in schema["oneOf"]) == 1, where
    if isinstance(value, dict):
        check_object(value, schema, root, where)
    if isinstance(value, list):
        assert len(value) >= schema.get("minItems", 0), where
        for i, item in enumerate(value):
            check(item, schema.get("items", {}), root, f"{where}[{i}]")


def main():
    show_report, schema_path = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    for documents in ("0", "1", "412"):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([show_report, folder + "/r", documents], check=True)
            with open(folder + "/r/report.json", encoding="utf-8") as file:
                check(json.load(file), schema, schema, f"report of {documents}")


main()
