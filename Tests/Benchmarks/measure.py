#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times commands in turn and prints ratios: measure.py TITLE ROUNDS NAME COMMAND [NAME COMMAND…]

The first command is modelgate's. Every round runs each command once, so that whatever else the
machine does meanwhile hits all of them. A command is words for a shell's splitting, without a shell;
`< FILE` at its end is its standard input. A command that fails ends the measurement.
"""

import os
import shlex
import statistics
import sys
import time


def run(command):
    """Seconds, and the peak of resident memory in bytes (never less than Python's own)."""
    words = shlex.split(command)
    source = words.pop() if "<" in words else os.devnull
    words = [word for word in words if word != "<"]
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, source, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    ]
    start = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        code = os.waitstatus_to_exitcode(status)
        sys.exit(f"measure.py: error: exit status {code} of: {command}")
    return seconds, usage.ru_maxrss * (1024 if sys.platform == "linux" else 1)


def duration(seconds):
    return f"{seconds * 1000:9.1f} ms" if seconds < 10 else f"{seconds:9.2f} s "


def main(title, rounds, *arguments):
    commands = list(zip(arguments[::2], arguments[1::2]))
    for _, command in commands:
        run(command)
    results = [[run(command) for _, command in commands] for _ in range(int(rounds))]
    columns = list(zip(*results))
    medians = [statistics.median(seconds for seconds, _ in column) for column in columns]
    print(f"{title:44}      median         min    memory   modelgate takes")
    for (name, _), column, median in zip(commands, columns, medians):
        times = duration(median) + duration(min(seconds for seconds, _ in column))
        memory = f"{max(memory for _, memory in column) / 1e6:7.1f} MB"
        ratio = "" if column is columns[0] else f"{medians[0] / median:8.2f} times this"
        print(f"  {name:40} {times} {memory} {ratio}".rstrip())
    print(flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
