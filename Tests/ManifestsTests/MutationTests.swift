// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import TestSupport
import Testing

/// Damaged manifests are refused or read as something else; they never stop the program.
@Suite struct MutationTests {
  private static let digest = Digest.of([]).hex
  private static let md5 = Digest.of([], .md5).hex
  static let manifests = [
    ("x.sha256", "\(digest)  a\n\\\(digest)  b\\nc\n\(digest)  sub/d\n"),
    (
      "x.dvc",
      "outs:\n- md5: \(md5).dir\n  size: 9\n  nfiles: 2\n  hash: md5\n  path: x\n- path: y\n"
        + "  files:\n  - relpath: a\n    md5: \(md5)\n    size: 1\n"
    ),
    (
      "dvc.lock",
      "schema: '2.0'\nstages:\n  a:\n    cmd: x\n    outs:\n    - path: b\n      hash: md5\n"
        + "      md5: \(md5).dir\n      size: 9\n      nfiles: 2\n"
    ),
    (
      "x.s3.json", S3PinTests.pin(S3PinTests.object, S3PinTests.composite)
    ),
    (
      "d/SHA256SUMS",
      "\(digest)  a\n\\\(digest) *b\\nc\nSHA256 (d e) = \(digest)\nMD5 (d e) = \(md5)\n"
    ),
    ("d.md5", "\(md5)  a\n\(md5)  b\n\(md5)  c/d\n"),
    (
      "d/datapackage.json",
      #"{"resources": [{"path": "a", "hash": "sha256:\#(digest)", "bytes": 1}, {"path": ["b"], "#
        + #""hash": "\#(md5)"}]}"#
    ),
    (
      "d/croissant.json",
      #"{"conformsTo": "http://mlcommons.org/croissant/1.0", "distribution": [{"@type": "#
        + #""cr:FileObject", "contentUrl": "a", "contentSize": "1 B", "sha256": "\#(digest)"}]}"#
    ),
    (
      "d/_delta_log/00000000000000000000.json",
      #"{"add": {"path": "a%20b", "size": 12, "deletionVector": null}}"# + "\n"
        + #"{"remove": {"path": "c"}}"# + "\n"
    ),
    ("x.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize 12345\n"),
  ]

  @Test(arguments: manifests) func neverTraps(_ name: String, _ text: String) throws {
    var random = SeededGenerator(seed: 2026)
    let path = try relative(name)
    var refusals = 0
    for _ in 0..<2_000 {
      let bytes = random.mutated(Array(text.utf8))
      if (try? ManifestFormats.datasets(in: bytes, at: path)) == nil { refusals += 1 }
    }
    #expect(refusals > 500)
  }

  @Test func whatIsTakenRoundTrips() throws {
    var random = SeededGenerator(seed: 7)
    var taken = 0
    for _ in 0..<3_000 {
      let bytes = random.mutated(Array(Self.manifests[0].1.utf8))
      guard let manifest = try? NativeManifest(parsing: bytes) else { continue }
      taken += 1
      #expect(manifest.bytes == bytes)
      #expect(try NativeManifest(Array(manifest)).bytes == bytes)
    }
    #expect(taken > 10)
  }
}
