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
    try opened.move(reference: Self.name, from: nil, to: ids[0], reason: "made")
    #expect(try await repository.git("rev-parse", Self.name) == "\(ids[0])")
    try opened.move(reference: Self.name, from: ids[0], to: ids[1], reason: "moved")
    for stale in [nil, ids[0], ids[2]] {
      let error = #expect(throws: GitError.self) {
        try opened.move(reference: Self.name, from: stale, to: ids[2], reason: "stale")
      }
      #expect(error?.code == .modified)
    }
    try await repository.git("pack-refs", "--all")
    try opened.move(reference: Self.name, from: ids[1], to: ids[2], reason: "from packed")
    #expect(try await repository.git("rev-parse", Self.name) == "\(ids[2])")
    #expect(throws: GitError.self) {
      try opened.move(reference: "refs/heads/a..b", from: nil, to: ids[0], reason: "")
    }
  }

  @Test func aVanishedReferenceIsNotMadeAgain() async throws {
    let repository = try await TemporaryRepository()
    let ids = try await commits(repository, 2)
    let opened = try Repository(at: repository.root)
    let error = #expect(throws: GitError.self) {
      try opened.move(reference: Self.name, from: ids[0], to: ids[1], reason: "")
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
      try opened.move(reference: Self.name, from: nil, to: ids[0], reason: "")
    }
    #expect(error?.code == .locked)
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
                reference: "refs/race/\(round)", from: nil, to: id, reason: "race")
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
