// SPDX-License-Identifier: Apache-2.0

public import Files
public import SystemPackage

/// The contents in DVC's cache that a dataset's files may be links to, as `cache.type symlink` makes
/// them.
///
/// A link counts only when its text is, to the byte, the path of the object whose digest the
/// manifest records for the very file that the link stands for. That path is computed here; where
/// any other link leads is not looked at.
public struct DVCObjects {
  private let cache: DVCCache
  private let record: ListedRecord

  /// The folder beneath which the objects stand.
  var folder: FilePath { cache.folder }

  /// Finds out what the manifest records for each file; nil for other formats than DVC's, and where
  /// the list of a folder's files is not in the cache.
  public init?(of dataset: DatasetManifest, in worktree: borrowing RootDirectory) {
    guard dataset.isOfDVC, let record = dataset.record,
      let cache = DVCCache(of: dataset.manifest, in: worktree.path),
      let files = record as? ListedRecord
        ?? record.files(recordedFor: dataset.manifest, in: worktree)
    else { return nil }
    self.cache = cache
    self.record = files
  }

  /// What a link into the cache is where the list that would say what it stands for is not there.
  public static let linkWithoutList =
    "symbolic link into DVC's cache, which lacks the list of the folder's files"

  /// The cache of a folder whose list is not there, so that nothing tells which links DVC made; nil
  /// for any other dataset.
  static func cacheWithoutList(of dataset: DatasetManifest, in worktree: borrowing RootDirectory)
    -> DVCCache?
  {
    guard dataset.isOfDVC, let record = dataset.record, !(record is ListedRecord),
      record.files(recordedFor: dataset.manifest, in: worktree) == nil
    else { return nil }
    return DVCCache(of: dataset.manifest, in: worktree.path)
  }

  /// The object that a link stands for, by the path of the file in the dataset and the link's text;
  /// nil when it is not the recorded one.
  public func object(of file: RelativePath, linkedBy text: [UInt8]) -> FilePath? {
    key(of: file, linkedBy: text).map(folder.appending)
  }

  /// The same from the cache's folder.
  func key(of file: RelativePath, linkedBy text: [UInt8]) -> RelativePath? {
    let keys = record.file(at: file)?.expectations.flatMap(DVCLayout.keys) ?? []
    return keys.first { cache.isPath(text, of: $0) }
  }

  /// An object by its key, its status read beneath the cache's folder; nil when it is not there.
  func object(_ key: RelativePath) throws(FileError) -> DirectoryTree.Entry? {
    do throws(FileError) {
      return DirectoryTree.Entry(path: key, status: try RootDirectory(folder).status(key))
    } catch  where error.errno == .noSuchFileOrDirectory {
      return nil
    }
  }
}
