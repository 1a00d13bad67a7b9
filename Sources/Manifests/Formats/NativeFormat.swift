// SPDX-License-Identifier: Apache-2.0

public import Files

/// `NAME.sha256` beside the file or folder `NAME`; see ``NativeManifest``.
public struct NativeFormat: SiblingFormat {
  /// What a manifest's name ends with.
  public static let suffix = ".sha256"

  /// The format.
  public init() {}

  /// `sha256`.
  public var name: String { "sha256" }

  /// The lines, at least one.
  public func record(in bytes: [UInt8], of dataset: RelativePath) throws(ManifestError)
    -> any DatasetRecord
  {
    try NativeRecord(NativeManifest(parsing: bytes))
  }

  /// Where the manifest of a dataset stands.
  public static func manifest(of dataset: RelativePath) -> RelativePath {
    RelativePath(unchecked: dataset.bytes + suffix.utf8)
  }
}
