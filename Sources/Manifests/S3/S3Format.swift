// SPDX-License-Identifier: Apache-2.0

import Digests
public import Files

/// `NAME.s3.json` beside the file or folder `NAME`: objects pinned by version, with the SHA-256
/// checksums that S3 keeps; see ``S3Pin``.
public struct S3Format: SelfContainedFormat {
  /// What a pin's name ends with.
  public static let suffix = ".s3.json"

  /// The format.
  public init() {}

  /// `s3`.
  public var name: String { "s3" }

  /// Its own.
  public var endings: [String] { [Self.suffix] }

  /// Whether the name ends with `.s3.json`.
  public func claims(_ path: RelativePath) -> Bool { path.removingSuffix(Self.suffix) != nil }

  /// The one dataset that stands beside the pin.
  public func datasets(in bytes: [UInt8], at path: RelativePath) throws(ManifestError)
    -> [DatasetManifest]
  {
    guard let dataset = path.removingSuffix(Self.suffix) else {
      throw ManifestError("its name does not end with '\(Self.suffix)'")
    }
    let pin = try S3Pin(parsing: bytes, for: dataset)
    let record = try ListedRecord(pin.objects.map(\.listed))
    return [
      DatasetManifest(manifest: path, format: name, path: dataset, coverage: .content(record))
    ]
  }
}

extension S3Pin.Object {
  /// The object as a file of the dataset.
  fileprivate var listed: ListedRecord.File {
    switch checksum {
    case .full(let digest):
      ListedRecord.File(path: path, digest: digest, kinds: [.plain(.sha256)], size: size)
    case .composite(let digest, let layout):
      ListedRecord.File(path: path, digest: digest, kinds: [.parts(layout)], size: size)
    }
  }
}
