// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

@testable import Worktree

/// Ignore patterns, with `git check-ignore` as the oracle.
@Suite struct IgnoreTests {
  private static let names = [
    "a", "b", "ab", "abc", "A", "a b", "a]", "[x", "-", "é", "a\nb", ".x", "x.y", "aXb", "1", "a ",
    "*", "\\",
  ]

  /// Pieces from which patterns are put together, so that special forms are frequent.
  private static let pieces = [
    "a", "b", "ab", "x", "/", "/", "*", "*", "**", "/**/", "**/", "/**", "?", "[ab]", "[!a]",
    "[^b]",
    "[a-c]", "[[:alpha:]]", "[[:upper:]]", "[[:bad:]]", "[a", "[]a]", "[\\]]", "\\", "\\*", "\\a",
    "\\/", " ", "\\ ", ".", "-", "!", "#", "é", "A", "[A-B]", "[a-", "***", "\t", "\r",
  ]

  /// Folders and files that exist, so that git can tell which is which.
  private func makeTree(_ fixture: WorktreeFixture, _ random: inout SeededGenerator) throws
    -> [(path: RelativePath, isFolder: Bool)]
  {
    var folders: [String] = [""]
    var all: [String: Bool] = [:]
    for _ in 0..<220 {
      let parent = folders[Int.random(in: 0..<folders.count, using: &random)]
      let name = Self.names[Int.random(in: 0..<Self.names.count, using: &random)]
      let path = parent.isEmpty ? name : "\(parent)/\(name)"
      guard all[path] == nil else { continue }
      let isFolder =
        Int.random(in: 0..<3, using: &random) == 0
        && parent.utf8.count(where: { $0 == UInt8(ascii: "/") }) < 4
      all[path] = isFolder
      if isFolder {
        try Folder.create(fixture.place(Array(path.utf8)))
        folders.append(path)
      } else {
        try fixture.write("", to: path)
      }
    }
    return try all.map { (try path($0.key), $0.value) }.sorted { $0.path < $1.path }
  }

  private func patterns(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...5, using: &random)).map { _ in
      (0..<Int.random(in: 1...6, using: &random)).map { _ in
        Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
      }.joined()
    }.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
  }

  @Test(arguments: [false, true]) func agreesWithCheckIgnore(foldsCase: Bool) async throws {
    let fixture = try await WorktreeFixture()
    try await fixture.git("config", "core.ignoreCase", "\(foldsCase)")
    let user = fixture.root.appending(".git/user-excludes")
    try await fixture.git("config", "core.excludesFile", user.string)
    var random = SeededGenerator(seed: foldsCase ? 7 : 8)
    let paths = try makeTree(fixture, &random)
    let folders = paths.filter(\.isFolder).map(\.path)
    for round in 0..<40 {
      var files: [RelativePath?: IgnoreFile] = [:]
      for folder in [nil] + folders.map(Optional.some) {
        let file = (folder.map { $0.bytes + [0x2f] } ?? []) + ".gitignore".utf8
        let isOwner = folder == nil || Int.random(in: 0..<4, using: &random) == 0
        let text = isOwner ? patterns(&random) : ""
        try fixture.write(Array(text.utf8), file)
        files[folder] = IgnoreFile(Array(text.utf8), foldsCase: foldsCase)
      }
      let (own, users) = (patterns(&random), patterns(&random))
      try fixture.write(own, to: ".git/info/exclude")
      try fixture.write(users, to: ".git/user-excludes")
      let outer = IgnoreRules(
        repository: IgnoreFile(Array(own.utf8), foldsCase: foldsCase),
        user: IgnoreFile(Array(users.utf8), foldsCase: foldsCase))
      let expected = try await verdicts(fixture, paths.map(\.path))
      for (number, (path, isFolder)) in paths.enumerated() {
        let rules = rules(around: path, outer.root(files[nil]), files)
        #expect(
          rules.ignores(path, isFolder: isFolder) == expected[number].isIgnored,
          "round \(round), \(path): git says \(expected[number].why)")
      }
    }
  }

  /// Of the same patterns with the opposite meaning, the files that git does not check out.
  @Test func sparsePatternsAgreeWithGit() async throws {
    let fixture = try await WorktreeFixture()
    var random = SeededGenerator(seed: 9)
    let files = try makeTree(fixture, &random).filter { !$0.isFolder }.map(\.path)
    try await fixture.git("add", "--all")
    try await fixture.git("commit", "--quiet", "--message", "files")
    try await fixture.git("config", "core.sparseCheckout", "true")
    try await fixture.git("config", "core.sparseCheckoutCone", "false")
    for round in 0..<60 {
      let text = round == 0 ? "/*\n!/*/\n/a/\n!/a/*/\n/a/b/\n" : patterns(&random)
      if IgnoreFile(Array(text.utf8)).isEmpty { continue }
      try fixture.write(text, to: ".git/info/sparse-checkout")
      try await fixture.git("sparse-checkout", "reapply")
      let left = try await fixture.git("ls-files", "-t", "-z").split(separator: 0)
        .filter { $0.first == UInt8(ascii: "S") }.map { Array($0.dropFirst(2)) }
      var kept = SparsePatterns(Array(text.utf8))
      let different = files.filter { kept.includes($0) == left.contains($0.bytes) }
      #expect(different.isEmpty, "round \(round), \(different): \(text)")
    }
  }

  private func rules(
    around path: RelativePath, _ root: IgnoreRules, _ files: [RelativePath?: IgnoreFile]
  ) -> IgnoreRules {
    guard let parent = path.parent else { return root }
    return rules(around: parent, root, files).entering(parent, files[parent])
  }

  private func verdicts(_ fixture: WorktreeFixture, _ paths: [RelativePath]) async throws
    -> [(isIgnored: Bool, why: String)]
  {
    let input: [UInt8] = paths.flatMap { path in path.bytes + [0] }
    var fields = try await fixture.git(
      ["check-ignore", "--no-index", "--stdin", "-z", "-v", "-n"], input: input
    ).split(separator: 0, omittingEmptySubsequences: false)
    fields.removeLast()
    #expect(fields.count == paths.count * 4)
    return stride(from: 0, to: fields.count, by: 4).map { start in
      let pattern = fields[start + 2]
      let why = fields[start..<start + 4].map { RelativePath.quoted(Array($0)) }
      return (!pattern.isEmpty && pattern.first != UInt8(ascii: "!"), why.joined(separator: " : "))
    }
  }

  @Test func takesNoTimeToSpeakOfOnPatternsThatBacktrack() {
    let stars = String(repeating: "a*", count: 200) + "b"
    let folders = String(repeating: "**/a*/", count: 60) + "b"
    let subject = String(repeating: "a", count: 2000)
    let deep = Array(repeating: "aa", count: 400).joined(separator: "/")
    let rules = IgnoreRules(repository: IgnoreFile(Array("\(stars)\n\(folders)\n".utf8)))
    let time = ContinuousClock().measure {
      #expect(!rules.ignores(Array(subject.utf8), isFolder: false))
      #expect(!rules.ignores(Array(deep.utf8), isFolder: false))
    }
    #expect(time < .seconds(5))
  }

  @Test func aDamagedFileIsStillPatterns() {
    var random = SeededGenerator(seed: 3)
    let whole = Array("\u{feff}# c\n*.[a-z]\n!/x/**/y\\ \n[[:alpha:]]/\n".utf8)
    for _ in 0..<3000 {
      let rules = IgnoreRules(repository: IgnoreFile(random.mutated(whole)))
      _ = rules.ignores(Array("x/a/y".utf8), isFolder: true)
    }
  }
}
