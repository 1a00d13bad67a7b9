// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Ledger
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

private let author = Identity(name: "A U Thor", email: "author@example.org")

/// An entry that differs from all others by its number.
private func entry(_ number: Int, models: [Digest]? = nil) -> LedgerEntry {
  let text = Array("{\"entry\":\(number)}\n".utf8)
  return LedgerEntry(
    attestation: text, models: models ?? [.of(text + [1]), .of(text + [2])],
    commit: ObjectID(hashing: text, type: "blob"), datasets: [.of([3])], summary: "entry \(number)")
}

@discardableResult
private func append(_ entry: LedgerEntry, at root: FilePath) throws -> ObjectID {
  try Ledger.append(entry, to: Repository(at: root), by: author, time: 1_790_000_000)
}

private func found(_ entry: LedgerEntry, at root: FilePath) throws -> Bool {
  let repository = try Repository(at: root)
  return try entry.models.allSatisfy { model in
    try Ledger.attestations(ofModel: model, in: repository).contains(entry.attestation)
  }
}

/// The ledger as plain git sees it, and as nobody may change it.
@Suite struct LedgerTests {
  @Test func gitShowsAndAcceptsWhatIsAppended() async throws {
    let repository = try await TemporaryRepository()
    #expect(try Ledger.trustedHead(of: Repository(at: repository.root)) == nil)
    let first = try append(entry(1), at: repository.root)
    let second = try append(entry(2), at: repository.root)
    #expect(
      try await repository.git("log", "--format=%H %an <%ae> %ct %s", Ledger.reference)
        == "\(second) A U Thor <author@example.org> 1790000000 entry 2\n"
        + "\(first) A U Thor <author@example.org> 1790000000 entry 1")
    #expect(try await repository.git("fsck", "--strict", "--no-dangling") == "")
    let id = entry(2).id.hex
    #expect(
      try await repository.git(
        "show", "\(Ledger.reference):\(place("entries", id)).json")
        == "{\"entry\":2}")
    #expect(try found(entry(1), at: repository.root) && found(entry(2), at: repository.root))
    let opened = try Repository(at: repository.root)
    #expect(try Ledger.attestations(ofModel: .of([9]), in: opened) == [])
  }

  @Test func nothingIsAddedTwice() async throws {
    let repository = try await TemporaryRepository()
    let first = try append(entry(1), at: repository.root)
    #expect(try append(entry(1), at: repository.root) == first)
    #expect(try await repository.git("rev-list", "--count", Ledger.reference) == "1")
  }

  @Test func aModelThatIsItsOwnPayloadHasOneMark() async throws {
    let repository = try await TemporaryRepository()
    let one = entry(1, models: [.of([1]), .of([1])])
    try append(one, at: repository.root)
    #expect(try found(one, at: repository.root))
    #expect(try await repository.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test func attestationsOfOneModelAreAllFound() async throws {
    let repository = try await TemporaryRepository()
    for number in 0..<3 { try append(entry(number, models: [.of([1])]), at: repository.root) }
    let opened = try Repository(at: repository.root)
    #expect(try Ledger.attestations(ofModel: .of([1]), in: opened).count == 3)
  }

  @Test(arguments: [2, 16]) func writersAtOnceAllKeepTheirEntries(count: Int) async throws {
    let repository = try await TemporaryRepository()
    let root = repository.root
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count { group.addTask { _ = try append(entry(number), at: root) } }
      for _ in 0..<count {
        group.addTask { _ = try Ledger.trustedHead(of: Repository(at: root)) }
      }
      try await group.waitForAll()
    }
    for number in 0..<count { #expect(try found(entry(number), at: root)) }
    #expect(try await repository.git("rev-list", "--count", Ledger.reference) == "\(count)")
    #expect(try await repository.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test func aKillLeavesALedgerThatVerifies() async throws {
    let repository = try await TemporaryRepository()
    let root = repository.root
    try append(entry(0), at: root)
    for round in 1...4 {
      let values = [root.string, String(round)]
      await #expect(processExitsWith: .signal(SIGKILL)) { [values = values as [String]] in
        let round = Int(values[1]) ?? 0
        let killer = Task.detached {
          usleep(UInt32(20_000 + round * 7_000))
          kill(getpid(), SIGKILL)
        }
        for number in 0..<100_000 {
          try append(entry(round * 100_000 + number), at: FilePath(values[0]))
        }
        await killer.value
      }
      #expect(try Ledger.trustedHead(of: Repository(at: root)) != nil)
      #expect(try found(entry(0), at: root))
      try append(entry(round), at: root)
    }
    #expect(try await repository.git("fsck", "--strict", "--no-dangling", "--no-progress") == "")
  }
}

/// Whatever is not an addition is refused, with the head that it should continue.
@Suite struct TamperedLedgerTests {
  private func refusal(_ repository: TemporaryRepository) -> LedgerError? {
    do {
      _ = try Ledger.trustedHead(of: Repository(at: repository.root))
      return nil
    } catch {
      return error as? LedgerError
    }
  }

  private func twoEntries() async throws -> (TemporaryRepository, ObjectID, ObjectID) {
    let repository = try await TemporaryRepository()
    let first = try append(entry(1), at: repository.root)
    return (repository, first, try append(entry(2), at: repository.root))
  }

  @Test func aDeletedLedgerHasVanished() async throws {
    let (repository, _, last) = try await twoEntries()
    try await repository.git("update-ref", "-d", Ledger.reference)
    let error = try #require(refusal(repository))
    #expect(error == .vanished(lastSeen: last))
    #expect(
      error.message == "the ledger 'refs/modelgate/ledger' is gone; its last head here was \(last)")
    try await repository.shell.script(error.hints[1])
    #expect(refusal(repository) == nil)
  }

  /// Attack 24: the ledger loses its newest entries.
  @Test func aTruncatedLedgerIsRewritten() async throws {
    let (repository, first, last) = try await twoEntries()
    try await repository.git("update-ref", Ledger.reference, "\(first)")
    let error = try #require(refusal(repository))
    #expect(error == .rewritten(lastSeen: last, now: first))
    #expect(
      error.message == "the ledger 'refs/modelgate/ledger' was rewritten: "
        + "its head \(first) does not continue \(last)")
    #expect(throws: error) { try append(entry(3), at: repository.root) }
  }

  @Test func anotherHistoryIsRewrittenEvenWhenTheOldObjectsAreGone() async throws {
    let (repository, first, last) = try await twoEntries()
    let other = try await repository.git(
      "commit-tree", "-p", "\(first)", "-m", "other", "\(last)^{tree}")
    try await repository.git("update-ref", Ledger.reference, other)
    let head = try #require(ObjectID(hex: other))
    #expect(refusal(repository) == .rewritten(lastSeen: last, now: head))
    try await repository.git("-c", "gc.pruneExpire=now", "gc", "--quiet")
    #expect(refusal(repository) == .rewritten(lastSeen: last, now: head))
  }

  @Test func aCommitThatTakesAwayIsRefusedThoughItContinuesTheChain() async throws {
    let (repository, first, last) = try await twoEntries()
    let less = try await repository.git(
      "commit-tree", "-p", "\(last)", "-m", "less", "\(first)^{tree}")
    try await repository.git("update-ref", Ledger.reference, less)
    guard case .removed(_, last, _) = try #require(refusal(repository)) else {
      Issue.record("not refused as removed")
      return
    }
  }

  @Test func anUnreadableMemoryIsNotNoMemory() async throws {
    let (repository, _, _) = try await twoEntries()
    try repository.write("", to: ".git/modelgate/ledger-head")
    let error = try #require(refusal(repository))
    #expect(error.message.hasSuffix("ledger-head', is unreadable"))
  }

  @Test func anEntryWithOtherBytesThanItsNameSaysIsMissing() async throws {
    let repository = try await TemporaryRepository()
    let (one, two) = (entry(1), entry(2))
    let hex = one.id.hex
    try await repository.shell.script(
      """
      git read-tree --empty
      put() { git update-index --add --cacheinfo "100644,$(git hash-object -w --stdin),$1"; }
      echo forged | put \(place("entries", hex)).json
      for model in \(place("model", one.models[0].hex)) \(place("model", two.models[0].hex)); do
        : | put "$model/\(hex)"
      done
      git update-ref \(Ledger.reference) $(git commit-tree -m forged $(git write-tree))
      """)
    let opened = try Repository(at: repository.root)
    #expect(throws: LedgerError.missingEntry(one.id)) {
      try Ledger.attestations(ofModel: one.models[0], in: opened)
    }
  }
}
