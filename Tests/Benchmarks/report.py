#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints hyperfine's results as ratios: report.py TITLE RESULTS.json, modelgate's command first."""

import json
import sys


def duration(seconds):
    return f"{seconds * 1000:9.1f} ms" if seconds < 10 else f"{seconds:9.2f} s "


def main(title, path):
    with open(path, encoding="utf-8") as file:
        results = json.load(file)["results"]
    ours = results[0]["median"]
    print(f"{title:44}      median         min   modelgate takes")
    for result in results:
        ratio = "" if result is results[0] else f"{ours / result['median']:8.2f} times this"
        times = f"{duration(result['median'])}{duration(result['min'])}"
        print(f"  {result['command']:40} {times}  {ratio}".rstrip())
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
