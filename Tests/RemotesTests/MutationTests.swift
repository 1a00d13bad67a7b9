// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import SystemPackage
import TestSupport
import Testing

@testable import Remotes

/// Damaged settings and answers are refused or read as something else; they never stop the program.
@Suite struct MutationTests {
  private static let md5 = Digest.of([], .md5).hex

  private func mutate(_ text: String, _ read: ([UInt8]) -> Bool) -> Int {
    var random = SeededGenerator(seed: 2026)
    return (0..<2_000).count { _ in !read(random.mutated(Array(text.utf8))) }
  }

  @Test func settingsNeverTrap() {
    let text =
      "[core]\n    remote = x\n['remote \"x\"']\n    url = \"../y\" # z\n[s]\ns3 =\n  a = b\n"
    for style in [INIFile.Style.dvc, .aws] {
      #expect(mutate(text) { (try? INIFile(parsing: $0, style: style)) != nil } > 100)
    }
    _ = mutate("lfs.url\nhttps://u:p@h/x\0url.a.insteadof\nb\0") { bytes in
      let settings = GitSettings(parsing: bytes)
      let url = settings.rewritten(settings["lfs.url"] ?? "b")
      _ = LFSServer.separated(url)
      _ = SafeURL.text(url)
      return (try? LFSEndpoint(settings, shared: settings, branch: nil)) != nil
    }
    _ = mutate("s3://bucket/some/prefix/") {
      S3Location(String(decoding: $0, as: UTF8.self)) != nil
    }
  }

  @Test func answersNeverTrap() {
    let oid = Digest.of([]).hex
    let batch =
      #"{"objects": [{"oid": "\#(oid)", "size": 1, "actions": {"download": {"href": "x"}}},"#
      + #" {"oid": "\#(oid)", "error": {"code": 404, "message": "m"}}]}"#
    #expect(mutate(batch) { (try? LFSBatch.presences(in: $0)) != nil } > 300)
    let list =
      #"[{"md5": "\#(Self.md5)", "relpath": "a/b"}, {"md5": "\#(Self.md5)", "relpath": "c"}]"#
    #expect(mutate(list) { DVCFolderList(parsing: $0) != nil } > 300)
    let header = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200\r\nContent-Length: 12\r\nx: y\r\n\r\n"
    #expect(mutate(header) { HTTPAnswer(header: $0, body: []) != nil } > 10)
    _ = mutate("0 0 (nil)\n1 7 Failed to connect\n") { Curl.reasons(in: $0).count == 1 }
  }

  @Test func outputsNeverTrap() throws {
    let path = try #require(RelativePath("x/dvc.lock"))
    let other = try #require(RelativePath("x/y.dvc"))
    let text = """
      wdir: ..
      outs:
      - {path: a, md5: \(Self.md5).dir, hash: md5, push: false, cloud: {r: {version_id: v}}}
      - {path: b, files: [{relpath: c, md5: \(Self.md5), size: 1}]}
      stages: {s: {outs: [{path: a, md5: \(Self.md5)}]}}

      """
    _ = mutate(text) { bytes in
      _ = DVCOutputs.entries(of: path, bytes, stages: bytes)
      return !DVCOutputs.entries(of: other, bytes, stages: nil).isEmpty
    }
  }

  @Test func nothingBreaksOutOfCurlsConfiguration() throws {
    var configuration = CurlConfiguration(folder: "/nowhere")
    var request = HTTPRequest(method: .head, url: "https://h/\"\\x")
    try configuration.add(request, as: 0)
    #expect(configuration.text.contains(#"url = "https://h/\"\\x""#))
    request.headers = [("A", "b\noutput = /etc/passwd")]
    #expect(throws: (any Error).self) { try configuration.add(request, as: 1) }
  }
}
