// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import TestSupport
import Testing

/// Parts that many machines have made give the manifest of the whole.
@Suite struct MergingTests {
  private let entries: [NativeManifest.Entry]
  private let whole: NativeManifest

  init() throws {
    let names =
      (0..<200).map { "\($0 % 7)/file \($0)" } + ["line\nbreak", "back\\slash", "a", "a.b"]
    entries = try names.map {
      .init(path: try relative($0), digest: Digest.of(Array($0.utf8)))
    }
    whole = try NativeManifest(entries)
  }

  @Test(arguments: [1, 2, 3, 5, 16])
  func doesNotDependOnHowFilesWereDivided(_ count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    var parts = [[NativeManifest.Entry]](repeating: [], count: count)
    for entry in entries {
      parts[Int.random(in: 0..<count, using: &generator)].append(entry)
      // Some files are listed by more than one machine.
      if Int.random(in: 0..<4, using: &generator) == 0 { parts[0].append(entry) }
    }
    let manifests = try parts.map { try NativeManifest(Set($0)) }
    let merged = try NativeManifest.merging(manifests.shuffled(using: &generator))
    #expect(merged == whole)
    #expect(try NativeManifest(parsing: merged.bytes) == whole)
  }

  @Test func namesEveryContradiction() throws {
    let wrong = ["a", "line\nbreak"].map { name in
      entries.filter { $0.path.text == name }.map {
        NativeManifest.Entry(path: $0.path, digest: Digest.of([]))
      }
    }
    let parts = try wrong.map { try NativeManifest($0) } + [whole]
    let conflict = try #require(throws: NativeManifest.Conflict.self) {
      try NativeManifest.merging(parts)
    }
    #expect(conflict.paths == [try relative("a"), try relative("line\nbreak")])
    #expect(conflict.message.hasSuffix("  'a'\n  '\"line\\nbreak\"'"))
  }

  /// `a` is a file of one machine and a folder of another, with `a.b` between them in order.
  @Test func noFileIsAFolder() throws {
    let other = try NativeManifest([
      .init(path: relative("a/b/c"), digest: Digest.of([])),
      .init(path: relative("b/c"), digest: Digest.of([])),
    ])
    let conflict = try #require(throws: NativeManifest.Conflict.self) {
      try NativeManifest.merging([whole, other])
    }
    #expect(conflict.paths == [try relative("a")])
  }

  @Test func placesAPartInAFolder() throws {
    let placed = try whole.placed(below: relative("sub/folder"))
    #expect(placed.map(\.path) == whole.map { try? relative("sub/folder").appending($0.path) })
    #expect(try NativeManifest(parsing: placed.bytes) == placed)
  }

  @Test func mergesNothingToNothing() throws {
    #expect(try NativeManifest.merging([]).isEmpty)
  }
}
