// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import Findings
import GitAccess
import Ledger
import Manifests
import SystemPackage
import TestSupport
import Testing

/// What `ledger verify` proves, and what it refuses.
@Suite struct VerificationTests {
  private let entries = SignedEntries()

  private func filled(_ count: Int) async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    for number in 0..<count { try entries.append(number, at: repository.root) }
    return repository
  }

  /// A ledger whose next commit was made by hand, by lines of shell that have `put PATH <CONTENT`,
  /// `drop PATH` and `end`.
  private func forged(_ script: String, after count: Int = 2) async throws -> LedgerVerification {
    let repository = try await filled(count)
    try await repository.shell.script(
      """
      git read-tree \(Ledger.reference)
      put() { git update-index --add --cacheinfo "100644,$(git hash-object -w --stdin),$1"; }
      drop() { git update-index --force-remove "$1"; }
      \(script)
      git update-ref \(Ledger.reference) \\
        $(git commit-tree -p \(Ledger.reference) -m forged $(git write-tree))
      rm -f .git/modelgate/ledger-head
      """)
    return try await entries.verification(at: repository.root)
  }

  @Test func anHonestLedgerPasses() async throws {
    let repository = try await filled(3)
    let verification = try await entries.verification(at: repository.root)
    #expect(verification.faults.isEmpty && verification.status == .passed)
    #expect((verification.commits, verification.entries, verification.trusted) == (3, 3, 3))
    let text = try await repository.git(
      "show",
      "\(Ledger.reference):\(place("manifests", SignedEntries.manifest(1).datasetDigest.hex)).sha256"
    )
    #expect(try Array("\(text)\n".utf8) == SignedEntries.manifest(1).bytes)
  }

  @Test func withoutKeysOrLedgerNothingIsProved() async throws {
    let repository = try await filled(1)
    let opened = try Repository(at: repository.root)
    #expect(
      try await LedgerVerification(of: opened, trusting: Trust(keys: [])).status == .couldNotJudge)
    let empty = try await TemporaryRepository()
    #expect(try await entries.verification(at: empty.root).status == .couldNotJudge)
  }

  @Test func aStrangersSignatureIsRefused() async throws {
    let repository = try await filled(1)
    try SignedEntries().append(7, at: repository.root)
    let verification = try await entries.verification(at: repository.root)
    #expect(verification.faults.map(\.reason) == ["no trusted key signed it"])
    #expect(verification.trusted == 1 && verification.status == .refused)
  }

  @Test func aLinkThatTakesAwayIsRefusedThoughTheNextOnePutsItBack() async throws {
    let verification = try await forged(
      """
      drop "$(git ls-tree -r --name-only \(Ledger.reference) entries | head -n 1)"
      git update-ref \(Ledger.reference) \\
        $(git commit-tree -p \(Ledger.reference) -m less $(git write-tree))
      git read-tree \(Ledger.reference)~1
      """)
    #expect(
      verification.faults.contains {
        $0.path.hasPrefix("entries/") && $0.reason == "it was there before, and is not now"
      })
  }

  @Test(arguments: [
    (
      "echo x | put entries/a/b/c/\(String(repeating: "0", count: 61)).json",
      "its content is not what its name says"
    ),
    (
      ": | put data/a/b/c/\(String(repeating: "0", count: 61))/\(String(repeating: "0", count: 64))",
      "it leads to no entry of this commit"
    ),
    ("echo x | put README", "a ledger holds nothing at such a place"),
    (
      "echo x | put manifests/a/b/c/\(String(repeating: "0", count: 61)).sha256",
      "its content is not what its name says"
    ),
    (
      """
      n=$(printf x | sha256sum | cut -c 1-64)
      printf x | put "entries/$(echo $n | sed 's|\\(.\\)\\(.\\)\\(.\\)\\(.*\\)|\\1/\\2/\\3/\\4|').json"
      """, "not a valid DSSE envelope"
    ),
  ])
  func whatNoBuildWritesIsRefused(script: String, reason: String) async throws {
    let verification = try await forged(script)
    #expect(verification.status == .refused)
    let reasons = verification.faults.map(\.reason)
    #expect(reasons.count == 1 && reasons[0].hasPrefix(reason), "\(reasons)")
  }

  @Test func anEntryThatIsNotIndexedIsRefused() async throws {
    let entry = try entries.entry(5)
    let verification = try await forged(
      "printf '%s\\n' '\(String(decoding: entry.attestation.dropLast(), as: UTF8.self))' | "
        + "put \(place("entries", entry.id.hex)).json")
    #expect(verification.faults.count == 5)
    #expect(
      verification.faults.allSatisfy {
        $0.reason == "the entry \(entry.id.hex) is not indexed by it"
      })
  }

  /// An honest entry, and what was done to one folder of the index beside it.
  @Test(arguments: [
    (":", [], []),
    ("drop $mark", ["is not indexed by it"], ["$mark"]),
    ("echo x | put $mark", ["is not indexed by it"], ["$mark"]),
    (
      "git update-index --add --cacheinfo 100755,$empty,$mark",
      ["it is no plain file", "is not indexed by it"],
      ["$mark"]
    ),
    (": | put $mark-2", ["a ledger holds nothing at such a place"], ["$mark-2"]),
    (": | put $folder/$other", ["it leads to no entry of this commit"], ["$folder/$other"]),
    ("drop $old", ["it was there before, and is not now"], ["$old"]),
    ("echo x | put $old", ["it was there before, and is not now"], ["$old"]),
    ("drop $old; : | put $old/x", ["it was there before, and is not now"], ["$old"]),
  ])
  func anIndexThatIsNotWhatItsEntriesAskForIsRefused(
    _ damage: String, reasons: [String], places: [String]
  ) async throws {
    let repository = try await filled(2)
    let head = try entries.append(5, at: repository.root)
    for index in ["model", "commit", "data", "dependency"] {
      let said = try await repository.shell.script(
        """
        git read-tree \(head)
        put() { git update-index --add --replace --cacheinfo \\
          "100644,$(git hash-object -w --stdin),$1"; }
        drop() { git update-index --force-remove "$1"; }
        mark=$(git diff --name-only \(head)~1 \(head) -- \(index) | head -n 1)
        folder=${mark%/*} other=\(String(repeating: "0", count: 64))
        empty=$(git hash-object -w --stdin </dev/null)
        old=$(git ls-tree -r --name-only \(head)~1 \(index) | head -n 1)
        \(damage)
        git update-ref \(Ledger.reference) \\
          $(git commit-tree -p \(head)~1 -m forged $(git write-tree))
        rm -f .git/modelgate/ledger-head
        echo "\(places.first ?? "")"
        """)
      let found = try await entries.verification(at: repository.root)
      #expect(found.faults.count == reasons.count, "\(index): \(found.faults)")
      let place = said.split(separator: "\n").last ?? ""
      for reason in reasons {
        // Of a folder that is gone, the folder is named.
        let fault = found.faults.first { $0.reason.hasSuffix(reason) && place.hasPrefix($0.path) }
        #expect(fault != nil, "\(index): \(found.faults)")
      }
    }
  }

  @Test func anIndexThatIsNotThereIsRefused() async throws {
    let repository = try await filled(2)
    try entries.append(5, at: repository.root)
    try await repository.shell.script(
      """
      mv .git/objects/pack . && for pack in pack/*.pack; do git unpack-objects -q <$pack; done
      lost=$(git rev-parse \(Ledger.reference)~1:dependency)
      rm -f ".git/objects/$(echo $lost | cut -c 1-2)/$(echo $lost | cut -c 3-)"
      """)
    let found = try await entries.verification(at: repository.root)
    #expect(found.status == .refused && !found.faults.isEmpty)
    #expect(found.faults.allSatisfy { $0.reason.contains("read tree") }, "\(found.faults)")
  }

  @Test func aCheckpointOutlivesWhatItNotes() async throws {
    let repository = try await filled(2)
    let opened = try Repository(at: repository.root)
    let checkpoint = try #require(try LedgerCheckpoint(of: opened))
    #expect(checkpoint.entries == 2)
    let note = try checkpoint.signed(with: entries.key)
    #expect(try await LedgerCheckpoint(note, trusting: entries.trust) == checkpoint)
    await #expect(throws: AttestationError.self) {
      try await LedgerCheckpoint(note, trusting: SignedEntries().trust)
    }
    let attestation = try entries.entry(0).attestation
    await #expect(throws: AttestationError.self) {
      try await LedgerCheckpoint(attestation, trusting: entries.trust)
    }
    try entries.append(3, at: repository.root)
    try checkpoint.check(opened)
    // As on a clone that never saw more.
    try await repository.shell.script(
      "git update-ref \(Ledger.reference) \(Ledger.reference)~2 && rm .git/modelgate/ledger-head")
    let now = try #require(try opened.reference(Ledger.reference))
    #expect(throws: LedgerError.rewritten(lastSeen: checkpoint.head, now: now)) {
      try checkpoint.check(opened)
    }
    try repository.write(note, to: "note.json")
    let key = try entries.publicKey(beside: repository)
    let said = try await repository.tool(
      "modelgate-audit", "ledger", "verify", "--key", key, "--checkpoint", "note.json")
    #expect(said.status == 1 && said.error.contains("was rewritten"), "\(said)")
  }

  @Test func theToolSaysIt() async throws {
    let repository = try await filled(2)
    let key = try entries.publicKey(beside: repository)
    let good = try await repository.tool("modelgate-audit", "ledger", "verify", "--key", key)
    #expect(good.status == 0 && good.output.contains("verified, 2 commits, 2 entries, 2 signed"))
    let unknown = try await repository.tool("modelgate-audit", "ledger", "verify")
    #expect(unknown.status == 2 && unknown.error.contains("no trusted key"))
    let exported = try await repository.tool("modelgate-audit", "ledger", "export")
    let lines = try [0, 1].map {
      String(decoding: try entries.entry($0).attestation, as: UTF8.self)
    }
    #expect(exported.status == 0 && exported.output.split(separator: "\n").count == lines.count)
    let listed = try await repository.tool("modelgate-audit", "ledger", "list")
    #expect(listed.output.split(separator: "\n").count == 2, "\(listed)")
  }
}
