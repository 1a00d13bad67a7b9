// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization
import SystemPackage
import Testing

@Suite struct SortedWalkTests {
  /// Names found by a walk, each with its size, in order.
  private static func walk(_ folder: TemporaryDirectory) throws -> [String] {
    let root = try RootDirectory(folder.path)
    let found = Mutex<[String]>([])
    SortedWalk.run(root, (), failed: { error in found.withLock { $0.append("\(error)") } }) {
      piece, _ in
      var folders: [(RelativePath, Void)] = []
      for entry in piece.folder.entries[piece.entries] {
        let name = RelativePath(unchecked: Array(piece.folder.names[entry.name]))
        let path = piece.path?.appending(name) ?? name
        if entry.kind == .directory {
          folders.append((RelativePath(unchecked: path.bytes.dropLast()), ()))
        } else {
          let size = (try? piece.status(of: entry).size) ?? -1
          found.withLock { $0.append("\(path) \(size)") }
        }
      }
      return folders
    }
    return found.withLock { $0.sorted() }
  }

  @Test func `every thread looks names up in the folder that it is in`() throws {
    let folder = try TemporaryDirectory()
    var expected: [String] = []
    for outer in 0..<4 {
      for inner in 0..<12 {
        // The same names everywhere, and no size twice: a look into the wrong folder would show.
        let size = outer * 100 + inner
        try folder.write("\(outer)/\(inner)/file", String(repeating: "x", count: size))
        expected.append("\(outer)/\(inner)/file \(size)")
      }
    }
    #expect(try Self.walk(folder) == expected.sorted())
  }

  @Test func `a folder of many files is read by several threads`() throws {
    let folder = try TemporaryDirectory()
    for number in 0..<4500 { try folder.write("many/\(number)", "\(number)") }
    let root = try RootDirectory(folder.path)
    let seen = Mutex<[Int]>([])
    let many = try #require(RelativePath("many"))
    SortedWalk.run(root, (), failed: { error in Issue.record(error) }) { piece, _ in
      guard piece.path != nil else { return [(many, ())] }
      var reader = SmallFileReader(quietSince: .max)
      var sizes = 0
      for entry in piece.folder.entries[piece.entries] {
        guard case .content(let size, _)? = try? reader.read(entry, in: piece, onlyContent: true)
        else { continue }
        sizes += size
      }
      seen.withLock { $0.append(sizes) }
      return []
    }
    let sizes = seen.withLock { $0 }
    #expect(sizes.count == 3)
    #expect(sizes.reduce(0, +) == (0..<4500).reduce(0) { $0 + "\($1)".count })
  }

  @Test func `the status of a small file is not asked for where its bytes are enough`() throws {
    let folder = try TemporaryDirectory()
    let content = "some content\n"
    try folder.write("empty")
    try folder.write("large", String(repeating: "x", count: SmallFileReader.sizeLimit))
    try folder.write("small", content)
    let wanted = Digest.of(Array(content.utf8)).bytes
    let root = try RootDirectory(folder.path)
    let seen = Mutex<[String]>([])
    SortedWalk.run(root, (), failed: { _ in }) { piece, _ in
      var reader = SmallFileReader(quietSince: .max)
      for entry in piece.folder.entries {
        let text =
          switch try? reader.read(entry, in: piece, onlyContent: true) {
          case .content(let size, let sha256)?:
            "\(size) \(wanted.indices.allSatisfy { sha256.span[$0] == wanted[$0] })"
          case .file(let status, _)?: "status \(status.size)"
          case nil: "error"
          }
        seen.withLock { $0.append(text) }
      }
      return []
    }
    let limit = SmallFileReader.sizeLimit
    #expect(seen.withLock { $0 } == ["status 0", "status \(limit)", "\(content.utf8.count) true"])
  }
}
