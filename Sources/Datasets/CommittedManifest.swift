// SPDX-License-Identifier: Apache-2.0

public import GitAccess
import Manifests

extension Repository {
  /// The text of a committed manifest; one that is too large is known by its size, and not unpacked.
  public func manifest(_ entry: TreeEntry) throws -> [UInt8] {
    let size = try size(ofBlob: entry.id)
    guard size <= NativeManifest.byteLimit else {
      throw ManifestError(
        "it has \(size) bytes, more than the \(NativeManifest.byteLimit) that are read",
        in: entry.path)
    }
    return try blob(entry.id, limit: NativeManifest.byteLimit)
  }
}
