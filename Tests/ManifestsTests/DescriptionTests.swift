// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import TestSupport
import Testing

/// Descriptions in JSON that say too little, or too much.
@Suite struct DescriptionTests {
  private static let digest = Digest.of(Array("1\n".utf8)).hex

  private func dataset(_ text: String, at name: String) throws -> DatasetManifest {
    let bytes = Array(text.replacing("DIGEST", with: Self.digest).utf8)
    return try #require(try ManifestFormats.datasets(in: bytes, at: relative(name))?.first)
  }

  private func croissant(_ distribution: String) throws -> DatasetManifest {
    try dataset(
      #"{"conformsTo": "http://mlcommons.org/croissant/1.1", "distribution": [\#(distribution)]}"#,
      at: "d/croissant.json")
  }

  private func package(_ resources: String) throws -> DatasetManifest {
    try dataset(#"{"resources": [\#(resources)]}"#, at: "d/datapackage.json")
  }

  @Test(arguments: [
    (#"{"path": "a"}"#, "'a' has no digest"), (#"{"path": "a", "bytes": 2}"#, "'a' has no digest"),
    (#"{"path": ["a", "b"], "hash": "sha256:DIGEST"}"#, "one digest together"),
    (#"{"path": "https://example.com/a", "hash": "sha256:DIGEST"}"#, "elsewhere"),
    (#"{"name": "inline", "data": [1]}"#, "no file"),
  ])
  func aPackageWithoutDigestsProvesNothing(_ resource: String, _ reason: String) throws {
    let dataset = try package(resource)
    #expect(dataset.gap?.contains(reason) == true, "\(dataset.gap ?? "none")")
  }

  /// As frictionless 4 and the first 5 wrote them.
  @Test(arguments: [
    (#"{"path": "a", "hash": "sha256:DIGEST", "stats": null, "bytes": 2}"#, 1),
    (#"{"path": "a", "hashing": "sha256", "stats": {"hash": "DIGEST", "bytes": 2}}"#, 1),
    (#"{"path": "a", "stats": {"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "rows": 1}}"#, 1),
    (#"{"path": "a", "stats": {"hash": "b026324c6904b2a9cb4b88d6d61c81d1"}}"#, 1),
    (
      #"{"path": "a", "stats": {"md5": "b026324c6904b2a9cb4b88d6d61c81d1", "sha256": "DIGEST"}}"#, 2
    ),
  ])
  func takesTheStatisticsOfOlderPackages(_ resource: String, _ count: Int) throws {
    let worktree = try Worktree()
    try worktree.write("d/a", "1\n")
    let text = #"{"resources": [\#(resource)]}"#.replacing("DIGEST", with: Self.digest)
    try worktree.write("d/datapackage.json", text)
    let check = try worktree.check("d/datapackage.json")
    #expect(check.verdict == .passed, "\(check.differences)")
    #expect(check.dataset.record?.digests.count == count)
    try worktree.write("d/a", "2\n")
    #expect(try worktree.check("d/datapackage.json").verdict == .refused)
  }

  /// In JSON-LD a list of one thing may be the thing itself.
  @Test func aCroissantMayHaveOneObject() throws {
    let item = #"{"@type": "cr:FileObject", "contentUrl": "a", "sha256": "DIGEST"}"#
    let one = try dataset(
      #"{"conformsTo": "http://mlcommons.org/croissant/1.0", "distribution": \#(item)}"#,
      at: "d/croissant.json")
    #expect(one.gap == nil && one.record?.fileCount == 1)
  }

  @Test(arguments: [
    #"{"path": "../a", "hash": "sha256:DIGEST"}"#, #"{"path": "/a", "hash": "sha256:DIGEST"}"#,
    #"{"path": "a", "hash": "crc32:00"}"#, #"{"path": "a", "hash": "sha256:00"}"#,
    #"{"path": "a", "stats": {"sha256": "00"}}"#, #"{"path": "a", "stats": {"hash": "DIGEST"}}"#,
    #"{"path": "a", "hash": 1}"#, #"{"path": "a", "bytes": -1}"#, #"{"path": 1}"#,
    #"{"path": "a\u0000b"}"#, #"{"path": "a\nb", "hash": "sha256:DIGEST"}"#,
    #"{"path": "a", "hash": "sha256:DIGEST"}, {"path": "./a", "bytes": 1}"#,
  ])
  func refusesPackages(_ resource: String) throws {
    #expect(throws: ManifestError.self) { try package(resource) }
  }

  @Test func aPackageWithoutPrefixHasMD5() throws {
    let md5 = Digest.of(Array("1\n".utf8), .md5).hex
    #expect(try package(#"{"path": "a", "hash": "\#(md5)"}"#).record?.isCollisionResistant == false)
  }

  @Test(arguments: [
    (#"{"@type": "cr:FileObject", "contentUrl": "a"}"#, "'a' has no digest"),
    (#"{"@type": "cr:FileSet", "includes": "*.csv"}"#, "FileSet"),
    (
      #"{"@type": "cr:FileObject", "contentUrl": "a", "sha256": "DIGEST"}, {"@type": "cr:FileSet"}"#,
      "FileSet"
    ),
    (#"{"@type": "cr:FileObject", "contentUrl": "https://x/a", "sha256": "DIGEST"}"#, "elsewhere"),
  ])
  func aCroissantWithoutDigestsProvesNothing(_ item: String, _ reason: String) throws {
    let dataset = try croissant(item)
    #expect(dataset.gap?.contains(reason) == true, "\(dataset.gap ?? "none")")
  }

  @Test func whatLiesInAnArchiveIsCoveredByIt() throws {
    let dataset = try croissant(
      #"""
      {"@type": "cr:FileObject", "contentUrl": "a.zip", "sha256": "DIGEST"},
      {"@type": "cr:FileSet", "containedIn": {"@id": "a.zip"}, "includes": "*.csv"},
      {"@type": "sc:FileObject", "containedIn": {"@id": "a.zip"}, "contentUrl": "x.csv"}
      """#)
    #expect(dataset.gap == nil)
    #expect(dataset.record?.fileCount == 1)
  }

  @Test(arguments: [
    #"{"@type": "cr:FileObject", "contentUrl": "a", "sha256": "default"}"#,
    #"{"@type": "cr:FileObject", "contentUrl": "../a", "sha256": "DIGEST"}"#,
    #"{"@type": "cr:FileObject", "contentUrl": "a", "md5": "DIGEST"}"#,
    #"{"@type": "cr:Other", "contentUrl": "a"}"#, #"{"contentUrl": "a"}"#,
  ])
  func refusesCroissants(_ item: String) throws {
    #expect(throws: ManifestError.self) { try croissant(item) }
  }

  /// mlcroissant looks at MD5 alone when there is one.
  @Test func everyDigestHasToAgree() throws {
    let worktree = try Worktree()
    let md5 = Digest.of(Array("1\n".utf8), .md5).hex
    try worktree.write("d/a", "1\n")
    try worktree.write(
      "d/croissant.json",
      #"{"conformsTo": "http://mlcommons.org/croissant/1.0", "distribution": [{"@type": "#
        + #""cr:FileObject", "contentUrl": "a", "md5": "\#(md5)", "sha256": "\#(Digest.of([]).hex)"}]}"#
    )
    #expect(try worktree.check("d/croissant.json").summary == ["changed a"])
  }

  @Test func whatProvesNothingIsNotFoundUnasked() throws {
    let worktree = try Worktree()
    try worktree.write("d/datapackage.json", #"{"resources": [{"path": "a"}]}"#)
    try worktree.write("e/datapackage.json", "{")
    #expect(ManifestSearch(in: try worktree.root()).found.isEmpty)
    #expect(throws: ManifestError.self) { try worktree.check("e/datapackage.json") }
  }

  /// A signature of a model whose list was changed is still meant as one, and is not passed by.
  @Test func aChangedSignatureIsNoStranger() throws {
    let statement = #"""
      {"predicateType": "https://model_signing/signature/v1.0",
       "subject": [{"name": "d", "digest": {"sha256": "\#(Digest.of([]).hex)"}}],
       "predicate": {"serialization": {"method": "files"}, "resources":
        [{"name": "a", "algorithm": "sha256", "digest": "\#(Self.digest)"}]}}
      """#
    let payload = Base64.encode(Array(statement.utf8))
    let worktree = try Worktree()
    try worktree.write("d.sig", #"{"dsseEnvelope": {"payload": "\#(payload)"}}"#)
    try worktree.write("e.sig", #"{"dsseEnvelope": {"payload": "e30="}}"#)
    let search = ManifestSearch(in: try worktree.root())
    #expect(search.passedOver.map(\.manifest.description) == ["d.sig"])
    #expect(throws: ManifestError.self) { try worktree.check("d.sig") }
  }
}
