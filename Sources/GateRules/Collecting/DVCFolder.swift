// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Manifests

/// A folder of the commit that a stage depends on, as DVC recorded it from the disk.
///
/// What lay there besides, ignored by git, is in DVC's digest too: a record of more files than the
/// commit has says nothing.
struct DVCFolder {
  private static let maximumFiles = 20_000
  private static let maximumSize = 16 << 20
  private static let ignoreName = ".dvcignore"

  private let folder: TreeEntry
  private let tree: ObjectID
  private let recordedFiles: Int64?

  init(_ folder: TreeEntry, tree: ObjectID, files: Int64?) {
    (self.folder, self.tree, recordedFiles) = (folder, tree, files)
  }

  /// Whether the commit's files cannot be those that were recorded.
  func isOther(than digest: String, in repository: borrowing Repository) throws(GitError) -> Bool {
    guard digest.hasSuffix(".dir"), let recordedFiles,
      let files = try files(in: repository), Int64(files.count) >= recordedFiles
    else { return false }
    guard Int64(files.count) == recordedFiles else { return true }
    var digests: [(path: RelativePath, digest: Digest)] = []
    for file in files {
      let bytes = try repository.blob(file.id, limit: Self.maximumSize)
      digests.append((file.path, Digest.of(bytes, .md5)))
    }
    return "\(DVCDirectoryList.digest(of: digests).hex).dir" != digest
  }

  /// The plain files in it; nil where the commit alone does not say what DVC saw.
  private func files(in repository: borrowing Repository) throws(GitError) -> [TreeEntry]? {
    var files: [TreeEntry] = []
    var isPlain = try !isIgnoredInPart(in: repository)
    try repository.walk(tree: folder.id) { entry throws(GitError) in
      if entry.kind == .tree { return isPlain }
      guard entry.isFile, try repository.size(ofBlob: entry.id) <= Self.maximumSize,
        try !entry.isPointer(in: repository), files.count < Self.maximumFiles,
        !entry.path.name.elementsEqual(Self.ignoreName.utf8)
      else {
        isPlain = false
        return false
      }
      files.append(entry)
      return true
    }
    return isPlain ? files.sorted { $0.path < $1.path } : nil
  }

  /// Whether a `.dvcignore` in a folder around it has more than comments.
  private func isIgnoredInPart(in repository: borrowing Repository) throws(GitError) -> Bool {
    let name = RelativePath(unchecked: Array(Self.ignoreName.utf8))
    var around = folder.path.parent
    while let place = around {
      if try leavesOut(place.appending(name), in: repository) { return true }
      around = place.parent
    }
    return try leavesOut(name, in: repository)
  }

  /// Whether this `.dvcignore` has more than comments.
  private func leavesOut(_ path: RelativePath, in repository: borrowing Repository)
    throws(GitError) -> Bool
  {
    guard let entry = try repository.entry(at: path, in: tree), entry.isFile else {
      return false
    }
    let lines = try repository.blob(entry.id, limit: Self.maximumSize).split(separator: 0x0a)
    return lines.contains { line in
      !line.starts(with: "#".utf8) && line.contains { !($0 == 0x20 || $0 == 0x0d || $0 == 0x09) }
    }
  }
}
