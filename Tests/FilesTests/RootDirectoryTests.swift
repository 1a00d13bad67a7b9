// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import Testing

@Suite struct RootDirectoryTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write("data/deep/a.csv", "1,2\n")
    try folder.write("secret", "outside")
    try folder.link("data/up", to: "..")
    try folder.link("data/alias", to: "deep/a.csv")
    try folder.makeFIFO("data/pipe")
  }

  private func error(reading name: String) throws -> FileError? {
    let root = try RootDirectory(folder.path.appending("data"))
    let path = try folder.relative(name)
    do throws(FileError) {
      _ = try root.read(path, limit: 100)
      return nil
    } catch {
      return error
    }
  }

  @Test func readsBeneathTheRoot() throws {
    let root = try RootDirectory(folder.path.appending("data"))
    #expect(try root.read(folder.relative("deep/a.csv"), limit: 4) == Array("1,2\n".utf8))
  }

  @Test func opensNothingThroughALinkedFolder() throws {
    let error = try #require(try error(reading: "up/secret"))
    #expect(error.message.hasSuffix("data/up': it is a symbolic link, not a directory"))
  }

  @Test func opensNoLink() throws {
    #expect(try error(reading: "alias")?.detail == "it is a symbolic link")
  }

  @Test func doesNotWaitForAWriterOfAFIFO() throws {
    #expect(try error(reading: "pipe")?.detail == "it is a FIFO")
  }

  @Test func boundsWhatItReads() throws {
    let root = try RootDirectory(folder.path.appending("data/deep"))
    let path = try folder.relative("a.csv")
    #expect(throws: FileError.self) { try root.read(path, limit: 3) }
  }

  @Test func readsTheTextOfALink() throws {
    let root = try RootDirectory(folder.path)
    #expect(try root.readLink(folder.relative("data/alias")) == Array("deep/a.csv".utf8))
  }

  @Test(arguments: [
    ("inside", "deep/a.csv", "deep/a.csv"), ("deep/up", "../deep/a.csv", "deep/a.csv"),
    ("chain", "alias", "deep/a.csv"), ("folder", "./deep//", "deep"),
  ])
  func resolvesLinksThatStayInside(_ name: String, _ text: String, _ target: String) throws {
    try folder.link("data/" + name, to: text)
    let root = try RootDirectory(folder.path.appending("data"))
    #expect(try root.resolvingLinks(folder.relative(name)) == folder.relative(target))
  }

  @Test(arguments: [
    ("out", "../secret", "it leads out of the folder"),
    ("far", "up/secret", "it leads out of the folder"),
    ("absolute", "/etc/passwd", "it leads to an absolute path"),
    ("loop", "loop", "it leads in a circle"), ("root", ".", "it leads to the folder itself"),
  ])
  func refusesLinksThatLeaveOrLoop(_ name: String, _ text: String, _ why: String) throws {
    try folder.link("data/" + name, to: text)
    let root = try RootDirectory(folder.path.appending("data"))
    let path = try folder.relative(name)
    do throws(FileError) {
      _ = try root.resolvingLinks(path)
      Issue.record("'\(name)' resolved")
    } catch {
      #expect(error.detail == why)
    }
  }

  @Test func namesADanglingLinksTarget() throws {
    try folder.link("data/gone", to: "deep/b.csv")
    let root = try RootDirectory(folder.path.appending("data"))
    let path = try folder.relative("gone")
    do throws(FileError) {
      _ = try root.resolvingLinks(path)
      Issue.record("a dangling link resolved")
    } catch {
      #expect(error.errno == .noSuchFileOrDirectory)
    }
  }
}
