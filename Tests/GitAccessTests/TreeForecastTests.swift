// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import TestSupport
import Testing

/// What a tree becomes when files are added, judged by the trees that git writes.
@Suite struct TreeForecastTests {
  private let empty = ObjectID(hashing: [], type: "blob")

  /// The tree that git makes of empty files at some paths.
  private func tree(_ paths: [String], _ repository: TemporaryRepository, mode: String = "100644")
    async throws -> ObjectID
  {
    let lines = paths.map { "\(mode) \(empty)\t\($0)\n" }.joined()
    let text = try await repository.shell.script(
      """
      git hash-object -w --stdin </dev/null >/dev/null
      rm -f .git/index && git update-index --index-info <<'END' && git write-tree
      \(lines)END
      """)
    return try #require(ObjectID(hex: text.trimmingPrefix("\n").prefix(40)))
  }

  private func paths(_ texts: [String]) throws -> [RelativePath] {
    try texts.map { try #require(RelativePath("index/\($0)")) }.sorted()
  }

  /// Whether the second tree is told to be the first with these files.
  private func confirms(
    _ later: ObjectID, _ earlier: ObjectID?, _ added: [String], _ repository: TemporaryRepository
  ) throws -> Bool {
    var forecast = TreeForecast()
    return try forecast.confirms(
      later, from: earlier, at: #require(RelativePath("index")), adding: paths(added), of: empty,
      in: Repository(at: repository.root))
  }

  @Test(arguments: [
    ([], ["a/b/c/d"]),
    (["a/b/c/d"], ["a/b/c/e", "a/b/x", "z"]),
    // A folder is ordered as if its name ended with a slash.
    (["a.b/x", "a-b", "a0"], ["a/x"]),
    (["a/x", "a0"], ["a-b", "a.b/x", "aa", "A"]),
    (["ab/x", "abc/x"], ["ab/y", "a/x", "abcd"]),
  ])
  func aTreeIsWhatGitMakesOfIt(known: [String], added: [String]) async throws {
    let repository = try await TemporaryRepository()
    let earlier = known.isEmpty ? nil : try await tree(known, repository)
    let later = try await tree(known + added, repository)
    #expect(try confirms(later, earlier, added, repository))
    // Nothing less and nothing more.
    let more = try await tree(known + added + ["more"], repository)
    #expect(try !confirms(more, earlier, added, repository))
    #expect(try !confirms(later, earlier, added + ["more"], repository))
    let marked = try await tree(known + added, repository, mode: "100755")
    #expect(try !confirms(marked, earlier, added, repository))
  }

  @Test func aRowOfAdditionsIsFollowed() async throws {
    let repository = try await TemporaryRepository()
    let opened = try Repository(at: repository.root)
    let place = try #require(RelativePath("index"))
    var forecast = TreeForecast()
    var known: [String] = []
    var earlier: ObjectID?
    for number in 0..<12 {
      let added = [
        "\(number % 3)/\(number % 2)/\(number)", "\(number % 3)/x/\(number / 4)/\(number)",
      ]
      let later = try await tree(known + added, repository)
      let isConfirmed = try forecast.confirms(
        later, from: earlier, at: place, adding: paths(added), of: empty, in: opened)
      #expect(isConfirmed, "addition \(number)")
      known += added
      earlier = later
    }
  }

  @Test(arguments: [
    (["a"], ["a"]), (["a/b"], ["a"]), (["a"], ["a/b"]), (["a/b"], ["a/b"]), (["a.b"], ["x", "x"]),
  ])
  func aNameThatIsTakenIsNotTold(known: [String], added: [String]) async throws {
    let repository = try await TemporaryRepository()
    let earlier = try await tree(known, repository)
    let later = try await tree(added, repository)
    #expect(try !confirms(later, earlier, added, repository))
    #expect(try !confirms(earlier, earlier, added, repository))
  }

  @Test func aTreeThatIsNotStoredIsNotTold() async throws {
    let repository = try await TemporaryRepository()
    let earlier = try await tree(["a/b/c"], repository)
    let later = try await tree(["a/b/c", "a/b/d"], repository)
    #expect(try confirms(later, earlier, ["a/b/d"], repository))
    let inner = try await repository.git("rev-parse", "\(later):a/b")
    try await repository.shell.script(
      "rm -f .git/objects/\(inner.prefix(2))/\(inner.dropFirst(2))")
    #expect(try !confirms(later, earlier, ["a/b/d"], repository))
    #expect(try !confirms(later, empty, ["a/b/d"], repository), "a blob is no tree")
  }
}
