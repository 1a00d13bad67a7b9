// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

@Suite struct FolderTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func exists(_ name: String) -> Bool {
    (try? FileStatus(folder.path.appending(name))) != nil
  }

  /// Makes a chain of folders of one name, and answers the innermost.
  private func chain(_ name: String, of part: String, _ count: Int) throws -> FilePath {
    var place = folder.path.appending(name)
    try Folder.createNew(place)
    for _ in 0..<count {
      place.append(part)
      try Folder.createNew(place)
    }
    return place
  }

  /// Two chains, one moved into the other: no system call takes the path of the innermost folder,
  /// and of short names there are more levels than a process may have files open.
  @Test(arguments: [("d", 1_800), (String(repeating: "n", count: 250), 14)])
  func removesTreesThatAreDeeperThanAPathIsLong(_ part: String, _ count: Int) throws {
    let inner = try chain("deep", of: part, count)
    let other = try chain("more", of: part, count)
    try AtomicFile.write("x".utf8, to: other.appending("file"))
    try Folder.rename(folder.path.appending("more"), to: inner.appending("more"))
    try Folder.remove(folder.path.appending("deep"))
    #expect(!exists("deep"))
  }

  @Test func removesWhatHasNoPermissionsAndFollowsNoLink() throws {
    try folder.write("kept/file", "x")
    try folder.write("gone/shut/file", "x")
    try folder.link("gone/link", to: "../kept")
    try folder.link("alone", to: "kept")
    try folder.makeFIFO("gone/fifo")
    Folder.setPermissions([], of: folder.path.appending("gone/shut"))
    Folder.setPermissions([], of: folder.path.appending("gone"))
    for name in ["gone", "alone", "never there"] { try Folder.remove(folder.path.appending(name)) }
    #expect(!exists("gone") && !exists("alone") && exists("kept/file"))
  }
}
