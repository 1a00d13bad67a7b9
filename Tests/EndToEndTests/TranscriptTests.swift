// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// What the tools say, where and with which exit status: a contract with people and scripts.
@Suite struct TranscriptTests {
  @Test func theWholeWay() async throws {
    let project = try await Project.small()
    try await project.expectGolden(
      """
      $ modelgate-check
      modelgate-check: passed: worktree: nothing found
      [0]
      $ modelgate-data verify
      ok  data/train  sha256  2 files, 12 bytes  DIGEST
      [0]
      $ modelgate-build
      model: REPO/modelgate-out/mean/RUN/model.safetensors
      digest: DIGEST
      payload: DIGEST
      stamp: in the file
      attestation: REPO/modelgate-out/mean/RUN/model.safetensors.intoto.jsonl
      bundle: REPO/modelgate-out/mean/RUN/model.safetensors.sigstore.json
      public key: HOME/.config/modelgate/signing-key.pub.pem
      commit: COMMIT
      data train: DIGEST
      ledger: COMMIT
      log: REPO/modelgate-out/mean/RUN/training.log
      2> modelgate-build: made the signing key 'HOME/.config/modelgate/signing-key.pem', which nobody else may read
      2> modelgate-build: exporting commit COMMIT and its data into a clean room
      2> modelgate-build: training: python3 train.py
      2> trained on 3 rows
      2> modelgate-build: stamping and signing
      [0]
      $ modelgate-stamp read modelgate-out/mean/latest/model.safetensors
      modelgate.version: 0.1.0
      modelgate.commit: COMMIT
      modelgate.tree: COMMIT
      modelgate.pipeline: mean
      modelgate.data: {"train":"DIGEST"}
      modelgate.dependencies: {}
      modelgate.build: RUN
      format: safetensors
      file: DIGEST
      payload: DIGEST
      [0]
      $ modelgate-stamp digest modelgate-out/mean/latest/model.safetensors
      DIGEST
      [0]
      $ modelgate-audit verify modelgate-out/mean/latest/model.safetensors
      modelgate-out/mean/latest/model.safetensors: verified
        proved  file        safetensors, 464 bytes, DIGEST
        proved  signature   'modelgate-out/mean/latest/model.safetensors.intoto.jsonl' is signed by KEY
        proved  subject     it attests DIGEST
        proved  payload     the weights are those attested, DIGEST
        proved  stamp       the model's own stamp is the one attested
        proved  commit      commit COMMIT exists and has the attested tree
        proved  data train  DIGEST, by 'data/train.sha256' in the commit
        proved  ledger      'refs/modelgate/ledger' holds the attestation
      [0]

      """)
  }

  @Test func refused() async throws {
    let project = try await Project.small()
    try project.repository.write("print()\n", to: "train.py")
    try await project.repository.shell.script("mv data/train/a.csv data/train/c.csv")
    try await project.expectGolden(
      """
      $ modelgate-check
      modelgate-check: refused: worktree: 3 errors
      error: a tracked file has other bytes than its commit (worktree/modified)
        train.py: 'train.py' differs from the commit
      error: data differs from its manifest (data/changed)
        data/train/a.csv: 'data/train/a.csv' of the dataset 'train' is missing
        data/train/c.csv: 'data/train/c.csv' is not in the manifest of the dataset 'train'
      modelgate-check: hint: git add -- train.py && git commit
      modelgate-check: hint: git restore -- train.py
      modelgate-check: hint: modelgate data track data/train && git add -u && git commit   # to accept this data
      [1]
      $ modelgate-build
      2> modelgate-build: refused: worktree: 3 errors
      2> error: a tracked file has other bytes than its commit (worktree/modified)
      2>   train.py: 'train.py' differs from the commit
      2> error: data differs from its manifest (data/changed)
      2>   data/train/a.csv: 'data/train/a.csv' of the dataset 'train' is missing
      2>   data/train/c.csv: 'data/train/c.csv' is not in the manifest of the dataset 'train'
      2> modelgate-build: hint: git add -- train.py && git commit
      2> modelgate-build: hint: git restore -- train.py
      2> modelgate-build: hint: modelgate data track data/train && git add -u && git commit   # to accept this data
      [1]
      $ modelgate-data verify
      refused  data/train  sha256  2 files, 12 bytes  DIGEST
        missing  a.csv
        extra    c.csv
      2> modelgate-data: refused: 1 of 1 datasets not as recorded
      2> modelgate-data: hint: modelgate data track data/train
      [1]
      $ modelgate-stamp read train.py
      2> modelgate-stamp: refused: 'train.py' carries no stamp
      [1]

      """)
  }

  @Test func aTrainingThatFails() async throws {
    let project = try await Project.small(run: "[sh, -c, 'echo oops; exit 3']")
    try await project.expectGolden(
      """
      $ modelgate-build
      2> modelgate-build: made the signing key 'HOME/.config/modelgate/signing-key.pem', which nobody else may read
      2> modelgate-build: exporting commit COMMIT and its data into a clean room
      2> modelgate-build: training: sh -c echo oops; exit 3
      2> oops
      2> modelgate-build: refused: the training 'sh -c echo oops; exit 3' failed with exit status 3; its log is 'REPO/.git/modelgate/logs/RUN.log'
      2> modelgate-build: hint: less REPO/.git/modelgate/logs/RUN.log
      [1]

      """)
  }

  @Test func aModelThatWasChanged() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    var bytes = try SmallFile.read(built.model, limit: 1 << 20)
    bytes[bytes.count - 1] ^= 1
    try AtomicFile.write(bytes, to: built.model)
    try await project.expectGolden(
      """
      $ modelgate-audit verify modelgate-out/mean/latest/model.safetensors
      modelgate-out/mean/latest/model.safetensors: not verified
        proved  file       safetensors, 464 bytes, DIGEST
        proved  signature  'modelgate-out/mean/latest/model.safetensors.intoto.jsonl' is signed by KEY
        FAILED  subject    it attests DIGEST, this file is DIGEST
        FAILED  payload    the weights are DIGEST, attested is DIGEST
        proved  stamp      the model's own stamp is the one attested
      [1]

      """)
  }
}

extension Project {
  /// Runs the commands of a golden transcript, and compares all that they say.
  fileprivate func expectGolden(
    _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let places = ["REPO": root, "HOME": repository.base.appending("home")]
    var actual = ""
    for line in expected.split(separator: "\n") where line.hasPrefix("$ ") {
      let words = line.dropFirst(2).split(separator: " ").map(String.init)
      let transcript = try await repository.shell.run(
        Tools.path(words[0]).string, Array(words.dropFirst()))
      actual += transcript.golden(places)
    }
    #expect(actual == expected, sourceLocation: sourceLocation)
  }
}
