// SPDX-License-Identifier: Apache-2.0

package import Digests
package import Files

/// Where DVC 2 and 3 put an object, in their cache as in remotes.
package enum DVCLayout {
  /// `files/md5/ab/cd…`, or `ab/cd…` for entries from before DVC 3.
  package static func key(_ digest: Digest, isFolder: Bool, isLegacy: Bool) -> RelativePath {
    let md5 = digest.hex
    let path = "\(md5.prefix(2))/\(md5.dropFirst(2))" + (isFolder ? ".dir" : "")
    return RelativePath(unchecked: Array(((isLegacy ? "" : "files/md5/") + path).utf8))
  }

  /// What an object of a file may be called, by what its digest may be a digest of.
  static func keys(_ expectation: ListedRecord.Expectation) -> [RelativePath] {
    let digest = expectation.digest
    return expectation.kinds.compactMap { kind in
      switch kind {
      case .plain(.md5): key(digest, isFolder: false, isLegacy: false)
      case .dos2unix(.once): key(digest, isFolder: false, isLegacy: true)
      default: nil
      }
    }
  }
}
