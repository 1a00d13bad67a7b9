// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Reports
import SystemPackage
import TestSupport
import Testing

/// A site is written whole, in the place of a site and of nothing else.
@Suite struct SiteWritingTests {
  private let scratch: ScratchFolder
  private var folder: FilePath { scratch.path.appending("site") }
  private let site = Site(
    title: "churn", madeOn: "2026-02-01T00:00:00Z", models: [SiteTests.model(1)])

  init() throws { scratch = try ScratchFolder() }

  @Test func pagesOfModelsThatAreGoneGo() throws {
    var larger = site
    larger.models.append(SiteTests.model(2))
    try larger.write(to: folder)
    try site.write(to: folder)
    #expect(
      try Folder.names(in: folder.appending("models")).map { String(decoding: $0, as: UTF8.self) }
        == ["m1.html"])
    #expect(try Folder.names(in: scratch.path).count == 1)
  }

  @Test func anEmptyFolderIsTaken() throws {
    try Folder.create(folder)
    try site.write(to: folder)
    #expect(try FileStatus(folder.appending("index.html")).kind == .file)
  }

  /// What somebody else has put there is not lost.
  @Test(arguments: ["index.html", "README.md", ".git/config", "models/model.onnx"])
  func aFolderOfSomebodyIsRefused(_ name: String) throws {
    let file = folder.appending(name)
    if name.hasPrefix("models") { try site.write(to: folder) }
    try Folder.create(file.removingLastComponent())
    try AtomicFile.write("mine".utf8, to: file)
    #expect {
      try site.write(to: folder)
    } throws: { error in
      (error as? Failure)?.status == .usage
    }
    #expect(try SmallFile.read(file, limit: 100) == Array("mine".utf8))
  }

  @Test func aFileIsRefused() throws {
    try AtomicFile.write("mine".utf8, to: folder)
    #expect(throws: Failure.self) { try site.write(to: folder) }
    #expect(try SmallFile.read(folder, limit: 100) == Array("mine".utf8))
  }
}
