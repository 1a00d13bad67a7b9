#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes what the benchmarks run on, the same in every run: generate.py KIND FOLDER.

`small`, `wide`, `million` and `data` are folders of files. `commits` and `lists` write to standard
output, for `git fast-import`: the one a hundred commits on top of the main branch of what `wide`
makes, the other two commits with a manifest of 1,000,000 files.
"""

import hashlib
import random
import sys
from pathlib import Path

MIB = 1 << 20


def small(folder):
    """A project of 20 short files."""
    for number in range(20):
        (folder / f"module{number:02}.py").write_text(f"NUMBER = {number}\n")


def wide(folder):
    """100,000 short files in 1,000 folders."""
    write_folders(folder, 1000, lambda outer, inner: f"{outer} {inner}\n" * 8)


def million(folder):
    """1,000,000 short files in 10,000 folders, of 1,000 different texts to spare git's store."""
    write_folders(folder, 10_000, lambda outer, inner: f"{outer % 10} {inner}\n" * 8)


def write_folders(folder, count, text):
    for outer in range(count):
        inner_folder = folder / f"{outer // 100}" / f"{outer:04}"
        inner_folder.mkdir(parents=True)
        for inner in range(100):
            (inner_folder / f"{inner:02}.txt").write_text(text(outer, inner))


def data(folder):
    """1 file of 1 GiB, and 1,000 of 1 MiB, that nothing can compress."""
    source = random.Random(1)
    with open(folder / "large.bin", "wb") as file:
        for _ in range(1024):
            file.write(source.randbytes(MIB))
    for number in range(1000):
        (folder / f"part-{number:04}.bin").write_bytes(source.randbytes(MIB))


def commits():
    """Each changes three files in three folders."""
    for number in range(100):
        print("commit refs/heads/topic")
        print(f"committer Benchmark <benchmark@example.org> {1_800_000_000 + number} +0000")
        print("data 6\nchange")
        if number == 0:
            print("from refs/heads/main^0")
        for part in range(3):
            outer = (number * 7 + part * 311) % 1000
            text = f"commit {number}\n"
            print(f"M 100644 inline {outer // 100}/{outer:04}/{number % 100:02}.txt")
            print(f"data {len(text)}\n{text}", end="")


def lists():
    """A thousand files have another digest in the second."""
    for version in range(2):
        lines = []
        for number in range(1_000_000):
            content = f"{number} {version if number % 1000 == 7 else 0}"
            digest = hashlib.sha256(content.encode()).hexdigest()
            lines.append(f"{digest}  {number // 1000:03}/{number:06}\n")
        text = "".join(lines)
        print("commit refs/heads/main")
        print(f"committer Benchmark <benchmark@example.org> {1_800_000_000 + version} +0000")
        print("data 8\nmanifest")
        print(f"M 100644 inline images.sha256\ndata {len(text)}\n{text}", end="")


if __name__ == "__main__":
    kind, *target = sys.argv[1:]
    if target:
        Path(target[0]).mkdir(parents=True)
        {"small": small, "wide": wide, "million": million, "data": data}[kind](Path(target[0]))
    else:
        {"commits": commits, "lists": lists}[kind]()
