// SPDX-License-Identifier: Apache-2.0

public import Files

/// A kind of manifest: how it is known, and how it is read.
public protocol ManifestFormat: Sendable {
  /// The name that reports and configurations use.
  var name: String { get }
  /// Whether every file of that name is such a manifest, so that one that cannot be read is an
  /// error; a format without a name of its own never claims one.
  func claims(_ path: RelativePath) -> Bool
  /// Whether a file with that name and content is such a manifest.
  func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool
  /// The datasets that a manifest describes, at least one.
  ///
  /// The path is that of the manifest, from the repository's root.
  func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError) -> [DatasetManifest]
}

extension ManifestFormat {
  /// The name decides.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool { claims(path) }
}

/// The formats that modelgate knows; a new one is one file and one line here.
public enum ManifestFormats {
  /// In the order in which they are asked.
  public static let all: [any ManifestFormat] = [NativeFormat(), DVCFormat(), LFSFormat()]

  /// Whether a file of that name is a manifest, whatever is in it.
  public static func claims(_ path: RelativePath) -> Bool {
    all.contains { $0.claims(path) }
  }

  /// The datasets that a file describes; nil when it is no manifest.
  public static func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]?
  {
    guard let format = all.first(where: { $0.recognizes(path, bytes) }) else { return nil }
    do {
      return try format.datasets(in: bytes, at: path)
    } catch {
      throw error.within(path)
    }
  }
}

extension RelativePath {
  /// The path without a suffix of its name; nil when the name has no such suffix, or nothing else.
  func removingSuffix(_ suffix: String) -> RelativePath? {
    guard name.count > suffix.utf8.count, bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    else { return nil }
    return RelativePath(bytes: bytes.dropLast(suffix.utf8.count))
  }

  /// The last component as a path.
  var lastComponent: RelativePath { RelativePath(unchecked: Array(name)) }
}
