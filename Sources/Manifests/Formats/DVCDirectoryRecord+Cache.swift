// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files
import StrictJSON

extension DVCDirectoryRecord {
  private static let limits = JSONLimits(bytes: 256 << 20, depth: 4, values: 20_000_000)

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
      let text: [UInt8]? = try? worktree.read(place, limit: Self.limits.bytes)
      if let text, Digest.of(text, .md5) == digest { return try? listed(text) }
      guard let current = folder else { return nil }
      folder = current.parent
    }
  }

  private func listed(_ text: [UInt8]) throws -> ListedRecord {
    let root = JSONField(try JSONValue.parse(text, limits: Self.limits), root: "list")
    return try ListedRecord(
      root.elements().map { element in
        let path = try element.required("relpath")
        let md5 = try element.required("md5")
        guard let name = try RelativePath(path.string()),
          let digest = try Digest(.md5, hex: md5.string())
        else { throw element.error("is no file with its MD5") }
        return .init(path: name, digest: digest, kinds: digests, size: nil)
      })
  }
}
