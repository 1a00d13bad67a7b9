// SPDX-License-Identifier: Apache-2.0

public import Files

/// A kind of manifest: how it is known, and how it is read.
public protocol ManifestFormat: Sendable {
  /// The name that reports and configurations use.
  var name: String { get }
  /// Whether what a manifest says depends on other files than itself.
  var readsBeside: Bool { get }
  /// Whether every file of that name is such a manifest, so that one that cannot be read is an
  /// error; a format without a name of its own never claims one.
  func claims(_ path: RelativePath) -> Bool
  /// Whether a search looks into files of that name; only what ``recognizes(_:_:)`` then takes is
  /// a manifest.
  func mayBe(_ path: RelativePath) -> Bool
  /// What every name that a search looks into ends with, in letters of either case; an empty text
  /// stands for any name.
  var endings: [String] { get }
  /// Whether a file with that name and content is such a manifest.
  func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool
  /// The datasets that a manifest describes, at least one.
  ///
  /// The path is that of the manifest, from the repository's root. Throws ``ManifestError`` when
  /// the manifest is at fault, and what the surroundings throw when they cannot be read.
  func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest]
}

extension ManifestFormat {
  /// It does.
  public var readsBeside: Bool { true }
  /// Into those that it claims.
  public func mayBe(_ path: RelativePath) -> Bool { claims(path) }
  /// It may have any name.
  public var endings: [String] { [""] }
  /// The name decides.
  public func recognizes(_ path: RelativePath, _ bytes: [UInt8]) -> Bool { claims(path) }
}

/// A format whose manifests say everything themselves.
public protocol SelfContainedFormat: ManifestFormat {
  /// The datasets that a manifest describes, at least one.
  ///
  /// The path is that of the manifest, from the repository's root.
  func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError) -> [DatasetManifest]
}

extension SelfContainedFormat {
  /// It does not.
  public var readsBeside: Bool { false }

  /// Looks at nothing else.
  public func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest] {
    try datasets(in: bytes, at: path)
  }
}

/// A format whose manifests stand beside the one file or folder that they describe, under its name
/// and a suffix.
public protocol SiblingFormat: SelfContainedFormat {
  /// What a manifest's name ends with.
  static var suffix: String { get }
  /// What a manifest says of the file or folder of that path, from the repository's root.
  func record(in bytes: [UInt8], of dataset: RelativePath) throws(ManifestError)
    -> any DatasetRecord
}

extension SiblingFormat {
  /// Its own.
  public var endings: [String] { [Self.suffix] }

  /// Whether the name ends with the suffix.
  public func claims(_ path: RelativePath) -> Bool { path.removingSuffix(Self.suffix) != nil }

  /// The one dataset that stands beside the manifest.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    guard let dataset = path.removingSuffix(Self.suffix) else {
      throw ManifestError("its name does not end with '\(Self.suffix)'")
    }
    let coverage = DatasetManifest.Coverage.content(try record(in: bytes, of: dataset))
    return [DatasetManifest(manifest: path, format: name, path: dataset, coverage: coverage)]
  }
}

/// The formats that modelgate knows; a new one is one file and one line here.
public enum ManifestFormats {
  /// In the order in which they are asked.
  public static let all: [any ManifestFormat] = [
    ChecksumListFormat(), NativeFormat(), DVCFormat(), DVCLockFormat(), S3Format(), LFSFormat(),
    BagItFormat(),
    CroissantFormat(), FrictionlessFormat(), DeltaFormat(), IcebergFormat(), HuggingFaceFormat(),
    ModelSignatureFormat(),
  ]

  /// Whether a file of that name is a manifest, whatever is in it.
  public static func claims(_ path: RelativePath) -> Bool {
    all.contains { $0.claims(path) }
  }

  /// What every name ends with that ``mayBe(_:)`` picks.
  public static let endings = all.flatMap { $0.endings }
  private static let sieve = NameSieve(endings: endings)

  /// Whether a file of that name is to be looked into when manifests are searched for.
  public static func mayBe(_ path: RelativePath) -> Bool {
    sieve.passes(path) && all.contains { $0.mayBe(path) }
  }

  /// Whether a file of that path can be a manifest when somebody names it as one.
  public static func canBe(_ path: RelativePath) -> Bool {
    mayBe(path) || format(of: path, []) != nil
  }

  /// The format of a file; nil when it is no manifest.
  public static func format(of path: RelativePath, _ bytes: [UInt8]) -> (any ManifestFormat)? {
    all.first { $0.recognizes(path, bytes) }
  }

  /// The datasets that a file describes; nil when it is no manifest.
  public static func datasets<Surroundings: ManifestSurroundings & ~Copyable>(
    in bytes: [UInt8], at path: RelativePath, beside surroundings: borrowing Surroundings
  ) throws -> [DatasetManifest]? {
    guard let format = format(of: path, bytes) else { return nil }
    do {
      return try format.datasets(in: bytes, at: path, beside: surroundings)
    } catch let error as ManifestError {
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
  package var lastComponent: RelativePath { RelativePath(unchecked: Array(name)) }
}
