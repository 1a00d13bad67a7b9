// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Ledger
import SystemPackage
import TestSupport
import Testing

/// Attestations that were made elsewhere.
@Suite struct AddToLedgerTests {
  private let entries = SignedEntries()

  @Test func signedLinesAreRecordedAllOrNone() async throws {
    let repository = try await TemporaryRepository()
    let key = try entries.publicKey(beside: repository)
    func add(_ file: String) async throws -> Transcript {
      try await repository.tool("modelgate-audit", "ledger", "add", file, "--key", key)
    }
    let (one, two) = try (entries.entry(1).attestation, entries.entry(2).attestation)
    let strange = try SignedEntries().entry(3).attestation
    try repository.write(one + strange, to: "strange.jsonl")
    try repository.write(one + two, to: "good.jsonl")
    try repository.write("garbage\n", to: "garbage.jsonl")
    for file in ["strange.jsonl", "garbage.jsonl"] {
      let refused = try await add(file)
      #expect(refused.status == 1 && refused.error.contains("was not recorded"), "\(refused)")
    }
    #expect(try LedgerReader(of: Repository(at: repository.root)).head == nil)
    for _ in 0..<2 {
      let added = try await add("good.jsonl")
      #expect(added.status == 0, "\(added)")
      let verification = try await entries.verification(at: repository.root)
      #expect((verification.commits, verification.trusted) == (1, 2))
    }
    try await repository.git("fsck", "--strict", "--no-dangling")
    // All of it came in one pack, and nothing beside it.
    let packs = try await repository.shell.script(
      "find .git/objects -type f ! -name '*.idx' ! -name '*.rev' | wc -l")
    #expect(packs.filter { $0 != " " && $0 != "\n" } == "1")
  }
}
