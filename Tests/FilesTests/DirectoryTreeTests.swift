// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import Testing

@Suite struct DirectoryTreeTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func list(_ limits: DirectoryTree.Limits = .init()) throws -> DirectoryTree {
    DirectoryTree.list(try RootDirectory(folder.path), limits: limits)
  }

  @Test func ordersWholePathsByTheirBytes() throws {
    for name in ["sub/b", "sub-x", "sub", "Z", "a", ".hidden", "é"] where name != "sub" {
      try folder.write(name)
    }
    #expect(
      try list().files.map(\.path.description) == [".hidden", "Z", "a", "sub-x", "sub/b", "é"])
  }

  @Test func tellsWhatIsNoRegularFile() throws {
    try folder.write("file", "12345")
    try folder.link("link", to: "file")
    try folder.link("loop", to: ".")
    try folder.makeFIFO("pipe")
    let tree = try list()
    #expect(tree.files.map(\.status.size) == [5])
    #expect(tree.irregular.map(\.path.description) == ["link", "loop", "pipe"])
    #expect(tree.irregular.map(\.status.typeName) == ["symbolic link", "symbolic link", "FIFO"])
  }

  @Test func listsManyFoldersOnSeveralThreads() throws {
    for number in 0..<200 { try folder.write("folder-\(number % 40)/file-\(number)") }
    let tree = try list()
    #expect(tree.files.count == 200)
    #expect(tree.folders.count == 40)
    #expect(tree.files.map(\.path) == tree.files.map(\.path).sorted())
  }

  @Test func reportsWhatItMayNotGoInto() throws {
    try folder.write("a/b/c/deep")
    try folder.write("flat")
    var limits = DirectoryTree.Limits()
    limits.depth = 2
    let tree = try list(limits)
    #expect(tree.files.map(\.path.description) == ["flat"])
    #expect(tree.unlisted.map { $0.path?.description } == ["a/b/c"])
    #expect(tree.unlisted.first?.error.detail == "nested too deeply")
  }

  @Test func survivesNestingDeeperThanAnyPathMayBeLong() throws {
    let name = String(repeating: "n", count: 200)
    let whole = Array(repeating: name, count: 15).joined(separator: "/")
    try folder.write(whole + "/file")
    // Moved below one another, they are too long for any one system call.
    try folder.write("outer/" + whole + "/x")
    try Folder.rename(folder.path.appending(name), to: folder.path.appending("outer/\(whole)/in"))
    let tree = try list()
    #expect(tree.unlisted.isEmpty)
    #expect(tree.files.count == 2)
    #expect(tree.files.map(\.path.bytes.count).max() ?? 0 > 4096)
    try Folder.rename(folder.path.appending("outer/\(whole)/in"), to: folder.path.appending("back"))
  }

  @Test func asksBeforeItDescends() throws {
    try folder.write(".git/config")
    try folder.write("data/.git/config")
    try folder.write("data/x")
    let tree = DirectoryTree.list(try RootDirectory(folder.path)) {
      !$0.name.elementsEqual(".git".utf8)
    }
    #expect(tree.files.map(\.path.description) == ["data/x"])
  }
}
