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

  /// What a file of that name describes; nil when it is no native manifest by its name.
  public static func dataset(of manifest: RelativePath) -> RelativePath? {
    // The suffix first: nearly every file is none of them.
    guard let dataset = manifest.removingSuffix(suffix), ChecksumListName(manifest) == nil else {
      return nil
    }
    return dataset
  }

  /// The dataset of a manifest, when it is sealed.
  static func sealed(
    _ manifest: RelativePath, _ seals: DatasetSeals?, in worktree: borrowing RootDirectory
  ) -> DatasetManifest? {
    guard let seals, let dataset = dataset(of: manifest),
      let sealed = seals.seal(of: manifest, in: worktree)
    else { return nil }
    return DatasetManifest(
      manifest: manifest, format: Self().name, path: dataset, coverage: .sealed(sealed))
  }

  /// Where the manifest of a dataset stands.
  public static func manifest(of dataset: RelativePath) -> RelativePath {
    RelativePath(unchecked: dataset.bytes + suffix.utf8)
  }
}
