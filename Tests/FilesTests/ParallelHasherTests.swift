// SPDX-License-Identifier: Apache-2.0

import Digests
import Synchronization
import SystemPackage
import Testing

@testable import Files

@Suite struct ParallelHasherTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test func answersInTheOrderOfTheFiles() throws {
    let contents = (0..<150).map { String(repeating: "\($0)", count: $0 * 11) }
    for (number, content) in contents.enumerated() {
      try folder.write("d\(number % 7)/\(number)", content)
    }
    try folder.write("large", String(repeating: "0123456789abcdef", count: 200_000))
    let root = try RootDirectory(folder.path)
    let files = DirectoryTree.list(root).files
    let results = ParallelHasher([.sha256, .md5], threads: 3).hash(files, beneath: root)
    #expect(results.count == 151)
    for (file, result) in zip(files, results) {
      let content = try SmallFile.read(folder.path.appending(file.path), limit: 1 << 22)
      let expected = [Digest.of(content), Digest.of(content, .md5)]
      #expect(try result.get().digests == expected)
      #expect(try result.get().size == content.count)
    }
  }

  @Test func refusesAFileThatChangedSinceItWasListed() throws {
    for name in ["grown", "replaced", "shrunk", "vanished"] { try folder.write(name, "before") }
    let root = try RootDirectory(folder.path)
    let files = DirectoryTree.list(root).files
    try folder.write("grown", "before and after")
    try folder.write("replaced", "afterw")
    try folder.write("shrunk", "a")
    try Folder.remove(folder.path.appending("vanished"))
    let details = ParallelHasher().hash(files, beneath: root).map { result in
      if case .failure(let error) = result { error.detail ?? error.errno.description } else { "" }
    }
    let changed = "it changed while it was read"
    #expect(details == [changed, changed, changed, Errno.noSuchFileOrDirectory.description])
  }

  @Test(arguments: [true, false])
  func refusesAFileThatChangesWhileItIsRead(_ grows: Bool) throws {
    try folder.write("log", String(repeating: "x", count: 1_000_000))
    let root = try RootDirectory(folder.path)
    let entry = try #require(DirectoryTree.list(root).files.first)
    let writer = try FileDescriptor.open(
      folder.path.appending("log"), .writeOnly, options: grows ? .append : [])
    defer { try? writer.close() }
    var digester = FileDigester(root.descriptor, root.path, [{ _ in StreamHasher(.sha256) }])
    let result = digester.digest(entry) { _ in _ = try? writer.writeAll("more".utf8) }
    let error = #expect(throws: FileError.self) { try result.get() }
    #expect(error?.detail == "it changed while it was read")
  }

  @Test func readsNothingThroughALinkThatTookAFilesPlace() throws {
    let outside = try TemporaryDirectory()
    try outside.write("secret", "secret")
    try folder.write("sub/secret", "public")
    let root = try RootDirectory(folder.path)
    let files = DirectoryTree.list(root).files
    try Folder.remove(folder.path.appending("sub"))
    try folder.link("sub", to: outside.path.string)
    #expect(throws: FileError.self) {
      try ParallelHasher().hash(files, beneath: root).first?.get()
    }
  }

  @Test func hashesNoFileAtAll() throws {
    let root = try RootDirectory(folder.path)
    #expect(ParallelHasher().hash([], beneath: root).isEmpty)
  }

  @Test func reportsProgressSparingly() throws {
    try folder.write("a", String(repeating: "x", count: 40 << 20))
    let reports = Reports()
    let root = try RootDirectory(folder.path)
    let started = ContinuousClock.now
    _ = ParallelHasher { reports.add($0) }.hash(DirectoryTree.list(root).files, beneath: root)
    let tenths = Int(started.duration(to: .now) / .milliseconds(100))
    #expect(reports.all.count <= tenths)
    #expect(reports.all == reports.all.sorted())
  }

  private final class Reports: Sendable {
    private let values = Mutex<[Int64]>([])

    func add(_ value: Int64) { values.withLock { $0.append(value) } }

    var all: [Int64] { values.withLock { $0 } }
  }
}
