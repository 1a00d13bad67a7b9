#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times what is asked of a large ledger: ledger_times.py AUDIT REPOSITORY KEY COUNT NEXT.

NEXT has attestations, of which a few are added; the ledger is put back as it was afterwards.
"""

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def seconds(command):
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"ledger_times: error: {' '.join(command)} exited with {done.returncode}")
    return time.monotonic() - start


def median(command):
    return sorted(seconds(command) for _ in range(5))[2]


def additions(audit, repository, key, attestations):
    """The median time of adding one attestation, as a process of its own."""
    with open(attestations, "rb") as file:
        lines = file.readlines()[:9]
    times = []
    for line in lines:
        with tempfile.NamedTemporaryFile() as one:
            one.write(line)
            one.flush()
            command = [audit, "ledger", "add", one.name, "--repo", repository, "--key", key]
            times.append(seconds(command))
    return sorted(times)[len(times) // 2]


def main(audit, repository, key, count, attestations):
    def trace(text):
        digest = hashlib.sha256(text.encode()).hexdigest()
        return [audit, "trace", digest, "--repo", repository, "--key", key]

    whole = seconds([audit, "ledger", "verify", "--repo", repository, "--key", key])
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    model = median(trace(f"model {count // 2}"))
    file = median(trace(f"{count // 2} 3"))
    git = ["git", "-C", repository]
    head = subprocess.check_output([*git, "rev-parse", "refs/modelgate/ledger"], text=True).strip()
    add = additions(audit, repository, key, attestations)
    subprocess.run([*git, "update-ref", "refs/modelgate/ledger", head], check=True)
    Path(repository, ".git/modelgate/ledger-head").write_text(f"{head}\n")
    size = sum(f.stat().st_size for f in Path(repository, ".git/objects").rglob("*") if f.is_file())
    print(
        f"  {count:8} {whole:8.2f} s {memory:6.0f} MB {model * 1000:8.1f} ms {file * 1000:8.1f} ms"
        f" {add * 1000:8.1f} ms {size / 1e6:8.1f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5])
