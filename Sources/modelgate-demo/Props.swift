// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// The files that are there before the story begins.
struct Props {
  private let stage: Stage

  init(_ stage: Stage) { self.stage = stage }

  func write() throws {
    try put(Self.gitSettings, stage.folder.appending("home/.gitconfig"))
    try put(Self.verifyScript, stage.folder.appending("verify-signature.sh"))
    for (number, text) in Customers.files(count: 4, customers: 100).enumerated() {
      try put(text, stage.repository.appending("data/train/part-\(number + 1).csv"))
    }
    let training = Training(hasPython: stage.hasPython)
    try put(training.script, stage.repository.appending(training.name))
    try put(training.configuration, stage.repository.appending("modelgate.yaml"))
  }

  private func put(_ text: String, _ path: FilePath) throws {
    try Folder.create(path.removingLastComponent())
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  private static let gitSettings = """
    [user]
    \tname = Demo
    \temail = demo@example.org
    [init]
    \tdefaultBranch = main

    """

  /// What DSSE signs is the type and the payload, each after its length:
  /// <https://github.com/secure-systems-lab/dsse/blob/master/protocol.md>.
  private static let verifyScript = #"""
    #!/bin/sh
    # Verifies the first signature of an attestation: verify-signature.sh ATTESTATION PUBLIC-KEY
    set -eu
    work=$(mktemp -d)
    trap 'rm -r "$work"' EXIT
    field() { head -n 1 "$2" | sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/" | base64 -d; }
    field payload "$1" >"$work/payload"
    field sig "$1" >"$work/signature"
    {
      printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c <"$work/payload")"
      cat "$work/payload"
    } >"$work/signed"
    openssl dgst -sha256 -verify "$2" -signature "$work/signature" "$work/signed"

    """#
}
