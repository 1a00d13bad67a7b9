// SPDX-License-Identifier: Apache-2.0

public import Files

extension DVCDirectoryRecord {
  /// The list that DVC put into its cache, when it is the one whose MD5 is recorded.
  ///
  /// The cache is looked for where it is unless configured otherwise: in the `.dvc` folder of the
  /// nearest folder above the manifest that has it.
  public func files(recordedFor manifest: RelativePath, in worktree: borrowing RootDirectory)
    -> ListedRecord?
  {
    guard let listPath else { return nil }
    let inFolder = RelativePath(unchecked: Array(".dvc/cache/".utf8) + listPath.bytes)
    var folder = manifest.parent
    while true {
      let place = folder?.appending(inFolder) ?? inFolder
      let text: [UInt8]? = try? worktree.read(place, limit: DVCFolderList.byteLimit)
      if let list = text.flatMap({ DVCFolderList($0, digest: digest) }) { return listed(list) }
      guard let current = folder else { return nil }
      folder = current.parent
    }
  }

  private func listed(_ list: DVCFolderList) -> ListedRecord? {
    try? ListedRecord(
      list.files.map { file in
        .init(path: file.path, digest: file.digest, kinds: digests, size: nil)
      })
  }
}
