// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import GitAccess
import Ledger
import Manifests
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Copies of one ledger, in clones that share a remote.
@Suite struct SharedLedgerTests {
  private let entries = SignedEntries()

  /// A repository with a bare one as its remote `origin`, and further clones beside it.
  private func clones(_ names: [String]) async throws -> (TemporaryRepository, [FilePath]) {
    let repository = try await TemporaryRepository()
    try await repository.shell.script("git init --quiet --bare ../remote.git")
    for name in names {
      try await repository.shell.script(
        "git init --quiet '../\(name)' && git -C '../\(name)' remote add origin ../remote.git")
    }
    return (repository, names.map { repository.base.appending($0) })
  }

  private func remote(_ root: FilePath) throws -> LedgerRemote {
    try LedgerRemote(
      "origin", of: Repository(at: root), author: SignedEntries.author, time: 1_790_000_000)
  }

  @discardableResult
  private func push(_ root: FilePath) async throws -> LedgerRemote.Outcome {
    try await remote(root).push(from: Repository(at: root))
  }

  @discardableResult
  private func fetch(_ root: FilePath) async throws -> LedgerRemote.Outcome {
    try await remote(root).fetch(into: Repository(at: root))
  }

  @Test func aForkIsMergedAndNeitherSideIsLost() async throws {
    let (repository, copies) = try await clones(["a", "b"])
    let (a, b) = (copies[0], copies[1])
    #expect(try await fetch(a).head == nil)
    let first = try entries.append(0, at: a)
    #expect(try await push(a).remoteHead == first)
    #expect(try await fetch(b).head == first)
    let one = try entries.append(1, at: a)
    let two = try entries.append(2, at: b)
    try await push(a)
    let merged = try #require(try await push(b).head)
    #expect(try await fetch(a).head == merged)
    for root in copies {
      let verification = try await entries.verification(at: root)
      #expect(verification.faults.isEmpty && verification.trusted == 3)
      #expect(verification.commits == 4)
    }
    #expect(
      try await repository.shell.at(a)("git", "log", "-1", "--format=%P", Ledger.reference)
        == "\(two) \(one)\n")
    #expect(
      try await repository.shell.at(a)("git", "for-each-ref", "--format=%(refname)")
        == "\(Ledger.reference)\n")
    try await repository.shell.at(a)("git", "fsck", "--strict", "--no-dangling")
  }

  /// `git ls-remote` also lists references whose names only end like the ledger's.
  @Test func aBranchOfTheLedgersNameHidesNothing() async throws {
    let (repository, copies) = try await clones(["a", "b"])
    let head = try entries.append(0, at: copies[0])
    try await push(copies[0])
    try await repository.shell.script(
      "git -C ../remote.git update-ref refs/heads/\(Ledger.reference) $(git -C ../remote.git commit-tree -m x $(git -C ../remote.git mktree </dev/null))"
    )
    #expect(try await fetch(copies[1]).head == head)
  }

  /// Attack 24: the ledger of the remote was pushed anew without some of its entries.
  @Test func aRemoteThatWasRolledBackIsRefused() async throws {
    let (repository, copies) = try await clones(["a"])
    let first = try entries.append(0, at: copies[0])
    let last = try entries.append(1, at: copies[0])
    try await push(copies[0])
    let bare = repository.shell.at(repository.base.appending("remote.git"))
    try await bare("git", "update-ref", Ledger.reference, "\(first)")
    let error = LedgerError.rolledBack(remote: "origin", lastSeen: last, now: first)
    for _ in 0..<2 {
      await #expect(throws: error) { try await fetch(copies[0]) }
      await #expect(throws: error) { try await push(copies[0]) }
    }
    #expect(
      error.message == "the ledger of 'origin' was rolled back: it had \(last), "
        + "and is \(first) now, which does not continue it")
    try await repository.shell.at(copies[0]).script(error.hints[1])
    #expect(try await fetch(copies[0]).remoteHead == last)
    try await bare("git", "update-ref", "-d", Ledger.reference)
    await #expect(throws: LedgerError.rolledBack(remote: "origin", lastSeen: last, now: nil)) {
      try await push(copies[0])
    }
  }

  @Test func aRemoteThatTookSomethingAwayIsRefused() async throws {
    let (repository, copies) = try await clones(["a", "b"])
    let first = try entries.append(0, at: copies[0])
    let last = try entries.append(1, at: copies[0])
    try await push(copies[0])
    let bare = repository.shell.at(repository.base.appending("remote.git"))
    let less = try await bare.run(
      "git",
      [
        "-c", "user.name=x", "-c", "user.email=x", "commit-tree", "-p", "\(last)", "-m", "less",
        "\(first)^{tree}",
      ]
    ).expecting(0).line
    try await bare("git", "update-ref", Ledger.reference, less)
    for root in copies {
      let error = await #expect(throws: LedgerError.self) { try await fetch(root) }
      guard case .removedThere = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(try LedgerReader(of: Repository(at: copies[0])).head == last)
  }

  @Test func whatIsNoLedgerIsNotTakenIn() async throws {
    let (repository, copies) = try await clones(["a"])
    try await repository.commit("code")
    try await repository.git("push", "--quiet", "../remote.git", "HEAD:\(Ledger.reference)")
    try repository.write("x", to: "file")
    try await repository.commit("more")
    try await repository.git("push", "--quiet", "../remote.git", "HEAD:\(Ledger.reference)")
    await #expect(throws: LedgerError.foreign(path: "file", of: "origin")) {
      try await fetch(copies[0])
    }
    #expect(try LedgerReader(of: Repository(at: copies[0])).head == nil)
  }

  @Test func aRemoteThatIsNotThereIsAnError() async throws {
    let (scratch, copies) = try await clones(["a"])
    defer { withExtendedLifetime(scratch) {} }
    let repository = try Repository(at: copies[0])
    for name in ["nowhere", "--upload-pack=touch x"] {
      await #expect(throws: (any Error).self) {
        try await LedgerRemote(
          name, of: repository, author: SignedEntries.author, time: 0
        ).push(from: Repository(at: copies[0]))
      }
    }
  }

  /// How many push at once; `MODELGATE_LEDGER_WRITERS` asks for another number.
  private static let writers =
    unsafe getenv("MODELGATE_LEDGER_WRITERS").flatMap { unsafe Int(String(cString: $0)) } ?? 8

  /// Every second one is killed at some moment of its push; what was acknowledged is there.
  @Test func manyPushAtOnceAndSomeAreKilled() async throws {
    let (repository, copies) = try await clones((0..<Self.writers).map { "writer-\($0)" })
    for (number, root) in copies.enumerated() { try entries.append(number, at: root) }
    let tool = Tools.path("modelgate-audit").string
    var generator = SeededGenerator(seed: 11)
    let delays = copies.map { _ in Int.random(in: 20..<900, using: &generator) }
    let shell = repository.shell
    let acknowledged = try await withThrowingTaskGroup(of: Int?.self) { group in
      for (number, root) in copies.enumerated() {
        group.addTask {
          let limit = number.isMultiple(of: 2) ? "0" : "0.\(delays[number])"
          let push = try await shell.at(root).run(
            "timeout", ["-s", "KILL", limit, tool, "ledger", "push", "--quiet"])
          if limit == "0" { #expect(push.status == 0, "\(push)") }
          return push.status == 0 ? number : nil
        }
      }
      var numbers: [Int] = []
      for try await case let number? in group { numbers.append(number) }
      return numbers
    }
    let reader = repository.base.appending("reader")
    try await shell.script(
      "git init --quiet ../reader && git -C ../reader remote add origin ../remote.git")
    try await fetch(reader)
    let opened = try Repository(at: reader)
    for number in acknowledged {
      let entry = try entries.entry(number)
      let found = try Ledger.attestations(ofModel: entry.models[0], in: opened)
      #expect(found.count == 1, "entry \(number)")
    }
    #expect(acknowledged.count >= Self.writers / 2)
    // Who was killed is no worse off than before.
    for root in copies {
      try await push(root)
      #expect(try await entries.verification(at: root).faults.isEmpty)
    }
    try await fetch(reader)
    let verification = try await entries.verification(at: reader)
    #expect(verification.faults.isEmpty && verification.trusted == Self.writers)
  }
}
