#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs shellcheck on the shell code inside CI templates: each argument is one YAML file."""

import subprocess
import sys

import yaml

SCRIPT_KEYS = {"run", "before_script", "script", "after_script"}


def scripts(node):
    """Yields the text of each script, wherever it is."""
    if isinstance(node, list):
        for item in node:
            yield from scripts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in SCRIPT_KEYS:
                yield value if isinstance(value, str) else "\n".join(value)
            else:
                yield from scripts(value)


def main(paths):
    failed = False
    for path in paths:
        with open(path, encoding="utf-8") as file:
            texts = list(scripts(yaml.safe_load(file)))
        if not texts:
            print(f"{path}: no script found", file=sys.stderr)
            failed = True
        for text in texts:
            checked = subprocess.run(["shellcheck", "--shell=sh", "-"], input=text, text=True)
            failed = failed or checked.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
