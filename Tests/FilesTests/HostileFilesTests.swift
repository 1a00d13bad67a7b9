// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are not what a reader hopes for.
@Suite struct HostileFilesTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func digest(_ name: String) throws -> FileDigests {
    let root = try RootDirectory(folder.path)
    let path = try folder.relative(name)
    let entry = DirectoryTree.Entry(path: path, status: try root.status(path))
    return try #require(ParallelHasher().hash([entry], beneath: root).first).get()
  }

  /// Writes pieces of a file of this size, and leaves holes between them.
  private func writeSparse(_ name: String, size: Int64, _ pieces: [(Int64, [UInt8])]) throws {
    let file = try FileDescriptor.open(
      folder.path.appending(name), .writeOnly, options: [.create, .exclusiveCreate],
      permissions: .ownerReadWrite)
    defer { try? file.close() }
    for (offset, bytes) in pieces { try file.writeAll(toAbsoluteOffset: offset, bytes) }
    guard ftruncate(file.rawValue, off_t(size)) == 0 else { throw Errno(rawValue: errno) }
  }

  @Test(
    arguments: [
      [], [(0, 5000)], [(3_000_000, 100)], [(0, 1), (1_500_000, 300_000), (3_999_999, 1)],
      [(3_900_000, 200_000)],
    ] as [[(Int64, Int)]])
  func digestsTheZerosOfHoles(_ places: [(Int64, Int)]) throws {
    let size: Int64 = 4_000_000 + Int64(places.count)
    let pieces = places.map { ($0.0, [UInt8](repeating: 7, count: $0.1)) }
    try writeSparse("sparse", size: size, pieces)
    let content = try SmallFile.read(folder.path.appending("sparse"), limit: 1 << 23)
    #expect(content.count >= Int(size))
    #expect(try digest("sparse").digests == [Digest.of(content)])
  }

  /// What cannot be read at all must not look like an empty file.
  @Test(.enabled(if: (try? FileStatus("/proc/self/mem")) != nil, "needs /proc"))
  func tellsAnErrorOfTheDevice() throws {
    let root = try RootDirectory("/proc/self")
    let path = try folder.relative("mem")
    let entry = DirectoryTree.Entry(path: path, status: try root.status(path))
    let result = try #require(ParallelHasher().hash([entry], beneath: root).first)
    let error = try #require(throws: FileError.self) { try result.get() }
    #expect(error.errno == .ioError)
    #expect(error.message == "cannot read '/proc/self/mem': \(Errno.ioError)")
  }

  /// Somebody puts a link to a folder outside in the place of a folder, again and again.
  @Test func readsNothingOutsideWhileFoldersAndLinksChangePlaces() async throws {
    let outside = try TemporaryDirectory()
    let secret = Digest.of(Array("the secret".utf8))
    for name in 0..<20 {
      try outside.write("\(name)", "the secret")
      try folder.write("data/sub/\(name)", "public....")
    }
    try folder.link("link", to: outside.path.string)
    let (place, link, aside) = (
      folder.path.appending("data/sub"), folder.path.appending("link"),
      folder.path.appending("aside")
    )
    let flag = Flag()
    var read = 0
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !flag.isSet {
          try Folder.rename(place, to: aside)
          try Folder.rename(link, to: place)
          try Folder.rename(place, to: link)
          try Folder.rename(aside, to: place)
          await Task.yield()
        }
      }
      for _ in 0..<300 {
        let root = try RootDirectory(folder.path.appending("data"))
        let files = DirectoryTree.list(root).files
        for result in ParallelHasher(threads: 1).hash(files, beneath: root) {
          guard case .success(let file) = result else { continue }
          read += 1
          #expect(file.digests != [secret])
        }
      }
      flag.set()
      try await group.waitForAll()
    }
    #expect(read > 0)
  }

  private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
  }
}
