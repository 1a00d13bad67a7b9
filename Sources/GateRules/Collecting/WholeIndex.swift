// SPDX-License-Identifier: Apache-2.0

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
  init(of index: FilePath, in gitDirectory: FilePath) async throws {
    folder = try PrivateFolder()
    let status = try FileStatus(following: index)
    written = min(status.modified, status.changed)
    file = try folder.write(try SmallFile.read(index, limit: Self.limit), as: "index")
    let git = GitProgram(gitDirectory: gitDirectory, worktree: nil, index: file)
    _ = try await git.run(
      Self.settings + ["update-index", "--no-split-index", "--force-write-index"])
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
      guard let whole = try? await WholeIndex(of: index, in: gitDirectory) else { throw error }
      return try whole.read(name: index.printable)
    }
  }

  private func read(name: String) throws -> GitIndex {
    let bytes = try withExtendedLifetime(folder) { try SmallFile.read(file, limit: Self.limit) }
    return try GitIndex(bytes: bytes, written: written, name: name)
  }
}
