// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import Worktree

/// A copy of an index that is split over two files, or that has folders in place of their files,
/// which git wrote as one list of files.
struct WholeIndex {
  private let folder: PrivateFolder
  /// The copy; gone with this value.
  let file: FilePath
  /// When the original was written: times in entries prove what they proved there.
  private let written: Int64

  /// Lets git read an index in its own folder, where its other half is, and write the copy.
  ///
  /// Git itself does not look whether the bytes are those that were written, and its copy has a
  /// checksum of its own.
  init(of index: FilePath, in gitDirectory: FilePath, verifyChecksum: Bool = true) async throws {
    folder = try PrivateFolder()
    let status = try FileStatus(following: index)
    written = min(status.modified, status.changed)
    let bytes = try SmallFile.read(index, limit: Self.limit)
    if verifyChecksum {
      try Self.verify(bytes, index)
      let original = GitProgram(gitDirectory: gitDirectory, worktree: nil, index: index)
      let shared = try await original.run(["rev-parse", "--shared-index-path"])
      // Named from wherever git was started; it lies in the folder of the index that it belongs to.
      if let path = shared.split(separator: UInt8(ascii: "\n")).first,
        let name = FilePath(rawBytes: Array(path)).lastComponent
      {
        let file = gitDirectory.appending(name)
        try Self.verify(try SmallFile.read(file, limit: Self.limit), file)
      }
    }
    file = try folder.write(bytes, as: "index")
    let git = GitProgram(gitDirectory: gitDirectory, worktree: nil, index: file)
    _ = try await git.run(
      Self.settings + ["update-index", "--no-split-index", "--force-write-index"])
  }

  /// Refuses bytes other than those that git wrote; zeros at the end stand for no checksum.
  private static func verify(_ bytes: [UInt8], _ file: FilePath) throws(WorktreeError) {
    let checksum = bytes.suffix(DigestAlgorithm.sha1.byteCount)
    guard checksum.contains(where: { $0 != 0 }),
      Digest.of(Array(bytes.dropLast(checksum.count)), .sha1).bytes != Array(checksum)
    else { return }
    throw .corruptIndex(path: file.printable, reason: "its checksum is not that of its bytes")
  }

  private static let limit = 1 << 30
  /// Whatever the repository's own settings say.
  private static let settings = [
    "-c", "core.splitIndex=false", "-c", "index.sparse=false", "-c", "core.fsmonitor=false",
    "-c", "core.untrackedCache=false",
  ]

  /// An index in whatever form git keeps it.
  static func read(
    _ index: FilePath, in gitDirectory: FilePath, verifyChecksum: Bool = true,
    known: KnownIndexes? = nil
  ) async throws -> GitIndex {
    do {
      return try GitIndex(readingFrom: index, verifyChecksum: verifyChecksum, known: known)
    } catch  where error.isOfAnotherForm {
      let whole: WholeIndex
      do {
        whole = try await WholeIndex(of: index, in: gitDirectory, verifyChecksum: verifyChecksum)
      } catch let corruption as WorktreeError {
        throw corruption
      } catch _ {
        throw error
      }
      return try whole.read(name: index.printable)
    }
  }

  private func read(name: String) throws -> GitIndex {
    let bytes = try withExtendedLifetime(folder) { try SmallFile.read(file, limit: Self.limit) }
    return try GitIndex(bytes: bytes, written: written, name: name)
  }
}
