#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes what the benchmarks run on, the same in every run: generate.py small|wide|data FOLDER."""

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
    for outer in range(1000):
        inner_folder = folder / f"{outer // 100}" / f"{outer:04}"
        inner_folder.mkdir(parents=True)
        for inner in range(100):
            (inner_folder / f"{inner:02}.txt").write_text(f"{outer} {inner}\n" * 8)


def data(folder):
    """1 file of 1 GiB, and 1,000 of 1 MiB, that nothing can compress."""
    source = random.Random(1)
    with open(folder / "large.bin", "wb") as file:
        for _ in range(1024):
            file.write(source.randbytes(MIB))
    for number in range(1000):
        (folder / f"part-{number:04}.bin").write_bytes(source.randbytes(MIB))


if __name__ == "__main__":
    kind, target = sys.argv[1:]
    Path(target).mkdir(parents=True)
    {"small": small, "wide": wide, "data": data}[kind](Path(target))
