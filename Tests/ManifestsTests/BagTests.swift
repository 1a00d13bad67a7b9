// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import TestSupport
import Testing

/// Bags made by hand, with what `bagit` does not write.
@Suite struct BagTests {
  let worktree: Worktree
  private static let one = Digest.of(Array("1\n".utf8)).hex

  init() throws {
    worktree = try Worktree()
    try bag("1.0", [("data/50%25%0Aoff", "data/50%\noff")])
  }

  /// A bag of files that all hold the same.
  private func bag(_ version: String, _ files: [(written: String, name: String)]) throws {
    try worktree.write(
      "b/bagit.txt", "BagIt-Version: \(version)\nTag-File-Character-Encoding: UTF-8\n")
    try worktree.write(
      "b/manifest-sha256.txt", files.map { "\(Self.one)  \($0.written)\n" }.joined())
    for file in files { try worktree.write("b/\(file.name)", "1\n") }
  }

  private func refusal() throws -> String {
    try #require(throws: ManifestError.self) { try worktree.check("b/bagit.txt") }.reason
  }

  @Test func version1EncodesPercentSigns() throws {
    #expect(try worktree.check("b/bagit.txt").summary == [])
    #expect(try worktree.check("b/bagit.txt").verdict == .passed)
  }

  @Test func version097DoesNot() throws {
    try worktree.remove("b")
    try bag("0.97", [("data/50%25%0aoff", "data/50%25\noff")])
    #expect(try worktree.check("b/bagit.txt").verdict == .passed)
  }

  /// Both are in the specification, and checked by `bagit.py` as well.
  @Test func linesMayEndInCRAndNamesBeASCII() throws {
    try worktree.remove("b")
    try bag("0.97", [("data/a", "data/a"), ("data/b", "data/b")])
    let lines = try String(decoding: worktree.read("b/manifest-sha256.txt"), as: UTF8.self)
    try worktree.write("b/manifest-sha256.txt", lines.replacing("\n", with: "\r"))
    try worktree.write(
      "b/bagit.txt", "BagIt-Version: 0.97\rTag-File-Character-Encoding: ISO-8859-1\r")
    #expect(try worktree.check("b/bagit.txt").verdict == .passed)
    try worktree.write("b/data/b", "2\n")
    #expect(try worktree.check("b/bagit.txt").summary == ["changed data/b"])
    try worktree.write(
      "b/manifest-sha256.txt", Array(lines.utf8) + Array("\(Self.one)  data/".utf8) + [0xe9, 0x0a])
    #expect(try refusal().contains("not said to be UTF-8"))
  }

  @Test func everyManifestCounts() throws {
    let md5 = Digest.of(Array("1\n".utf8), .md5).hex
    try worktree.write("b/manifest-md5.txt", "\(md5)  data/50%25%0Aoff\n")
    #expect(try worktree.check("b/bagit.txt").verdict == .passed)
    #expect(try worktree.check("b/bagit.txt").dataset.record?.isCollisionResistant == true)
    try worktree.write("b/manifest-md5.txt", "\(md5.replacing("b", with: "c"))  data/50%25%0Aoff\n")
    #expect(try worktree.check("b/bagit.txt").differences.count == 1)
    try worktree.write("b/manifest-md5.txt", "\(md5)  data/x\n")
    #expect(try refusal().contains("list different files"))
  }

  @Test func thePayloadIsComplete() throws {
    try worktree.write("b/data/more", "1\n")
    #expect(try worktree.check("b/bagit.txt").summary == ["extra data/more"])
    try worktree.remove("b/data/more")
    try worktree.write("b/readme.txt", "not listed by a tag manifest")
    #expect(try worktree.check("b/bagit.txt").summary == ["extra readme.txt"])
  }

  @Test func whatIsYetToBeFetchedIsMissing() throws {
    try worktree.write("b/fetch.txt", "https://example.com/x 2 data/50%25%0Aoff\n")
    #expect(try worktree.check("b/bagit.txt").verdict == .passed)
    try worktree.write("b/fetch.txt", "https://example.com/x 3 data/50%25%0Aoff\n")
    #expect(try worktree.check("b/bagit.txt").differences.count == 1)
    try worktree.write("b/fetch.txt", "https://example.com/x - data/other\n")
    #expect(try refusal().contains("no payload manifest lists"))
  }

  @Test func theTotalHasToAgree() throws {
    try worktree.write("b/bag-info.txt", "Payload-Oxum: 3.1\n")
    #expect(try worktree.check("b/bagit.txt").summary == ["changed (all)"])
    try worktree.write("b/bag-info.txt", "Payload-Oxum: 2.2\n")
    #expect(try refusal().contains("2 payload files"))
    try worktree.write("b/bag-info.txt", "Payload-Oxum: many\n")
    #expect(try refusal().contains("not B.F"))
  }

  @Test(arguments: [
    ("b/manifest-sha256.txt", "DIGEST  data/../../x\n", "no path in the bag"),
    ("b/manifest-sha256.txt", "DIGEST  /data/x\n", "no path in the bag"),
    ("b/manifest-sha256.txt", "DIGEST  other/x\n", "not below 'data/'"),
    ("b/manifest-sha256.txt", "DIGEST  data/x\nDIGEST  data/x\n", "twice"),
    ("b/manifest-sha256.txt", "00  data/x\n", "64 hexadecimal digits"),
    ("b/manifest-sha256.txt", "", "no file"),
    ("b/tagmanifest-sha256.txt", "DIGEST  data/x\n", "below 'data/'"),
    ("b/bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", "not known"),
    ("b/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n", "UTF-8"),
  ])
  func refuses(_ file: String, _ text: String, _ reason: String) throws {
    try worktree.write(file, text.replacing("DIGEST", with: Self.one))
    let refusal = try refusal()
    #expect(refusal.contains(reason), "\(refusal)")
  }
}
