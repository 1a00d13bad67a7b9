// SPDX-License-Identifier: Apache-2.0

import Files
import Manifests
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: Peers.has("sha256sum"), "needs sha256sum"))
struct CoreutilsTests {
  let worktree: Worktree

  init() throws { worktree = try Worktree() }

  /// Names that coreutils writes plainly, with escapes, and as bytes that are no text.
  private static let names: [[UInt8]] = [
    Array("plain.csv".utf8), Array("with  spaces ".utf8), Array(" leading".utf8),
    Array("line\nbreak".utf8), Array("carriage\rreturn".utf8), Array("back\\slash".utf8),
    Array("\\n".utf8), Array("ünï.txt".utf8), Array("日本/語.csv".utf8), [0x66, 0xff, 0xfe],
    Array("*star".utf8), Array("deep/er/still".utf8),
  ]

  private func makeData() throws {
    for name in Self.names {
      let path = try #require(RelativePath(bytes: Array("data/".utf8) + name))
      try worktree.write(path, name)
    }
  }

  /// A shell in the folder of the data.
  private var inData: Shell {
    var shell = worktree.shell
    shell.directory = worktree.path.appending("data")
    return shell
  }

  @Test func acceptsTheManifestOfAFolder() async throws {
    try makeData()
    let outcome = try worktree.track("data")
    #expect(outcome.manifest.count == Self.names.count)
    try await inData("sha256sum", "--check", "--strict", "--quiet", "../data.sha256")
  }

  @Test func acceptsTheManifestOfAFile() async throws {
    try worktree.write("data/churn.csv", "1,2\n")
    try worktree.track("data/churn.csv")
    try await inData("sha256sum", "--check", "--strict", "churn.csv.sha256")
  }

  /// `sha256sum` looks at nothing that the list does not name; in all else it says the same.
  @Test func seesWhatCoreutilsSee() async throws {
    try makeData()
    try worktree.track("data")
    let list = "../data.sha256"
    for name in Self.names.compactMap({ String(validating: $0, as: UTF8.self) }) {
      try await worktree.seesEveryChange(of: "data/\(name)", as: name, by: "data.sha256") {
        let status = try await inData.run("sha256sum", ["--check", "--strict", list]).status
        #expect(status == ($0 == .addition ? 0 : 1), "\($0) of \(name)")
      }
    }
    try worktree.track("data/plain.csv")
    try await worktree.seesEveryChange(of: "data/plain.csv", by: "data/plain.csv.sha256")
  }

  @Test func writesTheSameLines() async throws {
    for name in ["b", "a", "c d"] { try worktree.write("data/\(name)", name) }
    let theirs = try await inData("sha256sum", "a", "b", "c d")
    #expect(try worktree.track("data").manifest.bytes == Array(theirs.utf8))
  }
}
