// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Manifests
import SystemPackage
import TestSupport
import Testing

@testable import Audit
@testable import Ledger

/// Damage to anything that the ledger reads is refused, or read as nothing; it never stops the
/// program, and never makes something true that was not signed.
@Suite struct LedgerMutationTests {
  private let entries = SignedEntries()
  private let mode = FilePermissions(rawValue: 0o644)

  @Test func aPathIsReadAsItIsWrittenOrNotAtAll() throws {
    let entry = try entries.entry(0)
    let paths =
      try [LedgerLayout.entry(entry.id), LedgerLayout.manifest(entry.datasets[0])]
      + entry.keys.map { LedgerLayout.mark($0, entry.id) }
    var random = SeededGenerator(seed: 31)
    var taken = 0
    for path in paths {
      #expect(LedgerLayout.place(of: path) != nil)
      for _ in 0..<1_000 {
        guard let changed = RelativePath(bytes: random.mutated(path.bytes)),
          let place = LedgerLayout.place(of: changed)
        else { continue }
        taken += 1
        #expect(try place.path == changed)
      }
    }
    #expect(taken > 10)
  }

  @Test func aDamagedCheckpointSaysNothing() async throws {
    let repository = try await TemporaryRepository()
    try entries.append(0, at: repository.root)
    let checkpoint = try #require(try LedgerCheckpoint(of: Repository(at: repository.root)))
    let note = try checkpoint.signed(with: entries.key)
    var random = SeededGenerator(seed: 32)
    for _ in 0..<2_000 {
      // A hint of the key may differ: nobody vouches for it.
      if let read = try? await LedgerCheckpoint(random.mutated(note), trusting: entries.trust) {
        #expect(read == checkpoint)
      }
    }
    #expect(try await LedgerCheckpoint(note, trusting: entries.trust) == checkpoint)
    await #expect(throws: AttestationError.self) {
      try await LedgerCheckpoint(note, trusting: SignedEntries().trust)
    }
  }

  @Test func aDamagedTableOfDataFilesIsNoneOrIsRead() throws {
    let scratch = try ScratchFolder()
    defer { withExtendedLifetime(scratch) {} }
    let path = scratch.path.appending("table")
    let digests = (UInt8(0)..<9).map { Digest.of([$0]) }
    let records = digests.compactMap { DataFileRecord(file: $0, dataset: .of([99])) }.sorted()
    try DataFileTable.write(records, ObjectID(hashing: [], type: "blob"), to: path)
    let whole = try #require(try DataFileTable(path))
    #expect(try whole.records() == records)
    #expect(try whole.datasets(with: digests[4]) == [.of([99])])
    let bytes = try SmallFile.read(path, limit: 1 << 20)
    var random = SeededGenerator(seed: 33)
    var refused = 0
    for number in 0..<500 {
      let damaged = scratch.path.appending("\(number)")
      try NewFile.write(random.mutated(bytes), to: damaged, permissions: mode, flushed: false)
      guard let table = try DataFileTable(damaged) else {
        refused += 1
        continue
      }
      // What the checksums let through is what was written.
      do {
        let found = try table.records()
        #expect(found == records)
        for digest in digests { #expect(try table.datasets(with: digest) == [.of([99])]) }
      } catch is DataFileTable.Damage {
        refused += 1
      }
    }
    #expect(refused > 400)
  }

  /// A flipped bit hides no file: whatever cannot be believed is made anew.
  @Test func noFlippedBitHidesADataFile() async throws {
    let repository = try await TemporaryRepository()
    for number in 0..<3 { try entries.append(number, at: repository.root) }
    let opened = try Repository(at: repository.root)
    let wanted = try SignedEntries.manifest(1)[0].digest
    func answer() throws -> [Digest] {
      var index = try DataFileIndex(of: LedgerReader(of: opened), in: opened)
      return try index.datasets(with: wanted, in: opened).datasets
    }
    let expected = try answer()
    #expect(expected == [try SignedEntries.manifest(1).datasetDigest])
    let name = ".git/modelgate/data-files"
    let whole = try repository.read(name)
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 4
      try repository.write(bytes, to: name)
      #expect(try answer() == expected, "byte \(place)")
    }
  }

  /// Trees and commits of a ledger's copy, damaged in the object store of who takes them in.
  @Test func damagedObjectsOfAnotherCopyAreNotTakenIn() async throws {
    let repository = try await TemporaryRepository()
    defer { withExtendedLifetime(repository) {} }
    try entries.append(0, at: repository.root)
    let head = try entries.append(1, at: repository.root)
    let opened = try Repository(at: repository.root)
    let commit = try opened.rawObject(head, limit: 1 << 20).bytes
    let tree = try opened.rawObject(opened.commit(head).tree, limit: 1 << 20).bytes
    var random = SeededGenerator(seed: 34)
    let count = 150
    for number in 0..<count {
      try write(random.mutated(tree), "tree-\(number)", repository)
      try write(random.mutated(commit), "commit-\(number)", repository)
    }
    let names = try await repository.shell.script(
      """
      store() { git hash-object -w --literally -t "$1" --stdin-paths; }
      ls ../damage/commit-* | store commit
      ls ../damage/tree-* | store tree | while read -r tree; do
        printf 'tree %s\\nparent \(head)\\nauthor A <a@b> 0 +0000\\ncommitter A <a@b> 0 +0000\\n\\n' \\
          "$tree" >../damage/made-$tree
        echo ../damage/made-$tree
      done | store commit
      """
    ).split(separator: "\n").compactMap { ObjectID(hex: $0) }
    #expect(names.count == 2 * count)
    var refused = 0
    for name in names {
      do {
        try Ledger.merge(name, from: "x", into: opened, by: SignedEntries.author, time: 0)
      } catch {
        refused += 1
      }
    }
    #expect(refused > count)
    #expect(try Ledger.trustedHead(of: opened) != nil)
    for number in 0...1 {
      let model = try entries.entry(number).models[0]
      #expect(try Ledger.attestations(ofModel: model, in: opened).count == 1)
    }
  }

  private func write(_ bytes: [UInt8], _ name: String, _ repository: TemporaryRepository) throws {
    let folder = repository.base.appending("damage")
    try Folder.create(folder)
    try NewFile.write(bytes, to: folder.appending(name), permissions: mode, flushed: false)
  }
}

extension LedgerLayout.Place {
  fileprivate var path: RelativePath {
    get throws {
      switch self {
      case .entry(let name): try LedgerLayout.entry(name)
      case .manifest(let name): try LedgerLayout.manifest(name)
      case .mark(let key, let entry): LedgerLayout.mark(key, entry)
      }
    }
  }
}
