// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing

@testable import GitAccess

/// Objects that packs have as changes to others, against what git unpacks.
@Suite struct PackTests {
  /// A dozen versions of a list of 2 MB: lines changed, added, removed and moved.
  private func versions() async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    var random = SeededGenerator(seed: 4)
    var lines = (0..<30_000).map { "\(Digest.of(Array("\($0)".utf8)).hex)  \($0)\n" }
    for version in 0..<12 {
      for _ in 0..<40 {
        let place = Int.random(in: 0..<lines.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: lines[place] = "\(Digest.of(Array("\(version) \(place)".utf8)).hex)  \(place)\n"
        case 1: lines.insert("\(version) \(place)\n", at: place)
        case 2: lines.remove(at: place)
        default: lines.append(lines.remove(at: place))
        }
      }
      try repository.write(lines.joined(), to: "list")
      try await repository.commit()
    }
    return repository
  }

  private func blobs(of repository: TemporaryRepository) async throws -> [ObjectID] {
    let commits = try await repository.git("rev-list", "HEAD").split(separator: "\n")
    var blobs: [ObjectID] = []
    for commit in commits {
      blobs.append(try id(await repository.git("rev-parse", "\(commit):list")))
    }
    return blobs
  }

  private func content(_ blob: ObjectID, of repository: borrowing Repository) throws -> [UInt8] {
    var content: [UInt8] = []
    try repository.withPieces(ofBlob: blob) { content += $0 }
    return content
  }

  /// The base of each object by its place in the same pack, or by its id.
  @Test(arguments: ["true", "false"])
  func everyVersionIsAsGitUnpacksIt(_ isByOffset: String) async throws {
    let repository = try await versions()
    try await repository.git("config", "repack.useDeltaBaseOffset", isByOffset)
    try await repository.git("repack", "-adfq", "--depth=50", "--window=50")
    let opened = try Repository(at: repository.root)
    let packs = opened.commonDirectory.appending("objects/pack")
    var longest = 0
    for blob in try await blobs(of: repository) {
      longest = max(longest, DeltaChain.find(blob, inPacksOf: packs)?.deltas.count ?? 0)
      #expect(try content(blob, of: opened) == opened.blob(blob))
    }
    #expect(longest > 2, "git made no chain of changes")
  }

  /// Changes a few bytes of a file of the pack, behind its head and before the sums at its end.
  private func damage(
    _ ending: String, of repository: TemporaryRepository, _ check: () throws -> Void
  ) throws {
    let names = try Folder.names(in: repository.root.appending(".git/objects/pack"))
      .map { String(decoding: $0, as: UTF8.self) }
    let file = try #require(names.first { $0.hasSuffix(ending) }.map { ".git/objects/pack/\($0)" })
    let original = try repository.read(file)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<8 {
      var damaged = original
      for _ in 0..<30 {
        damaged[Int.random(in: 1040..<(original.count - 60), using: &random)] ^= 1
      }
      try Folder.remove(repository.root.appending(file))
      try repository.write(damaged, to: file)
      try check()
    }
    try Folder.remove(repository.root.appending(file))
    try repository.write(original, to: file)
  }

  /// Whatever becomes of a pack, no other bytes are given out to the end.
  @Test func aDamagedPackIsAnError() async throws {
    let repository = try await versions()
    try await repository.git("repack", "-adfq", "--depth=50", "--window=50")
    let blobs = try await blobs(of: repository)
    // Each from a repository of its own: one that stays open keeps the pack as it was.
    let contents = try blobs.map { try Repository(at: repository.root).blob($0) }
    var errors = 0
    try damage(".pack", of: repository) {
      let opened = try Repository(at: repository.root)
      for (blob, expected) in zip(blobs, contents) {
        do {
          #expect(try content(blob, of: opened) == expected)
        } catch {
          errors += 1
        }
      }
    }
    #expect(errors > 40)
    // An index that leads astray; libgit2 reads such a one less carefully, and is not asked here.
    let packs = repository.root.appending(".git/objects/pack")
    let chains = blobs.map { DeltaChain.find($0, inPacksOf: packs)?.deltas }
    var astray = 0
    try damage(".idx", of: repository) {
      for (blob, chain) in zip(blobs, chains)
      where DeltaChain.find(blob, inPacksOf: packs)?.deltas != chain { astray += 1 }
    }
    #expect(astray > 3)
  }

  // MARK: Changes

  /// A delta that makes `new` of nothing but pieces of `old` and a few bytes, and its result.
  private func delta(of old: [UInt8], _ random: inout SeededGenerator) -> (
    text: [UInt8], result: [UInt8]
  ) {
    var (steps, result): ([UInt8], [UInt8]) = ([], [])
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      if Bool.random(using: &random), !old.isEmpty {
        let start = Int.random(in: 0..<old.count, using: &random)
        let count = Int.random(in: 1...min(old.count - start, 0xffff), using: &random)
        steps += [0b1011_0011, UInt8(start & 0xff), UInt8(start >> 8 & 0xff)]
        steps += [UInt8(count & 0xff), UInt8(count >> 8)]
        result += old[start..<(start + count)]
      } else {
        let bytes = (0..<UInt8.random(in: 1...127, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        steps += [UInt8(bytes.count)] + bytes
        result += bytes
      }
    }
    return (size(old.count) + size(result.count) + steps, result)
  }

  private func size(_ number: Int) -> [UInt8] {
    [UInt8(number & 0x7f) | 0x80, UInt8(number >> 7 & 0x7f) | 0x80, UInt8(number >> 14)]
  }

  private func bytes(_ content: PatchedContent, of base: [UInt8]) -> [UInt8] {
    content.runs.flatMap { $0.isOfBase ? base[$0.range] : content.added[$0.range] }
  }

  @Test func changesToChangesAreWhatComesOfOneAfterAnother() throws {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<200 {
      let base = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
      var content = PatchedContent(base: base.count)
      var naive = base
      for _ in 0..<6 where naive.count < 20_000 {
        let (delta, result) = delta(of: naive, &random)
        try content.apply(delta)
        naive = result
        #expect(content.count == naive.count && bytes(content, of: base) == naive)
      }
    }
  }

  @Test func damagedChangesNeverTrap() throws {
    var random = SeededGenerator(seed: 7)
    let base = [UInt8](repeating: 1, count: 300)
    var defects = 0
    for _ in 0..<5000 {
      var content = PatchedContent(base: base.count)
      let delta = random.mutated(delta(of: base, &random).text)
      do {
        try content.apply(delta)
        _ = bytes(content, of: base)
      } catch {
        defects += 1
      }
    }
    #expect(defects > 1000)
  }
}
