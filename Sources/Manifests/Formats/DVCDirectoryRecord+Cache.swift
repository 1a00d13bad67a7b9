// SPDX-License-Identifier: Apache-2.0

public import Files

extension DVCDirectoryRecord {
  /// The list that DVC put into its cache, when it is the one whose MD5 is recorded.
  public func files(recordedFor manifest: RelativePath, in worktree: borrowing RootDirectory)
    -> ListedRecord?
  {
    guard let listPath, let cache = DVCCache(of: manifest, in: worktree.path) else { return nil }
    let text = try? SmallFile.read(
      cache.folder.appending(listPath), limit: DVCFolderList.byteLimit)
    return text.flatMap { DVCFolderList($0, digest: digest) }.flatMap(listed)
  }

  private func listed(_ list: DVCFolderList) -> ListedRecord? {
    try? ListedRecord(
      list.files.map { file in
        .init(path: file.path, digest: file.digest, kinds: digests, size: nil)
      })
  }
}
