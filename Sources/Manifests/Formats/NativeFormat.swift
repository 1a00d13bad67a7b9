// SPDX-License-Identifier: Apache-2.0

public import Files

/// `NAME.sha256` beside the file or folder `NAME`; see ``NativeManifest``.
public struct NativeFormat: SelfContainedFormat {
  /// What a manifest's name ends with.
  public static let suffix = ".sha256"

  /// The format.
  public init() {}

  /// `sha256`.
  public var name: String { "sha256" }

  /// Its own.
  public var endings: [String] { [Self.suffix] }

  /// Whether the name ends with `.sha256`.
  public func claims(_ path: RelativePath) -> Bool { path.removingSuffix(Self.suffix) != nil }

  /// The one dataset that stands beside the manifest.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    guard let dataset = path.removingSuffix(Self.suffix) else {
      throw ManifestError("its name does not end with '\(Self.suffix)'")
    }
    let record = try NativeRecord(NativeManifest(parsing: bytes))
    return [
      DatasetManifest(manifest: path, format: name, path: dataset, coverage: .content(record))
    ]
  }

  /// Where the manifest of a dataset stands.
  public static func manifest(of dataset: RelativePath) -> RelativePath {
    RelativePath(unchecked: dataset.bytes + suffix.utf8)
  }
}
