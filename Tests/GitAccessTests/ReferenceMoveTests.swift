// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import TestSupport
import Testing

/// A reference moves only from what the mover saw.
@Suite struct ReferenceMoveTests {
  private static let name = "refs/modelgate/test"

  private static func claim(_ root: FilePath) -> FilePath { root.appending(".git/test.claim") }

  private func commits(_ repository: TemporaryRepository, _ count: Int) async throws -> [ObjectID] {
    var ids: [ObjectID] = []
    for number in 0..<count {
      ids.append(try #require(ObjectID(hex: await repository.commit("\(number)"))))
    }
    return ids
  }

  @Test func itIsMadeMovedAndRefused() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 3)
    let opened = try Repository(at: repository.root)
    try opened.move(reference: Self.name, from: nil, to: ids[0], claim: Self.claim(repository.root))
    #expect(try await repository.git("rev-parse", Self.name) == "\(ids[0])")
    try opened.move(
      reference: Self.name, from: ids[0], to: ids[1], claim: Self.claim(repository.root))
    for stale in [nil, ids[0], ids[2]] {
      let error = #expect(throws: GitError.self) {
        try opened.move(
          reference: Self.name, from: stale, to: ids[2], claim: Self.claim(repository.root))
      }
      #expect(error?.code == .modified)
    }
    try await repository.git("pack-refs", "--all")
    try opened.move(
      reference: Self.name, from: ids[1], to: ids[2], claim: Self.claim(repository.root))
    #expect(try await repository.git("rev-parse", Self.name) == "\(ids[2])")
    #expect(throws: GitError.self) {
      try opened.move(
        reference: "refs/heads/a..b", from: nil, to: ids[0], claim: Self.claim(repository.root))
    }
  }

  @Test func aVanishedReferenceIsNotMadeAgain() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 2)
    let opened = try Repository(at: repository.root)
    let error = #expect(throws: GitError.self) {
      try opened.move(
        reference: Self.name, from: ids[0], to: ids[1], claim: Self.claim(repository.root))
    }
    #expect(error?.code == .modified)
    #expect(try opened.reference(Self.name) == nil)
  }

  @Test func itWaitsForNobody() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 1)
    try repository.write("", to: ".git/\(Self.name).lock")
    let opened = try Repository(at: repository.root)
    let error = #expect(throws: GitError.self) {
      try opened.move(
        reference: Self.name, from: nil, to: ids[0], claim: Self.claim(repository.root))
    }
    #expect(error?.code == .locked)
    #expect(
      error?.message == "cannot move reference '\(Self.name)': "
        + "'\(repository.root)/.git/\(Self.name).lock' is there")
    #expect(try repository.read(".git/\(Self.name).lock") == [])
  }

  /// What a kill leaves behind, after each step; and the value that git then sees.
  @Test(arguments: ["claim", "claim and lock", "claim and reference"])
  func aKilledMoverIsNoObstacle(left: String) async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 3)
    let claim = Self.claim(repository.root)
    let opened = try Repository(at: repository.root)
    try opened.move(reference: Self.name, from: nil, to: ids[0], claim: claim)
    #expect(throws: FileError.self) { try FileStatus(claim) }
    let file = repository.root.appending(".git/\(Self.name)")
    var now = ids[0]
    try AtomicFile.write("\(ids[1])\n".utf8, to: claim)
    switch left {
    case "claim and lock":
      try HardLink.create(FilePath("\(file.string).lock"), to: claim)
    case "claim and reference":
      try Folder.remove(file)
      try HardLink.create(file, to: claim)
      now = ids[1]
    default: break
    }
    #expect(try await repository.git("rev-parse", Self.name) == "\(now)")
    try opened.move(reference: Self.name, from: now, to: ids[2], claim: claim)
    try await repository.git("update-ref", Self.name, "\(ids[1])", "\(ids[2])")
    #expect(try Folder.names(in: file.removingLastComponent()).count == 1)
  }

  @Test func aLockThatIsOnlyLikeTheClaimIsSomeoneElses() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 1)
    let claim = Self.claim(repository.root)
    for path in [".git/test.claim", ".git/\(Self.name).lock"] {
      try repository.write("\(ids[0])\n", to: path)
    }
    let opened = try Repository(at: repository.root)
    for _ in 0..<2 {
      let error = #expect(throws: GitError.self) {
        try opened.move(reference: Self.name, from: nil, to: ids[0], claim: claim)
      }
      #expect(error?.code == .locked)
    }
  }

  @Test func aRefusedMoveLeavesNoLock() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 2)
    let opened = try Repository(at: repository.root)
    try await repository.git("symbolic-ref", Self.name, "refs/heads/main")
    try await repository.git("update-ref", "refs/packed", "HEAD")
    try await repository.git("update-ref", "refs/deep/below/it", "HEAD")
    try await repository.git("pack-refs", "--all")
    for name in [Self.name, "refs/packed/below", "refs/deep/below"] {
      #expect(throws: GitError.self) {
        try opened.move(
          reference: name, from: name == Self.name ? ids[1] : nil, to: ids[0],
          claim: Self.claim(repository.root))
      }
    }
    let locks = try await repository.shell(
      "find", ".git", "-name", "*.lock", "-o", "-name", "*.claim")
    #expect(locks == "")
    #expect(
      try await repository.git("for-each-ref", "--format=%(refname)") == """
        refs/deep/below/it
        refs/heads/main
        refs/modelgate/test
        refs/packed
        """)
  }

  @Test func emptyFoldersWhereItGoesAreNoObstacle() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 1)
    try Folder.create(repository.root.appending(".git/\(Self.name)/a/b"))
    try Repository(at: repository.root).move(
      reference: Self.name, from: nil, to: ids[0], claim: Self.claim(repository.root))
    #expect(try await repository.git("rev-parse", Self.name) == "\(ids[0])")
  }

  @Test func aLinkedWorktreeMovesWhatAllShare() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 1)
    try await repository.git("worktree", "add", "--quiet", "../linked")
    let linked = try Repository(at: repository.base.appending("linked"))
    try linked.move(
      reference: Self.name, from: nil, to: ids[0], claim: Self.claim(repository.root))
    #expect(try await repository.git("rev-parse", Self.name) == "\(ids[0])")
  }

  /// A claim on another file system can be no second name of the lock.
  @Test func withoutHardLinksGitsOwnWayIsTaken() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 2)
    let opened = try Repository(at: repository.root)
    let claim = FilePath("/dev/shm/modelgate-\(ids[0]).claim")
    guard (try? FileStatus("/dev/shm"))?.device != (try FileStatus(repository.root)).device else {
      return
    }
    try opened.move(reference: Self.name, from: nil, to: ids[0], claim: claim)
    try opened.move(reference: Self.name, from: ids[0], to: ids[1], claim: claim)
    #expect(throws: GitError.self) {
      try opened.move(reference: Self.name, from: ids[0], to: ids[1], claim: claim)
    }
    #expect(try await repository.git("rev-parse", Self.name) == "\(ids[1])")
    #expect(throws: FileError.self) { try FileStatus(claim) }
  }

  @Test func gitMovesAndPacksItMeanwhile() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 1)
    let root = repository.root
    let shell = repository.shell
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await shell.script("for i in 1 2 3 4 5 6 7 8; do git pack-refs --all; done")
      }
      group.addTask {
        let opened = try Repository(at: root)
        var last: ObjectID?
        for number in 0..<200 {
          let next = number.isMultiple(of: 2) ? ids[0] : try opened.write(blob: [UInt8(number)])
          while true {
            do {
              try opened.move(reference: Self.name, from: last, to: next, claim: Self.claim(root))
              break
            } catch let error as GitError where error.code == .locked {
              await Task.yield()
            }
          }
          last = next
        }
      }
      try await group.waitForAll()
    }
    #expect(try await repository.git("fsck", "--strict", "--no-dangling") == "")
  }

  @Test func ofManyWhoMakeItAtOnceOneDoes() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 8)
    let root = repository.root
    for round in 0..<20 {
      let winners = await withTaskGroup(of: Bool.self) { group in
        for id in ids {
          group.addTask {
            do {
              try Repository(at: root).move(
                reference: "refs/race/\(round)", from: nil, to: id,
                claim: root.appending(".git/claim-\(id)"))
              return true
            } catch {
              return false
            }
          }
        }
        return await group.reduce(0) { $1 ? $0 + 1 : $0 }
      }
      #expect(winners == 1)
    }
  }
}
