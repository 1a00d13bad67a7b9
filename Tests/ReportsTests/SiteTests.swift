// SPDX-License-Identifier: Apache-2.0

import Files
import Metrics
import Reports
import SystemPackage
import TestSupport
import Testing

/// The site as a browser and a reader get it.
@Suite struct SiteTests {
  static func model(
    _ number: Int, name: String = "model.onnx", verdict: SiteModel.Verdict = .verified
  ) -> SiteModel {
    let hex = String(repeating: "\(number % 10)", count: 64)
    return SiteModel(
      page: "m\(number)", name: name, format: "onnx", file: "sha256:" + hex,
      payload: "sha256:" + hex, pipeline: "churn", invocation: "20260101T00000\(number)Z-0badcafe",
      startedOn: "2026-01-01T00:00:0\(number)Z", finishedOn: "2026-01-01T00:01:0\(number)Z",
      commit: String(hex.prefix(40)), tree: String(hex.prefix(40)),
      repository: "https://example.org/churn.git", reference: "refs/heads/main",
      command: ["python3", "train.py"], environment: ["PATH"],
      datasets: [
        .init(
          name: "train", path: "data/train", digest: "sha256:" + hex, format: "sha256", files: 2,
          bytes: 1024)
      ],
      dependencies: [.init(path: "requirements.lock", digest: "sha256:" + hex)],
      metrics: [Metric(name: "auc", literal: "0.8\(number)", value: 0.8 + Double(number) / 100)]
        .compactMap(\.self), verdict: verdict,
      points: [.init(name: "signature", outcome: "proved", detail: "signed by a key")],
      signer: "feed", version: "0.1.0", statement: "{}")
  }

  private static let site = Site(
    title: "churn", madeOn: "2026-02-01T00:00:00Z",
    models: [
      model(1), model(2, verdict: .refuted),
      model(3, name: "<script>alert('x')</script>\" onload=\"", verdict: .unknown),
    ])

  private func write() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    for file in Self.site.files {
      let path = scratch.path.appending(file.path)
      try Folder.create(path.removingLastComponent())
      try AtomicFile.write(file.text.utf8, to: path)
    }
    return scratch
  }

  @Test func hasAnIndexAndAPageForEachModel() {
    let paths = Self.site.files.map(\.path)
    #expect(paths == ["index.html", "models/m1.html", "models/m2.html", "models/m3.html"])
  }

  @Test func foreignTextIsNeverMarkup() {
    for file in Self.site.files {
      #expect(!file.text.contains("<script>alert"), "\(file.path)")
      #expect(!file.text.contains("\" onload="), "\(file.path)")
    }
  }

  @Test func asksNobodyForAnything() {
    for file in Self.site.files {
      #expect(!file.text.contains("src="), "\(file.path)")
      #expect(!file.text.contains("url("), "\(file.path)")
      #expect(file.text.contains("default-src &apos;none&apos;"), "\(file.path)")
    }
  }

  /// Python's parser knows no HTML, but it says when a tag is not closed.
  @Test(.enabled(if: Peers.has("python3"))) func everyTagIsClosed() async throws {
    let scratch = try write()
    let check = """
      import sys
      from html.parser import HTMLParser
      VOID = {"meta", "input", "link", "br"}
      class Check(HTMLParser):
          def __init__(self): super().__init__(); self.open = []; self.ids = set()
          def handle_starttag(self, tag, attrs):
              if tag not in VOID: self.open.append(tag)
              for name, value in attrs:
                  if name == "id":
                      assert value not in self.ids, value
                      self.ids.add(value)
          def handle_startendtag(self, tag, attrs): pass
          def handle_endtag(self, tag): assert self.open.pop() == tag, (tag, self.getpos())
      for path in sys.argv[1:]:
          parser = Check()
          parser.feed(open(path, encoding="utf-8").read())
          parser.close()
          assert not parser.open, (path, parser.open)
      """
    let pages = Self.site.files.map { scratch.path.appending($0.path).string }
    let shell = Shell(home: scratch.path, directory: scratch.path)
    let result = try await shell.run("python3", ["-c", check] + pages)
    #expect(result.status == 0, "\(result.error)")
  }
}
