// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// A path below the repository's root, and where it is declared.
public struct DeclaredPath: Sendable, Equatable {
  /// The path.
  public var path: RelativePath
  /// Where it stands in the configuration.
  public var location: Location

  /// Says that a path is declared at a place.
  public init(_ path: RelativePath, at location: Location) {
    self.path = path
    self.location = location
  }
}

/// A named file or folder of data.
public struct DataDeclaration: Sendable, Equatable {
  /// Its name: letters, digits, `.`, `_` and `-`.
  public var name: String
  /// The data.
  public var path: DeclaredPath
  /// The committed file that lists the data with digests; nil when it is to be found.
  public var manifest: DeclaredPath?
  /// What keeps a copy of what the manifest lists, under the same relative paths: a folder, from
  /// the repository's root, `file:///FOLDER`, or `s3://BUCKET/PREFIX`; nil when nothing is named.
  public var remote: String?
  /// Where it is declared.
  public var location: Location

  /// Declares data.
  public init(
    name: String, path: DeclaredPath, manifest: DeclaredPath?, remote: String? = nil,
    at location: Location
  ) {
    self.name = name
    self.path = path
    self.manifest = manifest
    self.remote = remote
    self.location = location
  }

  /// The variable that tells a training where the data is, for example `MODELGATE_DATA_CHURN_2024`.
  public var variable: String { Self.variable(forDataset: name) }

  /// `MODELGATE_DATA_` and a dataset's name in capitals, with `_` for `.` and `-`.
  public static func variable(forDataset name: String) -> String {
    let capitals = name.utf8.map { byte -> UInt8 in
      switch byte {
      case 0x61...0x7a: byte - 0x20
      case 0x30...0x39, 0x41...0x5a: byte
      default: UInt8(ascii: "_")
      }
    }
    return "MODELGATE_DATA_" + String(decoding: capitals, as: UTF8.self)
  }
}
