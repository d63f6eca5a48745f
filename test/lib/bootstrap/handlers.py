"""Prints, by resource type, the actions that its handlers need: from the schemas that cfn-lint ships."""

import glob
import json
import os
import sys

import cfnlint

folder = os.path.join(os.path.dirname(cfnlint.__file__), "data", "schemas", "resources")
found = {}
for path in glob.glob(os.path.join(folder, "*.json")):
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    if schema.get("typeName") not in sys.argv[1:]:
        continue
    handlers = schema.get("handlers", {})
    needed = {a for name in ("create", "read", "update", "delete") for a in handlers.get(name, {}).get("permissions", [])}
    tagging = set(schema.get("tagging", {}).get("permissions", []))
    found[schema["typeName"]] = {"handlers": sorted(needed), "tagging": sorted(tagging)}
print(json.dumps(found))
