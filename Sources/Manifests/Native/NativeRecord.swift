// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// A dataset as a native manifest records it.
public struct NativeRecord: DatasetRecord {
  /// The manifest, which lists at least one file.
  public let manifest: NativeManifest

  /// Takes a manifest; one that lists nothing covers nothing, and is refused.
  public init(_ manifest: NativeManifest) throws(ManifestError) {
    guard !manifest.isEmpty else { throw Self.coversNothing }
    self.manifest = manifest
  }

  static let coversNothing = ManifestError("it lists no file, so it covers nothing")

  /// SHA-256 alone.
  public var digests: [ContentDigest] { [.plain(.sha256)] }
  /// The number of lines.
  public var fileCount: Int? { manifest.count }
  /// Not recorded.
  public var byteCount: Int64? { nil }

  /// Every file that is missing, extra or changed.
  public func differences(from content: DatasetContent) -> [DatasetDifference] {
    guard let actual = try? content.manifest() else { return [] }
    return actual.changes(since: manifest).map { change in
      switch change {
      case .added(let entry): DatasetDifference(.extra, at: entry.path)
      case .removed(let entry): DatasetDifference(.missing, at: entry.path)
      case .changed(let entry, let was):
        DatasetDifference(
          .changed(recorded: was.description, actual: entry.digest.description), at: entry.path)
      }
    }
  }
}
