// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// A folder is the old one or the new one, at every moment.
@Suite struct AtomicFolderTests {
  private let scratch: ScratchFolder
  private var target: FilePath { scratch.path.appending("above").appending("folder") }

  init() throws { scratch = try ScratchFolder() }

  private func write(_ text: String, to target: FilePath? = nil) throws {
    let folder = try AtomicFolder(replacing: target ?? self.target)
    for name in ["one", "two"] {
      try NewFile.write(
        Array(text.utf8), to: folder.staging.appending(name), permissions: .ownerReadWrite)
    }
    try folder.commit()
  }

  private func content(_ name: String) throws -> String {
    String(decoding: try SmallFile.read(target.appending(name), limit: 100), as: UTF8.self)
  }

  private func names() throws -> [String] {
    try Folder.names(in: target.removingLastComponent())
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func takesThePlaceOfTheOneBefore() throws {
    try write("old")
    try NewFile.write([], to: target.appending("only in the old"), permissions: .ownerReadWrite)
    try write("new")
    #expect(try content("one") == "new")
    #expect(try Folder.names(in: target).count == 2)
    #expect(try names() == ["folder"])
  }

  @Test func whatIsNotCommittedLeavesNothing() throws {
    try write("old")
    do { _ = try AtomicFolder(replacing: target) }
    #expect(try content("one") == "old")
    #expect(try names() == ["folder"])
  }

  @Test func aLinkStaysALink() throws {
    try write("old")
    let link = scratch.path.appending("link")
    try SymbolicLink.create(link, to: target)
    try write("new", to: link)
    #expect(try FileStatus(link).kind == .symbolicLink)
    #expect(try content("two") == "new")
  }

  @Test func aFileIsNotReplaced() throws {
    let file = scratch.path.appending("file")
    try NewFile.write([1], to: file, permissions: .ownerReadWrite)
    #expect(throws: FileError.self) { _ = try AtomicFolder(replacing: file) }
    #expect(try SmallFile.read(file, limit: 10) == [1])
  }

  /// A reader always finds the folder, and never meets a mixture.
  @Test func writersAtOnceLeaveOneWholeFolder() async throws {
    try write("0")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 1...4 {
        group.addTask { for round in 0..<20 { try write("\(writer) \(round)") } }
      }
      group.addTask {
        let (one, two) = (try #require(RelativePath("one")), try #require(RelativePath("two")))
        for _ in 0..<200 {
          // Once it is replaced, the folder that was opened is emptied.
          let folder = try RootDirectory(target)
          guard let first = try? folder.read(one, limit: 100),
            let second = try? folder.read(two, limit: 100)
          else { continue }
          #expect(first == second)
        }
      }
      try await group.waitForAll()
    }
    #expect(try content("one") == content("two"))
    #expect(try names() == ["folder"])
  }
}
