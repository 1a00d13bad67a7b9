// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files
import TestSupport
import Testing

@Suite struct PathPatternTests {
  static let patterns = [
    "a", "*.csv", "data/*", "data/**", "**/raw", "/top.csv", "data/", "a?b", "[a-c]x", "[!a-c]x",
    "[^a]x", "[]]x", "[a-]x", "a/**/b", "**", "*", "**/*.csv", "data/**/x.csv", "a**b", "a/**b",
    "\\*x", "data/[r]aw/*", "é?", "raw/*.csv", "x/", "**/", "a*b*c*d", "[\\]]x", "/data", "***/x",
    "[c-a]x", "/*", "d*/r*", "*/",
  ]
  static let paths = [
    "a", "a/b", "b/a", "b/a/c", "x.csv", "data/x.csv", "data/raw/x.csv", "top.csv", "b/top.csv",
    "data", "b/data/x", "axb", "a/b/c", "ax", "dx", "]x", "-x", "a/x/y/b", "a/b/b", "*x", "éé", "é",
    "raw/x.csv", "x/raw/x.csv", "x", "x/y", "y/x/z", "abcd", "aXbXcXd", "a/bcd", "a/xb", "a/x/b",
  ]

  @Test func agreesWithGit() async throws {
    let repository = try await TemporaryRepository()
    let paths = Self.paths.joined(separator: "\n") + "\n"
    for pattern in Self.patterns {
      try repository.write(pattern + "\n", to: ".git/info/exclude")
      let transcript = try await repository.shell.run(
        "git",
        [
          "-c", "core.quotePath=false", "check-ignore", "--no-index", "--stdin", "--verbose",
          "--non-matching",
        ], input: Array(paths.utf8))
      let lines = transcript.output.split(separator: "\n")
      #expect(lines.count == Self.paths.count, "\(transcript)")
      for line in lines {
        let path = try #require(line.split(separator: "\t").last)
        let ours = try #require(PathPattern(pattern)).matches(try #require(RelativePath(path)))
        #expect(ours == !line.hasPrefix("::"), "pattern \(pattern), path \(path)")
      }
    }
  }

  @Test(arguments: ["", "/", "a[", "[!]", "a\\", "[[:alpha:]]", "[a-"])
  func refuses(_ text: String) {
    #expect(PathPattern(text) == nil)
  }

  @Test func takesNoLongerThanItMust() throws {
    let pattern = try #require(PathPattern(String(repeating: "*a", count: 500) + "b"))
    #expect(!pattern.matches(try #require(RelativePath(String(repeating: "a", count: 4000)))))
  }

  @Test func namesReferences() throws {
    let release = try #require(RefPattern("release/*"))
    #expect(release.matches("refs/heads/release/1.0"))
    #expect(!release.matches("refs/heads/release/1.0/fix"))
    #expect(!release.matches("refs/tags/release/1.0"))
    #expect(try #require(RefPattern("main")).matches("refs/heads/main"))
    #expect(!(try #require(RefPattern("main")).matches("refs/heads/main/x")))
    #expect(try #require(RefPattern("refs/tags/v*")).matches("refs/tags/v1"))
    #expect(try #require(RefPattern("**")).matches("refs/heads/a/b"))
  }

  @Test(arguments: [
    ("d/**", true), ("d/*", true), ("d", true), ("**", true), ("d/?*", true), ("d/???", false),
    ("d/[!_]*", false), ("d/*.csv", false), ("d/?", false), ("d/*[!z]", false), ("e/*", false),
  ])
  func `names all in a folder, or leaves something out`(_ text: String, _ namesAll: Bool) throws {
    let pattern = try #require(PathPattern(text))
    #expect(pattern.matchesAll(in: try #require(RelativePath("d"))) == namesAll)
  }
}
