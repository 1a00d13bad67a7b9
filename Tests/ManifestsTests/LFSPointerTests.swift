// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage
import TestSupport
import Testing

@Suite struct LFSPointerTests {
  static let oid = Digest.of(Array("x".utf8)).description
  static let version = "version https://git-lfs.github.com/spec/v1\n"
  static let canonical = version + "oid \(oid)\nsize 1\n"

  /// A text, and whether `git lfs pointer --check` and `--check --strict` take it.
  struct Variant: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let isPointer: Bool
    let isCanonical: Bool
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ isPointer: Bool, _ isCanonical: Bool) {
      self.name = name
      self.text = text
      self.isPointer = isPointer
      self.isCanonical = isCanonical
    }
  }

  static let variants = [
    Variant("canonical", canonical, true, true),
    Variant("empty", "", true, true),
    Variant("CR LF", canonical.replacing("\n", with: "\r\n"), true, false),
    Variant("no final newline", String(canonical.dropLast()), true, false),
    Variant("more final newlines", canonical + "\n\n", true, false),
    Variant("leading newline", "\n" + canonical, true, false),
    Variant("blank line", version + "\noid \(oid)\nsize 1\n", true, false),
    Variant("size before oid", version + "size 1\noid \(oid)\n", false, false),
    Variant("unknown key", version + "color red\noid \(oid)\nsize 1\n", false, false),
    Variant("extension", version + "ext-0-foo \(oid)\noid \(oid)\nsize 1\n", true, true),
    Variant(
      "extensions out of order",
      version + "ext-1-b \(oid)\next-0-a \(oid)\noid \(oid)\nsize 1\n", true, false),
    Variant(
      "priority twice", version + "ext-0-b \(oid)\next-0-a \(oid)\noid \(oid)\nsize 1\n", false,
      false),
    Variant(
      "an extension without a digest", version + "ext-0-a sha256:12\noid \(oid)\nsize 1\n", false,
      false),
    Variant(
      "an extension without a name", version + "ext-0-.a \(oid)\noid \(oid)\nsize 1\n", false, false
    ),
    Variant("negative size", version + "oid \(oid)\nsize -1\n", false, false),
    Variant("leading zero", version + "oid \(oid)\nsize 01\n", true, false),
    Variant(
      "size beyond 64 bits", version + "oid \(oid)\nsize 9223372036854775808\n", false, false),
    Variant(
      "upper-case oid", version + "oid sha256:\(oid.dropFirst(7).uppercased())\nsize 1\n", false,
      false),
    Variant("md5", version + "oid md5:\(oid.dropFirst(7))\nsize 1\n", false, false),
    Variant("spec v2", canonical.replacing("/v1", with: "/v2"), false, false),
    Variant("hawser", canonical.replacing("git-lfs", with: "hawser"), true, false),
    Variant(
      "git-media",
      canonical.replacing("https://git-lfs.github.com/spec/v1", with: "http://git-media.io/v/2"),
      true, false),
    Variant("2,000 bytes more", canonical + String(repeating: "x", count: 2000), false, false),
    Variant(
      "size zero", canonical.replacing("size 1", with: "size 0"), true, false),
    Variant("extra line", canonical + "more 1\n", false, false),
    Variant("other text", "hello\n", false, false),
  ]

  @Test(arguments: variants) func readsWhatGitLFSReads(_ variant: Variant) {
    let pointer = try? LFSPointer(parsing: Array(variant.text.utf8))
    #expect((pointer != nil) == variant.isPointer)
    #expect((pointer?.isCanonical ?? false) == variant.isCanonical)
  }

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"), arguments: variants)
  func agreesWithGitLFS(_ variant: Variant) async throws {
    let worktree = try Worktree()
    try worktree.write("pointer", variant.text)
    let check = ["pointer", "--check", "--file=pointer"]
    let lenient = try await worktree.shell.run("git-lfs", check)
    let strict = try await worktree.shell.run("git-lfs", check + ["--strict"])
    #expect((lenient.status == 0) == variant.isPointer, "\(lenient)")
    #expect((strict.status == 0) == variant.isCanonical, "\(strict)")
  }

  @Test(.enabled(if: Peers.has("git-lfs"), "needs git-lfs"), arguments: [1, 126, 70_000])
  func writesThePointerThatGitLFSWrites(_ size: Int) async throws {
    let worktree = try Worktree()
    let content = [UInt8](repeating: 0x61, count: size)
    try worktree.write("file", content)
    let theirs = try await worktree.shell("git-lfs", "pointer", "--file=file")
    let ours = LFSPointer(digest: Digest.of(content), size: Int64(size))
    #expect(theirs == String(decoding: ours.bytes, as: UTF8.self))
    #expect(try LFSPointer(parsing: ours.bytes) == ours)
  }

  @Test func coversTheFileOfTheSameName() throws {
    let worktree = try Worktree()
    try worktree.write("model.bin", "x")
    let path = try relative("model.bin")
    let datasets = try ManifestFormats.datasets(in: Array(Self.canonical.utf8), at: path)
    let dataset = try #require(datasets?.first)
    #expect(dataset.format == "lfs")
    let verifier = DatasetVerifier()
    #expect(verifier.check(dataset, in: try worktree.root()).verdict == .passed)
    try worktree.write("model.bin", Self.canonical)
    let check = verifier.check(dataset, in: try worktree.root())
    // The pointer itself, as after a clone without fetching: the content is not here.
    #expect(check.summary == ["missing model.bin"])
  }

  @Test func cannotJudgeThroughExtensions() throws {
    let text = Self.version + "ext-0-foo \(Self.oid)\noid \(Self.oid)\nsize 1\n"
    let datasets = try ManifestFormats.datasets(in: Array(text.utf8), at: relative("f"))
    #expect(datasets?.first?.record == nil)
  }
}
