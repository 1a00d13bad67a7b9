// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import TestSupport
import Testing

/// A text that comes in pieces is compared as the whole text is.
@Suite struct ManifestComparisonTests {
  private static func manifest(_ names: [String], _ version: String = "") throws -> NativeManifest {
    try NativeManifest(
      names.map { .init(path: try relative($0), digest: Digest.of(Array(($0 + version).utf8))) })
  }

  private func comparison(
    _ text: [UInt8], since old: NativeManifest, pieces length: Int
  ) throws -> ManifestComparison {
    var comparison = ManifestComparison(since: old)
    for start in stride(from: 0, to: text.count, by: length) {
      try comparison.add(text[start..<min(start + length, text.count)])
    }
    try comparison.finish()
    return comparison
  }

  @Test(arguments: [1, 7, 68, 69, 500, 100_000])
  func doesNotDependOnWhereTheTextIsCut(_ length: Int) throws {
    let names = (100..<160).map { "\($0 % 7)/file \($0)" } + ["line\nbreak", "back\\slash", "z"]
    let old = try Self.manifest(Array(names.dropFirst(3)))
    let changed = try Self.manifest(Array(names[10..<15]), "other")
    let same = try Self.manifest(Array(names[0..<10] + names[15..<61]))
    let new = try NativeManifest(Array(changed) + Array(same))
    let found = try comparison(new.bytes, since: old, pieces: length)
    #expect(found.changes == new.changes(since: old))
    #expect(found.changes.count == 3 + 5 + 2)
    #expect(found.count == new.count)
  }

  @Test(arguments: [1, 100, 100_000])
  func everyDefectHasTheLineThatItHasInTheWholeText(_ length: Int) throws {
    let good = try Self.manifest(["a", "b", "c", "d"])
    let lines = good.bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) + [10] }
    let texts = [
      lines[0] + lines[1] + lines[3] + lines[2], lines[0] + lines[1] + lines[1],
      lines[0] + lines[1] + lines[2].dropLast(), lines[0] + lines[1] + Array("nonsense\n".utf8),
      lines[0] + [0xef, 0xbb, 0xbf] + lines[1], [0xef, 0xbb, 0xbf] + lines[0], [10],
    ]
    for text in texts {
      let whole = try #require(throws: ManifestError.self) { try NativeManifest(parsing: text) }
      let error = try #require(throws: ManifestError.self) {
        try comparison(text, since: good, pieces: length)
      }
      #expect(error.line == whole.line)
    }
  }

  @Test func refusesATextThatListsNothing() throws {
    let old = try Self.manifest(["a"])
    #expect(throws: ManifestError.self) { try comparison([], since: old, pieces: 1) }
  }
}
