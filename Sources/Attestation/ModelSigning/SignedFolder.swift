// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// What an OpenSSF Model Signing statement says of a model that is a folder: every file's digest.
///
/// Source: ossf/model-signing-spec, v1.0. Folders without files, permissions and times are not part
/// of it.
public struct SignedFolder: Hashable, Sendable {
  /// The predicate's type.
  public static let predicateType = "https://model_signing/signature/v1.0"
  /// What the signature is called, inside of the folder.
  public static let fileName = "model.sig"
  /// The names at the top that the specification leaves out: they belong to git.
  public static let leftOut = [".git", ".gitattributes", ".github", ".gitignore"]

  /// A file, or a piece of one where the statement is about pieces.
  public struct Resource: Hashable, Sendable {
    /// The file.
    public var path: RelativePath
    /// Which bytes of the file; nil for all.
    public var range: Range<Int64>?
    /// SHA-256 of these bytes.
    public var digest: Digest
  }

  /// The folder's name.
  public var name: String
  /// The files in the order in which the root digest takes them.
  public var resources: [Resource]
  /// The size of pieces; nil when whole files are digested.
  public var pieceSize: Int64?
  /// The paths that the signer says it left out.
  public var ignoredPaths: [String]

  /// Describes whole files, in the specification's order: by the code points of their names.
  public init(name: String, files: [(path: RelativePath, digest: Digest)], ignoredPaths: [String]) {
    self.name = name
    resources = files.sorted { $0.path < $1.path }
      .map { Resource(path: $0.path, range: nil, digest: $0.digest) }
    pieceSize = nil
    self.ignoredPaths = ignoredPaths
  }

  init(
    name: String, resources: [Resource], pieceSize: Int64?, ignoredPaths: [String]
  ) {
    self.name = name
    self.resources = resources
    self.pieceSize = pieceSize
    self.ignoredPaths = ignoredPaths
  }

  /// The root digest: SHA-256 of all digests one behind the other.
  ///
  /// It covers no names, so it identifies nothing by itself: files that trade their names keep it.
  public var root: Digest {
    .of(resources.flatMap(\.digest.bytes))
  }

  /// One digest a file, in the order of the files: its own, or that over those of its pieces.
  public var files: [(path: RelativePath, digest: Digest, size: Int64?)] {
    guard pieceSize != nil else { return resources.map { ($0.path, $0.digest, nil) } }
    var files: [(path: RelativePath, digest: Digest, size: Int64?)] = []
    var rest = resources[...]
    while let path = rest.first?.path {
      let pieces = rest.prefix { $0.path == path }
      files.append(
        (path, .of(pieces.flatMap(\.digest.bytes)), pieces.last?.range?.upperBound))
      rest = rest.dropFirst(pieces.count)
    }
    return files
  }
}
