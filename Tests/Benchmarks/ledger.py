#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a ledger of many builds for git fast-import: ledger.py COUNT ATTESTATION KEY NEXT >STREAM.

Each build is the one of ATTESTATION (a line of MODEL.intoto.jsonl) with other digests, signed with
KEY (PEM, P-256): a chain of COUNT commits, laid out as the ledger lays itself out. Every tenth
build changes the lock file, every build the data. The attestations of a hundred further builds go to
the file NEXT, a line each.
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

FILES = 10
out = sys.stdout.buffer


def sha256(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def place(folder, name, end=""):
    return f"{folder}/{name[0]}/{name[1]}/{name[2]}/{name[3:]}{end}"


def add(path, content):
    out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content))


def manifest(number):
    """The list of a dataset's files; its SHA-256 is the dataset digest."""
    lines = [f"{sha256(f'{number} {file}')}  part-{file}\n" for file in range(FILES)]
    return "".join(lines).encode()


def statement(template, number, data):
    """The statement of another build, and what it is found by."""
    made = json.loads(json.dumps(template))
    subject = made["subject"][0]
    subject["digest"] = {"sha256": sha256(f"model {number}")}
    subject["annotations"]["payloadDigest"] = "sha256:" + sha256(f"payload {number}")
    keys = [("model", sha256(f"model {number}")), ("model", sha256(f"payload {number}"))]
    commit = hashlib.sha1(f"{number}".encode()).hexdigest()
    keys += [("commit", commit), ("data", sha256(data))]
    definition = made["predicate"]["buildDefinition"]
    parts = []
    for part in definition["resolvedDependencies"]:
        role = part.get("annotations", {}).get("role")
        if part.get("name") == "source":
            part["digest"] = {"gitCommit": commit, "gitTree": commit}
        elif role == "dataset":
            part["digest"] = {"sha256": sha256(data), "dirHash": sha256(data)}
            part["annotations"]["files"] = FILES
        elif role == "dependency":
            lock = sha256(f"lock {number // 10}")
            part["digest"]["sha256"] = lock
            keys.append(("dependency", lock))
        parts.append(part)
    definition["resolvedDependencies"] = parts
    made["predicate"]["runDetails"]["metadata"]["invocationId"] = f"run-{number}"
    return json.dumps(made, separators=(",", ":")).encode(), keys


def envelope(payload, kind, key, key_id):
    head = f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode()
    signature = key.sign(head + payload, ec.ECDSA(hashes.SHA256()))
    line = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": kind,
        "signatures": [{"keyid": key_id, "sig": base64.b64encode(signature).decode()}],
    }
    return json.dumps(line, separators=(",", ":")).encode() + b"\n"


def main(count, attestation, key_file, next_file):
    with open(attestation, encoding="utf-8") as file:
        first = json.loads(file.readline())
    with open(key_file, "rb") as file:
        key = serialization.load_pem_private_key(file.read(), None)
    template = json.loads(base64.b64decode(first["payload"]))
    kind, key_id = first["payloadType"], first["signatures"][0]["keyid"]
    out.write(b"blob\nmark :1\ndata 0\n\n")
    for number in range(count):
        data = manifest(number)
        payload, keys = statement(template, number, data)
        line = envelope(payload, kind, key, key_id)
        entry = sha256(line)
        out.write(b"commit refs/modelgate/ledger\ncommitter B <b@example.org> %d +0000\n" % number)
        out.write(b"data 6\nbuild\n\n")
        add(place("entries", entry, ".json"), line)
        add(place("manifests", sha256(data), ".sha256"), data)
        for folder, name in keys:
            out.write(f"M 100644 :1 {place(folder, name)}/{entry}\n".encode())
    with open(next_file, "wb") as file:
        for number in range(count, count + 100):
            payload, _ = statement(template, number, manifest(number))
            file.write(envelope(payload, kind, key, key_id))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4])
