// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

/// A dataset that is some of the files of a folder.
@Suite struct DatasetPatternsTests {
  let worktree: Worktree

  init() throws {
    worktree = try Worktree()
    for name in ["a.csv", "b.csv", "notes.txt", "cache/x.csv", "sub/c.csv"] {
      try worktree.write("data/\(name)", name)
    }
  }

  private func select(_ include: [String], _ exclude: [String]) throws -> [String] {
    let patterns = DatasetPatterns(
      include: include.compactMap(PathPattern.init), exclude: exclude.compactMap(PathPattern.init))
    try DatasetTracker().select(patterns, of: relative("data"), in: worktree.root())
    let tracked = try worktree.track("data")
    return tracked.manifest.map(\.path.description)
  }

  @Test func takesWhatIsIncludedAndNotExcluded() throws {
    let own = DatasetPatterns.fileName
    #expect(try select(["*.csv"], ["cache/"]) == [own, "a.csv", "b.csv", "sub/c.csv"])
    #expect(try select([], ["/*.csv", own]) == [own, "cache/x.csv", "notes.txt", "sub/c.csv"])
  }

  @Test func verifiesByTheSameRuleAndSeesWhenItChanges() async throws {
    _ = try select(["*.csv"], ["cache/"])
    try worktree.write("data/more notes.txt", "these do not count")
    #expect(try worktree.check("data.sha256").verdict == .passed)
    try worktree.write("data/d.csv", "")
    #expect(try worktree.check("data.sha256").summary == ["extra d.csv"])
    let file = "data/\(DatasetPatterns.fileName)"
    let text = String(decoding: try worktree.read(file), as: UTF8.self)
    try worktree.write(file, text + "exclude /d.csv\n")
    #expect(
      try worktree.check("data.sha256").summary == ["changed \(DatasetPatterns.fileName)"])
    try worktree.remove(file)
    let check = try worktree.check("data.sha256")
    #expect(check.summary.contains("missing \(DatasetPatterns.fileName)"))
    #expect(check.summary.contains("extra notes.txt"))
    // The lines are checked by sha256sum as ever.
    try worktree.write(file, text)
    try await worktree.shell.script("cd data && sha256sum --check --quiet ../data.sha256")
  }

  @Test(arguments: ["exclude", "leave out *.csv", "include ", "exclude [", "\u{1}\n"])
  func refusesWhatItDoesNotUnderstand(_ line: String) throws {
    #expect(throws: ManifestError.self) { try DatasetPatterns(parsing: Array(line.utf8)) }
    try worktree.write("data/\(DatasetPatterns.fileName)", line)
    let error = try #require(throws: TrackingError.self) { try worktree.track("data") }
    #expect(error.message.contains("line 1"), "\(error.message)")
  }

  @Test func readsBackWhatItWrites() throws {
    let patterns = DatasetPatterns(
      include: ["*.csv", "/a b/**"].compactMap(PathPattern.init),
      exclude: ["tmp/"].compactMap(PathPattern.init))
    #expect(try DatasetPatterns(parsing: Array(patterns.text.utf8)) == patterns)
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let text = generator.mutated(Array(patterns.text.utf8))
      guard let parsed = try? DatasetPatterns(parsing: text) else { continue }
      #expect(try DatasetPatterns(parsing: Array(parsed.text.utf8)) == parsed)
    }
  }
}
